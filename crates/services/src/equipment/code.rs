//! Finding an equipment by what people call it.

use super::read::{called, within};
use crate::access::Writer;
use domain::{EquipmentId, Result, SiteId, equipment::EquipmentDraft};
use entity::equipment;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// The draft as it is compared and checked: the parent by its number, no blank rows at the end.
///
/// A code that no equipment of the site has becomes the number 0, which no row has either: the check names the
/// field, with every other error.
pub(super) async fn resolved(w: &Writer, draft: &EquipmentDraft) -> Result<EquipmentDraft> {
    let mut draft = draft.clone().without_blank_end();
    let code = std::mem::take(&mut draft.parent_code);
    if let (Ok(site), false) = (draft.site_id.trim().parse(), code.trim().is_empty()) {
        let found = by_code(w, site, code.trim()).await?;
        draft.parent_id = found.unwrap_or(EquipmentId(0)).to_string();
    }
    Ok(draft)
}

/// The equipment of that code in a site, if the caller sees one; of two that look the same, the one that is written so.
async fn by_code(w: &Writer, site: SiteId, code: &str) -> Result<Option<EquipmentId>> {
    let found: Vec<(EquipmentId, String)> = equipment::Entity::find()
        .select_only()
        .columns([equipment::Column::Id, equipment::Column::Code])
        .filter(within(&w.scope))
        .filter(equipment::Column::SiteId.eq(site))
        .filter(called(code))
        .order_by_asc(equipment::Column::CodeKey)
        .into_tuple()
        .all(w.tx())
        .await?;
    let exact = found.iter().find(|(_, written)| written == code);
    Ok(exact.or(found.first()).map(|(id, _)| *id))
}

//! Finding an equipment by what people call it.

use super::read::within;
use crate::access::Writer;
use domain::{EquipmentId, Result, SiteId, equipment::EquipmentDraft};
use entity::equipment;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

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

/// The equipment of exactly that code in a site, if the caller sees one.
async fn by_code(w: &Writer, site: SiteId, code: &str) -> Result<Option<EquipmentId>> {
    let found = equipment::Entity::find()
        .select_only()
        .column(equipment::Column::Id)
        .filter(within(&w.scope))
        .filter(equipment::Column::SiteId.eq(site))
        .filter(equipment::Column::Code.eq(code))
        .into_tuple()
        .one(w.tx())
        .await?;
    Ok(found)
}

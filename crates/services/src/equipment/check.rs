//! Rules of a new or changed equipment that need the database: what it refers to exists, in its own site.

use super::tree;
use crate::access::Writer;
use domain::{
    EquipmentId, Error, FieldCode, FieldErrors, Result, SiteId,
    draft::Checker,
    equipment::{EquipmentDraft, NewEquipment, parent_allowed},
};
use entity::{equipment, equipment_type, production_line, site};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// The checked draft. `id` is the equipment being changed, if it exists already.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, whether its text or what it refers to is wrong.
pub(super) async fn check(
    w: &Writer,
    draft: &EquipmentDraft,
    id: Option<EquipmentId>,
) -> Result<NewEquipment> {
    let site = match draft.site_id.trim().parse::<SiteId>() {
        Ok(id) if w.scope.sites.contains(id) => site::Entity::find_by_id(id).one(w.tx()).await?,
        _ => None,
    };
    let currency = site.as_ref().map_or("EUR", |s| s.currency.as_str());
    let parsed = draft.parse(currency);
    let mut c = Checker::default();
    if site.is_none() && !draft.site_id.trim().is_empty() {
        c.fail("site_id", FieldCode::NotFound);
    }
    let new = match parsed {
        Ok(new) => new,
        Err(FieldErrors(mut errors)) => {
            errors.extend(c.finish::<()>(None).err().unwrap_or_default().0);
            return Err(Error::Invalid(FieldErrors(errors)));
        }
    };
    references(w, &new, id, &mut c).await?;
    duplicates(w, &new, id, &mut c).await?;
    Ok(c.finish(Some(new))?)
}

async fn references(w: &Writer, new: &NewEquipment, id: Option<EquipmentId>, c: &mut Checker) -> Result<()> {
    if let Some(line) = new.line_id {
        match production_line::Entity::find_by_id(line).one(w.tx()).await? {
            Some(line) if line.site_id == new.site_id => {}
            Some(line) if w.scope.sites.contains(line.site_id) => c.fail("line_id", FieldCode::OtherSite),
            _ => c.fail("line_id", FieldCode::NotFound),
        }
    }
    if let Some(kind) = new.type_id
        && equipment_type::Entity::find_by_id(kind).count(w.tx()).await? == 0
    {
        c.fail("type_id", FieldCode::NotFound);
    }
    if let Some(parent) = new.parent_id {
        match equipment::Entity::find_by_id(parent).one(w.tx()).await? {
            Some(p) if p.site_id == new.site_id => {
                let ancestors = tree::ancestor_ids(w.tx(), parent).await?;
                if id.is_some_and(|id| !parent_allowed(id, parent, &ancestors)) {
                    c.fail("parent_id", FieldCode::Cycle);
                }
            }
            Some(p) if w.scope.sites.contains(p.site_id) => c.fail("parent_id", FieldCode::OtherSite),
            _ => c.fail("parent_id", FieldCode::NotFound),
        }
    }
    Ok(())
}

async fn duplicates(w: &Writer, new: &NewEquipment, id: Option<EquipmentId>, c: &mut Checker) -> Result<()> {
    let others = || equipment::Entity::find().filter(equipment::Column::Id.ne(id.unwrap_or(EquipmentId(0))));
    let same_code = others()
        .filter(equipment::Column::SiteId.eq(new.site_id))
        .filter(equipment::Column::Code.eq(new.code.clone()));
    if same_code.count(w.tx()).await? > 0 {
        c.fail("code", FieldCode::Duplicate);
    }
    if let Some(serial) = &new.serial_number
        && others().filter(equipment::Column::SerialNumber.eq(serial.clone())).count(w.tx()).await? > 0
    {
        c.fail("serial_number", FieldCode::Duplicate);
    }
    Ok(())
}

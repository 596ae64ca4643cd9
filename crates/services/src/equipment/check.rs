//! Rules of a new or changed equipment that need the database: what it refers to exists, in its own site.

use super::tree;
use crate::access::Writer;
use domain::{
    EquipmentId, Error, FieldCode, FieldErrors, Result, SiteId,
    draft::Checker,
    equipment::{EquipmentDraft, NewEquipment, may_stand_below},
    key::code_key,
};
use entity::{equipment, equipment_type, production_line, site};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
    sea_query::LockType,
};

/// The checked draft. `stored` is the equipment being changed, if it exists already.
///
/// # Errors
/// [`Error::Invalid`] with every wrong field, whether its text or what it refers to is wrong.
pub(super) async fn check(
    w: &Writer,
    draft: &EquipmentDraft,
    stored: Option<&equipment::Model>,
) -> Result<NewEquipment> {
    let site = match draft.site_id.trim().parse::<SiteId>() {
        Ok(id) if w.scope.sites.contains(id) => w.hold_reference::<site::Entity>(id).await?,
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
    references(w, &new, stored, &mut c).await?;
    duplicates(w, &new, stored.map(|s| s.id), &mut c).await?;
    Ok(c.finish(Some(new))?)
}

async fn references(
    w: &Writer,
    new: &NewEquipment,
    stored: Option<&equipment::Model>,
    c: &mut Checker,
) -> Result<()> {
    if let Some(line) = new.line_id {
        match w.hold_reference::<production_line::Entity>(line).await? {
            Some(line) if line.site_id == new.site_id => {}
            Some(line) if w.scope.sites.contains(line.site_id) => c.fail("line_id", FieldCode::OtherSite),
            _ => c.fail("line_id", FieldCode::NotFound),
        }
    }
    if let Some(kind) = new.type_id
        && w.hold_reference::<equipment_type::Entity>(kind).await?.is_none()
    {
        c.fail("type_id", FieldCode::NotFound);
    }
    // A parent that stays needs no second look: its place was checked, and an edit of the rest must go through.
    let moved = stored.is_none_or(|s| (s.parent_id, s.site_id) != (new.parent_id, new.site_id));
    if let Some(parent) = new.parent_id.filter(|_| moved) {
        hold_tree(w, new.site_id).await?;
        match w.hold_reference::<equipment::Entity>(parent).await? {
            Some(p) if p.site_id == new.site_id => {
                let above = tree::ancestor_ids(w.tx(), parent).await?;
                let levels = match stored {
                    Some(stored) => tree::levels(w.tx(), stored.id).await?,
                    None => 1,
                };
                if let Err(code) = may_stand_below(stored.map(|s| s.id), levels, parent, &above) {
                    c.fail("parent_id", code);
                }
            }
            Some(p) if w.scope.sites.contains(p.site_id) => c.fail("parent_id", FieldCode::OtherSite),
            _ => c.fail("parent_id", FieldCode::NotFound),
        }
    }
    Ok(())
}

/// Lets one transaction at a time give parents in a site: two at once could each see a tree without a ring and close
/// one together. On SQLite nobody else is writing anyway.
async fn hold_tree(w: &Writer, site: SiteId) -> Result<()> {
    if w.tx().get_database_backend() == DbBackend::Postgres {
        // Others may go on referring to the site.
        site::Entity::find_by_id(site).lock(LockType::NoKeyUpdate).one(w.tx()).await?;
    }
    Ok(())
}

async fn duplicates(w: &Writer, new: &NewEquipment, id: Option<EquipmentId>, c: &mut Checker) -> Result<()> {
    let others = || equipment::Entity::find().filter(equipment::Column::Id.ne(id.unwrap_or(EquipmentId(0))));
    let same_code = others()
        .filter(equipment::Column::SiteId.eq(new.site_id))
        .filter(equipment::Column::CodeKey.eq(code_key(&new.code)));
    if same_code.count(w.tx()).await? > 0 {
        c.fail("code", FieldCode::Duplicate);
    }
    if let Some(serial) = &new.serial_number
        && others().filter(equipment::Column::SerialKey.eq(code_key(serial))).count(w.tx()).await? > 0
    {
        c.fail("serial_number", FieldCode::Duplicate);
    }
    Ok(())
}

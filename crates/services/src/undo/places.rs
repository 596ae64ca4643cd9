//! Deleted sites, lines, types and failure codes come back under their old number, so that what speaks of them still does.

use super::{Before, Row};
use crate::access::Writer;
use domain::{
    Result,
    key::code_key,
    undo::{Obstacle, Outcome},
};
use entity::{equipment_type, failure_code, maintenance_type, production_line, site, user, user_site};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Puts the rows back, each unless something stands in its way.
pub(super) async fn bring_back(w: &mut Writer, rows: &[Row]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for row in rows {
        let obstacle = match &row.before {
            Before::DeletedSite(stored, users) => site_back(w, stored, users).await?,
            Before::DeletedLine(stored) => line_back(w, stored).await?,
            Before::DeletedType(stored) => type_back(w, stored).await?,
            Before::DeletedMaintenanceType(stored) => maintenance_type_back(w, stored).await?,
            Before::DeletedCode(stored) => code_back(w, stored).await?,
            _ => Some(Obstacle::Gone),
        };
        match obstacle {
            Some(why) => outcome.kept.push(row.kept(why)),
            None => outcome.back += 1,
        }
    }
    Ok(outcome)
}

async fn site_back(
    w: &mut Writer,
    stored: &site::Model,
    users: &[domain::UserId],
) -> Result<Option<Obstacle>> {
    let taken = site::Entity::find().filter(site::Column::CodeKey.eq(code_key(&stored.code)));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    w.put_back::<site::Entity>(site::Model { code_key: code_key(&stored.code), ..stored.clone() }).await?;
    let still = user::Entity::find().filter(user::Column::Id.is_in(users.iter().copied()));
    for user in still.all(w.tx()).await? {
        let row =
            user_site::ActiveModel { user_id: Set(user.id), site_id: Set(stored.id), ..Default::default() };
        row.insert(w.tx()).await?;
    }
    Ok(None)
}

async fn line_back(w: &mut Writer, stored: &production_line::Model) -> Result<Option<Obstacle>> {
    use production_line::Column as C;
    if w.hold_reference::<site::Entity>(stored.site_id).await?.is_none() {
        return Ok(Some(Obstacle::Unattached));
    }
    // A site that was taken from the caller since is as good as gone.
    if w.site(stored.site_id).is_err() {
        return Ok(Some(Obstacle::Gone));
    }
    let taken = production_line::Entity::find()
        .filter(C::SiteId.eq(stored.site_id))
        .filter(C::CodeKey.eq(code_key(&stored.code)));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    let line = production_line::Model { code_key: code_key(&stored.code), ..stored.clone() };
    w.put_back::<production_line::Entity>(line).await?;
    Ok(None)
}

async fn type_back(w: &mut Writer, stored: &equipment_type::Model) -> Result<Option<Obstacle>> {
    let taken = equipment_type::Entity::find()
        .filter(equipment_type::Column::NameFolded.eq(stored.name_folded.clone()));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    w.put_back::<equipment_type::Entity>(stored.clone()).await?;
    Ok(None)
}

async fn maintenance_type_back(w: &mut Writer, stored: &maintenance_type::Model) -> Result<Option<Obstacle>> {
    let taken = maintenance_type::Entity::find()
        .filter(maintenance_type::Column::NameFolded.eq(stored.name_folded.clone()));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    w.put_back::<maintenance_type::Entity>(stored.clone()).await?;
    Ok(None)
}

async fn code_back(w: &mut Writer, stored: &failure_code::Model) -> Result<Option<Obstacle>> {
    use failure_code::Column as C;
    if let Some(kind) = stored.equipment_type_id
        && w.hold_reference::<equipment_type::Entity>(kind).await?.is_none()
    {
        return Ok(Some(Obstacle::Unattached));
    }
    let taken = failure_code::Entity::find()
        .filter(C::Kind.eq(stored.kind))
        .filter(C::CodeFolded.eq(stored.code_folded.clone()));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    w.put_back::<failure_code::Entity>(stored.clone()).await?;
    Ok(None)
}

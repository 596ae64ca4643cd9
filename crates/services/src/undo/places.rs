//! Deleted sites, lines and types come back under their old number, so that what speaks of them still does.

use super::{Before, Row};
use crate::{access::Writer, audit};
use domain::{
    Noun, Result, SiteId,
    audit::{Action, Change},
    equipment_type::EquipmentTypeDraft,
    production_line::LineDraft,
    site::SiteDraft,
    undo::{Obstacle, Outcome},
};
use entity::{equipment_type, production_line, site, user, user_site};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// Puts the rows back, each unless something stands in its way.
pub(super) async fn bring_back(w: &mut Writer, rows: &[Row]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for row in rows {
        let obstacle = match &row.before {
            Before::DeletedSite(stored, users) => site_back(w, stored, users).await?,
            Before::DeletedLine(stored) => line_back(w, stored).await?,
            Before::DeletedType(stored) => type_back(w, stored).await?,
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
    let taken = site::Entity::find().filter(site::Column::Code.eq(stored.code.clone()));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    let mut row = site::ActiveModel::from(stored.clone()).reset_all();
    (row.version, row.updated_at) = (Set(stored.version + 1), Set(w.now));
    site::Entity::insert(row).exec_without_returning(w.tx()).await?;
    let still = user::Entity::find().filter(user::Column::Id.is_in(users.iter().copied()));
    for user in still.all(w.tx()).await? {
        let row =
            user_site::ActiveModel { user_id: Set(user.id), site_id: Set(stored.id), ..Default::default() };
        row.insert(w.tx()).await?;
    }
    let s = stored.clone();
    let after = SiteDraft {
        code: s.code,
        name: s.name,
        location: s.location.unwrap_or_default(),
        description: s.description.unwrap_or_default(),
        timezone: s.timezone,
        currency: s.currency,
        version: (s.version + 1).to_string(),
    };
    record(w, Noun::Site, stored.id.0, Some(stored.id), audit::json(&after));
    Ok(None)
}

async fn line_back(w: &mut Writer, stored: &production_line::Model) -> Result<Option<Obstacle>> {
    use production_line::Column as C;
    if site::Entity::find_by_id(stored.site_id).count(w.tx()).await? == 0 {
        return Ok(Some(Obstacle::Unattached));
    }
    // A site that was taken from the caller since is as good as gone.
    if w.site(stored.site_id).is_err() {
        return Ok(Some(Obstacle::Gone));
    }
    let taken = production_line::Entity::find()
        .filter(C::SiteId.eq(stored.site_id))
        .filter(C::Code.eq(stored.code.clone()));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    let mut row = production_line::ActiveModel::from(stored.clone()).reset_all();
    (row.version, row.updated_at) = (Set(stored.version + 1), Set(w.now));
    production_line::Entity::insert(row).exec_without_returning(w.tx()).await?;
    let l = stored.clone();
    let after = LineDraft {
        site_id: l.site_id.to_string(),
        code: l.code,
        name: l.name,
        description: l.description.unwrap_or_default(),
        version: (l.version + 1).to_string(),
    };
    record(w, Noun::ProductionLine, stored.id.0, Some(stored.site_id), audit::json(&after));
    Ok(None)
}

async fn type_back(w: &mut Writer, stored: &equipment_type::Model) -> Result<Option<Obstacle>> {
    let taken = equipment_type::Entity::find()
        .filter(equipment_type::Column::NameFolded.eq(stored.name_folded.clone()));
    if taken.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    let mut row = equipment_type::ActiveModel::from(stored.clone()).reset_all();
    (row.version, row.updated_at) = (Set(stored.version + 1), Set(w.now));
    equipment_type::Entity::insert(row).exec_without_returning(w.tx()).await?;
    let after = EquipmentTypeDraft {
        name: stored.name.clone(),
        description: stored.description.clone().unwrap_or_default(),
        version: (stored.version + 1).to_string(),
    };
    record(w, Noun::EquipmentType, stored.id.0, None, audit::json(&after));
    Ok(None)
}

fn record(w: &mut Writer, noun: Noun, id: i64, site: Option<SiteId>, after: String) {
    w.record(Change::new(Action::Restored, noun, id, site).after(after));
}

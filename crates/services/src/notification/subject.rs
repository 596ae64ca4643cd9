//! What a message is about: found among what its author sees, and seen by those who are told.

use crate::{
    Services,
    access::{Scope, Writer},
    equipment as machines, intervention as work,
};
use domain::{Error, FieldCode, Noun, Permission, Result, SiteId, notification::Subject};
use entity::{equipment, intervention, site};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter};
use std::collections::BTreeMap;

/// It, as it is now.
pub(super) enum About {
    /// With the code of its machine.
    Intervention(Box<intervention::Model>, String),
    Equipment(Box<equipment::Model>),
}

impl About {
    pub fn site(&self) -> SiteId {
        match self {
            Self::Intervention(row, _) => row.site_id,
            Self::Equipment(row) => row.site_id,
        }
    }

    pub fn named(&self) -> (Noun, i64) {
        match self {
            Self::Intervention(row, _) => (Noun::Intervention, row.id.0),
            Self::Equipment(row) => (Noun::Equipment, row.id.0),
        }
    }

    /// Its own code.
    pub fn code(&self) -> &str {
        match self {
            Self::Intervention(row, _) => &row.code,
            Self::Equipment(row) => &row.code,
        }
    }

    /// The code of the machine.
    pub fn machine(&self) -> &str {
        match self {
            Self::Intervention(_, code) => code,
            Self::Equipment(row) => &row.code,
        }
    }

    /// What one needs to read it.
    pub fn needs(&self) -> Permission {
        match self {
            Self::Intervention(..) => Permission::InterventionRead,
            Self::Equipment(_) => Permission::EquipmentRead,
        }
    }

    /// Whether it is among what each of these scopes shows. One statement.
    pub async fn is_within_all(&self, w: &Writer, scopes: &[&Scope]) -> Result<bool> {
        let each = |within: fn(&Scope) -> Condition| {
            scopes.iter().fold(Condition::all(), |all, scope| all.add(within(scope)))
        };
        let found = match self {
            Self::Intervention(row, _) => {
                intervention::Entity::find_by_id(row.id).filter(each(work::within)).count(w.tx()).await?
            }
            Self::Equipment(row) => {
                equipment::Entity::find_by_id(row.id).filter(each(machines::within)).count(w.tx()).await?
            }
        };
        Ok(found > 0)
    }
}

/// What the message is about, if its author sees it; it stays until the end of the transaction. At most five statements.
///
/// # Errors
/// [`Error::Invalid`] at the field that names it.
pub(super) async fn find(s: &Services, w: &Writer, subject: &Subject) -> Result<About> {
    let sees = |needs| s.scope(w.by(), needs);
    let found = match subject {
        Subject::Intervention(id) => {
            let seen = work::within(&sees(Permission::InterventionRead)?);
            let row = intervention::Entity::find_by_id(*id).filter(seen).one(w.tx()).await?;
            row.map(|row| About::Intervention(Box::new(row), String::new()))
        }
        Subject::Equipment(id) => {
            let seen = machines::within(&sees(Permission::EquipmentRead)?);
            equipment::Entity::find_by_id(*id)
                .filter(seen)
                .one(w.tx())
                .await?
                .map(|row| About::Equipment(Box::new(row)))
        }
        Subject::Code(typed) => called(s, w, typed).await?,
    };
    let field = match subject {
        Subject::Intervention(_) => "intervention_id",
        Subject::Equipment(_) => "equipment_id",
        Subject::Code(_) => "about",
    };
    let found = found.ok_or_else(|| Error::field(field, FieldCode::NotFound))?;
    match found {
        About::Intervention(row, _) => {
            w.hold_reference::<intervention::Entity>(row.id).await?;
            let machine = equipment::Entity::find_by_id(row.equipment_id).one(w.tx()).await?;
            Ok(About::Intervention(row, machine.map(|machine| machine.code).unwrap_or_default()))
        }
        About::Equipment(row) => {
            w.hold_reference::<equipment::Entity>(row.id).await?;
            Ok(About::Equipment(row))
        }
    }
}

/// What is called so: by its code alone where one site has it, with the code of the site behind it otherwise. Three statements.
async fn called(s: &Services, w: &Writer, typed: &str) -> Result<Option<About>> {
    let typed = typed.to_uppercase();
    let (code, place) =
        typed.rsplit_once(' ').map_or((typed.as_str(), ""), |(code, place)| (code.trim(), place));
    let codes = [typed.as_str(), code];
    let (works, places) =
        (s.scope(w.by(), Permission::InterventionRead), s.scope(w.by(), Permission::EquipmentRead));
    let mut found = vec![];
    if let Ok(scope) = works {
        let rows = intervention::Entity::find().filter(work::within(&scope));
        let rows = rows.filter(intervention::Column::Code.is_in(codes)).all(w.tx()).await?;
        found.extend(rows.into_iter().map(|row| About::Intervention(Box::new(row), String::new())));
    }
    if let Ok(scope) = places {
        let rows = equipment::Entity::find().filter(machines::within(&scope));
        let rows = rows.filter(equipment::Column::Code.is_in(codes)).all(w.tx()).await?;
        found.extend(rows.into_iter().map(|row| About::Equipment(Box::new(row))));
    }
    let sites = site::Entity::find().filter(site::Column::Id.is_in(found.iter().map(About::site)));
    let sites: BTreeMap<SiteId, String> =
        sites.all(w.tx()).await?.into_iter().map(|site| (site.id, site.code)).collect();
    let site_of = |about: &About| sites.get(&about.site()).cloned().unwrap_or_default();
    found.retain(|about| about.code() == typed || site_of(about).to_uppercase() == place);
    if let [first, second, ..] = found.as_slice() {
        let reading = |about: &About| format!("{} {}", about.code(), site_of(about));
        let code = FieldCode::TwoReadings { first: reading(first), second: reading(second) };
        return Err(Error::field("about", code));
    }
    Ok(found.pop())
}

//! The search from anywhere. Each noun is looked up in what the caller may read of it, and left out where that
//! is nothing.

use crate::{
    Services,
    access::{Reader, Scope},
    equipment, intervention, search, user,
};
use domain::{
    Caller, Permission, Result, Role,
    palette::{self, Found, FoundEquipment, FoundIntervention, FoundPerson, SHOWN},
    text::search_words,
};
use entity::{equipment as machine, intervention as work_order, site, user as account};
use sea_orm::{
    ColumnTrait, EntityTrait, JoinType, Order, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
    sea_query::{Expr, LikeExpr},
};

/// Rows of a noun among which the best are chosen.
const CANDIDATES: u64 = 60;

/// The search from anywhere.
pub struct PaletteService<'a>(pub(crate) &'a Services);

impl PaletteService<'_> {
    /// What the words find, the best first. At most three statements; none for less than
    /// [`palette::SHORTEST`] characters.
    ///
    /// # Errors
    /// [`Error::Forbidden`] for a caller that is no person; [`Error::Unavailable`].
    pub async fn search(&self, by: &Caller, q: &str) -> Result<Found> {
        self.0.read(by, Permission::AccountOwn)?;
        let Some(q) = palette::asked(q) else { return Ok(Found::default()) };
        let mut found = Found::default();
        if let Some(reader) = self.allowed(by, Permission::EquipmentRead)? {
            found.equipment = equipments(&reader, &q).await?;
        }
        if let Some(reader) = self.allowed(by, Permission::InterventionRead)? {
            found.interventions = interventions(&reader, &q).await?;
        }
        if let Some(reader) = self.allowed(by, Permission::UserRead)? {
            found.people = people(&reader, by, &q, Role::ALL).await?;
        } else if let Some(reader) = self.allowed(by, Permission::TeamRead)? {
            found.people = people(&reader, by, &q, &[Role::Technician]).await?;
        }
        Ok(found)
    }

    /// A handle for what the caller may read, or nothing.
    fn allowed(&self, by: &Caller, needs: Permission) -> Result<Option<Reader<'_>>> {
        Ok(self.0.read_if(by, needs)?.filter(|reader| sees_anything(&reader.scope)))
    }
}

/// Somebody of no site needs no statement to see nothing.
fn sees_anything(scope: &Scope) -> bool {
    match &scope.sites {
        domain::SiteScope::All => true,
        domain::SiteScope::Only(sites) => !sites.is_empty(),
    }
}

/// Whether the folded text, which opens with the row's code, begins as typed. What does is a candidate
/// whatever else was found.
fn begins(text: impl ColumnTrait, q: &str) -> Expr {
    let typed = search_words(q).join(" ").replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    text.like(LikeExpr::new(format!("{typed}%")).escape('\\'))
}

async fn equipments(reader: &Reader<'_>, q: &str) -> Result<Vec<FoundEquipment>> {
    use machine::Column as C;
    let rows: Vec<(_, String, String, String, _)> = machine::Entity::find()
        .filter(equipment::within(&reader.scope))
        .filter(search::holds(reader.db, (C::Id, C::SearchText), "equipment_search", q))
        .filter(C::RetiredAt.is_null())
        .join(JoinType::InnerJoin, machine::Relation::Site.def())
        .select_only()
        .columns([C::Id, C::Code, C::Name])
        .column(site::Column::Name)
        .column(C::State)
        .order_by(begins(C::SearchText, q), Order::Desc)
        .order_by_asc(C::CodeKey)
        .order_by_asc(C::Id)
        .limit(CANDIDATES)
        .into_tuple()
        .all(reader.db)
        .await?;
    let all =
        rows.into_iter().map(|(id, code, name, site, state)| FoundEquipment { id, code, name, site, state });
    Ok(palette::best(q, all.collect(), SHOWN, |e| (&e.code, &e.name)))
}

async fn interventions(reader: &Reader<'_>, q: &str) -> Result<Vec<FoundIntervention>> {
    use work_order::Column as C;
    let rows: Vec<(_, String, String, String, String, _, _)> = work_order::Entity::find()
        .filter(intervention::within(&reader.scope))
        .filter(search::holds(reader.db, (C::Id, C::SearchText), "interventions_search", q))
        // By their own words: the machine is found as itself.
        .filter(search::holds_before(C::SearchText, intervention::BREAK, q))
        .join(JoinType::InnerJoin, work_order::Relation::Equipment.def())
        .join(JoinType::InnerJoin, work_order::Relation::Site.def())
        .select_only()
        .columns([C::Id, C::Code, C::Title])
        .column(machine::Column::Code)
        .column(site::Column::Code)
        .columns([C::Status, C::Priority])
        .order_by(begins(C::SearchText, q), Order::Desc)
        .order_by_desc(C::ReportedAt)
        .order_by_desc(C::Id)
        .limit(CANDIDATES)
        .into_tuple()
        .all(reader.db)
        .await?;
    let all = rows.into_iter().map(|(id, code, title, equipment, site, status, priority)| {
        FoundIntervention { id, code, title, equipment, site, status, priority }
    });
    Ok(palette::best(q, all.collect(), SHOWN, |i| (&i.code, &i.title)))
}

/// People of these roles.
async fn people(reader: &Reader<'_>, by: &Caller, q: &str, roles: &[Role]) -> Result<Vec<FoundPerson>> {
    use account::Column as C;
    let rows: Vec<(_, String, String, _)> = account::Entity::find()
        .filter(user::within(&reader.scope, by))
        .filter(search::holds_unindexed(C::SearchText, q))
        .filter(C::IsActive.eq(true))
        .filter(C::Role.is_in(roles.iter().copied()))
        .select_only()
        .columns([C::Id, C::FirstName, C::LastName, C::Role])
        .order_by(begins(C::SearchText, q), Order::Desc)
        .order_by_asc(C::SearchText)
        .order_by_asc(C::Id)
        .limit(CANDIDATES)
        .into_tuple()
        .all(reader.db)
        .await?;
    let all = rows.into_iter().map(|(id, first, last, role)| FoundPerson {
        id,
        name: format!("{first} {last}"),
        role,
    });
    Ok(palette::best(q, all.collect(), SHOWN, |p| ("", &p.name)))
}

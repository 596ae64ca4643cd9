//! The only selects on the audit trail, but for its verification.

use super::{AuditService, diff};
use crate::{
    access::{Reader, Scope},
    keyset::{self, Ordering},
    local_time, search,
};
use domain::{
    Caller, Noun, Page, Permission, Result, SiteId, SiteScope, Timestamp, UserId,
    audit::{AuditQuery, AuditRow},
    page::Cursor,
    site::SiteRef,
};
use entity::{audit_entry, site, user, user_site};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    RelationDef, Select,
    sea_query::{Alias, Condition, Expr, ExprTrait, Func, IntoCondition},
};

use audit_entry::Column as C;

/// Every column as text where a forger could have put anything: the list must still be shown.
#[derive(Clone, Debug, FromQueryResult)]
struct Listed {
    id: i64,
    at: Timestamp,
    user_id: Option<UserId>,
    actor: String,
    action: String,
    entity: String,
    entity_id: i64,
    before: Option<String>,
    after: Option<String>,
    request_id: String,
    hash: String,
    site_id: i64,
    site_code: Option<String>,
    site_name: Option<String>,
    timezone: Option<String>,
    first_name: Option<String>,
    last_name: Option<String>,
    subject_first: Option<String>,
    subject_last: Option<String>,
}

/// What the accounts that entries are about are called in the statement.
const SUBJECT: &str = "subject";

/// The most names that are suggested.
const SUGGESTED: u64 = 500;

impl AuditService<'_> {
    /// The names of those who may stand in the trail, for suggestions. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn people(&self, by: &Caller) -> Result<Vec<String>> {
        let reader = self.0.read(by, Permission::AuditRead)?;
        let people = user::Entity::find().order_by_asc(user::Column::SearchText).limit(SUGGESTED);
        let mut people = match &reader.scope.sites {
            SiteScope::All => people,
            // Of those who share a site.
            SiteScope::Only(sites) => {
                let seen = user_site::Entity::find()
                    .select_only()
                    .column(user_site::Column::UserId)
                    .filter(user_site::Column::SiteId.is_in(sites.iter().copied()))
                    .into_query();
                people.filter(user::Column::Id.in_subquery(seen))
            }
        }
        .all(reader.db)
        .await?
        .into_iter()
        .map(|u| u.name())
        .collect::<Vec<_>>();
        people.dedup();
        Ok(people)
    }

    /// One page of the trail, newest first. Two statements.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Invalid`] for a cursor that is none.
    pub async fn list(&self, by: &Caller, query: &AuditQuery) -> Result<Page<AuditRow>> {
        let reader = self.0.read(by, Permission::AuditRead)?;
        let plant = local_time::plant(self.0);
        let filtered = filtered(&reader, query, &plant);
        let page = keyset::page(reader.db, filtered, listed, &newest_first(), &query.window).await?;
        Ok(keyset::map(page, |entry| row(entry, &plant)))
    }

    /// The next rows of an export of the list, and where it goes on. One statement.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn export(
        &self,
        by: &Caller,
        query: &AuditQuery,
        after: Option<Cursor>,
    ) -> Result<(Vec<AuditRow>, Option<Cursor>)> {
        let reader = self.0.read(by, Permission::AuditRead)?;
        let plant = local_time::plant(self.0);
        let select = listed(filtered(&reader, query, &plant));
        let (rows, next) = keyset::batch(reader.db, select, &newest_first(), after).await?;
        Ok((rows.into_iter().map(|entry| row(entry, &plant)).collect(), next))
    }
}

fn newest_first() -> Ordering<Listed> {
    Ordering::by(C::Id, |entry: &Listed| (entry.id, entry.id)).descending(true)
}

/// Entries of the caller's sites; what belongs to no site is for those who see all of them.
fn within(scope: &Scope) -> Condition {
    match &scope.sites {
        SiteScope::All => Condition::all(),
        SiteScope::Only(_) => scope.filter_by_site((audit_entry::Entity, C::SiteId)),
    }
}

fn filtered(reader: &Reader<'_>, query: &AuditQuery, plant: &TimeZone) -> Select<audit_entry::Entity> {
    let mut all = within(&reader.scope);
    if !query.actor.is_empty() {
        let actor = Expr::expr(Func::lower(Expr::col((audit_entry::Entity, C::Actor))));
        let named = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(search::holds_unindexed(user::Column::SearchText, &query.actor))
            .into_query();
        let by_name = Condition::any().add(actor.eq(query.actor.to_lowercase()));
        all = all.add(by_name.add(C::UserId.in_subquery(named)));
    }
    if let Some(user) = query.user {
        all = all.add(C::UserId.eq(user));
    }
    if !query.action.is_empty() {
        all = all.add(C::Action.is_in(query.action.iter().copied()));
    }
    if !query.entity.is_empty() {
        all = all.add(C::Entity.is_in(query.entity.iter().copied()));
    }
    if let Some(id) = query.entity_id {
        all = all.add(C::EntityId.eq(id));
    }
    if !query.site.is_empty() {
        all = all.add(C::SiteId.is_in(query.site.iter().map(|s| s.0)));
    }
    if let Some(from) = query.from.and_then(|day| local_time::start_of_day(day, plant)) {
        all = all.add(C::At.gte(from));
    }
    let after = query.to.and_then(|day| day.tomorrow().ok()).map(domain::Date);
    if let Some(end) = after.and_then(|day| local_time::start_of_day(day, plant)) {
        all = all.add(C::At.lt(end));
    }
    audit_entry::Entity::find().filter(all)
}

fn listed(select: Select<audit_entry::Entity>) -> Select<audit_entry::Entity> {
    let site: RelationDef =
        audit_entry::Entity::belongs_to(site::Entity).from(C::SiteId).to(site::Column::Id).into();
    let person: RelationDef =
        audit_entry::Entity::belongs_to(user::Entity).from(C::UserId).to(user::Column::Id).into();
    // Whose account an entry is about, where the row itself does not say it.
    let subject: RelationDef = audit_entry::Entity::belongs_to(user::Entity)
        .from(C::EntityId)
        .to(user::Column::Id)
        .on_condition(|entry, _| Expr::col((entry, C::Entity)).eq(Noun::User.as_str()).into_condition())
        .into();
    let of = |column| Expr::col((Alias::new(SUBJECT), column));
    select
        .expr_as(of(user::Column::FirstName), "subject_first")
        .expr_as(of(user::Column::LastName), "subject_last")
        .column_as(site::Column::Code, "site_code")
        .column_as(site::Column::Name, "site_name")
        .column_as(site::Column::Timezone, "timezone")
        .column_as(user::Column::FirstName, "first_name")
        .column_as(user::Column::LastName, "last_name")
        .join(JoinType::LeftJoin, site)
        .join(JoinType::LeftJoin, person)
        .join_as(JoinType::LeftJoin, subject, Alias::new(SUBJECT))
}

fn full_name(first: Option<String>, last: Option<String>) -> Option<String> {
    first.zip(last).map(|(first, last)| format!("{first} {last}"))
}

fn row(e: Listed, plant: &TimeZone) -> AuditRow {
    let zone = e.timezone.as_deref().map_or_else(|| plant.clone(), local_time::zone);
    let site = match (e.site_code, e.site_name) {
        (Some(code), Some(name)) => Some(SiteRef { id: SiteId(e.site_id), code, name }),
        _ => None,
    };
    let (before, after) = (e.before.as_deref(), e.after.as_deref());
    AuditRow {
        id: e.id,
        at: e.at,
        at_local: local_time::local(e.at, &zone),
        user_id: e.user_id,
        person: full_name(e.first_name, e.last_name),
        actor: e.actor,
        action: e.action,
        entity: e.entity,
        entity_id: e.entity_id,
        label: diff::label(before, after).or_else(|| full_name(e.subject_first, e.subject_last)),
        site,
        changes: diff::changes(before, after),
        request_id: e.request_id,
        hash: e.hash,
    }
}

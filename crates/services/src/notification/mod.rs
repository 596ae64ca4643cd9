//! Use cases of notifications: each person reads their own.

mod absence;
mod late;
mod message;
mod subject;
mod tell;

pub(crate) use absence::tell_absence;
pub(crate) use late::perform;
pub(crate) use tell::{Message, requesters, tell, workers};

use crate::{
    Services,
    access::Writer,
    keyset::{self, Ordering},
    local_time,
};
use domain::{
    AbsenceId, Caller, EquipmentId, Error, InterventionId, NotificationId, Noun, Page, Permission, Result,
    Timestamp, UserId,
    notification::{
        LIFE_SECONDS, NotificationKind, NotificationQuery, NotificationType, NotificationView, UNREAD_CAP,
        Unread,
    },
};
use entity::{
    notification::{Column as C, Entity, Relation},
    site,
};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
    RelationTrait, Select, UpdateMany,
    sea_query::{Condition, Expr},
};

/// Notifications: list, count, mark as read; writing to others.
pub struct NotificationService<'a>(pub(crate) &'a Services);

#[derive(Clone, Debug, FromQueryResult)]
struct Listed {
    id: NotificationId,
    kind: NotificationKind,
    intervention_id: Option<InterventionId>,
    absence_id: Option<AbsenceId>,
    equipment_id: Option<EquipmentId>,
    meant: Option<NotificationType>,
    code: String,
    title: String,
    equipment_code: String,
    actor: String,
    remark: Option<String>,
    changes: i32,
    at: Timestamp,
    created_at: Option<Timestamp>,
    read_at: Option<Timestamp>,
    timezone: String,
}

impl NotificationService<'_> {
    /// One page of the caller's notifications, newest first. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor that is none.
    pub async fn list(&self, by: &Caller, query: &NotificationQuery) -> Result<Page<NotificationView>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let own = Entity::find().filter(C::UserId.eq(person(by)?)).filter(filters(query));
        let page = keyset::page(reader.db, own, listed, &newest_first(), &query.window).await?;
        Ok(keyset::map(page, view))
    }

    /// How many of the caller's wait to be read. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Unavailable`].
    pub async fn unread(&self, by: &Caller) -> Result<Unread> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let own = Entity::find().filter(C::UserId.eq(person(by)?)).filter(C::ReadAt.is_null());
        let counted = own.limit(UNREAD_CAP as u64 + 1).count(reader.db).await? as i64;
        Ok(Unread { unread: counted.min(UNREAD_CAP), capped: counted > UNREAD_CAP })
    }

    /// Marks one as read; one that is read already stays so.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the caller's.
    pub async fn read(&self, by: &Caller, id: NotificationId) -> Result<()> {
        let w = self.0.write(by, Permission::AccountOwn).await?;
        let own = Entity::find_by_id(id).filter(C::UserId.eq(person(by)?));
        let found = own.one(w.tx()).await?.ok_or(Error::NotFound(Noun::Notification))?;
        if found.read_at.is_none() {
            mark(&w).filter(C::Id.eq(id)).exec(w.tx()).await?;
        }
        w.commit().await
    }

    /// Marks those about an intervention as read, as its page shows what they tell of; tells how many there were. A message
    /// stands nowhere else.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Unavailable`].
    pub async fn read_about(&self, by: &Caller, intervention: InterventionId) -> Result<u64> {
        let w = self.0.write(by, Permission::AccountOwn).await?;
        let unread = mark(&w).filter(C::UserId.eq(person(by)?)).filter(C::ReadAt.is_null());
        let about = unread.filter(C::InterventionId.eq(intervention));
        let shown = about.filter(C::Kind.ne(NotificationKind::Message));
        let marked = shown.exec(w.tx()).await?.rows_affected;
        w.commit().await?;
        Ok(marked)
    }

    /// Marks all of the caller's as read; tells how many there were.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Unavailable`].
    pub async fn read_all(&self, by: &Caller) -> Result<u64> {
        let w = self.0.write(by, Permission::AccountOwn).await?;
        let unread = mark(&w).filter(C::UserId.eq(person(by)?)).filter(C::ReadAt.is_null());
        let marked = unread.exec(w.tx()).await?.rows_affected;
        w.commit().await?;
        Ok(marked)
    }

    /// Deletes one of the caller's; tells how many wait to be read then.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not the caller's.
    pub async fn delete(&self, by: &Caller, id: NotificationId) -> Result<Unread> {
        let w = self.0.write(by, Permission::AccountOwn).await?;
        let own = Entity::delete_by_id(id).filter(C::UserId.eq(person(by)?));
        if own.exec(w.tx()).await?.rows_affected == 0 {
            return Err(Error::NotFound(Noun::Notification));
        }
        w.commit().await?;
        self.unread(by).await
    }
}

fn filters(query: &NotificationQuery) -> Condition {
    let mut all = Condition::all();
    if let Some(read) = query.read {
        all = all.add(if read { C::ReadAt.is_not_null() } else { C::ReadAt.is_null() });
    }
    if !query.kind.is_empty() {
        all = all.add(C::Kind.is_in(query.kind.iter().copied()));
    }
    if !query.meant.is_empty() {
        // What a message says of itself, and what the kind says of the others.
        let kinds = NotificationKind::ALL.iter().copied().filter(|kind| query.meant.contains(&kind.meant()));
        let by_kind = Condition::all().add(C::Meant.is_null()).add(C::Kind.is_in(kinds));
        all = all.add(Condition::any().add(C::Meant.is_in(query.meant.iter().copied())).add(by_kind));
    }
    all.add_option(query.intervention.map(|id| C::InterventionId.eq(id)))
}

/// What is read is of interest to its reader alone: it has no place in the audit trail.
fn mark(w: &Writer) -> UpdateMany<Entity> {
    Entity::update_many().col_expr(C::ReadAt, Expr::value(w.now))
}

/// # Errors
/// [`Error::Forbidden`] for a part of the program, which is told of nothing.
fn person(by: &Caller) -> Result<UserId> {
    by.user_id().ok_or(Error::Forbidden)
}

fn newest_first() -> Ordering<Listed> {
    Ordering::by(C::Id, |row: &Listed| (row.id.0, row.id.0)).descending(true)
}

fn listed(own: Select<Entity>) -> Select<Entity> {
    own.join(JoinType::InnerJoin, Relation::Site.def()).column(site::Column::Timezone)
}

fn view(row: Listed) -> NotificationView {
    let meant = row.meant.unwrap_or(row.kind.meant());
    let about = [
        row.intervention_id.map(|id| (Noun::Intervention, id.0)),
        row.absence_id.map(|id| (Noun::Absence, id.0)),
        row.equipment_id.map(|id| (Noun::Equipment, id.0)),
    ];
    let (entity, entity_id) = about.into_iter().flatten().next().unzip();
    NotificationView {
        id: row.id,
        kind: row.kind,
        meant,
        priority: row.kind.priority(meant),
        entity,
        entity_id,
        code: row.code,
        title: row.title,
        equipment_code: row.equipment_code,
        actor: row.actor,
        message: row.remark,
        changes: row.changes,
        created_at: row.created_at.unwrap_or(row.at),
        at: row.at,
        at_local: local_time::local(row.at, &local_time::zone(&row.timezone)),
        read: row.read_at.is_some(),
        read_at: row.read_at,
    }
}

/// Deletes what is too old. How many.
pub(crate) async fn clean_up(w: &Writer) -> Result<u64> {
    let old = Entity::delete_many().filter(C::At.lt(w.now.plus_seconds(-LIFE_SECONDS)));
    Ok(old.exec(w.tx()).await?.rows_affected)
}

//! Reading, creating, changing and deleting a record, the same way for every noun.
//!
//! A noun says what is its own by [`Record`]. The row lock, the caller's sites, the version, the columns that every
//! record has, the audit entry and what can be undone are here, so that no use case can forget one of them.

mod records;
mod undo;

pub(crate) use records::bring_back;
pub use records::{Records, Stored};

use crate::{
    Services,
    access::{Scope, Writer, own_id},
    audit,
    defect::defect,
    reference,
    undo::{self as kept, Before},
    unique::{self, UniqueIndex},
};
use domain::{
    Error, Result,
    audit::{Action, Change},
    id::RowId,
    record::{LAST_POSITION, RecordDraft, RecordView},
    undo::Obstacle,
};
use sea_orm::{
    ActiveModelBehavior, ActiveModelTrait, ConnectionTrait, EntityTrait, IntoActiveModel, ModelTrait,
    QueryFilter, QueryOrder, QuerySelect, Value, sea_query::Condition,
};
use serde::{Serialize, de::DeserializeOwned};
use std::{borrow::Cow, future::Future, str::FromStr};

/// A row as it is written.
pub(crate) type Row<D> = <<D as Record>::Entity as EntityTrait>::ActiveModel;
/// A row as it is stored.
pub(crate) type Model<D> = <<D as Record>::Entity as EntityTrait>::Model;

/// A noun whose rows are created, changed and deleted as a whole, by its draft.
///
/// Its table has the columns `id`, `version`, `created_at`, `updated_at` and `created_by`.
pub(crate) trait Record: RecordDraft + Clone {
    type Entity: EntityTrait<
            Model: IntoActiveModel<Row<Self>> + Serialize + DeserializeOwned + Send + Sync,
            ActiveModel: ActiveModelBehavior + Send,
        >;
    const UNIQUE: &'static [UniqueIndex];

    /// The records that the scope reaches, in the order of the list, or the one with this id, wherever it is: the scope is then for
    /// what is counted in it.
    fn views<C: ConnectionTrait>(
        db: &C,
        scope: &Scope,
        only: Option<Self::Id>,
    ) -> impl Future<Output = Result<Vec<Self::View>>> + Send;

    /// The columns that the draft decides, once it passed every rule. `stored` is the record being changed. What the
    /// draft refers to is read with [`Writer::hold_reference`].
    fn check(
        &self,
        w: &Writer,
        stored: Option<&Self::View>,
    ) -> impl Future<Output = Result<Row<Self>>> + Send;

    /// The draft of a new record, with what it leaves to the settings.
    fn completed(&self, _s: &Services) -> Cow<'_, Self> {
        Cow::Borrowed(self)
    }

    /// What else is written when a record is created.
    fn created(_w: &Writer, _view: &Self::View) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Deletes what goes with a record for good: nobody could bring it back. Gives the names of the contents to forget
    /// once that is committed.
    fn purge(_w: &mut Writer, _id: Self::Id) -> impl Future<Output = Result<Vec<String>>> + Send {
        async { Ok(vec![]) }
    }

    /// Writes what the draft says beside the record's own row, such as the rows of a list.
    fn write_parts(&self, _w: &Writer, _id: Self::Id) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// What of a record goes with its row and is not in its draft, to be kept until it can be brought back no longer.
    fn keep_beside(_w: &Writer, _id: Self::Id) -> impl Future<Output = Result<serde_json::Value>> + Send {
        async { Ok(serde_json::Value::Null) }
    }

    /// Writes again what [`Self::keep_beside`] kept.
    fn put_beside(
        _w: &Writer,
        _id: Self::Id,
        _beside: serde_json::Value,
    ) -> impl Future<Output = Result<()>> + Send {
        async { Ok(()) }
    }

    /// Why a deleted row cannot come back, beside that another has taken its name: what it stood in, or hung on, is gone.
    fn obstacle(_w: &Writer, _row: &Model<Self>) -> impl Future<Output = Result<Option<Obstacle>>> + Send {
        async { Ok(None) }
    }
}

/// A record that the caller sees, locked until the end of the transaction.
pub(crate) struct Held<D: Record> {
    id: D::Id,
    view: D::View,
}

impl Writer {
    /// Locks a record and reads it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; also for what the caller does not see.
    pub async fn hold_record<D: Record>(&self, id: D::Id) -> Result<Held<D>> {
        self.lock_row::<D::Entity>(id.number()).await?;
        let found = D::views(self.tx(), &self.scope, Some(id)).await?.pop();
        let view = found.filter(|view| sees(&self.scope, view)).ok_or(Error::NotFound(D::NOUN))?;
        Ok(Held { id, view })
    }

    /// Writes a new record, with its audit entry.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn insert<D: Record>(&mut self, draft: &D) -> Result<D::View> {
        let mut row = draft.check(self, None).await?;
        set::<D>(&mut row, "version", 1_i64.into())?;
        set::<D>(&mut row, "created_at", self.now.into())?;
        set::<D>(&mut row, "created_by", self.by().user_id().into())?;
        set::<D>(&mut row, "updated_at", self.now.into())?;
        let saved = row.insert(self.tx()).await.map_err(|e| unique::to_field_error(e, D::UNIQUE))?;
        let id = D::Id::from_number(number::<D>(&saved, "id")?);
        let view = self.written(id, draft).await?;
        let change = Change::new(Action::Created, D::NOUN, id.number(), view.site());
        self.record(change.after(audit::json(&D::from(&view))));
        Ok(view)
    }

    /// Writes a changed record, with its next version and its audit entry. The draft carries the version that its editor
    /// read.
    ///
    /// # Errors
    /// [`Error::Stale`] with the fields that differ; [`Error::Invalid`] with every wrong field.
    pub async fn replace<D: Record>(&mut self, held: Held<D>, draft: &D) -> Result<D::View> {
        let Held { id, view: stored } = held;
        let before = D::from(&stored);
        audit::same_version(draft, &before, draft.version(), stored.version())?;
        let mut row = draft.check(self, Some(&stored)).await?;
        set::<D>(&mut row, "version", (stored.version() + 1).into())?;
        set::<D>(&mut row, "updated_at", self.now.into())?;
        D::Entity::update_many()
            .set(row)
            .filter(own_id::<D::Entity>(id.number()))
            .exec(self.tx())
            .await
            .map_err(|e| unique::to_field_error(e, D::UNIQUE))?;
        let view = self.written(id, draft).await?;
        let change = Change::new(Action::Updated, D::NOUN, id.number(), view.site());
        let after = audit::json(&D::from(&view));
        self.record(change.before(audit::json(&before)).after(after));
        Ok(view)
    }

    async fn written<D: Record>(&self, id: D::Id, draft: &D) -> Result<D::View> {
        draft.write_parts(self, id).await?;
        D::views(self.tx(), &self.scope, Some(id)).await?.pop().ok_or(Error::NotFound(D::NOUN))
    }

    /// Deletes a record that nothing refers to, with its audit entry; what it was is kept for undo.
    ///
    /// # Errors
    /// [`domain::Refusal::InUse`] with what refers to it.
    pub async fn remove<D: Record>(&mut self, held: Held<D>) -> Result<()> {
        let Held { id, view } = held;
        reference::refuse_if_used(self, D::TABLE, id.number()).await?;
        let found = D::Entity::find().filter(own_id::<D::Entity>(id.number())).one(self.tx()).await?;
        let before = Before::Deleted {
            row: serde_json::to_value(found.ok_or(Error::NotFound(D::NOUN))?).map_err(not_json)?,
            draft: serde_json::to_value(D::from(&view)).map_err(not_json)?,
            beside: D::keep_beside(self, id).await?,
        };
        let name = view.label().to_owned();
        let row = kept::Row { id: id.number(), name, version: view.version(), before };
        kept::keep(self, (D::NOUN, Action::Deleted), None, &[row]).await?;
        D::Entity::delete_many().filter(own_id::<D::Entity>(id.number())).exec(self.tx()).await?;
        let change = Change::new(Action::Deleted, D::NOUN, id.number(), view.site());
        self.record(change.before(audit::json(&D::from(&view))));
        Ok(())
    }

    /// The place behind the last of the rows that hold a condition, by their column `position`; the first among none.
    pub async fn place_behind<E: EntityTrait>(&self, position: E::Column, among: Condition) -> Result<i32> {
        let rows = E::find().select_only().column(position).filter(among).order_by_desc(position);
        let last: Option<i32> = rows.limit(1).into_tuple().one(self.tx()).await?;
        Ok(last.map_or(0, |last| (last + 1).min(LAST_POSITION as i32)))
    }
}

/// Whether a scope reaches a record.
fn sees(scope: &Scope, view: &impl RecordView) -> bool {
    view.site().is_none_or(|site| scope.sites.contains(site))
        && scope.own.is_none_or(|me| view.owner() == Some(me))
}

/// Does a write from its beginning, and once more when the database ended it in favour of another transaction
/// (deadlock or serialization failure).
///
/// # Errors
/// Those of the write; [`Error::Contended`] when it was ended twice.
pub(crate) async fn retried<T, F: Future<Output = Result<T>>>(write: impl Fn() -> F) -> Result<T> {
    match write().await {
        Err(Error::Contended) => write().await,
        done => done,
    }
}

/// A column of the noun's table, by its name.
fn column<D: Record>(name: &str) -> Result<<D::Entity as EntityTrait>::Column> {
    <D::Entity as EntityTrait>::Column::from_str(name).map_err(|_| no_column::<D>(name))
}

/// Sets a column that every record has.
fn set<D: Record>(row: &mut Row<D>, name: &str, value: Value) -> Result<()> {
    Ok(row.try_set(column::<D>(name)?, value)?)
}

/// The whole number in a column that every record has.
fn number<D: Record>(row: &Model<D>, name: &str) -> Result<i64> {
    match row.get(column::<D>(name)?) {
        Value::BigInt(Some(number)) => Ok(number),
        _ => Err(no_column::<D>(name)),
    }
}

fn no_column<D: Record>(name: &str) -> Error {
    defect("a table is not that of its record", format!("{} has no such column {name}", D::TABLE))
}

fn not_json(error: serde_json::Error) -> Error {
    defect("a record cannot be kept as JSON", error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    #[tokio::test]
    async fn a_write_that_the_database_ended_is_done_once_more_and_no_other() {
        for (ended, tries, answer) in [(1, 2, Ok(())), (2, 2, Err(Error::Contended)), (0, 1, Ok(()))] {
            let count = AtomicU32::new(0);
            let done = retried(|| async {
                match count.fetch_add(1, Ordering::Relaxed) {
                    n if n < ended => Err(Error::Contended),
                    _ => Ok(()),
                }
            });
            assert_eq!((done.await, count.load(Ordering::Relaxed)), (answer, tries));
        }
        let count = AtomicU32::new(0);
        let refused: Result<()> = retried(|| async {
            count.fetch_add(1, Ordering::Relaxed);
            Err(Error::Unavailable)
        })
        .await;
        assert_eq!((refused, count.load(Ordering::Relaxed)), (Err(Error::Unavailable), 1));
    }
}

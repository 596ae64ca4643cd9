//! Creating, changing and deleting a record, the same way for every noun.
//!
//! A noun says what is its own by [`Record`]. The row lock, the caller's sites, the version, the columns that every
//! record has, the audit entry and what can be undone are here, so that no use case can forget one of them.

use crate::{
    Services,
    access::{Scope, Writer},
    audit, reference,
    undo::{self, Before},
    unique::{self, UniqueIndex},
};
use domain::{
    Caller, Error, Noun, Permission, Result,
    audit::{Action, Change},
    id::RowId,
    record::{RecordDraft, RecordView},
};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, DatabaseTransaction, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    PrimaryKeyToColumn, QueryFilter, Value,
};
use std::{future::Future, str::FromStr};

/// A noun whose rows are created, changed and deleted as a whole, by its entity.
///
/// Its table has the columns `id`, `version`, `created_at`, `updated_at` and `created_by`.
pub(crate) trait Record:
    EntityTrait<Model: IntoActiveModel<Self::ActiveModel> + Send, ActiveModel: Send>
{
    const NOUN: Noun;
    /// What writing it needs.
    const WRITE: Permission;
    const UNIQUE: &'static [UniqueIndex];
    type Id: RowId;
    type View: RecordView;
    type Draft: RecordDraft + for<'a> From<&'a Self::View>;

    /// The record with this id, in whatever site; the scope is for what is counted in it.
    async fn read(tx: &DatabaseTransaction, scope: &Scope, id: Self::Id) -> Result<Option<Self::View>>;

    /// The columns that the draft decides, once it passed every rule. `stored` is the record being changed. What the
    /// draft refers to is read with [`Writer::hold_reference`].
    async fn check(w: &Writer, draft: &Self::Draft, stored: Option<&Self::View>)
    -> Result<Self::ActiveModel>;

    /// Writes what the draft says beside the record's own row, such as the rows of a list.
    async fn write_parts(_w: &Writer, _id: Self::Id, _draft: &Self::Draft) -> Result<()> {
        Ok(())
    }

    /// The row's code or name, and what brings it back, where deleting it can be undone.
    async fn kept(_w: &Writer, _row: Self::Model) -> Result<Option<(String, Before)>> {
        Ok(None)
    }
}

/// A record that the caller sees, locked until the end of the transaction.
pub(crate) struct Held<R: Record> {
    id: R::Id,
    view: R::View,
}

impl Writer {
    /// Locks a record and reads it.
    ///
    /// # Errors
    /// [`Error::NotFound`]; also for what the caller does not see.
    pub async fn hold_record<R: Record>(&self, id: R::Id) -> Result<Held<R>> {
        self.lock_row::<R>(id.number()).await?;
        let found = R::read(self.tx(), &self.scope, id).await?;
        let view = found.filter(|view| self.sees(view)).ok_or(Error::NotFound(R::NOUN))?;
        Ok(Held { id, view })
    }

    fn sees(&self, view: &impl RecordView) -> bool {
        view.site().is_none_or(|site| self.scope.sites.contains(site))
            && self.scope.own.is_none_or(|me| view.owner() == Some(me))
    }

    /// Writes a new record, with its audit entry.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn insert<R: Record>(&mut self, draft: &R::Draft) -> Result<R::View> {
        let mut row = R::check(self, draft, None).await?;
        set::<R>(&mut row, "version", 1_i64.into())?;
        set::<R>(&mut row, "created_at", self.now.into())?;
        set::<R>(&mut row, "created_by", self.by().user_id().into())?;
        set::<R>(&mut row, "updated_at", self.now.into())?;
        let saved = row.insert(self.tx()).await.map_err(|e| unique::to_field_error(e, R::UNIQUE))?;
        let id = R::Id::from_number(number::<R>(&saved, "id")?);
        let view = self.written::<R>(id, draft).await?;
        let change = Change::new(Action::Created, R::NOUN, id.number(), view.site());
        self.record(change.after(audit::json(&R::Draft::from(&view))));
        Ok(view)
    }

    /// Writes a changed record, with its next version and its audit entry. The draft carries the version that its editor
    /// read.
    ///
    /// # Errors
    /// [`Error::Stale`] with the fields that differ; [`Error::Invalid`] with every wrong field.
    pub async fn replace<R: Record>(&mut self, held: Held<R>, draft: &R::Draft) -> Result<R::View> {
        let Held { id, view: stored } = held;
        let before = R::Draft::from(&stored);
        audit::same_version(draft, &before, draft.version(), stored.version())?;
        let mut row = R::check(self, draft, Some(&stored)).await?;
        set::<R>(&mut row, "version", (stored.version() + 1).into())?;
        set::<R>(&mut row, "updated_at", self.now.into())?;
        R::update_many()
            .set(row)
            .filter(id_column::<R>()?.eq(id.number()))
            .exec(self.tx())
            .await
            .map_err(|e| unique::to_field_error(e, R::UNIQUE))?;
        let view = self.written::<R>(id, draft).await?;
        let change = Change::new(Action::Updated, R::NOUN, id.number(), view.site());
        let after = audit::json(&R::Draft::from(&view));
        self.record(change.before(audit::json(&before)).after(after));
        Ok(view)
    }

    async fn written<R: Record>(&self, id: R::Id, draft: &R::Draft) -> Result<R::View> {
        R::write_parts(self, id, draft).await?;
        R::read(self.tx(), &self.scope, id).await?.ok_or(Error::NotFound(R::NOUN))
    }

    /// Deletes a record that nothing refers to, with its audit entry; what it was is kept where the noun can be brought
    /// back.
    ///
    /// # Errors
    /// [`domain::Refusal::InUse`] with what refers to it.
    pub async fn remove<R: Record>(&mut self, held: Held<R>) -> Result<()> {
        let Held { id, view } = held;
        let own = id_column::<R>()?.eq(id.number());
        reference::refuse_if_used(self, R::default().table_name(), id.number()).await?;
        let row = R::find().filter(own.clone()).one(self.tx()).await?.ok_or(Error::NotFound(R::NOUN))?;
        if let Some((name, before)) = R::kept(self, row).await? {
            let row = undo::Row { id: id.number(), name, version: view.version(), before };
            undo::keep(self, (R::NOUN, Action::Deleted), None, &[row]).await?;
        }
        R::delete_many().filter(own).exec(self.tx()).await?;
        let change = Change::new(Action::Deleted, R::NOUN, id.number(), view.site());
        self.record(change.before(audit::json(&R::Draft::from(&view))));
        Ok(())
    }
}

impl Writer {
    /// Puts a deleted row back under its old id, with its next version and its audit entry.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn put_back<R: Record>(&mut self, row: R::Model) -> Result<()> {
        let id = R::Id::from_number(number::<R>(&row, "id")?);
        let version = number::<R>(&row, "version")?;
        let mut row = row.into_active_model().reset_all();
        set::<R>(&mut row, "version", (version + 1).into())?;
        set::<R>(&mut row, "updated_at", self.now.into())?;
        R::insert(row).exec_without_returning(self.tx()).await?;
        let view = R::read(self.tx(), &self.scope, id).await?.ok_or(Error::NotFound(R::NOUN))?;
        let change = Change::new(Action::Restored, R::NOUN, id.number(), view.site());
        self.record(change.after(audit::json(&R::Draft::from(&view))));
        Ok(())
    }
}

impl Services {
    /// # Errors
    /// [`Error::Forbidden`]; those of [`Writer::insert`].
    pub(crate) async fn create_record<R: Record>(&self, by: &Caller, draft: &R::Draft) -> Result<R::View> {
        retried(|| async {
            let mut w = self.write(by, R::WRITE).await?;
            let view = w.insert::<R>(draft).await?;
            w.commit().await?;
            Ok(view)
        })
        .await
    }

    /// # Errors
    /// [`Error::Forbidden`]; those of [`Writer::hold_record`] and [`Writer::replace`].
    pub(crate) async fn update_record<R: Record>(
        &self,
        by: &Caller,
        id: R::Id,
        draft: &R::Draft,
    ) -> Result<R::View> {
        retried(|| async {
            let mut w = self.write(by, R::WRITE).await?;
            let held = w.hold_record::<R>(id).await?;
            let view = w.replace(held, draft).await?;
            w.commit().await?;
            Ok(view)
        })
        .await
    }

    /// # Errors
    /// [`Error::Forbidden`]; those of [`Writer::hold_record`] and [`Writer::remove`].
    pub(crate) async fn delete_record<R: Record>(&self, by: &Caller, id: R::Id) -> Result<()> {
        retried(|| async {
            let mut w = self.write(by, R::WRITE).await?;
            let held = w.hold_record::<R>(id).await?;
            w.remove(held).await?;
            w.commit().await
        })
        .await
    }
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

fn id_column<R: Record>() -> Result<R::Column> {
    R::PrimaryKey::iter().next().map(PrimaryKeyToColumn::into_column).ok_or_else(|| defect(R::NOUN, "id"))
}

/// Sets a column that every record has.
fn set<R: Record>(row: &mut R::ActiveModel, column: &str, value: Value) -> Result<()> {
    let found = R::Column::from_str(column).map_err(|_| defect(R::NOUN, column))?;
    Ok(row.try_set(found, value)?)
}

/// The whole number in a column that every record has.
fn number<R: Record>(row: &R::Model, column: &str) -> Result<i64> {
    let found = R::Column::from_str(column).map_err(|_| defect(R::NOUN, column))?;
    match row.get(found) {
        Value::BigInt(Some(number)) => Ok(number),
        _ => Err(defect(R::NOUN, column)),
    }
}

fn defect(noun: Noun, column: &str) -> Error {
    tracing::error!("the table of {noun} lacks the column {column}, or it has another type");
    Error::Internal { incident: String::new() }
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

//! Requests that carry a key: however often one is sent, it has one effect and one answer.
//!
//! The first request writes its row and goes ahead; the others wait for its answer. `Writer::commit` marks
//! the row in the transaction of the effect, so that a crash in between cannot lead to a second one.

use crate::{Services, access::Writer, audit};
use domain::{Caller, Error, FieldCode, Permission, Refusal, Result};
use entity::idempotency_key as key;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use std::time::Duration;

/// Keys are forgotten after a day.
const KEPT_SECONDS: i64 = 24 * 3600;
/// A first request that is older and has had no effect died before it could; the next one takes its place.
const ABANDONED_SECONDS: i64 = 90;
const LOOK_EVERY: Duration = Duration::from_millis(40);
const LOOKS: u32 = 750;

/// Keys of requests and their answers.
pub struct IdempotencyService<'a>(pub(crate) &'a Services);

/// What to do with a request that carries a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Turn {
    /// It is the first: do it, then [`IdempotencyService::finish`].
    First,
    /// It has been done: this was its answer.
    Again(Answer),
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub content_type: Option<String>,
    pub location: Option<String>,
    pub body: String,
}

impl IdempotencyService<'_> {
    /// Takes the key for this request, or waits up to 30 s for the answer of the request that has it.
    ///
    /// # Errors
    /// [`Error::Invalid`] when the key came with another request before; [`Refusal::IdempotencyConflict`]
    /// when that one's answer does not come.
    pub async fn begin(&self, by: &Caller, key: &str, request_hash: &str) -> Result<Turn> {
        for _ in 0..LOOKS {
            if self.take(by, key, request_hash).await? {
                return Ok(Turn::First);
            }
            match self.look(by, key).await? {
                Some(row) if row.body_hash != request_hash => {
                    return Err(Error::field("Idempotency-Key", FieldCode::Duplicate));
                }
                Some(row) => {
                    if let (Some(status), Some(body)) = (row.status, row.body) {
                        let status = u16::try_from(status).unwrap_or(500);
                        let (content_type, location) = (row.content_type, row.location);
                        return Ok(Turn::Again(Answer { status, content_type, location, body }));
                    }
                    let abandoned = self.0.now().seconds_since(row.created_at) > ABANDONED_SECONDS;
                    match (abandoned, row.effect) {
                        (true, true) => break,
                        (true, false) => self.release(by, key).await?,
                        (false, _) => tokio::time::sleep(LOOK_EVERY).await,
                    }
                }
                // It was given up, or forgotten: try to be the first.
                None => {}
            }
        }
        Err(Refusal::IdempotencyConflict.into())
    }

    /// Keeps the answer for those who wait and those who come later.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn finish(&self, by: &Caller, key: &str, answer: &Answer) -> Result<()> {
        let w = self.0.write(&without_key(by), Permission::AccountOwn).await?;
        if let Some(row) = mine(by, key).one(w.tx()).await? {
            let row = key::ActiveModel {
                id: Unchanged(row.id),
                status: Set(Some(i32::from(answer.status))),
                content_type: Set(answer.content_type.clone()),
                location: Set(answer.location.clone()),
                body: Set(Some(answer.body.clone())),
                ..Default::default()
            };
            row.update(w.tx()).await?;
        }
        w.commit().await
    }

    /// Gives the key back after a request that had no effect, so that it can be tried again.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn release(&self, by: &Caller, key: &str) -> Result<()> {
        let w = self.0.write(&without_key(by), Permission::AccountOwn).await?;
        key::Entity::delete_many()
            .filter(key::Column::Owner.eq(audit::owner(by)))
            .filter(key::Column::Key.eq(key))
            .filter(key::Column::Effect.eq(false))
            .filter(key::Column::Status.is_null())
            .exec(w.tx())
            .await?;
        w.commit().await
    }

    /// Writes the key's row; of several at once, one does.
    async fn take(&self, by: &Caller, key: &str, request_hash: &str) -> Result<bool> {
        // Most that find it taken learn so without waiting for the write lock.
        if self.look(by, key).await?.is_some() {
            return Ok(false);
        }
        let w = self.0.write(&without_key(by), Permission::AccountOwn).await?;
        let row = key::ActiveModel {
            id: NotSet,
            owner: Set(audit::owner(by)),
            key: Set(key.to_owned()),
            body_hash: Set(request_hash.to_owned()),
            created_at: Set(w.now),
            effect: Set(false),
            status: Set(None),
            content_type: Set(None),
            location: Set(None),
            body: Set(None),
        };
        let written = key::Entity::insert(row)
            .on_conflict(OnConflict::columns([key::Column::Owner, key::Column::Key]).do_nothing().to_owned())
            .exec_without_returning(w.tx())
            .await?;
        w.commit().await?;
        Ok(written > 0)
    }

    async fn look(&self, by: &Caller, key: &str) -> Result<Option<key::Model>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        Ok(mine(by, key).one(reader.db).await?)
    }
}

/// Forgets keys older than a day, and says how many.
pub(crate) async fn clean_up(w: &Writer) -> Result<u64> {
    let before = w.now.plus_seconds(-KEPT_SECONDS);
    let gone = key::Entity::delete_many().filter(key::Column::CreatedAt.lt(before)).exec(w.tx()).await?;
    Ok(gone.rows_affected)
}

fn mine(by: &Caller, key: &str) -> sea_orm::Select<key::Entity> {
    key::Entity::find().filter(key::Column::Owner.eq(audit::owner(by))).filter(key::Column::Key.eq(key))
}

/// Writing the key's own row is not the effect that the key stands for.
fn without_key(by: &Caller) -> Caller {
    Caller { idempotency_key: None, ..by.clone() }
}

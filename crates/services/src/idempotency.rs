//! Requests that carry a key: however often one is sent, it has one effect and one answer.
//!
//! The first request writes its row with the name of its process and goes ahead; the others wait for its answer.
//! `Writer::commit` marks the row in the transaction of the effect, so that a crash in between cannot lead to a second
//! one, and refuses when the row is not this process's any more. A row that no living process works on is free again
//! when it had no effect; when it had one, whoever sends the request again learns so at once.

use crate::{Services, access::Writer, audit};
use domain::{Caller, Error, FieldCode, Permission, Refusal, Result};
use entity::idempotency_key as key;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::{NotSet, Set, Unchanged},
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::OnConflict,
};
use std::{
    collections::HashSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Keys are forgotten after a day.
const KEPT_SECONDS: i64 = 24 * 3600;
/// Waiting for an answer: the first pause, the longest, and all of them together.
const FIRST_PAUSE: Duration = Duration::from_millis(20);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
const PATIENCE: Duration = Duration::from_secs(30);

/// The requests that this process works on, by owner and key.
#[derive(Default)]
pub(crate) struct InHand(Mutex<HashSet<(String, String)>>);

impl InHand {
    fn with<T>(&self, look: impl FnOnce(&mut HashSet<(String, String)>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

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
    /// [`Error::Invalid`] when the key came with another request before; [`Refusal::AlreadyDone`] when that one was
    /// carried out and its answer was lost; [`Refusal::IdempotencyConflict`] when it is still under way.
    pub async fn begin(&self, by: &Caller, key: &str, request_hash: &str) -> Result<Turn> {
        let (mut pause, mut waited) = (FIRST_PAUSE, Duration::ZERO);
        while waited < PATIENCE {
            let Some(row) = self.look(by, key).await? else {
                if self.take(by, key, request_hash).await? {
                    return Ok(Turn::First);
                }
                continue;
            };
            if row.body_hash != request_hash {
                return Err(Error::field("Idempotency-Key", FieldCode::Duplicate));
            }
            if let Some(answer) = answer(&row) {
                return Ok(Turn::Again(answer));
            }
            if !self.is_left(&row).await? {
                tokio::time::sleep(pause).await;
                waited += pause;
                pause = (pause * 3 / 2).min(LONGEST_PAUSE);
                continue;
            }
            // Its answer may have come between the two looks.
            match self.look(by, key).await? {
                Some(now) if now.id != row.id || now.status.is_some() => {}
                Some(now) if now.effect => return Err(Refusal::AlreadyDone.into()),
                Some(now) => self.free(&now).await?,
                None => {}
            }
        }
        Err(Refusal::IdempotencyConflict.into())
    }

    /// Whether no living process works on it.
    async fn is_left(&self, row: &key::Model) -> Result<bool> {
        let Some(worker) = &row.worker else { return Ok(true) };
        if worker == self.0.process().name() {
            let of_row = (row.owner.clone(), row.key.clone());
            return Ok(self.0.inner.keyed.with(|keyed| !keyed.contains(&of_row)));
        }
        let reader = self.0.read(&system(), Permission::Operate)?;
        Ok(!self.0.process().knows_alive(reader.db, worker).await?)
    }

    /// Forgets that this process works on the request, after a defect: whoever sends it again learns what became of it.
    pub fn abandon(&self, by: &Caller, key: &str) {
        self.0.inner.keyed.with(|keyed| keyed.remove(&(audit::owner(by), key.to_owned())));
    }

    /// Keeps the answer for those who wait and those who come later.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn finish(&self, by: &Caller, key: &str, answer: &Answer) -> Result<()> {
        let kept = self.keep(by, key, answer).await;
        self.abandon(by, key);
        kept
    }

    async fn keep(&self, by: &Caller, key: &str, answer: &Answer) -> Result<()> {
        let w = self.0.write(&without_key(by), Permission::AccountOwn).await?;
        // A key that was lost to another process is that one's to answer.
        let own = mine(by, key).filter(key::Column::Worker.eq(self.0.process().name()));
        if let Some(row) = own.one(w.tx()).await? {
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
        let row = self.look(by, key).await?;
        self.abandon(by, key);
        match row {
            Some(row) if row.worker.as_deref() == Some(self.0.process().name()) => self.free(&row).await,
            _ => Ok(()),
        }
    }

    /// Deletes a row without an effect, unless it got one or another process took it meanwhile.
    async fn free(&self, row: &key::Model) -> Result<()> {
        let w = self.0.write(&system(), Permission::Operate).await?;
        let worker = match &row.worker {
            Some(worker) => key::Column::Worker.eq(worker),
            None => key::Column::Worker.is_null(),
        };
        key::Entity::delete_many()
            .filter(key::Column::Id.eq(row.id))
            .filter(key::Column::Effect.eq(false))
            .filter(key::Column::Status.is_null())
            .filter(worker)
            .exec(w.tx())
            .await?;
        w.commit().await
    }

    /// Writes the key's row; of several at once, one does.
    async fn take(&self, by: &Caller, key: &str, request_hash: &str) -> Result<bool> {
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
            worker: Set(Some(self.0.process().name().to_owned())),
        };
        let written = key::Entity::insert(row)
            .on_conflict(OnConflict::columns([key::Column::Owner, key::Column::Key]).do_nothing().to_owned())
            .exec_without_returning(w.tx())
            .await?;
        let taken = written > 0;
        if taken {
            // Before anybody can see the row.
            self.0.inner.keyed.with(|keyed| keyed.insert((audit::owner(by), key.to_owned())));
        }
        if let Err(error) = w.commit().await {
            self.abandon(by, key);
            return Err(error);
        }
        Ok(taken)
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

/// The answer that was kept.
fn answer(row: &key::Model) -> Option<Answer> {
    let (status, body) = row.status.zip(row.body.clone())?;
    let status = u16::try_from(status).unwrap_or(500);
    let (content_type, location) = (row.content_type.clone(), row.location.clone());
    Some(Answer { status, content_type, location, body })
}

fn system() -> Caller {
    Caller::system("requests", &[Permission::Operate])
}

/// Writing the key's own row is not the effect that the key stands for.
fn without_key(by: &Caller) -> Caller {
    Caller { idempotency_key: None, ..by.clone() }
}

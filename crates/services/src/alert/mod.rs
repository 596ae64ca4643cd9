//! What administrators are told of by mail. Whatever notices something writes a row in its own transaction and asks for
//! a look; the look makes one mail of all the rows of a kind, and no second one of that kind within the hour.

mod look;
mod words;

pub(crate) use look::perform;
pub(crate) use words::{AlertContent, Broken, Damaged, example, key_of, letter};

use crate::{Services, access::Writer, job::Lease};
use domain::{
    Result, Timestamp,
    alert::AlertKind,
    job::{Job, JobKind},
};
use entity::{alert, lease, mail};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect,
};

/// What was told is of interest for so long, in seconds.
const TOLD_KEPT: i64 = 30 * 86_400;
/// A fault of the audit trail stays for ever; it is told again after so many seconds.
const FAULT_SECONDS: i64 = 7 * 86_400;
/// What the leases begin with that keep a fault from being told every night.
const FAULT: &str = "fault:";

/// Tells how many bytes are free on the disk of the data folder; nothing where it cannot be known.
pub type FreeSpace = Box<dyn Fn() -> Option<u64> + Send + Sync>;

impl Services {
    /// Watches a disk; said once, at the start.
    pub fn watch_disk(&self, free: FreeSpace) {
        let _ = self.inner.free_space.set(free);
    }

    fn free_bytes(&self) -> Option<u64> {
        self.inner.free_space.get().and_then(|free| free())
    }
}

impl Writer {
    /// Has administrators told, once this transaction is committed.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub(crate) async fn alert(&mut self, kind: AlertKind, target: Option<i64>, detail: String) -> Result<()> {
        let row = alert::ActiveModel {
            id: NotSet,
            kind: Set(kind),
            target: Set(target),
            detail: Set(detail),
            happened_at: Set(self.now),
            told_at: Set(None),
        };
        alert::Entity::insert(row).exec_without_returning(self.tx()).await?;
        self.enqueue(&Job::Watch).await
    }

    /// A fault that was told is not told again for a while; whether this one is to be.
    pub(crate) async fn is_new_fault(&self, fault: &str) -> Result<bool> {
        self.take_lease(&format!("{FAULT}{fault}"), "", self.now.plus_seconds(FAULT_SECONDS), None).await
    }
}

/// A job was given up. The look itself is not told of, nor a mail that tells of something else: they would lead to
/// themselves.
pub(crate) async fn given_up(w: &mut Writer, lease: &Lease, why: String) -> Result<()> {
    match (lease.kind, lease.mail) {
        (JobKind::Watch, _) => Ok(()),
        (_, Some(id)) => {
            let template = mail::Entity::find_by_id(id)
                .select_only()
                .column(mail::Column::Template)
                .into_tuple::<domain::mail::MailTemplate>()
                .one(w.tx())
                .await?;
            match template {
                Some(template) if !template.is_alert() => {
                    w.alert(AlertKind::MailGivenUp, Some(id.0), why).await
                }
                _ => Ok(()),
            }
        }
        (kind, None) => w.alert(AlertKind::JobGivenUp, Some(lease.id.0), kind.to_string()).await,
    }
}

/// What was to be told of is over.
pub(crate) async fn forget(w: &Writer, kind: AlertKind, target: i64) -> Result<()> {
    alert::Entity::delete_many()
        .filter(alert::Column::Kind.eq(kind))
        .filter(alert::Column::Target.eq(target))
        .filter(alert::Column::ToldAt.is_null())
        .exec(w.tx())
        .await?;
    Ok(())
}

/// Throws away what was told long ago.
pub(crate) async fn clean_up(w: &Writer) -> Result<u64> {
    let before: Timestamp = w.now.plus_seconds(-TOLD_KEPT);
    let told = alert::Entity::delete_many()
        .filter(alert::Column::ToldAt.lt(before))
        .exec(w.tx())
        .await?
        .rows_affected;
    let faults = lease::Entity::delete_many()
        .filter(lease::Column::Name.starts_with(FAULT))
        .filter(lease::Column::Until.lte(w.now))
        .exec(w.tx())
        .await?;
    Ok(told + faults.rows_affected)
}

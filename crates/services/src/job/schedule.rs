//! What happens again and again: of several servers one asks for it, once for each occurrence.

use super::JobService;
use crate::access::Writer;
use domain::{
    Caller, Permission, Result, Timestamp,
    job::{RECURRING, Recurring, occurrence},
};
use entity::lease;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

impl Writer {
    /// Takes the lease of that name until then, unless somebody has it; tells whether it was free. Of several servers
    /// one gets it.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub(crate) async fn take_lease(
        &self,
        name: &str,
        holder: &str,
        until: Timestamp,
        latest_at: Option<Timestamp>,
    ) -> Result<bool> {
        let row = lease::ActiveModel {
            name: Set(name.to_owned()),
            holder: Set(holder.to_owned()),
            until: Set(until),
            latest_at: Set(latest_at),
        };
        let taken = lease::Entity::update_many()
            .set(row.clone())
            .filter(lease::Column::Name.eq(name))
            .filter(lease::Column::Until.lte(self.now))
            .exec(self.tx())
            .await?;
        if taken.rows_affected > 0 {
            return Ok(true);
        }
        let first = OnConflict::column(lease::Column::Name).do_nothing().to_owned();
        Ok(lease::Entity::insert(row).on_conflict(first).exec_without_returning(self.tx()).await? > 0)
    }
}

impl JobService<'_> {
    /// Asks for what is due, in the name of a server. The lease of an occurrence lasts until the next one and is taken in the
    /// transaction that asks for the job: whoever dies on the way has taken nothing, and the next server to
    /// look, a few seconds later, does it.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn schedule(&self, holder: &str) -> Result<()> {
        let by = Caller::system("scheduler", &[Permission::JobRun]);
        for Recurring { job, every, after } in RECURRING {
            let name = job.kind().as_str();
            let reader = self.0.read(&by, Permission::JobRun)?;
            let row = lease::Entity::find_by_id(name).one(reader.db).await?;
            if row.is_some_and(|row| row.until > self.0.now()) {
                continue;
            }
            let mut w = self.0.write(&by, Permission::JobRun).await?;
            let this = occurrence(w.now.plus_seconds(-after), *every).plus_seconds(*after);
            if w.take_lease(name, holder, this.plus_seconds(*every), Some(this)).await? {
                w.enqueue(job).await?;
                w.commit().await?;
            }
        }
        Ok(())
    }
}

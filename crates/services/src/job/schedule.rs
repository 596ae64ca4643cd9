//! What happens again and again: of several servers one asks for it, once for each occurrence.

use super::JobService;
use domain::{
    Caller, Permission, Result,
    job::{Job, occurrence},
};
use entity::lease;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

/// A job and how often it is done, in seconds.
const RECURRING: &[(&str, i64, Job)] = &[("clean_up", 3600, Job::CleanUp)];

impl JobService<'_> {
    /// Asks for what is due. The lease of an occurrence lasts until the next one and is taken in the
    /// transaction that asks for the job: whoever dies on the way has taken nothing, and the next server to
    /// look, a few seconds later, does it.
    pub(super) async fn schedule(&self, holder: &str) -> Result<()> {
        let by = Caller::system("scheduler", &[Permission::JobRun]);
        for (name, every, job) in RECURRING {
            let reader = self.0.read(&by, Permission::JobRun)?;
            let row = lease::Entity::find_by_id(*name).one(reader.db).await?;
            if row.is_some_and(|row| row.until > self.0.now()) {
                continue;
            }
            let mut w = self.0.write(&by, Permission::JobRun).await?;
            let this = occurrence(w.now, *every);
            let row = lease::ActiveModel {
                name: Set((*name).to_owned()),
                holder: Set(holder.to_owned()),
                until: Set(this.plus_seconds(*every)),
                latest_at: Set(Some(this)),
            };
            let taken = lease::Entity::update_many()
                .set(row.clone())
                .filter(lease::Column::Name.eq(*name))
                .filter(lease::Column::Until.lte(w.now))
                .exec(w.tx())
                .await?
                .rows_affected;
            let first = OnConflict::column(lease::Column::Name).do_nothing().to_owned();
            let taken = match taken {
                0 => lease::Entity::insert(row).on_conflict(first).exec_without_returning(w.tx()).await?,
                taken => taken,
            };
            if taken > 0 {
                w.enqueue(job).await?;
                w.commit().await?;
            }
        }
        Ok(())
    }
}

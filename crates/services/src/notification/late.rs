//! The job that tells of work whose deadline has passed.

use super::{Message, tell, workers};
use crate::{
    Services,
    intervention::late,
    job::{JobCompleted, JobError, Lease},
};
use domain::notification::NotificationKind::Late;
use entity::intervention;
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

/// What one run tells of.
const BATCH: u64 = 200;
/// What has been late for longer is told of no more, in seconds: a list that was imported wakes nobody.
const FRESH: i64 = 86_400;

/// Tells of each deadline once, those who do the work and whoever directs it.
pub(crate) async fn perform(services: &Services, lease: &Lease) -> Result<JobCompleted, JobError> {
    use intervention::Column as C;
    let mut w = lease.write(services).await?;
    let untold = Condition::any()
        .add(C::LateTold.is_null())
        .add(Expr::col((intervention::Entity, C::LateTold)).ne(Expr::col((intervention::Entity, C::DueAt))));
    let rows = intervention::Entity::find()
        .filter(late(w.now))
        .filter(C::DueAt.gt(w.now.plus_seconds(-FRESH)))
        .filter(untold)
        // In the order in which everybody locks the chains of the sites.
        .order_by_asc(C::SiteId)
        .order_by_asc(C::Id)
        .limit(BATCH)
        .all(w.tx())
        .await?;
    for row in &rows {
        let people = workers(&w, row).await?;
        tell(&mut w, Message::new(row).to(people, Late).tell_directors(Late)).await?;
        let told =
            intervention::ActiveModel { id: Set(row.id), late_told: Set(row.due_at), ..Default::default() };
        told.update(w.tx()).await?;
    }
    lease.complete(w).await
}

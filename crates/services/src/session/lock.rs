//! The job that tells somebody that their account has to wait, because too many wrong passwords or codes were typed.

use super::SessionService;
use crate::{
    job::{JobCompleted, JobError, Lease},
    mail::{Notice, tell},
};
use domain::{UserId, session::WINDOW_SECONDS};
use entity::user;
use sea_orm::EntityTrait;

/// What the leases that keep such a notice from being repeated begin with.
pub(crate) const LOCKED: &str = "locked:";

impl SessionService<'_> {
    /// Tells an active person once for as long as failures are remembered, however many follow.
    pub(crate) async fn tell_of_lock(
        &self,
        lease: &Lease,
        id: Option<UserId>,
    ) -> Result<JobCompleted, JobError> {
        let mut w = lease.write(self.0).await?;
        if let Some(id) = id
            && let Some(user) = user::Entity::find_by_id(id).one(w.tx()).await?
            && user.is_active
            && w.take_lease(&format!("{LOCKED}{id}"), "", w.now.plus_seconds(WINDOW_SECONDS), None).await?
        {
            tell(self.0, &mut w, &user, Notice::Locked).await?;
        }
        lease.complete(w).await
    }
}

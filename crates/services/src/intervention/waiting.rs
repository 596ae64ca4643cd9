//! What waits for the caller.

use super::{InterventionService, filters::assigned_to, read::within};
use crate::{access::may, failure, keyset};
use domain::{
    Caller, Permission, Result, UserId,
    intervention::{
        InterventionStatus::{Assigned, Completed, InProgress, OnHold, Open},
        Waiting,
    },
};
use entity::intervention::{self, Column as C};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

impl InterventionService<'_> {
    /// What waits for the caller: their own jobs, what they have to give or to validate, open failures. At most four
    /// statements. Whoever sees only their own reports is told nothing: nothing waits for them to act.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`].
    pub async fn waiting(&self, by: &Caller) -> Result<Waiting> {
        if !may(by, Permission::InterventionRead) {
            self.0.read(by, Permission::AccountOwn)?;
            return Ok(Waiting::default());
        }
        let reader = self.0.read(by, Permission::InterventionRead)?;
        let seen = || intervention::Entity::find().filter(within(&reader.scope));
        let mut waiting = Waiting::default();
        if may(by, Permission::InterventionWork) {
            let me = by.user_id().unwrap_or(UserId(0));
            let own =
                seen().filter(assigned_to([me])).filter(C::Status.is_in([Assigned, InProgress, OnHold]));
            waiting.mine = Some(keyset::count(reader.db, own).await?);
        }
        if may(by, Permission::InterventionWrite) {
            let open = seen().filter(C::Status.is_in([Open, Completed]));
            waiting.work = Some(keyset::count(reader.db, open).await?);
        }
        let (failures, stopped) = failure::open(&reader).await?;
        Ok(Waiting { failures: Some(failures), stopped, ..waiting })
    }
}

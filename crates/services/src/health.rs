//! What an operator wants to know of the running platform.

use crate::{Engine, Services, access};
use domain::{Caller, Permission, Result, intervention::InterventionStatus};
use entity::intervention;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// The database behind, and what it is busy with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Health {
    pub engine: Engine,
    pub pools: Vec<Pool>,
}

pub use access::Pool;

/// Work that is neither done nor given up.
const ACTIVE: [InterventionStatus; 4] = [
    InterventionStatus::Open,
    InterventionStatus::Assigned,
    InterventionStatus::InProgress,
    InterventionStatus::OnHold,
];

impl Services {
    /// The state of the database, in detail.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`]; [`domain::Error::Unavailable`] when it does not answer.
    pub async fn health(&self, by: &Caller) -> Result<Health> {
        self.read(by, Permission::Operate)?;
        self.ping().await?;
        Ok(Health { engine: self.engine(), pools: self.pools() })
    }

    /// Interventions that are neither done nor given up, in every site.
    ///
    /// # Errors
    /// [`domain::Error::Unavailable`].
    pub async fn active_interventions(&self) -> Result<u64> {
        let by = Caller::system("metrics", &[Permission::Operate]);
        let reader = self.read(&by, Permission::Operate)?;
        let active = intervention::Entity::find().filter(intervention::Column::Status.is_in(ACTIVE));
        Ok(active.count(reader.db).await?)
    }
}

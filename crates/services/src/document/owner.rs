//! Whose a store is. Cleaning deletes contents that no row of this database knows: of two installations on one bucket or
//! folder, each would delete what the other's people sent. So each leaves its mark, and where there are two, neither
//! deletes.

use super::DocumentService;
use crate::{audit, settings};
use domain::{Caller, Error, Permission, Result};
use entity::setting;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

/// The row of the settings with this database's own name, which nobody chooses.
const INSTALLATION: &str = "installation";

impl DocumentService<'_> {
    /// Leaves this installation's mark in the store, and tells whether it is the only one there.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn mark_store(&self) -> Result<bool> {
        let own = self.installation().await?;
        let storage = self.0.storage()?;
        storage.put_mark(&own).await?;
        let others: Vec<String> = storage.marks().await?.into_iter().filter(|mark| *mark != own).collect();
        for other in &others {
            tracing::warn!(
                "the documents' store is also that of the installation {other}: contents that an interrupted upload left \
                 are not deleted. Give each its own, or delete installations/{other} there if that one is gone"
            );
        }
        Ok(others.is_empty())
    }

    /// What this database is called, from its first use on.
    async fn installation(&self) -> Result<String> {
        let by = Caller::system("documents", &[Permission::Operate]);
        let w = self.0.write(&by, Permission::Operate).await?;
        let row = setting::Entity::find().filter(setting::Column::Key.eq(INSTALLATION)).one(w.tx()).await?;
        if let Some(row) = row {
            return Ok(row.value);
        }
        let mut bytes = [0u8; 16];
        getrandom::fill(&mut bytes).map_err(|_| Error::Unavailable)?;
        let name = audit::hex(&bytes);
        settings::put(&w, None, INSTALLATION, name.clone()).await?;
        w.commit().await?;
        Ok(name)
    }
}

//! Finding an equipment by what people call it.

use super::{EquipmentService, read::within};
use domain::{Caller, EquipmentId, Permission, Result, SiteId};
use entity::equipment;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};

impl EquipmentService<'_> {
    /// The equipment of exactly that code in a site, if the caller sees one.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn by_code(&self, by: &Caller, site: SiteId, code: &str) -> Result<Option<EquipmentId>> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        let found = equipment::Entity::find()
            .select_only()
            .column(equipment::Column::Id)
            .filter(within(&reader.scope))
            .filter(equipment::Column::SiteId.eq(site))
            .filter(equipment::Column::Code.eq(code))
            .into_tuple()
            .one(reader.db)
            .await?;
        Ok(found)
    }
}

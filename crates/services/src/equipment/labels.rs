//! What labels say.

use super::{EquipmentService, read::within};
use domain::{Caller, EquipmentId, Error, FieldCode, Permission, Result, equipment::EquipmentLabel};
use entity::{equipment, site};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationTrait};

/// Labels printed at once.
const MAX: usize = 500;

impl EquipmentService<'_> {
    /// The labels of these equipments, in their order; those that the caller does not see are left out. One
    /// statement.
    ///
    /// # Errors
    /// [`Error::Invalid`] for more than 500; [`Error::Forbidden`].
    pub async fn labels(&self, by: &Caller, ids: &[EquipmentId]) -> Result<Vec<EquipmentLabel>> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        if ids.len() > MAX {
            return Err(Error::field("ids", FieldCode::OutOfRange { min: 1, max: MAX as i64 }));
        }
        let rows: Vec<(EquipmentId, String, String, String)> = equipment::Entity::find()
            .join(JoinType::InnerJoin, equipment::Relation::Site.def())
            .filter(within(&reader.scope))
            .filter(equipment::Column::Id.is_in(ids.iter().copied()))
            .select_only()
            .columns([equipment::Column::Id, equipment::Column::Code, equipment::Column::Name])
            .column_as(site::Column::Name, "site_name")
            .into_tuple()
            .all(reader.db)
            .await?;
        let mut labels: Vec<EquipmentLabel> =
            rows.into_iter().map(|(id, code, name, site)| EquipmentLabel { id, code, name, site }).collect();
        labels.sort_by_key(|label| ids.iter().position(|id| *id == label.id));
        Ok(labels)
    }
}

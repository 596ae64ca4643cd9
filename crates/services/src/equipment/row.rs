//! The columns that a list row is made of, and the row as it leaves the server.

use crate::local_time;
use domain::{
    Date, EquipmentId, EquipmentTypeId, LineId, SiteId, Timestamp,
    equipment::{Criticality, EquipmentRow, EquipmentState},
    equipment_type::EquipmentTypeRef,
    production_line::LineRef,
    site::SiteRef,
};
use entity::{equipment, equipment_type, production_line, site};
use sea_orm::{FromQueryResult, JoinType, QuerySelect, RelationTrait, Select};

#[derive(Clone, Debug, FromQueryResult)]
pub(super) struct Listed {
    pub id: EquipmentId,
    pub code: String,
    pub code_key: String,
    pub name: String,
    pub name_key: String,
    pub state: EquipmentState,
    pub criticality: Criticality,
    pub model: Option<String>,
    pub serial_number: Option<String>,
    pub manufacturer: Option<String>,
    pub in_service_on: Option<Date>,
    pub interventions_count: i64,
    pub retired_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    pub site_id: SiteId,
    pub site_code: String,
    pub site_name: String,
    pub timezone: String,
    pub line_id: Option<LineId>,
    pub line_code: Option<String>,
    pub line_name: Option<String>,
    pub type_id: Option<EquipmentTypeId>,
    pub type_name: Option<String>,
}

/// The select with the columns of [`Listed`], joined in one statement.
pub(super) fn listed(select: Select<equipment::Entity>) -> Select<equipment::Entity> {
    use equipment::Column as C;
    select
        .select_only()
        .columns([
            C::Id,
            C::Code,
            C::CodeKey,
            C::Name,
            C::NameKey,
            C::State,
            C::Criticality,
            C::Model,
            C::SerialNumber,
            C::Manufacturer,
            C::InServiceOn,
            C::InterventionsCount,
            C::RetiredAt,
            C::UpdatedAt,
            C::SiteId,
            C::LineId,
            C::TypeId,
        ])
        .column_as(site::Column::Code, "site_code")
        .column_as(site::Column::Name, "site_name")
        .column_as(site::Column::Timezone, "timezone")
        .column_as(production_line::Column::Code, "line_code")
        .column_as(production_line::Column::Name, "line_name")
        .column_as(equipment_type::Column::Name, "type_name")
        .join(JoinType::InnerJoin, equipment::Relation::Site.def())
        .join(JoinType::LeftJoin, equipment::Relation::Line.def())
        .join(JoinType::LeftJoin, equipment::Relation::Type.def())
}

impl From<Listed> for EquipmentRow {
    fn from(e: Listed) -> Self {
        let site_id = e.site_id;
        Self {
            id: e.id,
            code: e.code,
            name: e.name,
            state: e.state,
            criticality: e.criticality,
            site: SiteRef { id: site_id, code: e.site_code, name: e.site_name },
            line: e.line_id.zip(e.line_code.zip(e.line_name)).map(|(id, (code, name))| LineRef {
                id,
                site_id,
                code,
                name,
            }),
            equipment_type: e.type_id.zip(e.type_name).map(|(id, name)| EquipmentTypeRef { id, name }),
            model: e.model,
            serial_number: e.serial_number,
            manufacturer: e.manufacturer,
            in_service_on: e.in_service_on,
            interventions_count: e.interventions_count,
            retired_at: e.retired_at,
            updated_at: e.updated_at,
            updated_local: local_time::local(e.updated_at, &local_time::zone(&e.timezone)),
        }
    }
}

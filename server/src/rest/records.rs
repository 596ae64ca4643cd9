//! Records over REST that have nothing of their own, one declaration each.

use super::record::record_routes;
use crate::AppState;
use utoipa_axum::router::OpenApiRouter;

/// The operations of all of them.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .merge(equipment_types::routes())
        .merge(maintenance_types::routes())
        .merge(sites::routes())
        .merge(teams::routes())
}

mod equipment_types {
    use domain::{
        EquipmentTypeId,
        equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
    };

    super::record_routes!(
        equipment_types,
        EquipmentTypeId,
        EquipmentTypeDraft,
        EquipmentTypeView,
        "equipment types",
        "/equipment-types",
        "/equipment-types/{id}",
        "equipment type",
        "an equipment type",
        list "Equipment types, which all sites share; their counts are of the caller's"
    );
}

mod maintenance_types {
    use domain::{
        MaintenanceTypeId,
        maintenance_type::{MaintenanceTypeDraft, MaintenanceTypeView},
    };

    super::record_routes!(
        maintenance_types,
        MaintenanceTypeId,
        MaintenanceTypeDraft,
        MaintenanceTypeView,
        "maintenance types",
        "/maintenance-types",
        "/maintenance-types/{id}",
        "maintenance type",
        "a maintenance type",
        list "Maintenance types, which all sites share"
    );
}

mod sites {
    use domain::{
        SiteId,
        site::{SiteDraft, SiteView},
    };

    super::record_routes!(
        sites, SiteId, SiteDraft, SiteView, "sites", "/sites", "/sites/{id}", "site", "a site",
        list "The caller's sites"
    );
}

mod teams {
    use domain::{
        TeamId,
        team::{TeamDraft, TeamView},
    };

    super::record_routes!(
        teams, TeamId, TeamDraft, TeamView, "technicians", "/teams", "/teams/{id}", "team", "a team",
        list "Teams of your sites, by name"
    );
}

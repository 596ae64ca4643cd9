//! Server functions of maintenance types.

use app::{ApiError, backend};
use domain::{MaintenanceTypeId, maintenance_type::MaintenanceTypeDraft};
use leptos::prelude::*;

/// Where the list is.
pub const LIST: &str = "/admin/maintenance-types";

/// Creates a type, or changes the one with that id; then back to the list.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "maintenance-type/save", output = app::Json)]
pub async fn save_maintenance_type(
    #[server(default)] id: Option<MaintenanceTypeId>,
    draft: MaintenanceTypeDraft,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move {
        match id {
            Some(id) => s.maintenance_types().update(&by, id, &draft).await,
            None => s.maintenance_types().create(&by, &draft).await,
        }
    })
    .await?;
    backend::redirect("/admin/maintenance-types?done=saved");
    Ok(())
}

/// Deletes a type; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with what is of it.
#[server(prefix = "/rpc", endpoint = "maintenance-type/delete", output = app::Json)]
pub async fn delete_maintenance_type(id: MaintenanceTypeId) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        s.maintenance_types().delete(&by, id).await?;
        Ok(backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    backend::redirect(&format!("/admin/maintenance-types?{notice}"));
    Ok(())
}

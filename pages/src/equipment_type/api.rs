//! Server functions of equipment types.

use app::{ApiError, backend};
use domain::{EquipmentTypeId, equipment_type::EquipmentTypeDraft};
use leptos::prelude::*;

/// Where the list is.
pub const LIST: &str = "/admin/equipment-types";

/// Creates a type, or changes the one with that id; then back to the list.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "equipment-type/save", output = app::Json)]
pub async fn save_type(
    #[server(default)] id: Option<EquipmentTypeId>,
    draft: EquipmentTypeDraft,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move {
        match id {
            Some(id) => s.equipment_types().update(&by, id, &draft).await,
            None => s.equipment_types().create(&by, &draft).await,
        }
    })
    .await?;
    backend::redirect("/admin/equipment-types?done=saved");
    Ok(())
}

/// Deletes a type that no equipment has; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with the equipment of it.
#[server(prefix = "/rpc", endpoint = "equipment-type/delete", output = app::Json)]
pub async fn delete_type(id: EquipmentTypeId) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        s.equipment_types().delete(&by, id).await?;
        Ok(backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    backend::redirect(&format!("/admin/equipment-types?{notice}"));
    Ok(())
}

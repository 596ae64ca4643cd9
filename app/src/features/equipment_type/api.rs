//! Server functions of equipment types.

use crate::ApiError;
use domain::{
    EquipmentTypeId,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Where the list is.
pub const LIST: &str = "/admin/equipment-types";

/// Every type; the counts are of the caller's sites.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "equipment-type/list", input = GetUrl, output = crate::Json)]
pub async fn list_types() -> Result<Vec<EquipmentTypeView>, ApiError> {
    crate::backend::call(|s, by| async move { s.equipment_types().list(&by).await }).await
}

/// One type.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "equipment-type/get", input = GetUrl, output = crate::Json)]
pub async fn get_type(id: EquipmentTypeId) -> Result<EquipmentTypeView, ApiError> {
    crate::backend::call(|s, by| async move { s.equipment_types().get(&by, id).await }).await
}

/// Creates a type, or changes the one with that id; then back to the list.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "equipment-type/save", output = crate::Json)]
pub async fn save_type(
    #[server(default)] id: Option<EquipmentTypeId>,
    draft: EquipmentTypeDraft,
) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move {
        match id {
            Some(id) => s.equipment_types().update(&by, id, &draft).await,
            None => s.equipment_types().create(&by, &draft).await,
        }
    })
    .await?;
    crate::backend::redirect("/admin/equipment-types?done=saved");
    Ok(())
}

/// Deletes a type that no equipment has; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with the equipment of it.
#[server(prefix = "/rpc", endpoint = "equipment-type/delete", output = crate::Json)]
pub async fn delete_type(id: EquipmentTypeId) -> Result<(), ApiError> {
    let notice = crate::backend::call(|s, by| async move {
        s.equipment_types().delete(&by, id).await?;
        Ok(crate::backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    crate::backend::redirect(&format!("/admin/equipment-types?{notice}"));
    Ok(())
}

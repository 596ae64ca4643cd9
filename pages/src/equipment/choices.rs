//! Equipment to choose from in a form.

use crate::ApiError;
use domain::{SiteId, equipment::EquipmentRef};
use leptos::{prelude::*, server_fn::codec::GetUrl};

/// Equipment by the words typed.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "equipment/choices", input = GetUrl, output = crate::Json)]
pub async fn equipment_choices(q: String, site: Option<SiteId>) -> Result<Vec<EquipmentRef>, ApiError> {
    crate::backend::call(|s, by| async move { s.equipment().choices(&by, &q, site).await }).await
}

//! Server functions of interventions.

use crate::ApiError;
use domain::{
    InterventionId, Page,
    equipment::EquipmentRef,
    intervention::{InterventionDetail, InterventionRow},
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// A page of the list, with the names of the equipment that its filter holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterventionList {
    pub page: Page<InterventionRow>,
    pub equipment: Vec<EquipmentRef>,
}

/// The interventions of a query string: the page's own.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "intervention/list", input = GetUrl, output = crate::Json)]
pub async fn list_interventions(query: String) -> Result<InterventionList, ApiError> {
    crate::backend::call(|s, by| async move {
        let (query, _) = domain::intervention::InterventionQuery::from_url(&query);
        let page = s.interventions().list(&by, &query).await?;
        let equipment = match query.equipment.as_slice() {
            [] => vec![],
            some => s.equipment().named(&by, some).await?,
        };
        Ok(InterventionList { page, equipment })
    })
    .await
}

/// One intervention.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "intervention/get", input = GetUrl, output = crate::Json)]
pub async fn get_intervention(id: InterventionId) -> Result<InterventionDetail, ApiError> {
    crate::backend::call(|s, by| async move { s.interventions().get(&by, id).await }).await
}

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
#[server(prefix = "/rpc", endpoint = "intervention/list", input = GetUrl)]
pub async fn list_interventions(query: String) -> Result<InterventionList, ApiError> {
    crate::backend::call(|s, by| async move {
        let (query, _) = domain::intervention::InterventionQuery::from_url(&query);
        let page = s.interventions().list(&by, &query).await?;
        let mut equipment: Vec<EquipmentRef> = vec![];
        // More than a few in an address is nobody's doing; their numbers will do.
        for id in query.equipment.iter().take(5) {
            let row = page.data.iter().find(|row| row.equipment.id == *id);
            let found = match row {
                Some(row) => Some(row.equipment.clone()),
                None => s.equipment().get(&by, *id).await.ok().map(|found| {
                    let row = found.row;
                    EquipmentRef { id: row.id, code: row.code, name: row.name }
                }),
            };
            equipment.extend(found);
        }
        Ok(InterventionList { page, equipment })
    })
    .await
}

/// One intervention.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "intervention/get", input = GetUrl)]
pub async fn get_intervention(id: InterventionId) -> Result<InterventionDetail, ApiError> {
    crate::backend::call(|s, by| async move { s.interventions().get(&by, id).await }).await
}

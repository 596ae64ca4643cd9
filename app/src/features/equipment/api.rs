//! Server functions of equipment.

use super::columns::Column;
use crate::ApiError;
use domain::{
    DocumentId, EquipmentId, Page, SavedViewId, SiteId,
    equipment::{
        EquipmentDetail, EquipmentDraft, EquipmentFacets, EquipmentLabel, EquipmentNode, EquipmentRef,
        EquipmentRow, StateDraft,
    },
    intervention::InterventionRow,
    saved_view::SavedViewDraft,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands around the list: filters, chips, the columns shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Panel {
    pub facets: EquipmentFacets,
    pub columns: Vec<Column>,
}

/// A page of the list, with the picture of each machine that has one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EquipmentList {
    pub page: Page<EquipmentRow>,
    pub covers: BTreeMap<EquipmentId, DocumentId>,
}

/// What the form needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormData {
    /// The equipment to change; none when it is a new one.
    pub stored: Option<EquipmentDetail>,
    /// The machine that a new component belongs to.
    pub parent: Option<EquipmentDetail>,
    pub facets: EquipmentFacets,
}

/// One page of the list. `query` is the page's query string.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "equipment/list", input = GetUrl, output = crate::Json)]
pub async fn list_equipment(query: String) -> Result<EquipmentList, ApiError> {
    use domain::error::if_allowed;
    let (query, _) = domain::equipment::EquipmentQuery::from_url(&query);
    crate::backend::call(|s, by| async move {
        let page = s.equipment().list(&by, &query).await?;
        let shown: Vec<EquipmentId> = page.data.iter().map(|e| e.id).collect();
        let covers = if_allowed(s.documents().covers(&by, &shown).await)?.unwrap_or_default();
        Ok(EquipmentList { page, covers: covers.into_iter().collect() })
    })
    .await
}

/// What the list's filters offer. `cols` are the columns that the address asks for; the browser remembers them.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "equipment/panel", input = GetUrl, output = crate::Json)]
pub async fn equipment_panel(cols: Option<String>) -> Result<Panel, ApiError> {
    use super::columns::{COOKIE, of};
    let facets = crate::backend::call(|s, by| async move { s.equipment().facets(&by).await }).await?;
    let columns = of(cols.clone().or_else(|| crate::backend::cookie(COOKIE)).as_deref());
    if cols.is_some() {
        crate::backend::remember(COOKIE, &super::columns::joined(&columns));
    }
    Ok(Panel { facets, columns })
}

/// One equipment, whole.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "equipment/get", input = GetUrl, output = crate::Json)]
pub async fn get_equipment(id: EquipmentId) -> Result<EquipmentDetail, ApiError> {
    crate::backend::call(|s, by| async move { s.equipment().get(&by, id).await }).await
}

/// Everything below an equipment.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "equipment/components", input = GetUrl, output = crate::Json)]
pub async fn equipment_components(id: EquipmentId) -> Result<Vec<EquipmentNode>, ApiError> {
    crate::backend::call(|s, by| async move { s.equipment().components(&by, id).await }).await
}

/// Interventions on one equipment. `query` is a query string of the interventions' list.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "equipment/history", input = GetUrl, output = crate::Json)]
pub async fn equipment_history(id: EquipmentId, query: String) -> Result<Page<InterventionRow>, ApiError> {
    let (mut query, _) = domain::intervention::InterventionQuery::from_url(&query);
    query.equipment = vec![id];
    crate::backend::call(|s, by| async move { s.interventions().list(&by, &query).await }).await
}

/// What the labels of these equipments say: `1,2,3`.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "equipment/labels", input = GetUrl, output = crate::Json)]
pub async fn equipment_labels(ids: String) -> Result<Vec<EquipmentLabel>, ApiError> {
    let ids = super::label::ids(&[("ids".to_owned(), ids)]);
    crate::backend::call(|s, by| async move { s.equipment().labels(&by, &ids).await }).await
}

/// Equipment to choose from, by the words typed.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "equipment/choices", input = GetUrl, output = crate::Json)]
pub async fn equipment_choices(q: String, site: Option<SiteId>) -> Result<Vec<EquipmentRef>, ApiError> {
    crate::backend::call(|s, by| async move { s.equipment().choices(&by, &q, site).await }).await
}

/// What the form of an equipment needs; `parent` for a new component.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "equipment/form", input = GetUrl, output = crate::Json)]
pub async fn equipment_form(
    id: Option<EquipmentId>,
    parent: Option<EquipmentId>,
) -> Result<FormData, ApiError> {
    crate::backend::call(|s, by| async move {
        let stored = match id {
            Some(id) => Some(s.equipment().get(&by, id).await?),
            None => None,
        };
        // An address with a parent that is gone is still a way to the form.
        let parent = match parent {
            Some(parent) => s.equipment().get(&by, parent).await.ok(),
            None => None,
        };
        Ok(FormData { stored, parent, facets: s.equipment().facets(&by).await? })
    })
    .await
}

/// Creates an equipment, or changes the one with that id; then to its page.
///
/// `overwrite` is a version: what somebody else saved meanwhile, to be replaced.
///
/// # Errors
/// [`domain::Error::Invalid`] with every wrong field; [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "equipment/save", output = crate::Json)]
pub async fn save_equipment(
    #[server(default)] id: Option<EquipmentId>,
    draft: EquipmentDraft,
    #[server(default)] overwrite: String,
) -> Result<(), ApiError> {
    // The form is read as its reader writes: `1,500` is one and a half in French.
    let mark = crate::shared::number::decimal_mark(crate::session::use_locale());
    let saved = crate::backend::call(|s, by| async move {
        let version = if overwrite.is_empty() { draft.version.clone() } else { overwrite };
        let draft = EquipmentDraft { version, ..draft }.settled(mark);
        match id {
            Some(id) => s.equipment().update(&by, id, &draft).await,
            None => s.equipment().create(&by, &draft).await,
        }
    })
    .await?;
    crate::backend::redirect(&format!("/equipments/{}?done=saved", saved.row.id));
    Ok(())
}

/// Says in which state an equipment is, and why; then back to its page.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::AlreadyRetired`].
#[server(prefix = "/rpc", endpoint = "equipment/state", output = crate::Json)]
pub async fn change_state(id: EquipmentId, draft: StateDraft) -> Result<(), ApiError> {
    let notice = crate::backend::call(|s, by| async move {
        s.equipment().change_state(&by, id, &draft).await?;
        Ok(crate::backend::notice(&s, &by, "saved").await)
    })
    .await?;
    crate::backend::redirect(&format!("/equipments/{id}?{notice}"));
    Ok(())
}

/// Lets go of a state that was set by hand: it follows from failures and work again.
///
/// # Errors
/// [`domain::Refusal::AlreadyRetired`].
#[server(prefix = "/rpc", endpoint = "equipment/lift-state", output = crate::Json)]
pub async fn lift_state(id: EquipmentId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.equipment().lift_state(&by, id).await }).await?;
    crate::backend::redirect(&format!("/equipments/{id}?done=saved"));
    Ok(())
}

/// Takes an equipment out of service for good, or returns it to the lists.
///
/// # Errors
/// [`domain::Refusal::AlreadyRetired`], [`domain::Refusal::NotRetired`].
#[server(prefix = "/rpc", endpoint = "equipment/retire", output = crate::Json)]
pub async fn retire_equipment(id: EquipmentId, #[server(default)] restore: bool) -> Result<(), ApiError> {
    let notice = crate::backend::call(|s, by| async move {
        match restore {
            true => s.equipment().restore(&by, id).await?,
            false => s.equipment().retire(&by, id).await?,
        };
        Ok(crate::backend::notice(&s, &by, "saved").await)
    })
    .await?;
    crate::backend::redirect(&format!("/equipments/{id}?{notice}"));
    Ok(())
}

/// Deletes what was entered by mistake; then to the list.
///
/// # Errors
/// [`domain::Refusal::HasHistory`], [`domain::Refusal::InUse`].
#[server(prefix = "/rpc", endpoint = "equipment/delete", output = crate::Json)]
pub async fn delete_equipment(id: EquipmentId) -> Result<(), ApiError> {
    let notice = crate::backend::call(|s, by| async move {
        s.equipment().delete(&by, id).await?;
        Ok(crate::backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    crate::backend::redirect(&format!("/equipments?{notice}"));
    Ok(())
}

/// One change to the chosen rows: `state:broken`, `line:3`, or `line:` for none. Then `back` to the list.
/// `labels` changes nothing and leads to their labels, `campaign` to a campaign on them.
///
/// # Errors
/// [`domain::Error::Invalid`] when the line is of another site.
#[server(prefix = "/rpc", endpoint = "equipment/bulk", output = crate::Json)]
pub async fn change_several(
    #[server(default)] ids: Vec<EquipmentId>,
    change: String,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    use domain::{Error, FieldCode};
    if change == "labels" {
        let ids = super::label::joined(&ids);
        crate::backend::redirect(&format!("/equipments/labels?ids={ids}"));
        return Ok(());
    }
    if change == "campaign" {
        let ids = super::label::joined(&ids);
        crate::backend::redirect(&format!("/campaigns/new?equipment={ids}"));
        return Ok(());
    }
    let notice = crate::backend::call(|s, by| async move {
        let change = change.parse().map_err(|_| Error::field("change", FieldCode::UnknownValue))?;
        s.equipment().change_several(&by, &ids, change).await?;
        Ok(crate::backend::notice(&s, &by, "saved").await)
    })
    .await?;
    crate::backend::redirect(&back_to_list(&back, &notice));
    Ok(())
}

/// Keeps the list's filter under a name; then `back` to the list.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "equipment/save-view", output = crate::Json)]
pub async fn save_view(draft: SavedViewDraft, #[server(default)] back: String) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.saved_views().create(&by, &draft).await }).await?;
    crate::backend::redirect(&back_to_list(&back, "done=saved"));
    Ok(())
}

/// Forgets a kept filter; then `back` to the list.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "equipment/delete-view", output = crate::Json)]
pub async fn delete_view(id: SavedViewId, #[server(default)] back: String) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.saved_views().delete(&by, id).await }).await?;
    crate::backend::redirect(&back_to_list(&back, "done=saved"));
    Ok(())
}

/// The list where it was, with the notice of what was done.
#[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "called by the server alone"))]
fn back_to_list(back: &str, notice: &str) -> String {
    let list = domain::equipment::EquipmentQuery::PATH;
    let query = match back.strip_prefix(list) {
        Some(rest) => rest.strip_prefix('?').unwrap_or_default(),
        None => "",
    };
    // Read and written again: nothing of the sender's own goes into the redirect.
    let (query, _) = domain::equipment::EquipmentQuery::from_url(query);
    let query = query.to_url();
    let joint = if query.is_empty() { "" } else { "&" };
    format!("{list}?{query}{joint}{notice}")
}

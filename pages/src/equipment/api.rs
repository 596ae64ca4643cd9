//! Server functions of equipment: each is a change that a form asks for, and leads to where it is seen.

use super::label::joined;
use crate::{ApiError, backend, session::use_locale, shared::number::decimal_mark};
use domain::{
    EquipmentId, Error, FieldCode, SavedViewId,
    equipment::{EquipmentDraft, EquipmentQuery, StateDraft},
    saved_view::SavedViewDraft,
};
use leptos::prelude::*;

pub(super) const SAVE: &str = "/rpc/equipment/save";
pub(super) const STATE: &str = "/rpc/equipment/state";
pub(super) const LIFT: &str = "/rpc/equipment/lift-state";
pub(super) const RETIRE: &str = "/rpc/equipment/retire";
pub(super) const DELETE: &str = "/rpc/equipment/delete";
pub(super) const BULK: &str = "/rpc/equipment/bulk";
pub(super) const SAVE_VIEW: &str = "/rpc/equipment/save-view";
pub(super) const DELETE_VIEW: &str = "/rpc/equipment/delete-view";

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
    let mark = decimal_mark(use_locale());
    let saved = backend::call(|s, by| async move {
        let version = if overwrite.is_empty() { draft.version.clone() } else { overwrite };
        let draft = EquipmentDraft { version, ..draft }.settled(mark);
        match id {
            Some(id) => s.equipment().update(&by, id, &draft).await,
            None => s.equipment().create(&by, &draft).await,
        }
    })
    .await?;
    backend::redirect(&format!("/equipments/{}?done=saved", saved.row.id));
    Ok(())
}

/// Says in which state an equipment is, and why; then back to its page.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::AlreadyRetired`].
#[server(prefix = "/rpc", endpoint = "equipment/state", output = crate::Json)]
pub async fn change_state(id: EquipmentId, draft: StateDraft) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        s.equipment().change_state(&by, id, &draft).await?;
        Ok(backend::notice(&s, &by, "saved").await)
    })
    .await?;
    backend::redirect(&format!("/equipments/{id}?{notice}"));
    Ok(())
}

/// Lets go of a state that was set by hand: it follows from failures and work again.
///
/// # Errors
/// [`domain::Refusal::AlreadyRetired`].
#[server(prefix = "/rpc", endpoint = "equipment/lift-state", output = crate::Json)]
pub async fn lift_state(id: EquipmentId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.equipment().lift_state(&by, id).await }).await?;
    backend::redirect(&format!("/equipments/{id}?done=saved"));
    Ok(())
}

/// Takes an equipment out of service for good, or returns it to the lists.
///
/// # Errors
/// [`domain::Refusal::AlreadyRetired`], [`domain::Refusal::NotRetired`].
#[server(prefix = "/rpc", endpoint = "equipment/retire", output = crate::Json)]
pub async fn retire_equipment(id: EquipmentId, #[server(default)] restore: bool) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        match restore {
            true => s.equipment().restore(&by, id).await?,
            false => s.equipment().retire(&by, id).await?,
        };
        Ok(backend::notice(&s, &by, "saved").await)
    })
    .await?;
    backend::redirect(&format!("/equipments/{id}?{notice}"));
    Ok(())
}

/// Deletes what was entered by mistake; then to the list.
///
/// # Errors
/// [`domain::Refusal::HasHistory`], [`domain::Refusal::InUse`].
#[server(prefix = "/rpc", endpoint = "equipment/delete", output = crate::Json)]
pub async fn delete_equipment(id: EquipmentId) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        s.equipment().delete(&by, id).await?;
        Ok(backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    backend::redirect(&format!("/equipments?{notice}"));
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
    let page = match change.as_str() {
        "labels" => Some("/equipments/labels?ids="),
        "campaign" => Some("/campaigns/new?equipment="),
        _ => None,
    };
    if let Some(page) = page {
        backend::redirect(&format!("{page}{}", joined(&ids)));
        return Ok(());
    }
    let notice = backend::call(|s, by| async move {
        let change = change.parse().map_err(|_| Error::field("change", FieldCode::UnknownValue))?;
        s.equipment().change_several(&by, &ids, change).await?;
        Ok(backend::notice(&s, &by, "saved").await)
    })
    .await?;
    backend::redirect(&back_to_list(&back, &notice));
    Ok(())
}

/// Keeps the list's filter under a name; then `back` to the list.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "equipment/save-view", output = crate::Json)]
pub async fn save_view(draft: SavedViewDraft, #[server(default)] back: String) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.saved_views().create(&by, &draft).await }).await?;
    backend::redirect(&back_to_list(&back, "done=saved"));
    Ok(())
}

/// Forgets a kept filter; then `back` to the list.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "equipment/delete-view", output = crate::Json)]
pub async fn delete_view(id: SavedViewId, #[server(default)] back: String) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.saved_views().delete(&by, id).await }).await?;
    backend::redirect(&back_to_list(&back, "done=saved"));
    Ok(())
}

/// The list where it was, with the notice of what was done.
fn back_to_list(back: &str, notice: &str) -> String {
    let list = EquipmentQuery::PATH;
    let query = match back.strip_prefix(list) {
        Some(rest) => rest.strip_prefix('?').unwrap_or_default(),
        None => "",
    };
    // Read and written again: nothing of the sender's own goes into the redirect.
    let (query, _) = EquipmentQuery::from_url(query);
    let query = query.to_url();
    let joint = if query.is_empty() { "" } else { "&" };
    format!("{list}?{query}{joint}{notice}")
}

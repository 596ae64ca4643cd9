//! Server functions of checklists: each leads back to the step that it was about.

use crate::{ApiError, backend};
use domain::{
    InterventionId, StepId,
    checklist::{AnswerDraft, CorrectiveDraft, PlaceDraft, StepDraft},
};
use leptos::prelude::*;

fn back(id: InterventionId, place: &str) {
    backend::redirect(&format!("/interventions/{id}?done=saved#{place}"));
}

/// Answers a step.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "checklist/answer", output = crate::Json)]
pub async fn answer_step(id: InterventionId, step: StepId, draft: AnswerDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.interventions().answer_step(&by, id, step, &draft).await }).await?;
    back(id, &format!("step-{step}"));
    Ok(())
}

/// Enters the corrective intervention of a step.
///
/// # Errors
/// [`domain::Refusal::NotOutOfTolerance`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "checklist/corrective", output = crate::Json)]
pub async fn correct_step(
    id: InterventionId,
    step: StepId,
    #[server(default)] draft: CorrectiveDraft,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.interventions().corrective_of_step(&by, id, step, &draft).await })
        .await?;
    back(id, &format!("step-{step}"));
    Ok(())
}

/// Adds a step.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "checklist/add", output = crate::Json)]
pub async fn add_step(id: InterventionId, draft: StepDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.interventions().add_step(&by, id, &draft).await }).await?;
    back(id, "checklist");
    Ok(())
}

/// Moves a step by one place.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "checklist/place", output = crate::Json)]
pub async fn place_step(id: InterventionId, step: StepId, draft: PlaceDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.interventions().move_step(&by, id, step, &draft).await }).await?;
    back(id, "checklist");
    Ok(())
}

/// Takes a step away.
///
/// # Errors
/// [`domain::Refusal::IllegalMove`], [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "checklist/remove", output = crate::Json)]
pub async fn remove_step(id: InterventionId, step: StepId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.interventions().remove_step(&by, id, step).await }).await?;
    back(id, "checklist");
    Ok(())
}

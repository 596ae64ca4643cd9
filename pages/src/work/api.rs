//! Server functions of the work: each is a step that a form asks for, and leads back to the intervention.

use crate::{ApiError, ApiResult, backend};
use domain::{
    Caller, Error, FailureId, InterventionId,
    failure::DiagnosisDraft,
    intervention::{
        AssignDraft, CommentDraft, FinishDraft, InterventionDraft, PartDraft, PauseDraft, PeriodDraft,
        ReasonDraft, ReturnDraft, StartDraft,
    },
};
use leptos::prelude::*;
use services::Services;

/// Does a step, then shows the intervention.
async fn step<T, F>(id: InterventionId, step: impl FnOnce(Services, Caller) -> F) -> ApiResult<()>
where
    F: Future<Output = Result<T, Error>>,
{
    backend::call(step).await?;
    backend::redirect(&format!("/interventions/{id}?done=saved"));
    Ok(())
}

/// Enters an intervention, or changes the one with that id.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/save", output = crate::Json)]
pub async fn save_work(
    #[server(default)] id: Option<InterventionId>,
    draft: InterventionDraft,
) -> Result<(), ApiError> {
    let saved = backend::call(|s, by| async move {
        match id {
            Some(id) => s.interventions().update(&by, id, &draft).await,
            None => s.interventions().create(&by, &draft).await,
        }
    })
    .await?;
    backend::redirect(&format!("/interventions/{}?done=saved", saved.row.id));
    Ok(())
}

/// Enters hours.
///
/// # Errors
/// [`domain::Error::Invalid`]; hours that overlap another job are asked about.
#[server(prefix = "/rpc", endpoint = "work/log-time", output = crate::Json)]
pub async fn log_time(id: InterventionId, draft: PeriodDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().log_time(&by, id, &draft).await }).await
}

/// Corrects hours.
///
/// # Errors
/// As [`log_time`]; [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "work/change-time", output = crate::Json)]
pub async fn change_time(id: InterventionId, period: i64, draft: PeriodDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().change_time(&by, id, period, &draft).await }).await
}

/// Notes a part that was used.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/add-part", output = crate::Json)]
pub async fn add_part(id: InterventionId, draft: PartDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().add_part(&by, id, &draft).await }).await
}

/// Corrects a part.
///
/// # Errors
/// As [`add_part`]; [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "work/change-part", output = crate::Json)]
pub async fn change_part(id: InterventionId, part: i64, draft: PartDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().change_part(&by, id, part, &draft).await }).await
}

/// Takes a part back.
///
/// # Errors
/// As [`add_part`].
#[server(prefix = "/rpc", endpoint = "work/remove-part", output = crate::Json)]
pub async fn remove_part(id: InterventionId, part: i64) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().remove_part(&by, id, part).await }).await
}

/// Gives the work to people.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "work/assign", output = crate::Json)]
pub async fn assign_work(id: InterventionId, draft: AssignDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().assign(&by, id, &draft).await }).await
}

/// Work begins.
///
/// # Errors
/// [`domain::Refusal::IllegalMove`]; another running job of the person is asked about.
#[server(prefix = "/rpc", endpoint = "work/start", output = crate::Json)]
pub async fn start_work(id: InterventionId, #[server(default)] draft: StartDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().start(&by, id, &draft).await }).await
}

/// Work stands still.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/pause", output = crate::Json)]
pub async fn pause_work(id: InterventionId, draft: PauseDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().pause(&by, id, &draft).await }).await
}

/// Work goes on.
///
/// # Errors
/// As [`start_work`].
#[server(prefix = "/rpc", endpoint = "work/resume", output = crate::Json)]
pub async fn resume_work(id: InterventionId, #[server(default)] draft: StartDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().resume(&by, id, &draft).await }).await
}

/// Work is done.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/finish", output = crate::Json)]
pub async fn finish_work(id: InterventionId, draft: FinishDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().finish(&by, id, &draft).await }).await
}

/// Completed work is accepted.
///
/// # Errors
/// [`domain::Refusal::IllegalMove`]; nobody validates their own work.
#[server(prefix = "/rpc", endpoint = "work/validate", output = crate::Json)]
pub async fn validate_work(
    id: InterventionId,
    #[server(default)] draft: ReasonDraft,
) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().validate(&by, id, &draft).await }).await
}

/// Completed work goes back.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/return", output = crate::Json)]
pub async fn return_work(id: InterventionId, draft: ReturnDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().send_back(&by, id, &draft).await }).await
}

/// It is not done at all.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/cancel", output = crate::Json)]
pub async fn cancel_work(id: InterventionId, draft: ReasonDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().cancel(&by, id, &draft).await }).await
}

/// It is put away.
///
/// # Errors
/// [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/archive", output = crate::Json)]
pub async fn archive_work(id: InterventionId, #[server(default)] draft: ReasonDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().archive(&by, id, &draft).await }).await
}

/// Says something to everybody who follows it.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/comment", output = crate::Json)]
pub async fn comment_work(id: InterventionId, draft: CommentDraft) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.interventions().comment(&by, id, &draft).await }).await
}

/// Says what a failure was that the intervention is about.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`], [`domain::Refusal::IllegalMove`].
#[server(prefix = "/rpc", endpoint = "work/diagnose", output = crate::Json)]
pub async fn diagnose_failure(
    id: InterventionId,
    failure: FailureId,
    draft: DiagnosisDraft,
) -> Result<(), ApiError> {
    step(id, |s, by| async move { s.failures().diagnose(&by, failure, &draft).await }).await
}

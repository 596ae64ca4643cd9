//! Server functions of technicians, teams, shifts and absences.

use crate::{ApiError, backend, record::record_functions};
use domain::{
    AbsenceId, Date, TeamId, UserId,
    team::{AbsenceDraft, RefuseDraft, ShiftsDraft, TeamDraft, TechnicianDraft},
    user::HourlyRateDraft,
};
use leptos::prelude::*;

/// Changes what is said of a technician.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "team/profile", output = crate::Json)]
pub async fn save_technician(id: UserId, draft: TechnicianDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.team().update(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/team/{id}?done=saved"));
    Ok(())
}

/// Says which shifts a technician has from a day on.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "team/shifts", output = crate::Json)]
pub async fn save_shifts(id: UserId, draft: ShiftsDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.team().set_shifts(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/team/{id}?done=saved"));
    Ok(())
}

/// Takes the shifts back that hold from a day on.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "team/delete-shifts", output = crate::Json)]
pub async fn delete_shifts(id: UserId, from: Date) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.team().delete_shifts(&by, id, from).await }).await?;
    backend::redirect(&format!("/team/{id}?done=deleted"));
    Ok(())
}

/// Says what an hour of a technician costs from a day on.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "team/rate", output = crate::Json)]
pub async fn add_rate(id: UserId, draft: HourlyRateDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.interventions().add_hourly_rate(&by, id, &draft).await }).await?;
    backend::redirect(&format!("/team/{id}?done=saved"));
    Ok(())
}

/// Proposes an absence, or enters it.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "team/absence", output = crate::Json)]
pub async fn add_absence(draft: AbsenceDraft) -> Result<(), ApiError> {
    let made = backend::call(|s, by| async move { s.team().add_absence(&by, &draft).await }).await?;
    backend::redirect(&format!("/team/{}?done=saved", made.user.id));
    Ok(())
}

/// Approves a proposed absence; then back to the proposals.
///
/// # Errors
/// [`domain::Refusal::AbsenceDecided`].
#[server(prefix = "/rpc", endpoint = "team/approve", output = crate::Json)]
pub async fn approve_absence(id: AbsenceId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.team().approve(&by, id).await }).await?;
    backend::redirect("/team/absences?done=saved");
    Ok(())
}

/// Refuses a proposed absence, with the reason; then back to the proposals.
///
/// # Errors
/// [`domain::Error::Invalid`] without a reason; [`domain::Refusal::AbsenceDecided`].
#[server(prefix = "/rpc", endpoint = "team/refuse", output = crate::Json)]
pub async fn refuse_absence(id: AbsenceId, draft: RefuseDraft) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.team().refuse(&by, id, &draft).await }).await?;
    backend::redirect("/team/absences?done=saved");
    Ok(())
}

/// Withdraws or deletes an absence; then back to the person.
///
/// # Errors
/// [`domain::Refusal::AbsenceDecided`].
#[server(prefix = "/rpc", endpoint = "team/withdraw", output = crate::Json)]
pub async fn withdraw_absence(id: AbsenceId, person: UserId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.team().remove_absence(&by, id).await }).await?;
    backend::redirect(&format!("/team/{person}?done=deleted"));
    Ok(())
}

record_functions!(save_team "team/save", delete_team "team/delete", TeamDraft, TeamId);

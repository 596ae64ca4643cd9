//! Checklists of interventions over REST.

use super::input::{Created, Fields, Id, created};
use crate::{
    AppState,
    error::{By, RestResult},
};
use axum::{
    Json,
    extract::{FromRequestParts, Path, State},
    http::{StatusCode, request::Parts},
};
use domain::{
    Error, InterventionId, Noun, StepId,
    checklist::{AnswerDraft, ChecklistStep, ChecklistView, CorrectiveDraft, PlaceDraft, StepDraft},
    intervention::InterventionDetail,
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(add))
        .routes(routes!(remove))
        .routes(routes!(place))
        .routes(routes!(answer))
        .routes(routes!(corrective))
}

/// An intervention and one of its steps, as the path names them.
struct Step(InterventionId, StepId);

impl<S: Send + Sync> FromRequestParts<S> for Step {
    type Rejection = crate::error::RestError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> RestResult<Self> {
        let nowhere = || Error::NotFound(Noun::ChecklistStep);
        let path = Path::<(InterventionId, StepId)>::from_request_parts(parts, state).await;
        let Path((id, step)) = path.map_err(|_| nowhere())?;
        Ok(Self(id, step))
    }
}

/// Add a step to a checklist
///
/// At its end. The steps that a template gave are changed in the same way.
#[utoipa::path(post, path = "/interventions/{id}/steps", tag = "checklists",
    params(("id" = InterventionId, Path)), request_body = StepDraft,
    responses((status = CREATED, body = ChecklistStep, headers(("location" = String)))))]
async fn add(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Created<ChecklistStep>> {
    let step = s.interventions().add_step(&by, id, &fields.draft()?).await?;
    Ok(created(format!("/api/v1/interventions/{id}/steps/{}", step.id), step))
}

/// Take a step away
///
/// With its answer, which stays in the audit trail.
#[utoipa::path(delete, path = "/interventions/{id}/steps/{step}", tag = "checklists",
    params(("id" = InterventionId, Path), ("step" = StepId, Path)), responses((status = NO_CONTENT)))]
async fn remove(By(by): By, Step(id, step): Step, State(s): State<Services>) -> RestResult<StatusCode> {
    s.interventions().remove_step(&by, id, step).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Move a step by one place
#[utoipa::path(put, path = "/interventions/{id}/steps/{step}/place", tag = "checklists",
    params(("id" = InterventionId, Path), ("step" = StepId, Path)), request_body = PlaceDraft,
    responses((status = NO_CONTENT)))]
async fn place(
    By(by): By,
    Step(id, step): Step,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<StatusCode> {
    s.interventions().move_step(&by, id, step, &fields.draft()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Answer a step, or correct its answer
///
/// The same answer again changes nothing. A correction carries the version of the answer that was read; when somebody else
/// has answered since, it is refused with what is stored.
#[utoipa::path(put, path = "/interventions/{id}/steps/{step}/answer", tag = "checklists",
    params(("id" = InterventionId, Path), ("step" = StepId, Path)), request_body = AnswerDraft,
    responses((status = OK, body = ChecklistView)))]
async fn answer(
    By(by): By,
    Step(id, step): Step,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<ChecklistView>> {
    let draft: AnswerDraft = fields.draft()?;
    Ok(Json(s.interventions().answer_step(&by, id, step, &draft).await?))
}

/// Enter the corrective intervention of a step out of tolerance
///
/// One for each step: asked again, the answer is the one that is there.
#[utoipa::path(post, path = "/interventions/{id}/steps/{step}/corrective", tag = "checklists",
    params(("id" = InterventionId, Path), ("step" = StepId, Path)), request_body = CorrectiveDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn corrective(
    By(by): By,
    Step(id, step): Step,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    let draft: CorrectiveDraft = fields.draft()?;
    Ok(Json(s.interventions().corrective_of_step(&by, id, step, &draft).await?))
}

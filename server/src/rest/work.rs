//! The steps of an intervention over REST: from a reported breakdown to a validated intervention.

use super::input::{Fields, Id, page};
use crate::{
    AppState,
    error::{By, RestResult},
};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::{HeaderName, StatusCode, header},
};
use domain::{
    EquipmentId, Error, InterventionId, Noun, Page, SiteId,
    intervention::{
        AssignDraft, Candidate, CommentDraft, FinishDraft, InterventionDetail, OpenReport, PartDraft,
        PauseDraft, PeriodDraft, ReasonDraft, ReportDraft, ReturnDraft, StartDraft, WorkView,
    },
    user::UserRef,
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(report))
        .routes(routes!(open_reports))
        .routes(routes!(add))
        .routes(routes!(work))
        .routes(routes!(assign))
        .routes(routes!(start))
        .routes(routes!(pause))
        .routes(routes!(resume))
        .routes(routes!(finish))
        .routes(routes!(validate))
        .routes(routes!(send_back))
        .routes(routes!(cancel))
        .routes(routes!(archive))
        .routes(routes!(comment))
        .routes(routes!(log_time))
        .routes(routes!(change_time))
        .routes(routes!(add_part))
        .routes(routes!(change_part, remove_part))
        .routes(routes!(assignable))
        .routes(routes!(candidates))
}

type Created = (StatusCode, [(HeaderName, String); 1], Json<InterventionDetail>);

/// An intervention that is new, with its address.
pub(super) fn created(detail: InterventionDetail) -> Created {
    let location = format!("/api/v1/interventions/{}", detail.row.id);
    (StatusCode::CREATED, [(header::LOCATION, location)], Json(detail))
}

/// Report a breakdown
///
/// Makes a failure and the intervention that is to put it right. Where another report is open on the machine, this one is
/// marked as its possible duplicate: look at `open-reports` before.
#[utoipa::path(post, path = "/breakdowns", tag = "interventions", request_body = ReportDraft,
    responses((status = CREATED, body = InterventionDetail, headers(("location" = String)))))]
async fn report(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Created> {
    Ok(created(s.interventions().report_breakdown(&by, &fields.draft()?).await?))
}

/// Reports that are open on an equipment
///
/// The newest first. Whoever sees only their own reports is told no title of others.
#[utoipa::path(get, path = "/equipment/{id}/open-reports", tag = "interventions",
    params(("id" = EquipmentId, Path)), responses((status = OK, body = Page<OpenReport>)))]
async fn open_reports(
    By(by): By,
    Id(id): Id<EquipmentId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<OpenReport>>> {
    Ok(Json(page(s.interventions().open_reports(&by, id).await?, query)?))
}

/// Add to an open report
///
/// Instead of making another one: the text is kept as a comment, and the caller follows it from then on.
#[utoipa::path(post, path = "/interventions/{id}/additions", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = CommentDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn add(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().add_to_report(&by, id, &fields.draft()?).await?))
}

/// One intervention with everything that hangs on it
///
/// People, failures, history, hours, comments, costs, and what the caller may do next.
#[utoipa::path(get, path = "/interventions/{id}/work", tag = "interventions",
    params(("id" = InterventionId, Path)), responses((status = OK, body = WorkView)))]
async fn work(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
) -> RestResult<Json<WorkView>> {
    Ok(Json(s.interventions().work(&by, id).await?))
}

/// Give the work to one or several people
///
/// Whoever was on it and is not named leaves. The lead is the first unless said.
#[utoipa::path(post, path = "/interventions/{id}/assign", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = AssignDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn assign(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().assign(&by, id, &fields.draft()?).await?))
}

/// Begin the work
///
/// The person’s clock runs from now. When another of their clocks runs, `running` says what becomes of it (`stop`, `keep`); without it the answer is 409 with the other intervention.
#[utoipa::path(post, path = "/interventions/{id}/start", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = StartDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn start(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().start(&by, id, &fields.draft()?).await?))
}

/// Put the work on hold
///
/// With its reason; every clock on it stops.
#[utoipa::path(post, path = "/interventions/{id}/pause", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = PauseDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn pause(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().pause(&by, id, &fields.draft()?).await?))
}

/// Go on with the work
///
/// As beginning it.
#[utoipa::path(post, path = "/interventions/{id}/resume", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = StartDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn resume(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().resume(&by, id, &fields.draft()?).await?))
}

/// Complete the work
///
/// With its report. It waits for its validation then.
#[utoipa::path(post, path = "/interventions/{id}/finish", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = FinishDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn finish(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().finish(&by, id, &fields.draft()?).await?))
}

/// Accept completed work
///
/// Nobody accepts their own, unless the settings say so.
#[utoipa::path(post, path = "/interventions/{id}/validate", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = ReasonDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn validate(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().validate(&by, id, &fields.draft()?).await?))
}

/// Send completed work back
///
/// `paperwork`: nothing about the machine changes; `never_repaired`: the restoration is withdrawn; `failed_again`: another failure begins.
#[utoipa::path(post, path = "/interventions/{id}/return", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = ReturnDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn send_back(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().send_back(&by, id, &fields.draft()?).await?))
}

/// Call the work off
///
/// With a reason. A failure that no other work is about was none.
#[utoipa::path(post, path = "/interventions/{id}/cancel", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = ReasonDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn cancel(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().cancel(&by, id, &fields.draft()?).await?))
}

/// Put closed work away
#[utoipa::path(post, path = "/interventions/{id}/archive", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = ReasonDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn archive(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().archive(&by, id, &fields.draft()?).await?))
}

/// Say something about an intervention
#[utoipa::path(post, path = "/interventions/{id}/comments", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = CommentDraft, responses((status = NO_CONTENT)))]
async fn comment(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<StatusCode> {
    s.interventions().comment(&by, id, &fields.draft()?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Enter hours
///
/// One’s own; whoever directs the work enters those of anybody to whom it is assigned. Hours that overlap another job of the
/// person are answered with 409 until `overlap` is `keep`.
#[utoipa::path(post, path = "/interventions/{id}/periods", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = PeriodDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn log_time(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().log_time(&by, id, &fields.draft()?).await?))
}

/// Correct hours
#[utoipa::path(put, path = "/interventions/{id}/periods/{period}", tag = "interventions",
    params(("id" = InterventionId, Path), ("period" = i64, Path)), request_body = PeriodDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn change_time(
    By(by): By,
    Path(path): Path<(String, String)>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    let (id, period) = line_of(&path, Noun::WorkPeriod)?;
    Ok(Json(s.interventions().change_time(&by, id, period, &fields.draft()?).await?))
}

/// Note a part that was used
///
/// A line of text, and what it cost as a whole; the cost of the intervention follows.
#[utoipa::path(post, path = "/interventions/{id}/parts", tag = "interventions",
    params(("id" = InterventionId, Path)), request_body = PartDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn add_part(
    By(by): By,
    Id(id): Id<InterventionId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    Ok(Json(s.interventions().add_part(&by, id, &fields.draft()?).await?))
}

/// Correct a part
#[utoipa::path(put, path = "/interventions/{id}/parts/{part}", tag = "interventions",
    params(("id" = InterventionId, Path), ("part" = i64, Path)), request_body = PartDraft,
    responses((status = OK, body = InterventionDetail)))]
async fn change_part(
    By(by): By,
    Path(path): Path<(String, String)>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<InterventionDetail>> {
    let (id, part) = line_of(&path, Noun::InterventionPart)?;
    Ok(Json(s.interventions().change_part(&by, id, part, &fields.draft()?).await?))
}

/// Take a part back
#[utoipa::path(delete, path = "/interventions/{id}/parts/{part}", tag = "interventions",
    params(("id" = InterventionId, Path), ("part" = i64, Path)),
    responses((status = OK, body = InterventionDetail)))]
async fn remove_part(
    By(by): By,
    Path(path): Path<(String, String)>,
    State(s): State<Services>,
) -> RestResult<Json<InterventionDetail>> {
    let (id, part) = line_of(&path, Noun::InterventionPart)?;
    Ok(Json(s.interventions().remove_part(&by, id, part).await?))
}

/// The numbers of an intervention and of something that hangs on it.
///
/// # Errors
/// [`Error::NotFound`] with `noun`.
fn line_of((id, line): &(String, String), noun: Noun) -> Result<(InterventionId, i64), Error> {
    id.parse().ok().zip(line.parse().ok()).ok_or(Error::NotFound(noun))
}

/// People to whom work of a site can be given
#[utoipa::path(get, path = "/sites/{id}/technicians", tag = "interventions", params(("id" = SiteId, Path)),
    responses((status = OK, body = Page<UserRef>)))]
async fn assignable(
    By(by): By,
    Id(id): Id<SiteId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<UserRef>>> {
    Ok(Json(page(s.interventions().assignable(&by, id).await?, query)?))
}

/// People to whom an intervention can be given, with what speaks against each
#[utoipa::path(get, path = "/interventions/{id}/technicians", tag = "interventions",
    params(("id" = InterventionId, Path)), responses((status = OK, body = Page<Candidate>)))]
async fn candidates(
    By(by): By,
    Id(id): Id<InterventionId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<Candidate>>> {
    Ok(Json(page(s.interventions().candidates(&by, id).await?, query)?))
}

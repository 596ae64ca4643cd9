//! Technicians and absences over REST.

use super::{
    input::{self, Created, Fields, Id, created},
    params::WindowParams,
};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
    http::StatusCode,
};
use domain::{
    AbsenceId, Date, Page, UserId,
    team::{
        AbsenceDraft, AbsenceQuery, AbsenceState, AbsenceView, RefuseDraft, ShiftsDraft, TeamQuery,
        TechnicianDetail, TechnicianDraft, TechnicianRow,
    },
};
use services::Services;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(get, replace, change))
        .routes(routes!(set_shifts))
        .routes(routes!(delete_shifts))
        .routes(routes!(absences, add_absence))
        .routes(routes!(approve))
        .routes(routes!(refuse))
        .routes(routes!(remove_absence))
}

/// Filters of the technicians. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
struct TechnicianParams {
    /// Words that must all be found in names, username or e-mail address.
    q: Option<String>,
    #[param(style = Form, explode = false)]
    team: Option<Vec<i64>>,
    /// Names of skills; people who have one of them.
    #[param(style = Form, explode = false)]
    skill: Option<Vec<String>>,
    /// People who work in one of these sites.
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    /// Only those who are in a shift now.
    present: Option<bool>,
}

/// Technicians who share a site with the caller, by last name
///
/// With their presence, their load this week and what they work on. Of colleagues' absences only the times are told.
#[utoipa::path(get, path = "/technicians", tag = "technicians", params(TechnicianParams, WindowParams),
    responses((status = OK, body = Page<TechnicianRow>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<TechnicianRow>>> {
    let wanted = RestError::unless_read(TeamQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(input::page(s.team().list(&by, &wanted).await?, query)?))
}

/// One technician, by the number of their account
#[utoipa::path(get, path = "/technicians/{id}", tag = "technicians", params(("id" = UserId, Path)),
    responses((status = OK, body = TechnicianDetail)))]
async fn get(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
) -> RestResult<Json<TechnicianDetail>> {
    Ok(Json(s.team().get(&by, id).await?))
}

/// Change a technician
///
/// A field that is absent keeps its stored value. With `version`, the change is refused when somebody else
/// has saved since that version was read. `skills` are replaced as a whole.
#[utoipa::path(put, path = "/technicians/{id}", tag = "technicians", params(("id" = UserId, Path)),
    request_body = TechnicianDraft, responses((status = OK, body = TechnicianDetail)))]
async fn replace(
    by: By,
    id: Id<UserId>,
    state: State<Services>,
    fields: Fields,
) -> RestResult<Json<TechnicianDetail>> {
    change(by, id, state, fields).await
}

/// Change some fields of a technician
///
/// The same as PUT.
#[utoipa::path(patch, path = "/technicians/{id}", tag = "technicians", params(("id" = UserId, Path)),
    request_body = TechnicianDraft, responses((status = OK, body = TechnicianDetail)))]
async fn change(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<TechnicianDetail>> {
    let stored = TechnicianDraft::from(&s.team().get(&by, id).await?);
    Ok(Json(s.team().update(&by, id, &fields.over(&stored)?).await?))
}

/// Say which shifts somebody has from a day on
///
/// A week that holds from the same day is changed; its `version` must be sent then.
#[utoipa::path(put, path = "/technicians/{id}/shifts", tag = "technicians", params(("id" = UserId, Path)),
    request_body = ShiftsDraft, responses((status = OK, body = TechnicianDetail)))]
async fn set_shifts(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<TechnicianDetail>> {
    Ok(Json(s.team().set_shifts(&by, id, &fields.draft()?).await?))
}

/// Take a week of shifts back
///
/// `from` is the day from which it holds. The week before it holds on.
#[utoipa::path(delete, path = "/technicians/{id}/shifts/{from}", tag = "technicians",
    params(("id" = UserId, Path), ("from" = Date, Path)), responses((status = NO_CONTENT)))]
async fn delete_shifts(
    By(by): By,
    axum::extract::Path((id, from)): axum::extract::Path<(String, String)>,
    State(s): State<Services>,
) -> RestResult<StatusCode> {
    let nowhere = || RestError::Domain(domain::Error::NotFound(domain::Noun::Page));
    let id = id.parse().map_err(|_| nowhere())?;
    let from = from.parse().map_err(|_| nowhere())?;
    s.team().delete_shifts(&by, id, from).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Whose absences, and when. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
struct AbsenceParams {
    #[param(style = Form, explode = false)]
    person: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    state: Option<Vec<AbsenceState>>,
    /// Those with a part on this day or later.
    from: Option<Date>,
    /// Those with a part on this day or earlier.
    until: Option<Date>,
}

/// Absences, in their order
///
/// Colleagues' absences come without their kind, and only once they are approved; on-call duty is told to all.
#[utoipa::path(get, path = "/absences", tag = "technicians", params(AbsenceParams, WindowParams),
    responses((status = OK, body = Page<AbsenceView>)))]
async fn absences(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<AbsenceView>>> {
    let wanted = RestError::unless_read(AbsenceQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(input::page(s.team().absences(&by, &wanted).await?, query)?))
}

/// Propose or enter an absence
///
/// Technicians propose their own; whoever directs technicians enters it approved, for anybody.
#[utoipa::path(post, path = "/absences", tag = "technicians", request_body = AbsenceDraft,
    responses((status = CREATED, body = AbsenceView, headers(("location" = String)))))]
async fn add_absence(
    By(by): By,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Created<AbsenceView>> {
    let made = s.team().add_absence(&by, &fields.draft()?).await?;
    Ok(created(format!("/api/v1/absences?person={}", made.user.id), made))
}

/// Approve a proposed absence
#[utoipa::path(post, path = "/absences/{id}/approve", tag = "technicians", params(("id" = AbsenceId, Path)),
    responses((status = OK, body = AbsenceView)))]
async fn approve(
    By(by): By,
    Id(id): Id<AbsenceId>,
    State(s): State<Services>,
) -> RestResult<Json<AbsenceView>> {
    Ok(Json(s.team().approve(&by, id).await?))
}

/// Refuse a proposed absence, with the reason
#[utoipa::path(post, path = "/absences/{id}/refuse", tag = "technicians", params(("id" = AbsenceId, Path)),
    request_body = RefuseDraft, responses((status = OK, body = AbsenceView)))]
async fn refuse(
    By(by): By,
    Id(id): Id<AbsenceId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<AbsenceView>> {
    Ok(Json(s.team().refuse(&by, id, &fields.draft()?).await?))
}

/// Withdraw or delete an absence
///
/// One's own as long as it is not decided; any for whoever directs technicians.
#[utoipa::path(delete, path = "/absences/{id}", tag = "technicians", params(("id" = AbsenceId, Path)),
    responses((status = NO_CONTENT)))]
async fn remove_absence(
    By(by): By,
    Id(id): Id<AbsenceId>,
    State(s): State<Services>,
) -> RestResult<StatusCode> {
    s.team().remove_absence(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

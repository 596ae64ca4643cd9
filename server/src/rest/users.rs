//! People with an account over REST.

use super::input::{self, Fields, Id};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{Path, RawQuery, State},
    http::{HeaderName, StatusCode, header},
};
use domain::{
    Page, Role, SessionId, UserId,
    session::SessionView,
    user::{
        HourlyRateDraft, HourlyRateView, NewUserDraft, SignInView, UserDetail, UserDraft, UserQuery, UserRow,
        UserView,
    },
};
use services::Services;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(me))
        .routes(routes!(get, replace, change))
        .routes(routes!(activate))
        .routes(routes!(deactivate))
        .routes(routes!(unlock))
        .routes(routes!(invite_again))
        .routes(routes!(sign_ins))
        .routes(routes!(sessions, end_sessions))
        .routes(routes!(end_session))
        .routes(routes!(remove_second_step))
        .routes(routes!(hourly_rates, add_hourly_rate))
}

/// Filters and page of a list of people.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
struct UserParams {
    /// Words that must all be found in names, username or e-mail address.
    q: Option<String>,
    #[param(style = Form, explode = false)]
    role: Option<Vec<Role>>,
    /// Only active or only disabled accounts.
    active: Option<bool>,
    /// People who see one of these sites.
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// People who share a site with the caller, by last name
#[utoipa::path(get, path = "/users", tag = "users", params(UserParams),
    responses((status = OK, body = Page<UserRow>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<UserRow>>> {
    let query = RestError::unless_read(UserQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.users().list(&by, &query).await?))
}

/// The caller's own account
#[utoipa::path(get, path = "/users/me", tag = "users", responses((status = OK, body = UserView)))]
async fn me(By(by): By, State(s): State<Services>) -> RestResult<Json<UserView>> {
    Ok(Json(s.users().me(&by).await?))
}

/// One person
#[utoipa::path(get, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)),
    responses((status = OK, body = UserDetail)))]
async fn get(By(by): By, Id(id): Id<UserId>, State(s): State<Services>) -> RestResult<Json<UserDetail>> {
    Ok(Json(s.users().detail(&by, id).await?))
}

/// Create an account
///
/// An administrator creates any; a supervisor technicians and clients of their own sites. With `invite` and no
/// password, a mail with a link, good for 72 hours, lets the person choose one; until then nobody signs in.
#[utoipa::path(post, path = "/users", tag = "users", request_body = NewUserDraft,
    responses((status = CREATED, body = UserView, headers(("location" = String)))))]
async fn create(
    By(by): By,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, [(HeaderName, String); 1], Json<UserView>)> {
    let created = s.users().create(&by, &fields.draft()?).await?;
    let location = format!("/api/v1/users/{}", created.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(created)))
}

/// Change an account
///
/// A field that is absent keeps its stored value. With `version`, the change is refused when somebody else
/// has saved since that version was read.
#[utoipa::path(put, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)),
    request_body = UserDraft, responses((status = OK, body = UserDetail)))]
async fn replace(
    by: By,
    id: Id<UserId>,
    state: State<Services>,
    fields: Fields,
) -> RestResult<Json<UserDetail>> {
    change(by, id, state, fields).await
}

/// Change some fields of an account
///
/// The same as PUT.
#[utoipa::path(patch, path = "/users/{id}", tag = "users", params(("id" = UserId, Path)),
    request_body = UserDraft, responses((status = OK, body = UserDetail)))]
async fn change(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<UserDetail>> {
    let stored = s.users().draft(&by, id).await?;
    Ok(Json(s.users().update(&by, id, &fields.over(&stored)?).await?))
}

/// Let somebody work again
#[utoipa::path(post, path = "/users/{id}/activate", tag = "users", params(("id" = UserId, Path)),
    responses((status = OK, body = UserView)))]
async fn activate(By(by): By, Id(id): Id<UserId>, State(s): State<Services>) -> RestResult<Json<UserView>> {
    Ok(Json(s.users().set_active(&by, id, true).await?))
}

/// Let somebody work no more
///
/// Their sessions end. Not for oneself, nor for the last administrator.
#[utoipa::path(post, path = "/users/{id}/deactivate", tag = "users", params(("id" = UserId, Path)),
    responses((status = OK, body = UserView)))]
async fn deactivate(By(by): By, Id(id): Id<UserId>, State(s): State<Services>) -> RestResult<Json<UserView>> {
    Ok(Json(s.users().set_active(&by, id, false).await?))
}

/// Let somebody try to sign in again at once, after too many wrong passwords
#[utoipa::path(post, path = "/users/{id}/unlock", tag = "users", params(("id" = UserId, Path)),
    responses((status = NO_CONTENT)))]
async fn unlock(By(by): By, Id(id): Id<UserId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.users().unlock(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Send an invitation once more
///
/// To somebody who has not chosen a password yet. The link sent before is worth nothing any more.
#[utoipa::path(post, path = "/users/{id}/invitation", tag = "users", params(("id" = UserId, Path)),
    responses((status = NO_CONTENT)))]
async fn invite_again(By(by): By, Id(id): Id<UserId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.users().invite_again(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Somebody's latest sign-ins, failed ones too
#[utoipa::path(get, path = "/users/{id}/sign-ins", tag = "users", params(("id" = UserId, Path)),
    responses((status = OK, body = Vec<SignInView>)))]
async fn sign_ins(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
) -> RestResult<Json<Vec<SignInView>>> {
    Ok(Json(s.users().sign_ins(&by, id).await?))
}

/// Somebody's open sessions
#[utoipa::path(get, path = "/users/{id}/sessions", tag = "users", params(("id" = UserId, Path)),
    responses((status = OK, body = Vec<SessionView>)))]
async fn sessions(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
) -> RestResult<Json<Vec<SessionView>>> {
    Ok(Json(s.users().sessions(&by, id).await?))
}

/// End all of somebody's sessions
#[utoipa::path(delete, path = "/users/{id}/sessions", tag = "users", params(("id" = UserId, Path)),
    responses((status = NO_CONTENT)))]
async fn end_sessions(By(by): By, Id(id): Id<UserId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.users().end_sessions(&by, id, None).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// End one of somebody's sessions
#[utoipa::path(delete, path = "/users/{id}/sessions/{session}", tag = "users",
    params(("id" = UserId, Path), ("session" = SessionId, Path)), responses((status = NO_CONTENT)))]
async fn end_session(
    By(by): By,
    Path((id, session)): Path<(UserId, SessionId)>,
    State(s): State<Services>,
) -> RestResult<StatusCode> {
    s.users().end_sessions(&by, id, Some(session)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take away the second step of somebody who has lost it
///
/// Not one's own: that takes the password.
#[utoipa::path(delete, path = "/users/{id}/second-step", tag = "users", params(("id" = UserId, Path)),
    responses((status = NO_CONTENT)))]
async fn remove_second_step(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
) -> RestResult<StatusCode> {
    s.users().remove_second_step(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What an hour of a person costs, the newest rate first
#[utoipa::path(get, path = "/users/{id}/hourly-rates", tag = "users", params(("id" = UserId, Path)),
    responses((status = OK, body = Page<HourlyRateView>)))]
async fn hourly_rates(
    By(by): By,
    Id(id): Id<UserId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<HourlyRateView>>> {
    Ok(Json(input::page(s.interventions().hourly_rates(&by, id).await?, query)?))
}

/// Say what an hour of a person costs from a day on
#[utoipa::path(post, path = "/users/{id}/hourly-rates", tag = "users", params(("id" = UserId, Path)),
    request_body = HourlyRateDraft, responses((status = CREATED, body = HourlyRateView)))]
async fn add_hourly_rate(
    By(by): By,
    Id(id): Id<UserId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<(StatusCode, Json<HourlyRateView>)> {
    let rate = s.interventions().add_hourly_rate(&by, id, &fields.draft()?).await?;
    Ok((StatusCode::CREATED, Json(rate)))
}

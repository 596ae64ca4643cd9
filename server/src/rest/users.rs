//! People with an account over REST, for reading.

use super::input::Id;
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    Page, Role, UserId,
    user::{UserQuery, UserView},
};
use services::Services;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(me)).routes(routes!(get))
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
    /// Rows of a page, 1 to 200; 50 unless given.
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// People who share a site with the caller, by last name
#[utoipa::path(get, path = "/users", tag = "users", params(UserParams),
    responses((status = OK, body = Page<UserView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<UserView>>> {
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
    responses((status = OK, body = UserView)))]
async fn get(By(by): By, Id(id): Id<UserId>, State(s): State<Services>) -> RestResult<Json<UserView>> {
    Ok(Json(s.users().get(&by, id).await?))
}

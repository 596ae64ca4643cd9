//! Failures over REST.

use super::input::{Fields, Id};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    Date, FailureId, Page,
    failure::{DiagnosisDraft, FailureQuery, FailureRow, FailureState},
    intervention::Priority,
};
use services::Services;
use utoipa::IntoParams;
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(list)).routes(routes!(get)).routes(routes!(diagnose))
}

/// Filters, order and page of a list of failures. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
struct FailureParams {
    /// All but the withdrawn ones unless given.
    #[param(style = Form, explode = false)]
    state: Option<Vec<FailureState>>,
    /// Only those that made the machine stand still, or only the others.
    stops: Option<bool>,
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    equipment: Option<Vec<i64>>,
    #[param(style = Form, explode = false)]
    equipment_type: Option<Vec<i64>>,
    /// Of an intervention that is to put it right.
    #[param(style = Form, explode = false)]
    priority: Option<Vec<Priority>>,
    /// Those to whom such an intervention is assigned.
    #[param(style = Form, explode = false)]
    technician: Option<Vec<i64>>,
    /// Began on this day of the site or later.
    from: Option<Date>,
    /// Began on this day of the site or earlier.
    to: Option<Date>,
    /// `started`; `-` before it turns the order.
    #[param(example = "-started")]
    sort: Option<String>,
    /// Rows of a page, 1 to 200; 50 unless given.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// Rows to skip; a cursor is faster.
    #[param(minimum = 0, maximum = 1_000_000_000)]
    offset: Option<u64>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Failures of the caller’s sites
///
/// The newest first unless asked otherwise. Whoever sees only their own reports sees the failures of those.
#[utoipa::path(get, path = "/failures", tag = "failures", params(FailureParams),
    responses((status = OK, body = Page<FailureRow>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<FailureRow>>> {
    let query = RestError::unless_read(FailureQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.failures().list(&by, &query).await?))
}

/// One failure
#[utoipa::path(get, path = "/failures/{id}", tag = "failures", params(("id" = FailureId, Path)),
    responses((status = OK, body = FailureRow)))]
async fn get(By(by): By, Id(id): Id<FailureId>, State(s): State<Services>) -> RestResult<Json<FailureRow>> {
    Ok(Json(s.failures().get(&by, id).await?))
}

/// Say what a failure was
///
/// Its codes, whether the cause is the machine’s, and when it began and ended. A field that is absent keeps its stored value;
/// a code that is `null` is not known yet. `version` is that of the failure.
#[utoipa::path(patch, path = "/failures/{id}/diagnosis", tag = "failures", params(("id" = FailureId, Path)),
    request_body = DiagnosisDraft, responses((status = OK, body = FailureRow)))]
async fn diagnose(
    By(by): By,
    Id(id): Id<FailureId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<FailureRow>> {
    let stored = DiagnosisDraft::from(&s.failures().get(&by, id).await?);
    Ok(Json(s.failures().diagnose(&by, id, &fields.over(&stored)?).await?))
}

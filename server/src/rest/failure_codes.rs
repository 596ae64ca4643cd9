//! Failure codes over REST.

use super::{input, params::WindowParams, record::record_routes};
use crate::error::{By, RestError, RestResult};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    FailureCodeId, Page,
    failure_code::{CodeKind, FailureCodeDraft, FailureCodeQuery, FailureCodeView},
    url::QueryReader,
};
use services::Services;
use utoipa::IntoParams;

record_routes!(
    failure_codes,
    FailureCodeId,
    FailureCodeDraft,
    FailureCodeView,
    "failure codes",
    "/failure-codes",
    "/failure-codes/{id}",
    "failure code",
    "a failure code"
);

/// Filters of the codes. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
struct FailureCodeParams {
    #[param(style = Form, explode = false)]
    kind: Option<Vec<CodeKind>>,
    /// Codes that are offered for one of these types: their own and those for every type.
    #[param(style = Form, explode = false)]
    equipment_type: Option<Vec<i64>>,
    /// Only codes that are retired, or only those that are not.
    retired: Option<bool>,
}

/// Failure codes
///
/// They are shared by all sites.
#[utoipa::path(get, path = "/failure-codes", tag = "failure codes", params(FailureCodeParams, WindowParams),
    responses((status = OK, body = Page<FailureCodeView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<FailureCodeView>>> {
    let mut reader = QueryReader::new(query.as_deref().unwrap_or_default());
    let wanted = FailureCodeQuery::read(&mut reader);
    let wanted = RestError::unless_read((wanted, reader.errors()))?;
    Ok(Json(input::page(s.failure_codes().list(&by, &wanted).await?, query)?))
}

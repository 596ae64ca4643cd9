//! Lists as CSV files, of any length: rows go out while the next ones are read.

mod audit;
mod campaigns;
mod csv;
mod equipment;
mod interventions;

use crate::{AppState, error::RestResult};
use axum::{
    Router,
    body::{Body, Bytes},
    http::{HeaderValue, header},
    response::Response,
    routing::get,
};
use csv::Table;
use domain::{Result, page::Cursor};
use futures_util::{StreamExt, stream};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Under the API.
pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(equipment::export))
        .routes(routes!(interventions::export))
        .routes(routes!(audit::export))
        .routes(routes!(campaigns::export))
}

/// Beside the pages, for their buttons.
pub fn router() -> Router<AppState> {
    Router::new()
        .route("/equipments/export.csv", get(equipment::export))
        .route("/interventions/export.csv", get(interventions::export))
        .route("/admin/audit/export.csv", get(audit::export))
        .route("/campaigns/{id}/export.csv", get(campaigns::export))
}

/// A file of batches. The first one is read before the answer begins, so that a refusal is still told; an
/// error after that ends the connection, and the file is seen to be incomplete.
async fn file<F, Fut>(name: &str, header: Table, next: F) -> RestResult<Response>
where
    F: Fn(Option<Cursor>) -> Fut + Send + 'static,
    Fut: Future<Output = Result<(Table, Option<Cursor>)>> + Send + 'static,
{
    let (first, more) = next(None).await?;
    let head = stream::iter([Ok(header.into_bytes()), Ok(first.into_bytes())]);
    let rest = stream::try_unfold((next, more), |(next, more)| async move {
        let Some(cursor) = more else { return Ok::<_, domain::Error>(None) };
        let (rows, more) = next(Some(cursor)).await?;
        Ok(Some((rows.into_bytes(), (next, more))))
    });
    let body = head.chain(rest).map(|part: Result<Vec<u8>>| part.map(Bytes::from));
    let mut response = Response::new(Body::from_stream(body));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

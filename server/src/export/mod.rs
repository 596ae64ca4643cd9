//! Lists as CSV files, of any length: rows go out while the next ones are read.

mod audit;
mod campaigns;
mod csv;
mod equipment;
mod interventions;

use crate::{
    AppState,
    edge::language::Language,
    error::{By, RestError, RestResult},
};
use axum::{
    RequestPartsExt, Router,
    body::{Body, Bytes},
    extract::{FromRef, FromRequestParts},
    http::{HeaderValue, header, request::Parts},
    response::Response,
    routing::get,
};
use csv::{Column, Table, optional, plain, plain_if, text};
use domain::{Caller, FieldError, Result, page::Cursor};
use futures_util::{StreamExt, stream};
use i18n::Locale;
use services::Services;
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

/// Who asks for a file, in which language, and for which rows.
struct Asked {
    services: Services,
    by: Caller,
    locale: Locale,
    query: String,
}

impl FromRequestParts<AppState> for Asked {
    type Rejection = RestError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> RestResult<Self> {
        let By(by) = parts.extract().await?;
        Ok(Self {
            services: Services::from_ref(state),
            by,
            locale: Language::of(parts).0,
            query: parts.uri.query().unwrap_or_default().to_owned(),
        })
    }
}

/// A list as a file of batches. The first one is read before the answer begins, so that a refusal is still told; an
/// error after that ends the connection, and the file is seen to be incomplete.
async fn file<Q, R, F, Fut>(
    name: &str,
    columns: &'static [Column<R>],
    asked: Asked,
    read: fn(&str) -> (Q, Vec<FieldError>),
    next: F,
) -> RestResult<Response>
where
    Q: Clone + Send + 'static,
    R: 'static,
    F: Fn(Services, Caller, Q, Option<Cursor>) -> Fut + Send + 'static,
    Fut: Future<Output = Result<(Vec<R>, Option<Cursor>)>> + Send + 'static,
{
    let Asked { services, by, locale, query } = asked;
    let query = RestError::unless_read(read(&query))?;
    let batch = move |after| {
        let rows = next(services.clone(), by.clone(), query.clone(), after);
        async move { rows.await.map(|(rows, more)| (Table::rows(locale, columns, &rows), more)) }
    };
    let (first, more) = batch(None).await?;
    let head = stream::iter([Ok(Table::header(locale, columns)), Ok(first)]);
    let rest = stream::try_unfold((batch, more), |(batch, more)| async move {
        let Some(cursor) = more else { return Ok::<_, domain::Error>(None) };
        let (rows, more) = batch(Some(cursor)).await?;
        Ok(Some((rows, (batch, more))))
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

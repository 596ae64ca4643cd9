//! Files sent in parts over REST, in the manner of tus 1.0: create, add at an offset, ask the offset, give up.

use super::input::{Fields, Id};
use crate::{
    AppState,
    error::{BadRequest, By, RestError, RestResult},
};
use axum::{
    Json,
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use domain::{
    UploadId,
    document::{DocumentKind, Holder, UploadDraft, UploadView},
};
use futures_util::StreamExt;
use services::Services;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Of a part's body, as tus has it.
const PART: &str = "application/offset+octet-stream";
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const LENGTH: HeaderName = HeaderName::from_static("upload-length");

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(create)).routes(routes!(offset, append, cancel))
}

/// A file that is to be sent in parts.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
struct NewUpload {
    entity: Holder,
    entity_id: i64,
    /// Guessed from the file's type when absent.
    kind: Option<DocumentKind>,
    /// The current version of a document, which this file replaces.
    replaces: Option<i64>,
    file_name: String,
    /// Bytes of the whole file; at most 25 MB, 250 MB of a video, unless the settings say otherwise.
    size: i64,
    /// SHA-256 of the whole file in hexadecimal: compared before it becomes a document.
    sha256: Option<String>,
}

type Created = (StatusCode, [(HeaderName, String); 2], Json<UploadView>);

/// Begin to send a document in parts
///
/// Add the parts with `PATCH`. The upload waits for its next part as long as the settings say (`upload_hours`, a day by default); at most 40 of one person are under way.
#[utoipa::path(post, path = "/uploads", tag = "documents", request_body = NewUpload,
    responses((status = CREATED, body = UploadView,
        headers(("location" = String), ("upload-offset" = i64)))))]
async fn create(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Created> {
    let view = s.uploads().create(&by, &fields.draft::<UploadDraft>()?).await?;
    let location = format!("/api/v1/uploads/{}", view.id);
    let headers = [(header::LOCATION, location), (OFFSET, view.offset.to_string())];
    Ok((StatusCode::CREATED, headers, Json(view)))
}

fn how_far(view: &UploadView) -> [(HeaderName, HeaderValue); 3] {
    [
        (OFFSET, view.offset.into()),
        (LENGTH, view.size.into()),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ]
}

/// How far an upload is
///
/// `Upload-Offset` is where the next part begins. Only for who began it.
#[utoipa::path(head, path = "/uploads/{id}", tag = "documents", params(("id" = UploadId, Path)),
    responses((status = OK, headers(("upload-offset" = i64), ("upload-length" = i64)))))]
async fn offset(
    By(by): By,
    Id(id): Id<UploadId>,
    State(s): State<Services>,
) -> RestResult<[(HeaderName, HeaderValue); 3]> {
    Ok(how_far(&s.uploads().get(&by, id).await?))
}

/// Add a part
///
/// `Upload-Offset` says where it begins, which must be where the parts before end: otherwise 409. The answer to
/// the last part has the document; asked again with an empty part at the end, it is the same one. When a
/// connection breaks, what had arrived may count: ask with `HEAD`.
#[utoipa::path(patch, path = "/uploads/{id}", tag = "documents",
    params(("id" = UploadId, Path), ("upload-offset" = i64, Header)),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"),
    responses((status = OK, body = UploadView, headers(("upload-offset" = i64)))))]
async fn append(
    By(by): By,
    Id(id): Id<UploadId>,
    State(s): State<Services>,
    headers: HeaderMap,
    body: Body,
) -> RestResult<([(HeaderName, HeaderValue); 3], Json<UploadView>)> {
    let mut parts = body.into_data_stream();
    let done = async {
        let offset = match begins_at(&headers) {
            Ok(offset) => offset,
            // Whose upload it is comes before how the part is sent.
            Err(error) => return Err(s.uploads().get(&by, id).await.err().map_or(error, RestError::from)),
        };
        let mut part = s.uploads().part(&by, id, offset).await?;
        while let Some(bytes) = parts.next().await {
            let Ok(bytes) = bytes else {
                // The connection broke: what has come need not be sent again.
                let _ = part.finish().await;
                return Err(BadRequest::Other.into());
            };
            part.write(&bytes).await?;
        }
        Ok(part.finish().await?)
    };
    match done.await {
        Ok(view) => Ok((how_far(&view), Json(view))),
        Err(error) => {
            // A browser that is still sending would not read the answer.
            while let Some(Ok(_)) = parts.next().await {}
            Err(error)
        }
    }
}

fn begins_at(headers: &HeaderMap) -> RestResult<i64> {
    let text = |name: HeaderName| headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    if !text(header::CONTENT_TYPE).eq_ignore_ascii_case(PART) {
        return Err(BadRequest::MediaType(PART).into());
    }
    let offset = text(OFFSET).parse::<i64>().ok().filter(|offset| *offset >= 0);
    offset.ok_or(BadRequest::Other.into())
}

/// Give an upload up
#[utoipa::path(delete, path = "/uploads/{id}", tag = "documents", params(("id" = UploadId, Path)),
    responses((status = NO_CONTENT)))]
async fn cancel(By(by): By, Id(id): Id<UploadId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.uploads().cancel(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

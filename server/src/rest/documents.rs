//! Documents over REST: the file comes as multipart and is checked while it arrives.

use super::{
    document_content::sent,
    input::{Fields, Id},
};
use crate::{
    AppState,
    error::{BadRequest, By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{
        DefaultBodyLimit, Multipart, RawQuery, State,
        multipart::{Field, MultipartRejection},
    },
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::Response,
};
use domain::{
    Caller, DocumentId, Error, FieldCode,
    document::{DocumentDraft, DocumentEdit, DocumentKind, DocumentView, Holder, Limits},
    settings::Storage,
};
use serde::{Deserialize, Serialize};
use services::{DocumentUpload, Part, Services};
use tokio::sync::Semaphore;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

/// Bytes of a request with files; each file has the configured limit besides.
pub const UPLOAD_LIMIT: usize = 512 << 20;
/// Bytes of the form's other fields.
pub(crate) const FIELD_LIMIT: usize = 1_000;

pub fn routes() -> OpenApiRouter<AppState> {
    let upload =
        OpenApiRouter::new().routes(routes!(create, list)).layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    OpenApiRouter::new()
        .merge(upload)
        .routes(routes!(get, change, delete))
        .routes(routes!(content))
        .routes(routes!(thumbnail))
        .routes(routes!(versions))
        .routes(routes!(restore))
        .routes(routes!(cover))
        .routes(routes!(make_current))
}

/// What an upload is made of.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
struct Upload {
    entity: Holder,
    entity_id: i64,
    /// Guessed from the file's type when absent.
    kind: Option<DocumentKind>,
    /// The current version of a document, which this file replaces.
    replaces: Option<i64>,
    /// PDF, JPEG, PNG, WebP, TXT, CSV, DOCX, XLSX, ODT or ODS of 25 MB; MP4, MOV or WebM of 250 MB; unless the settings
    /// say otherwise. Best after `entity` and `entity_id`: it is then checked while it arrives. Before them, at
    /// most 25 MB of any type.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

type Created = (StatusCode, [(HeaderName, String); 1], Json<DocumentView>);

/// Attach a document
///
/// A picture is stored anew from its pixels, without place and camera, so its size and SHA-256 are not those
/// of the file that was sent.
#[utoipa::path(post, path = "/documents", tag = "documents",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = CREATED, body = DocumentView, headers(("location" = String)))))]
async fn create(By(by): By, State(s): State<Services>, parts: Parts) -> RestResult<Created> {
    let view = receive(&s, &by, parts.map_err(unread)?).await?;
    let location = format!("/api/v1/documents/{}", view.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(view)))
}

/// A form with files, or why it is none.
pub(crate) type Parts = Result<Multipart, MultipartRejection>;

/// What cannot be read as a form with files.
pub(crate) fn unread(_: MultipartRejection) -> RestError {
    BadRequest::MediaType("multipart/form-data").into()
}

async fn receive(s: &Services, by: &Caller, mut parts: Multipart) -> RestResult<DocumentView> {
    let done = take(s, by, &mut parts).await;
    if done.is_err() {
        drain(&mut parts).await;
    }
    done
}

/// Reads the rest: a browser that is still sending would not read the answer.
pub(crate) async fn drain(parts: &mut Multipart) {
    while let Ok(Some(mut part)) = parts.next_field().await {
        while let Ok(Some(_)) = part.chunk().await {}
    }
}

async fn take(s: &Services, by: &Caller, parts: &mut Multipart) -> RestResult<DocumentView> {
    s.documents().may_upload(by)?;
    let mut draft = DocumentDraft::default();
    let (mut early, mut arriving): (Option<Vec<u8>>, Option<DocumentUpload>) = (None, None);
    while let Some(part) = parts.next_field().await.map_err(too_large)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name != "file" {
            set(&mut draft, &name, text(part).await?)?;
            continue;
        }
        if early.is_some() || arriving.is_some() {
            return Err(RestError::field("file", FieldCode::Repeated));
        }
        draft.file_name = part.file_name().unwrap_or_default().to_owned();
        if draft.entity.is_empty() || draft.entity_id.is_empty() {
            early = Some(waiting(s, part).await?);
        } else {
            arriving = Some(arrive(s, by, &draft, part).await?);
        }
    }
    match (arriving, early) {
        (Some(mut upload), _) => {
            upload.amend(&draft).await?;
            Ok(upload.finish().await?)
        }
        (None, Some(content)) => Ok(s.documents().upload_bytes(by, &draft, &content).await?),
        (None, None) => Err(RestError::field("file", FieldCode::Required)),
    }
}

/// The largest file that may come before the fields that say where it belongs, in MB.
const EARLY_MB: u32 = 25;

/// How many of them wait in memory at a time.
static EARLY: Semaphore = Semaphore::const_new(4);

/// A file that was sent before it is known where it belongs: it waits in memory. One that is sent after the fields does not,
/// and may be larger.
async fn waiting(s: &Services, mut part: Field<'_>) -> RestResult<Vec<u8>> {
    let Limits { max_mb, .. } = s.settings().get::<Storage>().limits();
    let max_mb = max_mb.min(EARLY_MB);
    let _place = EARLY.acquire().await.map_err(|_| Error::Unavailable)?;
    let mut waiting = vec![];
    while let Some(bytes) = part.chunk().await.map_err(too_large)? {
        waiting.extend_from_slice(&bytes);
        if waiting.len() as u64 > u64::from(max_mb) << 20 {
            return Err(RestError::field("file", FieldCode::FileTooLarge { max_mb }));
        }
    }
    Ok(waiting)
}

/// One field of the form.
pub(crate) async fn text(part: Field<'_>) -> RestResult<String> {
    text_within(part, FIELD_LIMIT).await
}

/// One field of a form, of so many bytes at most.
pub(crate) async fn text_within(mut part: Field<'_>, limit: usize) -> RestResult<String> {
    let mut bytes = vec![];
    while let Some(more) = part.chunk().await.map_err(too_large)? {
        if bytes.len() + more.len() > limit {
            return Err(BadRequest::TooLarge.into());
        }
        bytes.extend_from_slice(&more);
    }
    String::from_utf8(bytes).map_err(|_| BadRequest::Other.into())
}

fn set(draft: &mut DocumentDraft, name: &str, value: String) -> RestResult<()> {
    match name {
        "entity" => draft.entity = value,
        "entity_id" => draft.entity_id = value,
        "kind" => draft.kind = value,
        "replaces" => draft.replaces = value,
        // The way in which forms first sent it.
        "intervention_id" => {
            draft.entity = Holder::Intervention.to_string();
            draft.entity_id = value;
        }
        other => return Err(RestError::field(other, FieldCode::NotAllowed)),
    }
    Ok(())
}

/// Takes in the file of a part as it arrives.
pub(crate) async fn store(
    s: &Services,
    by: &Caller,
    draft: &DocumentDraft,
    part: Field<'_>,
) -> RestResult<DocumentView> {
    Ok(arrive(s, by, draft, part).await?.finish().await?)
}

/// The same, not yet ended.
async fn arrive(
    s: &Services,
    by: &Caller,
    draft: &DocumentDraft,
    mut part: Field<'_>,
) -> RestResult<DocumentUpload> {
    let mut upload = s.documents().upload(by, draft).await?;
    while let Some(bytes) = part.chunk().await.map_err(too_large)? {
        upload.write(&bytes).await?;
    }
    Ok(upload)
}

pub(crate) fn too_large(error: axum::extract::multipart::MultipartError) -> RestError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => BadRequest::TooLarge.into(),
        _ => BadRequest::Other.into(),
    }
}

/// Whose documents.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
struct ListParams {
    entity: Holder,
    entity_id: i64,
    kind: Option<DocumentKind>,
}

/// The documents of one equipment or intervention.
#[derive(Serialize, ToSchema)]
struct Documents {
    data: Vec<DocumentView>,
}

/// Documents of an equipment or an intervention
///
/// The current versions, the cover first, then the newest.
#[utoipa::path(get, path = "/documents", tag = "documents", params(ListParams),
    responses((status = OK, body = Documents)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Documents>> {
    let query = query.unwrap_or_default();
    let of = |name: &str| {
        let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim().to_owned()).filter(|v| !v.is_empty())
    };
    let (entity, id) = (required(of("entity"), "entity")?, required(of("entity_id"), "entity_id")?);
    let kind = match of("kind") {
        Some(kind) => Some(required::<DocumentKind>(Some(kind), "kind")?),
        None => None,
    };
    Ok(Json(Documents { data: s.documents().list(&by, entity, id, kind).await? }))
}

fn required<T: std::str::FromStr>(text: Option<String>, field: &str) -> RestResult<T> {
    let text = text.ok_or_else(|| RestError::field(field, FieldCode::Required))?;
    text.parse().map_err(|_| RestError::field(field, FieldCode::UnknownValue))
}

/// One document
#[utoipa::path(get, path = "/documents/{id}", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = OK, body = DocumentView)))]
async fn get(
    By(by): By,
    Id(id): Id<DocumentId>,
    State(s): State<Services>,
) -> RestResult<Json<DocumentView>> {
    Ok(Json(s.documents().get(&by, id).await?))
}

/// Change a document's name, or say what it is for
///
/// A field that is absent keeps its stored value. With `revision`, the change is refused when somebody else has
/// made one since that revision was read.
#[utoipa::path(patch, path = "/documents/{id}", tag = "documents", params(("id" = DocumentId, Path)),
    request_body = DocumentEdit, responses((status = OK, body = DocumentView)))]
async fn change(
    By(by): By,
    Id(id): Id<DocumentId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<DocumentView>> {
    let stored = DocumentEdit::from(&s.documents().get(&by, id).await?);
    Ok(Json(s.documents().update(&by, id, &fields.over(&stored)?).await?))
}

/// Delete a document
///
/// It can be brought back.
#[utoipa::path(delete, path = "/documents/{id}", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = NO_CONTENT)))]
async fn delete(By(by): By, Id(id): Id<DocumentId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.documents().delete(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Bring a deleted document back
#[utoipa::path(post, path = "/documents/{id}/restore", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = OK, body = DocumentView)))]
async fn restore(
    By(by): By,
    Id(id): Id<DocumentId>,
    State(s): State<Services>,
) -> RestResult<Json<DocumentView>> {
    Ok(Json(s.documents().restore(&by, id).await?))
}

/// Show a picture at the head of its equipment
#[utoipa::path(post, path = "/documents/{id}/cover", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = OK, body = DocumentView)))]
async fn cover(
    By(by): By,
    Id(id): Id<DocumentId>,
    State(s): State<Services>,
) -> RestResult<Json<DocumentView>> {
    Ok(Json(s.documents().set_cover(&by, id).await?))
}

/// Make an earlier version the current one
#[utoipa::path(post, path = "/documents/{id}/current", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = OK, body = DocumentView)))]
async fn make_current(
    By(by): By,
    Id(id): Id<DocumentId>,
    State(s): State<Services>,
) -> RestResult<Json<DocumentView>> {
    Ok(Json(s.documents().make_current(&by, id).await?))
}

/// Every version of a document, the newest first
#[utoipa::path(get, path = "/documents/{id}/versions", tag = "documents", params(("id" = DocumentId, Path)),
    responses((status = OK, body = Documents)))]
async fn versions(
    By(by): By,
    Id(id): Id<DocumentId>,
    State(s): State<Services>,
) -> RestResult<Json<Documents>> {
    Ok(Json(Documents { data: s.documents().versions(&by, id).await? }))
}

/// The content of a document
///
/// To be kept, or with `inline=1` shown if it is a picture, a video or a PDF. `Range` asks for one part of it: only
/// those pieces of 64 KiB are read and decrypted in which it lies, and each proves itself. With `If-Range`, the part is
/// sent only if the content still has that `ETag`, otherwise the whole. Several ranges at once are answered whole.
#[utoipa::path(get, path = "/documents/{id}/content", tag = "documents",
    params(("id" = DocumentId, Path), ("inline" = Option<i32>, Query), ("range" = Option<String>, Header),
        ("if-range" = Option<String>, Header)),
    responses((status = OK, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = PARTIAL_CONTENT, body = Vec<u8>, content_type = "application/octet-stream"),
        (status = RANGE_NOT_SATISFIABLE)))]
async fn content(
    By(by): By,
    Id(id): Id<DocumentId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
    headers: HeaderMap,
) -> RestResult<Response> {
    let found = s.documents().content(&by, id, Part::Whole).await?;
    let inline = query.as_deref().is_some_and(|q| q.split('&').any(|p| p == "inline=1"));
    let tag = format!("\"{}\"", found.document.sha256);
    Ok(sent(found, inline, &tag, &headers))
}

/// A small picture of a picture
#[utoipa::path(get, path = "/documents/{id}/thumbnail", tag = "documents",
    params(("id" = DocumentId, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "image/jpeg")))]
async fn thumbnail(
    By(by): By,
    Id(id): Id<DocumentId>,
    State(s): State<Services>,
    headers: HeaderMap,
) -> RestResult<Response> {
    let found = s.documents().content(&by, id, Part::Thumbnail).await?;
    let tag = format!("\"{}-small\"", found.document.sha256);
    Ok(sent(found, true, &tag, &headers))
}

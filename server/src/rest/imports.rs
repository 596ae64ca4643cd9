//! Imports over REST. The file comes as multipart and goes to the database as it arrives; checking,
//! committing and undoing run in the background and are followed by reading the import.

use super::{
    documents::{FIELD_LIMIT, Parts, text_within, too_large, unread},
    input::{Fields, Id},
    params::WindowParams,
};
use crate::{
    AppState,
    edge::guard::BODY_LIMIT,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, Multipart, RawQuery, State, multipart::Field},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::{
    Caller, FieldCode, ImportId, Page, SiteId,
    import::{FileProfile, ImportKind, ImportMapping, ImportRowErrors, ImportState, ImportView},
    page::Window,
    url::QueryReader,
};
use futures_util::{StreamExt, stream};
use serde::{Serialize, de::DeserializeOwned};
use services::{NewUpload, RefusedTexts, Services};
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Bytes that an upload may have.
pub const UPLOAD_LIMIT: usize = 100 << 20;

pub fn routes() -> OpenApiRouter<AppState> {
    let upload = OpenApiRouter::new().routes(routes!(create)).layer(DefaultBodyLimit::max(UPLOAD_LIMIT));
    OpenApiRouter::new()
        .merge(upload)
        .routes(routes!(list))
        .routes(routes!(get, forget))
        .routes(routes!(columns))
        .routes(routes!(map))
        .routes(routes!(check))
        .routes(routes!(commit))
        .routes(routes!(undo))
        .routes(routes!(errors))
        .routes(routes!(refused))
}

/// What an import is made of.
#[derive(ToSchema)]
#[expect(dead_code, reason = "only described")]
struct Upload {
    kind: ImportKind,
    site_id: i64,
    /// How the rows are read, as JSON; guessed when absent.
    mapping: Option<ImportMapping>,
    /// CSV (any separator, UTF-8 or Windows-1252) or XLSX, at most 100 MB. The last part.
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: String,
}

type Created = (StatusCode, [(HeaderName, String); 1], Json<ImportView>);

/// Bring in a file
///
/// `kind` and `site_id` come before `file`. Nothing is written until the import is committed.
#[utoipa::path(post, path = "/imports", tag = "imports",
    request_body(content = Upload, content_type = "multipart/form-data"),
    responses((status = CREATED, body = ImportView, headers(("location" = String)))))]
async fn create(By(by): By, State(s): State<Services>, parts: Parts) -> RestResult<Created> {
    let (view, _) = receive(&s, &by, parts.map_err(unread)?).await;
    let view = view?;
    if view.state == ImportState::Failed {
        return Err(RestError::field("file", FieldCode::UnreadableFile));
    }
    let location = format!("/api/v1/imports/{}", view.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(view)))
}

/// Takes the parts of an upload as they arrive; also gives the texts of its fields, for a form to show again.
pub(crate) async fn receive(
    s: &Services,
    by: &Caller,
    mut parts: Multipart,
) -> (RestResult<ImportView>, Vec<(String, String)>) {
    let mut fields: Vec<(String, String)> = vec![];
    let view = take(s, by, &mut parts, &mut fields).await;
    if view.is_err() {
        // A browser that is still sending would not read the answer.
        while let Ok(Some(mut part)) = parts.next_field().await {
            while let Ok(Some(_)) = part.chunk().await {}
        }
    }
    (view, fields)
}

async fn take(
    s: &Services,
    by: &Caller,
    parts: &mut Multipart,
    fields: &mut Vec<(String, String)>,
) -> RestResult<ImportView> {
    // Before anything of it is kept.
    s.imports().may_upload(by)?;
    while let Some(part) = parts.next_field().await.map_err(too_large)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            let text = |name: &str| fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
            let new = NewUpload {
                kind: read(text("kind"), "kind")?,
                site_id: SiteId(read(text("site_id"), "site_id")?),
                file_name: part.file_name().unwrap_or_default().to_owned(),
                mapping: match text("mapping").filter(|m| !m.trim().is_empty()) {
                    Some(json) => Some(json_of(json)?),
                    None => None,
                },
            };
            return store(s, by, new, part).await;
        }
        let limit = match name.as_str() {
            "kind" | "site_id" => FIELD_LIMIT,
            "mapping" => BODY_LIMIT,
            other => return Err(RestError::field(other, FieldCode::NotAllowed)),
        };
        let value = text_within(part, limit).await?;
        // One of each: the first.
        if !fields.iter().any(|(known, _)| *known == name) {
            fields.push((name, value));
        }
    }
    Err(RestError::field("file", FieldCode::Required))
}

async fn store(s: &Services, by: &Caller, new: NewUpload, mut file: Field<'_>) -> RestResult<ImportView> {
    let mut upload = s.imports().upload(by, new).await?;
    while let Some(bytes) = file.chunk().await.map_err(too_large)? {
        upload.write(&bytes).await?;
    }
    Ok(upload.finish().await?)
}

fn read<T: std::str::FromStr>(text: Option<&str>, field: &str) -> RestResult<T> {
    let text = text.map(str::trim).filter(|t| !t.is_empty());
    let text = text.ok_or_else(|| RestError::field(field, FieldCode::Required))?;
    text.parse().map_err(|_| RestError::field(field, FieldCode::UnknownValue))
}

fn json_of<T: DeserializeOwned>(text: &str) -> RestResult<T> {
    serde_json::from_str(text).map_err(|_| RestError::field("mapping", FieldCode::Malformed))
}

fn window(query: Option<String>) -> RestResult<Window> {
    let mut reader = QueryReader::new(query.as_deref().unwrap_or_default());
    RestError::unless_read((reader.window(), reader.errors()))
}

/// Imports, the newest first
///
/// One's own; an administrator sees everybody's.
#[utoipa::path(get, path = "/imports", tag = "imports",
    params(WindowParams, ("cursor" = Option<String>, Query)), responses((status = OK, body = Page<ImportView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<ImportView>>> {
    Ok(Json(s.imports().list(&by, &window(query)?).await?))
}

/// One import, with where it stands
#[utoipa::path(get, path = "/imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = OK, body = ImportView)))]
async fn get(By(by): By, Id(id): Id<ImportId>, State(s): State<Services>) -> RestResult<Json<ImportView>> {
    Ok(Json(s.imports().get(&by, id).await?))
}

/// Throw a file away of which nothing was written
#[utoipa::path(delete, path = "/imports/{id}", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = NO_CONTENT)))]
async fn forget(By(by): By, Id(id): Id<ImportId>, State(s): State<Services>) -> RestResult<StatusCode> {
    s.imports().forget(&by, id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The columns of a file and the mapping that they suggest.
#[derive(Serialize, ToSchema)]
struct Columns {
    #[serde(flatten)]
    file: FileProfile,
    suggested: ImportMapping,
}

/// The columns of the file, with some of their texts, and the mapping that they suggest
#[utoipa::path(get, path = "/imports/{id}/columns", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = OK, body = Columns)))]
async fn columns(By(by): By, Id(id): Id<ImportId>, State(s): State<Services>) -> RestResult<Json<Columns>> {
    let (file, suggested) = s.imports().columns(&by, id).await?;
    Ok(Json(Columns { file, suggested }))
}

/// Set how the rows are read
///
/// What was checked before has to be checked again.
#[utoipa::path(put, path = "/imports/{id}/mapping", tag = "imports", params(("id" = ImportId, Path)),
    request_body = ImportMapping, responses((status = OK, body = ImportView)))]
async fn map(
    By(by): By,
    Id(id): Id<ImportId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<ImportView>> {
    Ok(Json(s.imports().set_mapping(&by, id, &fields.draft::<ImportMapping>()?).await?))
}

/// Look at every row without writing anything
///
/// Runs in the background: read the import until its state is `checked`.
#[utoipa::path(post, path = "/imports/{id}/check", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = ACCEPTED, body = ImportView)))]
async fn check(
    By(by): By,
    Id(id): Id<ImportId>,
    State(s): State<Services>,
) -> RestResult<(StatusCode, Json<ImportView>)> {
    Ok((StatusCode::ACCEPTED, Json(s.imports().check(&by, id).await?)))
}

/// Write the good rows
///
/// Runs in the background: read the import until its state is `committed`. An interrupted commit goes on.
#[utoipa::path(post, path = "/imports/{id}/commit", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = ACCEPTED, body = ImportView)))]
async fn commit(
    By(by): By,
    Id(id): Id<ImportId>,
    State(s): State<Services>,
) -> RestResult<(StatusCode, Json<ImportView>)> {
    Ok((StatusCode::ACCEPTED, Json(s.imports().commit(&by, id).await?)))
}

/// Take the import out again
///
/// With the equipment and types that it made. Interventions that were changed since stay (`rows_kept`). Refused
/// when its equipment is used from elsewhere. Runs in the background: read the import until its state is `undone`.
#[utoipa::path(post, path = "/imports/{id}/undo", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = ACCEPTED, body = ImportView)))]
async fn undo(
    By(by): By,
    Id(id): Id<ImportId>,
    State(s): State<Services>,
) -> RestResult<(StatusCode, Json<ImportView>)> {
    Ok((StatusCode::ACCEPTED, Json(s.imports().undo(&by, id).await?)))
}

/// The refused rows, with line, column, value and reason
///
/// The first 5,000; `refused.csv` has all of them.
#[utoipa::path(get, path = "/imports/{id}/errors", tag = "imports",
    params(("id" = ImportId, Path), WindowParams), responses((status = OK, body = Page<ImportRowErrors>)))]
async fn errors(
    By(by): By,
    Id(id): Id<ImportId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<ImportRowErrors>>> {
    Ok(Json(s.imports().row_errors(&by, id, &window(query)?).await?))
}

/// The refused rows as a file to correct and import again
#[utoipa::path(get, path = "/imports/{id}/refused.csv", tag = "imports", params(("id" = ImportId, Path)),
    responses((status = OK, body = String, content_type = "text/csv")))]
async fn refused(
    By(by): By,
    Id(id): Id<ImportId>,
    State(s): State<Services>,
    headers: HeaderMap,
) -> RestResult<Response> {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    refused_file(&s, &by, id, i18n::accepted(accepted)).await
}

/// The words of a file of refused rows.
pub(crate) fn refused_texts(locale: i18n::Locale) -> RefusedTexts {
    RefusedTexts {
        line: i18n::import::refused_line(locale).to_owned(),
        reason: i18n::import::refused_reason(locale).to_owned(),
        describe: Box::new(move |errors| pages::words::import::row_errors(locale, errors)),
    }
}

/// The file of refused rows as it is made, piece by piece.
pub(crate) async fn refused_file(
    s: &Services,
    by: &Caller,
    id: ImportId,
    locale: i18n::Locale,
) -> RestResult<Response> {
    let file = s.imports().refused_file(by, id, refused_texts(locale)).await?;
    let name: String =
        file.file_name.chars().filter(|c| c.is_ascii_graphic() && !"\"\\".contains(*c)).collect();
    // The answer breaks off at an error: half a file must not pass for a whole one.
    let pieces = stream::try_unfold(file, |mut file| async move {
        let piece = file.next().await.map_err(std::io::Error::other)?;
        Ok::<_, std::io::Error>(piece.map(|piece| (Bytes::from(piece), file)))
    });
    // May be asked again after its end, which compression does.
    let pieces = pieces.fuse();
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

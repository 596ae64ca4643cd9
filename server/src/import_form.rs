//! The wizard's plain forms around files: sending one, and downloading the refused rows.

use crate::{
    AppState,
    error::{By, RestError, RestResult},
    rest::imports::{UPLOAD_LIMIT, receive, refused_file},
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, Path, Request, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use domain::{
    Caller, Error, FieldCode, ImportId, Noun,
    url::{QueryWriter, href},
};
use pages::{IMPORT_LIST, IMPORT_UPLOAD};
use services::Services;

/// The page of the form.
const NEW: &str = "/admin/import/new";

/// `POST /admin/import/upload` and `GET /admin/import/{id}/refused.csv`.
pub fn router() -> Router<AppState> {
    Router::new()
        .route(IMPORT_UPLOAD, post(upload).layer(DefaultBodyLimit::max(UPLOAD_LIMIT)))
        .route("/admin/import/{id}/refused.csv", get(refused))
}

/// Takes the file and leads to its import; a refused form comes back with what was typed.
async fn upload(by: Option<Extension<Caller>>, State(s): State<Services>, parts: Multipart) -> Response {
    let Some(Extension(by)) = by else {
        let query = QueryWriter::default().text("next", NEW).finish();
        return Redirect::to(&href("/login", &query)).into_response();
    };
    let (view, fields) = receive(&s, &by, parts).await;
    let error = match view {
        Ok(view) => return Redirect::to(&format!("{IMPORT_LIST}/{}", view.id)).into_response(),
        Err(RestError::Domain(error)) => error,
        Err(RestError::Request(_)) => Error::field("file", FieldCode::UnreadableFile),
    };
    back(&s, &by, fields, error).await
}

async fn back(s: &Services, by: &Caller, fields: Vec<(String, String)>, error: Error) -> Response {
    let token = s.form_replays().keep(Some(by), IMPORT_UPLOAD, fields, &error).await.ok().flatten();
    let query = QueryWriter::default().text("replay", token.as_deref().unwrap_or_default()).finish();
    Redirect::to(&href(NEW, &query)).into_response()
}

/// The refused rows, described in the reader's language.
async fn refused(
    By(by): By,
    Path(id): Path<String>,
    State(s): State<Services>,
    request: Request,
) -> RestResult<Response> {
    let id = id.parse::<ImportId>().map_err(|_| RestError::Domain(Error::NotFound(Noun::Import)))?;
    let (parts, _) = request.into_parts();
    refused_file(&s, &by, id, pages::backend::session_of(&parts).locale).await
}

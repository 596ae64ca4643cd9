//! The plain form that sends documents, the same before WASM: it leads back to the page it came from.

use crate::{
    AppState,
    error::{RestError, RestResult},
    rest::documents::{UPLOAD_LIMIT, drain, store, text, too_large},
};
use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Multipart, State},
    response::{IntoResponse, Redirect, Response},
    routing::post,
};
use domain::{
    Caller, Error, FieldCode,
    document::{DocumentDraft, Holder, MAX_AT_ONCE},
    url::QueryWriter,
};
use pages::{UPLOAD_FORM, documents_page};
use services::Services;

/// `POST /documents/upload`.
pub fn router() -> Router<AppState> {
    Router::new().route(UPLOAD_FORM, post(upload).layer(DefaultBodyLimit::max(UPLOAD_LIMIT)))
}

async fn upload(by: Option<Extension<Caller>>, State(s): State<Services>, mut parts: Multipart) -> Response {
    let Some(Extension(by)) = by else { return Redirect::to("/login").into_response() };
    let mut draft = DocumentDraft::default();
    let taken = take(&s, &by, &mut parts, &mut draft).await;
    let more = match taken {
        Ok(()) => "done=saved".to_owned(),
        Err(error) => {
            drain(&mut parts).await;
            let error = match error {
                RestError::Domain(error) => error,
                RestError::Request(_) => Error::field("file", FieldCode::UnreadableFile),
            };
            let fields = vec![
                ("kind".to_owned(), draft.kind.clone()),
                ("file_name".to_owned(), draft.file_name.clone()),
            ];
            let token = s.form_replays().keep(Some(&by), UPLOAD_FORM, fields, &error).await.ok().flatten();
            QueryWriter::default().text("replay", token.as_deref().unwrap_or_default()).finish()
        }
    };
    match (draft.entity.parse::<Holder>(), draft.entity_id.parse::<i64>()) {
        (Ok(holder), Ok(id)) => Redirect::to(&documents_page(holder, id, &more)).into_response(),
        _ => Redirect::to("/").into_response(),
    }
}

/// Takes every file; those before a refused one are there.
async fn take(s: &Services, by: &Caller, parts: &mut Multipart, draft: &mut DocumentDraft) -> RestResult<()> {
    s.documents().may_upload(by)?;
    let mut files = 0;
    while let Some(part) = parts.next_field().await.map_err(too_large)? {
        let name = part.name().unwrap_or_default().to_owned();
        match name.as_str() {
            "entity" => draft.entity = text(part).await?,
            "entity_id" => draft.entity_id = text(part).await?,
            "kind" => draft.kind = text(part).await?,
            "replaces" => draft.replaces = text(part).await?,
            // The other of the two inputs: nothing was chosen in it.
            "file" if part.file_name().unwrap_or_default().is_empty() => {}
            "file" => {
                files += 1;
                if files > MAX_AT_ONCE {
                    return Err(RestError::field("file", FieldCode::Repeated));
                }
                draft.file_name = part.file_name().unwrap_or_default().to_owned();
                store(s, by, draft, part).await?;
            }
            _ => {}
        }
    }
    if files == 0 { Err(RestError::field("file", FieldCode::Required)) } else { Ok(()) }
}

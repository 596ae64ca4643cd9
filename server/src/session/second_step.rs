//! The plain HTML forms of two-step sign-in: the code after the password, and one's own second step. Its QR code
//! and the file of recovery codes stand beside them.

use super::{
    SessionState,
    cookies::Cookies,
    forms::{back_to_form, welcome},
    guard::to,
};
use crate::{
    error::{By, RestError, RestResult},
    labels,
};
use axum::{
    Extension, Form, Router,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use domain::{
    Caller, Error, Noun,
    url::{QueryWriter, href, safe_next},
    user::Viewer,
};
use i18n::second_step as text;
use serde::Deserialize;
use services::Client;

const CODE: &str = "/session/second-step";
const CONFIRM: &str = "/session/second-step/confirm";
const CHANGE: &str = "/session/second-step/change";
/// The page of one's own second step.
pub(super) const PAGE: &str = "/account/second-step";

/// To be mounted under the session layer.
pub fn routes<S: Clone + Send + Sync + 'static>(state: SessionState) -> Router<S> {
    Router::new()
        .route(CODE, post(finish))
        .route("/session/second-step/begin", post(begin))
        .route(CONFIRM, post(confirm))
        .route(CHANGE, post(change))
        .route("/session/second-step/kept", post(kept))
        .route("/account/second-step/qr", get(qr))
        .route("/account/second-step/codes.txt", get(codes))
        .with_state(state)
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct CodeForm {
    code: String,
    remember: String,
    next: String,
}

/// The page for the code, with what the sign-in form said.
pub(super) fn ask(state: &SessionState, ticket: &str, next: &str, remember: &str) -> Response {
    let mut response = to(&href("/second-step", &query(next, remember).finish()));
    Cookies::new(state.config.is_https()).give_ticket(response.headers_mut(), ticket);
    response
}

fn query(next: &str, remember: &str) -> QueryWriter {
    let remember = if remember.is_empty() { "" } else { "true" };
    QueryWriter::default().text("next", safe_next(next).unwrap_or_default()).text("remember", remember)
}

async fn finish(
    State(state): State<SessionState>,
    by: Option<Extension<Caller>>,
    headers: HeaderMap,
    Extension(client): Extension<Client>,
    Form(form): Form<CodeForm>,
) -> Response {
    let cookies = Cookies::new(state.config.is_https());
    let ticket = cookies.ticket(&headers).unwrap_or_default();
    match state.services.sessions().finish_sign_in(ticket, &form.code, &client).await {
        Ok(signed_in) => {
            let next = safe_next(&form.next).unwrap_or(signed_in.known.caller.role.home());
            super::forms::end_before(&state, by).await;
            let mut response = welcome(&state, &signed_in, next, !form.remember.is_empty());
            cookies.take_ticket(response.headers_mut());
            response
        }
        Err(Error::SignedOut) => {
            let query = QueryWriter::default().text("next", safe_next(&form.next).unwrap_or_default());
            to(&href("/login", &query.text("late", "1").finish()))
        }
        Err(error) => {
            let query = query(&form.next, &form.remember);
            back_to_form(&state, None, ("/second-step", CODE), query, vec![], error).await
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct OwnForm {
    code: String,
    password: String,
    /// `codes` or `off`.
    wanted: String,
    next: String,
}

impl OwnForm {
    fn query(&self) -> QueryWriter {
        QueryWriter::default().text("next", safe_next(&self.next).unwrap_or_default())
    }

    fn page(&self) -> Response {
        to(&href(PAGE, &self.query().finish()))
    }
}

async fn begin(
    By(by): By,
    State(state): State<SessionState>,
    Form(form): Form<OwnForm>,
) -> RestResult<Response> {
    match state.services.sessions().begin_second_step(&by).await {
        // On already: the page says so.
        Ok(()) | Err(Error::Refused(_)) => Ok(form.page()),
        Err(error) => Err(error.into()),
    }
}

async fn confirm(
    By(by): By,
    State(state): State<SessionState>,
    Extension(client): Extension<Client>,
    Form(form): Form<OwnForm>,
) -> Response {
    match state.services.sessions().confirm_second_step(&by, &form.code, &client).await {
        Ok(()) => form.page(),
        Err(error) => back_to_form(&state, Some(&by), (PAGE, CONFIRM), form.query(), vec![], error).await,
    }
}

async fn change(
    By(by): By,
    State(state): State<SessionState>,
    Extension(client): Extension<Client>,
    Form(form): Form<OwnForm>,
) -> Response {
    let sessions = state.services.sessions();
    let (done, page) = match form.wanted.as_str() {
        "off" => (sessions.turn_off_second_step(&by, &form.password, &client).await, "/account?done=saved"),
        _ => (sessions.renew_recovery_codes(&by, &form.password, &client).await, PAGE),
    };
    match done {
        Ok(()) => to(page),
        Err(error) => back_to_form(&state, Some(&by), (PAGE, CHANGE), form.query(), vec![], error).await,
    }
}

async fn kept(
    By(by): By,
    State(state): State<SessionState>,
    Form(form): Form<OwnForm>,
) -> RestResult<Response> {
    state.services.sessions().forget_new_codes(&by).await?;
    Ok(to(safe_next(&form.next).unwrap_or("/account?done=saved")))
}

async fn qr(By(by): By, State(state): State<SessionState>) -> RestResult<impl IntoResponse> {
    let uri = state.services.sessions().second_step_uri(&by).await?;
    let svg = labels::qr::svg(&uri).ok_or(RestError::Domain(Error::Unavailable))?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "no-store")], svg))
}

async fn codes(
    By(by): By,
    Extension(viewer): Extension<Viewer>,
    State(state): State<SessionState>,
) -> RestResult<impl IntoResponse> {
    let codes = state.services.sessions().second_step(&by).await?.new_codes;
    if codes.is_empty() {
        return Err(RestError::Domain(Error::NotFound(Noun::Page)));
    }
    let file =
        format!("{}\r\n\r\n{}\r\n", text::file_head(viewer.language, &viewer.email), codes.join("\r\n"));
    let headers = [
        (header::CONTENT_TYPE, "text/plain; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"vigie-codes.txt\""),
        (header::CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, file))
}

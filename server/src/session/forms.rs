//! The plain HTML forms of signing in, signing out, first setup and preferences. They work the same before
//! WASM is there, and set the cookies that scripts cannot.

use super::{SessionState, cookies::Cookies, csrf, guard::to, second_step};
use crate::error::RestError;
use axum::{
    Extension, Form, Router,
    extract::State,
    http::{HeaderMap, header},
    response::{IntoResponse, Response},
    routing::post,
};
use domain::{
    Caller, Error, Result,
    session::{SetupDraft, SignInDraft},
    url::{QueryWriter, href, safe_next},
    user::{Language, Theme},
};
use serde::Deserialize;
use services::{Client, SignInStep, SignedIn};

const SIGN_IN: &str = "/session/sign-in";
const SETUP: &str = "/session/setup";

/// `POST /session/{sign-in,sign-out,setup,preferences}`, to be mounted under the session layer.
pub fn routes<S: Clone + Send + Sync + 'static>(state: SessionState) -> Router<S> {
    Router::new()
        .route(SIGN_IN, post(sign_in))
        .route("/session/sign-out", post(sign_out))
        .route(SETUP, post(setup))
        .route("/session/preferences", post(preferences))
        .with_state(state.clone())
        .merge(super::reset::routes(state.clone()))
        .merge(second_step::routes(state.clone()))
        .merge(super::register::routes(state))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct SignInForm {
    login: String,
    password: String,
    /// Sent when the box is ticked.
    remember: String,
    next: String,
}

async fn sign_in(
    State(state): State<SessionState>,
    by: Option<Extension<Caller>>,
    Extension(client): Extension<Client>,
    Form(form): Form<SignInForm>,
) -> Response {
    let SignInForm { login, password, remember, next } = form;
    let draft = SignInDraft { login, password, next };
    match state.services.sessions().begin_sign_in(&draft, &client).await {
        Ok(SignInStep::Code { ticket }) => second_step::ask(&state, &ticket, &draft.next, &remember),
        Ok(SignInStep::Done(signed_in)) => {
            end_before(&state, by).await;
            let next = safe_next(&draft.next).unwrap_or(signed_in.known.caller.role.home());
            welcome(&state, &signed_in, next, !remember.is_empty())
        }
        Err(error) => {
            let fields = vec![("login".into(), draft.login), ("remember".into(), remember)];
            let query = QueryWriter::default().text("next", safe_next(&draft.next).unwrap_or_default());
            back_to_form(&state, None, ("/login", SIGN_IN), query, fields, error).await
        }
    }
}

/// A browser holds one session: the one before would live on without anybody.
pub(super) async fn end_before(state: &SessionState, by: Option<Extension<Caller>>) {
    if let Some(Extension(by)) = by
        && let Err(error) = state.services.sessions().sign_out(&by).await
    {
        tracing::warn!(%error, "the session before this sign-in could not be ended: {error}");
    }
}

async fn sign_out(
    State(state): State<SessionState>,
    by: Option<Extension<Caller>>,
) -> Result<Response, RestError> {
    if let Some(Extension(by)) = by {
        state.services.sessions().sign_out(&by).await?;
    }
    let mut response = to("/login");
    Cookies::new(state.config.is_https()).clear(response.headers_mut());
    Ok(response)
}

#[derive(Deserialize)]
struct SetupForm {
    #[serde(default)]
    token: String,
    #[serde(flatten)]
    draft: SetupDraft,
}

async fn setup(
    State(state): State<SessionState>,
    headers: HeaderMap,
    Extension(client): Extension<Client>,
    Form(form): Form<SetupForm>,
) -> Response {
    let SetupForm { token, draft } = form;
    let language = chosen_language(&headers);
    match state.services.sessions().setup(&token, &draft, language, &client).await {
        Ok(signed_in) => welcome(&state, &signed_in, signed_in.known.caller.role.home(), true),
        Err(error) => {
            let SetupDraft { first_name, last_name, email, username, site_name, timezone, currency, .. } =
                draft;
            let names = ["first_name", "last_name", "email", "username", "site_name", "timezone", "currency"];
            let values = [first_name, last_name, email, username, site_name, timezone, currency];
            let fields = names.iter().map(ToString::to_string).zip(values).collect();
            let query = QueryWriter::default().text("token", &token);
            back_to_form(&state, None, ("/setup", SETUP), query, fields, error).await
        }
    }
}

/// Gives the browser its session and sends it on.
pub(super) fn welcome(state: &SessionState, signed_in: &SignedIn, next: &str, kept: bool) -> Response {
    let mut response = to(next);
    let (cookies, headers) = (Cookies::new(state.config.is_https()), response.headers_mut());
    cookies.give(headers, &signed_in.tokens, kept);
    cookies.give_device(headers, &signed_in.device);
    cookies.choice(headers, "vigie_lang", signed_in.user.language.as_str());
    cookies.choice(headers, "vigie_theme", signed_in.user.theme.as_str());
    response
}

/// Sends the browser back to the form, which shows what was typed and why it was refused.
pub(super) async fn back_to_form(
    state: &SessionState,
    by: Option<&Caller>,
    (page, action): (&str, &str),
    query: QueryWriter,
    fields: Vec<(String, String)>,
    error: Error,
) -> Response {
    if matches!(error, Error::Internal { .. } | Error::Unavailable | Error::Contended | Error::StorageFull) {
        return RestError::from(error).into_response();
    }
    let query = match state.services.form_replays().keep(by, action, fields, &error).await {
        Ok(Some(token)) => query.text("replay", &token),
        Ok(None) => query.text("refused", "1"),
        Err(error) => return RestError::from(error).into_response(),
    };
    to(&href(page, &query.finish()))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PreferencesForm {
    language: String,
    theme: String,
    back: String,
}

async fn preferences(
    State(state): State<SessionState>,
    by: Option<Extension<Caller>>,
    headers: HeaderMap,
    Form(form): Form<PreferencesForm>,
) -> Result<Response, RestError> {
    let (language, theme) = (form.language.parse::<Language>().ok(), form.theme.parse::<Theme>().ok());
    if let Some(Extension(by)) = by {
        state.services.users().set_preferences(&by, language, theme).await?;
    }
    let referer = referer(&state, &headers);
    let mut response = to(safe_back(&form.back).or(referer.and_then(safe_back)).unwrap_or("/"));
    let (cookies, set) = (Cookies::new(state.config.is_https()), response.headers_mut());
    if let Some(language) = language {
        cookies.choice(set, "vigie_lang", language.as_str());
    }
    if let Some(theme) = theme {
        cookies.choice(set, "vigie_theme", theme.as_str());
    }
    Ok(response)
}

/// The path of the page that a form stands on, when it is ours.
fn referer<'a>(state: &SessionState, headers: &'a HeaderMap) -> Option<&'a str> {
    let referer = headers.get(header::REFERER)?.to_str().ok()?;
    let host = referer.find("://")? + 3;
    let path = host + referer[host..].find('/')?;
    csrf::is_own_origin(&referer[..path], headers, &state.config).then(|| &referer[path..])
}

/// A path of our own to return to; the sign-in page too, which is no place to go to after sign-in.
fn safe_back(back: &str) -> Option<&str> {
    let login = back == "/login" || back.starts_with("/login?");
    let plain = !back.contains(['\\', '\n', '\r', '\t', '\0']);
    if login && plain { Some(back) } else { safe_next(back) }
}

/// The language that the signed-out browser chose, else the one it asks for.
pub(super) fn chosen_language(headers: &HeaderMap) -> Language {
    let asked = headers.get(header::ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok());
    super::cookies::value(headers, "vigie_lang")
        .and_then(|chosen| chosen.parse().ok())
        .unwrap_or_else(|| i18n::accepted(asked.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_returns_to_pages_of_our_own_only() {
        for good in ["/login", "/login?next=%2Fequipments", "/equipments?q=a"] {
            assert_eq!(safe_back(good), Some(good));
        }
        for bad in ["//evil.example", "https://evil.example", "/login\\@evil", "", "login"] {
            assert_eq!(safe_back(bad), None, "{bad}");
        }
    }
}

//! The server's half of a server function: who asks, which services answer, which status the answer has.

use crate::{ApiError, ApiResult, session::Session};
use domain::{
    Caller, Error,
    settings::{General, Security, Storage},
    user::Viewer,
};
use http::{HeaderValue, Method, StatusCode, header, request::Parts};
use leptos::prelude::{provide_context, use_context};
use leptos_axum::ResponseOptions;
pub use services::Services;

/// Calls a use case for the person who asks. An error sets the answer's status.
///
/// # Errors
/// The use case's own, and [`Error::SignedOut`] when nobody is signed in.
pub async fn call<T, F>(use_case: impl FnOnce(Services, Caller) -> F) -> ApiResult<T>
where
    F: Future<Output = Result<T, Error>>,
{
    let result = match (use_context::<Services>(), caller()) {
        (Some(services), Some(by)) => use_case(services, by).await,
        (Some(_), None) => Err(Error::SignedOut),
        (None, _) => Err(Error::Unavailable),
    };
    finish(result)
}

/// Calls what anybody may ask, signed in or not.
///
/// # Errors
/// The use case's own.
pub async fn call_public<T, F>(use_case: impl FnOnce(Services, Option<Caller>) -> F) -> ApiResult<T>
where
    F: Future<Output = Result<T, Error>>,
{
    let result = match use_context::<Services>() {
        Some(services) => use_case(services, caller()).await,
        None => Err(Error::Unavailable),
    };
    finish(result)
}

/// The place in the stream of events from which a page that is drawn now would miss nothing.
pub fn event_place() -> Option<String> {
    let (services, by) = use_context::<Services>().zip(caller())?;
    services.events().handed_on(&by).map(|place| place.to_string())
}

/// Sends the browser to a page after a successful write, with and without WASM.
pub fn redirect(path: &str) {
    leptos_axum::redirect(path);
}

/// What the next page is told of the change that this request made, as a pair of its address: `undo=12` where it can
/// be taken back, else `done=` and the word.
pub async fn notice(services: &Services, by: &Caller, done: &str) -> String {
    match services.undo().of_request(by).await {
        Ok(Some(undo)) => format!("undo={undo}"),
        // The change itself is made.
        Ok(None) | Err(_) => format!("done={done}"),
    }
}

/// As [`redirect`] for a form sent without scripts; where they run, the page itself loads what comes next.
pub fn redirect_form(path: &str) {
    if is_form() {
        redirect(path);
    }
}

/// What a page needs to know of its request; the server provides it before rendering.
pub fn provide_request(services: Services) {
    let (general, security) = (services.settings().get::<General>(), services.settings().get::<Security>());
    let storage = services.settings().get::<Storage>();
    let mail = !services.settings().get::<domain::settings::Mail>().host.is_empty();
    provide_context(services);
    if let Some(parts) = use_context::<Parts>() {
        let mut session = session_of(&parts);
        session.password = security.password_rule();
        session.registration = general.registration;
        session.mail = mail;
        (session.limits, session.accept) = (storage.limits(), storage.accept());
        (session.plant, session.timezone, session.currency) =
            (general.plant_name, general.timezone, general.currency);
        if session.viewer.is_none() && asked_language(&parts).is_none() {
            session.locale = general.language;
        }
        provide_context(session.locale);
        provide_context(session);
    }
}

/// The language that a visitor chose, or that their browser asks for.
fn asked_language(parts: &Parts) -> Option<i18n::Locale> {
    let chosen = cookie_of(parts, "vigie_lang").and_then(|l| l.parse().ok());
    let header = parts.headers.get(header::ACCEPT_LANGUAGE).and_then(|h| h.to_str().ok());
    chosen.or_else(|| i18n::asked(header.unwrap_or_default()))
}

/// The session as the request shows it: the person, or what a signed-out browser last chose.
pub fn session_of(parts: &Parts) -> Session {
    let viewer = parts.extensions.get::<Viewer>().cloned();
    let locale = match &viewer {
        Some(viewer) => viewer.language,
        None => asked_language(parts).unwrap_or(i18n::Locale::Fr),
    };
    let theme = match &viewer {
        Some(viewer) => viewer.theme,
        None => {
            cookie_of(parts, "vigie_theme").and_then(|t| t.parse().ok()).unwrap_or(domain::user::Theme::Auto)
        }
    };
    Session { viewer, locale, theme, ..Session::anonymous() }
}

fn caller() -> Option<Caller> {
    use_context::<Parts>()?.extensions.get::<Caller>().cloned()
}

fn finish<T>(result: Result<T, Error>) -> ApiResult<T> {
    result.map_err(|mut error| {
        if let Error::Internal { incident } = &mut error
            && incident.is_empty()
            && let Some(parts) = use_context::<Parts>()
        {
            let id = parts.headers.get("x-request-id").and_then(|h| h.to_str().ok());
            *incident = id.unwrap_or_default().to_owned();
        }
        set_status(error.status());
        ApiError(error)
    })
}

/// Not on a plain form post: its answer is the redirect back to the form.
fn set_status(status: u16) {
    let (Some(parts), Some(response)) = (use_context::<Parts>(), use_context::<ResponseOptions>()) else {
        return;
    };
    if !is_plain_form(&parts)
        && let Ok(status) = StatusCode::from_u16(status)
    {
        response.set_status(status);
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// Whether this request is a form that a browser posts by itself.
pub fn is_form() -> bool {
    use_context::<Parts>().is_some_and(|parts| is_plain_form(&parts))
}

/// Whether a browser posts a form by itself, without WASM.
fn is_plain_form(parts: &Parts) -> bool {
    let accept = parts.headers.get(header::ACCEPT).and_then(|a| a.to_str().ok()).unwrap_or_default();
    parts.method == Method::POST && accept.contains("text/html")
}

/// Sends a browser without WASM back to the form's page, which shows again what was typed. For what is done with a
/// form besides saving it; with WASM the form is still there. Passwords are not kept.
///
/// # Errors
/// [`Error::Unavailable`].
pub async fn come_back(page: &str, action: &str, typed: Vec<(String, String)>) -> ApiResult<()> {
    let Some(parts) = use_context::<Parts>().filter(is_plain_form) else { return Ok(()) };
    let by = parts.extensions.get::<Caller>().cloned();
    let nothing_wrong = Error::Invalid(domain::FieldErrors::default());
    let token =
        call_public(
            |s, _| async move { s.form_replays().keep(by.as_ref(), action, typed, &nothing_wrong).await },
        );
    let query = domain::url::QueryWriter::default().text("replay", &token.await?.unwrap_or_default());
    redirect(&domain::url::href(page, &query.finish()));
    Ok(())
}

/// Answers the page with this status.
pub fn respond_with(status: u16) {
    if let (Some(response), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        response.set_status(status);
    }
}

/// A cookie of the request.
pub fn cookie(name: &str) -> Option<String> {
    cookie_of(&use_context::<Parts>()?, name)
}

fn cookie_of(parts: &Parts, name: &str) -> Option<String> {
    let headers = parts.headers.get_all(header::COOKIE);
    let mut pairs = headers.iter().filter_map(|h| h.to_str().ok()).flat_map(|h| h.split(';'));
    pairs.find_map(|pair| {
        let (key, value) = pair.trim().split_once('=')?;
        (key == name).then(|| value.to_owned())
    })
}

/// Has the browser remember a choice for a year. The value must need no escaping.
pub fn remember(name: &str, value: &str) {
    let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly");
    if let (Some(response), Ok(cookie)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(&cookie)) {
        response.append_header(header::SET_COOKIE, cookie);
    }
}

/// Where the request comes from, for what is limited by network.
pub fn client() -> services::Client {
    use_context::<Parts>().and_then(|parts| parts.extensions.get().cloned()).unwrap_or_default()
}

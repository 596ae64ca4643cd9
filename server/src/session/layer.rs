//! The one layer that finds out who asks.

use super::{
    SessionState, address,
    cookies::{Cookies, Presented},
    csrf, guard,
};
use crate::{
    edge::prefetch,
    error::{BadRequest, RestError},
};
use axum::{
    extract::{Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{Error, Result};
use services::{Client, Known, Tokens};

/// Recognizes the caller, renews a session whose access token is over, refuses foreign forms, and sends
/// signed-out browsers to the sign-in page.
pub async fn layer(State(state): State<SessionState>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    if guard::needs_nobody(parts.uri.path()) {
        return next.run(Request::from_parts(parts, body)).await;
    }
    if !csrf::is_ours(&parts, &state.config) {
        return RestError::from(BadRequest::CrossSite).into_response();
    }
    state.untrusted_proxy.notice(&parts, state.config.trusted_hops);
    let cookies = Cookies::new(state.config.is_https());
    let client = address::client(&parts, state.config.trusted_hops, cookies);
    let presented = cookies.read(&parts.headers);
    let found = match find(&state, &parts.headers, &presented, &client).await {
        Ok(Some(found)) => found,
        Ok(None) => return prefetch::too_early(),
        Err(error) => return RestError::from(error).into_response(),
    };
    let viewer = found.known.as_ref().map(|known| &known.viewer);
    let elsewhere = match guard::way(&parts, viewer, &state).await {
        Ok(elsewhere) => elsewhere,
        Err(error) => return RestError::from(error).into_response(),
    };
    let mut response = match elsewhere {
        Some(response) => response,
        None => {
            introduce(&mut parts, found.known, client);
            next.run(Request::from_parts(parts, body)).await
        }
    };
    // Signing in or out has the last word.
    if !cookies.are_set(response.headers()) {
        match &found.change {
            Change::None => {}
            Change::Renewed(tokens) => cookies.give(response.headers_mut(), tokens, presented.kept),
            Change::Over => cookies.clear(response.headers_mut()),
        }
    }
    response
}

/// Who was found, and what the browser's cookies must become.
struct Found {
    known: Option<Known>,
    change: Change,
}

enum Change {
    None,
    Renewed(Tokens),
    /// What the cookies hold is worth nothing any more.
    Over,
}

/// Nothing for a page that is fetched ahead with a session that is to be renewed: whoever opens it renews it.
async fn find(
    state: &SessionState,
    headers: &HeaderMap,
    presented: &Presented,
    client: &Client,
) -> Result<Option<Found>> {
    let sessions = state.services.sessions();
    // Whoever sends a token of their own is judged by it alone.
    if let Some(token) = bearer(headers) {
        let known = unless_signed_out(sessions.recognize(token).await)?;
        return Ok(Some(Found { known, change: Change::None }));
    }
    if let Some(token) = &presented.access
        && let Some(known) = unless_signed_out(sessions.recognize(token).await)?
    {
        return Ok(Some(Found { known: Some(known), change: Change::None }));
    }
    if presented.any() && prefetch::is_prefetch(headers) {
        return Ok(None);
    }
    if let Some(token) = &presented.refresh
        && let Some(renewed) = unless_signed_out(sessions.refresh(token, client).await)?
    {
        return Ok(Some(Found { known: Some(renewed.known), change: Change::Renewed(renewed.tokens) }));
    }
    let change = if presented.any() { Change::Over } else { Change::None };
    Ok(Some(Found { known: None, change }))
}

/// Being signed out is an answer; a database that does not answer is not.
fn unless_signed_out<T>(result: Result<T>) -> Result<Option<T>> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(Error::SignedOut) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Puts the caller, and what pages show of them, into the request.
fn introduce(parts: &mut Parts, known: Option<Known>, client: Client) {
    if let Some(Known { mut caller, viewer }) = known {
        caller.request_id.clone_from(&client.request_id);
        parts.extensions.insert(caller);
        parts.extensions.insert(viewer);
    }
    parts.extensions.insert(client);
}

/// The token of `Authorization: Bearer …`.
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

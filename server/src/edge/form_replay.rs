//! Forms of pages that were sent before WASM was there and refused: what was typed is kept, and the browser goes
//! back to the form with `?replay=TOKEN` instead of an error in the address and empty fields.

use crate::AppState;
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::Response,
};
use domain::{
    Caller,
    url::{href, pairs},
};
use leptos::server_fn::error::ServerFnUrlError;
use pages::ApiError;

/// The longest form that is looked at, in bytes; a longer one goes its way.
const MOST: usize = 64 * 1024;
/// What a page's address carries of forms sent before, and of notices already read.
const NOT_THE_PAGES_OWN: [&str; 4] = ["__path", "__err", "replay", "done"];

/// The layer around the server functions.
pub async fn keep(State(state): State<AppState>, request: Request, next: Next) -> Response {
    if !is_plain_form(&request) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let by = parts.extensions.get::<Caller>().cloned();
    let action = parts.uri.path().to_owned();
    // Its length was looked at: a body that cannot be read is one that broke off.
    let sent = to_bytes(body, MOST).await.unwrap_or_default();
    let mut response = next.run(Request::from_parts(parts, Body::from(sent.clone()))).await;
    let Some((page, error)) = refused(response.headers()) else { return response };
    let fields = fields(&sent);
    let kept = state.services.form_replays().keep(by.as_ref(), &action, fields, &error.0).await;
    if let Ok(Some(token)) = kept
        && let Ok(back) = HeaderValue::try_from(with_token(page, &token))
    {
        response.headers_mut().insert(header::LOCATION, back);
    }
    response
}

fn is_plain_form(request: &Request) -> bool {
    let header = |name| request.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default();
    request.method() == Method::POST
        && request.uri().path().starts_with("/rpc/")
        && header(header::ACCEPT).contains("text/html")
        && header(header::CONTENT_TYPE).starts_with("application/x-www-form-urlencoded")
        && header(header::CONTENT_LENGTH).parse().is_ok_and(|length: usize| length <= MOST)
}

/// The page that a refused form goes back to, as path and query, and why it was refused.
fn refused(headers: &HeaderMap) -> Option<(String, ApiError)> {
    let location = headers.get(header::LOCATION)?.to_str().ok()?;
    let path = match location.split_once("://") {
        Some((_, rest)) => &rest[rest.find('/')?..],
        None => location,
    };
    let (_, query) = path.split_once('?')?;
    // The last one: the page's address may still hold an older one.
    let (_, error) = pairs(query).into_iter().rfind(|(key, _)| key == "__err")?;
    path.starts_with('/').then(|| (path.to_owned(), ServerFnUrlError::<ApiError>::decode_err(&error)))
}

fn fields(sent: &Bytes) -> Vec<(String, String)> {
    std::str::from_utf8(sent).map(pairs).unwrap_or_default()
}

fn with_token(page: String, token: &str) -> String {
    let (path, query) = page.split_once('?').unwrap_or((&page, ""));
    let mut kept = form_urlencoded::Serializer::new(String::new());
    kept.extend_pairs(pairs(query).into_iter().filter(|(key, _)| !NOT_THE_PAGES_OWN.contains(&key.as_str())));
    kept.append_pair("replay", token);
    href(path, &kept.finish())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{Error, FieldCode};

    #[test]
    fn the_way_back_holds_the_page_and_the_token_alone() {
        let error = ApiError(Error::field("code", FieldCode::Duplicate));
        let url = ServerFnUrlError::new("/rpc/site/save", error.clone());
        let location = url
            .to_url("https://vigie.test/admin/lines/new?site=2&done=saved&replay=old&__err=older")
            .expect("an address");
        let headers = HeaderMap::from_iter([(
            header::LOCATION,
            HeaderValue::try_from(location.to_string()).expect("a header"),
        )]);
        let (page, found) = refused(&headers).expect("refused");
        assert_eq!(found, error);
        assert_eq!(with_token(page, "T"), "/admin/lines/new?site=2&replay=T");
    }

    #[test]
    fn a_form_that_was_taken_goes_its_way() {
        for location in ["/admin/sites?done=saved", "https://vigie.test/admin/sites", "nowhere"] {
            let location = HeaderValue::from_static(location);
            assert!(refused(&HeaderMap::from_iter([(header::LOCATION, location)])).is_none());
        }
    }
}

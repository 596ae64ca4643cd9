//! The way of a browser without a session: to the sign-in page, or to the first setup.

use super::{SessionState, second_step};
use axum::{
    http::{Method, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    Result,
    url::{QueryWriter, href, pairs, safe_next},
    user::Viewer,
};

/// Addresses that are no pages.
const NOT_PAGES: &[&str] =
    &["/api/", "/auth/", "/rpc/", "/session/", "/pkg/", "/css/", "/fonts/", "/health/", "/docs/"];
const NOT_PAGES_EXACTLY: &[&str] = &["/health", "/metrics", "/docs", "/redoc", "/ws"];
/// Pages that anybody may see. The gallery of components exists in development alone.
const PUBLIC: &[&str] = &[
    "/login",
    "/forgot-password",
    "/reset-password",
    "/invitation",
    "/register",
    "/register/confirm",
    "/second-step",
    "/setup",
    "/kit",
];

/// Files of the site, which are everybody's.
fn is_file(path: &str) -> bool {
    path.starts_with("/pkg/")
        || path.starts_with("/css/")
        || path.starts_with("/fonts/")
        || path == "/favicon.svg"
}

/// Whether nobody needs to be recognized, which asks the database: files, and whether the server runs. A probe that carries
/// a token is answered without a database too.
pub(super) fn needs_nobody(path: &str) -> bool {
    const PROBES: [&str; 4] = ["/health", "/health/live", "/health/ready", "/health/db"];
    is_file(path) || PROBES.contains(&path.strip_prefix("/api/v1").unwrap_or(path))
}

fn is_page(method: &Method, path: &str) -> bool {
    let file = path.rsplit('/').next().is_some_and(|last| last.contains('.'));
    matches!(*method, Method::GET | Method::HEAD)
        && !file
        && !NOT_PAGES.iter().any(|start| path.starts_with(start))
        && !NOT_PAGES_EXACTLY.contains(&path)
}

/// Where to send a request in place of answering it.
///
/// # Errors
/// [`domain::Error::Unavailable`] when the database does not answer.
pub(super) async fn way(
    parts: &Parts,
    viewer: Option<&Viewer>,
    state: &SessionState,
) -> Result<Option<Response>> {
    let path = parts.uri.path();
    if !is_page(&parts.method, path) {
        return Ok(None);
    }
    if viewer.is_some_and(|viewer| viewer.second_step_due) {
        // The page that sets it up, and its picture.
        return Ok(
            (!path.starts_with(second_step::PAGE)).then(|| to(&href(second_step::PAGE, &wanted(parts))))
        );
    }
    if let Some(viewer) = viewer {
        return Ok(match path {
            "/" | "/setup" | "/second-step" => Some(to(viewer.role.home())),
            "/login" => {
                let query = pairs(parts.uri.query().unwrap_or_default());
                let next = query.iter().find(|(key, _)| key == "next").and_then(|(_, next)| safe_next(next));
                Some(to(next.unwrap_or(viewer.role.home())))
            }
            _ => None,
        });
    }
    if state.services.sessions().needs_setup().await? {
        return Ok((path != "/setup" && path != "/kit").then(|| to("/setup")));
    }
    if path == "/setup" {
        return Ok(Some(to("/login")));
    }
    if PUBLIC.contains(&path) {
        return Ok(None);
    }
    Ok(Some(to(&href("/login", &wanted(parts)))))
}

/// Where the request was going, for afterwards.
fn wanted(parts: &Parts) -> String {
    let here = parts.uri.path_and_query().map(|p| p.as_str()).and_then(safe_next).filter(|next| *next != "/");
    QueryWriter::default().text("next", here.unwrap_or_default()).finish()
}

/// 303: the browser asks for the other page with GET, whatever it did here.
pub(super) fn to(address: &str) -> Response {
    Redirect::to(address).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_what_a_person_reads() {
        for page in ["/", "/equipments", "/equipments/12/edit", "/admin/import"] {
            assert!(is_page(&Method::GET, page), "{page}");
        }
        for other in [
            "/api/v1/equipment",
            "/rpc/equipment/list",
            "/favicon.svg",
            "/pkg/x/vigie.js",
            "/health",
            "/openapi.json",
        ] {
            assert!(!is_page(&Method::GET, other), "{other}");
        }
        assert!(!is_page(&Method::POST, "/equipments"));
    }
}

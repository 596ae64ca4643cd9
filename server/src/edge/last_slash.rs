//! `/api/v1/users/` is `/api/v1/users`: some clients end every address in a slash.

use axum::http::{Request, Uri, uri::PathAndQuery};

/// The same request of the API, without the slash at the end of its path.
pub fn left_out<B>(mut request: Request<B>) -> Request<B> {
    if let Some(uri) = without(request.uri()) {
        *request.uri_mut() = uri;
    }
    request
}

fn without(uri: &Uri) -> Option<Uri> {
    let path = uri.path().strip_suffix('/').filter(|path| path.starts_with("/api/"))?;
    let whole = match uri.query() {
        Some(query) => format!("{path}?{query}"),
        None => path.to_owned(),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(whole).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_api_goes_without_its_last_slash() {
        let after = |uri: &str| left_out(Request::get(uri).body(()).expect("a request")).uri().to_string();
        assert_eq!(after("/api/v1/users/?role=technician&q=a/"), "/api/v1/users?role=technician&q=a/");
        assert_eq!(after("http://x.fr/api/v1/users/"), "http://x.fr/api/v1/users");
        for same in ["/", "/equipments/", "/api/v1/users", "/api/"] {
            assert_eq!(after(same), same);
        }
    }
}

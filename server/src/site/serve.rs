//! Answers for the site's files: compressed when the browser takes it, cached for ever when the name never
//! means anything else.

use super::{Site, embedded};
use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{
    hash::{DefaultHasher, Hash, Hasher},
    path::{Component, Path},
};

const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const ASK_AGAIN: HeaderValue = HeaderValue::from_static("public, max-age=3600");

struct Found {
    body: Bytes,
    encoding: Option<&'static str>,
    tag: HeaderValue,
}

impl Site {
    /// The file at a path, if the site has it.
    pub async fn file(&self, path: &str, headers: &HeaderMap) -> Option<Response> {
        let path = path.trim_start_matches('/');
        let found = match &self.0.folder {
            Some(folder) => on_disk(folder, path).await?,
            None => inside(path, headers)?,
        };
        // Two are named by their contents; another font would have another name.
        let never_changes = ["pkg/", "css/", "fonts/"].iter().any(|folder| path.starts_with(folder));
        let same = headers.get(header::IF_NONE_MATCH) == Some(&found.tag);
        let mut response = if same {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Response::new(Body::from(found.body))
        };
        let out = response.headers_mut();
        out.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
        out.insert(header::CACHE_CONTROL, if never_changes { FOR_EVER } else { ASK_AGAIN });
        out.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        out.insert(header::ETAG, found.tag);
        if let Some(encoding) = found.encoding {
            out.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
        }
        Some(response)
    }
}

fn inside(path: &str, headers: &HeaderMap) -> Option<Found> {
    let file = &embedded::FILES[embedded::FILES.binary_search_by(|f| f.path.cmp(path)).ok()?];
    let (body, encoding) = match (file.br, file.gz) {
        (Some(br), _) if accepts(headers, "br") => (br, Some("br")),
        (_, Some(gz)) if accepts(headers, "gzip") => (gz, Some("gzip")),
        _ => (file.plain, None),
    };
    Some(Found { body: Bytes::from_static(body), encoding, tag: HeaderValue::from_static(file.tag) })
}

async fn on_disk(folder: &Path, path: &str) -> Option<Found> {
    // Nothing that could lead out of the folder.
    if !Path::new(path).components().all(|c| matches!(c, Component::Normal(_))) || path.contains('\\') {
        return None;
    }
    let body = tokio::fs::read(folder.join(path)).await.ok()?;
    let mut hasher = DefaultHasher::new();
    body.hash(&mut hasher);
    let tag = HeaderValue::try_from(format!("\"{:016x}\"", hasher.finish())).ok()?;
    Some(Found { body: body.into(), encoding: None, tag })
}

/// Whether the browser takes an encoding; `q=0` is a no.
fn accepts(headers: &HeaderMap, encoding: &str) -> bool {
    let header = headers.get(header::ACCEPT_ENCODING).and_then(|v| v.to_str().ok()).unwrap_or_default();
    header.split(',').any(|part| {
        let (name, parameters) = part.split_once(';').unwrap_or((part, ""));
        name.trim().eq_ignore_ascii_case(encoding)
            && parameters.trim().strip_prefix("q=").is_none_or(|q| q.parse::<f32>().is_ok_and(|q| q > 0.0))
    })
}

fn media_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|e| e.to_str()) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("ico") => "image/x-icon",
        Some("woff2") => "font/woff2",
        Some("webmanifest") => "application/manifest+json",
        Some("txt") => "text/plain; charset=utf-8",
        Some("html") => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_can_be_declined() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static("gzip;q=0.5, br;q=0, deflate"));
        assert!(accepts(&headers, "gzip") && !accepts(&headers, "br") && !accepts(&headers, "zstd"));
    }

    #[tokio::test]
    async fn nothing_outside_of_the_folder_is_served() {
        let site = Site::open(Some(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/site").as_path()));
        let headers = HeaderMap::new();
        assert!(site.file("/mod.rs", &headers).await.is_some());
        for path in ["/../lib.rs", "//etc/passwd", "/./../lib.rs", "/..\\lib.rs", "/", ""] {
            assert!(site.file(path, &headers).await.is_none(), "{path}");
        }
    }
}

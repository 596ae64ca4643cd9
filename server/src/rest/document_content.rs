//! The answer that carries a document's content: piece by piece, whole or in part, and harmless in a browser.

use axum::{
    body::{Body, Bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::document::{ByteRange, Media, byte_range, content_disposition};
use services::Content;

/// Nothing of it runs, loads or sends anything.
const SANDBOX: &str = "default-src 'none'; sandbox; frame-ancestors 'none'";
/// The browser's own reader shows a PDF in our page's frame; it does not start in a sandbox.
const READER: &str = "default-src 'none'; object-src 'self'; frame-ancestors 'self'";

/// Marks an answer that must leave as it is: compressed, its parts would not be those asked for.
#[derive(Clone, Copy)]
pub struct AsItIs;

/// A content with its headers, as far as the request asks for it.
pub(super) fn sent(content: Content, inline: bool, tag: &str, asked: &HeaderMap) -> Response {
    let inline = inline && content.media.is_shown();
    let in_frame = inline && content.media == Media::Pdf;
    let mut headers = HeaderMap::new();
    let mut put = |name: HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::try_from(value) {
            headers.insert(name, value);
        }
    };
    put(header::CONTENT_TYPE, content.media.as_str());
    put(header::CONTENT_DISPOSITION, &content_disposition(inline, &content.document.file_name));
    put(header::CONTENT_SECURITY_POLICY, if in_frame { READER } else { SANDBOX });
    put(header::X_FRAME_OPTIONS, if in_frame { "SAMEORIGIN" } else { "DENY" });
    put(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    put(header::ETAG, tag);
    // Asked again every time: who may read it can change.
    put(header::CACHE_CONTROL, "private, no-cache");
    put(header::ACCEPT_RANGES, "bytes");
    let of = |name: HeaderName| asked.get(name).and_then(|v| v.to_str().ok());
    if of(header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|t| t.trim() == tag)) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let same = of(header::IF_RANGE).is_none_or(|t| t == tag);
    let range = of(header::RANGE).filter(|_| same).map_or(ByteRange::Whole, |r| byte_range(r, content.size));
    let size = content.size;
    let (status, range) = match range {
        ByteRange::Whole => (StatusCode::OK, 0..size),
        ByteRange::Part(range) => {
            let text = format!("bytes {}-{}/{size}", range.start, range.end - 1);
            headers.extend(HeaderValue::try_from(text).ok().map(|v| (header::CONTENT_RANGE, v)));
            (StatusCode::PARTIAL_CONTENT, range)
        }
        ByteRange::Nothing => {
            let text = HeaderValue::try_from(format!("bytes */{size}"));
            headers.extend(text.ok().map(|v| (header::CONTENT_RANGE, v)));
            headers.remove(header::CONTENT_DISPOSITION);
            return (StatusCode::RANGE_NOT_SATISFIABLE, headers).into_response();
        }
    };
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(range.end - range.start));
    let mut response = (status, headers, streamed(content.only(range))).into_response();
    response.extensions_mut().insert(AsItIs);
    response
}

/// The content as it is decrypted. It breaks off when it is not what was written: half a file must not pass
/// for a whole one.
fn streamed(content: Content) -> Body {
    let pieces = futures_util::stream::unfold(Some(content), |content| async {
        let mut content = content?;
        match content.next().await {
            Ok(Some(bytes)) => Some((Ok(Bytes::from(bytes)), Some(content))),
            Ok(None) => None,
            Err(error) => Some((Err(std::io::Error::other(error)), None)),
        }
    });
    Body::from_stream(pieces)
}

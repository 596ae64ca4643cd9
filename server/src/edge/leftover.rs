//! What of a request's body nobody has read when its answer is there: a refusal comes before the body. A little is read away,
//! so that the connection serves the next request; of more the client is told that the connection ends, which it would
//! otherwise find out by the next request that fails.

use axum::{
    body::{Body, Bytes},
    extract::Request,
    http::{HeaderValue, Version, header},
    middleware::Next,
    response::Response,
};
use http_body::{Body as HttpBody, Frame, SizeHint};
use std::{
    future::poll_fn,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

/// At most so many bytes of an unread body are drained.
const DRAIN_LIMIT: usize = 256 << 10;
/// Time allowed for it.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);

/// The layer.
pub async fn read_away(request: Request, next: Next) -> Response {
    if request.body().is_end_stream() {
        return next.run(request).await;
    }
    // Who waits for a word before sending has not sent it yet.
    let waits = request.headers().contains_key(header::EXPECT);
    let may_close = request.version() <= Version::HTTP_11;
    let (parts, body) = request.into_parts();
    let body = Shared(Arc::new(Mutex::new(Some(body))));
    let mut response = next.run(Request::from_parts(parts, Body::new(body.clone()))).await;
    let over = body.is_end_stream() || (!waits && body.read_away().await);
    if may_close && !over {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// A body of which the rest can still be read when whoever had it has let it go.
#[derive(Clone)]
struct Shared(Arc<Mutex<Option<Body>>>);

impl Shared {
    /// Looks at the body; none is left after its end.
    fn with<T>(&self, look: impl FnOnce(&mut Option<Body>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether the end was reached.
    async fn read_away(mut self) -> bool {
        let read = async {
            let mut bytes = 0;
            loop {
                match poll_fn(|context| Pin::new(&mut self).poll_frame(context)).await {
                    None => return true,
                    Some(Err(_)) => return false,
                    Some(Ok(frame)) => bytes += frame.data_ref().map_or(0, Bytes::len),
                }
                if bytes > DRAIN_LIMIT {
                    return false;
                }
            }
        };
        tokio::time::timeout(DRAIN_TIMEOUT, read).await.unwrap_or(false)
    }
}

impl HttpBody for Shared {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        self.with(|left| {
            let Some(body) = left else { return Poll::Ready(None) };
            let frame = Pin::new(body).poll_frame(context);
            if matches!(frame, Poll::Ready(None)) {
                *left = None;
            }
            frame
        })
    }

    fn is_end_stream(&self) -> bool {
        self.with(|left| left.as_ref().is_none_or(HttpBody::is_end_stream))
    }

    fn size_hint(&self) -> SizeHint {
        self.with(|left| left.as_ref().map_or(SizeHint::with_exact(0), HttpBody::size_hint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, http::StatusCode, middleware, routing::post};
    use tower::ServiceExt;

    /// The `Connection` of an answer to a body of so many bytes.
    async fn answer(path: &str, bytes: usize, expects: bool) -> Option<String> {
        let router = Router::new()
            .route("/refused", post(|| async { StatusCode::UNAUTHORIZED }))
            .route("/read", post(|body: Bytes| async move { body.len().to_string() }))
            .layer(axum::extract::DefaultBodyLimit::disable())
            .layer(middleware::from_fn(read_away));
        let pieces = (0..bytes / 1000).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![0; 1000])));
        let mut request = Request::builder().method("POST").uri(path);
        if expects {
            request = request.header(header::EXPECT, "100-continue");
        }
        let body = Body::from_stream(futures_util::stream::iter(pieces.collect::<Vec<_>>()));
        let response = router.oneshot(request.body(body).expect("a request")).await.expect("an answer");
        response.headers().get(header::CONNECTION).map(|v| v.to_str().expect("text").to_owned())
    }

    #[tokio::test]
    async fn a_connection_ends_with_a_body_that_nobody_reads_and_says_so() {
        let close = Some("close".to_owned());
        assert_eq!(answer("/refused", 200_000, false).await, None);
        assert_eq!(answer("/refused", 2_000_000, false).await, close);
        assert_eq!(answer("/refused", 1_000, true).await, close);
        assert_eq!(answer("/read", 2_000_000, false).await, None);
        assert_eq!(answer("/read", 2_000_000, true).await, None);
    }
}

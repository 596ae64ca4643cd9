//! Keeps a page's reactive owner with its request.
//!
//! The framework notes the owner of the page being rendered on the thread. A rendering that waits for the
//! database goes on on another thread, where the note is missing or another request's, and then what it looks
//! up (the nonce, the request) is lost or somebody else's. So the note is put back before
//! every step and taken away after it.

use axum::{extract::Request, middleware::Next, response::Response};
use leptos::prelude::Owner;
use std::{
    pin::Pin,
    task::{Context, Poll},
};

/// The layer around pages and server functions.
pub(super) async fn keep(request: Request, next: Next) -> Response {
    Kept { owner: None, work: Box::pin(next.run(request)) }.await
}

/// A rendering with its owner.
pub(super) struct Kept<'a> {
    pub owner: Option<Owner>,
    pub work: Pin<Box<dyn Future<Output = Response> + Send + 'a>>,
}

impl Future for Kept<'_> {
    type Output = Response;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Response> {
        forget_current();
        if let Some(owner) = &self.owner {
            owner.set();
        }
        let step = self.work.as_mut().poll(context);
        self.owner = Owner::current();
        forget_current();
        step
    }
}

fn forget_current() {
    if let Some(owner) = Owner::current() {
        owner.unset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::response::IntoResponse;
    use leptos::prelude::{provide_context, use_context};

    /// Renders nothing, but says which number it finds after it had to wait.
    async fn rendering(number: u32) -> Response {
        let owner = Owner::new_root(None);
        owner.with(|| provide_context(number));
        tokio::task::yield_now().await;
        use_context::<u32>().unwrap_or_default().to_string().into_response()
    }

    #[tokio::test]
    async fn two_pages_at_once_find_their_own() {
        let page = |number| Kept { owner: None, work: Box::pin(rendering(number)) };
        let (one, two) = tokio::join!(page(1), page(2));
        for (answer, wanted) in [(one, "1"), (two, "2")] {
            let body = axum::body::to_bytes(answer.into_body(), 100).await.expect("a body");
            assert_eq!(body, wanted);
        }
        assert!(Owner::current().is_none());
    }
}

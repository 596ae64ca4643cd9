//! One request of the browser, with what has left of its body: the only way to see that.

use crate::ask;
use leptos::{
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::{Blob, ProgressEvent, XmlHttpRequest},
};

/// Milliseconds after which a request counts as lost.
const PATIENCE: u32 = 120_000;

/// What is sent.
pub(super) enum Body {
    Empty,
    Text(String),
    Part(Blob),
}

/// A request under way.
pub(super) struct Request(XmlHttpRequest);

/// What came back; the status is 0 when nothing did.
pub(super) struct Answer {
    pub status: u16,
    /// `Upload-Offset`.
    pub offset: Option<f64>,
    body: String,
}

/// How far an upload is: what is wanted of `domain::document::UploadView`.
pub(super) struct Upload {
    pub id: u64,
    /// Where the next part begins.
    pub offset: f64,
    pub is_whole: bool,
}

impl Request {
    /// Sends it. `sent` is told the bytes that have left, `ended` the answer, once. Nothing when the browser
    /// refuses.
    pub fn send(
        method: &str,
        address: &str,
        headers: &[(&str, &str)],
        body: Body,
        sent: impl FnMut(f64) + 'static,
        ended: impl FnOnce(Answer) + 'static,
    ) -> Option<Self> {
        let request = XmlHttpRequest::new().ok()?;
        request.open(method, address).ok()?;
        request.set_timeout(PATIENCE);
        request.set_request_header("accept", "application/json").ok()?;
        for (name, value) in headers {
            request.set_request_header(name, value).ok()?;
        }
        let mut sent = sent;
        if let (Body::Part(_), Ok(upload)) = (&body, request.upload()) {
            let progress =
                Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| sent(event.loaded()));
            upload.set_onprogress(Some(progress.into_js_value().unchecked_ref()));
        }
        let answered = request.clone();
        let ended = Closure::once_into_js(move || {
            let offset = answered.get_response_header("upload-offset").ok().flatten();
            ended(Answer {
                status: answered.status().unwrap_or_default(),
                offset: offset.and_then(|offset| offset.parse::<u64>().ok()).map(|offset| offset as f64),
                body: answered.response_text().ok().flatten().unwrap_or_default(),
            });
        });
        request.set_onloadend(Some(ended.unchecked_ref()));
        match body {
            Body::Empty => request.send(),
            Body::Text(text) => request.send_with_opt_str(Some(&text)),
            Body::Part(part) => request.send_with_opt_blob(Some(&part)),
        }
        .ok()?;
        Some(Self(request))
    }

    /// Its answer comes all the same, with the status 0.
    pub fn abort(&self) {
        let _ = self.0.abort();
    }
}

impl Answer {
    /// How far the upload is.
    pub fn upload(&self) -> Option<Upload> {
        let told = ask::read(&self.body)?;
        let (id, offset) = (ask::number(&told, "id")? as u64, ask::number(&told, "offset")?);
        let is_whole = ask::field(&told, "document").is_object() || offset >= ask::number(&told, "size")?;
        Some(Upload { id, offset, is_whole })
    }

    /// What the server says of the first wrong field, else of the request.
    pub fn reason(&self) -> Option<String> {
        let problem = ask::read(&self.body)?;
        let wrong = ask::field(&ask::field(&problem, "errors"), "0");
        ask::text(&wrong, "message").or_else(|| ask::text(&problem, "title"))
    }
}

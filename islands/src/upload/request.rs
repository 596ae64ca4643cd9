//! One request of the browser, with what has left of its body: the only way to see that.

use domain::document::UploadView;
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
                offset: offset.and_then(|offset| offset.parse().ok()),
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
    pub fn upload(&self) -> Option<UploadView> {
        serde_json::from_str(&self.body).ok()
    }

    /// What the server says of the first wrong field, else of the request.
    pub fn reason(&self) -> Option<String> {
        #[derive(serde::Deserialize)]
        struct Problem {
            title: String,
            #[serde(default)]
            errors: Vec<Field>,
        }
        #[derive(serde::Deserialize)]
        struct Field {
            message: String,
        }
        let problem: Problem = serde_json::from_str(&self.body).ok()?;
        Some(problem.errors.into_iter().next().map_or(problem.title, |e| e.message))
    }
}

//! Sending files from the browser: one request for each, with its progress, which can be given up.

use super::Documents;
use domain::{
    DocumentId,
    document::{Holder, MAX_AT_ONCE},
};
use i18n::{Locale, document as text};
use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, prelude::Closure},
    web_sys::{File, FormData, HtmlInputElement, ProgressEvent, XmlHttpRequest},
};
use std::{
    cell::RefCell,
    collections::HashMap,
    sync::atomic::{AtomicU32, Ordering},
};

const ADDRESS: &str = "/api/v1/documents";

/// Where files go.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub holder: Holder,
    pub id: i64,
    /// Empty: left to the file.
    pub kind: String,
    pub replaces: Option<DocumentId>,
}

/// One file on its way. What it holds outlives the part of the page in which it was chosen, which is drawn
/// anew with each file that arrives.
#[derive(Clone)]
pub(super) struct Sending {
    pub key: u32,
    pub name: String,
    pub percent: ArcRwSignal<f64>,
    /// Why it did not arrive.
    pub error: ArcRwSignal<Option<String>>,
}

thread_local! {
    /// Requests under way, by their file's key.
    static REQUESTS: RefCell<HashMap<u32, XmlHttpRequest>> = RefCell::default();
}

/// Sends the files of an input, and empties it for the next.
pub(super) fn chosen(locale: Locale, documents: Documents, input: &HtmlInputElement, target: &Target) {
    let Some(files) = input.files() else { return };
    for i in 0..files.length() {
        let Some(file) = files.get(i) else { continue };
        if i as usize >= MAX_AT_ONCE {
            let left = enter(documents, &file);
            left.error.set(Some(text::too_many(locale, MAX_AT_ONCE)));
            continue;
        }
        start(locale, documents, &file, target);
    }
    input.set_value("");
}

/// Gives a file up, or takes its error away.
pub(super) fn cancel(documents: Documents, key: u32) {
    documents.sending.update(|all| {
        all.retain(|sending| sending.key != key);
    });
    if let Some(request) = REQUESTS.with_borrow_mut(|all| all.remove(&key)) {
        let _ = request.abort();
    }
}

fn enter(documents: Documents, file: &File) -> Sending {
    static KEY: AtomicU32 = AtomicU32::new(0);
    let sending = Sending {
        key: KEY.fetch_add(1, Ordering::Relaxed),
        name: file.name(),
        percent: ArcRwSignal::new(0.0),
        error: ArcRwSignal::new(None),
    };
    documents.sending.update(|all| all.push(sending.clone()));
    sending
}

fn start(locale: Locale, documents: Documents, file: &File, target: &Target) {
    let sending = enter(documents, file);
    let error = sending.error.clone();
    let failed = move || error.set(Some(text::not_sent(locale).into()));
    let (Ok(request), Ok(form)) = (XmlHttpRequest::new(), FormData::new()) else { return failed() };
    let mut fields = vec![
        ("entity", target.holder.to_string()),
        ("entity_id", target.id.to_string()),
        ("kind", target.kind.clone()),
    ];
    fields.extend(target.replaces.map(|id| ("replaces", id.to_string())));
    for (name, value) in &fields {
        if form.append_with_str(name, value).is_err() {
            return failed();
        }
    }
    // Last, so that the server knows where the file belongs before it arrives.
    if form.append_with_blob_and_filename("file", file, &file.name()).is_err() {
        return failed();
    }
    let percent = sending.percent.clone();
    let progress = Closure::<dyn FnMut(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            percent.set(event.loaded() / event.total() * 100.0);
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(progress.into_js_value().unchecked_ref()));
    }
    let (answered, key, error) = (request.clone(), sending.key, sending.error.clone());
    let ended = Closure::<dyn FnMut()>::new(move || {
        REQUESTS.with_borrow_mut(|all| all.remove(&key));
        if answered.status() == Ok(201) {
            let _ = documents.sending.try_update(|all| all.retain(|s| s.key != key));
            let _ = documents.arrived.try_update(|n| *n += 1);
            return;
        }
        let body = answered.response_text().ok().flatten().unwrap_or_default();
        error.set(Some(reason(&body).unwrap_or_else(|| text::not_sent(locale).into())));
    });
    request.set_onloadend(Some(ended.into_js_value().unchecked_ref()));
    let opened = request.open("POST", ADDRESS);
    let sent = opened
        .and_then(|()| request.set_request_header("accept", "application/json"))
        .and_then(|()| request.send_with_opt_form_data(Some(&form)));
    if sent.is_err() {
        return failed();
    }
    REQUESTS.with_borrow_mut(|all| all.insert(key, request));
}

/// What the server says of the first wrong field, else of the request.
fn reason(body: &str) -> Option<String> {
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
    let problem: Problem = serde_json::from_str(body).ok()?;
    Some(problem.errors.into_iter().next().map_or(problem.title, |e| e.message))
}

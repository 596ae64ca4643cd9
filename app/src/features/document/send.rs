//! Sending files from the browser: in parts, a few files at a time. What a broken connection cuts is sent
//! again, and a file chosen once more after a reload goes on where it stopped.

use super::{
    Documents,
    form::go_on_at,
    request::{Answer, Body, Request},
};
use crate::{session::use_session, shared::error_text};
use domain::{
    DocumentId, UploadId,
    document::{DocumentDraft, Holder, MAX_AT_ONCE, PART_BYTES, UploadDraft, refused_early, retry_millis},
};
use i18n::{Locale, document as text};
use leptos::{
    ev,
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    web_sys::{File, HtmlInputElement, Storage},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

const ADDRESS: &str = "/api/v1/uploads";
/// Files sent side by side; the others wait, so that the page's own requests find a way.
const AT_ONCE: usize = 3;
/// Tries without progress before a file is given up; choosing it again goes on where it stopped.
const TRIES: u32 = 8;

/// Where files go.
#[derive(Clone, Debug)]
pub(super) struct Target {
    pub holder: Holder,
    pub id: i64,
    /// Empty: left to the file.
    pub kind: String,
    pub replaces: Option<DocumentId>,
}

/// Why nothing is being sent for the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pause {
    /// Others are before it.
    Queued,
    Offline,
    /// The server did not answer; it is asked again in a while.
    Retrying,
}

/// One file on its way. What it holds outlives the part of the page in which it was chosen, which is drawn
/// anew with each file that arrives.
#[derive(Clone)]
pub(super) struct Sending {
    pub key: u32,
    pub name: String,
    pub percent: ArcRwSignal<f64>,
    pub pause: ArcRwSignal<Option<Pause>>,
    /// Why it did not arrive.
    pub error: ArcRwSignal<Option<String>>,
}

/// What is sent, and how far it is.
struct Task {
    locale: Locale,
    documents: Documents,
    sending: Sending,
    file: File,
    target: Target,
    upload: Cell<Option<UploadId>>,
    /// Where the next part begins; nothing when the server must be asked.
    offset: Cell<Option<f64>>,
    tries: Cell<u32>,
    /// It was begun anew because the server knew nothing of it any more.
    anew: Cell<bool>,
    active: Cell<bool>,
    request: RefCell<Option<Request>>,
    timer: Cell<Option<TimeoutHandle>>,
}

thread_local! {
    /// Files under way or waiting, in the order in which they were chosen.
    static TASKS: RefCell<Vec<Rc<Task>>> = RefCell::default();
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// Sends the files of an input, and empties it for the next.
pub(super) fn chosen(locale: Locale, documents: Documents, input: &HtmlInputElement, target: &Target) {
    watch();
    let Some(files) = input.files() else { return };
    for i in 0..files.length() {
        let Some(file) = files.get(i) else { continue };
        let sending = enter(documents, &file);
        if i as usize >= MAX_AT_ONCE {
            sending.error.set(Some(text::too_many(locale, MAX_AT_ONCE)));
            continue;
        }
        let session = use_session();
        let early = refused_early(&file.name(), file.size() as u64, &session.accept, session.limits);
        if let Some(code) = early {
            sending.error.set(Some(error_text::field(locale, &code)));
            continue;
        }
        let task = Task {
            locale,
            documents,
            sending,
            file,
            target: target.clone(),
            upload: Cell::default(),
            offset: Cell::default(),
            tries: Cell::default(),
            anew: Cell::default(),
            active: Cell::default(),
            request: RefCell::default(),
            timer: Cell::default(),
        };
        task.upload.set(task.remembered());
        TASKS.with_borrow_mut(|all| all.push(Rc::new(task)));
    }
    input.set_value("");
    next();
}

/// Gives a file up, or takes its error away.
pub(super) fn cancel(documents: Documents, key: u32) {
    documents.sending.update(|all| all.retain(|sending| sending.key != key));
    let task = TASKS.with_borrow_mut(|all| {
        let at = all.iter().position(|task| task.sending.key == key)?;
        Some(all.remove(at))
    });
    if let Some(task) = task {
        task.stop();
        if let Some(id) = task.upload.get() {
            // Without an answer, it is thrown away after a day.
            let _ = Request::send("DELETE", &format!("{ADDRESS}/{id}"), &[], Body::Empty, |_| {}, |_| {});
        }
        task.forget();
        next();
    }
}

fn enter(documents: Documents, file: &File) -> Sending {
    static KEY: AtomicU32 = AtomicU32::new(0);
    let sending = Sending {
        key: KEY.fetch_add(1, Ordering::Relaxed),
        name: file.name(),
        percent: ArcRwSignal::new(0.0),
        pause: ArcRwSignal::new(Some(Pause::Queued)),
        error: ArcRwSignal::new(None),
    };
    documents.sending.update(|all| all.push(sending.clone()));
    sending
}

/// Goes on as soon as the network is back; once for the life of the document.
fn watch() {
    if !WATCHED.replace(true) {
        let _ = window_event_listener(ev::online, |_| {
            let waiting = TASKS.with_borrow(|all| {
                all.iter()
                    .filter(|task| task.active.get() && task.request.borrow().is_none())
                    .cloned()
                    .collect::<Vec<_>>()
            });
            for task in waiting {
                task.tries.set(0);
                task.go();
            }
        });
    }
}

/// Begins with those that wait, as many as there is room for.
fn next() {
    let begin = TASKS.with_borrow(|all| {
        let active = all.iter().filter(|task| task.active.get()).count();
        let waiting = all.iter().filter(|task| !task.active.get());
        waiting.take(AT_ONCE.saturating_sub(active)).cloned().collect::<Vec<_>>()
    });
    for task in begin {
        task.active.set(true);
        task.go();
    }
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

impl Task {
    /// Under which name the upload of this file is kept: the same file, for the same place.
    fn name(&self) -> String {
        let Target { holder, id, kind, replaces } = &self.target;
        let replaces = replaces.map(|id| id.to_string()).unwrap_or_default();
        let (name, size, changed) = (self.file.name(), self.file.size(), self.file.last_modified());
        format!("vigie:upload:{holder}:{id}:{kind}:{replaces}:{size}:{changed}:{name}")
    }

    fn remembered(&self) -> Option<UploadId> {
        storage()?.get_item(&self.name()).ok().flatten()?.parse().ok()
    }

    fn remember(&self, id: UploadId) {
        if let Some(storage) = storage() {
            // Full or refused: then it cannot be taken up after a reload.
            let _ = storage.set_item(&self.name(), &id.to_string());
        }
    }

    fn forget(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.name());
        }
    }

    fn stop(&self) {
        if let Some(timer) = self.timer.take() {
            timer.clear();
        }
        if let Some(request) = self.request.take() {
            request.abort();
        }
    }

    /// The next request: begins the upload, asks how far it is, or sends a part.
    fn go(self: &Rc<Self>) {
        self.stop();
        if !window().navigator().on_line() {
            return self.sending.pause.set(Some(Pause::Offline));
        }
        self.sending.pause.set(None);
        match (self.upload.get(), self.offset.get()) {
            (None, _) => self.create(),
            (Some(id), None) => {
                let then = |task: &Rc<Self>, answer: &Answer| task.asked(answer);
                self.request("HEAD", &format!("{ADDRESS}/{id}"), &[], Body::Empty, then);
            }
            (Some(id), Some(offset)) => self.part(id, offset),
        }
    }

    fn request(
        self: &Rc<Self>,
        method: &'static str,
        address: &str,
        headers: &[(&str, &str)],
        body: Body,
        then: impl FnOnce(&Rc<Self>, &Answer) + 'static,
    ) {
        let (begun, task, sent) = (self.offset.get().unwrap_or_default(), Rc::clone(self), Rc::clone(self));
        let percent = move |bytes: f64| {
            let whole = sent.file.size().max(1.0);
            sent.sending.percent.set(((begun + bytes) / whole * 100.0).min(100.0));
        };
        let ended = move |answer: Answer| {
            // Given up meanwhile: nobody waits for the answer.
            if task.request.take().is_some() {
                then(&task, &answer);
            }
        };
        match Request::send(method, address, headers, body, percent, ended) {
            Some(request) => *self.request.borrow_mut() = Some(request),
            None => self.fail(None),
        }
    }

    fn create(self: &Rc<Self>) {
        let Target { holder, id, kind, replaces } = &self.target;
        let document = DocumentDraft {
            entity: holder.to_string(),
            entity_id: id.to_string(),
            kind: kind.clone(),
            replaces: replaces.map(|id| id.to_string()).unwrap_or_default(),
            file_name: self.file.name(),
        };
        let size = format!("{:.0}", self.file.size());
        let draft = UploadDraft { document, size, sha256: String::new() };
        let Ok(json) = serde_json::to_string(&draft) else { return self.fail(None) };
        let headers = [("content-type", "application/json")];
        self.request("POST", ADDRESS, &headers, Body::Text(json), |task, answer| match answer.upload() {
            Some(upload) if answer.status == 201 => {
                task.remember(upload.id);
                task.upload.set(Some(upload.id));
                task.offset.set(Some(0.0));
                task.go();
            }
            _ => task.refused(answer),
        });
    }

    fn asked(self: &Rc<Self>, answer: &Answer) {
        match answer.offset {
            Some(offset) if answer.status == 200 => {
                self.offset.set(Some(offset));
                self.go();
            }
            _ => self.refused(answer),
        }
    }

    fn part(self: &Rc<Self>, id: UploadId, offset: f64) {
        let end = (offset + PART_BYTES as f64).min(self.file.size());
        let Ok(part) = self.file.slice_with_f64_and_f64(offset, end) else { return self.fail(None) };
        let at = format!("{offset:.0}");
        let headers = [("content-type", "application/offset+octet-stream"), ("upload-offset", at.as_str())];
        let address = format!("{ADDRESS}/{id}");
        self.request("PATCH", &address, &headers, Body::Part(part), |task, answer| match answer.upload() {
            Some(upload) if answer.status == 200 => {
                task.tries.set(0);
                if upload.document.is_some() || upload.offset >= upload.size {
                    return task.arrived();
                }
                task.offset.set(Some(upload.offset as f64));
                task.go();
            }
            _ => task.refused(answer),
        });
    }

    /// What to do when the answer is not the one hoped for.
    fn refused(self: &Rc<Self>, answer: &Answer) {
        match answer.status {
            0 | 408 | 409 | 429 | 500.. => self.retry(),
            404 if self.upload.get().is_some() && !self.anew.replace(true) => {
                self.forget();
                self.upload.set(None);
                self.offset.set(None);
                self.go();
            }
            _ => {
                self.forget();
                self.fail(answer.reason());
            }
        }
    }

    fn retry(self: &Rc<Self>) {
        let tries = self.tries.get();
        if tries >= TRIES {
            return self.fail(None);
        }
        self.tries.set(tries + 1);
        self.offset.set(None);
        self.sending.pause.set(Some(Pause::Retrying));
        let spread = f64::from(self.sending.key % 16) / 16.0;
        let wait = Duration::from_millis(retry_millis(tries, spread).into());
        let task = Rc::clone(self);
        self.timer.set(set_timeout_with_handle(move || task.go(), wait).ok());
    }

    fn leave(&self) {
        TASKS.with_borrow_mut(|all| all.retain(|task| task.sending.key != self.sending.key));
        next();
    }

    fn fail(&self, reason: Option<String>) {
        self.sending.error.set(Some(reason.unwrap_or_else(|| text::not_sent(self.locale).into())));
        self.leave();
    }

    fn arrived(&self) {
        self.forget();
        let (documents, key) = (self.documents, self.sending.key);
        // The page may be another one by now.
        let _ = documents.sending.try_update(|all| all.retain(|sending| sending.key != key));
        let _ = documents.arrived.try_update(|n| *n += 1);
        let _ = documents.said.try_set(text::arrived(self.locale, &self.sending.name));
        // Once the list with it is there.
        set_timeout(|| go_on_at("#documents"), Duration::from_millis(600));
        self.leave();
    }
}

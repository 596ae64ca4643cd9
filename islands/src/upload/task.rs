//! One file on its way: it asks the server how far it is, sends the next part, and knows what to do when nothing comes back.

use super::{
    Pause, Sending, TOLD, Target,
    request::{Answer, Body, Request},
    send::leave,
};
use crate::ask;
use domain::document::{PART_BYTES, retry_millis};
use i18n::{Locale, document as text};
use leptos::{
    leptos_dom::helpers::TimeoutHandle,
    prelude::*,
    web_sys::{File, Storage},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

const ADDRESS: &str = "/api/v1/uploads";
/// Tries without progress before a file is given up; choosing it again goes on where it stopped.
const TRIES: u32 = 8;

/// What is sent, and how far it is.
pub(super) struct Task {
    locale: Locale,
    sending: Sending,
    file: File,
    target: Target,
    /// Called once it is there.
    arrived: fn(),
    upload: Cell<Option<u64>>,
    /// Where the next part begins; nothing when the server must be asked.
    offset: Cell<Option<f64>>,
    tries: Cell<u32>,
    /// It was begun anew because the server knew nothing of it any more.
    anew: Cell<bool>,
    active: Cell<bool>,
    request: RefCell<Option<Request>>,
    timer: Cell<Option<TimeoutHandle>>,
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

impl Task {
    /// Waits for its turn; what the browser remembers of it counts.
    pub fn new(locale: Locale, sending: Sending, file: File, target: Target, arrived: fn()) -> Self {
        let task = Self {
            locale,
            sending,
            file,
            target,
            arrived,
            upload: Cell::default(),
            offset: Cell::default(),
            tries: Cell::default(),
            anew: Cell::default(),
            active: Cell::default(),
            request: RefCell::default(),
            timer: Cell::default(),
        };
        task.upload.set(task.remembered());
        task
    }

    pub fn key(&self) -> u32 {
        self.sending.key
    }

    /// Whether its turn has come.
    pub fn is_active(&self) -> bool {
        self.active.get()
    }

    /// Its turn has come.
    pub fn begin(self: &Rc<Self>) {
        self.active.set(true);
        self.go();
    }

    /// Goes on where it waits for the network.
    pub fn wake(self: &Rc<Self>) {
        if self.active.get() && self.request.borrow().is_none() {
            self.tries.set(0);
            self.go();
        }
    }

    /// Gives it up, here and on the server.
    pub fn give_up(&self) {
        self.stop();
        if let Some(id) = self.upload.get() {
            // Without an answer, it is thrown away after a day.
            let _ = Request::send("DELETE", &format!("{ADDRESS}/{id}"), &[], Body::Empty, |_| {}, |_| {});
        }
        self.forget();
    }

    /// Under which name the upload of this file is kept: the same file, for the same place.
    fn name(&self) -> String {
        let Target { holder, id, kind, replaces, .. } = &self.target;
        let (name, size, changed) = (self.file.name(), self.file.size(), self.file.last_modified());
        format!("vigie:upload:{holder}:{id}:{kind}:{replaces}:{size}:{changed}:{name}")
    }

    fn remembered(&self) -> Option<u64> {
        storage()?.get_item(&self.name()).ok().flatten()?.parse().ok()
    }

    fn remember(&self, id: u64) {
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
            sent.sending.percent.set(((begun + bytes) / whole * 100.0).min(100.0).round() as i64);
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
        let Target { holder, id, kind, replaces, .. } = &self.target;
        let (name, size) = (self.file.name(), (self.file.size() as u64).to_string());
        // The fields of `domain::document::UploadDraft`.
        let draft = ask::object([
            ("entity", holder),
            ("entity_id", id),
            ("kind", kind),
            ("replaces", replaces),
            ("file_name", &name),
            ("size", &size),
        ]);
        let Ok(json) = js_sys::JSON::stringify(&draft) else { return self.fail(None) };
        let json = String::from(json);
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

    fn part(self: &Rc<Self>, id: u64, offset: f64) {
        let end = (offset + PART_BYTES as f64).min(self.file.size());
        let Ok(part) = self.file.slice_with_f64_and_f64(offset, end) else { return self.fail(None) };
        let at = (offset as u64).to_string();
        let headers = [("content-type", "application/offset+octet-stream"), ("upload-offset", at.as_str())];
        let address = format!("{ADDRESS}/{id}");
        self.request("PATCH", &address, &headers, Body::Part(part), |task, answer| match answer.upload() {
            Some(upload) if answer.status == 200 => {
                task.tries.set(0);
                if upload.is_whole {
                    return task.arrived();
                }
                task.offset.set(Some(upload.offset));
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

    fn fail(&self, reason: Option<String>) {
        self.sending.error.set(Some(reason.unwrap_or_else(|| text::not_sent(self.locale).into())));
        leave(self.sending.key);
    }

    fn arrived(&self) {
        self.forget();
        let key = self.sending.key;
        TOLD.with(|told| {
            told.sending.update(|all| all.retain(|sending| sending.key != key));
            told.said.set(text::arrived(self.locale, &self.sending.name));
        });
        leave(self.sending.key);
        (self.arrived)();
    }
}

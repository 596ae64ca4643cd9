//! Sending files from the browser: in parts, a few files at a time. What a broken connection cuts is sent
//! again, and a file chosen once more after a reload goes on where it stopped.

use super::{Pause, Sending, TOLD, Target, task::Task};
use crate::document::use_locale;
use domain::{
    FieldCode,
    document::{MAX_AT_ONCE, refused_early},
};
use i18n::{Locale, document as text, error};
use leptos::{
    ev,
    prelude::*,
    web_sys::{File, HtmlInputElement},
};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    sync::atomic::{AtomicU32, Ordering},
};

/// Files sent side by side; the others wait, so that the page's own requests find a way.
const AT_ONCE: usize = 3;

thread_local! {
    /// Files under way or waiting, in the order in which they were chosen.
    static TASKS: RefCell<Vec<Rc<Task>>> = RefCell::default();
    static WATCHED: Cell<bool> = const { Cell::new(false) };
}

/// Sends the files of an input, and empties it for the next. `arrived` is called after each that is there.
pub fn chosen(input: &HtmlInputElement, target: &Target, arrived: fn()) {
    watch();
    let locale = use_locale();
    let Some(files) = input.files() else { return };
    for i in 0..files.length() {
        let Some(file) = files.get(i) else { continue };
        let sending = enter(&file);
        if i as usize >= MAX_AT_ONCE {
            sending.error.set(Some(text::too_many(locale, MAX_AT_ONCE)));
            continue;
        }
        let early = refused_early(&file.name(), file.size() as u64, &target.accept, target.limits);
        if let Some(why) = early.and_then(|code| said(locale, &code)) {
            sending.error.set(Some(why));
            continue;
        }
        let task = Rc::new(Task::new(locale, sending, file, target.clone(), arrived));
        TASKS.with_borrow_mut(|all| all.push(task));
    }
    input.set_value("");
    next();
}

/// What can be said of a file here, as the server says it; the rest is left to the server.
fn said(locale: Locale, code: &FieldCode) -> Option<String> {
    match code {
        FieldCode::FileType => Some(error::field_file_type(locale).into()),
        FieldCode::FileTypeClosed => Some(error::field_file_type_closed(locale).into()),
        FieldCode::FileEmpty => Some(error::field_file_empty(locale).into()),
        FieldCode::FileTooLarge { max_mb } => Some(error::field_file_too_large(locale, max_mb)),
        _ => None,
    }
}

/// Gives a file up, or takes its error away.
pub(super) fn cancel(key: u32) {
    TOLD.with(|told| told.sending.update(|all| all.retain(|sending| sending.key != key)));
    let task = TASKS.with_borrow(|all| all.iter().find(|task| task.key() == key).cloned());
    if let Some(task) = task {
        task.give_up();
        leave(key);
    }
}

/// Makes room for the next.
pub(super) fn leave(key: u32) {
    TASKS.with_borrow_mut(|all| all.retain(|task| task.key() != key));
    next();
}

fn enter(file: &File) -> Sending {
    static KEY: AtomicU32 = AtomicU32::new(0);
    let sending = Sending {
        key: KEY.fetch_add(1, Ordering::Relaxed),
        name: file.name(),
        percent: ArcRwSignal::new(0),
        pause: ArcRwSignal::new(Some(Pause::Queued)),
        error: ArcRwSignal::new(None),
    };
    TOLD.with(|told| told.sending.update(|all| all.push(sending.clone())));
    sending
}

/// Goes on as soon as the network is back, and holds who leaves too early; once for the life of the document.
fn watch() {
    if WATCHED.replace(true) {
        return;
    }
    let online = window_event_listener(ev::online, |_| {
        let all = TASKS.with_borrow(Clone::clone);
        for task in all {
            task.wake();
        }
    });
    // Another page cuts off what is being sent: the browser asks first.
    let away = window_event_listener(ev::beforeunload, |event| {
        if TASKS.with_borrow(|all| !all.is_empty()) {
            event.prevent_default();
        }
    });
    // For the life of the document.
    std::mem::forget((online, away));
}

/// Begins with those that wait, as many as there is room for.
fn next() {
    let begin = TASKS.with_borrow(|all| {
        let active = all.iter().filter(|task| task.is_active()).count();
        let waiting = all.iter().filter(|task| !task.is_active());
        waiting.take(AT_ONCE.saturating_sub(active)).cloned().collect::<Vec<_>>()
    });
    for task in begin {
        task.begin();
    }
}

//! Files sent from the browser in parts, each with how far it is: what a form of files becomes where scripts run.

mod island;
mod request;
mod send;
mod task;

pub use island::Uploads;
pub use send::chosen;

use domain::document::Limits;
use leptos::prelude::*;

/// Where files go, as the form says it.
#[derive(Clone, Debug)]
pub struct Target {
    pub holder: String,
    pub id: String,
    /// Empty: left to the file.
    pub kind: String,
    /// The document that the file takes the place of; mostly empty.
    pub replaces: String,
    /// The extensions that are taken, each with its dot.
    pub accept: String,
    pub limits: Limits,
}

/// Why nothing is being sent for the moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pause {
    /// Others are before it.
    Queued,
    Offline,
    /// The server did not answer; it is asked again in a while.
    Retrying,
}

/// One file on its way.
#[derive(Clone)]
struct Sending {
    key: u32,
    name: String,
    percent: ArcRwSignal<i64>,
    pause: ArcRwSignal<Option<Pause>>,
    /// Why it did not arrive.
    error: ArcRwSignal<Option<String>>,
}

/// What the page is told of them.
#[derive(Clone, Default)]
struct Told {
    /// Files on their way.
    sending: ArcRwSignal<Vec<Sending>>,
    /// What has arrived last, to be said aloud.
    said: ArcRwSignal<String>,
}

thread_local! {
    /// Of the document.
    static TOLD: Told = Told::default();
}

//! Lengths that grow (`data-seconds`): the server says how long it is when it draws the page, the browser counts on from there.
//! Only the time that has passed here counts, whatever the browser takes the time of day for.

use super::dom;
use crate::{document::use_locale, duration::length};
use leptos::prelude::{document, set_interval, window};
use std::{cell::Cell, time::Duration};

const EVERY: Duration = Duration::from_secs(15);

thread_local! {
    /// When the page was drawn, in milliseconds of the browser's life.
    static DRAWN: Cell<f64> = const { Cell::new(0.0) };
}

pub fn watch() {
    set_interval(tick, EVERY);
}

/// The page says new lengths from now on.
pub fn drawn() {
    DRAWN.set(now());
}

fn now() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}

fn tick() {
    let Some(body) = document().body() else { return };
    let passed = ((now() - DRAWN.get()) / 1_000.0) as i64;
    let locale = use_locale();
    for element in dom::all(&body, "[data-seconds]") {
        let seconds: Option<i64> = element.get_attribute("data-seconds").and_then(|text| text.parse().ok());
        if let Some(seconds) = seconds {
            element.set_text_content(Some(&length(locale, seconds + passed)));
        }
    }
}

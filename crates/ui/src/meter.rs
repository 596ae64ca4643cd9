//! How full, how far: bars whose value is always written beside them.

use leptos::prelude::*;

use crate::Tone;

/// The classes of a bar of this colour.
pub const fn meter_class(tone: Option<Tone>) -> &'static str {
    match tone {
        None | Some(Tone::Info) => "meter",
        Some(Tone::Ok) => "meter m-ok",
        Some(Tone::Warn) => "meter m-warn",
        Some(Tone::Danger) => "meter m-danger",
        Some(Tone::Mute) => "meter m-mute",
    }
}

/// The bar alone, hidden from assistive technology: `percent` of the width is filled, `mark` is a threshold.
#[component]
pub fn Bar(
    percent: f64,
    #[prop(optional, into)] tone: Option<Tone>,
    #[prop(optional, into)] mark: Option<f64>,
) -> AnyView {
    let width = |percent: f64| format!("{:.1}%", percent.clamp(0.0, 100.0));
    view! {
        <svg class=meter_class(tone) aria-hidden="true">
            <rect class="meter-track" width="100%" height="8" rx="2"></rect>
            <rect class="meter-value" width=width(percent) height="8" rx="2"></rect>
            {mark.map(|mark| view! { <rect class="meter-mark" x=width(mark) y="-3" width="2" height="14"></rect> })}
        </svg>
    }
    .into_any()
}

/// A bar in a table cell, its value after it.
#[component]
pub fn Meter(
    percent: f64,
    #[prop(into)] text: String,
    #[prop(optional, into)] tone: Option<Tone>,
    #[prop(optional, into)] mark: Option<f64>,
) -> AnyView {
    view! {
        <span class="meter-line">
            <Bar percent=percent nostrip:tone=tone nostrip:mark=mark />
            <span>{text}</span>
        </span>
    }
    .into_any()
}

/// A bar on its own lines: what it measures, its value, a note under it.
#[component]
pub fn MeterBlock(
    #[prop(into)] label: String,
    #[prop(into)] text: String,
    percent: f64,
    #[prop(optional, into)] tone: Option<Tone>,
    #[prop(optional, into)] mark: Option<f64>,
    #[prop(optional, into)] note: Option<String>,
) -> AnyView {
    view! {
        <div class="meter-block">
            <p class="meter-head">
                <span>{label}</span>
                <b>{text}</b>
            </p>
            <Bar percent=percent nostrip:tone=tone nostrip:mark=mark />
            {note.map(|note| view! { <p class="meter-note">{note}</p> })}
        </div>
    }
    .into_any()
}

/// Work that advances, out of `max`; without a value it only says that it runs.
#[component]
pub fn Progress(
    #[prop(into)] label: String,
    #[prop(into)] text: Signal<String>,
    #[prop(optional, into)] value: Signal<Option<i64>>,
    #[prop(default = 100)] max: i64,
) -> AnyView {
    view! {
        <div class="meter-block">
            <p class="meter-head">
                <span>{label.clone()}</span>
                <b>{move || text.get()}</b>
            </p>
            <progress class="progress" aria-label=label max=max.to_string() value=move || value.get().map(|v| v.to_string())></progress>
        </div>
    }
    .into_any()
}

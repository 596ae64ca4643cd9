//! Where one is in a wizard.

use leptos::prelude::*;

use crate::{Glyph, Icon};

/// One step: its words, and a link back to it when it may be visited again.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub label: String,
    pub href: Option<String>,
}

/// The steps in order; those before `current` (from 0) are done.
#[component]
pub fn Steps(#[prop(into)] label: String, steps: Vec<Step>, #[prop(into)] current: Signal<usize>) -> AnyView {
    let steps = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| {
            let mark = move || {
                if at < current.get() {
                    view! { <Glyph icon=Icon::Check size=14 /> }.into_any()
                } else {
                    (at + 1).to_string().into_any()
                }
            };
            let class = move || if at < current.get() { "step step-done" } else { "step" };
            let now = move || (at == current.get()).then_some("step");
            let inside = view! {
                <span class="step-mark">{mark}</span>
                <span class="step-label">{step.label}</span>
            };
            let step = match step.href {
                Some(href) => view! { <a class=class href=href aria-current=now>{inside}</a> }.into_any(),
                None => view! { <span class=class aria-current=now>{inside}</span> }.into_any(),
            };
            view! { <li>{step}</li> }
        })
        .collect_view();
    view! {
        <nav aria-label=label>
            <ol class="steps">{steps}</ol>
        </nav>
    }
    .into_any()
}

//! A type's mark: its icon on its colour.

use domain::colour::ink_on;
use leptos::prelude::*;
use ui::Icon;

/// The picture behind its name in the database.
fn icon(name: &str) -> Icon {
    match name {
        "activity" => Icon::Activity,
        "calendar-check" => Icon::CalendarCheck,
        "lightbulb" => Icon::Lightbulb,
        "scale" => Icon::Scale,
        _ => Icon::Wrench,
    }
}

/// The mark, hidden from assistive technology: the name beside it says the same. The colour is one that the plant chose, so
/// that it stands in attributes of the picture.
pub fn mark(colour: &str, name: &str) -> AnyView {
    let (ink, colour) = (ink_on(colour), colour.to_owned());
    view! {
        <svg class="size-7 shrink-0" viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" fill=colour></rect>
            <path
                transform="translate(6.4 6.4) scale(.8)"
                fill="none"
                stroke=ink
                stroke-width="2"
                stroke-linecap="round"
                stroke-linejoin="round"
                d=icon(name).path()
            ></path>
        </svg>
    }
    .into_any()
}

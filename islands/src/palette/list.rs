//! The lines, as options of the dialog's list and as links of the page.

use super::entry::{Act, Entry, Group, mark};
use i18n::Locale;
use leptos::prelude::*;
use ui::Glyph;

/// The form that options post with, which may not stand among them.
pub const FORM: &str = "palette-form";

/// The id of the option at this place.
pub(super) fn option_id(at: usize) -> String {
    format!("palette-option-{at}")
}

fn words(locale: Locale, entry: &Entry) -> AnyView {
    view! {
        <Glyph icon=entry.icon />
        <span class="palette-words">
            <b>
                {(!entry.code.is_empty()).then(|| view! { <span class="code">{entry.code.clone()}</span> " " })}
                {entry.label.clone()}
            </b>
            {(!entry.note.is_empty()).then(|| view! { " " <span class="palette-note">{entry.note.clone()}</span> })}
        </span>
        {entry.mark.map(|of| mark(locale, of))}
    }
    .into_any()
}

/// The options, numbered through. `active` is the place of the one that Enter takes.
pub(super) fn options(
    locale: Locale,
    groups: Vec<Group>,
    active: Signal<usize>,
    point: Callback<usize>,
    take: Callback<usize>,
) -> AnyView {
    let mut at = 0;
    groups
        .into_iter()
        .map(|group| {
            let lines: Vec<AnyView> = group
                .entries
                .iter()
                .map(|entry| {
                    at += 1;
                    option(locale, entry, at - 1, (active, point, take))
                })
                .collect();
            view! {
                <div role="group" aria-label=group.title>
                    <p class="palette-title" aria-hidden="true">
                        {group.title}
                    </p>
                    {lines}
                </div>
            }
        })
        .collect_view()
        .into_any()
}

fn option(
    locale: Locale,
    entry: &Entry,
    at: usize,
    (active, point, take): (Signal<usize>, Callback<usize>, Callback<usize>),
) -> AnyView {
    let selected = move || if active.get() == at { "true" } else { "false" };
    let inside = words(locale, entry);
    match entry.act.clone() {
        Act::Go(href) => view! {
            <a
                id=option_id(at)
                role="option"
                class="palette-option"
                tabindex="-1"
                href=href
                aria-selected=selected
                on:mousedown=|event| event.prevent_default()
                on:mousemove=move |_| point.run(at)
                on:click=move |_| take.run(at)
            >
                {inside}
            </a>
        }
        .into_any(),
        Act::Post { to, name, value } => view! {
            <button
                id=option_id(at)
                role="option"
                class="palette-option"
                tabindex="-1"
                type="submit"
                form=FORM
                formaction=to
                name=name
                value=value
                aria-selected=selected
                on:mousedown=|event| event.prevent_default()
                on:mousemove=move |_| point.run(at)
            >
                {inside}
            </button>
        }
        .into_any(),
    }
}

/// The same as plain links and buttons, for the page.
pub fn links(locale: Locale, groups: Vec<Group>) -> AnyView {
    let line = |entry: &Entry| {
        let inside = words(locale, entry);
        match entry.act.clone() {
            Act::Go(href) => view! {
                <li>
                    <a class="palette-option" href=href>
                        {inside}
                    </a>
                </li>
            }
            .into_any(),
            Act::Post { to, name, value } => view! {
                <li>
                    <button class="palette-option" form=FORM formaction=to name=name value=value>
                        {inside}
                    </button>
                </li>
            }
            .into_any(),
        }
    };
    groups
        .iter()
        .map(|group| {
            view! {
                <section>
                    <h2 class="palette-title">{group.title}</h2>
                    <ul>{group.entries.iter().map(line).collect_view()}</ul>
                </section>
            }
        })
        .collect_view()
        .into_any()
}

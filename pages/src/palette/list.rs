//! The lines, as options of the dialog's list and as links of the page.

use super::entry::{Act, Entry, Group, mark};
use i18n::Locale;
use leptos::prelude::*;
use ui::Glyph;

/// The form that options post with, which may not stand among them.
pub const FORM: &str = "palette-form";

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

/// The lines as options.
pub(super) fn options(locale: Locale, groups: Vec<Group>) -> AnyView {
    groups
        .into_iter()
        .map(|group| {
            view! {
                <div role="group" aria-label=group.title data-of=group.of.as_str()>
                    <p class="palette-title" aria-hidden="true">
                        {group.title}
                    </p>
                    {group.entries.iter().map(|entry| option(locale, entry)).collect_view()}
                </div>
            }
        })
        .collect_view()
        .into_any()
}

fn option(locale: Locale, entry: &Entry) -> AnyView {
    let inside = words(locale, entry);
    let (code, label) = (entry.code.clone(), entry.label.clone());
    match entry.act.clone() {
        Act::Go(href) => view! {
            <a
                role="option"
                class="palette-option"
                tabindex="-1"
                href=href
                data-code=code
                data-label=label
                data-kept=entry.kept.then_some("")
            >
                {inside}
            </a>
        }
        .into_any(),
        Act::Post { to, name, value } => view! {
            <button
                role="option"
                class="palette-option"
                tabindex="-1"
                type="submit"
                form=FORM
                formaction=to
                name=name
                value=value
                data-code=code
                data-label=label
            >
                {inside}
            </button>
        }
        .into_any(),
    }
}

/// The lines as plain links and buttons, for the page.
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

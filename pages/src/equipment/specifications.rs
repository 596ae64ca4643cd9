//! Free characteristics: rows of key, value and unit. Three empty rows are always there, so that some can be added
//! without scripts; a row taken away is emptied and hidden, so that the others keep their places.

use crate::{form::Form, shared::form::input_name};
use domain::equipment::SpecificationDraft;
use i18n::{Locale, equipment as text};
use leptos::prelude::*;
use ui::{Field, Glyph, Icon, field_id};

/// As many as an equipment may have.
const MOST: usize = 60;
/// The place of the row that new ones are made of: the number of no other, nor of anything else in it.
const PATTERN: usize = 7_000;
const LIST: &str = "specifications";

/// How many rows to show.
fn count(form: &Form, stored: &[SpecificationDraft]) -> usize {
    let typed = |at: &usize| {
        let filled = |part| !form.value(&format!("{LIST}[{at}].{part}"), "").is_empty();
        ["key", "value", "unit"].into_iter().any(filled)
    };
    let last = (0..MOST).rev().find(typed).map_or(0, |at| at + 1);
    (stored.len().max(last) + 3).min(MOST)
}

pub(super) fn fields(locale: Locale, form: &Form, stored: &[SpecificationDraft]) -> AnyView {
    let known = |at: usize| stored.get(at).cloned().unwrap_or_default();
    let rows = (0..count(form, stored)).map(|at| row(locale, form, at, &known(at))).collect_view();
    let pattern = row(locale, form, PATTERN, &SpecificationDraft::default());
    let now = form.error(LIST).map(|text| view! { <p class="hint mt-1.5 text-warn">{text}</p> });
    view! {
        <div
            class="grid gap-3"
            id=field_id(&input_name(LIST))
            tabindex="-1"
            data-rows=input_name(LIST)
            data-most=MOST.to_string()
            data-pattern=PATTERN.to_string()
        >
            {rows}
        </div>
        <template>{pattern}</template>
        {now}
        <p class="hint mt-2">{text::spec_hint(locale)}</p>
        <div class="mt-2">
            <button type="button" class="btn btn-ghost btn-sm needs-script" data-add-row=input_name(LIST)>
                <Glyph icon=Icon::Plus />
                {text::spec_add(locale)}
            </button>
        </div>
    }
    .into_any()
}

fn row(locale: Locale, form: &Form, at: usize, stored: &SpecificationDraft) -> AnyView {
    let number = at + 1;
    let remove = text::spec_remove(locale, number);
    let field =
        |part: &str, label: String, stored: &str, placeholder: &str, most: &'static str, class: &str| {
            let name = format!("{LIST}[{at}].{part}");
            view! {
                <Field
                    label=label
                    label_hidden=true
                    name=input_name(&name)
                    value=form.value(&name, stored)
                    placeholder=placeholder.to_owned()
                    maxlength=most
                    error=form.error(&name)
                    class=class.to_owned()
                />
            }
            .into_any()
        };
    view! {
        <div class="spec-row">
            {field("key", text::spec_row_key(locale, number), &stored.key, text::spec_key(locale), "60", "spec-key")}
            {field("value", text::spec_row_value(locale, number), &stored.value, text::spec_value(locale), "200", "spec-value")}
            {field("unit", text::spec_row_unit(locale, number), &stored.unit, text::spec_unit(locale), "20", "spec-unit")}
            <button
                type="button"
                class="btn btn-ghost btn-square needs-script"
                data-empty-row=""
                aria-label=remove.clone()
                title=remove
            >
                <Glyph icon=Icon::X />
            </button>
        </div>
    }
    .into_any()
}

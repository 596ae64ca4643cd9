//! What whoever directs the work changes of a checklist: one more step, another order, one less.

use super::{
    fields::{StepFields, step_fields},
    step::about,
    text::field,
};
use crate::{form::Form, shared::form::input_name, work::Dialogs};
use domain::checklist::{ChecklistStep, StepDraft};
use i18n::checklist as text;
use leptos::prelude::*;
use ui::{Button, Glyph, Icon};

const ADD: &str = "/rpc/checklist/add";

/// The tools, folded until they are needed.
pub fn tools(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let steps = &d.work.checklist.steps;
    let form = Form::new(locale, ADD, d.replay);
    let last = steps.len().saturating_sub(1);
    let rows = steps.iter().enumerate().map(|(at, step)| row(d, step, at > 0, at < last)).collect_view();
    let rows = (!steps.is_empty()).then(|| view! { <ul class="mb-4">{rows}</ul> });
    let name = if steps.is_empty() { text::add(locale) } else { text::change(locale) };
    let draft = typed(&form);
    let error = |name: &str| form.error(name);
    let fields = step_fields(&StepFields { locale, prefix: String::new(), draft: &draft, error: &error });
    view! {
        <details class="border-t border-line px-4 py-2" open=form.is_replayed()>
            <summary class="flex min-h-11 items-center">{name}</summary>
            {rows}
            <form method="post" action=ADD class="stack" novalidate>
                <h3 class="font-bold">{text::add(locale)}</h3>
                {form.summary(|name| field(locale, name))}
                <input type="hidden" name="id" value=d.work.detail.row.id.to_string() />
                {fields}
                <div>
                    <Button label=text::add_this(locale) icon=Icon::Plus />
                </div>
            </form>
        </details>
    }
    .into_any()
}

/// What was typed into the form when it comes back.
fn typed(form: &Form) -> StepDraft {
    let value = |field: &str| form.value(field, "");
    StepDraft {
        label: value("label"),
        kind: value("kind"),
        required: value("required"),
        unit: value("unit"),
        low: value("low"),
        high: value("high"),
        options: value("options"),
        faults: value("faults"),
    }
}

fn row(d: &Dialogs, of: &ChecklistStep, up: bool, down: bool) -> AnyView {
    let locale = d.locale;
    let place = |to: &'static str, label: String, icon: Icon| {
        view! {
            <button
                type="submit"
                class="btn btn-ghost btn-square min-h-11 min-w-11"
                name=input_name("to")
                value=to
                title=label.clone()
                aria-label=label
            >
                <Glyph icon=icon />
            </button>
        }
    };
    let up = up.then(|| place("up", text::up_named(locale, &of.label), Icon::ArrowUp));
    let down = down.then(|| place("down", text::down_named(locale, &of.label), Icon::ArrowDown));
    let remove = text::remove_named(locale, &of.label);
    view! {
        <li class="flex flex-wrap items-center gap-2 py-1">
            <span class="min-w-0 flex-1 wrap-anywhere">{of.label.clone()}</span>
            <form method="post" action="/rpc/checklist/place" class="flex gap-1">
                {about(d, of)} {up} {down}
            </form>
            <form method="post" action="/rpc/checklist/remove">
                {about(d, of)}
                <button
                    type="submit"
                    class="btn btn-ghost btn-square min-h-11 min-w-11"
                    title=remove.clone()
                    aria-label=remove
                >
                    <Glyph icon=Icon::Trash />
                </button>
            </form>
        </li>
    }
    .into_any()
}

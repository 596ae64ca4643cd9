//! The step editor: every step with its fields, and buttons of the same form that move, add and take away.

use crate::{
    checklist::{StepFields, step_fields},
    form::Form,
    shared::{form::input_name, replay::Replay},
};
use domain::checklist::{MOST_STEPS, Press, StepDraft, pressed};
use i18n::{Locale, checklist as text};
use leptos::prelude::*;
use ui::{Button, Card, Glyph, Icon};

/// The rows to show: those that were typed when the form comes back, changed by the button that was pressed.
pub fn rows(replay: Option<&Replay>, stored: &[StepDraft]) -> Vec<StepDraft> {
    let Some(replay) = replay else {
        // A first row, so that a template can be begun at once.
        return if stored.is_empty() { vec![StepDraft::default()] } else { stored.to_vec() };
    };
    let typed: Vec<StepDraft> = (0..MOST_STEPS as usize).map_while(|at| typed(replay, at)).collect();
    match replay.value("press").and_then(Press::of) {
        Some(press) => pressed(typed, press),
        None => typed,
    }
}

/// The row that was typed in this place.
fn typed(replay: &Replay, at: usize) -> Option<StepDraft> {
    let value = |field: &str| replay.value(&input_name(&format!("steps[{at}].{field}")));
    let or_empty = |field: &str| value(field).unwrap_or_default().to_owned();
    Some(StepDraft {
        label: value("label")?.to_owned(),
        kind: or_empty("kind"),
        required: or_empty("required"),
        unit: or_empty("unit"),
        low: or_empty("low"),
        high: or_empty("high"),
        options: or_empty("options"),
        faults: or_empty("faults"),
    })
}

/// The editor.
pub fn editor(locale: Locale, form: &Form, rows: &[StepDraft]) -> AnyView {
    let last = rows.len().saturating_sub(1);
    let steps =
        rows.iter().enumerate().map(|(at, draft)| row(locale, form, (at, last), draft)).collect_view();
    let add = (rows.len() < MOST_STEPS as usize).then(|| {
        view! {
            <div>
                <Button label=text::add(locale) icon=Icon::Plus name="press" value="add" />
            </div>
        }
    });
    view! { {steps} {add} }.into_any()
}

fn row(locale: Locale, form: &Form, (at, last): (usize, usize), draft: &StepDraft) -> AnyView {
    let number = text::step_number(locale, at + 1);
    let named = if draft.label.trim().is_empty() { number.clone() } else { draft.label.clone() };
    let error = |name: &str| form.error(name);
    let fields = step_fields(&StepFields { locale, prefix: format!("steps[{at}]."), draft, error: &error });
    let press = |what: &'static str, label: String, icon: Icon| {
        view! {
            <button
                type="submit"
                class="btn btn-ghost btn-square min-h-11 min-w-11"
                name="press"
                value=format!("{what}-{at}")
                title=label.clone()
                aria-label=label
            >
                <Glyph icon=icon />
            </button>
        }
    };
    let up = (at > 0).then(|| press("up", text::up_named(locale, &named), Icon::ArrowUp));
    let down = (at < last).then(|| press("down", text::down_named(locale, &named), Icon::ArrowDown));
    let remove = press("remove", text::remove_named(locale, &named), Icon::Trash);
    view! {
        <Card>
            <div class="mb-2 flex items-center gap-1">
                <h3 class="flex-1 font-bold">{number}</h3>
                {up} {down} {remove}
            </div>
            {fields}
        </Card>
    }
    .into_any()
}

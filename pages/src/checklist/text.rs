//! Words of checklists.

use domain::checklist::{ChecklistStep, NOTED, Progress, StepKind};
use i18n::{Locale, checklist as text, format};

/// "4 sur 9".
pub fn done_of(locale: Locale, progress: Progress) -> String {
    text::done_of(locale, format::whole(locale, progress.all), format::whole(locale, progress.done))
}

pub fn kind(locale: Locale, kind: StepKind) -> &'static str {
    match kind {
        StepKind::Tick => text::kind_tick(locale),
        StepKind::Number => text::kind_number(locale),
        StepKind::Text => text::kind_text(locale),
        StepKind::Choice => text::kind_choice(locale),
        StepKind::Photo => text::kind_photo(locale),
    }
}

/// A number of the step with its unit.
fn measured(locale: Locale, step: &ChecklistStep, plain: &str) -> String {
    let number = format::number(locale, plain);
    match &step.unit {
        Some(unit) => format!("{number}\u{a0}{unit}"),
        None => number,
    }
}

/// What is asked for: "Attendu : 4 à 6 bar".
pub fn expected(locale: Locale, step: &ChecklistStep) -> Option<String> {
    let bound = |bound: &String| measured(locale, step, bound);
    Some(match (&step.low, &step.high) {
        (Some(low), Some(high)) => text::expected_between(locale, bound(high), format::number(locale, low)),
        (Some(low), None) => text::expected_from(locale, bound(low)),
        (None, Some(high)) => text::expected_to(locale, bound(high)),
        (None, None) => return None,
    })
}

/// The answer in words; nothing for what is merely done.
pub fn answered(locale: Locale, step: &ChecklistStep) -> Option<String> {
    let value = &step.answer.as_ref()?.value;
    match step.kind {
        StepKind::Number => Some(measured(locale, step, value)),
        StepKind::Text | StepKind::Choice => Some(value.clone()),
        StepKind::Photo if value == NOTED => Some(text::noted(locale).to_owned()),
        StepKind::Photo | StepKind::Tick => None,
    }
}

/// The name of a field of the forms of steps and templates.
pub fn field(locale: Locale, field: &str) -> String {
    let (place, own) = match field.strip_prefix("steps[").and_then(|rest| rest.split_once("].")) {
        Some((at, own)) => (at.parse::<i64>().ok(), own),
        None => (None, field),
    };
    let name = match own {
        "label" => text::label(locale),
        "kind" => text::kind(locale),
        "unit" => text::unit(locale),
        "low" => text::low(locale),
        "high" => text::high(locale),
        "options" => text::options(locale),
        "faults" => text::faults(locale),
        "required" => text::required_label(locale),
        "value" => text::choice(locale),
        "note" => text::note(locale),
        "equipment_type_id" => text::template_for(locale),
        "steps" => text::template_steps(locale),
        "template_id" => text::choose(locale),
        _ => text::template_title(locale),
    };
    match place {
        Some(at) => format!("{}, {name}", text::step_number(locale, at + 1)),
        None => name.to_owned(),
    }
}

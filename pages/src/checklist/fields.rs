//! The fields of one step, in the editor of templates and on an intervention.

use super::text::kind;
use crate::shared::form::input_name;
use domain::checklist::{StepDraft, StepKind};
use i18n::{Locale, checklist as text, common};
use leptos::prelude::*;
use ui::{Checkbox, Field, Select, TextArea};

/// What the fields are drawn from.
pub struct StepFields<'a> {
    pub locale: Locale,
    /// Before the names of the fields: `steps[2].`.
    pub prefix: String,
    pub draft: &'a StepDraft,
    /// What is wrong with a field.
    pub error: &'a dyn Fn(&str) -> Option<String>,
}

/// All fields of a step.
pub fn step_fields(f: &StepFields) -> AnyView {
    let (locale, draft) = (f.locale, f.draft);
    let name = |field: &str| input_name(&format!("{}{field}", f.prefix));
    let error = |field: &str| (f.error)(&format!("{}{field}", f.prefix));
    let line = |field: &str, label: &'static str, value: &str, most: &'static str, mode: Option<&str>| {
        view! {
            <Field
                class="for-number"
                label=label
                name=name(field)
                value=value.to_owned()
                maxlength=most
                autocomplete="off"
                nostrip:inputmode=mode.map(str::to_owned)
                optional=common::optional(locale)
                error=error(field)
            />
        }
        .into_any()
    };
    let lines = |field: &str, label: &'static str, value: &str| {
        view! {
            <TextArea
                class="for-choice"
                label=label
                name=name(field)
                value=value.to_owned()
                rows=2
                maxlength="2000"
                optional=common::optional(locale)
                error=error(field)
            />
        }
        .into_any()
    };
    let kinds = StepKind::ALL.iter().map(|k| (k.to_string(), kind(locale, *k).to_owned())).collect();
    let chosen = if draft.kind.is_empty() { StepKind::Tick.to_string() } else { draft.kind.clone() };
    let required = draft.required == "true";
    view! {
        <div class="form-grid step-fields">
            <Field
                label=text::label(locale)
                name=name("label")
                value=draft.label.clone()
                maxlength="200"
                autocomplete="off"
                class="wide"
                error=error("label")
            />
            <Select
                label=text::kind(locale)
                name=name("kind")
                options=kinds
                selected=chosen
                hint=text::kind_hint(locale)
                error=error("kind")
            />
            <Checkbox label=text::required_label(locale) name=name("required") checked=required />
            {line("unit", text::unit(locale), &draft.unit, "20", None)}
            {line("low", text::low(locale), &draft.low, "24", Some("decimal"))}
            {line("high", text::high(locale), &draft.high, "24", Some("decimal"))}
            {lines("options", text::options(locale), &draft.options)}
            {lines("faults", text::faults(locale), &draft.faults)}
        </div>
    }
    .into_any()
}

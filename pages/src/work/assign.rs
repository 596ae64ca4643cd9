//! The dialog that gives the work to people.

use super::{
    dialogs::{ASSIGN, Dialogs, dialog, remark},
    edit::minute,
};
use crate::form::Form;
use app::shared::form::input_name;
use i18n::{common, work as text};
use leptos::prelude::*;
use ui::{Checkbox, Field, Select, Variant};

pub(super) fn dialog_of(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/assign", d.replay);
    let workers = &d.work.workers;
    let lead = workers.iter().find(|w| w.lead).map(|w| w.user.id.to_string()).unwrap_or_default();
    let boxes = d.assignable.iter().enumerate().map(|(at, person)| {
        let field = format!("technicians[{at}]");
        let now = workers.iter().any(|w| w.user.id == person.id);
        view! {
            <Checkbox
                label=person.name.clone()
                name=input_name(&field)
                value=person.id.to_string()
                checked=form.ticked(&field, now)
            />
        }
    });
    let leads = d.assignable.iter().map(|p| (p.id.to_string(), p.name.clone())).collect();
    let people = match d.assignable.is_empty() {
        true => view! { <p class="hint">{text::nobody(locale)}</p> }.into_any(),
        false => view! { <div class="grid gap-1 phone:grid-cols-2">{boxes.collect_view()}</div> }.into_any(),
    };
    let error = form.error("technicians").map(|why| view! { <p class="error">{why}</p> });
    let estimated = d.work.detail.estimated_minutes.map(|m| m.to_string()).unwrap_or_default();
    let planned = d.work.detail.row.planned_local.map(minute).unwrap_or_default();
    let fields = view! {
        <fieldset class="stack" id="f-draft-technicians" tabindex="-1">
            <legend class="label">{text::technicians(locale)}</legend>
            {people} {error}
        </fieldset>
        <Select
            label=text::lead(locale)
            name=input_name("lead")
            options=leads
            empty=text::lead_first(locale)
            selected=form.value("lead", &lead)
            error=form.error("lead")
        />
        <div class="form-grid">
            <Field
                label=text::planned(locale)
                name=input_name("planned")
                kind="datetime-local"
                value=form.value("planned", &planned)
                optional=common::optional(locale)
                error=form.error("planned")
            />
            <Field
                label=text::estimated(locale)
                name=input_name("estimated_minutes")
                kind="number"
                min="1"
                value=form.value("estimated_minutes", &estimated)
                optional=common::optional(locale)
                error=form.error("estimated_minutes")
            />
        </div>
        {remark(locale, &form)}
    };
    dialog(
        d,
        ASSIGN,
        text::assign_title(locale),
        &form,
        (text::assign(locale), Variant::Primary),
        fields.into_any(),
    )
}

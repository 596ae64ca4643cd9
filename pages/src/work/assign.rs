//! The dialog that gives the work to people.

use super::{
    dialogs::{ASSIGN, Dialogs, dialog, remark},
    edit::minute,
};
use crate::{form::Form, shared::form::input_name, skills, team};
use i18n::work as text;
use leptos::prelude::*;
use ui::{Checkbox, Variant};

pub(super) fn dialog_of(d: &Dialogs) -> AnyView {
    let locale = d.locale;
    let form = Form::new(locale, "/rpc/work/assign", d.replay);
    let workers = &d.work.workers;
    let lead = workers.iter().find(|w| w.lead).map(|w| w.user.id.to_string()).unwrap_or_default();
    let boxes = d.assignable.iter().enumerate().map(|(at, person)| {
        let field = format!("technicians[{at}]");
        let now = workers.iter().any(|w| w.user.id == person.user.id);
        let away = person.away_until_local.map(|until| team::away_until(locale, until));
        let against: Vec<String> =
            away.into_iter().chain(person.lacks.iter().map(|one| skills::lack(locale, one))).collect();
        let id = person.user.id.to_string();
        let (name, ticked) = (input_name(&field), form.chosen("technicians", &id, now));
        let label = person.user.name.clone();
        match against.is_empty() {
            true => view! { <Checkbox label=label name=name value=id checked=ticked /> }.into_any(),
            false => {
                let hint = against.join(" · ");
                view! { <Checkbox label=label name=name value=id checked=ticked hint=hint /> }.into_any()
            }
        }
    });
    let leads = d.assignable.iter().map(|p| (p.user.id.to_string(), p.user.name.clone())).collect();
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
        {form.input("lead", text::lead(locale)).stored(lead).select(leads, Some(text::lead_first(locale)))}
        <div class="form-grid">
            {form.input("planned", text::planned(locale)).stored(planned).time()}
            {form.input("estimated_minutes", text::estimated(locale)).stored(estimated).count()}
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

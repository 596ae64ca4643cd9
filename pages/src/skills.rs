//! Skills that work asks for: boxes of those that somebody has, and a line for others.

use crate::{ApiResult, backend, form::Form, session::may, shared::form::input_name};
use domain::{Permission, intervention::Lack, intervention::LackReason, text::fold};
use i18n::{Locale, common, format, work as text};
use leptos::prelude::*;
use ui::{Checkbox, Field};

/// The skills that somebody has, by name; none for those who may not know.
pub async fn known() -> ApiResult<Vec<String>> {
    match may(Permission::TeamRead) {
        true => backend::call(|s, by| async move { s.team().skills(&by).await }).await,
        false => Ok(vec![]),
    }
}

/// The field `skills` of a draft.
pub fn required(locale: Locale, form: &Form, stored: &[String], known: &[String]) -> AnyView {
    let has = |one: &str| stored.iter().any(|skill| fold(skill) == fold(one));
    let name = |at: usize| format!("skills[{at}]");
    let boxes = known.iter().enumerate().map(|(at, skill)| {
        view! {
            <Checkbox
                label=skill.clone()
                name=input_name(&name(at))
                value=skill.clone()
                checked=form.chosen("skills", skill, has(skill))
            />
        }
    });
    let boxes = (!known.is_empty())
        .then(|| view! { <div class="grid gap-1 phone:grid-cols-2">{boxes.collect_view()}</div> });
    let without_box = stored.iter().filter(|one| !known.iter().any(|skill| fold(skill) == fold(one)));
    let others = without_box.cloned().collect::<Vec<_>>().join(", ");
    let last = name(known.len());
    view! {
        <fieldset class="field wide">
            <legend class="label">{text::skills_required(locale)}</legend>
            <div class="stack">
                {boxes}
                <Field
                    label=text::skills_other(locale)
                    optional=common::optional(locale)
                    name=input_name(&last)
                    id="f-draft-skills"
                    value=form.value(&last, &others)
                    autocomplete="off"
                    hint=text::skills_hint(locale)
                    error=form.error("skills")
                />
            </div>
        </fieldset>
    }
    .into_any()
}

/// What somebody lacks, in words.
pub fn lack(locale: Locale, lack: &Lack) -> String {
    match (lack.reason, lack.expired_on) {
        (LackReason::Expired, Some(day)) => {
            text::lacks_expired(locale, lack.skill.clone(), format::date(locale, day))
        }
        _ => text::lacks(locale, lack.skill.clone()),
    }
}

//! What somebody can do: a card of the form, seen where the role is the technician's.

use super::text::experience;
use crate::{form::Form, shared::form::input_name};
use domain::{
    text::fold,
    user::{ExperienceLevel, LONGEST_SKILL, Technician},
};
use i18n::{Locale, common, user as text};
use leptos::prelude::*;
use ui::{Card, Checkbox, DlItem, Field};

/// Specialty, experience and skills. Another role hides them where there is nothing to see, without a script.
pub fn trade(locale: Locale, form: &Form, stored: &Technician, known: &[String]) -> AnyView {
    let wrong = ["specialty", "experience_level", "skills"].iter().any(|field| form.error(field).is_some());
    let class = match wrong || *stored != Technician::default() {
        true => "",
        false => "hidden group-has-[option[value=technician]:checked]/person:block",
    };
    let specialty = form.input("specialty", text::specialty(locale)).max(LONGEST_SKILL);
    let specialty = specialty.stored(stored.specialty.clone().unwrap_or_default());
    let specialty = specialty.hint(text::specialty_hint(locale));
    let levels =
        ExperienceLevel::ALL.iter().map(|l| (l.to_string(), experience(locale, *l).to_owned())).collect();
    let level = form.input("experience_level", text::experience_level(locale));
    let level = level.stored(stored.experience_level.map(|l| l.to_string()).unwrap_or_default());
    let fields = view! {
        <div class="form-grid">
            {specialty.line()} {level.select(levels, Some(text::experience_unknown(locale)))}
        </div>
        {boxes(locale, form, &stored.skills, known)}
        {others(locale, form, &stored.skills, known)}
    }
    .into_any();
    view! {
        <div class=class>
            <Card title=text::technician_card(locale)>
                <div class="stack">{fields}</div>
            </Card>
        </div>
    }
    .into_any()
}

/// A box for each skill that somebody has already.
fn boxes(locale: Locale, form: &Form, stored: &[String], known: &[String]) -> Option<AnyView> {
    let boxes = known.iter().enumerate().map(|(at, skill)| {
        let has = stored.iter().any(|one| fold(one) == fold(skill));
        view! {
            <Checkbox
                label=skill.clone()
                name=input_name(&format!("skills[{at}]"))
                value=skill.clone()
                checked=form.chosen("skills", skill, has)
            />
        }
    });
    (!known.is_empty()).then(|| {
        view! {
            <fieldset class="field">
                <legend class="label">{text::skills(locale)}</legend>
                <div class="grid gap-1 phone:grid-cols-2 xl:grid-cols-3">{boxes.collect_view()}</div>
            </fieldset>
        }
        .into_any()
    })
}

/// A line for skills that nobody has yet; empty again once they have a box.
fn others(locale: Locale, form: &Form, stored: &[String], known: &[String]) -> AnyView {
    let has_box = |one: &String| known.iter().any(|known| fold(known) == fold(one));
    let without_box = stored.iter().filter(|one| !has_box(one)).cloned().collect::<Vec<_>>().join(", ");
    let name = format!("skills[{}]", known.len());
    view! {
        <Field
            label=if known.is_empty() { text::skills(locale) } else { text::skills_new(locale) }
            name=input_name(&name)
            optional=common::optional(locale)
            id="f-draft-skills"
            value=form.value(&name, &without_box)
            autocomplete="off"
            hint=text::skills_hint(locale)
            error=form.error("skills")
        />
    }
    .into_any()
}

/// The same for those who only read accounts.
pub fn facts(locale: Locale, of: Option<&Technician>) -> Option<AnyView> {
    let of = of?.clone();
    let level = of.experience_level.map(|level| experience(locale, level));
    let facts = [
        (text::specialty(locale), of.specialty),
        (text::experience_level(locale), level.map(str::to_owned)),
        (text::skills(locale), Some(of.skills.join(", "))),
    ];
    let facts = facts.into_iter().filter_map(|(label, value)| {
        let value = value.filter(|value| !value.is_empty())?;
        Some(view! { <DlItem label=label value=value /> })
    });
    Some(facts.collect_view().into_any())
}

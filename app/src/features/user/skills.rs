//! What somebody can do: a card of the form, seen where the role is the technician's.

use super::text::experience;
use crate::shared::{
    form::{Form, input_name},
    record::stored_meanwhile,
};
use domain::{
    text::fold,
    user::{ExperienceLevel, LONGEST_SKILL, Technician},
};
use i18n::{Locale, user as text};
use leptos::prelude::*;
use ui::{Card, Checkbox, DlItem, Field, Select};

/// Specialty, experience and skills, of a stored version; `saved` counts how often the form was. Another role hides
/// them where there is nothing to see, with or without a script.
pub fn trade(
    locale: Locale,
    form: &Form,
    stored: &Technician,
    version: i64,
    saved: Signal<usize>,
    known: Vec<String>,
) -> AnyView {
    let errors = ["specialty", "experience_level", "skills"].map(|field| form.error(field));
    let always = *stored != Technician::default();
    let class = move || match always || errors.iter().any(|error| error.with(Option::is_some)) {
        true => "",
        false => "hidden group-has-[option[value=technician]:checked]/person:block",
    };
    let levels =
        ExperienceLevel::ALL.iter().map(|l| (l.to_string(), experience(locale, *l).to_owned())).collect();
    let level = stored.experience_level.map(|l| l.to_string()).unwrap_or_default();
    let specialty = view! {
        <div>
            <Field
                label=text::specialty(locale)
                name=input_name("specialty")
                value=form.value("specialty", stored.specialty.as_deref().unwrap_or_default())
                maxlength=LONGEST_SKILL.to_string()
                autocomplete="off"
                hint=text::specialty_hint(locale)
                error=form.error("specialty")
            />
            {stored_meanwhile(form, "specialty")}
        </div>
    };
    let level = view! {
        <div>
            <Select
                label=text::experience_level(locale)
                name=input_name("experience_level")
                options=levels
                empty=text::experience_unknown(locale)
                selected=form.value("experience_level", &level)
                error=form.error("experience_level")
            />
            {stored_meanwhile(form, "experience_level")}
        </div>
    };
    let others = others(locale, form, &stored.skills, &known, saved);
    // Made anew after each save: a new skill moves the boxes, and what is ticked must not stay behind.
    let (of, had) = (form.clone(), stored.skills.clone());
    let boxes = view! {
        <For each=move || [version] key=|version| *version children=move |_| boxes(locale, &of, &had, &known) />
    };
    view! {
        <div class=class>
            <Card title=text::technician_card(locale)>
                <div class="stack">
                    <div class="form-grid">{specialty} {level}</div>
                    {boxes}
                    {others}
                </div>
            </Card>
        </div>
    }
    .into_any()
}

fn box_name(i: usize) -> String {
    format!("draft[skills][{i}]")
}

/// A box for each skill that somebody has already.
fn boxes(locale: Locale, form: &Form, stored: &[String], known: &[String]) -> Option<AnyView> {
    if known.is_empty() {
        return None;
    }
    let boxes = known.iter().enumerate().map(|(i, skill)| {
        let ticked = match form.came_back() {
            Some(replay) => replay.fields.iter().any(|(n, v)| n.starts_with("draft[skills]") && v == skill),
            None => stored.iter().any(|one| fold(one) == fold(skill)),
        };
        view! { <Checkbox label=skill.clone() name=box_name(i) value=skill.clone() checked=ticked /> }
    });
    let boxes = boxes.collect_view();
    let fieldset = view! {
        <fieldset class="field">
            <legend class="label">{text::skills(locale)}</legend>
            <div class="grid gap-1 phone:grid-cols-2 xl:grid-cols-3">{boxes}</div>
        </fieldset>
    };
    Some(fieldset.into_any())
}

/// A line for skills that nobody has yet; empty again once they have a box.
fn others(locale: Locale, form: &Form, stored: &[String], known: &[String], saved: Signal<usize>) -> AnyView {
    let has_box = |one: &String| known.iter().any(|known| fold(known) == fold(one));
    let name = box_name(known.len());
    let at_first = match form.came_back() {
        Some(replay) => replay.value(&name).unwrap_or_default().to_owned(),
        None => stored.iter().filter(|one| !has_box(one)).cloned().collect::<Vec<_>>().join(", "),
    };
    let typed = RwSignal::new(at_first);
    Effect::new(move |before: Option<usize>| {
        let times = saved.get();
        if before.is_some_and(|before| before != times) {
            typed.set(String::new());
        }
        times
    });
    view! {
        <Field
            label=if known.is_empty() { text::skills(locale) } else { text::skills_new(locale) }
            name=name
            id="f-draft-skills"
            value=typed
            autocomplete="off"
            hint=text::skills_hint(locale)
            error=form.error("skills")
            on_input=Callback::new(move |text| typed.set(text))
        />
        {stored_meanwhile(form, "skills")}
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

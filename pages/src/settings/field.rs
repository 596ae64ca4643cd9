//! The control of a setting, by what the setting takes.

use super::text::{hint, label};
use crate::{
    form::Form,
    shared::form::input_name,
    site::choices::{CURRENCIES, ZONES},
};
use domain::settings::{Field as Setting, Kind, SectionView};
use i18n::{Locale, settings as text};
use leptos::prelude::*;
use ui::{Choice, Field, Select, Switch};

/// The control and its default below it.
pub fn control(locale: Locale, form: &Form, view: &SectionView, setting: &Setting) -> AnyView {
    let name = setting.name;
    let (words, below) = (label(locale, &view.key, name), below(locale, view, setting));
    let stored = view.text(name);
    let value = form.value(name, &stored);
    let (input, id, error) = (input_name(name), anchor(name), form.error(name));
    let select = |options: Vec<Choice>| {
        let (value, error) = (value.clone(), error.clone());
        view! {
            <Select
                label=words.clone()
                name=input.clone()
                id=id.clone()
                options=options
                selected=value
                hint=below.clone()
                error=error
            />
        }
        .into_any()
    };
    match setting.kind {
        Kind::Flag => {
            let on = form.ticked(name, stored == "true");
            view! { <Switch label=words name=input id=id checked=on hint=below error=error /> }.into_any()
        }
        Kind::Choice(choices) => {
            select(choices.iter().map(|c| ((*c).to_owned(), shown(locale, setting.kind, c))).collect())
        }
        Kind::Currency => {
            let mut all: Vec<String> = CURRENCIES.iter().map(|c| (*c).to_owned()).collect();
            if !all.contains(&value) {
                all.push(value.clone());
            }
            select(all.into_iter().map(|c| (c.clone(), c)).collect())
        }
        Kind::Whole { min, max } => view! {
            <Field
                label=words
                name=input
                id=id
                kind="number"
                inputmode="numeric"
                min=min.to_string()
                max=max.to_string()
                required=true
                value=value
                hint=below
                error=error
            />
        }
        .into_any(),
        Kind::TimeZone => {
            let list = format!("{id}-list");
            let zones = ZONES.iter().map(|zone| view! { <option value=*zone></option> }).collect_view();
            view! {
                <div>
                    <Field
                        label=words
                        name=input
                        id=id
                        list=list.clone()
                        required=true
                        maxlength="64"
                        autocomplete="off"
                        value=value
                        hint=below
                        error=error
                    />
                    <datalist id=list>{zones}</datalist>
                </div>
            }
            .into_any()
        }
        Kind::Secret { max } => view! {
            <Field
                label=words
                name=input
                id=id
                kind="password"
                autocomplete="off"
                maxlength=max.to_string()
                hint=below
                error=error
            />
        }
        .into_any(),
        Kind::Text { .. } => view! {
            <Field
                label=words
                name=input
                id=id
                autocomplete="off"
                required=setting.required
                value=value
                hint=below
                error=error
            />
        }
        .into_any(),
    }
}

/// The id of a setting's control: what a search result leads to.
pub fn anchor(name: &str) -> String {
    ui::field_id(&input_name(name))
}

/// What the setting is for, and its default.
fn below(locale: Locale, view: &SectionView, setting: &Setting) -> String {
    if view.secrets.iter().any(|s| s == setting.name) {
        return text::secret_set(locale).to_owned();
    }
    let default = shown(locale, setting.kind, &view.default_text(setting.name));
    let default = (!default.is_empty()).then(|| format!("{}.", text::default_is(locale, default)));
    let said = [hint(locale, &view.key, setting.name).map(str::to_owned), default];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// A value as people read it.
pub fn shown(locale: Locale, kind: Kind, value: &str) -> String {
    let known = match (kind, value) {
        (Kind::Flag, "true") => Some(text::on(locale)),
        (Kind::Flag, _) => Some(text::off(locale)),
        (Kind::Choice(_), choice) => text::find(locale, &format!("choice_{choice}")),
        _ => None,
    };
    known.map_or_else(|| value.to_owned(), str::to_owned)
}

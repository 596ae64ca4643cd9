//! Fields that a new account and one that is there have in common: role, sites, special permissions.

use super::api::skill_choices;
use super::text::permission;
use crate::{
    ApiResult,
    features::site::api::site_choices,
    layout::role,
    session::{may, use_viewer},
    shared::{
        form::{Form, input_name},
        record::stored_meanwhile,
    },
};
use domain::{Error, Permission, SiteId, site::SiteRef};
use i18n::{Locale, user as text};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use ui::{Checkbox, Select};

/// What the form offers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    pub sites: Vec<SiteRef>,
    /// Those that somebody has.
    pub skills: Vec<String>,
}

/// Reads them; without the form there is nothing to choose.
pub async fn choices(of_a_form: bool) -> ApiResult<Choices> {
    if !of_a_form {
        return Ok(Choices { sites: vec![], skills: vec![] });
    }
    Ok(Choices { sites: site_choices().await?, skills: skill_choices().await? })
}

/// The roles that the viewer may give.
pub fn roles(locale: Locale, form: &Form, stored: &str) -> AnyView {
    let roles = use_viewer().map(|v| v.role.may_create()).unwrap_or_default();
    let options = roles.iter().map(|r| (r.to_string(), role(locale, *r).to_owned())).collect();
    view! {
        <Select
            label=text::role(locale)
            name=input_name("role")
            options=options
            selected=form.value("role", stored)
            hint=text::role_hint(locale)
            error=form.error("role")
        />
    }
    .into_any()
}

/// The boxes of a new account: the only site is ticked. Nobody but an administrator is made without any by mistake:
/// that is refused, and then asked.
pub fn sites_of_new(locale: Locale, form: &Form, all: Vec<SiteRef>) -> AnyView {
    let only: Vec<SiteId> = if all.len() == 1 { all.iter().map(|site| site.id).collect() } else { vec![] };
    let none = all.is_empty();
    let said = form.came_back().is_some_and(|replay| replay.value("without_site").is_some());
    let answer = form.answer();
    let refused = move || {
        answer.with(|answer| match answer {
            Some(Error::Invalid(errors)) => errors.of("sites").is_some(),
            _ => false,
        })
    };
    // Once asked it stays, whatever else is refused later.
    let asked = Memo::new(move |before: Option<&bool>| before.copied().unwrap_or(said) || refused());
    let anyway = move || {
        asked.get().then(|| {
            view! {
                <Checkbox
                    label=text::without_site(locale)
                    name="without_site"
                    value="true"
                    checked=said
                    hint=text::without_site_what(locale)
                />
            }
        })
    };
    let add = (none && may(Permission::SiteWrite)).then(|| {
        view! {
            <p>
                {text::sites_none(locale)} " "
                <a class="link" href="/admin/sites/new">
                    {i18n::site::add(locale)}
                </a>
            </p>
        }
    });
    view! {
        <div class="stack">
            {sites(locale, form, all, &only)}
            {add}
            {anyway}
        </div>
    }
    .into_any()
}

/// A box for each site that the viewer may give.
pub fn sites(locale: Locale, form: &Form, all: Vec<SiteRef>, stored: &[SiteId]) -> AnyView {
    let boxes = all
        .into_iter()
        .enumerate()
        .map(|(i, site)| {
            let name = format!("draft[sites][{i}]");
            let ticked = match form.came_back() {
                Some(replay) => replay.value(&name).is_some(),
                None => stored.contains(&site.id),
            };
            view! {
                <Checkbox
                    label=format!("{} {}", site.code, site.name)
                    name=name
                    value=site.id.to_string()
                    checked=ticked
                />
            }
        })
        .collect_view();
    let error = form.error("sites");
    view! {
        <fieldset class="field">
            <legend class="label">{text::sites(locale)}</legend>
            <div class="grid gap-1 phone:grid-cols-2">{boxes}</div>
            {move || error.get().map(|text| view! { <p class="error">{text}</p> })}
            <p class="hint">{text::sites_hint(locale)}</p>
        </fieldset>
    }
    .into_any()
}

/// A line for each permission: as the role has it, granted, or taken away.
pub fn permissions(locale: Locale, form: &Form, stored: &[String]) -> AnyView {
    if !may(Permission::UserManage) {
        return ().into_any();
    }
    let special =
        Permission::ALL.iter().filter(|p| !matches!(p, Permission::AccountOwn | Permission::SignInOwn));
    let lines = special
        .enumerate()
        .map(|(i, of)| {
            let field = format!("permissions[{i}]");
            let name = format!("draft[permissions][{i}]");
            let (granted, denied) = (of.to_string(), format!("-{of}"));
            let now = stored.iter().find(|p| **p == granted || **p == denied).cloned().unwrap_or_default();
            let selected = match form.came_back() {
                Some(replay) => replay.value(&name).unwrap_or_default().to_owned(),
                None => now,
            };
            let options = vec![
                (String::new(), text::by_role(locale).to_owned()),
                (granted, text::granted(locale).to_owned()),
                (denied, text::denied(locale).to_owned()),
            ];
            view! {
                <Select
                    label=permission(locale, *of)
                    name=name
                    options=options
                    selected=selected
                    error=form.error(&field)
                />
            }
        })
        .collect_view();
    let changed = form.stored_meanwhile("permissions");
    let open = !stored.is_empty() || form.came_back().is_some();
    // What somebody else changed in here must be seen.
    let open = move || open || changed.with(Option::is_some);
    view! {
        <details open=open>
            <summary class="label min-h-6">{text::special(locale)}</summary>
            {stored_meanwhile(form, "permissions")}
            <p class="hint mb-3">{text::special_what(locale)}</p>
            <div class="form-grid">{lines}</div>
        </details>
    }
    .into_any()
}

//! Fields that a new account and one that is there have in common: role, sites, special permissions.

use super::text::permission;
use crate::nav::role;
use crate::{
    form::Form,
    session::{may, use_viewer},
    shared::form::input_name,
};
use domain::{Error, Permission, SiteId, site::SiteRef};
use i18n::{Locale, user as text};
use leptos::prelude::*;
use ui::{Checkbox, Select, field_id};

/// What the form offers to choose from.
pub struct Choices {
    pub sites: Vec<SiteRef>,
    /// Those that somebody has.
    pub skills: Vec<String>,
}

/// The roles that the viewer may give.
pub fn role_field(locale: Locale, form: &Form, stored: &str) -> AnyView {
    let roles = use_viewer().map(|v| v.role.may_create()).unwrap_or_default();
    let options = roles.iter().map(|r| (r.to_string(), role(locale, *r).to_owned())).collect();
    let input = form.input("role", text::role(locale)).stored(stored).hint(text::role_hint(locale));
    input.required().select(options, None)
}

/// The boxes of a new account: the only site is ticked. Nobody but an administrator is made without any by mistake:
/// that is refused, and then asked.
pub fn sites_of_new(locale: Locale, form: &Form, all: &[SiteRef]) -> AnyView {
    let only: Vec<SiteId> = if all.len() == 1 { all.iter().map(|site| site.id).collect() } else { vec![] };
    let said = form.sent("without_site").is_some();
    let refused = matches!(form.refusal(), Some(Error::Invalid(errors)) if errors.of("sites").is_some());
    let anyway = (said || refused).then(|| {
        view! {
            <Checkbox
                label=text::without_site(locale)
                name="without_site"
                value="true"
                checked=said
                hint=text::without_site_what(locale)
            />
        }
    });
    let add = (all.is_empty() && may(Permission::SiteWrite)).then(|| {
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
            {site_boxes(locale, form, all, &only)}
            {add}
            {anyway}
        </div>
    }
    .into_any()
}

/// A box for each site that the viewer may give.
pub fn site_boxes(locale: Locale, form: &Form, all: &[SiteRef], stored: &[SiteId]) -> AnyView {
    let boxes = all.iter().enumerate().map(|(i, site)| {
        let id = site.id.to_string();
        view! {
            <Checkbox
                label=format!("{} {}", site.code, site.name)
                name=input_name(&format!("sites[{i}]"))
                checked=form.chosen("sites", &id, stored.contains(&site.id))
                value=id
            />
        }
    });
    let boxes = boxes.collect_view();
    let error = form.error("sites").map(|text| view! { <p class="error">{text}</p> });
    // The summary of a refused form leads here.
    view! {
        <fieldset class="field" id=field_id(&input_name("sites")) tabindex="-1">
            <legend class="label">{text::sites(locale)}</legend>
            <div class="grid gap-1 phone:grid-cols-2">{boxes}</div>
            {error}
            <p class="hint">{text::sites_hint(locale)}</p>
        </fieldset>
    }
    .into_any()
}

/// A line for each permission: as the role has it, granted, or taken away.
pub fn permissions(locale: Locale, form: &Form, stored: &[String]) -> Option<AnyView> {
    let special =
        Permission::ALL.iter().filter(|p| !matches!(p, Permission::AccountOwn | Permission::SignInOwn));
    let lines = special.enumerate().map(|(i, of)| {
        let field = format!("permissions[{i}]");
        let (granted, denied) = (of.to_string(), format!("-{of}"));
        let now = stored.iter().find(|p| **p == granted || **p == denied).cloned().unwrap_or_default();
        let options = vec![
            (String::new(), text::by_role(locale).to_owned()),
            (granted, text::granted(locale).to_owned()),
            (denied, text::denied(locale).to_owned()),
        ];
        view! {
            <Select
                label=permission(locale, *of)
                name=input_name(&field)
                options=options
                selected=form.value(&field, &now)
                error=form.error(&field)
            />
        }
    });
    let lines = lines.collect_view();
    // What somebody else changed in here meanwhile.
    let changed = form.error("permissions").map(|text| view! { <p class="error">{text}</p> });
    let open = !stored.is_empty() || form.is_replayed();
    may(Permission::UserManage).then(|| {
        view! {
            <details open=open>
                <summary class="label min-h-6">{text::special(locale)}</summary>
                {changed}
                <p class="hint mb-3">{text::special_what(locale)}</p>
                <div class="form-grid">{lines}</div>
            </details>
        }
        .into_any()
    })
}

//! Search and filters of the list of accounts.

use crate::{
    features::site::api::site_choices, layout::role, session::use_locale, shared::filter_form::FilterForm,
};
use domain::{Role, user::UserQuery};
use i18n::{Locale, common, user as text};
use leptos::prelude::*;
use ui::{Field, FilterMenu, FilterOption, Icon};

/// The tool bar.
#[component]
pub fn Filters(query: Memo<UserQuery>) -> impl IntoView {
    let locale = use_locale();
    let sites = Resource::new(|| (), |()| site_choices());
    let here = Signal::derive(move || query.with(UserQuery::href));
    let by_site = move || {
        let query = query.get();
        Suspend::new(async move {
            let sites = sites.await.unwrap_or_default();
            let option = |site: domain::site::SiteRef| FilterOption {
                value: site.id.to_string(),
                label: format!("{} {}", site.code, site.name),
                count: None,
                checked: query.site.contains(&site.id),
            };
            // One site is no choice.
            (sites.len() > 1).then(|| {
                let options = sites.into_iter().map(option).collect();
                let without = UserQuery { site: vec![], ..query.at(None) };
                menu(locale, "site", text::sites(locale), Icon::MapPin, options, &without, false)
            })
        })
    };
    view! {
        <FilterForm label=text::filters(locale) path=UserQuery::PATH here=here tidy=tidy>
            <Field
                label=text::search(locale)
                label_hidden=true
                name="q"
                kind="search"
                prefix=Icon::Search
                placeholder=text::search_hint(locale)
                maxlength="200"
                value=Signal::derive(move || query.with(|q| q.q.clone()))
                class="w-72 max-w-full max-phone:w-full"
            />
            {move || query.with(|query| by_role(locale, query))}
            {move || query.with(|query| by_state(locale, query))}
            <Transition>{by_site}</Transition>
        </FilterForm>
    }
    .into_any()
}

fn tidy(raw: &str) -> String {
    UserQuery::from_url(raw).0.href()
}

fn by_role(locale: Locale, query: &UserQuery) -> AnyView {
    let option = |of: &Role| FilterOption {
        value: of.as_str().into(),
        label: role(locale, *of).into(),
        count: None,
        checked: query.role.contains(of),
    };
    let options = Role::ALL.iter().map(option).collect();
    let without = UserQuery { role: vec![], ..query.at(None) };
    menu(locale, "role", text::role(locale), Icon::Users, options, &without, false)
}

fn by_state(locale: Locale, query: &UserQuery) -> AnyView {
    let option = |active: bool| FilterOption {
        value: active.to_string(),
        label: if active { text::active(locale) } else { text::inactive(locale) }.into(),
        count: None,
        checked: query.active == Some(active),
    };
    let without = UserQuery { active: None, ..query.at(None) };
    let options = vec![option(true), option(false)];
    menu(locale, "active", text::state(locale), Icon::ListFilter, options, &without, true)
}

fn menu(
    locale: Locale,
    name: &str,
    label: &str,
    icon: Icon,
    options: Vec<FilterOption>,
    without: &UserQuery,
    single: bool,
) -> AnyView {
    let on = options.iter().any(|option| option.checked);
    view! {
        <FilterMenu
            id=format!("filter-{name}")
            label=label
            name=name
            options=options
            icon=icon
            apply=common::apply(locale)
            single=single
            nostrip:clear=on.then(|| (without.href(), common::clear(locale).to_owned()))
        />
    }
    .into_any()
}

//! Search and filters of the list of accounts.

use crate::{
    features::site::api::site_choices,
    layout::role,
    session::use_locale,
    shared::{
        filter_form::FilterForm,
        filters::{self, menu, one_of, option},
    },
};
use domain::{Role, user::UserQuery};
use i18n::{Locale, user as text};
use leptos::prelude::*;
use ui::{Field, Icon};

/// The tool bar.
#[component]
pub fn Filters(query: Memo<UserQuery>) -> impl IntoView {
    let locale = use_locale();
    let sites = Resource::new(|| (), |()| site_choices());
    let here = Signal::derive(move || query.with(UserQuery::href));
    let by_site = move || {
        let query = query.get();
        Suspend::new(async move {
            let without = UserQuery { site: vec![], ..query.at(None) };
            filters::by_site(locale, sites.await.unwrap_or_default(), &query.site, without.href())
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
            <div class="filter-row">
            {move || query.with(|query| by_role(locale, query))}
            {move || query.with(|query| by_state(locale, query))}
            <Transition>{by_site}</Transition>
            </div>
        </FilterForm>
    }
    .into_any()
}

fn tidy(raw: &str) -> String {
    UserQuery::from_url(raw).0.href()
}

fn by_role(locale: Locale, query: &UserQuery) -> AnyView {
    let option = |of: &Role| option(of, role(locale, *of), query.role.contains(of));
    let options = Role::ALL.iter().map(option).collect();
    let without = UserQuery { role: vec![], ..query.at(None) };
    menu(locale, "role", text::role(locale), Icon::Users, options, without.href())
}

fn by_state(locale: Locale, query: &UserQuery) -> AnyView {
    let line = |active: bool| {
        let word = if active { text::active(locale) } else { text::inactive(locale) };
        option(active, word, query.active == Some(active))
    };
    let without = UserQuery { active: None, ..query.at(None) };
    let options = vec![line(true), line(false)];
    one_of(locale, "active", text::state(locale), Icon::ListFilter, options, without.href())
}

//! Search and filters of the list of accounts.

use crate::nav::role;
use crate::{
    shared::filters::{by_site, menu, one_of, option},
    toolbar::{search, toolbar},
};
use domain::{Role, site::SiteRef, user::UserQuery};
use i18n::{Locale, user as text};
use leptos::prelude::*;
use ui::Icon;

/// The tool bar.
pub fn filters(locale: Locale, query: &UserQuery, sites: Vec<SiteRef>) -> AnyView {
    let without_site = UserQuery { site: vec![], ..query.at(None) }.href();
    let content = view! {
        {search(text::search(locale), text::search_hint(locale), &query.q)}
        <div class="filter-row">
            {by_role(locale, query)} {by_state(locale, query)}
            {by_site(locale, sites, &query.site, without_site)}
        </div>
    };
    toolbar(text::filters(locale), UserQuery::PATH, query.href(), content.into_any())
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

//! Filters of the audit trail, and the chips of those that no menu shows.

use super::text as words;
use crate::{
    shared::{
        error_text,
        filters::{self, chips, first_day, last_day, menu, option, period},
    },
    toolbar::toolbar,
};
use domain::{
    Noun,
    audit::{Action, AuditQuery},
    site::SiteRef,
    url::href,
};
use i18n::{Locale, audit as text};
use leptos::prelude::*;
use ui::{Field, Icon, LinkButton, Variant};

/// The tool bar: person, filters, export. `sites` are those to choose from, `people` are suggested.
pub fn filters(locale: Locale, query: &AuditQuery, sites: &[SiteRef], people: Vec<String>) -> AnyView {
    let without = AuditQuery { site: vec![], ..query.at(None) };
    let by_site = filters::by_site(locale, sites.to_vec(), &query.site, without.href());
    let names = people.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    let file = href("/admin/audit/export.csv", &query.filter_url());
    let content = view! {
        <Field
            label=text::actor(locale)
            label_hidden=true
            name="actor"
            kind="search"
            prefix=Icon::User
            placeholder=text::actor_hint(locale)
            list="audit-people"
            autocomplete="off"
            maxlength="200"
            value=query.actor.clone()
            class="w-56 max-w-full max-phone:w-full"
        />
        <datalist id="audit-people">{names}</datalist>
        {kept(query)}
        <div class="filter-row">
            {by_action(locale, query)}
            {by_entity(locale, query)}
            {by_site}
            {period(locale, text::between(locale), query.from, query.to)}
        </div>
        <div class="end flex items-center gap-2">
            <LinkButton
                href=file
                label=text::export(locale)
                icon=Icon::Download
                variant=Variant::Ghost
                download=true
            />
        </div>
    };
    toolbar(text::filters(locale), AuditQuery::PATH, query.href(), content.into_any())
}

/// What the address holds and the form does not show: sent along.
fn kept(query: &AuditQuery) -> AnyView {
    let only = AuditQuery { user: query.user, entity_id: query.entity_id, ..AuditQuery::default() };
    filters::kept(&only.filter_url())
}

fn by_action(locale: Locale, query: &AuditQuery) -> AnyView {
    let option =
        |action: &Action| option(action, words::action(locale, *action), query.action.contains(action));
    let options = Action::ALL.iter().map(option).collect();
    let without = AuditQuery { action: vec![], ..query.at(None) };
    menu(locale, "action", text::what(locale), Icon::Activity, options, without.href())
}

fn by_entity(locale: Locale, query: &AuditQuery) -> AnyView {
    let option =
        |noun: &Noun| option(noun, error_text::noun_title(locale, *noun), query.entity.contains(noun));
    // A page is a word of the errors, never of the trail.
    let options = Noun::ALL.iter().filter(|n| **n != Noun::Page).map(option).collect();
    let without = AuditQuery { entity: vec![], entity_id: None, ..query.at(None) };
    menu(locale, "entity", text::entity(locale), Icon::Shapes, options, without.href())
}

/// The filters that no menu shows, each with the way to take it off.
pub fn active(locale: Locale, query: &AuditQuery) -> AnyView {
    let mut active = vec![];
    if !query.actor.is_empty() {
        let without = AuditQuery { actor: String::new(), ..query.at(None) };
        active.push((text::only_actor(locale, &query.actor), without.href()));
    }
    if let Some(user) = query.user {
        let without = AuditQuery { user: None, ..query.at(None) };
        active.push((text::only_user(locale, user), without.href()));
    }
    if let Some(id) = query.entity_id {
        let noun = query
            .entity
            .first()
            .map_or_else(|| text::entity(locale).to_owned(), |noun| error_text::noun_title(locale, *noun));
        let without = AuditQuery { entity_id: None, ..query.at(None) };
        active.push((text::only_row(locale, id, noun), without.href()));
    }
    if let Some(from) = query.from {
        let without = AuditQuery { from: None, ..query.at(None) };
        active.push((first_day(locale, from), without.href()));
    }
    if let Some(to) = query.to {
        let without = AuditQuery { to: None, ..query.at(None) };
        active.push((last_day(locale, to), without.href()));
    }
    chips(locale, active)
}

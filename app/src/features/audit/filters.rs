//! Filters of the audit trail, and the chips of those that no menu shows.

use super::text as words;
use crate::{
    ApiResult,
    session::use_locale,
    shared::{error_text, filter_form::FilterForm},
};
use domain::{
    Noun,
    audit::{Action, AuditQuery},
    site::SiteRef,
    url::href,
};
use i18n::{Locale, audit as text, common, format};
use leptos::prelude::*;
use ui::{Button, Field, FilterMenu, FilterOption, Glyph, Icon, LinkButton, Menu, Size, Variant};

/// The tool bar: person, filters, export. `sites` are those to choose from.
#[component]
pub fn Filters(query: Memo<AuditQuery>, sites: Resource<ApiResult<Vec<SiteRef>>>) -> impl IntoView {
    let locale = use_locale();
    let here = Signal::derive(move || query.with(AuditQuery::href));
    let by_site = move || {
        let query = query.get();
        Suspend::new(async move {
            let sites = sites.await.unwrap_or_default();
            let option = |site: SiteRef| FilterOption {
                value: site.id.to_string(),
                label: format!("{} {}", site.code, site.name),
                count: None,
                checked: query.site.contains(&site.id),
            };
            // One site is no choice.
            (sites.len() > 1).then(|| {
                let options = sites.into_iter().map(option).collect();
                let without = AuditQuery { site: vec![], ..query.at(None) };
                menu(locale, "site", text::site(locale), Icon::MapPin, options, &without)
            })
        })
    };
    view! {
        <FilterForm label=text::filters(locale) path=AuditQuery::PATH here=here tidy=tidy>
            <Field
                label=text::actor(locale)
                label_hidden=true
                name="actor"
                kind="search"
                prefix=Icon::User
                placeholder=text::actor_hint(locale)
                maxlength="200"
                value=Signal::derive(move || query.with(|q| q.actor.clone()))
                class="w-56 max-w-full max-phone:w-full"
            />
            {move || query.with(kept)}
            {move || query.with(|query| by_action(locale, query))}
            {move || query.with(|query| by_entity(locale, query))}
            <Transition>{by_site}</Transition>
            {period(locale, query)}
            <div class="end flex items-center gap-2">
                {move || {
                    let file = href("/admin/audit/export.csv", &query.with(AuditQuery::filter_url));
                    view! {
                        <LinkButton
                            href=file
                            label=text::export(locale)
                            icon=Icon::Download
                            variant=Variant::Ghost
                            download=true
                        />
                    }
                }}
            </div>
        </FilterForm>
    }
    .into_any()
}

/// The list's address of what the form holds.
fn tidy(raw: &str) -> String {
    AuditQuery::from_url(raw).0.href()
}

/// What the address holds and the form does not show: sent along.
fn kept(query: &AuditQuery) -> AnyView {
    let only = AuditQuery { user: query.user, entity_id: query.entity_id, ..AuditQuery::default() };
    domain::url::pairs(&only.filter_url())
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
        .into_any()
}

fn by_action(locale: Locale, query: &AuditQuery) -> AnyView {
    let option = |action: &Action| FilterOption {
        value: action.as_str().into(),
        label: words::action(locale, *action).into(),
        count: None,
        checked: query.action.contains(action),
    };
    let options = Action::ALL.iter().map(option).collect();
    let without = AuditQuery { action: vec![], ..query.at(None) };
    menu(locale, "action", text::what(locale), Icon::Activity, options, &without)
}

fn by_entity(locale: Locale, query: &AuditQuery) -> AnyView {
    let option = |noun: &Noun| FilterOption {
        value: noun.as_str().into(),
        label: error_text::noun_title(locale, *noun),
        count: None,
        checked: query.entity.contains(noun),
    };
    // A page is a word of the errors, never of the trail.
    let options = Noun::ALL.iter().filter(|n| **n != Noun::Page).map(option).collect();
    let without = AuditQuery { entity: vec![], entity_id: None, ..query.at(None) };
    menu(locale, "entity", text::entity(locale), Icon::Shapes, options, &without)
}

fn menu(
    locale: Locale,
    name: &str,
    label: &str,
    icon: Icon,
    options: Vec<FilterOption>,
    without: &AuditQuery,
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
            nostrip:clear=on.then(|| (without.href(), common::clear(locale).to_owned()))
        />
    }
    .into_any()
}

fn period(locale: Locale, query: Memo<AuditQuery>) -> AnyView {
    let from = Signal::derive(move || query.with(|q| q.from.map(|d| d.to_string()).unwrap_or_default()));
    let to = Signal::derive(move || query.with(|q| q.to.map(|d| d.to_string()).unwrap_or_default()));
    view! {
        <Menu id="filter-period" label=text::period(locale) icon=Icon::Calendar>
            <fieldset class="grid gap-3 p-2">
                <legend class="pb-2 text-sm text-ink-2">{text::between(locale)}</legend>
                <Field label=text::from(locale) name="from" kind="date" value=from />
                <Field label=text::to(locale) name="to" kind="date" value=to />
                <Button label=common::apply(locale) variant=Variant::Primary size=Size::Small class="justify-self-end" />
            </fieldset>
        </Menu>
    }
    .into_any()
}

/// The filters that no menu shows, each with the way to take it off.
pub fn active(locale: Locale, query: &AuditQuery) -> AnyView {
    let mut chips: Vec<(String, AuditQuery)> = vec![];
    if !query.actor.is_empty() {
        let without = AuditQuery { actor: String::new(), ..query.at(None) };
        chips.push((text::only_actor(locale, &query.actor), without));
    }
    if let Some(user) = query.user {
        chips.push((text::only_user(locale, user), AuditQuery { user: None, ..query.at(None) }));
    }
    if let Some(id) = query.entity_id {
        let noun = query
            .entity
            .first()
            .map_or_else(|| text::entity(locale).to_owned(), |noun| error_text::noun_title(locale, *noun));
        let without = AuditQuery { entity_id: None, ..query.at(None) };
        chips.push((text::only_row(locale, id, noun), without));
    }
    if let Some(from) = query.from {
        let without = AuditQuery { from: None, ..query.at(None) };
        chips.push((format!("{} {}", text::from(locale), format::date(locale, from)), without));
    }
    if let Some(to) = query.to {
        let without = AuditQuery { to: None, ..query.at(None) };
        chips.push((format!("{} {}", text::to(locale), format::date(locale, to)), without));
    }
    if chips.is_empty() {
        return ().into_any();
    }
    let chips = chips
        .into_iter()
        .map(|(name, without)| {
            let label = text::remove_filter(locale, &name);
            view! {
                <li>
                    <a class="chip" href=without.href() aria-label=label.clone() title=label>
                        {name}
                        <Glyph icon=Icon::X size=14 />
                    </a>
                </li>
            }
        })
        .collect_view();
    view! {
        <div class="toolbar">
            <ul class="flex flex-wrap gap-2" aria-label=text::active_filters(locale)>
                {chips}
            </ul>
        </div>
    }
    .into_any()
}

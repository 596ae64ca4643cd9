//! Search and filters of the list, and the chips of those that are set.

use crate::{
    features::site::api::site_choices,
    session::use_locale,
    shared::{filter_form::FilterForm, labels},
};
use domain::{
    equipment::EquipmentRef,
    intervention::{InterventionKind, InterventionQuery, InterventionSort, InterventionStatus, Priority},
    url::href,
};
use i18n::{Locale, common, format, intervention as text};
use leptos::prelude::*;
use ui::{Button, Field, FilterMenu, FilterOption, Glyph, Icon, LinkButton, Menu, MenuLink, Size, Variant};

/// The tool bar: search, filters, export.
#[component]
pub fn Filters(query: Memo<InterventionQuery>) -> impl IntoView {
    let locale = use_locale();
    let sites = Resource::new(|| (), |()| site_choices());
    let here = Signal::derive(move || query.with(InterventionQuery::href));
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
                let without = InterventionQuery { site: vec![], ..query.at(None) };
                menu(locale, "site", text::site(locale), Icon::MapPin, options, &without)
            })
        })
    };
    view! {
        <FilterForm label=text::filters(locale) path=InterventionQuery::PATH here=here tidy=tidy>
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
            {move || query.with(kept)}
            {move || query.with(|query| by_kind(locale, query))}
            {move || query.with(|query| by_status(locale, query))}
            {move || query.with(|query| by_priority(locale, query))}
            <Transition>{by_site}</Transition>
            {period(locale, query)}
            <div class="end flex items-center gap-2">{move || query.with(|query| tools(locale, query))}</div>
        </FilterForm>
    }
    .into_any()
}

/// Order and export, at the end of the tool bar. Wider than a phone, the headers sort.
fn tools(locale: Locale, query: &InterventionQuery) -> AnyView {
    let order = |sort: &InterventionSort| {
        let label = match sort {
            InterventionSort::Reported => text::reported(locale),
            InterventionSort::Code => text::code(locale),
            InterventionSort::Cost => text::cost(locale),
            InterventionSort::Priority => text::priority(locale),
        };
        let here = *sort == query.sort;
        let icon = match (here, query.descending) {
            (false, _) => Icon::ChevronsUpDown,
            (true, false) => Icon::ArrowUp,
            (true, true) => Icon::ArrowDown,
        };
        view! { <MenuLink href=query.with_sort(*sort).href() label=label icon=icon current=here /> }
    };
    let orders = InterventionSort::ALL.iter().map(order).collect_view();
    view! {
        <Menu id="intervention-sort" label=text::sort(locale) icon=Icon::ArrowUpDown class="phone:hidden">
            {orders}
        </Menu>
        <LinkButton
            href=href("/interventions/export.csv", &query.filter_url())
            label=text::export(locale)
            icon=Icon::Download
            variant=Variant::Ghost
            download=true
        />
    }
    .into_any()
}

/// The list's address of what the form holds.
fn tidy(raw: &str) -> String {
    InterventionQuery::from_url(raw).0.href()
}

/// What the address holds and the form does not show: sent along.
fn kept(query: &InterventionQuery) -> AnyView {
    let only = InterventionQuery {
        equipment: query.equipment.clone(),
        import: query.import,
        sort: query.sort,
        descending: query.descending,
        ..InterventionQuery::default()
    };
    domain::url::pairs(&only.filter_url())
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> })
        .collect_view()
        .into_any()
}

fn by_kind(locale: Locale, query: &InterventionQuery) -> AnyView {
    let option = |kind: &InterventionKind| FilterOption {
        value: kind.as_str().into(),
        label: labels::kind(locale, *kind).into(),
        count: None,
        checked: query.kind.contains(kind),
    };
    let options = InterventionKind::ALL.iter().map(option).collect();
    let without = InterventionQuery { kind: vec![], ..query.at(None) };
    menu(locale, "kind", text::kind(locale), Icon::Shapes, options, &without)
}

fn by_status(locale: Locale, query: &InterventionQuery) -> AnyView {
    let option = |status: &InterventionStatus| FilterOption {
        value: status.as_str().into(),
        label: labels::status(locale, *status).into(),
        count: None,
        checked: query.status.contains(status),
    };
    let options = InterventionStatus::ALL.iter().map(option).collect();
    let without = InterventionQuery { status: vec![], ..query.at(None) };
    menu(locale, "status", text::status(locale), Icon::ListFilter, options, &without)
}

fn by_priority(locale: Locale, query: &InterventionQuery) -> AnyView {
    let option = |priority: &Priority| FilterOption {
        value: priority.as_str().into(),
        label: labels::priority(locale, *priority),
        count: None,
        checked: query.priority.contains(priority),
    };
    let options = Priority::ALL.iter().map(option).collect();
    let without = InterventionQuery { priority: vec![], ..query.at(None) };
    menu(locale, "priority", text::priority(locale), Icon::Flag, options, &without)
}

fn menu(
    locale: Locale,
    name: &str,
    label: &str,
    icon: Icon,
    options: Vec<FilterOption>,
    without: &InterventionQuery,
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

/// The days between which the interventions were reported.
fn period(locale: Locale, query: Memo<InterventionQuery>) -> AnyView {
    let from = Signal::derive(move || query.with(|q| q.from.map(|d| d.to_string()).unwrap_or_default()));
    let to = Signal::derive(move || query.with(|q| q.to.map(|d| d.to_string()).unwrap_or_default()));
    view! {
        <Menu id="filter-period" label=text::period(locale) icon=Icon::Calendar>
            <fieldset class="grid gap-3 p-2">
                <legend class="pb-2 text-sm text-ink-2">{text::reported_between(locale)}</legend>
                <Field label=text::from(locale) name="from" kind="date" value=from />
                <Field label=text::to(locale) name="to" kind="date" value=to />
                <Button label=common::apply(locale) variant=Variant::Primary size=Size::Small class="justify-self-end" />
            </fieldset>
        </Menu>
    }
    .into_any()
}

/// The filters that no menu shows, each with the way to take it off.
pub fn active(locale: Locale, query: &InterventionQuery, equipment: &[EquipmentRef]) -> AnyView {
    let mut chips: Vec<(String, InterventionQuery)> = vec![];
    for id in &query.equipment {
        let name = equipment
            .iter()
            .find(|e| e.id == *id)
            .map_or(id.to_string(), |e| format!("{} {}", e.code, e.name));
        let without = query.equipment.iter().copied().filter(|e| e != id).collect();
        let query = InterventionQuery { equipment: without, ..query.at(None) };
        chips.push((text::only_equipment(locale, name), query));
    }
    if let Some(import) = query.import {
        let query = InterventionQuery { import: None, ..query.at(None) };
        chips.push((text::only_import(locale, import), query));
    }
    if let Some(from) = query.from {
        let query = InterventionQuery { from: None, ..query.at(None) };
        chips.push((format!("{} {}", text::from(locale), format::date(locale, from)), query));
    }
    if let Some(to) = query.to {
        let query = InterventionQuery { to: None, ..query.at(None) };
        chips.push((format!("{} {}", text::to(locale), format::date(locale, to)), query));
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

//! Search and filters of the list, and the chips of those that are set.

use crate::{
    shared::{
        filters::{self, chips, first_day, last_day, menu, one_of, option, period},
        labels,
    },
    toolbar::{self, counted, toolbar},
};
use domain::{
    equipment::EquipmentRef,
    intervention::{
        DueWithin, InterventionCounts, InterventionKind, InterventionQuery, InterventionSort,
        InterventionStatus, Priority,
    },
    site::SiteRef,
    url::href,
    user::UserRef,
};
use i18n::{Locale, campaign as only_campaign, intervention as text, work};
use leptos::prelude::*;
use ui::{Glyph, Icon, Menu};

/// The tool bar: search, filters, export. `counts` are those of the filters of one press.
pub fn filters(
    locale: Locale,
    query: &InterventionQuery,
    counts: InterventionCounts,
    sites: Vec<SiteRef>,
    people: &[UserRef],
) -> AnyView {
    let without = InterventionQuery { site: vec![], ..query.at(None) };
    let by_site = filters::by_site(locale, sites, &query.site, without.href());
    let mine = InterventionQuery { mine: !query.mine, ..query.at(None) };
    let late = InterventionQuery { late: !query.late, ..query.at(None) };
    let quick = [
        counted(locale, query.mine, mine.href(), work::mine(locale), counts.mine),
        counted(locale, query.late, late.href(), work::late_only(locale), counts.late),
    ];
    let clear = query.is_filtered().then(|| toolbar::clear(locale, cleared(query)));
    let content = view! {
        {toolbar::search(text::search(locale), text::search_hint(locale), &query.q)}
        {kept(query)}
        <div class="filter-row">
            {quick} {by_kind(locale, query)} {by_status(locale, query)} {by_priority(locale, query)}
            {by_due(locale, query)} {by_technician(locale, query, people)} {by_site}
            {period(locale, text::reported_between(locale), query.from, query.to)} {clear}
        </div>
        <div class="end flex items-center gap-2">{tools(locale, query)}</div>
    };
    toolbar(text::filters(locale), InterventionQuery::PATH, query.href(), content.into_any())
}

/// Order and export, at the end of the tool bar. Wider than a phone, the headers sort.
fn tools(locale: Locale, query: &InterventionQuery) -> AnyView {
    let order = |sort: &InterventionSort| {
        let label = match sort {
            InterventionSort::Reported => text::reported(locale),
            InterventionSort::Code => text::code(locale),
            InterventionSort::Cost => text::cost(locale),
            InterventionSort::Priority => text::priority(locale),
            InterventionSort::Due => text::due(locale),
            InterventionSort::Planned => text::planned(locale),
        };
        toolbar::order(query.with_sort(*sort).href(), label, *sort == query.sort, query.descending)
    };
    let orders = InterventionSort::ALL.iter().map(order).collect_view();
    view! {
        <Menu id="intervention-sort" label=text::sort(locale) icon=Icon::ArrowUpDown icon_only=true class="phone:hidden">
            {orders}
        </Menu>
        <a
            class="btn btn-quiet btn-square"
            href=href("/interventions/export.csv", &query.filter_url())
            download=""
            rel="external"
            aria-label=text::export(locale)
            title=text::export(locale)
        >
            <Glyph icon=Icon::Download />
        </a>
    }
    .into_any()
}

/// The list's address without any filter, in the same order.
fn cleared(query: &InterventionQuery) -> String {
    InterventionQuery { sort: query.sort, descending: query.descending, ..InterventionQuery::default() }
        .href()
}

/// What the address holds and the form does not show: sent along.
fn kept(query: &InterventionQuery) -> AnyView {
    let only = InterventionQuery {
        equipment: query.equipment.clone(),
        import: query.import,
        campaign: query.campaign,
        mine: query.mine,
        late: query.late,
        sort: query.sort,
        descending: query.descending,
        ..InterventionQuery::default()
    };
    filters::kept(&only.filter_url())
}

fn by_kind(locale: Locale, query: &InterventionQuery) -> AnyView {
    let option =
        |kind: &InterventionKind| option(kind, labels::kind(locale, *kind), query.kind.contains(kind));
    let options = InterventionKind::ALL.iter().map(option).collect();
    let without = InterventionQuery { kind: vec![], ..query.at(None) };
    menu(locale, "kind", text::kind(locale), Icon::Shapes, options, without.href())
}

fn by_status(locale: Locale, query: &InterventionQuery) -> AnyView {
    let option = |status: &InterventionStatus| {
        option(status, labels::status(locale, *status), query.status.contains(status))
    };
    let options = InterventionStatus::ALL.iter().map(option).collect();
    let without = InterventionQuery { status: vec![], ..query.at(None) };
    menu(locale, "status", text::status(locale), Icon::ListFilter, options, without.href())
}

fn by_priority(locale: Locale, query: &InterventionQuery) -> AnyView {
    let option = |priority: &Priority| {
        option(priority, labels::priority(locale, *priority), query.priority.contains(priority))
    };
    let options = Priority::ALL.iter().map(option).collect();
    let without = InterventionQuery { priority: vec![], ..query.at(None) };
    menu(locale, "priority", text::priority(locale), Icon::Flag, options, without.href())
}

fn by_due(locale: Locale, query: &InterventionQuery) -> AnyView {
    let label = |due: DueWithin| match due {
        DueWithin::Today => text::due_today(locale),
        DueWithin::Week => text::due_week(locale),
        DueWithin::Month => text::due_month(locale),
    };
    let option = |due: &DueWithin| option(due, label(*due), query.due == Some(*due));
    let options = DueWithin::ALL.iter().map(option).collect();
    let without = InterventionQuery { due: None, ..query.at(None) };
    one_of(locale, "due", text::due(locale), Icon::Timer, options, without.href())
}

fn by_technician(locale: Locale, query: &InterventionQuery, people: &[UserRef]) -> Option<AnyView> {
    let option =
        |person: &UserRef| option(person.id, person.name.clone(), query.technician.contains(&person.id));
    let options = people.iter().map(option).collect();
    let without = InterventionQuery { technician: vec![], ..query.at(None) };
    let menu = || menu(locale, "technician", text::technician(locale), Icon::User, options, without.href());
    (!people.is_empty()).then(menu)
}

/// The filters that no menu shows, each with the way to take it off.
pub fn active(
    locale: Locale,
    query: &InterventionQuery,
    equipment: &[EquipmentRef],
    campaign: Option<String>,
) -> AnyView {
    let mut active = vec![];
    for id in &query.equipment {
        let name = equipment
            .iter()
            .find(|e| e.id == *id)
            .map_or(id.to_string(), |e| format!("{} {}", e.code, e.name));
        let without = query.equipment.iter().copied().filter(|e| e != id).collect();
        let query = InterventionQuery { equipment: without, ..query.at(None) };
        active.push((text::only_equipment(locale, name), query.href()));
    }
    if let Some(import) = query.import {
        let query = InterventionQuery { import: None, ..query.at(None) };
        active.push((text::only_import(locale, import), query.href()));
    }
    if let Some(title) = campaign {
        let query = InterventionQuery { campaign: None, ..query.at(None) };
        active.push((only_campaign::only(locale, title), query.href()));
    }
    if let Some(from) = query.from {
        let query = InterventionQuery { from: None, ..query.at(None) };
        active.push((first_day(locale, from), query.href()));
    }
    if let Some(to) = query.to {
        let query = InterventionQuery { to: None, ..query.at(None) };
        active.push((last_day(locale, to), query.href()));
    }
    chips(locale, active)
}

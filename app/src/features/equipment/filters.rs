//! The toolbar above the list: search as one types, filters, order, columns, export. Before WASM a GET form.

use super::{api::Panel, columns::Column};
use crate::{
    ApiResult,
    shared::{filters::option, labels},
};
use domain::{
    equipment::{Criticality, EquipmentQuery, EquipmentSort, EquipmentState},
    url::{href, pairs},
};
use i18n::{Locale, common, equipment as text};
use leptos::{ev::SubmitEvent, html, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_router::{
    NavigateOptions,
    hooks::{use_location, use_navigate},
};
use std::time::Duration;
use ui::{Align, Button, FilterMenu, FilterOption, Glyph, Icon, LinkButton, Menu, MenuLink, Size, Variant};

/// How long the search waits for the next letter.
const PAUSE: Duration = Duration::from_millis(250);

/// The whole toolbar.
pub(super) fn view(
    locale: Locale,
    query: Memo<EquipmentQuery>,
    panel: Resource<ApiResult<Panel>>,
) -> AnyView {
    let form = NodeRef::<html::Form>::new();
    // Not of the words typed nor of the page: a filter must not be drawn again while one types.
    let chosen = Memo::new(move |_| EquipmentQuery { q: String::new(), ..query.get() }.at(None));
    let searched = Memo::new(move |_| query.with(|query| !query.q.is_empty()));
    let menus = move || {
        let (query, searched) = (chosen.get(), searched.get());
        Suspend::new(async move { panel.await.ok().map(|panel| menus(locale, &query, searched, &panel)) })
    };
    let tools = move || {
        let query = query.get();
        Suspend::new(async move { panel.await.ok().map(|panel| tools(locale, &query, &panel)) })
    };
    view! {
        <div class="toolbar">
            <form
                node_ref=form
                method="get"
                action=EquipmentQuery::PATH
                role="search"
                aria-label=text::filter_label(locale)
                class="contents"
                on:submit=submit(form)
            >
                {search(locale, query, form)}
                <div class="filter-row">
                    <Transition>{menus}</Transition>
                </div>
            </form>
            <div class="end flex items-center gap-2">
                <Transition>{tools}</Transition>
            </div>
        </div>
    }
    .into_any()
}

/// The search box. What is typed is in the address a moment later; the cursor stays where it is.
fn search(locale: Locale, query: Memo<EquipmentQuery>, form: NodeRef<html::Form>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let asked = StoredValue::new(query.get_untracked().q);
    // Which letters are waited for: what the list did meanwhile by another way makes them void.
    let turn = StoredValue::new(0_u32);
    let (navigate, path) = (use_navigate(), use_location().pathname);
    Effect::new(move |_| {
        let q = query.with(|query| query.q.clone());
        // The list changed by another way than this box: Back, or a filter cleared.
        if let Some(input) = input.get_untracked()
            && asked.get_value() != q
        {
            input.set_value(&q);
            asked.set_value(q);
            turn.update_value(|turn| *turn += 1);
        }
        request_animation_frame(move || follow(form));
    });
    let mut look = debounce(PAUSE, move |(typed, then): (String, u32)| {
        let now = query.get_untracked();
        let q = typed.trim().to_owned();
        if q == now.q || then != turn.get_value() || path.get_untracked() != EquipmentQuery::PATH {
            return;
        }
        asked.set_value(q.clone());
        let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
        navigate(&EquipmentQuery { q, ..now.at(None) }.href(), options);
    });
    view! {
        <label class="input w-72 max-phone:w-auto max-phone:min-w-0 max-phone:flex-1">
            <Glyph icon=Icon::Search size=14 class="input-icon" />
            <input
                node_ref=input
                type="search"
                id="equipment-search"
                name="q"
                value=query.get_untracked().q
                maxlength="200"
                autocomplete="off"
                enterkeyhint="search"
                placeholder=text::search_placeholder(locale)
                aria-label=text::filter_label(locale)
                on:input=move |event| look((event_target_value(&event), turn.get_value()))
            />
        </label>
    }
    .into_any()
}

/// The boxes say again what the address says, whatever was ticked and not applied.
fn follow(form: NodeRef<html::Form>) {
    let Some(form) = form.try_get_untracked().flatten() else { return };
    let Ok(boxes) = form.query_selector_all("input[type=checkbox]") else { return };
    for at in 0..boxes.length() {
        if let Some(tick) = boxes.item(at).and_then(|b| b.dyn_into::<web_sys::HtmlInputElement>().ok()) {
            tick.set_checked(tick.default_checked());
        }
    }
}

/// Goes to the list that a GET form asks for, in place and by a tidy address.
fn submit(form: NodeRef<html::Form>) -> impl Fn(SubmitEvent) + 'static {
    let navigate = use_navigate();
    move |event| {
        let Some(form) = form.get_untracked() else { return };
        let Ok(data) = web_sys::FormData::new_with_form(&form) else { return };
        let Ok(sent) = web_sys::UrlSearchParams::new_with_str_sequence_sequence(&data) else { return };
        let sent = sent.to_string().as_string().unwrap_or_default();
        event.prevent_default();
        if let Ok(Some(open)) = form.query_selector(":popover-open")
            && let Ok(open) = open.dyn_into::<web_sys::HtmlElement>()
        {
            // Fails only when it is no longer open.
            let _ = open.hide_popover();
        }
        let (list, _) = EquipmentQuery::from_url(&sent);
        let cols = super::columns::asked(&sent).map(|cols| format!("cols={}", cols.replace(',', "%2C")));
        let query: Vec<String> =
            [Some(list.to_url()), cols].into_iter().flatten().filter(|q| !q.is_empty()).collect();
        let options = NavigateOptions { scroll: false, ..NavigateOptions::default() };
        navigate(&href(EquipmentQuery::PATH, &query.join("&")), options);
    }
}

/// What a GET form must carry along so that the rest of the list stays as it is.
fn carried(query: &EquipmentQuery, keep: impl Fn(&str) -> bool) -> AnyView {
    pairs(&query.filter_url())
        .into_iter()
        .filter(|(key, _)| keep(key))
        .map(|(key, value)| view! { <input type="hidden" name=key value=value /> })
        .collect_view()
        .into_any()
}

fn menus(locale: Locale, query: &EquipmentQuery, searched: bool, panel: &Panel) -> AnyView {
    let facets = &panel.facets;
    let states =
        EquipmentState::ALL.iter().map(|s| option(s, labels::state(locale, *s), query.state.contains(s)));
    let criticalities = Criticality::ALL
        .iter()
        .map(|c| option(c, labels::criticality(locale, *c), query.criticality.contains(c)));
    let sites = facets.sites.iter().map(|s| option(s.id, s.name.clone(), query.site.contains(&s.id)));
    let several = facets.sites.len() > 1;
    let lines = facets.lines.iter().map(|l| {
        let site = facets.sites.iter().find(|s| several && s.id == l.site_id);
        let label = site.map_or_else(|| l.name.clone(), |s| format!("{} · {}", s.name, l.name));
        option(l.id, label, query.line.contains(&l.id))
    });
    let types =
        facets.types.iter().map(|t| option(t.id, t.name.clone(), query.equipment_type.contains(&t.id)));
    let menu = |name: &'static str, label: &'static str, icon, options: Vec<FilterOption>| {
        if options.is_empty() {
            return ().into_any();
        }
        view! {
            <FilterMenu
                id=format!("filter-{name}")
                label=label
                name=name
                options=options
                icon=icon
                apply=common::apply(locale)
            />
        }
        .into_any()
    };
    let clear = (searched || query.is_filtered()).then(|| {
        let all =
            EquipmentQuery { sort: query.sort, descending: query.descending, ..EquipmentQuery::default() };
        view! {
            <LinkButton
                href=all.href()
                label=common::clear(locale)
                icon=Icon::FilterX
                variant=Variant::Ghost
            />
        }
    });
    view! {
        {carried(query, |key| matches!(key, "retired" | "sort"))}
        {menu("state", text::filter_state(locale), Icon::ListFilter, states.collect())}
        {several.then(|| menu("site", text::filter_site(locale), Icon::MapPin, sites.collect()))}
        {menu("line", text::filter_line(locale), Icon::Factory, lines.collect())}
        {menu("type", text::filter_type(locale), Icon::Shapes, types.collect())}
        {menu("criticality", text::filter_criticality(locale), Icon::SignalHigh, criticalities.collect())}
        {clear}
    }
    .into_any()
}

/// Order, columns and export, at the end of the toolbar.
fn tools(locale: Locale, query: &EquipmentQuery, panel: &Panel) -> AnyView {
    let form = NodeRef::<html::Form>::new();
    let column = |c: &Column| {
        let checked = panel.columns.contains(c);
        view! {
            <label class="choice">
                <input type="checkbox" class="check" name="cols" value=c.as_str() checked=checked />
                <span class="flex-1">{c.label(locale)}</span>
            </label>
        }
    };
    let columns = Column::ALL.iter().map(column).collect_view();
    let export = href("/equipments/export.csv", &query.filter_url());
    let order = |sort: &EquipmentSort| {
        let label = match sort {
            EquipmentSort::Code => text::sort_code(locale),
            EquipmentSort::Name => text::sort_name(locale),
            EquipmentSort::State => text::state(locale),
            EquipmentSort::Criticality => text::criticality(locale),
            EquipmentSort::InService => text::in_service_on(locale),
            EquipmentSort::Interventions => text::interventions(locale),
            EquipmentSort::Updated => text::updated(locale),
        };
        let here = *sort == query.sort;
        let icon = match (here, query.descending) {
            (false, _) => Icon::ChevronsUpDown,
            (true, false) => Icon::ArrowUp,
            (true, true) => Icon::ArrowDown,
        };
        view! { <MenuLink href=query.with_sort(*sort).href() label=label icon=icon current=here /> }
    };
    let orders = EquipmentSort::ALL.iter().map(order).collect_view();
    view! {
        <Menu id="equipment-sort" label=text::sort(locale) icon=Icon::ArrowUpDown icon_only=true align=Align::End>
            {orders}
        </Menu>
        <form
            node_ref=form
            method="get"
            action=EquipmentQuery::PATH
            aria-label=common::columns(locale)
            class="max-phone:hidden"
            on:submit=submit(form)
        >
            {carried(query, |_| true)} <input type="hidden" name="cols" value="" />
            <Menu id="equipment-columns" label=common::columns(locale) icon=Icon::Columns align=Align::End>
                <div class="filter-options">{columns}</div>
                <div class="filter-foot">
                    <Button label=common::apply(locale) variant=Variant::Primary size=Size::Small />
                </div>
            </Menu>
        </form>
        // To be saved, not shown: the router keeps away from it.
        <a
            class="btn btn-quiet btn-square"
            href=export
            download=""
            rel="external"
            aria-label=text::export_csv(locale)
            title=text::export_csv(locale)
        >
            <Glyph icon=Icon::Download />
        </a>
    }
    .into_any()
}

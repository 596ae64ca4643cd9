//! The tool bar above the list: search as one types, filters, order, columns, export.

use super::{columns::Column, list::Shown};
use crate::{
    shared::{
        filters::{kept, option},
        labels,
    },
    toolbar,
};
use domain::{
    equipment::{Criticality, EquipmentQuery, EquipmentSort, EquipmentState},
    url::{QueryWriter, href},
};
use i18n::{common, equipment as text};
use leptos::prelude::*;
use ui::{Align, Button, FilterMenu, FilterOption, Glyph, Icon, Menu, Size, Variant};

/// The name of no column: chosen, and none of them.
const NONE: &str = "none";

/// The whole tool bar. `cols` are the columns that the address asks for.
pub(super) fn filters(shown: &Shown, cols: Option<&str>) -> AnyView {
    let (locale, query) = (shown.locale, &shown.query);
    let here = match cols {
        Some(cols) => {
            let cols = QueryWriter::default().text("cols", if cols.is_empty() { NONE } else { cols });
            let list = query.to_url();
            let joint = if list.is_empty() { "" } else { "&" };
            href(EquipmentQuery::PATH, &format!("{list}{joint}{}", cols.finish()))
        }
        None => query.href(),
    };
    view! {
        <div class="toolbar">
            <form
                method="get"
                action=EquipmentQuery::PATH
                role="search"
                aria-label=text::filter_label(locale)
                class="contents"
                data-live=here
            >
                {toolbar::search_called(
                    "equipment-search",
                    text::filter_label(locale),
                    text::search_placeholder(locale),
                    &query.q,
                )}
                <div class="filter-row">{menus(shown)}</div>
            </form>
            <div class="end flex items-center gap-2">{tools(shown)}</div>
        </div>
    }
    .into_any()
}

fn menus(shown: &Shown) -> AnyView {
    let (locale, query, facets) = (shown.locale, &shown.query, &shown.facets);
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
    let clear = query.is_filtered().then(|| {
        let all =
            EquipmentQuery { sort: query.sort, descending: query.descending, ..EquipmentQuery::default() };
        toolbar::clear(locale, all.href())
    });
    let unseen = EquipmentQuery {
        retired: query.retired,
        sort: query.sort,
        descending: query.descending,
        ..EquipmentQuery::default()
    };
    view! {
        {kept(&unseen.filter_url())}
        {menu("state", text::filter_state(locale), Icon::ListFilter, states.collect())}
        {several.then(|| menu("site", text::filter_site(locale), Icon::MapPin, sites.collect()))}
        {menu("line", text::filter_line(locale), Icon::Factory, lines.collect())}
        {menu("type", text::filter_type(locale), Icon::Shapes, types.collect())}
        {menu("criticality", text::filter_criticality(locale), Icon::SignalHigh, criticalities.collect())}
        {clear}
    }
    .into_any()
}

/// Order, columns and export, at the end of the tool bar.
fn tools(shown: &Shown) -> AnyView {
    let (locale, query) = (shown.locale, &shown.query);
    let column = |c: &Column| {
        let checked = shown.columns.contains(c);
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
        toolbar::order(query.with_sort(*sort).href(), label, *sort == query.sort, query.descending)
    };
    let orders = EquipmentSort::ALL.iter().map(order).collect_view();
    view! {
        <Menu id="equipment-sort" label=text::sort(locale) icon=Icon::ArrowUpDown icon_only=true align=Align::End>
            {orders}
        </Menu>
        <form
            method="get"
            action=EquipmentQuery::PATH
            aria-label=common::columns(locale)
            class="max-phone:hidden"
            data-live=""
        >
            {kept(&query.filter_url())} <input type="hidden" name="cols" value=NONE />
            <Menu id="equipment-columns" label=common::columns(locale) icon=Icon::Columns align=Align::End>
                <div class="filter-options">{columns}</div>
                <div class="filter-foot">
                    <Button label=common::apply(locale) variant=Variant::Primary size=Size::Small />
                </div>
            </Menu>
        </form>
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

//! The rows of the list, their columns and their actions.

use super::{bulk, columns::Column, list::Shown};
use crate::{
    session::may,
    shared::{labels, list::pager},
};
use domain::{
    DocumentId, EquipmentId, Permission,
    equipment::{EquipmentQuery, EquipmentRow, EquipmentSort},
};
use i18n::{Locale, common, equipment as text, format};
use leptos::prelude::*;
use ui::{Badge, CheckAll, Glyph, Icon, IconLink, Size, SortHeader, Sorted, Table};

/// The page of rows, in the form of the bulk actions when one may change them.
pub(super) fn table(shown: &Shown) -> AnyView {
    let Shown { locale, query, facets, columns, page, covers } = shown;
    let locale = *locale;
    let write = may(Permission::EquipmentWrite);
    let several_sites = facets.sites.len() > 1;
    let picture = |id: EquipmentId| columns.contains(&Column::Photo).then(|| covers.get(&id).copied());
    let row = |e| row(locale, columns, e, picture(e.id), (write, several_sites));
    let rows = page.data.iter().map(row).collect_view();
    let table = view! {
        <Table
            caption=text::title(locale)
            head=head(locale, query, columns, write)
            stacked=true
            class="phone:[&_:is(td,th):not(:first-child,:last-child)]:px-2"
        >
            {rows}
        </Table>
        {pager(locale, &page.pagination, page.data.len(), |cursor| query.at(cursor).href())}
    }
    .into_any();
    if write { bulk::form(shown, table) } else { table }
}

fn head(locale: Locale, query: &EquipmentQuery, columns: &[Column], write: bool) -> AnyView {
    let sorted = |sort| match (query.sort == sort, query.descending) {
        (false, _) => Sorted::No,
        (true, false) => Sorted::Ascending,
        (true, true) => Sorted::Descending,
    };
    let header = |column: &Column| {
        let label = column.label(locale);
        let class = match column {
            Column::Location => "phone:max-xl:hidden",
            Column::Interventions => "phone:max-lg:hidden",
            _ if column.narrow() => "max-xl:hidden",
            _ => "",
        };
        let numeric = *column == Column::Interventions;
        match column.sort() {
            Some(sort) => view! {
                <SortHeader
                    label=label
                    href=query.with_sort(sort).href()
                    sorted=sorted(sort)
                    numeric=numeric
                    class=class
                />
            }
            .into_any(),
            None => view! {
                <th scope="col" class=class>
                    {label}
                </th>
            }
            .into_any(),
        }
    };
    // By name as well as by code the equipment's own column is the one that is ordered.
    let own = if query.sort == EquipmentSort::Name { EquipmentSort::Name } else { EquipmentSort::Code };
    view! {
        {write.then(|| view! { <CheckAll label=common::select_all(locale) /> })}
        <SortHeader label=text::equipment(locale) href=query.with_sort(own).href() sorted=sorted(own) />
        {columns.iter().filter(|c| **c != Column::Photo).map(header).collect_view()}
        <th scope="col">
            <span class="sr-only">{common::actions(locale)}</span>
        </th>
    }
    .into_any()
}

/// `picture` is its place and, in it, the cover.
fn row(
    locale: Locale,
    columns: &[Column],
    e: &EquipmentRow,
    picture: Option<Option<DocumentId>>,
    (write, several_sites): (bool, bool),
) -> AnyView {
    let here = format!("/equipments/{}", e.id);
    let cells = columns.iter().filter(|c| **c != Column::Photo);
    let cells = cells.map(|column| cell(locale, *column, e, several_sites)).collect_view();
    let edit = write.then(|| {
        view! {
            <IconLink
                icon=Icon::Pencil
                href=format!("{here}/edit")
                label=text::edit_one(locale, &e.code)
                size=Size::Small
            />
        }
    });
    view! {
        // By its id a row drawn anew stays itself: a box that is ticked never comes to stand for another one.
        <tr id=format!("equipment-{}", e.id) class="max-phone:flex! max-phone:flex-wrap max-phone:gap-x-3!">
            {write.then(|| bulk::tick(locale, e.id, &e.code))}
            // The one cell that gives way: it takes what the others leave and cuts the name there.
            <td class="w-full phone:max-w-0 phone:min-w-52">
                <span class="flex min-w-0 items-center gap-2.5">
                    {picture.map(|cover| thumbnail(locale, e, cover))}
                    <a
                        class="row-link inline-flex min-w-0 items-baseline gap-2.5 max-phone:flex-wrap max-phone:gap-y-0"
                        href=here.clone()
                        title=e.name.clone()
                    >
                        <span class="code min-w-24 flex-none max-phone:min-w-16">{e.code.clone()}</span>
                        <span class="truncate font-normal text-ink-2 max-phone:whitespace-normal">{e.name.clone()}</span>
                    </a>
                </span>
            </td>
            {cells}
            <td class="cell-actions max-phone:hidden">
                <span class="inline-flex text-ink-3">
                    <IconLink icon=Icon::Eye href=here label=text::view_one(locale, &e.code) size=Size::Small />
                    {edit}
                </span>
            </td>
        </tr>
    }
    .into_any()
}

/// The cover, or its place: the rows stand the same with and without.
fn thumbnail(locale: Locale, e: &EquipmentRow, cover: Option<DocumentId>) -> AnyView {
    let class = "size-8 flex-none rounded-md border border-line max-phone:size-12";
    match cover {
        Some(id) => view! {
            <img
                class=format!("{class} object-cover")
                src=format!("/api/v1/documents/{id}/thumbnail")
                alt=text::photo_of(locale, &e.code)
                loading="lazy"
                decoding="async"
                width="32"
                height="32"
            />
        }
        .into_any(),
        None => view! {
            <span class=format!("{class} grid place-items-center bg-sunken text-ink-3")>
                <Glyph icon=Icon::Image size=14 />
            </span>
        }
        .into_any(),
    }
}

fn cell(locale: Locale, column: Column, e: &EquipmentRow, several_sites: bool) -> AnyView {
    let content = match column {
        Column::State if e.retired_at.is_some() => {
            view! { <Badge label=text::retired_chip(locale) icon=Icon::Archive /> }.into_any()
        }
        Column::State => labels::state_badge(locale, e.state),
        // In the cell of the equipment itself.
        Column::Photo => ().into_any(),
        Column::Criticality => labels::criticality_badge(locale, e.criticality),
        Column::Location => location(e, several_sites),
        Column::Type => short(e.equipment_type.as_ref().map(|t| t.name.as_str())),
        Column::Model => known(e.model.clone()),
        Column::Serial => known(e.serial_number.clone()),
        Column::Manufacturer => known(e.manufacturer.clone()),
        Column::InService => known(e.in_service_on.map(|d| format::date(locale, d))),
        Column::Interventions => format::whole(locale, e.interventions_count).into_any(),
        Column::Updated => format::day(locale, e.updated_local).into_any(),
    };
    let class = match column {
        Column::Interventions => "num phone:max-lg:hidden max-phone:w-full",
        // They say on a phone what they are without their title, side by side.
        Column::State | Column::Criticality => "",
        Column::Location => "text-ink-2 phone:max-xl:hidden max-phone:w-full",
        _ if column.narrow() => "text-ink-2 max-xl:hidden",
        _ => "text-ink-2 max-phone:w-full",
    };
    let title = match column {
        Column::State | Column::Criticality | Column::Location => None,
        _ => Some(column.label(locale)),
    };
    view! {
        <td class=class data-label=title>
            {content}
        </td>
    }
    .into_any()
}

/// The line, after the site when the reader has several.
fn location(e: &EquipmentRow, several_sites: bool) -> AnyView {
    let line = e.line.as_ref().map(|line| line.name.clone());
    let place = match (line, several_sites) {
        (Some(line), true) => format!("{} · {line}", e.site.code),
        (Some(line), false) => line,
        (None, _) => e.site.name.clone(),
    };
    view! {
        <span class="block max-w-56 truncate phone:max-[90rem]:max-w-36" title=e.site.name.clone()>
            {place}
        </span>
    }
    .into_any()
}

fn known(text: Option<String>) -> AnyView {
    text.unwrap_or_else(|| "–".to_owned()).into_any()
}

/// A name cut where it would push the other columns away; whole on hover.
fn short(name: Option<&str>) -> AnyView {
    let Some(name) = name else { return known(None) };
    view! {
        <span class="block max-w-32 truncate" title=name.to_owned()>
            {name.to_owned()}
        </span>
    }
    .into_any()
}

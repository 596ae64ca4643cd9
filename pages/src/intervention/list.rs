//! `/interventions`: every work order of the reader's sites, newest first.

use super::filters::{active, filters};
use crate::{
    ApiResult, backend,
    intervention::api::{InterventionList, list_interventions},
    page::Asked,
    session::{may, several_sites},
    shared::{
        labels::{kind_badge, priority_tag, status_badge},
        list::{self, pager},
        no_site::no_site,
    },
    site::api::site_choices,
};
use domain::{
    Permission,
    intervention::{InterventionQuery, InterventionRow, InterventionSort},
};
use i18n::{Locale, format, intervention as text, work};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Empty, Glyph, Icon, LinkButton, PageHeader, SortHeader, Sorted, Table, Tone, Variant};

/// The list of interventions.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = InterventionQuery::from_url(&asked.query);
    let list = list_interventions(query.to_url()).await?;
    let wanted = query.clone();
    let (counts, people) = backend::call(|s, by| async move {
        let counts = s.interventions().counts(&by, &wanted).await?;
        let people = match by.may(Permission::InterventionRead) {
            true => s.interventions().technicians(&by).await?,
            false => vec![],
        };
        Ok((counts, people))
    })
    .await?;
    let sites = site_choices().await?;
    let campaign = match query.campaign {
        Some(id) if may(Permission::InterventionRead) => {
            // The title of one that is gone, or elsewhere, is not told.
            let found =
                backend::call(|s, by| async move { Ok(s.campaigns().get(&by, id).await.ok()) }).await?;
            Some(found.map_or_else(|| id.to_string(), |of| of.row.title))
        }
        _ => None,
    };
    let create = may(Permission::InterventionWrite).then(|| {
        view! { <LinkButton href="/interventions/new" label=work::new_short(locale) icon=Icon::Plus /> }
    });
    let report = may(Permission::InterventionReport).then(|| {
        view! {
            <LinkButton
                href="/repairs/new"
                label=work::report_button(locale)
                icon=Icon::TriangleAlert
                variant=Variant::Primary
            />
        }
    });
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{create} {report}</PageHeader>
        {filters(locale, &query, counts, sites, &people)}
        <div class="list" data-watch="intervention">{content(locale, &query, &list, campaign)}</div>
    }
    .into_any())
}

fn content(
    locale: Locale,
    query: &InterventionQuery,
    list: &InterventionList,
    campaign: Option<String>,
) -> AnyView {
    let rows = &list.page.data;
    let table = match rows.is_empty() {
        true => nothing(locale, query),
        false => table(locale, query, rows),
    };
    let pages = (!rows.is_empty())
        .then(|| pager(locale, &list.page.pagination, rows.len(), |cursor| query.at(cursor).href()));
    view! {
        {active(locale, query, &list.equipment, campaign)}
        {table}
        {pages}
    }
    .into_any()
}

fn table(locale: Locale, query: &InterventionQuery, rows: &[InterventionRow]) -> AnyView {
    let sort = |column: InterventionSort, label: &'static str, class: &'static str| {
        let sorted = match (query.sort == column, query.descending) {
            (false, _) => Sorted::No,
            (true, false) => Sorted::Ascending,
            (true, true) => Sorted::Descending,
        };
        let href = query.with_sort(column).href();
        view! { <SortHeader label=label href=href sorted=sorted class=class /> }
    };
    let head = view! {
        {sort(InterventionSort::Code, text::code(locale), "")}
        <th scope="col">{text::name(locale)}</th>
        <th scope="col">{text::equipment(locale)}</th>
        <th scope="col" class="phone:max-xl:hidden">
            {text::kind(locale)}
        </th>
        <th scope="col">{text::status(locale)}</th>
        {sort(InterventionSort::Priority, text::priority(locale), "")}
        {sort(InterventionSort::Reported, text::reported(locale), "")}
        {sort(InterventionSort::Due, work::due(locale), "phone:max-[100rem]:hidden")}
        {sort(InterventionSort::Cost, text::cost(locale), "num phone:max-lg:hidden")}
    }
    .into_any();
    let several = several_sites();
    let rows = rows.iter().map(|row| line(locale, row, several)).collect_view();
    view! {
        <Table caption=text::title(locale) head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn line(locale: Locale, row: &InterventionRow, several: bool) -> AnyView {
    let equipment = &row.equipment;
    let late = row.late.then(|| {
        view! {
            <span class="text-danger" title=work::late(locale)>
                <Glyph icon=Icon::Timer size=14 />
                <span class="sr-only">{work::late(locale)}</span>
            </span>
        }
    });
    view! {
        // On a phone: code, title and machine, then the three marks in a line, then when and how much.
        <tr class="max-phone:grid-cols-[auto_auto_1fr] max-phone:gap-x-2">
            <td class="max-phone:col-span-full">
                <a class="row-link code" href=format!("/interventions/{}", row.id)>
                    {row.code.clone()}
                </a>
                {several.then(|| view! { " " <span class="code text-ink-3" title=row.site.name.clone()>{row.site.code.clone()}</span> })}
            </td>
            <td
                class="max-phone:col-span-full phone:w-full phone:max-w-0 phone:min-w-36 phone:truncate"
                title=row.title.clone()
            >
                {row.title.clone()}
            </td>
            <td class="max-phone:col-span-full phone:max-w-56 phone:truncate">
                <a class="relative z-1 no-underline hover:underline" href=format!("/equipments/{}", equipment.id)>
                    <b class="code">{equipment.code.clone()}</b>
                    " "
                    <span class="text-ink-2 phone:max-[90rem]:hidden">{equipment.name.clone()}</span>
                </a>
            </td>
            <td class="phone:max-xl:hidden">{kind_badge(locale, row.kind)}</td>
            <td>
                <span class="inline-flex items-center gap-1.5">{status_badge(locale, row.status)} {late}</span>
            </td>
            <td>{priority_tag(locale, row.priority)}</td>
            <td class="max-phone:col-span-2 max-phone:text-ink-2">
                <time datetime=row.reported_at.to_string()>{format::day(locale, row.reported_local)}</time>
            </td>
            <td class="phone:max-[100rem]:hidden">{due(locale, row)}</td>
            <td class="num max-phone:justify-end phone:max-lg:hidden">
                {row.cost.as_ref().map(|cost| format::money(locale, cost))}
            </td>
        </tr>
    }
    .into_any()
}

/// Until when it is to be done; said in red when that is past.
fn due(locale: Locale, row: &InterventionRow) -> AnyView {
    let pending = row.status.is_pending();
    let Some(at) = row.due_local.filter(|_| pending) else { return ().into_any() };
    match row.late {
        true => {
            view! { <Badge label=format::day(locale, at) icon=Icon::Timer tone=Tone::Danger /> }.into_any()
        }
        false => view! { <span class="text-ink-2">{format::day(locale, at)}</span> }.into_any(),
    }
}

fn nothing(locale: Locale, query: &InterventionQuery) -> AnyView {
    if let Some(none) = no_site(locale) {
        return none;
    }
    if query.is_filtered() {
        return list::none_match(
            locale,
            text::none_match(locale),
            text::none_match_what(locale),
            InterventionQuery::PATH.to_owned(),
        );
    }
    let may_import = may(Permission::ImportRun);
    let what = if may_import {
        text::empty_what(locale)
    } else if may(Permission::InterventionRead) {
        text::empty_reader(locale)
    } else {
        text::empty_own(locale)
    };
    view! {
        <Empty icon=Icon::ClipboardList first_time=true title=text::empty(locale) text=what>
            {may_import
                .then(|| {
                    view! {
                        <LinkButton
                            href="/admin/import"
                            label=text::import_file(locale)
                            icon=Icon::FileUp
                            variant=Variant::Primary
                        />
                    }
                })}
        </Empty>
    }
    .into_any()
}

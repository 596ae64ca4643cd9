//! `/my-work`: what is assigned to the reader, the next job first.

use crate::{checklist::done_of, page::Asked};
use app::{
    ApiResult, backend,
    features::intervention::api::list_interventions,
    session::{may, several_sites},
    shared::labels::{priority_tag, status_badge},
};
use domain::{
    Error, InterventionId, Permission,
    checklist::Progress,
    intervention::{
        AgendaPart, InterventionQuery, InterventionRow, InterventionSort, InterventionStatus as S,
    },
};
use i18n::{Locale, checklist as words, format, work as text};
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::HashMap;
use ui::{Badge, Empty, Icon, LinkButton, PageHeader, Tone, Variant};

/// How far checklists have come.
type Steps = HashMap<InterventionId, Progress>;

/// The page.
pub async fn mine(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::InterventionWork) {
        return Err(Error::Forbidden.into());
    }
    let mut query = InterventionQuery {
        mine: true,
        status: vec![S::InProgress, S::OnHold, S::Assigned, S::Completed],
        sort: InterventionSort::Planned,
        descending: false,
        ..InterventionQuery::default()
    };
    query.window.limit = 200;
    let rows = list_interventions(query.to_url()).await?.page.data;
    let ids: Vec<_> = rows.iter().map(|row| row.id).collect();
    let steps = backend::call(|s, by| async move { s.interventions().progress_of(&by, &ids).await }).await?;
    let part_of = |row: &InterventionRow| AgendaPart::of(row.status, row.late, row.planned_in_days);
    let content = match rows.is_empty() {
        true => {
            view! { <Empty icon=Icon::ClipboardCheck title=text::nothing(locale) text=text::nothing_what(locale) /> }
                .into_any()
        }
        false => AgendaPart::ALL
            .iter()
            .map(|part| {
                let of_it: Vec<_> = rows.iter().filter(|row| part_of(row) == *part).collect();
                (!of_it.is_empty()).then(|| section(locale, *part, &of_it, &steps))
            })
            .collect_view()
            .into_any(),
    };
    let own = crate::team::own_page().filter(|_| may(Permission::TeamRead)).map(|href| {
        view! { <LinkButton href=href label=i18n::team::my_page(locale) icon=Icon::User /> }
    });
    Ok(view! {
        <Title text=text::my_work(locale) />
        <PageHeader title=text::my_work(locale)>
            {own}
            <LinkButton
                href="/repairs/new"
                label=text::report_button(locale)
                icon=Icon::TriangleAlert
                variant=Variant::Primary
            />
        </PageHeader>
        <div class="page-body" data-watch="intervention notification">
            <div class="page-narrow">
                <div class="stack">{content}</div>
            </div>
        </div>
    }
    .into_any())
}

fn name(locale: Locale, part: AgendaPart) -> &'static str {
    match part {
        AgendaPart::Now => text::now(locale),
        AgendaPart::Late => text::late(locale),
        AgendaPart::Today => text::today(locale),
        AgendaPart::Later => text::later(locale),
        AgendaPart::Unplanned => text::unplanned(locale),
        AgendaPart::OnHold => text::on_hold(locale),
        AgendaPart::ToValidate => text::to_validate(locale),
    }
}

fn section(locale: Locale, part: AgendaPart, rows: &[&InterventionRow], steps: &Steps) -> AnyView {
    view! {
        <section class="stack">
            <h2 class="px-1 text-lg font-bold">
                {name(locale, part)} " " <span class="text-ink-3">{format::whole(locale, rows.len() as i64)}</span>
            </h2>
            <ul class="grid gap-2">{rows.iter().map(|row| job(locale, row, steps.get(&row.id))).collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn job(locale: Locale, row: &InterventionRow, steps: Option<&Progress>) -> AnyView {
    let steps = steps.map(|progress| {
        let words = format!("{} {}", words::title(locale), done_of(locale, *progress));
        view! { <span class="text-sm text-ink-2">{words}</span> }
    });
    let site =
        several_sites().then(|| view! { " " <span class="code text-ink-3">{row.site.code.clone()}</span> });
    let planned = row.planned_local.map(|at| {
        view! { <span class="text-sm text-ink-2">{format::date_time(locale, at)}</span> }
    });
    let late =
        row.late.then(|| view! { <Badge label=text::late(locale) icon=Icon::Timer tone=Tone::Danger /> });
    view! {
        <li class="card relative p-4">
            <p class="flex flex-wrap items-center gap-2">
                {priority_tag(locale, row.priority)} {status_badge(locale, row.status)} {late}
            </p>
            <h3 class="mt-2 font-bold">
                <a class="row-link wrap-anywhere" href=format!("/interventions/{}", row.id)>{row.title.clone()}</a>
            </h3>
            <p class="text-ink-2">
                <b class="code">{row.equipment.code.clone()}</b>
                " "
                {row.equipment.name.clone()}
            </p>
            <p class="mt-1 flex flex-wrap items-center gap-3">
                <span class="code text-sm text-ink-3">{row.code.clone()} {site}</span>
                {planned} {steps}
            </p>
        </li>
    }
    .into_any()
}

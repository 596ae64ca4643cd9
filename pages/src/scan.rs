//! `/q/CODE`: what the label of a machine leads to. What happened is one tap away, and so is everything else about it.

use crate::session::{may, may_any_or_own};
use crate::{
    ApiResult, backend,
    page::Asked,
    shared::labels::{state_badge, status_badge},
    work::ago,
};
use domain::{
    Noun, Permission,
    equipment::EquipmentRow,
    intervention::{InterventionQuery, InterventionStatus, OpenReport},
    url::{QueryWriter, segment},
};
use i18n::{Locale, scan as text, work};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Empty, Glyph, Icon, LinkButton, PageHeader, Size};

/// The page.
pub async fn scanned(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let code: String = asked.id(Noun::Equipment)?;
    let chosen = asked.value("site");
    let reports = may(Permission::InterventionReport);
    let (found, open) = backend::call(|s, by| async move {
        let mut found = s.equipment().labelled(&by, &code).await?;
        if let Some(site) = &chosen {
            found.retain(|machine| machine.site.id.to_string() == *site);
        }
        let open = match &found[..] {
            [machine] if reports => s.interventions().open_reports(&by, machine.id).await?,
            _ => vec![],
        };
        Ok((found, open))
    })
    .await?;
    let code: String = asked.id(Noun::Equipment)?;
    let content = match &found[..] {
        [] => unknown(locale, &code),
        [machine] => known(locale, machine, &open, reports),
        several => choose(locale, &code, several),
    };
    Ok(view! {
        <Title text=code.clone() />
        <PageHeader title=code />
        <div class="page-body">
            <div class="page-narrow">{content}</div>
        </div>
    }
    .into_any())
}

fn unknown(locale: Locale, code: &str) -> AnyView {
    let search = QueryWriter::default().text("q", code).finish();
    let href = format!("/equipments?{search}");
    let title = text::unknown(locale, code);
    view! {
        <Card>
            <Empty title=title text=text::unknown_hint(locale) icon=Icon::SearchX />
            <p class="mt-3 text-center">
                <LinkButton href=href label=text::search(locale) icon=Icon::Search />
            </p>
        </Card>
    }
    .into_any()
}

/// Sites name their machines each for itself.
fn choose(locale: Locale, code: &str, machines: &[EquipmentRow]) -> AnyView {
    let rows = machines.iter().map(|machine| {
        let href = format!("/q/{}?site={}", segment(code), machine.site.id);
        view! {
            <li class="border-line not-first:border-t">
                <a class="flex min-h-12 items-center gap-3 px-4 py-2 no-underline hover:bg-hover" href=href>
                    <span class="min-w-0 flex-1">
                        <b>{machine.name.clone()}</b>
                        <span class="block text-sm text-ink-2">{machine.site.name.clone()}</span>
                    </span>
                    {state_badge(locale, machine.state)}
                </a>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Card title=text::which(locale) flush=true>
            <ul>{rows}</ul>
        </Card>
    }
    .into_any()
}

fn known(locale: Locale, machine: &EquipmentRow, open: &[OpenReport], reports: bool) -> AnyView {
    let place = machine.line.as_ref().map_or(machine.site.name.clone(), |line| line.name.clone());
    let (name, state) = (machine.name.clone(), state_badge(locale, machine.state));
    let head = view! {
        <Card>
            <div class="flex flex-wrap items-center gap-3">
                <p class="min-w-0 flex-1">
                    <b>{name}</b>
                    <span class="block text-sm text-ink-2">{place}</span>
                </p>
                {state}
            </div>
        </Card>
    };
    let retired = machine.retired_at.is_some();
    let ask = (reports && !retired).then(|| tiles(locale, machine));
    let pending = InterventionQuery {
        equipment: vec![machine.id],
        status: InterventionStatus::PENDING.to_vec(),
        ..InterventionQuery::default()
    };
    let work = may_any_or_own(Permission::InterventionRead).then(|| {
        let href = domain::url::href(InterventionQuery::PATH, &pending.to_url());
        view! { <LinkButton href=href label=text::work(locale) icon=Icon::Wrench size=Size::Large /> }
    });
    let page = format!("/equipments/{}", machine.id);
    view! {
        <div class="stack">
            {head}
            {(!open.is_empty()).then(|| reported(locale, open))}
            {ask}
            <div class="grid gap-3 sm:grid-cols-2">
                {work}
                <LinkButton href=page label=text::page(locale) icon=Icon::Info size=Size::Large />
            </div>
        </div>
    }
    .into_any()
}

/// What is open on the machine already: to be looked at before it is reported again.
fn reported(locale: Locale, open: &[OpenReport]) -> AnyView {
    let rows = open.iter().map(|report| {
        let title = report.title.clone().unwrap_or_else(|| work::foreign_report(locale).to_owned());
        let line = view! {
            <b class="code">{report.code.clone()}</b>
            " "
            {title}
            <span class="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-2">
                {ago(locale, report.minutes_ago)} {status_badge(locale, report.status)}
            </span>
        };
        // Of others there is no page to open.
        let line = match report.title.is_some() {
            true => {
                let href = format!("/interventions/{}", report.id);
                view! { <a class="block min-h-12 py-2 no-underline hover:bg-hover" href=href>{line}</a> }
                    .into_any()
            }
            false => view! { <div class="py-2">{line}</div> }.into_any(),
        };
        view! { <li class="border-line not-first:border-t">{line}</li> }
    });
    let rows = rows.collect_view();
    view! {
        <Card title=work::open_reports(locale)>
            <ul>{rows}</ul>
        </Card>
    }
    .into_any()
}

/// The first words of a report, one tap each.
fn tiles(locale: Locale, machine: &EquipmentRow) -> AnyView {
    let words = [
        (text::stopped(locale), Icon::PowerOff),
        (text::noise(locale), Icon::Volume2),
        (text::leak(locale), Icon::Droplets),
        (text::overheating(locale), Icon::Thermometer),
        (text::broken(locale), Icon::Hammer),
        ("", Icon::Ellipsis),
    ];
    let tile = |(word, icon): (&'static str, Icon)| {
        let query = QueryWriter::default().text("equipment", &machine.id.to_string()).text("what", word);
        let query = match icon {
            Icon::PowerOff => query.text("stopped", "true"),
            _ => query,
        };
        let label = if word.is_empty() { text::other(locale) } else { word };
        view! {
            <li>
                <a class="tile" href=format!("/repairs/new?{}", query.finish())>
                    <Glyph icon=icon size=28 />
                    {label}
                </a>
            </li>
        }
    };
    let tiles = words.map(tile).collect_view();
    view! {
        <Card title=work::what(locale)>
            <ul class="grid grid-cols-2 gap-3 sm:grid-cols-3">{tiles}</ul>
        </Card>
    }
    .into_any()
}

//! `/my-work`: how far the day has come, what is assigned to the reader with the next job first, and their machines.

use crate::{
    ApiResult, backend,
    checklist::done_of,
    page::Asked,
    session::{may, several_sites},
    shared::labels::{kind_badge, priority_tag, state_badge, status_badge},
    team::day_name,
};
use domain::{
    Error, Permission,
    intervention::{
        Agenda, AgendaJob, AgendaPart, Clock, DayProgress, InterventionQuery, InterventionRow,
        InterventionStatus,
    },
};
use i18n::{Locale, checklist as words, format, work as text};
use islands::duration::{duration, running};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Bar, Empty, Glyph, Icon, LinkButton, PageHeader, RowLink, Rows, Tone, Variant};

/// The page.
pub async fn mine(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::InterventionWork) {
        return Err(Error::Forbidden.into());
    }
    let agenda = backend::call(|s, by| async move { s.interventions().agenda(&by).await }).await?;
    let own = crate::team::own_page().filter(|_| may(Permission::TeamRead)).map(|href| {
        view! { <LinkButton href=href label=i18n::team::my_page(locale) icon=Icon::User /> }
    });
    let nothing = agenda.jobs.is_empty().then(|| {
        view! { <Empty icon=Icon::ClipboardCheck title=text::nothing(locale) text=text::nothing_what(locale) /> }
    });
    let parts = AgendaPart::ALL.iter().map(|part| {
        let jobs: Vec<_> = agenda.jobs.iter().filter(|job| job.part == *part).collect();
        match (jobs.is_empty(), part) {
            (true, _) => None,
            (false, AgendaPart::ToValidate) => Some(waiting(locale, &jobs)),
            (false, _) => Some(section(locale, *part, &jobs)),
        }
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
                <div class="stack">
                    {day(locale, &agenda)} {nothing} {parts.collect_view()} {closed(locale, &agenda.closed)}
                    {machines(locale, &agenda)}
                </div>
            </div>
        </div>
    }
    .into_any())
}

/// The date, and how much of the day is done.
fn day(locale: Locale, agenda: &Agenda) -> AnyView {
    let DayProgress { done, all, planned_minutes, worked_seconds } = agenda.day;
    let date =
        format!("{} {}", day_name(locale, agenda.today.weekday().into()), format::date(locale, agenda.today));
    let planned = duration(locale, planned_minutes * 60);
    let sum = match (all, planned_minutes) {
        (0, _) => None,
        (_, 0) => Some(text::day_jobs(locale, all)),
        _ => Some(format!("{}, {}", text::day_jobs(locale, all), text::day_planned(locale, &planned))),
    };
    let worked = duration(locale, worked_seconds);
    let worked = match planned_minutes {
        0 => worked,
        _ => text::day_worked(locale, planned, worked),
    };
    let come = (all > 0).then(|| {
        let percent = done as f64 / all as f64 * 100.0;
        view! {
            <div class="meter-block mt-3">
                <p class="meter-head">
                    <b>{text::day_done(locale, done, format::whole(locale, all))}</b>
                    <span class="text-ink-2">{worked}</span>
                </p>
                <Bar percent=percent />
            </div>
        }
    });
    view! {
        <section class="px-1" aria-label=text::today(locale)>
            <p class="text-lg font-bold">{date}</p>
            {sum.map(|sum| view! { <p class="text-ink-2">{sum}</p> })}
            {come}
        </section>
    }
    .into_any()
}

fn name(locale: Locale, part: AgendaPart) -> &'static str {
    match part {
        AgendaPart::Now => text::now(locale),
        AgendaPart::Late => text::late(locale),
        AgendaPart::Today => text::today(locale),
        AgendaPart::Week => text::week(locale),
        AgendaPart::Later => text::later(locale),
        AgendaPart::Unplanned => text::unplanned(locale),
        AgendaPart::OnHold => text::on_hold(locale),
        AgendaPart::ToValidate => text::to_validate(locale),
    }
}

fn section(locale: Locale, part: AgendaPart, jobs: &[&AgendaJob]) -> AnyView {
    let cards = jobs.iter().map(|job| match job.clock {
        Some(clock) => under_way(locale, job, clock),
        None => card(locale, job),
    });
    view! {
        <section class="stack">
            <h2 class="px-1 text-lg font-bold">
                {name(locale, part)} " " <span class="text-ink-3">{format::whole(locale, jobs.len() as i64)}</span>
            </h2>
            <ul class="grid gap-2">{cards.collect_view()}</ul>
        </section>
    }
    .into_any()
}

/// What the reader works on: the clock, and one way back to it.
fn under_way(locale: Locale, job: &AgendaJob, clock: Clock) -> AnyView {
    let row = &job.row;
    let since = format!("{}:{:02}", clock.since.hour(), clock.since.minute());
    view! {
        <li class="relative rounded-lg bg-inverse p-4 text-on-inverse" data-status=row.status.as_str()>
            <p class="flex flex-wrap items-center gap-2 text-sm font-semibold">
                <Glyph icon=Icon::Timer />
                {text::clock_since(locale, since)}
                <span class="ml-auto rounded-sm bg-surface px-1 text-ink">{priority_tag(locale, row.priority)}</span>
            </p>
            <h3 class="mt-1.5 text-lg leading-6 font-bold wrap-anywhere">{row.title.clone()}</h3>
            {machine(row)}
            <div class="mt-3 flex flex-wrap items-center gap-3">
                <span class="text-3xl font-bold tracking-tight">{running(locale, clock.seconds)}</span>
                <a class="btn btn-touch btn-inverse ml-auto" href=format!("/interventions/{}", row.id)>
                    {text::go_on(locale)}
                    <Glyph icon=Icon::ArrowRight />
                </a>
            </div>
            {details(locale, job)}
        </li>
    }
    .into_any()
}

fn machine(row: &InterventionRow) -> AnyView {
    view! {
        <p>
            <b class="code">{row.equipment.code.clone()}</b>
            " "
            {row.equipment.name.clone()}
        </p>
    }
    .into_any()
}

/// When it is planned and how long it takes, who else does it, how far its checklist has come.
fn details(locale: Locale, job: &AgendaJob) -> AnyView {
    let row = &job.row;
    let site = several_sites().then(|| view! { " " <span class="code">{row.site.code.clone()}</span> });
    let minutes = job.estimated_minutes.map(|minutes| duration(locale, i64::from(minutes) * 60));
    let when = match (row.planned_local.map(|at| format::date_time(locale, at)), minutes) {
        (Some(at), Some(minutes)) => Some(format!("{at}, {minutes}")),
        (at, minutes) => at.or(minutes),
    };
    let when = when.map(
        |when| view! { <span class="flex items-center gap-1.5"><Glyph icon=Icon::Clock /> {when}</span> },
    );
    let with = (!job.with.is_empty()).then(|| {
        let names = text::with(locale, job.with.join(", "));
        view! { <span class="flex items-center gap-1.5"><Glyph icon=Icon::Users /> {names}</span> }
    });
    let steps = job.steps.map(|progress| {
        let words = format!("{} {}", words::title(locale), done_of(locale, progress));
        view! { <span class="flex items-center gap-1.5"><Glyph icon=Icon::ListTodo /> {words}</span> }
    });
    view! {
        <p class="mt-2 flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
            {when} {with} {steps} <span class="code">{row.code.clone()} {site}</span>
        </p>
    }
    .into_any()
}

fn card(locale: Locale, job: &AgendaJob) -> AnyView {
    let row = &job.row;
    let late =
        row.late.then(|| view! { <Badge label=text::late(locale) icon=Icon::Timer tone=Tone::Danger /> });
    let status = (row.status != InterventionStatus::Assigned).then(|| status_badge(locale, row.status));
    view! {
        <li class="card relative p-4">
            <p class="flex flex-wrap items-center gap-2">
                {kind_badge(locale, row.kind)} {status} {late}
                <span class="ml-auto">{priority_tag(locale, row.priority)}</span>
            </p>
            <h3 class="mt-2 text-lg leading-6 font-bold">
                <a class="row-link wrap-anywhere" href=format!("/interventions/{}", row.id)>{row.title.clone()}</a>
            </h3>
            <div class="text-ink-2">{machine(row)} {details(locale, job)}</div>
        </li>
    }
    .into_any()
}

/// Jobs in one line each.
fn lines<'a>(locale: Locale, rows: impl Iterator<Item = &'a InterventionRow>) -> AnyView {
    let rows: Vec<_> = rows
        .map(|row| {
            let sub = format!("{} {}, {}", row.equipment.code, row.equipment.name, row.code);
            let badge = status_badge(locale, row.status);
            let href = format!("/interventions/{}", row.id);
            view! { <RowLink href=href title=row.title.clone() text=sub end=badge /> }
        })
        .collect();
    view! { <Rows>{rows}</Rows> }.into_any()
}

/// A part that asks nothing of the reader, folded.
fn folded(summary: String, content: AnyView) -> AnyView {
    view! {
        <details class="card">
            <summary class="cursor-pointer p-4 font-semibold">{summary}</summary>
            {content}
        </details>
    }
    .into_any()
}

/// What is finished and waits for a supervisor.
fn waiting(locale: Locale, jobs: &[&AgendaJob]) -> AnyView {
    let rows = lines(locale, jobs.iter().map(|job| &job.row));
    folded(text::waiting(locale, jobs.len() as i64), rows)
}

fn closed(locale: Locale, rows: &[InterventionRow]) -> Option<AnyView> {
    if rows.is_empty() {
        return None;
    }
    let all = InterventionQuery {
        mine: true,
        status: vec![InterventionStatus::Closed, InterventionStatus::Archived],
        ..InterventionQuery::default()
    };
    let content = view! {
        {lines(locale, rows.iter())}
        <p class="border-t border-line p-4">
            <a class="link" href=all.href()>
                {text::all_closed(locale)}
            </a>
        </p>
    };
    Some(folded(text::closed_lately(locale).to_owned(), content.into_any()))
}

fn machines(locale: Locale, agenda: &Agenda) -> Option<AnyView> {
    if agenda.machines.is_empty() {
        return None;
    }
    let rows: Vec<_> = agenda
        .machines
        .iter()
        .map(|machine| {
            let title = format!("{} {}", machine.equipment.code, machine.equipment.name);
            let left = (machine.jobs > 0).then(|| text::jobs_left(locale, machine.jobs));
            let href = format!("/equipments/{}", machine.equipment.id);
            let badge = state_badge(locale, machine.state);
            view! { <RowLink href=href title=title text=left.unwrap_or_default() end=badge /> }
        })
        .collect();
    let content = view! {
        <p class="px-4 pb-3 text-sm text-ink-3">{text::my_machines_what(locale)}</p>
        <Rows class="border-t border-line">{rows}</Rows>
    };
    let count = format::whole(locale, agenda.machines.len() as i64);
    Some(folded(format!("{} {count}", text::my_machines(locale)), content.into_any()))
}

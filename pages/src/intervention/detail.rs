//! `/interventions/:id`: one work order.

use crate::{
    ApiResult, backend, checklist, document,
    page::Asked,
    session::{may, several_sites},
    shared::labels::{kind_badge, priority_tag, status_badge},
    work::{self, Dialogs, hold_reason},
};
use domain::{
    InterventionId, LocalDateTime, Noun, Permission, Timestamp,
    document::Holder,
    intervention::{InterventionDetail, InterventionQuery, InterventionStatus, WorkAction},
    url::{QueryWriter, href},
};
use i18n::{Locale, format, intervention as text, notification, report, shell};
use islands::duration::duration;
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::BTreeSet;
use ui::{Badge, Card, Dl, DlItem, Glyph, Icon, LinkButton, LinkItem, PageHeader, Tone};

/// One intervention.
pub async fn detail(asked: Asked) -> ApiResult<AnyView> {
    let id: InterventionId = asked.id(Noun::Intervention)?;
    let (work, assignable, codes, me) = backend::call(|s, by| async move {
        let work = s.interventions().work(&by, id).await?;
        let directs = [WorkAction::Assign, WorkAction::LogTime].iter().any(|a| work.actions.contains(a));
        let people = match directs && by.may(Permission::InterventionWrite) {
            true => s.interventions().candidates(&by, id).await?,
            false => vec![],
        };
        let mut codes = vec![];
        if work.actions.contains(&WorkAction::Diagnose) {
            let machines = work.failures.iter().filter(|f| !f.withdrawn).map(|f| f.equipment_id);
            for machine in machines.collect::<BTreeSet<_>>() {
                codes.push((machine, s.failure_codes().offered(&by, machine).await?));
            }
        }
        Ok((work, people, codes, by.user_id()))
    })
    .await?;
    let documents = document::read(&asked, (Holder::Intervention, id.0)).await?;
    let photos: Vec<_> =
        documents.all.iter().map(|file| (file.id.to_string(), file.file_name.clone())).collect();
    let replay = asked.replay().await;
    let documents = document::panel(&asked, &documents, replay.as_ref());
    let (replay, open) = (replay.as_ref(), asked.value("dialog"));
    let dialogs = Dialogs { locale: asked.locale, work: &work, me, assignable, codes, replay, open };
    Ok(page(&dialogs, &photos, documents))
}

fn page(d: &Dialogs, photos: &[(String, String)], documents: AnyView) -> AnyView {
    let (locale, work) = (d.locale, d.work);
    let detail = &work.detail;
    let row = &detail.row;
    let crumbs = vec![LinkItem::new(InterventionQuery::PATH, text::title(locale))];
    let name = format!("{} {}", row.equipment.code, row.equipment.name);
    let site = format!(" · {} {}", row.site.code, row.site.name);
    let number = match several_sites() {
        true => format!("{} · {}", row.code, row.site.code),
        false => row.code.clone(),
    };
    let pdf = format!("/interventions/{}/report.pdf", row.id);
    let hold = detail.hold_reason.map(|reason| {
        view! { <Badge label=hold_reason(locale, reason) icon=Icon::CirclePause tone=Tone::Warn /> }
    });
    let about = match several_sites() {
        true => format!("{} {}", row.code, row.site.code),
        false => row.code.clone(),
    };
    let write = may(Permission::NotificationSend).then(|| {
        let query = QueryWriter::default().text("about", &about).finish();
        let address = href("/notifications/new", &query);
        view! { <LinkButton href=address label=notification::write(locale) icon=Icon::Send /> }
    });
    let staff = may(Permission::InterventionWork) || may(Permission::InterventionWrite);
    view! {
        <Title text=format!("{number} {}", row.title) />
        <PageHeader title=number crumbs=crumbs crumbs_label=shell::navigation(locale)>
            {write}
            <LinkButton
                href=pdf
                label=report::button(locale)
                icon=Icon::FileText
                download=true
            />
        </PageHeader>
        <div class="page-body" data-watch="intervention failure work_period intervention_part document" data-seen=row.id.to_string()>
            <div class="page-split">
                <div class="stack">
                    <header class="px-1 py-1">
                        <p class="flex flex-wrap items-center gap-2">
                            {status_badge(locale, row.status)} {hold} {kind_badge(locale, row.kind)}
                            {priority_tag(locale, row.priority)}
                        </p>
                        <h2 class="mt-2 text-xl font-bold wrap-anywhere">{row.title.clone()}</h2>
                        <p class="mt-1 text-ink-2">
                            <a class="link" href=format!("/equipments/{}", row.equipment.id)>
                                {name}
                            </a>
                            {site}
                        </p>
                        {campaign(locale, detail)}
                        <div class="mt-3 flex flex-wrap gap-2">{work::actions(locale, work)}</div>
                        {work::refusal(d)} {checklist::cause(d)}
                    </header>
                    {steps(locale, detail)}
                    {checklist::panel(d, photos)}
                    {prose(text::description(locale), detail.description.as_ref(), text::no_description(locale))}
                    {prose(text::report(locale), detail.report.as_ref(), text::no_report(locale))}
                    {work::diagnosis(d)}
                    {work::comments(locale, work, staff, d.replay)}
                    <h2 class="px-1 text-lg font-bold">{i18n::document::title(locale)}</h2>
                    {documents}
                    {work::history(locale, work)}
                </div>
                <div class="stack">
                    {work::people(locale, work)}
                    {work.target.as_ref().map(|target| work::target(locale, target))}
                    {work::failures(locale, work)}
                    {work::hours(d)}
                    {work::parts(d)}
                    {work.costs.as_ref().map(|costs| work::costs(locale, costs))}
                    {facts(locale, detail)}
                </div>
            </div>
        </div>
        {work::dialogs(d)}
    }
    .into_any()
}

/// The campaign that it belongs to.
fn campaign(locale: Locale, detail: &InterventionDetail) -> AnyView {
    let of = detail.campaign.as_ref().map(|of| {
        view! {
            <p class="mt-1 text-ink-2">
                {i18n::campaign::campaign(locale)} " "
                <a class="link" href=format!("/campaigns/{}", of.id)>
                    {of.title.clone()}
                </a>
            </p>
        }
    });
    of.into_any()
}

/// How far the work has come: a tick for each step reached.
fn steps(locale: Locale, detail: &InterventionDetail) -> AnyView {
    use InterventionStatus as S;
    let status = detail.row.status;
    let closed = matches!(status, S::Closed | S::Archived);
    let done = closed || status == S::Completed;
    // An imported work order may be closed and never say when it began.
    let when = |at: Option<LocalDateTime>, reached: bool| match (at, reached) {
        (Some(at), _) => format::date_time(locale, at),
        (None, true) => text::unknown(locale).to_owned(),
        (None, false) => text::not_yet(locale).to_owned(),
    };
    let started = detail.started_local.is_some() || done || status == S::InProgress;
    let ended = detail.ended_local.is_some() || done;
    let mut steps = vec![
        (text::reported(locale), true, when(Some(detail.row.reported_local), true)),
        (text::step_started(locale), started, when(detail.started_local, started)),
        (text::step_ended(locale), ended, when(detail.ended_local, ended)),
    ];
    if status == S::Cancelled {
        steps.push((text::status_cancelled(locale), true, String::new()));
    } else {
        let note = if closed { String::new() } else { text::not_yet(locale).to_owned() };
        steps.push((text::status_closed(locale), closed, note));
    }
    let steps = steps
        .into_iter()
        .map(|(label, reached, note)| {
            let icon = if reached { Icon::CircleCheck } else { Icon::CircleDashed };
            let class = if reached { "text-ok" } else { "text-ink-3" };
            view! {
                <li class="flex items-center gap-2 border-line px-3 py-2 not-first:border-l max-phone:not-first:border-l-0 max-phone:not-first:border-t">
                    <Glyph icon=icon class=class />
                    <span class="min-w-0">
                        <b class="block">{label}</b>
                        <span class="text-xs text-ink-3">{note}</span>
                    </span>
                </li>
            }
        })
        .collect_view();
    view! {
        <ol
            class="card grid auto-cols-fr grid-flow-col overflow-clip max-phone:grid-flow-row"
            aria-label=text::steps(locale)
        >
            {steps}
        </ol>
    }
    .into_any()
}

fn prose(title: &'static str, content: Option<&String>, none: &'static str) -> AnyView {
    let content = match content {
        Some(content) => {
            view! { <p class="whitespace-pre-line wrap-anywhere">{content.clone()}</p> }.into_any()
        }
        None => view! { <p class="text-ink-3">{none}</p> }.into_any(),
    };
    view! { <Card title=title>{content}</Card> }.into_any()
}

fn facts(locale: Locale, detail: &InterventionDetail) -> AnyView {
    let row = &detail.row;
    let at = move |instant: Option<Timestamp>, local: Option<LocalDateTime>| match (instant, local) {
        (Some(instant), Some(local)) => {
            view! { <time datetime=instant.to_string()>{format::date_time(locale, local)}</time> }.into_any()
        }
        _ => view! { <span class="text-ink-3">"–"</span> }.into_any(),
    };
    let cost = row.cost.as_ref().map(|cost| format::money(locale, cost));
    let length = detail.started_at.zip(detail.ended_at).map(|(s, e)| duration(locale, e.seconds_since(s)));
    let import = detail.import_id.map(|import| {
        let name = text::only_import(locale, import);
        let value = match may(Permission::ImportRun) {
            true => view! { <a class="link" href=format!("/admin/import/{import}")>{name}</a> }.into_any(),
            false => name.into_any(),
        };
        view! { <DlItem label=text::imported_from(locale)>{value}</DlItem> }
    });
    let reference = detail.external_ref.clone().map(|reference| {
        view! { <DlItem label=text::external_ref(locale)><span class="code">{reference}</span></DlItem> }
    });
    let origin = (import.is_some() || reference.is_some()).then(|| {
        view! {
            <Card title=text::origin(locale)>
                <Dl>{reference} {import}</Dl>
            </Card>
        }
    });
    let reported = at(Some(row.reported_at), Some(row.reported_local));
    let started = at(detail.started_at, detail.started_local);
    let ended = at(detail.ended_at, detail.ended_local);
    let clock = text::site_clock(locale, &row.site.name);
    let requested_by = detail.requested_by.clone().unwrap_or_default();
    let created_by = detail.created_by.clone().unwrap_or_default();
    view! {
        <Card title=text::times(locale)>
            <Dl>
                <DlItem label=text::reported(locale)>{reported}</DlItem>
                <DlItem label=text::started(locale)>{started}</DlItem>
                <DlItem label=text::ended(locale)>{ended}</DlItem>
                <DlItem label=text::duration(locale) value=length.unwrap_or_default() />
                <DlItem label=text::cost(locale) value=cost.unwrap_or_default() />
            </Dl>
            <p class="hint mt-3">{clock}</p>
        </Card>
        <Card title=text::people(locale)>
            <Dl>
                <DlItem label=text::requested_by(locale) value=requested_by />
                <DlItem label=text::created_by(locale) value=created_by />
            </Dl>
        </Card>
        {origin}
    }
    .into_any()
}

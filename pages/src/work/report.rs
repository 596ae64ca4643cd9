//! `/repairs/new`: report a breakdown. First the machine, unless the address names it; then what happened.

use super::text::{ago, field};
use crate::session::use_session;
use crate::{
    ApiResult, backend,
    form::Form,
    page::Asked,
    shared::{
        form::input_name,
        labels::{self, priority_tag, state_badge, status_badge},
    },
};
use domain::{
    EquipmentId, Permission,
    equipment::{EquipmentDetail, EquipmentQuery},
    intervention::{OpenReport, Priority},
};
use i18n::{Locale, common, work as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Empty, Field, FileField, Icon, LinkButton, PageHeader, Size, Variant};

const PATH: &str = "/repairs/new";
/// What a camera makes.
const SEEN: [&str; 7] = [".jpg", ".jpeg", ".png", ".webp", ".mp4", ".mov", ".webm"];
/// Where the form is sent, with its photos; with the `id` of an open report, to be added to it.
pub const REPORT_FORM: &str = "/repairs/report";

/// The page.
pub async fn report(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !crate::session::may(Permission::InterventionReport) {
        return Err(domain::Error::Forbidden.into());
    }
    let machine = asked.value("equipment").and_then(|id| id.parse::<EquipmentId>().ok());
    let content = match machine {
        Some(id) => describe(&asked, id).await?,
        None => {
            let q = asked.value("q").unwrap_or_default();
            choose(locale, PATH, text::choose_machine(locale), &q).await?
        }
    };
    Ok(view! {
        <Title text=text::report_title(locale) />
        <PageHeader title=text::report_title(locale) />
        <div class="page-body">
            <div class="page-narrow">{content}</div>
        </div>
    }
    .into_any())
}

/// The machines that the words find, each with the way to `path` for it.
pub(super) async fn choose(
    locale: Locale,
    path: &'static str,
    label: &'static str,
    q: &str,
) -> ApiResult<AnyView> {
    let query = EquipmentQuery { q: q.to_owned(), ..EquipmentQuery::default() };
    let found = backend::call(|s, by| async move { s.equipment().list(&by, &query).await }).await?;
    let shown = found.data.len();
    let more = found.pagination.next_cursor.is_some().then(|| {
        let count = i64::try_from(shown).unwrap_or(i64::MAX);
        view! { <p class="hint px-1">{text::too_many(locale, count)}</p> }
    });
    let rows = found.data.into_iter().map(|machine| {
        let href = format!("{path}?equipment={}", machine.id);
        let place = machine.line.as_ref().map_or(machine.site.name.clone(), |line| line.name.clone());
        view! {
            <li class="border-line not-first:border-t">
                <a class="flex min-h-12 items-center gap-3 px-4 py-2 no-underline hover:bg-hover" href=href>
                    <span class="min-w-0 flex-1">
                        <b class="code">{machine.code}</b>
                        " "
                        {machine.name}
                        <span class="block text-sm text-ink-2">{place}</span>
                    </span>
                    {state_badge(locale, machine.state)}
                </a>
            </li>
        }
    });
    let list = match shown {
        0 => view! { <Empty icon=Icon::SearchX title=text::none_found(locale) text=text::search_hint(locale) /> }.into_any(),
        _ => view! { <ul>{rows.collect_view()}</ul> }.into_any(),
    };
    Ok(view! {
        <div class="stack">
            <form method="get" action=path role="search" class="stack" data-live="">
                <Field
                    label=label
                    name="q"
                    kind="search"
                    value=q.to_owned()
                    autofocus=true
                    prefix=Icon::Search
                    placeholder=text::search_machine(locale)
                    hint=text::search_hint(locale)
                    maxlength="200"
                    autocomplete="off"
                    large=true
                />
                <noscript>
                    <Button label=common::search(locale) variant=Variant::Primary />
                </noscript>
            </form>
            <Card flush=true>{list}</Card>
            {more}
        </div>
    }
    .into_any())
}

/// What happened to one machine.
async fn describe(asked: &Asked, id: EquipmentId) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (machine, open) = backend::call(|s, by| async move {
        let open = s.interventions().open_reports(&by, id).await?;
        Ok((s.equipment().get(&by, id).await?, open))
    })
    .await?;
    let replay = asked.replay().await;
    let form = Form::new(locale, REPORT_FORM, replay.as_ref());
    Ok(fields(asked, &form, &machine, &open))
}

fn fields(asked: &Asked, form: &Form, machine: &EquipmentDetail, open: &[OpenReport]) -> AnyView {
    let locale = asked.locale;
    // Chosen after a scan; said in the address.
    let word = asked.value("what").unwrap_or_default();
    let stands = asked.value("stopped").unwrap_or_default();
    let row = &machine.row;
    let urgencies = Priority::ALL.iter().map(|p| (p.to_string(), labels::priority(locale, *p))).collect();
    let yes_no = vec![
        ("true".to_owned(), text::stopped_yes(locale).to_owned()),
        ("false".to_owned(), text::stopped_no(locale).to_owned()),
    ];
    let head = view! {
        <div class="flex flex-wrap items-center gap-3">
            <p class="min-w-48 flex-1">
                <b class="code">{row.code.clone()}</b>
                " "
                {row.name.clone()}
            </p>
            {state_badge(locale, row.state)}
            <a class="link text-sm" href=PATH>{text::other_machine(locale)}</a>
        </div>
    };
    let key = format!("report:{}:{word}", row.id);
    let what = form.input("what", text::what(locale)).stored(word).hint(text::what_hint(locale)).max(2000);
    let stopped = form.input("stopped", text::stopped(locale)).stored(stands).required();
    let urgency = form.input("urgency", text::urgency(locale)).stored(Priority::High.as_str()).required();
    let since = form.input("since", text::since(locale)).hint(text::since_hint(locale));
    let fields = view! {
        <div class="stack">
            {what.required().area(4)} {stopped.radio(yes_no)} {urgency.radio(urgencies)} {since.time()}
            {photos(locale)}
        </div>
    };
    let (head, fields) = (head.into_any(), fields.into_any());
    view! {
        <form
            method="post"
            action=REPORT_FORM
            enctype="multipart/form-data"
            class="stack"
            novalidate
            data-check=""
            data-keep=key
        >
            {form.summary(|name| field(locale, name))}
            <input type="hidden" name=input_name("equipment_id") value=row.id.to_string() />
            <Card>{head}</Card>
            {(!open.is_empty()).then(|| already(locale, open))}
            <Card>{fields}</Card>
            <div class="form-actions">
                <LinkButton href=format!("/equipments/{}", row.id) label=common::cancel(locale) />
                <Button label=text::send_report(locale) icon=Icon::Send variant=Variant::Primary size=Size::Large />
            </div>
        </form>
    }
    .into_any()
}

/// Photos or videos of what is broken, the last in the form: the report is made before they arrive.
fn photos(locale: Locale) -> AnyView {
    let accept = use_session().accept;
    let seen: Vec<&str> = accept.split(',').filter(|kind| SEEN.contains(&kind.trim())).collect();
    if seen.is_empty() {
        return ().into_any();
    }
    view! {
        <FileField
            label=text::photos(locale)
            name="file"
            accept=seen.join(",")
            multiple=true
            icon=Icon::Camera
            hint=text::photos_hint(locale)
        />
    }
    .into_any()
}

/// What is open on the machine already: what was typed can be added to it.
fn already(locale: Locale, open: &[OpenReport]) -> AnyView {
    let rows = open.iter().map(move |report| {
        let title = report.title.clone().unwrap_or_else(|| text::foreign_report(locale).to_owned());
        view! {
            <li class="flex flex-wrap items-center gap-3 border-line py-3 not-first:border-t">
                <span class="min-w-48 flex-1">
                    <b class="code">{report.code.clone()}</b>
                    " "
                    {title}
                    <span class="mt-1 flex flex-wrap items-center gap-2 text-sm text-ink-2">
                        {ago(locale, report.minutes_ago)} {status_badge(locale, report.status)}
                        {priority_tag(locale, report.priority)}
                    </span>
                </span>
                <button type="submit" class="btn" formaction=format!("{REPORT_FORM}?id={}", report.id)>
                    {text::add_to(locale, report.code.clone())}
                </button>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Card title=text::open_reports(locale)>
            <p class="hint">{text::add_hint(locale)}</p>
            <ul class="mt-1">{rows}</ul>
        </Card>
    }
    .into_any()
}

//! `/repairs`: failures, those that are still open first of all, with their downtime as it runs.

use crate::{
    ApiResult, backend,
    page::Asked,
    session::{may, several_sites},
    shared::{
        filters::{by_site, menu, option, period},
        labels::{self, priority_tag, status_badge},
        list,
    },
    site::api::site_choices,
    toolbar::{self, quick, toolbar},
};
use domain::{
    Error, FailureId, Noun, Page, Permission,
    failure::{FailureQuery, FailureRow, FailureState, FailureWork},
    intervention::Priority,
    site::SiteRef,
    user::UserRef,
};
use i18n::{Locale, failure as words, format, intervention, repair as text, work};
use islands::duration::{length, running};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Empty, Icon, LinkButton, PageHeader, SortHeader, Sorted, Tone, Variant};

/// `/repairs/:id/intervention`: leads to the work on a failure, at its diagnosis: to what is still open, else to the last.
pub async fn work_of(asked: Asked) -> ApiResult<AnyView> {
    let id: FailureId = asked.id(Noun::Failure)?;
    let failure = backend::call(|s, by| async move { s.failures().get(&by, id).await }).await?;
    let open = failure.interventions.iter().rfind(|work| work.status.is_pending());
    let work = open.or(failure.interventions.last()).ok_or(Error::NotFound(Noun::Failure))?;
    backend::redirect(&format!("/interventions/{}#diagnosis", work.id));
    Ok(().into_any())
}

/// The page. Without a state in its address it shows what is open.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (mut query, _) = FailureQuery::from_url(&asked.query);
    if query.state.is_empty() {
        query.state = vec![FailureState::Open];
    }
    let wanted = query.clone();
    let (page, people) = backend::call(|s, by| async move {
        let page = s.failures().list(&by, &wanted).await?;
        let people = match by.may(Permission::InterventionRead) {
            true => s.interventions().technicians(&by).await?,
            false => vec![],
        };
        Ok((page, people))
    })
    .await?;
    let sites = site_choices().await?;
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
    let content = match page.data.is_empty() {
        true => nothing(locale, &query),
        false => table(locale, &query, &page),
    };
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{report}</PageHeader>
        {filters(locale, &query, sites, &people)}
        <div class="list" data-watch="failure intervention">{content}</div>
    }
    .into_any())
}

const STATES: [&[FailureState]; 3] =
    [&[FailureState::Open], &[FailureState::Restored], &[FailureState::Open, FailureState::Restored]];

fn filters(locale: Locale, query: &FailureQuery, sites: Vec<SiteRef>, people: &[UserRef]) -> AnyView {
    let labels = [text::open(locale), text::restored(locale), text::all(locale)];
    let states = STATES.iter().zip(labels).map(|(state, label)| {
        let to = FailureQuery { state: state.to_vec(), ..query.at(None) };
        let here = query.state == *state;
        quick(here, to.href(), label)
    });
    let states = states.collect_view();
    let urgencies = Priority::ALL
        .iter()
        .map(|p| option(p, labels::priority(locale, *p), query.priority.contains(p)))
        .collect();
    let technicians =
        people.iter().map(|p| option(p.id, p.name.clone(), query.technician.contains(&p.id))).collect();
    let plain = query.at(None);
    let without = |change: fn(&mut FailureQuery)| {
        let mut other = plain.clone();
        change(&mut other);
        other.href()
    };
    let kept = query.state.iter().map(|state| {
        view! { <input type="hidden" name="state" value=state.as_str() /> }
    });
    let equipment = query.equipment.iter().map(|id| {
        view! { <input type="hidden" name="equipment" value=id.to_string() /> }
    });
    let (kept, equipment) = (kept.collect_view(), equipment.collect_view());
    let narrowed = FailureQuery { state: query.state.clone(), ..FailureQuery::default() };
    let clear = (query.at(None) != narrowed).then(|| toolbar::clear(locale, narrowed.href()));
    let stopping = FailureQuery { stops: (query.stops != Some(true)).then_some(true), ..plain.clone() };
    let only_stopping = query.stops.map(|stops| {
        view! { <input type="hidden" name="stops" value=stops.to_string() /> }
    });
    let content = view! {
        {kept} {equipment} {only_stopping}
        <div class="filter-row">
            {states}
            {quick(query.stops == Some(true), stopping.href(), text::stopping_only(locale))}
            {menu(
                locale,
                "priority",
                work::urgency(locale),
                Icon::Flag,
                urgencies,
                without(|q| q.priority.clear()),
            )}
            {(!people.is_empty())
                .then(|| {
                    menu(
                        locale,
                        "technician",
                        text::technician(locale),
                        Icon::User,
                        technicians,
                        without(|q| q.technician.clear()),
                    )
                })} {by_site(locale, sites, &query.site, without(|q| q.site.clear()))}
            {period(locale, text::began_between(locale), query.from, query.to)} {clear}
        </div>
    };
    toolbar(text::filters(locale), FailureQuery::PATH, query.href(), content.into_any())
}

fn table(locale: Locale, query: &FailureQuery, page: &Page<FailureRow>) -> AnyView {
    let sorted = if query.descending { Sorted::Descending } else { Sorted::Ascending };
    let turned = FailureQuery { descending: !query.descending, ..query.at(None) };
    let head = view! {
        <th scope="col">{intervention::equipment(locale)}</th>
        <th scope="col">{text::what(locale)}</th>
        <th scope="col">{text::state(locale)}</th>
        <SortHeader label=text::began(locale) href=turned.href() sorted=sorted class="" />
        <th scope="col" class="num">
            {text::downtime(locale)}
        </th>
        <th scope="col">{text::repair(locale)}</th>
    }
    .into_any();
    let href = |cursor| query.at(cursor).href();
    list::table(locale, text::title(locale), head, page, |row| line(locale, row), href)
}

fn state(locale: Locale, row: &FailureRow) -> AnyView {
    let (label, icon, tone) = match row {
        _ if row.withdrawn => (work::withdrawn(locale), Icon::X, Tone::Mute),
        _ if row.restored_at.is_some() => (text::restored_one(locale), Icon::CircleCheck, Tone::Ok),
        _ if row.facts().is_stopping() => (text::stopped(locale), Icon::OctagonX, Tone::Danger),
        _ => (text::running(locale), Icon::TriangleAlert, Tone::Warn),
    };
    view! { <Badge label=label icon=icon tone=tone /> }.into_any()
}

fn line(locale: Locale, row: &FailureRow) -> AnyView {
    let site = several_sites().then(|| view! { " " <span class="text-ink-3">{row.site.code.clone()}</span> });
    let downtime = match (row.facts().is_stopping(), row.downtime_seconds) {
        (true, seconds) => running(locale, seconds),
        (false, 0) => view! { <span class="text-ink-3">"–"</span> }.into_any(),
        (false, seconds) => length(locale, seconds).into_any(),
    };
    let mode = row.mode.as_ref().map(|mode| {
        let label = crate::failure_code::label(locale, mode).to_owned();
        view! { <span class="block text-sm text-ink-3">{label}</span> }
    });
    let external = row.external.then(|| {
        view! { <span class="block text-sm text-ink-3">{words::external(locale)}</span> }
    });
    let twin = row.duplicate_of.is_some().then(|| {
        view! { <Badge label=work::duplicate(locale) icon=Icon::Copy tone=Tone::Mute /> }
    });
    let work = row.interventions.iter().map(|work| repair(locale, work)).collect_view();
    view! {
        <tr>
            <td data-label=intervention::equipment(locale)>
                <span>
                    <a class="link" href=format!("/equipments/{}", row.equipment.id)>
                        <b class="code">{row.equipment.code.clone()}</b>
                    </a>
                    {site}
                    <span class="block text-sm text-ink-2 wrap-anywhere">{row.equipment.name.clone()}</span>
                </span>
            </td>
            <td data-label=text::what(locale)>
                <span class="wrap-anywhere">{row.title.clone()} " " {twin} {mode} {external}</span>
            </td>
            <td data-label=text::state(locale)>{state(locale, row)}</td>
            <td data-label=text::began(locale)>
                <time datetime=row.started_at.to_string()>{format::date_time(locale, row.started_local)}</time>
            </td>
            <td class="num" data-label=text::downtime(locale)>
                {downtime}
            </td>
            <td data-label=text::repair(locale)>
                <span>{work}</span>
            </td>
        </tr>
    }
    .into_any()
}

/// An intervention that is to put it right, with the next step of whoever directs the work.
fn repair(locale: Locale, work: &FailureWork) -> AnyView {
    use domain::intervention::InterventionStatus::{Completed, Open};
    let href = format!("/interventions/{}", work.id);
    let step = |dialog: &str, label: &'static str| {
        view! { <a class="link text-sm" href=format!("{href}?dialog={dialog}")>{label}</a> }
    };
    let next = match work.status {
        Open if may(Permission::InterventionWrite) => Some(step("assign-work", i18n::work::assign(locale))),
        Completed if may(Permission::InterventionValidate) => {
            Some(step("validate-work", i18n::work::validate(locale)))
        }
        _ => None,
    };
    view! {
        <span class="flex flex-wrap items-center gap-2 py-0.5">
            <a class="link code" href=href.clone()>
                {work.code.clone()}
            </a>
            {priority_tag(locale, work.priority)}
            {status_badge(locale, work.status)}
            {next}
        </span>
    }
    .into_any()
}

fn nothing(locale: Locale, query: &FailureQuery) -> AnyView {
    let only_open = *query == FailureQuery { state: vec![FailureState::Open], ..FailureQuery::default() };
    let (title, words) = match only_open {
        true => (text::none_open(locale), text::none_open_what(locale)),
        false => (text::none_here(locale), ""),
    };
    view! { <Empty icon=Icon::CircleCheck title=title text=words /> }.into_any()
}

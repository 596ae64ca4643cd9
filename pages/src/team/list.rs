//! `/team`: the technicians, whether they are there, what they do and how much is planned.

use super::{load, period, presence_badge};
use crate::{
    ApiResult, backend,
    page::Asked,
    session::may,
    shared::{
        filters::{by_site, menu, option},
        list,
    },
    site::api::site_choices,
    toolbar::{self, quick, toolbar},
};
use domain::{
    Permission,
    site::SiteRef,
    team::{AbsenceView, TeamQuery, TeamView, TechnicianRow},
};
use i18n::{Locale, team as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Empty, Icon, LinkButton, PageHeader, Table};

/// The list.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = TeamQuery::from_url(&asked.query);
    let wanted = query.clone();
    let (rows, teams, skills) = backend::call(|s, by| async move {
        let rows = s.team().list(&by, &wanted).await?;
        Ok((rows, s.teams().all(&by).await?, s.team().skills(&by).await?))
    })
    .await?;
    let sites = site_choices().await?;
    let manage = may(Permission::TeamWrite).then(|| {
        view! { <LinkButton href="/team/teams" label=text::teams(locale) icon=Icon::Users /> }
    });
    let bar = filters(locale, &query, &teams, &skills, sites, rows.len());
    let content = match rows.is_empty() {
        true => nothing(locale, &query),
        false => {
            let table = table(locale, &rows);
            view! { <Card flush=true>{table}</Card> }.into_any()
        }
    };
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>
            {manage} <LinkButton href="/team/absences" label=text::absences(locale) icon=Icon::CalendarOff />
        </PageHeader>
        {bar}
        <div class="page-body" data-watch="technician absence shift_pattern intervention">
            {content}
        </div>
    }
    .into_any())
}

fn filters(
    locale: Locale,
    query: &TeamQuery,
    teams: &[TeamView],
    skills: &[String],
    sites: Vec<SiteRef>,
    found: usize,
) -> AnyView {
    let teams: Vec<_> = teams
        .iter()
        .filter(|team| team.active || query.team.contains(&team.id))
        .map(|team| option(team.id, team.name.clone(), query.team.contains(&team.id)))
        .collect();
    let by_team = (!teams.is_empty()).then(|| {
        let without = TeamQuery { team: vec![], ..query.clone() };
        menu(locale, "team", text::team(locale), Icon::Users, teams, without.href())
    });
    let skills: Vec<_> = skills.iter().map(|s| option(s, s.clone(), query.skill.contains(s))).collect();
    let by_skill = (!skills.is_empty()).then(|| {
        let without = TeamQuery { skill: vec![], ..query.clone() };
        menu(locale, "skill", text::skill(locale), Icon::Wrench, skills, without.href())
    });
    let of_site = by_site(locale, sites, &query.site, TeamQuery { site: vec![], ..query.clone() }.href());
    let other = TeamQuery { present: !query.present, ..query.clone() }.href();
    let kept = query.present.then(|| view! { <input type="hidden" name="present" value="true" /> });
    let clear = query.is_filtered().then(|| toolbar::clear(locale, TeamQuery::PATH.to_owned()));
    let count = text::count(locale, i64::try_from(found).unwrap_or(i64::MAX));
    let content = view! {
        {toolbar::search(text::search(locale), text::search(locale), &query.q)}
        {kept}
        <div class="filter-row">
            {quick(query.present, other, text::present_only(locale))}
            {by_team}
            {by_skill}
            {of_site}
            {clear}
        </div>
        <p class="text-sm text-ink-3">{count}</p>
    };
    toolbar(text::filters(locale), TeamQuery::PATH, query.href(), content.into_any())
}

fn table(locale: Locale, rows: &[TechnicianRow]) -> AnyView {
    let head = view! {
        <th scope="col">{text::name(locale)}</th>
        <th scope="col">{text::team(locale)}</th>
        <th scope="col">{text::presence(locale)}</th>
        <th scope="col">{text::current(locale)}</th>
        <th scope="col">{text::load(locale)}</th>
        <th scope="col">{text::next_absence(locale)}</th>
    }
    .into_any();
    let rows = rows.iter().map(|row| line(locale, row)).collect_view();
    view! {
        <Table caption=text::title(locale) head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn line(locale: Locale, row: &TechnicianRow) -> AnyView {
    let specialty =
        row.specialty.clone().map(|it| view! { <span class="block text-sm text-ink-2">{it}</span> });
    let team = match &row.team {
        Some(team) => team.name.clone().into_any(),
        None => view! { <span class="text-ink-3">{text::no_team(locale)}</span> }.into_any(),
    };
    let current = row.current.as_ref().map(|work| {
        view! {
            <a
                class="relative z-1 wrap-anywhere"
                href=format!("/interventions/{}", work.id)
                title=work.title.clone()
            >
                <span class="code">{work.equipment_code.clone()}</span>
                " "
                {work.title.clone()}
            </a>
        }
    });
    let absence = row.next_absence.as_ref().map(|absence| next(locale, absence));
    view! {
        <tr>
            <td>
                <a class="row-link" href=format!("/team/{}", row.id)>
                    {row.name.clone()}
                </a>
                {specialty}
            </td>
            <td data-label=text::team(locale)>{team}</td>
            <td data-label=text::presence(locale) class="wrap min-w-36">
                {presence_badge(locale, row)}
            </td>
            <td data-label=text::current(locale) class="wrap min-w-36">
                {current}
            </td>
            <td data-label=text::load(locale) class="wrap min-w-36">
                <div class="min-w-36">{load(locale, row.load)}</div>
            </td>
            <td data-label=text::next_absence(locale) class="wrap min-w-36 text-ink-2">
                {absence}
            </td>
        </tr>
    }
    .into_any()
}

fn next(locale: Locale, absence: &AbsenceView) -> AnyView {
    let kind = super::kind(locale, absence.kind);
    let times = period(locale, absence.from_local, absence.until_local);
    let waits = (absence.state == domain::team::AbsenceState::Proposed)
        .then(|| super::state_badge(locale, absence.state));
    view! { {kind} " " {times} " " {waits} }.into_any()
}

fn nothing(locale: Locale, query: &TeamQuery) -> AnyView {
    if query.is_filtered() {
        return list::none_match(
            locale,
            text::none_match(locale),
            text::none_match_what(locale),
            TeamQuery::PATH.to_owned(),
        );
    }
    view! {
        <Empty icon=Icon::Users first_time=true title=text::none(locale) text=text::none_what(locale) />
    }
    .into_any()
}

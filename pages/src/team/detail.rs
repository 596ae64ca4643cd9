//! `/team/:id`: one technician.

use super::{
    absences::{self, Reader},
    experience, level, load, presence_badge, standing_badge,
};
use crate::{
    ApiResult, backend,
    form::Form,
    page::Asked,
    session::{may, use_viewer},
    shared::{form::refused, labels::status_badge, replay::Replay},
};
use domain::{
    Date, Money, Noun, Permission, UserId,
    team::{ShiftsView, SkillView, TeamQuery, TechnicianDetail, WorkRef},
    user::HourlyRateView,
};
use i18n::{Locale, format, shell, team as text};
use islands::duration::duration;
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Dl, DlItem, Icon, LinkButton, LinkItem, PageHeader, Table, Variant};

const RATE: &str = "/rpc/team/rate";
const DELETE_SHIFTS: &str = "/rpc/team/delete-shifts";

/// The page.
pub async fn page(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let id: UserId = asked.id(Noun::Technician)?;
    let sees_rates = may(Permission::UserManage);
    let (who, rates) = backend::call(|s, by| async move {
        let who = s.team().get(&by, id).await?;
        // Nobody is shown what somebody of a higher rank costs.
        let rates = match sees_rates {
            true => s.interventions().hourly_rates(&by, id).await.ok(),
            false => None,
        };
        Ok((who, rates))
    })
    .await?;
    let replay = asked.replay().await;
    let me = use_viewer().map(|viewer| viewer.id);
    let decides = may(Permission::TeamWrite);
    let reader = Reader { locale, me, decides, replay: replay.as_ref() };
    let name = who.row.name.clone();
    let crumbs = vec![LinkItem::new(TeamQuery::PATH, text::title(locale))];
    let edit = decides.then(|| {
        view! {
            <LinkButton href=format!("/team/{id}/edit") label=text::edit(locale) icon=Icon::Pencil />
        }
    });
    let badge = presence_badge(locale, &who.row);
    let lost = replay.as_ref().filter(|replay| {
        let form = [absences::ADD, RATE].contains(&replay.path.as_str());
        replay.path.starts_with("/rpc/team/") && !form && !absences::is_drawn(replay, &who.absences)
    });
    let lost = lost.map(|replay| refused(locale, &replay.error, &|_: &str| text::kind(locale).to_owned()));
    let rates = rates.map(|rates| rate_card(locale, id, &rates, replay.as_ref()));
    let body = view! {
        {profile(locale, &who)}
        {skills(locale, &who.row.skills)}
        {work(locale, &who)}
        {absence_card(&reader, &who)}
        {shifts(locale, &who, decides)}
        {rates}
    }
    .into_any();
    Ok(view! {
        <Title text=name.clone() />
        <PageHeader title=name crumbs=crumbs crumbs_label=shell::navigation(locale)>
            {badge}
            {edit}
        </PageHeader>
        <div class="page-body" data-watch="technician absence shift_pattern intervention">
            <div class="page-narrow">
                <div class="stack">{lost} {body}</div>
            </div>
        </div>
    }
    .into_any())
}

fn profile(locale: Locale, who: &TechnicianDetail) -> AnyView {
    let row = &who.row;
    let team = row.team.as_ref().map_or_else(|| text::no_team(locale).to_owned(), |team| team.name.clone());
    let site = row.site.as_ref().map(|site| site.name.clone()).unwrap_or_default();
    let others: Vec<String> = who
        .sites
        .iter()
        .filter(|site| row.site.as_ref().is_none_or(|home| home.id != site.id))
        .map(|site| site.code.clone())
        .collect();
    let site = if others.is_empty() { site } else { format!("{site} (+ {})", others.join(", ")) };
    let specialty = row.specialty.clone().unwrap_or_default();
    let experience = row.experience_level.map(|of| experience(locale, of).to_owned()).unwrap_or_default();
    let phone = who.phone.clone().map(|phone| {
        let digits: String = phone.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
        view! { <a href=format!("tel:{digits}")>{phone}</a> }
    });
    let phone = phone.map(IntoAny::into_any).unwrap_or_else(|| view! { "–" }.into_any());
    let load = load(locale, row.load);
    view! {
        <Card title=text::profile(locale)>
            <Dl>
                <DlItem label=text::team(locale) value=team />
                <DlItem label=text::home_site(locale) value=site />
                <DlItem label=text::phone(locale)>{phone}</DlItem>
                <DlItem label=text::specialty(locale) value=specialty />
                <DlItem label=text::experience(locale) value=experience />
                <DlItem label=text::load(locale)>{load}</DlItem>
            </Dl>
        </Card>
    }
    .into_any()
}

fn skills(locale: Locale, skills: &[SkillView]) -> AnyView {
    if skills.is_empty() {
        return view! {
            <Card title=text::skills(locale)>
                <p class="text-ink-2">{text::no_skills(locale)}</p>
            </Card>
        }
        .into_any();
    }
    let head = view! {
        <th scope="col">{text::skill(locale)}</th>
        <th scope="col">{text::level(locale)}</th>
        <th scope="col">{text::certificate(locale)}</th>
        <th scope="col">{text::expires_on(locale)}</th>
    }
    .into_any();
    let rows = skills
        .iter()
        .map(|skill| {
            let expires = skill.expires_on.map(|day| format::date(locale, day));
            view! {
                <tr>
                    <td class="wrap">
                        <b>{skill.name.clone()}</b>
                    </td>
                    <td data-label=text::level(locale)>
                        {skill.level.map(|of| level(locale, of))}
                    </td>
                    <td data-label=text::certificate(locale) class="wrap">
                        {skill.certificate.clone()}
                    </td>
                    <td data-label=text::expires_on(locale)>
                        {expires} " " {standing_badge(locale, skill.standing)}
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Card title=text::skills(locale) flush=true>
            <Table caption=text::skills(locale) head=head stacked=true>
                {rows}
            </Table>
        </Card>
    }
    .into_any()
}

fn work(locale: Locale, who: &TechnicianDetail) -> AnyView {
    if who.work.is_empty() {
        return view! {
            <Card title=text::work(locale)>
                <p class="text-ink-2">{text::work_none(locale)}</p>
            </Card>
        }
        .into_any();
    }
    let current = who.row.current.as_ref().map(|work| work.id);
    let rows = who.work.iter().map(|work| job(locale, work, current == Some(work.id))).collect_view();
    view! {
        <Card title=text::work(locale) flush=true>
            <ul class="rows">{rows}</ul>
        </Card>
    }
    .into_any()
}

fn job(locale: Locale, work: &WorkRef, current: bool) -> AnyView {
    let planned = match work.planned_local {
        Some(at) => format::date_time(locale, at),
        None => text::unplanned(locale).to_owned(),
    };
    let length = work.estimated_minutes.map(|minutes| duration(locale, i64::from(minutes) * 60));
    let running = current.then(|| view! { <b>{text::running(locale)} " · "</b> });
    view! {
        <li class="row relative flex-wrap">
            <span class="row-text">
                <a class="row-link row-title wrap-anywhere" href=format!("/interventions/{}", work.id)>
                    {work.title.clone()}
                </a>
                <span class="row-sub">
                    {running} <span class="code">{work.equipment_code.clone()}</span> " · " {planned}
                    {length.map(|length| format!(" · {length}"))}
                </span>
            </span>
            {status_badge(locale, work.status)}
        </li>
    }
    .into_any()
}

fn absence_card(reader: &Reader, who: &TechnicianDetail) -> AnyView {
    let (locale, id) = (reader.locale, who.row.id);
    let own = reader.me == Some(id);
    let list = match who.absences.is_empty() {
        true => view! { <p class="p-4 text-ink-2">{text::absence_none(locale)}</p> }.into_any(),
        false => absences::table(reader, text::absences(locale), &who.absences, false),
    };
    let add = reader.decides || own && may(Permission::AbsencePropose);
    let title = if reader.decides { text::absence_add(locale) } else { text::absence_propose(locale) };
    let form = add.then(|| {
        let form = absences::form(reader, id, own);
        view! { <Card title=title>{form}</Card> }
    });
    view! {
        <Card title=text::absences(locale) flush=true>
            {list}
        </Card>
        {form}
    }
    .into_any()
}

/// The week in force, and those before and after it.
fn shifts(locale: Locale, who: &TechnicianDetail, decides: bool) -> AnyView {
    let id = who.row.id;
    let today = Date(who.today.0.date());
    let edit = decides.then(|| {
        view! {
            <LinkButton
                href=format!("/team/{id}/shifts")
                label=text::shifts_edit(locale)
                icon=Icon::CalendarClock
            />
        }
        .into_any()
    });
    // The newest first: the first that has begun holds.
    let now = who.shifts.iter().position(|week| week.valid_from <= today);
    let weeks = who
        .shifts
        .iter()
        .enumerate()
        .map(|(at, week)| {
            let word = match now {
                Some(now) if at == now => text::shifts_now(locale),
                Some(now) if at > now => text::shifts_past(locale),
                _ => text::shifts_later(locale),
            };
            let table = week_table(locale, week);
            let delete = decides.then(|| delete_week(locale, id, week));
            view! {
                <details open=now == Some(at) || now.is_none()>
                    <summary class="min-h-6">
                        <b>{word}</b> " · "
                        {text::shifts_from(locale, format::date(locale, week.valid_from))}
                    </summary>
                    {table}
                    {delete}
                </details>
            }
        })
        .collect_view();
    let none = who.shifts.is_empty().then(|| view! { <p class="text-ink-2">{text::shifts_none(locale)}</p> });
    view! {
        <Card title=text::shifts(locale)>
            <div class="stack">{none} {weeks} {edit.map(|edit| view! { <p>{edit}</p> })}</div>
        </Card>
    }
    .into_any()
}

fn week_table(locale: Locale, week: &ShiftsView) -> AnyView {
    let days = super::shifts::DAYS
        .iter()
        .zip(&week.days)
        .map(|(day, typed)| {
            let first = (!typed.starts.is_empty()).then(|| format!("{}–{}", typed.starts, typed.ends));
            let again = (!typed.starts_again.is_empty())
                .then(|| format!("{}–{}", typed.starts_again, typed.ends_again));
            let hours: Vec<String> = first.into_iter().chain(again).collect();
            let hours = if hours.is_empty() { text::free(locale).to_owned() } else { hours.join(", ") };
            view! { <DlItem label=super::shifts::day_name(locale, *day) value=hours /> }
        })
        .collect_view();
    view! { <Dl class="mt-2">{days}</Dl> }.into_any()
}

fn delete_week(locale: Locale, id: UserId, week: &ShiftsView) -> AnyView {
    view! {
        <form method="post" action=DELETE_SHIFTS class="mt-2">
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="from" value=week.valid_from.to_string() />
            <Button label=text::shifts_delete(locale) icon=Icon::Trash variant=Variant::Ghost />
        </form>
    }
    .into_any()
}

fn rate_card(locale: Locale, id: UserId, rates: &[HourlyRateView], replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, RATE, replay);
    let lines = rates
        .iter()
        .map(|rate| {
            let amount =
                format::money(locale, &Money { minor: rate.hourly_minor, currency: rate.currency.clone() });
            view! { <DlItem label=format::date(locale, rate.valid_from) value=amount /> }
        })
        .collect_view();
    let list = match rates.is_empty() {
        true => view! { <p class="text-ink-2">{text::rate_none(locale)}</p> }.into_any(),
        false => view! { <Dl>{lines}</Dl> }.into_any(),
    };
    let from = form.input("valid_from", text::rate_from(locale)).required().day();
    let hourly = form.input("hourly", text::rate(locale)).required().amount();
    let name = |name: &str| match name {
        "valid_from" => text::rate_from(locale).to_owned(),
        _ => text::rate(locale).to_owned(),
    };
    let summary = form.summary(name);
    view! {
        <Card title=text::rates(locale)>
            <div class="stack">
                {list} <form method="post" action=RATE class="stack" novalidate>
                    {summary}
                    <input type="hidden" name="id" value=id.to_string() />
                    <div class="form-grid">{from} {hourly}</div>
                    <div>
                        <Button label=text::rate_add(locale) icon=Icon::Plus />
                    </div>
                </form>
            </div>
        </Card>
    }
    .into_any()
}

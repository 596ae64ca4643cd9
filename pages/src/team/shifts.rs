//! `/team/:id/shifts`: the week of a technician, day by day.

use crate::{
    ApiResult, backend,
    form::Form,
    page::Asked,
    session::may,
    shared::{form::input_name, replay::Replay},
};
use domain::{
    Date, Error, Noun, Permission, UserId,
    team::{DayDraft, ShiftsDraft, ShiftsView, TeamQuery, TechnicianDetail},
    worktime::Weekday,
};
use i18n::{Locale, common, shell, team as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Field, LinkButton, LinkItem, PageHeader, Variant, field_id};

const SAVE: &str = "/rpc/team/shifts";

pub(super) const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

pub(crate) fn day_name(locale: Locale, day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => text::monday(locale),
        Weekday::Tuesday => text::tuesday(locale),
        Weekday::Wednesday => text::wednesday(locale),
        Weekday::Thursday => text::thursday(locale),
        Weekday::Friday => text::friday(locale),
        Weekday::Saturday => text::saturday(locale),
        Weekday::Sunday => text::sunday(locale),
    }
}

/// The page.
pub async fn page(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let id: UserId = asked.id(Noun::Technician)?;
    if !may(Permission::TeamWrite) {
        return Err(Error::Forbidden.into());
    }
    let who = backend::call(|s, by| async move { s.team().get(&by, id).await }).await?;
    let replay = asked.replay().await;
    let title = text::shifts_of(locale, &who.row.name);
    let crumbs = vec![
        LinkItem::new(TeamQuery::PATH, text::title(locale)),
        LinkItem::new(format!("/team/{id}"), who.row.name.clone()),
    ];
    let form = form(locale, &who, replay.as_ref());
    Ok(view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::navigation(locale) />
        <div class="page-body">
            <div class="page-narrow">{form}</div>
        </div>
    }
    .into_any())
}

/// The week in force; before the first one has begun, the newest.
fn in_force(who: &TechnicianDetail, today: Date) -> Option<&ShiftsView> {
    who.shifts.iter().find(|week| week.valid_from <= today).or_else(|| who.shifts.first())
}

fn form(locale: Locale, who: &TechnicianDetail, replay: Option<&Replay>) -> AnyView {
    let (id, today) = (who.row.id, Date(who.today.0.date()));
    let shown = in_force(who, today);
    let stored = ShiftsDraft {
        valid_from: shown.map_or(today, |week| week.valid_from).to_string(),
        days: shown.map_or_else(Vec::new, |week| week.days.clone()),
        version: shown.map(|week| week.version.to_string()).unwrap_or_default(),
    };
    let form = Form::new(locale, SAVE, replay);
    let from = form.input("valid_from", text::valid_from(locale)).stored(&stored.valid_from).required();
    let from = from.hint(text::valid_from_hint(locale)).day();
    let days = DAYS
        .iter()
        .enumerate()
        .map(|(at, day)| {
            let stored = stored.days.get(at).cloned().unwrap_or_default();
            line(locale, &form, at, *day, &stored)
        })
        .collect_view();
    let summary = form.summary(|name| field(locale, name));
    view! {
        <form method="post" action=SAVE class="stack" novalidate data-keep=format!("shifts:{id}")>
            {summary}
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name=input_name("version") value=stored.version.clone() />
            <Card>
                <div class="stack">
                    {from}
                    <p class="hint">{text::shifts_hint(locale)}</p>
                    {days}
                </div>
            </Card>
            <div class="form-actions">
                <LinkButton href=format!("/team/{id}") label=common::cancel(locale) />
                <Button label=common::save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn line(locale: Locale, form: &Form, at: usize, day: Weekday, stored: &DayDraft) -> AnyView {
    let time = |field: &str, label: &'static str, stored: &str| {
        let name = format!("days[{at}].{field}");
        let (value, error) = (form.value(&name, stored), form.error(&name));
        view! {
            <Field
                label=label
                name=input_name(&name)
                id=field_id(&input_name(&name))
                kind="time"
                value=value
                error=error
            />
        }
        .into_any()
    };
    view! {
        <fieldset>
            <legend class="font-bold">{day_name(locale, day)}</legend>
            <div class="mt-1 grid grid-cols-2 gap-2 phone:grid-cols-4">
                {time("starts", text::starts(locale), &stored.starts)}
                {time("ends", text::ends(locale), &stored.ends)}
                {time("starts_again", text::starts_again(locale), &stored.starts_again)}
                {time("ends_again", text::ends_again(locale), &stored.ends_again)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// The name of a field.
fn field(locale: Locale, name: &str) -> String {
    let Some((at, field)) = name.strip_prefix("days[").and_then(|rest| rest.split_once("].")) else {
        return text::valid_from(locale).to_owned();
    };
    let day = at.parse::<usize>().ok().and_then(|at| DAYS.get(at)).copied().unwrap_or(Weekday::Monday);
    let word = match field {
        "starts" => text::starts(locale),
        "ends" => text::ends(locale),
        "starts_again" => text::starts_again(locale),
        _ => text::ends_again(locale),
    };
    format!("{}, {word}", day_name(locale, day))
}

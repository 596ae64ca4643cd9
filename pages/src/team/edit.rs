//! `/team/:id/edit`: where a technician belongs and what they can do.

use super::{experience, level};
use crate::{
    ApiResult, backend,
    form::Form,
    page::Asked,
    session::may,
    shared::{form::input_name, replay::Replay},
};
use domain::{
    Error, Noun, Permission, UserId,
    team::{
        MOST_TEAM_SKILLS, SkillDraft, SkillLevel, TeamQuery, TeamView, TechnicianDetail, TechnicianDraft,
    },
    user::ExperienceLevel,
};
use i18n::{Locale, common, shell, team as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, Field, LinkButton, LinkItem, PageHeader, Select, Variant, field_id};

const SAVE: &str = "/rpc/team/profile";
/// Empty lines below the skills.
const FREE_LINES: usize = 2;

/// The page.
pub async fn page(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let id: UserId = asked.id(Noun::Technician)?;
    if !may(Permission::TeamWrite) {
        return Err(Error::Forbidden.into());
    }
    let (who, teams, known) = backend::call(|s, by| async move {
        Ok((s.team().get(&by, id).await?, s.teams().all(&by).await?, s.team().skills(&by).await?))
    })
    .await?;
    let replay = asked.replay().await;
    let title = text::edit_title(locale, &who.row.name);
    let crumbs = vec![
        LinkItem::new(TeamQuery::PATH, text::title(locale)),
        LinkItem::new(format!("/team/{id}"), who.row.name.clone()),
    ];
    let form = form(locale, &who, teams, known, replay.as_ref());
    Ok(view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::navigation(locale) />
        <div class="page-body">
            <div class="page-narrow">{form}</div>
        </div>
    }
    .into_any())
}

fn form(
    locale: Locale,
    who: &TechnicianDetail,
    teams: Vec<TeamView>,
    known: Vec<String>,
    replay: Option<&Replay>,
) -> AnyView {
    let stored = TechnicianDraft::from(who);
    let form = Form::new(locale, SAVE, replay);
    let id = who.row.id;
    let teams = teams
        .into_iter()
        .filter(|team| team.active || team.id.to_string() == stored.team_id)
        .filter(|team| who.sites.iter().any(|site| site.id == team.site.id))
        .map(|team| (team.id.to_string(), team.name))
        .collect();
    let sites = who.sites.iter().map(|site| (site.id.to_string(), site.name.clone())).collect();
    let levels =
        ExperienceLevel::ALL.iter().map(|of| (of.to_string(), experience(locale, *of).to_owned())).collect();
    let team = form.input("team_id", text::team(locale)).stored(&stored.team_id);
    let home = form.input("home_site_id", text::home_site(locale)).stored(&stored.home_site_id);
    let phone = form.input("phone", text::phone(locale)).stored(&stored.phone).max(30);
    let specialty = form.input("specialty", text::specialty(locale)).stored(&stored.specialty).max(60);
    let seasoned = form.input("experience_level", text::experience(locale)).stored(&stored.experience_level);
    let head = view! {
        <div class="form-grid">
            {team.select(teams, Some(text::no_team(locale)))}
            {home.hint(text::home_site_hint(locale)).select(sites, Some(text::home_site_first(locale)))}
            {phone.line()} {specialty.line()}
            {seasoned.select(levels, Some(text::not_said(locale)))}
        </div>
    }
    .into_any();
    let rows = rows(replay.filter(|replay| replay.path == SAVE), &stored.skills);
    let skills = rows.iter().enumerate().map(|(at, row)| line(locale, &form, at, row)).collect_view();
    let known = known.into_iter().map(|name| view! { <option value=name></option> }).collect_view();
    view! {
        <form method="post" action=SAVE class="stack" novalidate data-keep=format!("technician:{id}")>
            {form.summary(|name| field(locale, name))}
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name=input_name("version") value=stored.version.clone() />
            <Card title=text::profile(locale)>{head}</Card>
            <Card title=text::skills(locale)>
                <div class="stack">
                    <p class="hint">{text::skill_rows_hint(locale)}</p>
                    {skills}
                </div>
                <datalist id="known-skills">{known}</datalist>
            </Card>
            <div class="form-actions">
                <LinkButton href=format!("/team/{id}") label=common::cancel(locale) />
                <Button label=common::save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

/// The lines to show: those that were typed when the form comes back, and a few empty ones.
fn rows(replay: Option<&Replay>, stored: &[SkillDraft]) -> Vec<SkillDraft> {
    let most = MOST_TEAM_SKILLS as usize;
    let mut rows: Vec<SkillDraft> = match replay {
        None => stored.to_vec(),
        Some(replay) => (0..most + FREE_LINES).map_while(|at| typed(replay, at)).collect(),
    };
    let empty = rows.iter().rev().take_while(|row| **row == SkillDraft::default()).count();
    let wanted = (rows.len() + FREE_LINES.saturating_sub(empty)).min(most.max(rows.len()));
    rows.resize(wanted, SkillDraft::default());
    rows
}

fn typed(replay: &Replay, at: usize) -> Option<SkillDraft> {
    let value = |field: &str| replay.value(&input_name(&format!("skills[{at}].{field}")));
    let or_empty = |field: &str| value(field).unwrap_or_default().to_owned();
    Some(SkillDraft {
        name: value("name")?.to_owned(),
        level: or_empty("level"),
        certificate: or_empty("certificate"),
        expires_on: or_empty("expires_on"),
    })
}

fn line(locale: Locale, form: &Form, at: usize, row: &SkillDraft) -> AnyView {
    let name = |field: &str| format!("skills[{at}].{field}");
    let error = |field: &str| form.error(&name(field));
    let input = |field: &str| input_name(&name(field));
    let levels =
        SkillLevel::ALL.iter().map(|of| (of.to_string(), level(locale, *of).to_owned())).collect::<Vec<_>>();
    view! {
        <fieldset class="form-grid">
            <legend class="sr-only">{text::skill_number(locale, at + 1)}</legend>
            <Field
                label=text::skill(locale)
                name=input("name")
                id=field_id(&input("name"))
                value=row.name.clone()
                list="known-skills"
                maxlength="60"
                autocomplete="off"
                error=error("name")
            />
            <Select
                label=text::level(locale)
                name=input("level")
                options=levels
                empty=text::not_said(locale)
                selected=row.level.clone()
                error=error("level")
            />
            <Field
                label=text::certificate(locale)
                name=input("certificate")
                value=row.certificate.clone()
                maxlength="80"
                autocomplete="off"
                error=error("certificate")
            />
            <Field
                label=text::expires_on(locale)
                name=input("expires_on")
                kind="date"
                value=row.expires_on.clone()
                error=error("expires_on")
            />
        </fieldset>
    }
    .into_any()
}

/// The name of a field.
fn field(locale: Locale, name: &str) -> String {
    if let Some((at, field)) = name.strip_prefix("skills[").and_then(|rest| rest.split_once("].")) {
        let number = at.parse::<usize>().map_or(1, |at| at + 1);
        let word = match field {
            "level" => text::level(locale),
            "certificate" => text::certificate(locale),
            "expires_on" => text::expires_on(locale),
            _ => text::name(locale),
        };
        return format!("{}, {word}", text::skill_number(locale, number));
    }
    match name {
        "team_id" => text::team(locale),
        "home_site_id" => text::home_site(locale),
        "phone" => text::phone(locale),
        "specialty" => text::specialty(locale),
        "experience_level" => text::experience(locale),
        _ => text::skills(locale),
    }
    .to_owned()
}

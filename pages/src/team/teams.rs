//! `/team/teams`: the teams; `/team/teams/new` and `/team/teams/:id/edit`: one of them.

use crate::{
    ApiResult, backend,
    form::Form,
    page::Asked,
    record::{RecordForm, row_name},
    session::may,
    shared::{
        form::{input_name, refused},
        replay::Replay,
    },
    site::api::site_choices,
};
use domain::{
    Error, Noun, Permission, TeamId,
    site::SiteRef,
    team::{TeamDraft, TeamQuery, TeamView},
    user::UserRef,
};
use i18n::{Locale, format, shell, team as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Button, Card, Empty, Icon, LinkButton, LinkItem, PageHeader, Table, Tone, Variant};

const SAVE: &str = "/rpc/team/save";
const DELETE: &str = "/rpc/team/delete";
const PATH: &str = "/team/teams";

fn crumbs(locale: Locale, below: bool) -> Vec<LinkItem> {
    let mut crumbs = vec![LinkItem::new(TeamQuery::PATH, text::title(locale))];
    if below {
        crumbs.push(LinkItem::new(PATH, text::teams(locale)));
    }
    crumbs
}

/// The list.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let teams = backend::call(|s, by| async move { s.teams().all(&by).await }).await?;
    let writes = may(Permission::TeamWrite);
    let content = match teams.is_empty() {
        true => {
            let add = writes.then(|| add(locale));
            view! {
                <Empty
                    icon=Icon::Users
                    first_time=true
                    title=text::team_none(locale)
                    text=text::team_none_what(locale)
                >
                    {add}
                </Empty>
            }
            .into_any()
        }
        false => {
            let table = table(locale, &teams, writes);
            view! { <Card flush=true>{table}</Card> }.into_any()
        }
    };
    let head = writes.then(|| add(locale));
    Ok(view! {
        <Title text=text::teams(locale) />
        <PageHeader
            title=text::teams(locale)
            crumbs=crumbs(locale, false)
            crumbs_label=shell::navigation(locale)
        >
            {head}
        </PageHeader>
        <div class="page-body">{content}</div>
    }
    .into_any())
}

fn add(locale: Locale) -> AnyView {
    view! {
        <LinkButton
            href="/team/teams/new"
            label=text::team_add(locale)
            icon=Icon::Plus
            variant=Variant::Primary
        />
    }
    .into_any()
}

fn table(locale: Locale, teams: &[TeamView], writes: bool) -> AnyView {
    let head = view! {
        <th scope="col">{text::name(locale)}</th>
        <th scope="col">{text::site(locale)}</th>
        <th scope="col">{text::supervisor(locale)}</th>
        <th scope="col" class="num">
            {text::members(locale)}
        </th>
    }
    .into_any();
    let rows = teams.iter().map(|team| line(locale, team, writes)).collect_view();
    view! {
        <Table caption=text::teams(locale) head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn line(locale: Locale, team: &TeamView, writes: bool) -> AnyView {
    let name = row_name(writes, &format!("{PATH}/{}/edit", team.id), &team.name, false);
    let inactive = (!team.active).then(|| {
        view! { " " <Badge label=text::inactive(locale) icon=Icon::Archive tone=Tone::Mute /> }
    });
    let supervisor = match &team.supervisor {
        Some(person) => person.name.clone(),
        None => text::supervisor_none(locale).to_owned(),
    };
    let of_team = TeamQuery { team: vec![team.id], ..TeamQuery::default() }.href();
    view! {
        <tr>
            <td class="wrap">{name} {inactive}</td>
            <td data-label=text::site(locale)>{team.site.name.clone()}</td>
            <td data-label=text::supervisor(locale)>{supervisor}</td>
            <td data-label=text::members(locale) class="num">
                <a class="relative z-1" href=of_team>
                    {format::whole(locale, team.members)}
                </a>
            </td>
        </tr>
    }
    .into_any()
}

/// The form of a new team.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    let stored = TeamDraft { active: "true".into(), ..TeamDraft::default() };
    page(&asked, None, &stored).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    let id: TeamId = asked.id(Noun::Team)?;
    let team = backend::call(|s, by| async move { s.teams().get(&by, id).await }).await?;
    let stored = TeamDraft::from(&team);
    page(&asked, Some(&team), &stored).await
}

async fn page(asked: &Asked, team: Option<&TeamView>, stored: &TeamDraft) -> ApiResult<AnyView> {
    let locale = asked.locale;
    if !may(Permission::TeamWrite) {
        return Err(Error::Forbidden.into());
    }
    let people = backend::call(|s, by| async move { s.team().supervisors(&by).await }).await?;
    let sites = site_choices().await?;
    let replay = asked.replay().await;
    let title = team.map_or_else(|| text::team_new(locale).to_owned(), |team| team.name.clone());
    let form = form(locale, (team, stored), sites, people, replay.as_ref());
    let delete = team.map(|team| delete(locale, team.id, replay.as_ref()));
    Ok(view! {
        <Title text=title.clone() />
        <PageHeader
            title=title
            crumbs=crumbs(locale, true)
            crumbs_label=shell::navigation(locale)
        />
        <div class="page-body">
            <div class="page-narrow">
                <div class="stack">{form} {delete}</div>
            </div>
        </div>
    }
    .into_any())
}

fn form(
    locale: Locale,
    (team, stored): (Option<&TeamView>, &TeamDraft),
    sites: Vec<SiteRef>,
    people: Vec<UserRef>,
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, SAVE, replay);
    // A team keeps its site.
    let site = match team {
        Some(team) => view! {
            <p class="wide">
                {text::site(locale)} " · " <b>{team.site.name.clone()}</b>
                <input type="hidden" name=input_name("site_id") value=team.site.id.to_string() />
            </p>
        }
        .into_any(),
        None => {
            let only = if sites.len() == 1 { sites[0].id.to_string() } else { String::new() };
            let sites = sites.into_iter().map(|site| (site.id.to_string(), site.name)).collect();
            let input = form.input("site_id", text::site(locale)).stored(only).required();
            input.select(sites, Some(i18n::equipment::choose_site(locale)))
        }
    };
    let name = form.input("name", text::name(locale)).stored(&stored.name).max(60).required();
    let people = people.into_iter().map(|person| (person.id.to_string(), person.name)).collect();
    let supervisor = form.input("supervisor_id", text::supervisor(locale)).stored(&stored.supervisor_id);
    let fields = view! {
        {name.line()}
        {site}
        {supervisor.select(people, Some(text::supervisor_none(locale)))}
        {form.tick("active", text::active(locale), stored.active == "true")}
    }
    .into_any();
    let of = team.map(|team| (team.id.0, team.version));
    RecordForm { noun: "team", of, list: PATH, label: field }.draw(locale, &form, fields)
}

fn field(locale: Locale, name: &str) -> &'static str {
    match name {
        "site_id" => text::site(locale),
        "supervisor_id" => text::supervisor(locale),
        "active" => text::active(locale),
        _ => text::name(locale),
    }
}

fn delete(locale: Locale, id: TeamId, replay: Option<&Replay>) -> AnyView {
    let refusal = replay.filter(|replay| replay.path == DELETE);
    let refusal =
        refusal.map(|replay| refused(locale, &replay.error, &|name: &str| field(locale, name).to_owned()));
    view! {
        {refusal}
        <form method="post" action=DELETE>
            <input type="hidden" name="id" value=id.to_string() />
            <Button label=text::team_delete(locale) icon=Icon::Trash variant=Variant::Danger />
        </form>
    }
    .into_any()
}

//! `/campaigns/:id`: how far it has come, who is late, what is new.

use super::{
    end, machines, preview,
    text::{day, field, meter, status_badge, tone},
};
use crate::{
    ApiResult, backend,
    form::Form,
    page::Asked,
    shared::{
        labels::{kind_badge, priority_tag},
        replay::Replay,
    },
};
use domain::{
    CampaignId, Noun, Permission,
    campaign::{
        AddDraft, CampaignPreview, CampaignQuery, CampaignStatus, CampaignView, MachineQuery, MachineState,
        SiteProgress,
    },
    url::href,
};
use i18n::{Locale, campaign as text, format, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{
    Badge, Button, Card, DialogButton, Dl, DlItem, Icon, LinkButton, LinkItem, MeterBlock, PageHeader, Table,
    Tone, Variant,
};

const ADD: &str = "/rpc/campaign/add";

/// One campaign.
pub async fn detail(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let id: CampaignId = asked.id(Noun::Campaign)?;
    let (query, _) = MachineQuery::from_url(&asked.query);
    let wanted = query.clone();
    let (of, page, new) = backend::call(|s, by| async move {
        let of = s.campaigns().get(&by, id).await?;
        let page = s.campaigns().machines(&by, id, &wanted).await?;
        let adds = of.row.status == CampaignStatus::Open && by.may(Permission::InterventionWrite);
        let new = match adds {
            true => Some(s.campaigns().what_is_new(&by, id, &AddDraft::default()).await?),
            false => None,
        };
        Ok((of, page, new))
    })
    .await?;
    let replay = asked.replay().await;
    let row = &of.row;
    let crumbs = vec![LinkItem::new(CampaignQuery::PATH, text::title(locale))];
    let file = href(&format!("/campaigns/{id}/export.csv"), &query.filter_url());
    let directs = new.is_some();
    let buttons = (directs && of.whole).then(|| {
        view! {
            <DialogButton dialog=end::CLOSE label=text::close(locale) icon=Icon::CircleCheck />
            <DialogButton
                dialog=end::CANCEL
                label=text::cancel(locale)
                icon=Icon::Ban
                variant=Variant::Ghost
            />
        }
    });
    let dialogs =
        (directs && of.whole).then(|| end::dialogs(locale, &of, replay.as_ref(), asked.value("dialog")));
    let add = new.map(|new| add(locale, &of, &new, replay.as_ref()));
    let refusal = end::refusal(locale, &of, replay.as_ref());
    Ok(view! {
        <Title text=row.title.clone() />
        <PageHeader title=text::campaign(locale) crumbs=crumbs crumbs_label=shell::navigation(locale)>
            <LinkButton href=file label=text::export(locale) icon=Icon::Download download=true />
        </PageHeader>
        <div class="page-body" data-watch="campaign intervention">
            <div class="page-split">
                <div class="stack">
                    <header class="px-1 py-1">
                        <p class="flex flex-wrap items-center gap-2">
                            {status_badge(locale, row.status)} {kind_badge(locale, row.kind)}
                            {priority_tag(locale, row.priority)}
                        </p>
                        <h2 class="mt-2 text-xl font-bold wrap-anywhere">{row.title.clone()}</h2>
                        <p class="mt-1 flex flex-wrap items-center gap-2 text-ink-2">{due(locale, &of)}</p>
                        <div class="mt-3 flex flex-wrap gap-2">{buttons}</div>
                        {refusal}
                    </header>
                    {progress(locale, &of)}
                    {machines::panel(locale, &of, &query, &page)}
                </div>
                <div class="stack">{add} {instructions(locale, &of)} {sites(locale, &of)} {facts(locale, &of)}</div>
            </div>
        </div>
        {dialogs}
    }
    .into_any())
}

fn due(locale: Locale, of: &CampaignView) -> AnyView {
    let open = of.row.status == CampaignStatus::Open;
    let left = match of.days_left {
        _ if !open => None,
        left @ ..0 => Some((text::days_over(locale, i64::from(-left)), Tone::Danger)),
        left => {
            Some((text::days_left(locale, i64::from(left)), if left < 7 { Tone::Warn } else { Tone::Info }))
        }
    };
    let left = left.map(|(label, tone)| view! { <Badge label=label icon=Icon::Timer tone=tone /> });
    view! {
        <span>
            {text::until_day(locale)} " "
            <time datetime=of.row.due_on.to_string()>{day(locale, of.row.due_on)}</time>
        </span>
        {left}
    }
    .into_any()
}

/// "7 of 11 done", and the numbers, each of which shows the machines that it counts.
fn progress(locale: Locale, of: &CampaignView) -> AnyView {
    let tally = of.row.progress;
    let whole = |n: i64| format::whole(locale, n);
    let words = text::done_of(locale, whole(tally.counted()), whole(tally.done));
    let link = |state: MachineState, label: String| {
        let href = MachineQuery { state: vec![state], ..MachineQuery::default() }.href(of.row.id);
        (tally.of(state) > 0)
            .then(|| view! { <li><a class="link" href=format!("{href}#machines")>{label}</a></li> })
    };
    let links = view! {
        {link(MachineState::Late, text::late_count(locale, tally.late))}
        {link(MachineState::Open, text::open_count(locale, tally.open))}
        {link(MachineState::Done, text::done_count(locale, tally.done))}
        {link(MachineState::Excluded, text::excluded_count(locale, tally.excluded))}
    }
    .into_any();
    view! {
        <Card>
            <MeterBlock label=text::progress(locale) text=words percent=tally.percent() tone=tone(tally) />
            <ul class="mt-3 flex flex-wrap gap-3">{links}</ul>
        </Card>
    }
    .into_any()
}

/// What the same action would add now.
fn add(locale: Locale, of: &CampaignView, new: &CampaignPreview, replay: Option<&Replay>) -> AnyView {
    let form = Form::new(locale, ADD, replay);
    let summary = form.summary(|name| field(locale, name));
    let typed = of.row.equipment_type.is_some();
    let shown = match new.machines {
        0 if typed => view! { <p class="text-ink-3">{text::nothing_new(locale)}</p> }.into_any(),
        0 => ().into_any(),
        _ => preview::machines(locale, new),
    };
    let codes = form.input("codes", text::more_codes(locale)).hint(text::codes_hint(locale)).area(2);
    let label = match new.machines {
        0 => text::add(locale).to_owned(),
        n => text::add_count(locale, n),
    };
    let id = of.row.id.to_string();
    view! {
        <Card title=text::whats_new(locale)>
            <form method="post" action=ADD class="stack" novalidate>
                {summary} {shown} <input type="hidden" name="id" value=id />
                {codes}
                <div>
                    <Button label=label icon=Icon::Plus variant=Variant::Quiet />
                </div>
            </form>
        </Card>
    }
    .into_any()
}

fn instructions(locale: Locale, of: &CampaignView) -> AnyView {
    let content = match &of.description {
        Some(words) => view! { <p class="whitespace-pre-line wrap-anywhere">{words.clone()}</p> }.into_any(),
        None => view! { <p class="text-ink-3">{text::no_instructions(locale)}</p> }.into_any(),
    };
    view! { <Card title=text::instructions(locale)>{content}</Card> }.into_any()
}

/// Site by site, where there are several.
fn sites(locale: Locale, of: &CampaignView) -> AnyView {
    if of.sites.len() < 2 {
        return ().into_any();
    }
    let head = view! {
        <th scope="col">{text::site(locale)}</th>
        <th scope="col">{text::progress(locale)}</th>
    }
    .into_any();
    let line = |at: &SiteProgress| {
        let query = MachineQuery { site: vec![at.site.id], ..MachineQuery::default() };
        view! {
            <tr>
                <td>
                    <a class="link" href=format!("{}#machines", query.href(of.row.id))>
                        {at.site.code.clone()}
                    </a>
                </td>
                <td>{meter(locale, at.progress)}</td>
            </tr>
        }
    };
    let rows = of.sites.iter().map(line).collect_view();
    let table = view! {
        <Table caption=text::by_site(locale) head=head>
            {rows}
        </Table>
    }
    .into_any();
    view! {
        <Card title=text::by_site(locale) flush=true>
            {table}
        </Card>
    }
    .into_any()
}

fn facts(locale: Locale, of: &CampaignView) -> AnyView {
    let row = &of.row;
    let family = row.equipment_type.as_ref().map(|family| family.name.clone());
    let family = family.unwrap_or_else(|| text::a_list(locale).to_owned());
    let line = of.line.as_ref().map(|line| format!("{} {}", line.code, line.name));
    let line = line.map(|line| view! { <DlItem label=text::line(locale) value=line /> });
    let template =
        of.template.clone().map(|title| view! { <DlItem label=text::template(locale) value=title /> });
    let by = of.created_by.clone().unwrap_or_default();
    let started = format!("{} · {by}", format::day(locale, of.created_local));
    let ended = of.ended_local.map(|at| {
        let by = of.ended_by.clone().unwrap_or_default();
        view! { <DlItem label=text::ended_on(locale) value=format!("{} · {by}", format::day(locale, at)) /> }
    });
    let reason = of.reason.clone().map(|why| view! { <DlItem label=text::reason(locale) value=why /> });
    view! {
        <Card title=text::facts(locale)>
            <Dl>
                <DlItem label=text::of_type(locale) value=family />
                {line} {template} <DlItem label=text::started_on(locale) value=started /> {ended} {reason}
            </Dl>
        </Card>
    }
    .into_any()
}

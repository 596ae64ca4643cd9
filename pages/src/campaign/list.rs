//! `/campaigns`: those under way, by their nearest end; then those that have ended.

use super::text::{day, meter, status_badge};
use crate::{
    ApiResult, backend,
    page::Asked,
    session::may,
    shared::{
        filters::by_site,
        list::{self, pager},
    },
    site::api::site_choices,
    toolbar::{quick, toolbar},
};
use domain::{
    Page, Permission,
    campaign::{CampaignQuery, CampaignRow, CampaignStatus},
    site::SiteRef,
};
use i18n::{Locale, campaign as text, format, work};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Card, Empty, Icon, LinkButton, PageHeader, Table, Tone, Variant};

/// The list. Without a status in its address it shows what is under way.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (mut query, _) = CampaignQuery::from_url(&asked.query);
    if query.status.is_empty() {
        query.status = vec![CampaignStatus::Open];
    }
    let wanted = query.clone();
    let page = backend::call(|s, by| async move { s.campaigns().list(&by, &wanted).await }).await?;
    let sites = site_choices().await?;
    let content = match page.data.is_empty() {
        true => nothing(locale, &query),
        false => table(locale, &query, &page),
    };
    let start = may(Permission::InterventionWrite).then(|| start(locale));
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{start}</PageHeader>
        {filters(locale, &query, sites)}
        <div class="page-body" data-watch="campaign intervention">{content}</div>
    }
    .into_any())
}

fn start(locale: Locale) -> AnyView {
    view! {
        <LinkButton
            href="/campaigns/new"
            label=text::new_short(locale)
            icon=Icon::Plus
            variant=Variant::Primary
        />
    }
    .into_any()
}

const ENDED: [CampaignStatus; 2] = [CampaignStatus::Closed, CampaignStatus::Cancelled];

fn filters(locale: Locale, query: &CampaignQuery, sites: Vec<SiteRef>) -> AnyView {
    let by_status = |status: &[CampaignStatus], label: &'static str| {
        let to = CampaignQuery { status: status.to_vec(), ..query.at(None) };
        quick(query.status == status, to.href(), label)
    };
    let kept = query.status.iter().map(|status| {
        view! { <input type="hidden" name="status" value=status.as_str() /> }
    });
    let kept = kept.collect_view();
    let without = CampaignQuery { site: vec![], ..query.at(None) };
    let content = view! {
        {kept}
        <div class="filter-row">
            {by_status(&[CampaignStatus::Open], text::under_way(locale))} {by_status(&ENDED, text::ended(locale))}
            {by_status(CampaignStatus::ALL, text::all(locale))}
            {by_site(locale, sites, &query.site, without.href())}
        </div>
    };
    toolbar(text::filters(locale), CampaignQuery::PATH, query.href(), content.into_any())
}

fn nothing(locale: Locale, query: &CampaignQuery) -> AnyView {
    let first = query.site.is_empty() && query.status != ENDED;
    if !first {
        return list::none_match(locale, text::none_match(locale), "", CampaignQuery::PATH.to_owned());
    }
    let start = may(Permission::InterventionWrite).then(|| start(locale));
    view! {
        <Empty icon=Icon::Target first_time=true title=text::none(locale) text=text::none_what(locale)>
            {start}
        </Empty>
    }
    .into_any()
}

fn table(locale: Locale, query: &CampaignQuery, page: &Page<CampaignRow>) -> AnyView {
    let head = view! {
        <th scope="col">{text::campaign(locale)}</th>
        <th scope="col">{text::due(locale)}</th>
        <th scope="col">{text::progress(locale)}</th>
        <th scope="col">{work::late(locale)}</th>
        <th scope="col">{text::excluded_many(locale)}</th>
        <th scope="col">{text::status(locale)}</th>
    }
    .into_any();
    let rows = page.data.iter().map(|row| line(locale, row)).collect_view();
    let pages = pager(locale, &page.pagination, page.data.len(), |cursor| query.at(cursor).href());
    let table = view! {
        <Table caption=text::title(locale) head=head stacked=true>
            {rows}
        </Table>
    };
    view! {
        <Card flush=true>{table}</Card>
        {pages}
    }
    .into_any()
}

fn line(locale: Locale, row: &CampaignRow) -> AnyView {
    let late = row.progress.late;
    let late = (late > 0).then(|| {
        view! { <Badge label=text::late_count(locale, late) icon=Icon::Timer tone=Tone::Danger /> }
    });
    let excluded = row.progress.excluded;
    let excluded = (excluded > 0).then(|| format::whole(locale, excluded));
    let family = row.equipment_type.as_ref().map(|family| {
        view! { <span class="block text-sm text-ink-3">{family.name.clone()}</span> }
    });
    view! {
        <tr>
            <td class="wrap" data-label=text::campaign(locale)>
                <span>
                    <a class="row-link" href=format!("/campaigns/{}", row.id)>
                        {row.title.clone()}
                    </a>
                    {family}
                </span>
            </td>
            <td data-label=text::due(locale)>
                <time datetime=row.due_on.to_string()>{day(locale, row.due_on)}</time>
            </td>
            <td data-label=text::progress(locale)>{meter(locale, row.progress)}</td>
            <td data-label=work::late(locale)>{late}</td>
            <td data-label=text::excluded_many(locale)>{excluded}</td>
            <td data-label=text::status(locale)>{status_badge(locale, row.status)}</td>
        </tr>
    }
    .into_any()
}

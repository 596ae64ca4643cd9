//! `/admin/sites`: a card per site.

use crate::{ApiResult, page::Asked, production_line, session::may, site::api::list_sites};
use domain::{Permission, equipment::EquipmentQuery, site::SiteView};
use i18n::{Locale, common, format, site as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Empty, Glyph, Icon, IconLink, LinkButton, PageHeader, Size, Variant};

/// The list of sites.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let sites = list_sites().await?;
    let may_write = may(Permission::SiteWrite);
    let add = may_write.then(|| {
        view! {
            <LinkButton
                href="/admin/sites/new"
                label=text::add(locale)
                icon=Icon::Plus
                variant=Variant::Primary
            />
        }
    });
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{add}</PageHeader>
        {page(locale, &sites, may_write)}
    }
    .into_any())
}

fn page(locale: Locale, sites: &[SiteView], may_write: bool) -> AnyView {
    if sites.is_empty() {
        return empty(locale, may_write);
    }
    let sum = |count: fn(&SiteView) -> i64| sites.iter().map(count).sum::<i64>();
    let counts = [
        text::summary_sites(locale, i64::try_from(sites.len()).unwrap_or(i64::MAX)),
        text::summary_lines(locale, sum(|s| s.lines_count)),
        text::summary_equipment(locale, sum(|s| s.equipment_count)),
    ];
    view! {
        <div class="toolbar">
            <p class="text-sm text-ink-3">{counts.join(", ")}</p>
        </div>
        <div class="page-body">
            <ul class="grid gap-3 xl:grid-cols-2">
                {sites
                    .iter()
                    .map(|site| view! { <li class="min-w-0">{card(locale, site, may_write)}</li> })
                    .collect_view()}
            </ul>
        </div>
    }
    .into_any()
}

fn card(locale: Locale, site: &SiteView, may_write: bool) -> AnyView {
    let edit = may_write.then(|| {
        let href = format!("/admin/sites/{}/edit", site.id);
        let label = common::edit_named(locale, &site.name);
        view! { <IconLink icon=Icon::Pencil href=href label=label /> }
    });
    let place = site.location.clone().map(|place| {
        view! {
            <span class="inline-flex items-start gap-1.5">
                <Glyph icon=Icon::MapPin size=14 class="mt-1 shrink-0 text-ink-3" />
                {place}
            </span>
        }
    });
    let equipment = EquipmentQuery { site: vec![site.id], ..EquipmentQuery::default() }.href();
    let lines = production_line::list_href(Some(site.id));
    view! {
        <article class="card h-full" id=format!("site-{}", site.code)>
            <header class="flex items-start gap-3 px-5 pt-4">
                <div class="min-w-0 flex-1">
                    <h2 class="text-lg font-bold">
                        <span class="code">{site.code.clone()}</span>
                        " "
                        {site.name.clone()}
                    </h2>
                    <p class="flex flex-wrap gap-x-4 text-ink-2">
                        {place} <span class="inline-flex items-start gap-1.5">
                            <Glyph icon=Icon::Clock size=14 class="mt-1 shrink-0 text-ink-3" />
                            {site.timezone.clone()}
                        </span>
                        <span class="inline-flex items-start gap-1.5">
                            <Glyph icon=Icon::Coins size=14 class="mt-1 shrink-0 text-ink-3" />
                            {site.currency.clone()}
                        </span>
                    </p>
                </div>
                {edit}
            </header>
            {site.description.clone().map(|what| view! { <p class="line-clamp-2 px-5 pt-2 text-ink-2">{what}</p> })}
            <div class="grid grid-cols-2 gap-4 px-5 pb-4 pt-3">
                {figure(locale, text::lines(locale), site.lines_count, lines, text::see_lines(locale))}
                {figure(
                    locale,
                    text::equipment(locale),
                    site.equipment_count,
                    equipment,
                    text::see_equipment(locale),
                )}
            </div>
        </article>
    }
    .into_any()
}

/// A number with the way to what it counts.
fn figure(locale: Locale, label: &'static str, value: i64, href: String, see: &'static str) -> AnyView {
    view! {
        <div>
            <p class="text-sm text-ink-3">{label}</p>
            <p class="kpi-value">{format::whole(locale, value)}</p>
            <a class="link text-sm" href=href>
                {see}
            </a>
        </div>
    }
    .into_any()
}

fn empty(locale: Locale, may_write: bool) -> AnyView {
    let what = if may_write { text::empty_what(locale) } else { text::empty_reader(locale) };
    view! {
        <div class="page-body">
            <Card flush=true>
                <Empty icon=Icon::MapPin first_time=true title=text::empty(locale) text=what>
                    {may_write
                        .then(|| {
                            view! {
                                <LinkButton
                                    href="/admin/sites/new"
                                    label=text::add(locale)
                                    icon=Icon::Plus
                                    size=Size::Normal
                                    variant=Variant::Primary
                                />
                            }
                        })}
                </Empty>
            </Card>
        </div>
    }
    .into_any()
}

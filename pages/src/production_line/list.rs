//! `/admin/lines`: the lines, by site.

use super::{list_href, site_of};
use crate::{
    ApiResult, backend,
    page::Asked,
    record::{edit_cell, edit_head, row_name},
    session::may,
    shared::no_site::no_site as shared_no_site,
};
use domain::{Permission, SiteId, equipment::EquipmentQuery, production_line::LineView, site::SiteRef, url};
use i18n::{Locale, common, format, production_line as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Chips, Count, Empty, Icon, IconLink, LinkButton, LinkItem, PageHeader, Size, Table, Variant};

/// The list of production lines.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let chosen = site_of(&asked.query);
    let (lines, sites) = backend::call(|s, by| async move {
        let lines = s.lines().list(&by, chosen).await?;
        Ok((lines, s.sites().choices(&by).await?))
    })
    .await?;
    let may_write = may(Permission::StructureWrite);
    let add = may_write.then(|| {
        view! {
            <LinkButton
                href=new_href(chosen)
                label=text::add(locale)
                icon=Icon::Plus
                variant=Variant::Primary
            />
        }
    });
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{add}</PageHeader>
        {page(locale, &sites, &lines, chosen, may_write)}
    }
    .into_any())
}

fn new_href(site: Option<SiteId>) -> String {
    let site = site.map(|id| id.to_string()).unwrap_or_default();
    url::href("/admin/lines/new", &url::QueryWriter::default().text("site", &site).finish())
}

fn page(
    locale: Locale,
    sites: &[SiteRef],
    lines: &[LineView],
    chosen: Option<SiteId>,
    may_write: bool,
) -> AnyView {
    let mut chips = vec![LinkItem::new(list_href(None), text::all_sites(locale)).current(chosen.is_none())];
    let chip =
        |site: &SiteRef| LinkItem::new(list_href(Some(site.id)), &site.name).current(chosen == Some(site.id));
    chips.extend(sites.iter().map(chip));
    let shown = sites.iter().filter(|site| chosen.is_none_or(|chosen| chosen == site.id));
    let content = match sites.is_empty() {
        true => no_site(locale),
        false => shown.map(|site| card(locale, site, lines, may_write)).collect_view().into_any(),
    };
    view! {
        <div class="toolbar">
            <Chips label=text::by_site(locale) items=chips />
        </div>
        <div class="page-body">{content}</div>
    }
    .into_any()
}

fn card(locale: Locale, site: &SiteRef, lines: &[LineView], may_write: bool) -> AnyView {
    let own: Vec<&LineView> = lines.iter().filter(|line| line.site.id == site.id).collect();
    let title = format!("{} {}", site.code, site.name);
    let mark = view! { <Count text=own.len().to_string() /> }.into_any();
    let end = may_write
        .then(|| {
            let label = text::add_to(locale, &site.name);
            view! { <IconLink icon=Icon::Plus href=new_href(Some(site.id)) label=label size=Size::Small /> }
        })
        .into_any();
    let head = view! {
        <th scope="col">{text::code(locale)}</th>
        <th scope="col">{text::name(locale)}</th>
        <th scope="col" class="max-xl:hidden">
            {text::description(locale)}
        </th>
        <th scope="col" class="num">
            {text::equipment(locale)}
        </th>
        {edit_head(locale, may_write)}
    }
    .into_any();
    let content = if own.is_empty() {
        let id = site.id;
        view! {
            <Empty icon=Icon::Factory first_time=true title=text::empty(locale) text=text::empty_what(locale)>
                {may_write
                    .then(|| {
                        view! {
                            <LinkButton href=new_href(Some(id)) label=text::add(locale) icon=Icon::Plus />
                        }
                    })}
            </Empty>
        }
        .into_any()
    } else {
        let rows = own.into_iter().map(|line| row(locale, line, may_write)).collect_view();
        view! {
            <Table caption=text::lines_of(locale, &site.name) head=head stacked=true>
                {rows}
            </Table>
        }
        .into_any()
    };
    view! {
        <Card title=title mark=mark end=end flush=true>
            {content}
        </Card>
    }
    .into_any()
}

fn row(locale: Locale, line: &LineView, may_write: bool) -> AnyView {
    let edit = format!("/admin/lines/{}/edit", line.id);
    let equipment = EquipmentQuery { line: vec![line.id], ..EquipmentQuery::default() }.href();
    let code = row_name(may_write, &edit, &line.code, true);
    view! {
        <tr>
            <td>{code}</td>
            <td>{line.name.clone()}</td>
            <td class="wrap text-ink-2 max-xl:hidden">
                {line.description.clone()}
            </td>
            <td data-label=text::equipment(locale) class="num">
                <a class="link relative z-1" href=equipment aria-label=text::see_equipment(locale, &line.name)>
                    {format::whole(locale, line.equipment_count)}
                </a>
            </td>
            {edit_cell(may_write, edit, common::edit_named(locale, &line.name))}
        </tr>
    }
    .into_any()
}

fn no_site(locale: Locale) -> AnyView {
    if let Some(none) = shared_no_site(locale) {
        return view! { <Card flush=true>{none}</Card> }.into_any();
    }
    let may_add = may(Permission::SiteWrite);
    view! {
        <Card flush=true>
            <Empty icon=Icon::Factory first_time=true title=text::empty(locale) text=text::empty_no_site(locale)>
                {may_add
                    .then(|| {
                        view! {
                            <LinkButton
                                href="/admin/sites/new"
                                label=i18n::site::add(locale)
                                icon=Icon::Plus
                                variant=Variant::Primary
                            />
                        }
                    })}
            </Empty>
        </Card>
    }
    .into_any()
}

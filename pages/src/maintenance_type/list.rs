//! `/admin/maintenance-types`: the kinds of work, in the plant's order.

use super::{api::LIST, mark::mark};
use crate::{
    page::Asked,
    record::{edit_cell, edit_head, row_name},
};
use app::{ApiResult, backend, session::may};
use domain::{Permission, maintenance_type::MaintenanceTypeView};
use i18n::{Locale, format, maintenance_type as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Empty, Icon, LinkButton, PageHeader, Table, Variant};

/// The list of maintenance types.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let types = backend::call(|s, by| async move { s.maintenance_types().list(&by).await }).await?;
    let may_write = may(Permission::StructureWrite);
    let content = match types.is_empty() {
        true => empty(locale, may_write),
        false => table(locale, &types, may_write),
    };
    let count = text::count(locale, i64::try_from(types.len()).unwrap_or(i64::MAX));
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{may_write.then(|| add(locale))}</PageHeader>
        <div class="toolbar">
            <p class="text-sm text-ink-3">{format!("{count}. {}", text::shared(locale))}</p>
        </div>
        <div class="page-body">
            <Card flush=true>{content}</Card>
        </div>
    }
    .into_any())
}

fn add(locale: Locale) -> AnyView {
    let new = format!("{LIST}/new");
    view! { <LinkButton href=new label=text::add(locale) icon=Icon::Plus variant=Variant::Primary /> }
        .into_any()
}

fn empty(locale: Locale, may_write: bool) -> AnyView {
    view! {
        <Empty icon=Icon::Tag first_time=true title=text::empty(locale) text=text::empty_what(locale)>
            {may_write.then(|| add(locale))}
        </Empty>
    }
    .into_any()
}

fn table(locale: Locale, types: &[MaintenanceTypeView], may_write: bool) -> AnyView {
    let head = view! {
        <th scope="col">{text::name(locale)}</th>
        <th scope="col">{text::description(locale)}</th>
        <th scope="col" class="num">
            {text::position(locale)}
        </th>
        {edit_head(locale, may_write)}
    }
    .into_any();
    let rows = types.iter().map(|kind| row(locale, kind, may_write)).collect_view();
    view! {
        <Table caption=text::title(locale) head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn row(locale: Locale, kind: &MaintenanceTypeView, may_write: bool) -> AnyView {
    let edit = format!("{LIST}/{}/edit", kind.id);
    let name = row_name(may_write, &edit, &kind.name, false);
    view! {
        <tr>
            <td>
                <span class="flex items-center gap-3">{mark(&kind.colour, &kind.icon)} {name}</span>
            </td>
            <td class="wrap text-ink-2">
                {kind.description.clone()}
            </td>
            <td data-label=text::position(locale) class="num">
                {format::whole(locale, kind.position.into())}
            </td>
            {edit_cell(may_write, edit, text::edit_named(locale, &kind.name))}
        </tr>
    }
    .into_any()
}

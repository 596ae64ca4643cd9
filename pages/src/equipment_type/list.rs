//! `/admin/equipment-types`: the families.

use crate::{
    page::Asked,
    record::{edit_cell, edit_head, row_name},
};
use app::{ApiResult, backend, session::may};
use domain::{Permission, equipment::EquipmentQuery, equipment_type::EquipmentTypeView};
use i18n::{Locale, equipment_type as text, format};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Card, Empty, Icon, LinkButton, PageHeader, Table, Variant};

/// The list of equipment types.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let types = backend::call(|s, by| async move { s.equipment_types().list(&by).await }).await?;
    let may_write = may(Permission::StructureWrite);
    let add = may_write.then(|| add(locale));
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{add}</PageHeader>
        {page(locale, &types, may_write)}
    }
    .into_any())
}

fn add(locale: Locale) -> AnyView {
    view! {
        <LinkButton
            href="/admin/equipment-types/new"
            label=text::add(locale)
            icon=Icon::Plus
            variant=Variant::Primary
        />
    }
    .into_any()
}

fn page(locale: Locale, types: &[EquipmentTypeView], may_write: bool) -> AnyView {
    let count = text::count(locale, i64::try_from(types.len()).unwrap_or(i64::MAX));
    let content = if types.is_empty() {
        view! {
            <Empty icon=Icon::Shapes first_time=true title=text::empty(locale) text=text::empty_what(locale)>
                {may_write.then(|| add(locale))}
            </Empty>
        }
        .into_any()
    } else {
        table(locale, types, may_write)
    };
    view! {
        <div class="toolbar">
            <p class="text-sm text-ink-3">{format!("{count}. {}", text::shared(locale))}</p>
        </div>
        <div class="page-body">
            <Card flush=true>{content}</Card>
        </div>
    }
    .into_any()
}

fn table(locale: Locale, types: &[EquipmentTypeView], may_write: bool) -> AnyView {
    let head = view! {
        <th scope="col">{text::name(locale)}</th>
        <th scope="col">{text::description(locale)}</th>
        <th scope="col" class="num">
            {text::equipment(locale)}
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

fn row(locale: Locale, kind: &EquipmentTypeView, may_write: bool) -> AnyView {
    let edit = format!("/admin/equipment-types/{}/edit", kind.id);
    let equipment = EquipmentQuery { equipment_type: vec![kind.id], ..EquipmentQuery::default() }.href();
    let name = row_name(may_write, &edit, &kind.name, false);
    view! {
        <tr>
            <td>{name}</td>
            <td class="wrap text-ink-2">
                {kind.description.clone()}
            </td>
            <td data-label=text::equipment(locale) class="num">
                <a class="link relative z-1" href=equipment aria-label=text::see_equipment(locale, &kind.name)>
                    {format::whole(locale, kind.equipment_count)}
                </a>
            </td>
            {edit_cell(may_write, edit, text::edit_named(locale, &kind.name))}
        </tr>
    }
    .into_any()
}

//! `/admin/failure-codes`: the words that failures are diagnosed with, kind by kind.

use super::{kind, label, question};
use crate::{
    ApiResult, backend,
    page::Asked,
    record::{edit_cell, edit_head, row_name},
    session::may,
    shared::{
        filters::{menu, option},
        list,
    },
    toolbar::{self, toolbar},
};
use domain::{
    Permission,
    equipment_type::EquipmentTypeView,
    failure_code::{CodeKind, FailureCodeQuery, FailureCodeView},
    url::QueryReader,
};
use i18n::{Locale, common, failure as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Card, Empty, Icon, LinkButton, PageHeader, Table, Tone, Variant};

/// The catalogue.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let query = FailureCodeQuery::read(&mut QueryReader::new(&asked.query));
    let wanted = query.clone();
    let (codes, types) = backend::call(|s, by| async move {
        Ok((s.failure_codes().list(&by, &wanted).await?, s.equipment_types().all(&by).await?))
    })
    .await?;
    let may_write = may(Permission::StructureWrite);
    let add = may_write.then(|| add(locale));
    Ok(view! {
        <Title text=text::codes(locale) />
        <PageHeader title=text::codes(locale)>{add}</PageHeader>
        {filters(locale, &query, &types, codes.len())}
        <div class="page-body">
            <div class="stack">{content(locale, &query, &codes, may_write)}</div>
        </div>
    }
    .into_any())
}

fn add(locale: Locale) -> AnyView {
    view! {
        <LinkButton
            href="/admin/failure-codes/new"
            label=text::add(locale)
            icon=Icon::Plus
            variant=Variant::Primary
        />
    }
    .into_any()
}

fn filters(locale: Locale, query: &FailureCodeQuery, types: &[EquipmentTypeView], found: usize) -> AnyView {
    let kinds =
        CodeKind::ALL.iter().map(|of| option(of, kind(locale, *of), query.kind.contains(of))).collect();
    let without = FailureCodeQuery { kind: vec![], ..query.clone() };
    let by_kind = menu(locale, "kind", text::kind(locale), Icon::Shapes, kinds, without.href());
    let by_type = (!types.is_empty()).then(|| {
        let line =
            |of: &EquipmentTypeView| option(of.id, of.name.clone(), query.equipment_type.contains(&of.id));
        let without = FailureCodeQuery { equipment_type: vec![], ..query.clone() };
        let options = types.iter().map(line).collect();
        menu(locale, "equipment_type", text::type_of(locale), Icon::Cog, options, without.href())
    });
    let clear = (*query != FailureCodeQuery::default())
        .then(|| toolbar::clear(locale, FailureCodeQuery::default().href()));
    let count = text::count(locale, i64::try_from(found).unwrap_or(i64::MAX));
    let content = view! {
        <div class="filter-row">{by_kind} {by_type} {clear}</div>
        <p class="text-sm text-ink-3">{format!("{count}. {}", text::shared(locale))}</p>
    };
    toolbar(text::filters(locale), FailureCodeQuery::PATH, query.href(), content.into_any())
}

fn content(locale: Locale, query: &FailureCodeQuery, codes: &[FailureCodeView], may_write: bool) -> AnyView {
    if codes.is_empty() {
        return nothing(locale, query, may_write);
    }
    let part = |of: &CodeKind| {
        let rows: Vec<_> = codes.iter().filter(|code| code.kind == *of).collect();
        (!rows.is_empty()).then(|| part(locale, *of, &rows, may_write))
    };
    CodeKind::ALL.iter().map(part).collect_view().into_any()
}

/// The codes of one kind.
fn part(locale: Locale, of: CodeKind, codes: &[&FailureCodeView], may_write: bool) -> AnyView {
    let title = match of {
        CodeKind::Mode => text::kind_modes(locale),
        CodeKind::Mechanism => text::kind_mechanisms(locale),
        CodeKind::Cause => text::kind_causes(locale),
    };
    let head = view! {
        <th scope="col">{text::code(locale)}</th>
        <th scope="col">{text::label_fr(locale)}</th>
        <th scope="col">{text::label_en(locale)}</th>
        <th scope="col">{text::type_of(locale)}</th>
        {edit_head(locale, may_write)}
    }
    .into_any();
    let rows = codes.iter().map(|code| row(locale, code, may_write)).collect_view();
    view! {
        <section class="stack">
            <h2 class="px-1 text-lg font-bold">
                {title} " " <span class="text-sm font-normal text-ink-3">{question(locale, of)}</span>
            </h2>
            <Card flush=true>
                <Table caption=title head=head stacked=true>
                    {rows}
                </Table>
            </Card>
        </section>
    }
    .into_any()
}

fn row(locale: Locale, code: &FailureCodeView, may_write: bool) -> AnyView {
    let edit = format!("/admin/failure-codes/{}/edit", code.id);
    let name = row_name(may_write, &edit, &code.code, true);
    let retired = code.retired.then(|| {
        view! { " " <Badge label=text::retired_mark(locale) icon=Icon::Archive tone=Tone::Mute /> }
    });
    let of = code.equipment_type.as_ref().map_or(text::all_types(locale).to_owned(), |of| of.name.clone());
    let change = edit_cell(may_write, edit, common::edit_named(locale, label(locale, &code.named())));
    view! {
        <tr>
            <td>{name} {retired}</td>
            <td data-label=text::label_fr(locale)>{code.label_fr.clone()}</td>
            <td data-label=text::label_en(locale)>{code.label_en.clone()}</td>
            <td data-label=text::type_of(locale) class="text-ink-2">
                {of}
            </td>
            {change}
        </tr>
    }
    .into_any()
}

fn nothing(locale: Locale, query: &FailureCodeQuery, may_write: bool) -> AnyView {
    if *query != FailureCodeQuery::default() {
        let all = FailureCodeQuery::default().href();
        let none = list::none_match(locale, text::none_match(locale), text::shared(locale), all);
        return view! { <Card>{none}</Card> }.into_any();
    }
    view! {
        <Card>
            <Empty
                icon=Icon::ListFilter
                first_time=true
                title=text::empty(locale)
                text=text::empty_what(locale)
            >
                {may_write.then(|| add(locale))}
            </Empty>
        </Card>
    }
    .into_any()
}

//! `/templates`: the templates by title.

use crate::{
    ApiResult, backend,
    page::Asked,
    record::row_name,
    session::may,
    shared::{labels, list},
};
use domain::{
    Permission,
    intervention::InterventionKind,
    intervention_template::{TemplateQuery, TemplateView},
};
use i18n::{Locale, checklist as text, intervention};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Badge, Button, Card, Checkbox, Empty, Icon, LinkButton, PageHeader, Select, Table, Tone, Variant};

/// The list.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let query = TemplateQuery::from_url(&asked.query);
    let wanted = query.clone();
    let (rows, families) = backend::call(|s, by| async move {
        let families = match by.may(Permission::SiteRead) {
            true => s.equipment_types().all(&by).await?,
            false => vec![],
        };
        Ok((s.intervention_templates().list(&by, &wanted).await?, families))
    })
    .await?;
    let families = families.into_iter().map(|f| (f.id.to_string(), f.name)).collect();
    let writes = may(Permission::InterventionWrite);
    let content = match rows.is_empty() {
        true => nothing(locale, &query, writes),
        false => {
            let table = table(locale, &rows, writes);
            view! { <Card flush=true>{table}</Card> }.into_any()
        }
    };
    Ok(view! {
        <Title text=text::templates(locale) />
        <PageHeader title=text::templates(locale)>{writes.then(|| add(locale))}</PageHeader>
        {filters(locale, &query, families)}
        <div class="page-body">{content}</div>
    }
    .into_any())
}

fn add(locale: Locale) -> AnyView {
    view! {
        <LinkButton
            href="/templates/new"
            label=text::template_new(locale)
            icon=Icon::Plus
            variant=Variant::Primary
        />
    }
    .into_any()
}

fn nothing(locale: Locale, query: &TemplateQuery, writes: bool) -> AnyView {
    if query.is_filtered() {
        return list::none_match(
            locale,
            text::template_no_match(locale),
            text::shared(locale),
            TemplateQuery::PATH.to_owned(),
        );
    }
    view! {
        <Empty
            icon=Icon::ListTodo
            first_time=true
            title=text::template_none(locale)
            text=text::template_none_what(locale)
        >
            {writes.then(|| add(locale))}
        </Empty>
    }
    .into_any()
}

fn filters(locale: Locale, query: &TemplateQuery, families: Vec<(String, String)>) -> AnyView {
    let kinds =
        InterventionKind::ALL.iter().map(|k| (k.to_string(), labels::kind(locale, *k).to_owned())).collect();
    let kind = query.kind.map(|kind| kind.to_string()).unwrap_or_default();
    let family = query.equipment_type.map(|id| id.to_string()).unwrap_or_default();
    view! {
        <form method="get" action=TemplateQuery::PATH role="search" class="toolbar">
            <Select
                label=intervention::kind(locale)
                label_hidden=true
                name="kind"
                options=kinds
                empty=text::any_kind(locale)
                selected=kind
            />
            <Select
                label=text::template_for(locale)
                label_hidden=true
                name="type"
                options=families
                empty=text::template_any(locale)
                selected=family
            />
            <Checkbox label=text::also_retired(locale) name="retired" checked=query.retired />
            <Button label=text::filter(locale) icon=Icon::Funnel />
        </form>
    }
    .into_any()
}

fn table(locale: Locale, rows: &[TemplateView], writes: bool) -> AnyView {
    let head = view! {
        <th scope="col">{text::template_title(locale)}</th>
        <th scope="col">{intervention::kind(locale)}</th>
        <th scope="col">{text::template_for(locale)}</th>
        <th scope="col" class="num">
            {text::template_steps(locale)}
        </th>
        <th scope="col" class="num">
            {i18n::work::estimated(locale)}
        </th>
    }
    .into_any();
    let rows = rows.iter().map(|row| line(locale, row, writes)).collect_view();
    view! {
        <Table caption=text::templates(locale) head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn line(locale: Locale, row: &TemplateView, writes: bool) -> AnyView {
    let retired = row.retired_at.map(|_| {
        view! { <Badge label=text::retired(locale) icon=Icon::Archive tone=Tone::Mute /> }
    });
    let title = row_name(writes, &format!("/templates/{}/edit", row.id), &row.title, false);
    let family = row.equipment_type.clone().unwrap_or_else(|| text::template_any(locale).to_owned());
    let steps = text::template_count(locale, i64::try_from(row.steps.len()).unwrap_or(i64::MAX));
    view! {
        <tr>
            <td class="wrap">{title} " " {retired}</td>
            <td>{labels::kind_badge(locale, row.kind)}</td>
            <td class="text-ink-2">{family}</td>
            <td class="num">{steps}</td>
            <td class="num">{row.estimated_minutes.map(|minutes| text::minutes(locale, i64::from(minutes)))}</td>
        </tr>
    }
    .into_any()
}

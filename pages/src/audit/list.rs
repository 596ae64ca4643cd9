//! `/admin/audit`: the trail, newest first, each entry with what it changed.

use super::{
    filters::{active, filters},
    text as words,
};
use crate::{
    ApiResult, backend,
    page::Asked,
    shared::{
        list::{self, pager},
        no_site::no_site,
    },
};
use domain::{
    Noun, Page,
    audit::{AuditQuery, AuditRow, FieldChange},
    record::record_noun,
    site::SiteRef,
};
use i18n::{Locale, audit as text, common, format};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Icon, PageHeader, Table};

/// The audit trail.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = AuditQuery::from_url(&asked.query);
    let wanted = query.clone();
    let (page, sites, people) = backend::call(|s, by| async move {
        let page = s.audit().list(&by, &wanted).await?;
        Ok((page, s.sites().choices(&by).await?, s.audit().people(&by).await?))
    })
    .await?;
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale) />
        {filters(locale, &query, &sites, people)}
        {content(locale, &query, &page, &sites)}
    }
    .into_any())
}

fn content(locale: Locale, query: &AuditQuery, page: &Page<AuditRow>, sites: &[SiteRef]) -> AnyView {
    let table = match page.data.is_empty() {
        true => nothing(locale, query),
        false => table(locale, query, &page.data, sites),
    };
    let pages = (!page.data.is_empty())
        .then(|| pager(locale, &page.pagination, page.data.len(), |cursor| query.at(cursor).href()));
    view! {
        {active(locale, query)}
        {table}
        {pages}
    }
    .into_any()
}

fn table(locale: Locale, query: &AuditQuery, rows: &[AuditRow], sites: &[SiteRef]) -> AnyView {
    let head = view! {
        <th scope="col">{text::when(locale)}</th>
        <th scope="col">{text::who(locale)}</th>
        <th scope="col">{text::what(locale)}</th>
        <th scope="col">{text::row(locale)}</th>
        <th scope="col" class="phone:max-lg:hidden">{common::site(locale)}</th>
        <th scope="col">{text::changes(locale)}</th>
    }
    .into_any();
    let rows = rows.iter().map(|row| line(locale, query, row, sites)).collect_view();
    view! {
        <Table caption=text::title(locale) head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn line(locale: Locale, query: &AuditQuery, row: &AuditRow, sites: &[SiteRef]) -> AnyView {
    // A person by who they are: another's name may hold the same words.
    let by = match row.user_id {
        Some(user) => AuditQuery { user: Some(user), actor: String::new(), ..query.at(None) },
        None => AuditQuery { actor: row.actor.clone(), user: None, ..query.at(None) },
    };
    let name = row.person.clone().unwrap_or_else(|| words::actor(locale, &row.actor));
    let everything = text::by_actor(locale, &name);
    let noun = words::noun_named(locale, &row.entity);
    let label = row.label.as_deref().map(|label| words::record(locale, &row.entity, label));
    let label = label.unwrap_or_else(|| words::unnamed(locale, row, sites));
    let record = match address(&row.entity, row.entity_id) {
        Some(href) => view! { <a class="link" href=href>{label}</a> }.into_any(),
        None => view! { <span>{label}</span> }.into_any(),
    };
    let site = row.site.as_ref().map(|site| {
        view! { <b class="code" title=site.name.clone()>{site.code.clone()}</b> }
    });
    view! {
        <tr>
            <td data-label=text::when(locale) class="phone:pt-3! align-top phone:whitespace-nowrap">
                <time datetime=row.at.to_string()>{format::date_time(locale, row.at_local)}</time>
            </td>
            <td data-label=text::who(locale) class="align-top phone:pt-3!">
                <a class="link" href=by.href() title=everything>{name}</a>
            </td>
            <td data-label=text::what(locale) class="align-top phone:pt-3!">{words::action_named(locale, &row.action)}</td>
            <td data-label=text::row(locale) class="phone:pt-3! align-top wrap-anywhere">
                <span>
                    <span class="text-ink-2">{noun}" "</span>
                    {record}
                </span>
            </td>
            <td data-label=common::site(locale) class="align-top phone:max-lg:hidden phone:pt-3!">{site}</td>
            <td
                data-label=(!row.changes.is_empty()).then(|| text::changes(locale))
                class="phone:pt-3! align-top phone:w-1/2 max-phone:block!"
            >
                {changes(locale, row, sites)}
            </td>
        </tr>
    }
    .into_any()
}

/// Where the row of an entry is shown; nowhere for what has no page.
fn address(entity: &str, id: i64) -> Option<String> {
    if id == 0 {
        return None;
    }
    let noun = entity.parse().ok()?;
    if let Some(record) = record_noun(noun) {
        return Some(format!("{}/{id}/edit", record.list));
    }
    Some(match noun {
        Noun::Equipment => format!("/equipments/{id}"),
        Noun::Intervention => format!("/interventions/{id}"),
        Noun::Campaign => format!("/campaigns/{id}"),
        Noun::Import => format!("/admin/import/{id}"),
        Noun::Mail => format!("/admin/outbox/{id}"),
        Noun::User => format!("/admin/users/{id}"),
        Noun::Technician => format!("/team/{id}"),
        _ => return None,
    })
}

/// The changed fields, folded: a trail is read for its lines first.
fn changes(locale: Locale, row: &AuditRow, sites: &[SiteRef]) -> AnyView {
    if row.changes.is_empty() {
        return ().into_any();
    }
    let count = i64::try_from(row.changes.len()).unwrap_or(i64::MAX);
    let first: Vec<String> = row.changes.iter().take(3).map(|c| words::field(locale, &c.field)).collect();
    let more = if row.changes.len() > 3 { "…" } else { "" };
    let rows = row.changes.iter().map(|change| diff(locale, change, sites)).collect_view();
    let request = (!row.request_id.is_empty()).then(|| {
        view! { <p class="mt-2 text-xs text-ink-3 wrap-anywhere">{text::request(locale, &row.request_id)}</p> }
    });
    view! {
        <details>
            <summary class="min-h-6">
                {text::count(locale, count)} " " <span class="text-ink-3">{format!("({}{more})", first.join(", "))}</span>
            </summary>
            <dl class="mt-2 grid gap-2">{rows}</dl>
            {request}
        </details>
    }
    .into_any()
}

fn diff(locale: Locale, change: &FieldChange, sites: &[SiteRef]) -> AnyView {
    let value = |text: &Option<String>| {
        text.as_deref().filter(|t| !t.is_empty()).map(|t| words::value(locale, sites, &change.field, t))
    };
    let (before, after) = (value(&change.before), value(&change.after));
    let before = before.map(|b| view! { <del class="text-ink-3 wrap-anywhere">{b}</del> " → " });
    let after = match after {
        Some(after) => view! { <ins class="wrap-anywhere no-underline">{after}</ins> }.into_any(),
        None => view! { <span class="text-ink-3">{text::no_value(locale)}</span> }.into_any(),
    };
    view! {
        <div>
            <dt class="text-sm text-ink-2">{words::field(locale, &change.field)}</dt>
            <dd class="whitespace-pre-line">{before} {after}</dd>
        </div>
    }
    .into_any()
}

fn nothing(locale: Locale, query: &AuditQuery) -> AnyView {
    if let Some(none) = no_site(locale) {
        return none;
    }
    if !query.is_filtered() {
        let (title, what) = (text::empty(locale), text::empty_what(locale));
        return view! { <Empty icon=Icon::ScrollText first_time=true title=title text=what /> }.into_any();
    }
    list::none_match(
        locale,
        text::none_match(locale),
        text::none_match_what(locale),
        AuditQuery::PATH.to_owned(),
    )
}

//! The interventions that an equipment has had: the last few, and all of them by page.

use crate::shared::{labels, list::pager};
use domain::{
    EquipmentId, Page,
    intervention::{InterventionQuery, InterventionRow, InterventionStatus},
};
use i18n::{Locale, equipment as text, format};
use leptos::prelude::*;
use ui::{Empty, Icon, Table, Timeline, TimelineItem, Tone};

/// The last few, newest first.
pub(super) fn last(locale: Locale, rows: &[InterventionRow]) -> AnyView {
    if rows.is_empty() {
        return view! { <p class="text-ink-3">{text::no_history(locale)}</p> }.into_any();
    }
    let items = rows.iter().take(5).map(|i| {
        let (_, icon) = labels::kind_look(i.kind);
        let kind = labels::kind(locale, i.kind);
        view! {
            <TimelineItem
                icon=icon
                tone=tone(i.status)
                title=i.title.clone()
                href=format!("/interventions/{}", i.id)
                text=format!("{} · {kind}", i.code)
                time=format::day(locale, i.reported_local)
                datetime=i.reported_at.to_string()
                mark=labels::status_badge(locale, i.status)
            />
        }
    });
    let items = items.collect_view();
    view! { <Timeline>{items}</Timeline> }.into_any()
}

fn tone(status: InterventionStatus) -> Tone {
    use InterventionStatus as S;
    match status {
        S::Open | S::OnHold => Tone::Warn,
        S::Assigned | S::InProgress => Tone::Info,
        S::Completed | S::Closed => Tone::Ok,
        S::Archived | S::Cancelled => Tone::Mute,
    }
}

/// One page of all of them.
pub(super) fn table(
    locale: Locale,
    id: EquipmentId,
    code: &str,
    query: &InterventionQuery,
    page: Page<InterventionRow>,
) -> AnyView {
    if page.data.is_empty() && page.pagination.total == 0 {
        return view! {
            <Empty icon=Icon::History title=text::no_history(locale) />
        }
        .into_any();
    }
    let titles = [
        text::intervention(locale),
        text::title_column(locale),
        text::kind(locale),
        text::status(locale),
        text::priority(locale),
        text::reported(locale),
    ];
    let head = view! {
        {titles.into_iter().map(|t| view! { <th scope="col">{t}</th> }).collect_view()}
        <th scope="col" class="num">
            {text::cost(locale)}
        </th>
    }
    .into_any();
    let shown = page.data.len();
    let rows = page.data.into_iter().map(|i| row(locale, i)).collect_view();
    let query = query.clone();
    let href = move |cursor| {
        let query = query.at(cursor).to_url();
        let joint = if query.is_empty() { "" } else { "&" };
        format!("/equipments/{id}?tab=history{joint}{query}")
    };
    view! {
        <Table caption=format!("{}, {code}", text::history(locale)) head=head stacked=true>
            {rows}
        </Table>
        {pager(locale, &page.pagination, shown, href)}
    }
    .into_any()
}

fn row(locale: Locale, i: InterventionRow) -> AnyView {
    let cost = i.cost.as_ref().map(|cost| format::money(locale, cost)).unwrap_or_default();
    view! {
        <tr>
            <td>
                <a class="row-link code" href=format!("/interventions/{}", i.id)>
                    {i.code}
                </a>
            </td>
            <td class="wrap" data-label=text::title_column(locale)>
                {i.title}
            </td>
            <td data-label=text::kind(locale)>{labels::kind_badge(locale, i.kind)}</td>
            <td data-label=text::status(locale)>{labels::status_badge(locale, i.status)}</td>
            <td data-label=text::priority(locale)>{labels::priority_tag(locale, i.priority)}</td>
            <td data-label=text::reported(locale)>{format::date_time(locale, i.reported_local)}</td>
            <td class="num" data-label=text::cost(locale)>
                {if cost.is_empty() { "–".to_owned() } else { cost }}
            </td>
        </tr>
    }
    .into_any()
}

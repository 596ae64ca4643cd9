//! The machines of a campaign: what has become of each.

use super::text::{exclusion, state_badge, states};
use crate::{
    session::several_sites,
    shared::{labels::status_badge, list::pager},
};
use domain::{
    CampaignId, Page,
    campaign::{CampaignMachine, CampaignView, MachineQuery, MachineState},
    page::{MAX_LIMIT, Window},
};
use i18n::{Locale, campaign as text, format, intervention};
use leptos::prelude::*;
use ui::{Card, Chips, Empty, Icon, LinkItem, Table};

/// The filters, each with the number that it stands for, and the table.
pub fn panel(
    locale: Locale,
    of: &CampaignView,
    query: &MachineQuery,
    page: &Page<CampaignMachine>,
) -> AnyView {
    let id = of.row.id;
    let content = match page.data.is_empty() {
        true => view! { <Empty icon=Icon::CircleCheck title=text::none_here(locale) text="" /> }.into_any(),
        false => table(locale, page),
    };
    let pages = pager(locale, &page.pagination, page.data.len(), |cursor| query.at(cursor).href(id));
    let pages = (!page.data.is_empty()).then_some(pages);
    view! {
        <h2 class="px-1 text-lg font-bold" id="machines">
            {text::machines(locale)}
        </h2>
        {filters(locale, of, query)}
        <Card flush=true>{content}</Card>
        {pages}
        {whole(locale, id, query, page)}
    }
    .into_any()
}

/// On paper there is no next page.
fn whole(locale: Locale, id: CampaignId, query: &MachineQuery, page: &Page<CampaignMachine>) -> AnyView {
    let shown = i64::from(page.pagination.limit);
    let more = page.pagination.total > shown && page.pagination.limit < MAX_LIMIT;
    let window = Window { limit: MAX_LIMIT, ..Window::default() };
    let href = MachineQuery { window, ..query.clone() }.href(id);
    more.then(|| view! { <p><a class="link" href=href>{text::more_rows(locale)}</a></p> }).into_any()
}

fn filters(locale: Locale, of: &CampaignView, query: &MachineQuery) -> AnyView {
    let tally = of.row.progress;
    let to = |state: &[MachineState]| {
        let query = MachineQuery { state: state.to_vec(), ..query.at(None) };
        format!("{}#machines", query.href(of.row.id))
    };
    let mut items = vec![
        LinkItem::new(to(&[]), text::all_machines(locale))
            .count(tally.machines())
            .current(query.state.is_empty()),
    ];
    for state in [MachineState::Late, MachineState::Open, MachineState::Done, MachineState::Excluded] {
        let here = query.state == [state];
        if tally.of(state) > 0 || here {
            items.push(
                LinkItem::new(to(&[state]), states(locale, state)).count(tally.of(state)).current(here),
            );
        }
    }
    view! { <Chips label=text::by_state(locale) items=items /> }.into_any()
}

fn table(locale: Locale, page: &Page<CampaignMachine>) -> AnyView {
    let head = view! {
        <th scope="col">{intervention::equipment(locale)}</th>
        <th scope="col">{text::progress(locale)}</th>
        <th scope="col">{text::intervention(locale)}</th>
        <th scope="col">{text::technician(locale)}</th>
    }
    .into_any();
    let rows = page.data.iter().map(|row| line(locale, row)).collect_view();
    view! {
        <Table caption=text::machines(locale) head=head stacked=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn line(locale: Locale, row: &CampaignMachine) -> AnyView {
    let site = several_sites().then(|| view! { " " <span class="text-ink-3">{row.site.code.clone()}</span> });
    let work = &row.intervention;
    let lead = match &work.lead {
        Some(lead) => lead.name.clone().into_any(),
        None => view! { <span class="text-ink-3">{text::unassigned(locale)}</span> }.into_any(),
    };
    view! {
        <tr>
            <td class="wrap" data-label=intervention::equipment(locale)>
                <span>
                    <a class="link" href=format!("/equipments/{}", row.equipment.id)>
                        <b class="code">{row.equipment.code.clone()}</b>
                    </a>
                    {site}
                    <span class="block text-sm text-ink-2">{row.equipment.name.clone()}</span>
                </span>
            </td>
            <td class="wrap" data-label=text::progress(locale)>
                <span>
                    {state_badge(locale, row.state)}
                    <span class="block text-sm text-ink-2">{when(locale, row)}</span>
                </span>
            </td>
            <td data-label=text::intervention(locale)>
                <span class="inline-flex flex-wrap items-center gap-2">
                    <a class="link code" href=format!("/interventions/{}", work.id)>
                        {work.code.clone()}
                    </a>
                    {status_badge(locale, work.status)}
                </span>
            </td>
            <td class="wrap" data-label=text::technician(locale)>
                {lead}
            </td>
        </tr>
    }
    .into_any()
}

/// When it was done, since when it is late, why it is not counted, or until when it is to be done.
fn when(locale: Locale, row: &CampaignMachine) -> String {
    let work = &row.intervention;
    let day = |at: Option<domain::LocalDateTime>| at.map(|at| format::day(locale, at)).unwrap_or_default();
    if let Some(out) = &row.excluded {
        let why = exclusion(locale, out.why, &day(out.at_local));
        return match &out.reason {
            Some(reason) => format!("{why} – {reason}"),
            None => why,
        };
    }
    match row.state {
        MachineState::Done => day(work.completed_local),
        MachineState::Late => text::since(locale, day(work.due_local)),
        MachineState::Open | MachineState::Excluded => {
            work.due_local.map(|at| text::until(locale, format::day(locale, at))).unwrap_or_default()
        }
    }
}

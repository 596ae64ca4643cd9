//! Everything known of one equipment, on one page.

use super::{components::tree, history, life};
use crate::{session::may, shared::labels};
use domain::{
    Date, Permission,
    equipment::{EquipmentDetail, EquipmentNode, EquipmentState, Specification},
    intervention::InterventionRow,
};
use i18n::{Locale, equipment as text, format};
use leptos::prelude::*;
use ui::{Banner, Card, Dl, DlItem, Icon, LinkButton, Size, Table, Tree, Variant};

pub(super) fn view(
    locale: Locale,
    e: &EquipmentDetail,
    last: &[InterventionRow],
    below: &[EquipmentNode],
) -> AnyView {
    let id = e.row.id;
    let whole = (e.row.interventions_count > 0).then(|| {
        view! {
            <a class="link" href=format!("/equipments/{id}?tab=history")>
                {text::whole_history(locale)}
            </a>
        }
        .into_any()
    });
    let notes = e.notes.clone().map(|notes| {
        view! {
            <Card title=text::notes(locale)>
                <p class="whitespace-pre-line wrap-anywhere">{notes}</p>
            </Card>
        }
    });
    let (record, last) = (record(locale, e), history::last(locale, last));
    let (bare, specifications) =
        (e.specifications.is_empty(), specifications(locale, &e.row.code, &e.specifications));
    view! {
        <div class="page-split">
            <div class="stack">
                {state_banner(locale, e)} <Card title=text::record(locale)>{record}</Card> {notes}
                <Card title=text::last_interventions(locale) nostrip:end=whole>
                    {last}
                </Card>
            </div>
            <div class="stack">
                <Card title=text::specifications(locale) flush=!bare class="overflow-clip">
                    {specifications}
                </Card>
                {components(locale, e, below)}
            </div>
        </div>
    }
    .into_any()
}

/// Since when it does not simply run, and why.
fn state_banner(locale: Locale, e: &EquipmentDetail) -> AnyView {
    let reason = e.state_reason.clone();
    let runs = e.row.state == EquipmentState::Active && reason.is_none() && !e.state_by_hand;
    if e.row.retired_at.is_some() || runs {
        return ().into_any();
    }
    let state = labels::state(locale, e.row.state);
    let since = text::since(locale, format::date_time(locale, e.state_since_local), state);
    let by_hand = life::by_hand(locale, e);
    view! {
        <Banner tone=labels::state_tone(e.row.state) icon=labels::state_icon(e.row.state) round=true>
            <strong>{since}"."</strong>
            {reason.map(|reason| format!(" {reason}"))}
            {by_hand}
        </Banner>
    }
    .into_any()
}

fn record(locale: Locale, e: &EquipmentDetail) -> AnyView {
    let date = |d: Option<Date>| d.map(|d| format::date(locale, d)).unwrap_or_default();
    let row = &e.row;
    let known = |text: &Option<String>| text.clone().unwrap_or_default();
    let mut pairs = vec![
        (text::code(locale), row.code.clone()),
        (text::name(locale), row.name.clone()),
        (
            text::equipment_type(locale),
            row.equipment_type.as_ref().map(|t| t.name.clone()).unwrap_or_default(),
        ),
        (text::criticality(locale), labels::criticality(locale, row.criticality).to_owned()),
        (text::site(locale), format!("{} {}", row.site.code, row.site.name)),
        (text::line(locale), row.line.as_ref().map(|l| format!("{} {}", l.code, l.name)).unwrap_or_default()),
    ];
    let place = pairs.len();
    pairs.extend([
        (text::manufacturer(locale), known(&row.manufacturer)),
        (text::model(locale), known(&row.model)),
        (text::serial_number(locale), known(&row.serial_number)),
        (text::purchased_on(locale), date(e.purchased_on)),
        (text::installed_on(locale), date(e.installed_on)),
        (text::in_service_on(locale), date(row.in_service_on)),
        (text::warranty_until(locale), date(e.warranty_until)),
        (
            text::lifespan(locale),
            e.lifespan_years.map(|y| text::years(locale, i64::from(y))).unwrap_or_default(),
        ),
        (
            text::replacement_value(locale),
            e.replacement_value.as_ref().map(|m| format::money(locale, m)).unwrap_or_default(),
        ),
        (text::created(locale), format::date_time(locale, e.created_local)),
        (text::updated(locale), format::date_time(locale, row.updated_local)),
    ]);
    let pair = |(label, value): (&'static str, String)| view! { <DlItem label=label value=value /> };
    let mut items: Vec<AnyView> = pairs.into_iter().map(pair).map(IntoAny::into_any).collect();
    if let Some(parent) = e.parent.clone() {
        let item = view! {
            <DlItem label=text::parent(locale)>
                <a class="link" href=format!("/equipments/{}", parent.id)>
                    {format!("{} {}", parent.code, parent.name)}
                </a>
            </DlItem>
        };
        items.insert(place, item.into_any());
    }
    view! { <Dl class="xl:grid-cols-[max-content_1fr_max-content_1fr]">{items}</Dl> }.into_any()
}

fn specifications(locale: Locale, code: &str, all: &[Specification]) -> AnyView {
    if all.is_empty() {
        return view! { <p class="text-ink-3">{text::specifications_none(locale)}</p> }.into_any();
    }
    let head = view! {
        <th scope="col">{text::spec_key(locale)}</th>
        <th scope="col">{text::spec_value(locale)}</th>
    }
    .into_any();
    let rows = all.iter().map(|s| {
        let value = match &s.unit {
            Some(unit) => format!("{}\u{a0}{unit}", s.value),
            None => s.value.clone(),
        };
        view! {
            <tr>
                <th scope="row" class="wrap">
                    {s.key.clone()}
                </th>
                <td class="wrap">{value}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Table caption=format!("{}, {code}", text::specifications(locale)) head=head compact=true>
            {rows}
        </Table>
    }
    .into_any()
}

fn components(locale: Locale, e: &EquipmentDetail, below: &[EquipmentNode]) -> AnyView {
    let id = e.row.id;
    let direct: Vec<EquipmentNode> = below.iter().filter(|n| n.depth == 1).take(8).cloned().collect();
    let label = format!("{}, {}", text::components(locale), e.row.code);
    let content = if direct.is_empty() {
        view! { <p class="text-ink-3">{text::no_components(locale)}</p> }.into_any()
    } else {
        view! { <Tree label=label nodes=tree(locale, &direct) /> }.into_any()
    };
    let all = (below.len() > direct.len()).then(|| {
        view! {
            <a class="link" href=format!("/equipments/{id}?tab=components")>
                {text::all_components(locale)}
            </a>
        }
        .into_any()
    });
    let add = add_component(locale, e);
    view! {
        <Card title=text::components(locale) nostrip:end=all>
            {content} {add}
        </Card>
    }
    .into_any()
}

/// The whole tree below, on a tab of its own.
pub(super) fn all_components(locale: Locale, e: &EquipmentDetail, below: &[EquipmentNode]) -> AnyView {
    let add = add_component(locale, e);
    if below.is_empty() {
        return view! {
            <Card flush=true>
                <ui::Empty
                    icon=Icon::ListTree
                    title=text::no_components(locale)
                    text=text::no_components_what(locale)
                >
                    {add}
                </ui::Empty>
            </Card>
        }
        .into_any();
    }
    let label = format!("{}, {}", text::components(locale), e.row.code);
    let nodes = tree(locale, below);
    view! {
        <Card title=text::components(locale)>
            <Tree label=label nodes=nodes /> {add}
        </Card>
    }
    .into_any()
}

fn add_component(locale: Locale, e: &EquipmentDetail) -> AnyView {
    if !may(Permission::EquipmentWrite) || e.row.retired_at.is_some() {
        return ().into_any();
    }
    let href = format!("/equipments/new?parent={}", e.row.id);
    view! {
        <div class="mt-2">
            <LinkButton
                href=href
                label=text::add_component(locale)
                icon=Icon::Plus
                variant=Variant::Ghost
                size=Size::Small
            />
        </div>
    }
    .into_any()
}

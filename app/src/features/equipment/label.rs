//! `/equipments/:id/label` and `/equipments/labels?ids=1,2`: labels to print and stick on machines, each with
//! the QR code that leads to the machine's page.

use super::api::equipment_labels;
use crate::{
    session::use_locale,
    shared::{list::use_query, load::loaded},
};
use domain::{
    EquipmentId, Error, Noun,
    equipment::{EquipmentLabel, EquipmentQuery},
    url::pairs,
};
use i18n::{Locale, common, equipment as text};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::{Button, Empty, Icon, LinkButton, LinkItem, PageHeader, SkeletonDetail, Variant};

/// The labels of one equipment, or of those in the address.
pub fn label_page() -> AnyView {
    let locale = use_locale();
    let (params, query) = (use_params_map(), use_query());
    let wanted = Memo::new(move |_| match params.with(|p| p.get("id")) {
        Some(id) => id.parse::<EquipmentId>().into_iter().collect(),
        None => ids(&pairs(&query.get())),
    });
    let labels = Resource::new(
        move || wanted.get(),
        |ids| async move {
            let asked = ids.len();
            let found = equipment_labels(joined(&ids)).await?;
            match (asked, found.is_empty()) {
                (1, true) => Err(Error::NotFound(Noun::Equipment).into()),
                _ => Ok(found),
            }
        },
    );
    let skeleton = move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any();
    loaded(labels, skeleton, move |labels| page(locale, &labels))
}

fn page(locale: Locale, labels: &[EquipmentLabel]) -> AnyView {
    let mut crumbs = vec![LinkItem::new(EquipmentQuery::PATH, text::title(locale))];
    if let [one] = labels {
        crumbs.push(LinkItem::new(format!("/equipments/{}", one.id), &one.code));
    }
    let ids: Vec<EquipmentId> = labels.iter().map(|l| l.id).collect();
    let file = format!("/equipments/labels/pdf?ids={}", joined(&ids));
    let shown = labels
        .iter()
        .map(|label| {
            let alt = text::label_leads_to(locale, &label.code);
            view! {
                <li class="flex items-center gap-3 rounded-md border border-line bg-white p-3 text-black break-inside-avoid">
                    <img src=format!("/equipments/{}/qr", label.id) alt=alt width="112" height="112" />
                    <div class="min-w-0 wrap-anywhere">
                        <p class="text-lg font-bold">{label.code.clone()}</p>
                        <p>{label.name.clone()}</p>
                        <p class="text-sm">{label.site.clone()}</p>
                    </div>
                </li>
            }
        })
        .collect_view();
    let content = if labels.is_empty() {
        view! { <Empty icon=Icon::QrCode title=text::label_none(locale) /> }.into_any()
    } else {
        view! { <ul class="grid grid-cols-[repeat(auto-fill,minmax(17rem,1fr))] gap-3">{shown}</ul> }
            .into_any()
    };
    let print = Callback::new(|()| {
        let _ = window().print();
    });
    view! {
        <Title text=text::labels(locale) />
        <PageHeader title=text::labels(locale) crumbs=crumbs crumbs_label=text::part_of(locale) />
        <div class="page-body stack">
            <div class="btn-group print:hidden">
                <Button
                    label=text::label_print(locale)
                    kind="button"
                    icon=Icon::Printer
                    variant=Variant::Primary
                    on_click=print
                />
                <LinkButton href=file label=text::label_pdf(locale) icon=Icon::Download download=true />
            </div>
            <p class="hint print:hidden">{text::label_hint(locale)}</p>
            {content}
        </div>
    }
    .into_any()
}

/// The equipments that an address names: `ids=1,2` or `ids=1&ids=2`.
pub fn ids(pairs: &[(String, String)]) -> Vec<EquipmentId> {
    let named = pairs.iter().filter(|(key, _)| key == "ids");
    named.flat_map(|(_, ids)| ids.split(',')).filter_map(|id| id.trim().parse().ok()).collect()
}

/// These equipments, as an address names them.
pub fn joined(ids: &[EquipmentId]) -> String {
    ids.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

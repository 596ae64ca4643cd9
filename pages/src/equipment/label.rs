//! `/equipments/:id/label` and `/equipments/labels?ids=1,2`: labels to print and stick on machines, each with
//! the QR code that leads to the machine's page.

use crate::{ApiResult, backend, page::Asked};
use domain::{
    EquipmentId, Error, Noun,
    equipment::{EquipmentLabel, EquipmentQuery},
    url::pairs,
};
use i18n::{Locale, equipment as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Glyph, Icon, LinkButton, LinkItem, PageHeader};

/// The label of one equipment.
pub async fn label(asked: Asked) -> ApiResult<AnyView> {
    let id: EquipmentId = asked.id(Noun::Equipment)?;
    sheet(&asked, vec![id]).await
}

/// The labels of those in the address.
pub async fn labels(asked: Asked) -> ApiResult<AnyView> {
    sheet(&asked, ids(&pairs(&asked.query))).await
}

async fn sheet(asked: &Asked, ids: Vec<EquipmentId>) -> ApiResult<AnyView> {
    let one = ids.len() == 1;
    let found = backend::call(|s, by| async move { s.equipment().labels(&by, &ids).await }).await?;
    if one && found.is_empty() {
        return Err(Error::NotFound(Noun::Equipment).into());
    }
    Ok(page(asked.locale, &found))
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
    view! {
        <Title text=text::labels(locale) />
        <PageHeader title=text::labels(locale) crumbs=crumbs crumbs_label=text::part_of(locale) />
        <div class="page-body stack">
            <div class="btn-group print:hidden">
                <button type="button" class="btn btn-primary needs-script" data-print="">
                    <Glyph icon=Icon::Printer />
                    {text::label_print(locale)}
                </button>
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

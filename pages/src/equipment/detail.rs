//! `/equipments/:id`: one equipment. `?tab=history` and `?tab=components` show its other parts.

use super::{
    head::{self, Tab},
    history, life, overview,
};
use crate::{
    ApiResult, backend,
    document::{self, Documents},
    page::Asked,
    session::may,
};
use domain::{
    EquipmentId, Noun, Page, Permission,
    document::Holder,
    equipment::{EquipmentDetail, EquipmentNode, EquipmentQuery},
    intervention::{InterventionQuery, InterventionRow},
};
use i18n::{equipment as text, work};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Icon, LinkButton, LinkItem, PageHeader};

/// What the page is made of.
struct Parts {
    equipment: EquipmentDetail,
    below: Vec<EquipmentNode>,
    past: Page<InterventionRow>,
    documents: Documents,
}

/// The page of one equipment.
pub async fn detail(asked: Asked) -> ApiResult<AnyView> {
    let id: EquipmentId = asked.id(Noun::Equipment)?;
    let tab = Tab::of(asked.value("tab").as_deref());
    let query = match tab {
        Tab::History => InterventionQuery::from_url(&asked.query).0,
        Tab::Overview | Tab::Components | Tab::Documents => InterventionQuery::from_url("limit=5").0,
    };
    let past = InterventionQuery { equipment: vec![id], ..query.clone() };
    let (equipment, below, past) = backend::call(|s, by| async move {
        let equipment = s.equipment().get(&by, id).await?;
        let below = s.equipment().components(&by, id).await?;
        Ok((equipment, below, s.interventions().list(&by, &past).await?))
    })
    .await?;
    let documents = document::read(&asked, (Holder::Equipment, id.0)).await?;
    let parts = Parts { equipment, below, past, documents };
    Ok(page(&asked, &parts, tab, &query).await)
}

async fn page(asked: &Asked, parts: &Parts, tab: Tab, query: &InterventionQuery) -> AnyView {
    let (locale, e) = (asked.locale, &parts.equipment);
    let (row, files) = (&e.row, &parts.documents.all);
    let replay = asked.replay().await;
    let replay = replay.as_ref();
    let part = match tab {
        Tab::Overview => overview::view(locale, e, &parts.past.data, &parts.below),
        Tab::Components => overview::all_components(locale, e, &parts.below),
        Tab::History => {
            let table = history::table(locale, row.id, &row.code, query, parts.past.clone());
            view! { <div class="card overflow-clip">{table}</div> }.into_any()
        }
        Tab::Documents => document::panel(asked, &parts.documents, replay),
    };
    let mut crumbs = vec![LinkItem::new(EquipmentQuery::PATH, text::title(locale))];
    crumbs.extend(e.ancestors.iter().map(|a| LinkItem::new(format!("/equipments/{}", a.id), &a.code)));
    let report = (may(Permission::InterventionReport) && row.retired_at.is_none()).then(|| {
        let (href, label) = (format!("/repairs/new?equipment={}", row.id), work::report_button(locale));
        view! { <LinkButton href=href label=label icon=Icon::TriangleAlert /> }
    });
    view! {
        <Title text=format!("{} {}", row.code, row.name) />
        <PageHeader title=row.code.clone() crumbs=crumbs crumbs_label=text::part_of(locale)>{report}</PageHeader>
        <div class="flex flex-wrap items-start gap-x-5 gap-y-3 px-5 pt-5 max-phone:px-4 max-phone:pt-4">
            {head::cover(e, files)} <div class="min-w-0 flex-1 basis-72">
                {head::marks(locale, e)} <h2 class="mt-1.5 text-xl font-bold wrap-anywhere">{row.name.clone()}</h2>
                {head::facts(locale, e)}
            </div>
            {head::qr(locale, e)} {life::buttons(locale, e)}
        </div>
        {head::tabs(locale, e, files.len(), tab)}
        <div class="page-body">{life::refusal(locale, replay)} {head::retired_banner(locale, e)} {part}</div>
        {life::dialogs(locale, e, replay)}
    }
    .into_any()
}

//! `/equipments/:id`: one equipment. `?tab=history` and `?tab=components` show its other parts.

use super::{
    api::{equipment_components, equipment_history, get_equipment},
    head::{self, Tab},
    history,
    life::{self, Life},
    overview,
};
use crate::{
    ApiError, ApiResult,
    features::{
        document::{self, Documents, Files, api::list_documents},
        undo::use_undone,
    },
    session::{may, use_locale},
    shared::{
        list::use_query,
        load::failed,
        replay::{Replay, use_replay},
    },
};
use domain::{
    EquipmentId, Error, Noun, Page, Permission,
    document::{DocumentView, Holder},
    equipment::{EquipmentDetail, EquipmentNode, EquipmentQuery},
    intervention::{InterventionQuery, InterventionRow},
    url::pairs,
};
use i18n::{Locale, common, equipment as text};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;
use ui::{Icon, LinkButton, LinkItem, PageHeader, SkeletonDetail};

/// The page of one equipment.
pub fn detail_page() -> AnyView {
    let locale = use_locale();
    let (params, query, life) = (use_params_map(), use_query(), Life::new());
    let id = Memo::new(move |_| {
        let id = params.with(|p| p.get("id"));
        id.and_then(|id| id.parse::<EquipmentId>().ok()).ok_or(ApiError(Error::NotFound(Noun::Equipment)))
    });
    let tab = Memo::new(move |_| Tab::of(value(&query.get(), "tab").as_deref()));
    let pages = Memo::new(move |_| match tab.get() {
        Tab::History => InterventionQuery::from_url(&query.get()).0.to_url(),
        Tab::Overview | Tab::Components | Tab::Documents => "limit=5".to_owned(),
    });
    let undone = use_undone();
    let of = move || (id.get(), life.version() + undone.get());
    let equipment = Resource::new(of, |(id, _)| async move { get_equipment(id?).await });
    let below = Resource::new(of, |(id, _)| async move { equipment_components(id?).await });
    let past = Resource::new(
        move || (id.get(), pages.get()),
        |(id, query)| async move { equipment_history(id?, query).await },
    );
    let documents = Documents::new();
    let files = Resource::new(
        move || (id.get(), documents.version(), query.with(|query| document::shown(query))),
        |(id, _, shown)| async move { list_documents(Holder::Equipment, id?.0, shown).await },
    );
    let replay = use_replay();
    let page = move || {
        let (tab, pages, query) = (tab.get(), pages.get(), query.get());
        Suspend::new(async move {
            let replay = replay.await.ok().flatten();
            match all(equipment.await, below.await, past.await, files.await) {
                Ok((e, below, past, files)) => {
                    let part = match tab {
                        Tab::Overview => overview::view(locale, life, &e, &past.data, &below),
                        Tab::Components => overview::all_components(locale, &e, &below),
                        Tab::History => {
                            let query = InterventionQuery::from_url(&pages).0;
                            let table = history::table(locale, e.row.id, &e.row.code, &query, past);
                            view! { <div class="card overflow-clip">{table}</div> }.into_any()
                        }
                        Tab::Documents => {
                            let holder = (Holder::Equipment, e.row.id.0);
                            let replay = replay.as_ref();
                            document::panel(locale, documents, holder, files.clone(), &query, replay)
                        }
                    };
                    whole(locale, &e, &files.all, life, tab, replay, part)
                }
                Err(error) => failed(&error.0),
            }
        })
    };
    view! {
        <Transition fallback=move || {
            view! { <SkeletonDetail label=common::loading(locale) /> }
        }>{page}</Transition>
    }
    .into_any()
}

/// The value of a key of a query string.
fn value(query: &str, key: &str) -> Option<String> {
    pairs(query).into_iter().find(|(k, _)| k == key).map(|(_, v)| v)
}

/// What the page is made of.
type Parts = (EquipmentDetail, Vec<EquipmentNode>, Page<InterventionRow>, Files);

fn all(
    equipment: ApiResult<EquipmentDetail>,
    below: ApiResult<Vec<EquipmentNode>>,
    past: ApiResult<Page<InterventionRow>>,
    files: ApiResult<Files>,
) -> ApiResult<Parts> {
    // The equipment's own error first: it says the most.
    Ok((equipment?, below?, past?, files?))
}

fn whole(
    locale: Locale,
    e: &EquipmentDetail,
    files: &[DocumentView],
    life: Life,
    tab: Tab,
    replay: Option<Replay>,
    part: AnyView,
) -> AnyView {
    let row = &e.row;
    let mut crumbs = vec![LinkItem::new(EquipmentQuery::PATH, text::title(locale))];
    crumbs.extend(e.ancestors.iter().map(|a| LinkItem::new(format!("/equipments/{}", a.id), &a.code)));
    let dialogs = {
        let e = e.clone();
        // In a closure, so that what was typed for one equipment is not there for the next.
        move || life::dialogs(locale, life, &e, replay.clone())
    };
    let report = (may(Permission::InterventionReport) && row.retired_at.is_none()).then(|| {
        let (href, label) = (format!("/repairs/new?equipment={}", row.id), i18n::work::report_button(locale));
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
            {head::qr(locale, e)} {life::buttons(locale, life, e)}
        </div>
        {head::tabs(locale, e, files.len(), tab)}
        <div class="page-body">{head::retired_banner(locale, e)} {part}</div>
        {dialogs}
    }
    .into_any()
}

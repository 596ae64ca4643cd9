//! `/equipments`: all equipment that the reader may see. The address is the list's whole state.

use super::{bulk, chips, columns, columns::Column, filters, table};
use crate::{
    ApiResult, backend,
    page::Asked,
    session::{may, may_any_or_own},
    shared::{list, no_site::no_site},
};
use domain::{
    DocumentId, EquipmentId, Page, Permission,
    equipment::{EquipmentFacets, EquipmentQuery, EquipmentRow},
    error::if_allowed,
};
use i18n::{Locale, equipment as text};
use leptos::prelude::*;
use leptos_meta::Title;
use std::collections::BTreeMap;
use ui::{Empty, Icon, LinkButton, PageHeader, Variant};

/// What the list shows.
pub(super) struct Shown {
    pub locale: Locale,
    pub query: EquipmentQuery,
    /// What stands around the rows: filters and chips.
    pub facets: EquipmentFacets,
    pub columns: Vec<Column>,
    pub page: Page<EquipmentRow>,
    /// The picture of each machine that has one.
    pub covers: BTreeMap<EquipmentId, DocumentId>,
}

/// The list.
pub async fn list(asked: Asked) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let (query, _) = EquipmentQuery::from_url(&asked.query);
    let cols = columns::asked(&asked.query);
    let wanted = query.clone();
    let (facets, page, covers) = backend::call(|s, by| async move {
        let facets = s.equipment().facets(&by).await?;
        let page = s.equipment().list(&by, &wanted).await?;
        let ids: Vec<EquipmentId> = page.data.iter().map(|e| e.id).collect();
        let covers = if_allowed(s.documents().covers(&by, &ids).await)?.unwrap_or_default();
        Ok((facets, page, covers.into_iter().collect()))
    })
    .await?;
    let columns = columns::shown(cols.as_deref());
    let shown = Shown { locale, query, facets, columns, page, covers };
    let replay = asked.replay().await;
    let create = may(Permission::EquipmentWrite).then(|| {
        view! {
            <LinkButton
                href="/equipments/new"
                label=text::add(locale)
                icon=Icon::Plus
                variant=Variant::Primary
            />
        }
    });
    Ok(view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{create}</PageHeader>
        <div class="bg-surface px-5 pt-3 max-phone:px-4">{chips::chips(&shown, replay.as_ref())}</div>
        {filters::filters(&shown, cols.as_deref())}
        <div class="list">{bulk::refusal(locale, replay.as_ref())} {rows_or_nothing(&shown)}</div>
    }
    .into_any())
}

fn rows_or_nothing(shown: &Shown) -> AnyView {
    let (locale, query) = (shown.locale, &shown.query);
    if !shown.page.data.is_empty() {
        return table::table(shown);
    }
    if let Some(none) = no_site(locale) {
        return none;
    }
    let all = shown.facets.chips.first().map_or(0, |chip| chip.count);
    if query.is_filtered() || query.window.cursor.is_some() {
        let clear = EquipmentQuery { window: query.window.clone(), ..EquipmentQuery::default() }.at(None);
        return list::none_match(
            locale,
            text::empty_filter(locale),
            text::empty_filter_what(locale, all),
            clear.href(),
        );
    }
    nothing_yet(locale)
}

/// Nothing exists: what to do next depends on what one may do.
fn nothing_yet(locale: Locale) -> AnyView {
    let write = may(Permission::EquipmentWrite);
    let what = match (write, may(Permission::EquipmentRead)) {
        (true, _) => text::empty_first_what(locale),
        (false, true) => text::empty_first_read(locale),
        (false, false) if may_any_or_own(Permission::EquipmentRead) => text::empty_own(locale),
        (false, false) => text::empty_first_read(locale),
    };
    let import = may(Permission::ImportRun).then(|| {
        view! { <LinkButton href="/admin/import" label=text::import_file(locale) icon=Icon::FileUp /> }
    });
    let create = write.then(|| {
        let label = text::create_first(locale);
        view! { <LinkButton href="/equipments/new" label=label icon=Icon::Plus variant=Variant::Primary /> }
    });
    view! {
        <Empty icon=Icon::Cog title=text::empty_first(locale) text=what first_time=true>
            {create}
            {import}
        </Empty>
    }
    .into_any()
}

//! `/equipments`: all equipment that the reader may see. The address is the list's whole state.

use super::{
    api::{ChangeSeveral, DeleteView, EquipmentList, Panel, SaveView, equipment_panel, list_equipment},
    bulk, chips,
    columns::asked,
    filters, table,
};
use crate::{
    features::undo::use_undone,
    session::{may, may_somehow, use_locale},
    shared::{
        list::{self, use_query},
        load::{failed, loaded},
        no_site::no_site,
        replay::use_replay,
        scroll::keep_scroll,
    },
};
use domain::{Permission, equipment::EquipmentQuery};
use i18n::{Locale, common, equipment as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Empty, Icon, LinkButton, PageHeader, SkeletonTable, Variant};

/// The list.
pub fn list_page() -> AnyView {
    let locale = use_locale();
    let address = use_query();
    let query = Memo::new(move |_| EquipmentQuery::from_url(&address.get()).0);
    let several = ServerAction::<ChangeSeveral>::new();
    let (save, forget) = (ServerAction::<SaveView>::new(), ServerAction::<DeleteView>::new());
    let (done, undone) = (several.version(), use_undone());
    let changed = Signal::derive(move || (done.get(), undone.get()));
    let rows = Resource::new(
        move || (query.get().to_url(), changed.get()),
        |(query, _)| async move { list_equipment(query).await },
    );
    let cols = Memo::new(move |_| asked(&address.get()));
    let panel = Resource::new(
        move || (changed.get(), save.version().get(), forget.version().get()),
        move |_| {
            let cols = cols.get_untracked();
            async move { equipment_panel(cols).await }
        },
    );
    Effect::new(move |before: Option<Option<String>>| {
        let now = cols.get();
        // Without any in the address the last choice stays.
        if before.is_some_and(|before| before != now) && now.is_some() {
            panel.refetch();
        }
        now
    });
    let replay = use_replay();
    let scroll = keep_scroll(Signal::derive(move || query.get().href()));
    bulk::untick_when(move || (query.get(), changed.get()));

    let chips = loaded(
        panel,
        || view! { <span class="skeleton h-8 w-64"></span> }.into_any(),
        move |panel| chips::view(locale, query, panel, save, forget),
    );
    let list = move || {
        let query = query.get();
        Suspend::new(async move {
            let came_back = replay.await.ok().flatten();
            match (rows.await, panel.await) {
                (Ok(page), Ok(panel)) => {
                    scroll.restore();
                    view! {
                        {bulk::refusal(locale, several, save, forget, came_back)}
                        {rows_or_nothing(locale, &query, &panel, page, several)}
                    }
                    .into_any()
                }
                (Err(error), _) | (_, Err(error)) => failed(&error.0),
            }
        })
    };
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
    view! {
        <Title text=text::title(locale) />
        <PageHeader title=text::title(locale)>{create}</PageHeader>
        <div class="bg-surface px-5 pt-3 max-phone:px-4">{chips}</div>
        {filters::view(locale, query, panel)}
        <div class="list" on:click=move |_| scroll.remember()>
            <Transition fallback=move || view! { <SkeletonTable label=common::loading(locale) rows=12 /> }>{list}</Transition>
        </div>
    }
    .into_any()
}

fn rows_or_nothing(
    locale: Locale,
    query: &EquipmentQuery,
    panel: &Panel,
    list: EquipmentList,
    several: ServerAction<ChangeSeveral>,
) -> AnyView {
    if !list.page.data.is_empty() {
        return table::view(locale, query, panel, list, several);
    }
    if let Some(none) = no_site(locale) {
        return none;
    }
    let all = panel.facets.chips.first().map_or(0, |chip| chip.count);
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
        (false, false) if may_somehow(Permission::EquipmentRead) => text::empty_own(locale),
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

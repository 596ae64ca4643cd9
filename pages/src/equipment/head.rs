//! The head of one equipment's page: what and where it is, and the parts of the page.

use crate::shared::labels;
use domain::{
    document::{DocumentView, Holder},
    equipment::EquipmentDetail,
};
use i18n::{Locale, equipment as text, format};
use leptos::prelude::*;
use ui::{Badge, Banner, Glyph, Icon, LinkItem, Tabs, Tone};

/// The state and the criticality.
pub(super) fn marks(locale: Locale, e: &EquipmentDetail) -> AnyView {
    let level = e.row.criticality;
    let state = if e.row.retired_at.is_some() {
        view! { <Badge label=text::retired_chip(locale) icon=Icon::Archive /> }.into_any()
    } else {
        labels::state_badge(locale, e.row.state)
    };
    view! {
        <p class="flex flex-wrap items-center gap-2">
            {state} <span class="inline-flex items-center gap-1.5">
                {labels::criticality_badge(locale, level)}
                <span class="text-sm text-ink-2" aria-hidden="true">
                    {text::criticality_short(locale, labels::criticality(locale, level))}
                </span>
            </span>
        </p>
    }
    .into_any()
}

/// The picture by which it is known, if somebody chose one.
pub(super) fn cover(e: &EquipmentDetail, files: &[DocumentView]) -> AnyView {
    let Some(cover) = files.iter().find(|d| d.is_cover) else { return ().into_any() };
    let open = format!("{}&document={}", Holder::Equipment.page(e.row.id.0), cover.id);
    let (src, alt) = (cover.thumbnail_url(), format!("{} {}", e.row.code, e.row.name));
    view! {
        <a href=open>
            <img
                class="size-24 rounded-md border border-line object-cover max-phone:size-16"
                src=src
                alt=alt
                width="96"
                height="96"
            />
        </a>
    }
    .into_any()
}

/// The code on its label, which leads to this page.
pub(super) fn qr(locale: Locale, e: &EquipmentDetail) -> AnyView {
    let id = e.row.id;
    view! {
        <a class="max-phone:hidden" href=format!("/equipments/{id}/label") title=text::label(locale)>
            <img
                class="size-16 rounded-md border border-line bg-white"
                src=format!("/equipments/{id}/qr")
                alt=text::label(locale)
                width="64"
                height="64"
            />
        </a>
    }
    .into_any()
}

/// Where it stands, its number, since when it is there.
pub(super) fn facts(locale: Locale, e: &EquipmentDetail) -> AnyView {
    let line = e.row.line.as_ref().map(|l| format!(" · {}", l.name)).unwrap_or_default();
    let mut facts = vec![(Icon::MapPin, format!("{}{line}", e.row.site.name))];
    if let Some(serial) = &e.row.serial_number {
        facts.push((Icon::Hash, text::serial_short(locale, serial)));
    }
    if let Some(day) = e.row.in_service_on {
        facts.push((Icon::Calendar, text::in_service_short(locale, format::date(locale, day))));
    }
    if let Some(at) = e.retired_local {
        facts.push((Icon::Archive, text::retired_since(locale, format::day(locale, at))));
    }
    let facts = facts.into_iter().map(|(icon, fact)| {
        view! {
            <span class="flex items-center gap-1.5">
                <Glyph icon=icon size=14 />
                {fact}
            </span>
        }
    });
    view! { <p class="mt-1 flex flex-wrap gap-x-4 text-ink-2">{facts.collect_view()}</p> }.into_any()
}

/// The line across the page of an equipment that is out of service for good.
pub(super) fn retired_banner(locale: Locale, e: &EquipmentDetail) -> AnyView {
    e.retired_local
        .map(|at| {
            view! {
                <Banner tone=Tone::Mute icon=Icon::Archive round=true>
                    <strong>{text::retired_since(locale, format::day(locale, at))}</strong>
                    " "
                    {text::retired_what(locale)}
                </Banner>
            }
        })
        .into_any()
}

/// The parts of the page, as links.
pub(super) fn tabs(locale: Locale, e: &EquipmentDetail, files: usize, shown: Tab) -> AnyView {
    let id = e.row.id;
    let item = |tab: Tab, label: &str, icon| {
        let href = match tab {
            Tab::Overview => format!("/equipments/{id}"),
            Tab::History => format!("/equipments/{id}?tab=history"),
            Tab::Components => format!("/equipments/{id}?tab=components"),
            Tab::Documents => Holder::Equipment.page(id.0),
        };
        LinkItem::new(href, label).icon(icon).current(tab == shown)
    };
    let mut history = item(Tab::History, text::history(locale), Icon::History);
    if e.row.interventions_count > 0 {
        history = history.count(format::whole(locale, e.row.interventions_count));
    }
    let mut components = item(Tab::Components, text::components(locale), Icon::ListTree);
    if e.components_count > 0 {
        components = components.count(e.components_count);
    }
    let mut documents = item(Tab::Documents, i18n::document::title(locale), Icon::Paperclip);
    if files > 0 {
        documents = documents.count(files);
    }
    let overview = item(Tab::Overview, text::overview(locale), Icon::LayoutList);
    let items = vec![overview, history, components, documents];
    view! {
        <Tabs label=text::tabs(locale, &e.row.code) items=items class="mt-4 px-5" />
    }
    .into_any()
}

/// Which part of the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tab {
    Overview,
    History,
    Components,
    Documents,
}

impl Tab {
    /// The one that the address names; the overview when it names none.
    pub fn of(name: Option<&str>) -> Self {
        match name {
            Some("history") => Self::History,
            Some("components") => Self::Components,
            Some("documents") => Self::Documents,
            _ => Self::Overview,
        }
    }
}

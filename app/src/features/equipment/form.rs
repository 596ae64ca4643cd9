//! `/equipments/new` and `/equipments/:id/edit`. What somebody else saved meanwhile is shown at the fields,
//! and nothing typed is lost: not by a refusal, a reload, or a link followed by mistake.

use super::{
    api::{FormData, SaveEquipment, equipment_form, get_equipment},
    fields::{self, Fields, label, rule},
    meanwhile, specifications,
};
use crate::{
    session::use_locale,
    shared::{
        form::{Form, input_name},
        keeper::Keeper,
        load::loaded,
        record::{Editing, use_record, version},
        replay::Replay,
    },
};
use domain::{
    EquipmentId, Noun, Permission,
    equipment::{Criticality, EquipmentDetail, EquipmentDraft, EquipmentQuery, EquipmentState},
};
use i18n::{Locale, common, equipment as text};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use std::sync::Arc;
use ui::{Button, LinkButton, LinkItem, PageHeader, SkeletonDetail, Variant};

/// The form of a new equipment, or of one that is there.
pub fn form_page() -> AnyView {
    let locale = use_locale();
    // What the address proposes for a new one. It does not change while the form is there.
    let proposed = use_query_map().get_untracked();
    let parent = proposed.get("parent").and_then(|id| id.parse().ok());
    let data = use_record(Noun::Equipment, Permission::EquipmentWrite, move |id: Option<EquipmentId>| {
        equipment_form(id, parent)
    });
    let (site, line) = (proposed.get("site").unwrap_or_default(), proposed.get("line").unwrap_or_default());
    loaded(
        data,
        move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(),
        move |(data, replay): Editing<FormData>| page(locale, data, replay, &site, &line),
    )
}

fn page(locale: Locale, data: FormData, replay: Option<Replay>, site: &str, line: &str) -> AnyView {
    let title = match (&data.stored, &data.parent) {
        (Some(e), _) => text::edit_title(locale, &e.row.code),
        (None, Some(parent)) => text::new_component(locale, &parent.row.code),
        (None, None) => text::new(locale).to_owned(),
    };
    let mut crumbs = vec![LinkItem::new(EquipmentQuery::PATH, text::title(locale))];
    if let Some(e) = data.stored.as_ref().or(data.parent.as_ref()) {
        crumbs.push(LinkItem::new(format!("/equipments/{}", e.row.id), &e.row.code));
    }
    let stored = match &data.stored {
        Some(e) => EquipmentDraft::from(e),
        None => fresh(&data, site, line),
    };
    // In a closure, so that what was typed for one equipment is not there for the next.
    let body = move || body(locale, &data, &stored, replay.clone());
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=text::part_of(locale) />
        <div class="page-body">
            <div class="page-narrow">{body}</div>
        </div>
    }
    .into_any()
}

/// The form of a new one, as far as the address and the parent propose it.
fn fresh(data: &FormData, site: &str, line: &str) -> EquipmentDraft {
    let mut draft = EquipmentDraft {
        site_id: site.to_owned(),
        line_id: line.to_owned(),
        state: EquipmentState::Active.to_string(),
        criticality: Criticality::Medium.to_string(),
        ..EquipmentDraft::default()
    };
    if let Some(parent) = &data.parent {
        draft.site_id = parent.row.site.id.to_string();
        draft.line_id = parent.row.line.as_ref().map(|l| l.id.to_string()).unwrap_or_default();
    }
    if let (true, [only]) = (draft.site_id.is_empty(), data.facets.sites.as_slice()) {
        draft.site_id = only.id.to_string();
    }
    draft
}

fn body(locale: Locale, data: &FormData, stored: &EquipmentDraft, replay: Option<Replay>) -> AnyView {
    let save = ServerAction::<SaveEquipment>::new();
    let came_back = replay.is_some();
    let fresh = RwSignal::new(None);
    let form = meanwhile::readable(locale, Form::new(save, replay), data, fresh);
    let id = data.stored.as_ref().map(|e| e.row.id);
    let fields = Fields {
        locale,
        form: form.clone(),
        stored: stored.clone(),
        site: RwSignal::new(form.value("site_id", &stored.site_id)),
        rows: RwSignal::new(specifications::rows(&form, &stored.specifications)),
    };
    let rows = fields.rows;
    let keeper = Keeper::with_room(
        &record(id, data.parent.as_ref().map(|p| p.row.id)),
        !came_back,
        Arc::new(move |fields| {
            let needed = fields.iter().filter(|(name, _)| name.ends_with("[key]")).count();
            rows.update(|rows| *rows = needed.max(*rows));
        }),
    );
    keeper.follow(save);
    let check = form.check_on_leave(move |sent| rule(locale, sent));
    let summary = form.summary(move |field| label(locale, field));
    let identity = identity(locale, data, &form, save, fresh);
    let fields = fields::view(&fields, data);
    let cancel = id.map_or_else(|| EquipmentQuery::PATH.to_owned(), |id| format!("/equipments/{id}"));
    let inside = view! {
        <ActionForm action=save attr:class="stack" attr:novalidate="">
            {summary}
            {identity}
            {fields}
            <div class="form-actions">
                <LinkButton href=cancel label=common::cancel(locale) />
                <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
            </div>
        </ActionForm>
    }
    .into_any();
    keeper.around(&form, check, inside)
}

/// Under which name the form of this equipment is kept; of a new one by the machine that it belongs to.
fn record(id: Option<EquipmentId>, parent: Option<EquipmentId>) -> String {
    match (id, parent) {
        (Some(id), _) => format!("equipment:{id}"),
        (None, Some(parent)) => format!("equipment:new:{parent}"),
        (None, None) => "equipment:new".to_owned(),
    }
}

/// Which equipment and which version of it is saved, and the way to save over somebody else's change.
fn identity(
    locale: Locale,
    data: &FormData,
    form: &Form,
    save: ServerAction<SaveEquipment>,
    fresh: RwSignal<Option<EquipmentDetail>>,
) -> AnyView {
    let Some(e) = &data.stored else { return ().into_any() };
    let (id, read) = (e.row.id, e.version);
    let latest = version(form, read, move || async move {
        let now = get_equipment(id).await?;
        let version = now.version;
        // The page may be gone by now.
        let _ = fresh.try_set(Some(now));
        Ok(version)
    });
    let stale = form.is_stale();
    let anyway = move || {
        stale.get().then(|| {
            view! {
                <div class="form-actions">
                    <button
                        class="btn btn-danger"
                        name="overwrite"
                        value=move || latest.get()
                        aria-busy=move || save.pending().get().then_some("true")
                    >
                        {text::save_anyway(locale)}
                    </button>
                </div>
            }
        })
    };
    view! {
        <input type="hidden" name="id" value=id.to_string() />
        <input type="hidden" name=input_name("version") value=form.value("version", &read.to_string()) />
        {anyway}
    }
    .into_any()
}

//! `/equipments/new` and `/equipments/:id/edit`. What somebody else saved meanwhile is shown at the fields,
//! and nothing typed is lost: not by a refusal, a reload, or a link followed by mistake.

use super::{
    api::SAVE,
    fields::{self, label},
    meanwhile,
};
use crate::{
    ApiResult, backend,
    form::Form,
    page::{Asked, needs},
    shared::form::input_name,
};
use domain::{
    EquipmentId, Error, Noun, Permission,
    equipment::{
        Criticality, EquipmentDetail, EquipmentDraft, EquipmentFacets, EquipmentQuery, EquipmentState,
    },
};
use i18n::{Locale, common, equipment as text};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, LinkButton, LinkItem, PageHeader, Variant};

/// What the form needs.
#[derive(Clone)]
pub(super) struct FormData {
    /// The equipment to change; none when it is a new one.
    pub stored: Option<EquipmentDetail>,
    /// The machine that a new component belongs to.
    pub parent: Option<EquipmentDetail>,
    pub facets: EquipmentFacets,
}

/// The form of a new one.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::EquipmentWrite)?;
    page(&asked, None).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::EquipmentWrite)?;
    let id: EquipmentId = asked.id(Noun::Equipment)?;
    page(&asked, Some(id)).await
}

async fn page(asked: &Asked, id: Option<EquipmentId>) -> ApiResult<AnyView> {
    let locale = asked.locale;
    // An address with a parent that is gone is still a way to the form.
    let parent = asked.value("parent").filter(|_| id.is_none()).and_then(|id| id.parse::<EquipmentId>().ok());
    let data = backend::call(|s, by| async move {
        let stored = match id {
            Some(id) => Some(s.equipment().get(&by, id).await?),
            None => None,
        };
        let parent = match parent {
            Some(parent) => s.equipment().get(&by, parent).await.ok(),
            None => None,
        };
        Ok(FormData { stored, parent, facets: s.equipment().facets(&by).await? })
    })
    .await?;
    let replay = asked.replay().await;
    let form = meanwhile::readable(Form::new(locale, SAVE, replay.as_ref()), &data);
    let title = match (&data.stored, &data.parent) {
        (Some(e), _) => text::edit_title(locale, &e.row.code),
        (None, Some(parent)) => text::new_component(locale, &parent.row.code),
        (None, None) => text::new(locale).to_owned(),
    };
    let mut crumbs = vec![LinkItem::new(EquipmentQuery::PATH, text::title(locale))];
    if let Some(e) = data.stored.as_ref().or(data.parent.as_ref()) {
        crumbs.push(LinkItem::new(format!("/equipments/{}", e.row.id), &e.row.code));
    }
    let stored = data.stored.as_ref().map_or_else(|| fresh(asked, &data), EquipmentDraft::from);
    let body = body(locale, &data, &form, &stored);
    Ok(view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=text::part_of(locale) />
        <div class="page-body">
            <div class="page-narrow">{body}</div>
        </div>
    }
    .into_any())
}

/// The form of a new one, as far as the address and the parent propose it.
fn fresh(asked: &Asked, data: &FormData) -> EquipmentDraft {
    let mut draft = EquipmentDraft {
        site_id: asked.value("site").unwrap_or_default(),
        line_id: asked.value("line").unwrap_or_default(),
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

fn body(locale: Locale, data: &FormData, form: &Form, stored: &EquipmentDraft) -> AnyView {
    let id = data.stored.as_ref().map(|e| e.row.id);
    let cancel = id.map_or_else(|| EquipmentQuery::PATH.to_owned(), |id| format!("/equipments/{id}"));
    let keep = record(id, data.parent.as_ref().map(|p| p.row.id));
    view! {
        <form method="post" action=SAVE class="stack" novalidate data-check="" data-keep=keep>
            // The button that Enter presses.
            <button type="submit" class="sr-only" tabindex="-1" aria-hidden="true"></button>
            {form.summary(|field| label(locale, field))} {identity(locale, data, form)}
            {fields::all(locale, form, stored, data)} <div class="form-actions">
                <LinkButton href=cancel label=common::cancel(locale) />
                <Button label=common::save(locale) variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

/// Under which name the form of this equipment is kept; of a new one by the machine that it belongs to.
fn record(id: Option<EquipmentId>, parent: Option<EquipmentId>) -> String {
    match (id, parent) {
        (Some(id), _) => format!("equipment:{id}"),
        (None, Some(parent)) => format!("equipment:new:{parent}"),
        (None, None) => "equipment:new".to_owned(),
    }
}

/// Which equipment and which version of it is saved, and the way to save over somebody else's change: it takes a
/// decision, so that the version that was read first is sent on.
fn identity(locale: Locale, data: &FormData, form: &Form) -> AnyView {
    let Some(e) = &data.stored else { return ().into_any() };
    let now = e.version.to_string();
    let version = form.value("version", &now);
    let anyway = matches!(form.refusal(), Some(Error::Stale(_))).then(|| {
        view! {
            <div class="form-actions">
                <Button
                    label=text::save_anyway(locale)
                    variant=Variant::Danger
                    name="overwrite"
                    value=now
                />
            </div>
        }
    });
    view! {
        <input type="hidden" name="id" value=e.row.id.to_string() />
        <input type="hidden" name=input_name("version") value=version />
        {anyway}
    }
    .into_any()
}

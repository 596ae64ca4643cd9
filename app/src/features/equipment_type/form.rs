//! `/admin/equipment-types/new` and `/admin/equipment-types/:id/edit`.

use super::api::{DeleteType, LIST, SaveType, get_type};
use crate::{
    session::use_locale,
    shared::{
        draft_field::{DraftField, DraftText},
        form::Form,
        keeper::Keeper,
        load::loaded,
        record::{Editing, use_record},
        record_page::{Deletion, delete_button, identity, record_fields, record_page},
    },
};
use domain::{
    EquipmentTypeId, Noun, Permission,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
    error::Usage,
    reference::{self, TYPES},
};
use i18n::{Locale, common, equipment_type as text};
use leptos::{form::ActionForm, prelude::*};
use ui::{LinkItem, SkeletonDetail};

const DIALOG: &str = "delete-type";

/// The form of a new type, or of one that is there.
pub fn form_page() -> AnyView {
    let locale = use_locale();
    let data = use_record(
        Noun::EquipmentType,
        Permission::StructureWrite,
        |id: Option<EquipmentTypeId>| async move {
            match id {
                Some(id) => get_type(id).await.map(Some),
                None => Ok(None),
            }
        },
    );
    loaded(data, move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(), page)
}

fn page((kind, replay): Editing<Option<EquipmentTypeView>>) -> AnyView {
    let locale = use_locale();
    let title = kind.as_ref().map_or_else(|| text::new(locale).to_owned(), |k| k.name.clone());
    let (save, delete) = (ServerAction::<SaveType>::new(), ServerAction::<DeleteType>::new());
    let deletion = kind.as_ref().map(|kind| {
        let id = kind.id;
        let form = delete_button(locale, id, delete.pending());
        Deletion {
            dialog: DIALOG,
            label: text::remove(locale),
            title: text::remove_title(locale, &kind.name),
            what: text::remove_what(locale),
            form: Form::new(delete, replay.clone()),
            where_used: Callback::new(move |usage: Usage| reference::list(TYPES, id.0, usage.noun)),
            children: view! { <ActionForm action=delete>{form}</ActionForm> }.into_any(),
        }
    });
    let form = edit(locale, Form::new(save, replay), save, kind.as_ref());
    record_page(title, LinkItem::new(LIST, text::title(locale)), deletion, form)
}

fn edit(
    locale: Locale,
    form: Form,
    save: ServerAction<SaveType>,
    kind: Option<&EquipmentTypeView>,
) -> AnyView {
    let stored = kind.map(EquipmentTypeDraft::from).unwrap_or_default();
    let which = kind.map(|kind| {
        let id = kind.id;
        identity(&form, id, kind.version, move || async move { get_type(id).await.map(|k| k.version) })
    });
    let action = if kind.is_some() { common::save(locale) } else { common::create(locale) };
    let check = form.check_on_leave(|sent: SaveType| sent.draft.parse().map(drop));
    let record =
        kind.map_or_else(|| "equipment_type:new".to_owned(), |one| format!("equipment_type:{}", one.id));
    let keeper = Keeper::new(&record, form.came_back().is_none());
    keeper.follow(save);
    let fields = view! {
        {which}
        <DraftField
            form=form.clone()
            name="name"
            label=text::name(locale)
            stored=stored.name
            max=80
            required=true
            hint=text::name_hint(locale)
            wide=true
        />
        <DraftText
            form=form.clone()
            name="description"
            label=text::description(locale)
            stored=stored.description
            max=2000
            optional=common::optional(locale)
        />
    }
    .into_any();
    let inside = record_fields(&form, label, fields, LIST, action, save.pending());
    let inside = view! {
        <ActionForm action=save attr:class="stack" attr:novalidate="">
            {inside}
        </ActionForm>
    };
    keeper.around(&form, check, inside.into_any())
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "name" => text::name(locale),
        _ => text::description(locale),
    }
}

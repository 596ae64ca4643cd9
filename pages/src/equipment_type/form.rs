//! `/admin/equipment-types/new` and `/admin/equipment-types/:id/edit`.

use super::api::LIST;
use crate::{
    form::Form,
    page::{Asked, needs},
    record::{Deletion, RecordForm, record_page},
};
use app::{ApiResult, backend};
use domain::{
    EquipmentTypeId, Noun, Permission,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
    reference::TYPES,
};
use i18n::{Locale, equipment_type as text};
use leptos::prelude::*;
use ui::LinkItem;

const SAVE: &str = "/rpc/equipment-type/save";
const DELETE: &str = "/rpc/equipment-type/delete";

/// The form of a new type.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::StructureWrite)?;
    page(&asked, None).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::StructureWrite)?;
    let id: EquipmentTypeId = asked.id(Noun::EquipmentType)?;
    let kind = backend::call(|s, by| async move { s.equipment_types().get(&by, id).await }).await?;
    page(&asked, Some(&kind)).await
}

async fn page(asked: &Asked, kind: Option<&EquipmentTypeView>) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let replay = asked.replay().await;
    let title = kind.map_or_else(|| text::new(locale).to_owned(), |kind| kind.name.clone());
    let deletion = kind.map(|kind| Deletion {
        action: DELETE,
        id: kind.id.0,
        of: TYPES,
        dialog: "delete-type",
        label: text::remove(locale),
        title: text::remove_title(locale, &kind.name),
        what: text::remove_what(locale),
    });
    let form = form(locale, &Form::new(locale, SAVE, replay.as_ref()), kind);
    let list = LinkItem::new(LIST, text::title(locale));
    Ok(record_page(locale, title, list, deletion, replay.as_ref(), form))
}

fn form(locale: Locale, form: &Form, kind: Option<&EquipmentTypeView>) -> AnyView {
    let stored = kind.map(EquipmentTypeDraft::from).unwrap_or_default();
    let name = form.input("name", text::name(locale)).stored(stored.name).max(80).required().wide();
    let about = form.input("description", text::description(locale)).stored(stored.description).max(2000);
    let fields = view! {
        {name.hint(text::name_hint(locale)).line()}
        {about.wide().area(3)}
    };
    let of = kind.map(|kind| (kind.id.0, kind.version));
    RecordForm { noun: "equipment_type", of, list: LIST, label }.draw(locale, form, fields.into_any())
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "name" => text::name(locale),
        _ => text::description(locale),
    }
}

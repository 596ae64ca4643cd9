//! `/admin/maintenance-types/new` and `/admin/maintenance-types/:id/edit`.

use super::{api::LIST, mark::icon_name};
use crate::{
    form::Form,
    page::{Asked, needs},
    record::{Deletion, RecordForm, record_page},
};
use app::{ApiResult, backend};
use domain::{
    MaintenanceTypeId, Noun, Permission,
    maintenance_type::{COLOURS, ICONS, MaintenanceTypeDraft, MaintenanceTypeView},
    reference::MAINTENANCE_TYPES,
};
use i18n::{Locale, maintenance_type as text};
use leptos::prelude::*;
use ui::LinkItem;

const SAVE: &str = "/rpc/maintenance-type/save";
const DELETE: &str = "/rpc/maintenance-type/delete";

/// The form of a new type.
pub async fn new(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::StructureWrite)?;
    page(&asked, None).await
}

/// The form of one that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::StructureWrite)?;
    let id: MaintenanceTypeId = asked.id(Noun::MaintenanceType)?;
    let kind = backend::call(|s, by| async move { s.maintenance_types().get(&by, id).await }).await?;
    page(&asked, Some(&kind)).await
}

async fn page(asked: &Asked, kind: Option<&MaintenanceTypeView>) -> ApiResult<AnyView> {
    let locale = asked.locale;
    let replay = asked.replay().await;
    let title = kind.map_or_else(|| text::new(locale).to_owned(), |kind| kind.name.clone());
    let deletion = kind.map(|kind| Deletion {
        action: DELETE,
        id: kind.id.0,
        of: MAINTENANCE_TYPES,
        dialog: "delete-maintenance-type",
        label: text::remove(locale),
        title: text::remove_title(locale, &kind.name),
        what: text::remove_what(locale),
    });
    let form = Form::new(locale, SAVE, replay.as_ref());
    let form = form.with_stored_text(|locale, diff| match diff.field.as_str() {
        "icon" => icon_name(locale, &diff.current).to_owned(),
        _ => diff.current.clone(),
    });
    let form = fields(locale, &form, kind);
    let list = LinkItem::new(LIST, text::title(locale));
    Ok(record_page(locale, title, list, deletion, replay.as_ref(), form))
}

fn fields(locale: Locale, form: &Form, kind: Option<&MaintenanceTypeView>) -> AnyView {
    let stored = kind.map(MaintenanceTypeDraft::from).unwrap_or_else(|| MaintenanceTypeDraft {
        colour: COLOURS[0].to_owned(),
        icon: ICONS[0].to_owned(),
        ..MaintenanceTypeDraft::default()
    });
    let name = form.input("name", label(locale, "name")).stored(stored.name).max(60).required();
    let place = form.input("position", label(locale, "position")).stored(stored.position);
    let colour = form.input("colour", label(locale, "colour")).stored(stored.colour).required();
    let icons = ICONS.iter().map(|icon| ((*icon).to_owned(), icon_name(locale, icon).to_owned())).collect();
    let icon = form.input("icon", label(locale, "icon")).stored(stored.icon).required();
    let about = form.input("description", label(locale, "description")).stored(stored.description).max(2000);
    let colours = COLOURS.iter().map(|colour| view! { <option value=*colour></option> }).collect_view();
    let fields = view! {
        {name.hint(text::name_hint(locale)).line()}
        {place.hint(text::position_hint(locale)).whole(0)}
        {colour.hint(text::colour_hint(locale)).suggested_by("type-colours").colour()}
        <datalist id="type-colours">{colours}</datalist>
        {icon.select(icons, None)}
        {about.wide().area(3)}
    };
    let of = kind.map(|kind| (kind.id.0, kind.version));
    RecordForm { noun: "maintenance_type", of, list: LIST, label }.draw(locale, form, fields.into_any())
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "name" => text::name(locale),
        "colour" => text::colour(locale),
        "icon" => text::icon(locale),
        "position" => text::position(locale),
        _ => text::description(locale),
    }
}

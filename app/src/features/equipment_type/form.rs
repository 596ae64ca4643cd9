//! `/admin/equipment-types/new` and `/admin/equipment-types/:id/edit`.

use super::api::{DeleteType, LIST, SaveType, get_type};
use crate::{
    session::use_locale,
    shared::{
        form::{Form, input_name},
        load::loaded,
        record::{Editing, stored_meanwhile, use_record, version},
        removal::Removal,
    },
};
use domain::{
    EquipmentTypeId, Noun, Permission,
    equipment::EquipmentQuery,
    equipment_type::{EquipmentTypeDraft, EquipmentTypeView},
    error::Usage,
};
use i18n::{Locale, common, equipment_type as text, shell};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use ui::{
    Button, Card, DialogButton, Field, Icon, LinkButton, LinkItem, PageHeader, SkeletonDetail, TextArea,
    Variant,
};

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
    let removal = Form::new(delete, replay.clone());
    let came_back = removal.came_back().is_some();
    let form = Form::new(save, replay);
    let crumbs = vec![LinkItem::new(LIST, text::title(locale))];
    let remove = kind.is_some().then(|| {
        let label = text::remove(locale);
        view! { <DialogButton dialog=DIALOG label=label icon=Icon::Trash variant=Variant::Ghost /> }
    });
    let dialog = kind.clone().map(|kind| {
        let id = kind.id;
        view! {
            <Removal
                id=DIALOG
                title=text::remove_title(locale, &kind.name)
                text=text::remove_what(locale)
                answer=removal.answer()
                open=came_back
                where_used=Callback::new(move |usage: Usage| where_used(id, &usage))
            >
                <ActionForm action=delete>
                    <input type="hidden" name="id" value=id.to_string() />
                    <Button label=common::delete(locale) variant=Variant::Danger busy=delete.pending() />
                </ActionForm>
            </Removal>
        }
    });
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=shell::administration(locale)>
            {remove}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow">{fields(locale, form, save, kind)}</div>
        </div>
        {dialog}
    }
    .into_any()
}

fn fields(
    locale: Locale,
    form: Form,
    save: ServerAction<SaveType>,
    kind: Option<EquipmentTypeView>,
) -> AnyView {
    let stored = kind.as_ref().map(EquipmentTypeDraft::from).unwrap_or_default();
    let identity = kind.as_ref().map(|kind| {
        let id = kind.id;
        let version =
            version(&form, kind.version, move || async move { get_type(id).await.map(|k| k.version) });
        view! {
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name=input_name("version") value=move || version.get() />
        }
    });
    let check = form.check_on_leave(|sent: SaveType| sent.draft.parse().map(drop));
    let sent = form.clone();
    view! {
        <div on:focusout=check on:submit=move |_| sent.sent()>
            <ActionForm action=save attr:class="stack" attr:novalidate="">
                {form.summary(move |field| label(locale, field).to_owned())}
                <Card>
                    <div class="form-grid">
                        {identity} <div class="wide">
                            <Field
                                label=text::name(locale)
                                name=input_name("name")
                                value=form.value("name", &stored.name)
                                required=true
                                maxlength="80"
                                autocomplete="off"
                                hint=text::name_hint(locale)
                                error=form.error("name")
                            />
                            {stored_meanwhile(&form, "name")}
                        </div>
                        <div class="wide">
                            <TextArea
                                label=text::description(locale)
                                name=input_name("description")
                                value=form.value("description", &stored.description)
                                maxlength="2000"
                                optional=common::optional(locale)
                                error=form.error("description")
                            />
                            {stored_meanwhile(&form, "description")}
                        </div>
                    </div>
                </Card>
                <div class="form-actions">
                    <LinkButton href=LIST label=common::cancel(locale) />
                    <Button
                        label=if kind.is_some() { common::save(locale) } else { common::create(locale) }
                        variant=Variant::Primary
                        busy=save.pending()
                    />
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "name" => text::name(locale),
        _ => text::description(locale),
    }
}

/// The list that shows what keeps the type from being deleted.
fn where_used(kind: EquipmentTypeId, usage: &Usage) -> Option<String> {
    (usage.noun == Noun::Equipment)
        .then(|| EquipmentQuery { equipment_type: vec![kind], ..EquipmentQuery::default() }.href())
}

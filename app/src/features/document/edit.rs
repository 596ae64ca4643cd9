//! `/documents/:id/edit`: another name, and what the document is for.

use super::{
    api::{SaveDocument, get_document},
    href, kind,
};
use crate::{
    session::use_locale,
    shared::{
        draft_field::DraftField,
        form::{Form, input_name},
        load::loaded,
        record::{Editing, stored_meanwhile, use_record, version_in},
    },
};
use domain::{
    DocumentId, Error, FieldDiff, Noun, Permission,
    document::{DocumentEdit, DocumentKind, DocumentView},
};
use i18n::{Locale, common, document as text, equipment};
use leptos::{form::ActionForm, prelude::*};
use leptos_meta::Title;
use ui::{Button, Card, LinkButton, LinkItem, PageHeader, Select, SkeletonDetail, Variant};

const REVISION: &str = "revision";

/// The form of a document that is there.
pub fn form_page() -> AnyView {
    let locale = use_locale();
    let data = use_record(Noun::Document, Permission::DocumentWrite, |id: Option<DocumentId>| async move {
        get_document(id.ok_or(Error::NotFound(Noun::Document))?).await
    });
    loaded(data, move || view! { <SkeletonDetail label=common::loading(locale) /> }.into_any(), page)
}

fn page((document, replay): Editing<DocumentView>) -> AnyView {
    let locale = use_locale();
    let save = ServerAction::<SaveDocument>::new();
    let form = Form::new(save, replay).with_stored_text(move |diff| stored(locale, diff));
    let back = href(document.entity, document.entity_id, "");
    let title = text::edit(locale, &document.file_name);
    let crumbs = vec![LinkItem::new(back.clone(), text::title(locale))];
    let fields = fields(locale, &form, &document);
    let check = {
        let stored = document.file_name.clone();
        form.check_on_leave(move |sent: SaveDocument| sent.draft.parse(&stored).map(drop))
    };
    let sent = form.clone();
    let summary = form.summary(move |field| label(locale, field).to_owned());
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=equipment::part_of(locale) />
        <div class="page-body">
            <div class="page-narrow" on:focusout=check on:submit=move |_| sent.sent()>
                <ActionForm action=save attr:class="stack" attr:novalidate="">
                    {summary}
                    <Card>
                        <div class="form-grid">{fields}</div>
                    </Card>
                    <div class="form-actions">
                        <LinkButton href=back label=common::cancel(locale) />
                        <Button label=common::save(locale) variant=Variant::Primary busy=save.pending() />
                    </div>
                </ActionForm>
            </div>
        </div>
    }
    .into_any()
}

fn fields(locale: Locale, form: &Form, document: &DocumentView) -> AnyView {
    let (id, stored) = (document.id, DocumentEdit::from(document));
    let revision = version_in(form, REVISION, document.revision, move || async move {
        get_document(id).await.map(|d| d.revision)
    });
    let kinds: Vec<(String, String)> =
        DocumentKind::ALL.iter().map(|k| (k.to_string(), kind(locale, *k).to_owned())).collect();
    view! {
        <input type="hidden" name="id" value=id.to_string() />
        <input type="hidden" name=input_name(REVISION) value=move || revision.get() />
        <DraftField
            form=form.clone()
            name="file_name"
            label=text::name(locale)
            stored=stored.file_name
            max=150
            required=true
            hint=text::name_hint(locale)
            wide=true
        />
        <div>
            <Select
                label=text::kind(locale)
                name=input_name("kind")
                options=kinds
                selected=form.value("kind", &stored.kind)
                required=true
                error=form.error("kind")
            />
            {stored_meanwhile(form, "kind")}
        </div>
    }
    .into_any()
}

fn label(locale: Locale, field: &str) -> &'static str {
    match field {
        "kind" => text::kind(locale),
        _ => text::name(locale),
    }
}

/// What somebody else saved, in words.
fn stored(locale: Locale, diff: &FieldDiff) -> String {
    match (diff.field.as_str(), diff.current.parse::<DocumentKind>()) {
        ("kind", Ok(of)) => kind(locale, of).to_owned(),
        _ => diff.current.clone(),
    }
}

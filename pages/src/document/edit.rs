//! `/documents/:id/edit`: another name, and what the document is for.

use super::{href, kind};
use crate::{
    ApiResult, backend,
    form::Form,
    page::{Asked, needs},
    shared::form::input_name,
};
use domain::{
    DocumentId, FieldDiff, Noun, Permission,
    document::{DocumentEdit, DocumentKind, DocumentView},
};
use i18n::{Locale, common, document as text, equipment};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, LinkButton, LinkItem, PageHeader, Variant};

const SAVE: &str = "/rpc/document/save";
const REVISION: &str = "revision";

/// The form of a document that is there.
pub async fn edit(asked: Asked) -> ApiResult<AnyView> {
    needs(Permission::DocumentWrite)?;
    let id: DocumentId = asked.id(Noun::Document)?;
    let document = backend::call(|s, by| async move { s.documents().get(&by, id).await }).await?;
    let replay = asked.replay().await;
    let form = Form::new(asked.locale, SAVE, replay.as_ref()).with_stored_text(stored);
    Ok(page(asked.locale, &form, &document))
}

fn page(locale: Locale, form: &Form, document: &DocumentView) -> AnyView {
    let back = href(document.entity, document.entity_id, "");
    let title = text::edit(locale, &document.file_name);
    let crumbs = vec![LinkItem::new(back.clone(), text::title(locale))];
    let (id, stored) = (document.id, DocumentEdit::from(document));
    let revision = form.version_in(REVISION, document.revision);
    let name = form.input("file_name", text::name(locale)).stored(stored.file_name).max(150).required();
    let kind = form.input("kind", text::kind(locale)).stored(stored.kind).required();
    let name = name.hint(text::name_hint(locale)).wide().line();
    let kind = kind.select(kinds(locale), None);
    let summary = form.summary(|field| label(locale, field).to_owned());
    let keep = format!("document:{id}");
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=crumbs crumbs_label=equipment::part_of(locale) />
        <div class="page-body">
            <div class="page-narrow">
                <form method="post" action=SAVE class="stack" novalidate data-check="" data-keep=keep>
                    {summary} <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name=input_name(REVISION) value=revision /> <Card>
                        <div class="form-grid">
                            {name} {kind}
                        </div>
                    </Card>
                    <div class="form-actions">
                        <LinkButton href=back label=common::cancel(locale) />
                        <Button label=common::save(locale) variant=Variant::Primary />
                    </div>
                </form>
            </div>
        </div>
    }
    .into_any()
}

/// Every kind, with its name.
pub(super) fn kinds(locale: Locale) -> Vec<(String, String)> {
    DocumentKind::ALL.iter().map(|of| (of.to_string(), kind(locale, *of).to_owned())).collect()
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

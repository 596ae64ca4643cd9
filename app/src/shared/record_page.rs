//! The page of one record of a short list (a site, a line, a type): its head, its form, and the way to delete it.

use super::{
    form::{Form, input_name},
    record::version,
    removal::Removal,
};
use crate::{ApiResult, session::use_locale};
use domain::error::Usage;
use i18n::{Locale, common, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use std::fmt::Display;
use ui::{Button, Card, DialogButton, Icon, LinkButton, LinkItem, PageHeader, Variant};

/// Deleting the record: a button in the head of the page, and the dialog that it opens.
pub struct Deletion {
    /// The dialog's id.
    pub dialog: &'static str,
    pub label: &'static str,
    pub title: String,
    /// What is lost.
    pub what: &'static str,
    /// The state of the form that deletes.
    pub form: Form,
    /// The list that shows a usage.
    pub where_used: Callback<Usage, Option<String>>,
    /// The form that deletes.
    pub children: AnyView,
}

/// The page. `list` is where one came from.
pub fn record_page(title: String, list: LinkItem, deletion: Option<Deletion>, form: AnyView) -> AnyView {
    let locale = use_locale();
    let (button, dialog) = deletion.map(|d| (remove(&d), dialog(d))).unzip();
    view! {
        <Title text=title.clone() />
        <PageHeader title=title crumbs=vec![list] crumbs_label=shell::administration(locale)>
            {button}
        </PageHeader>
        <div class="page-body">
            <div class="page-narrow">{form}</div>
        </div>
        {dialog}
    }
    .into_any()
}

fn remove(deletion: &Deletion) -> AnyView {
    let (dialog, label) = (deletion.dialog, deletion.label);
    view! { <DialogButton dialog=dialog label=label icon=Icon::Trash variant=Variant::Ghost /> }.into_any()
}

fn dialog(deletion: Deletion) -> AnyView {
    let Deletion { dialog, title, what, form, where_used, children, .. } = deletion;
    view! {
        <Removal
            id=dialog
            title=title
            text=what
            answer=form.answer()
            open=form.came_back().is_some()
            where_used=where_used
        >
            {children}
        </Removal>
    }
    .into_any()
}

/// The inside of the form that deletes: which record, and the button.
pub fn delete_button(locale: Locale, id: impl Display, busy: impl Into<Signal<bool>>) -> AnyView {
    view! {
        <input type="hidden" name="id" value=id.to_string() />
        <Button label=common::delete(locale) variant=Variant::Danger busy=busy />
    }
    .into_any()
}

/// Which record is saved, and which version of it. `latest` reads the version stored now, for when somebody else
/// has saved meanwhile.
pub fn identity<F>(form: &Form, id: impl Display, read: i64, latest: impl Fn() -> F + 'static) -> AnyView
where
    F: Future<Output = ApiResult<i64>> + 'static,
{
    let version = version(form, read, latest);
    view! {
        <input type="hidden" name="id" value=id.to_string() />
        <input type="hidden" name=input_name("version") value=move || version.get() />
    }
    .into_any()
}

/// The inside of the form that saves: why it was refused, its fields in a card, the ways out.
///
/// `action` is what the button says, `label` a field's name.
pub fn record_fields(
    form: &Form,
    label: fn(Locale, &str) -> &'static str,
    fields: AnyView,
    list: &'static str,
    action: &'static str,
    busy: impl Into<Signal<bool>>,
) -> AnyView {
    let locale = use_locale();
    view! {
        {form.summary(move |field| label(locale, field).to_owned())}
        <Card>
            <div class="form-grid">{fields}</div>
        </Card>
        <div class="form-actions">
            <LinkButton href=list label=common::cancel(locale) />
            <Button label=action variant=Variant::Primary busy=busy />
        </div>
    }
    .into_any()
}

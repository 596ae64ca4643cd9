//! Records of short lists (lines, types, codes, teams): what their rows share, and the page of one, with its form and the way
//! to delete it.

mod functions;
mod pages;

pub(crate) use functions::record_functions;
pub use functions::{delete, save, write};
pub use pages::{Column, RecordPages, Style};

use crate::{
    check::has_rule,
    form::Form,
    shared::{form::input_name, removal::Removal, replay::Replay},
};
use domain::reference;
use i18n::{Locale, common, shell};
use leptos::prelude::*;
use leptos_meta::Title;
use ui::{Button, Card, DialogButton, Icon, IconLink, LinkButton, LinkItem, PageHeader, Size, Variant};

/// Deleting the record: a button in the head of the page, and the dialog that it opens.
pub struct Deletion {
    /// The server function that deletes.
    pub action: &'static str,
    /// The record, and its table as [`reference`] knows it.
    pub id: i64,
    pub of: &'static str,
    /// The dialog's id.
    pub dialog: &'static str,
    pub label: &'static str,
    pub title: String,
    /// What is lost.
    pub what: &'static str,
}

/// The page. `list` is where one came from.
pub fn record_page(
    locale: Locale,
    title: String,
    list: LinkItem,
    deletion: Option<Deletion>,
    replay: Option<&Replay>,
    form: AnyView,
) -> AnyView {
    let (button, dialog) = deletion.map(|d| (remove(&d), removal(locale, d, replay))).unzip();
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

/// The dialog that deletes, with what has the record when it came back refused.
fn removal(locale: Locale, deletion: Deletion, replay: Option<&Replay>) -> AnyView {
    let Deletion { action, id, of, dialog, title, what, .. } = deletion;
    let form = Form::new(locale, action, replay);
    let answer = form.refusal().cloned();
    let where_used = Callback::new(move |usage: domain::error::Usage| reference::list(of, id, usage.noun));
    view! {
        <Removal
            id=dialog
            title=title
            text=what
            answer=Signal::stored(answer)
            open=form.is_replayed()
            where_used=where_used
        >
            <form method="post" action=action>
                <input type="hidden" name="id" value=id.to_string() />
                <Button label=common::delete(locale) variant=Variant::Danger />
            </form>
        </Removal>
    }
    .into_any()
}

/// What the form that saves is around its fields.
pub struct RecordForm<L> {
    /// The record's noun, under which what is typed is kept.
    pub noun: &'static str,
    /// The record and the version that was read; none for a new one.
    pub of: Option<(i64, i64)>,
    /// Where giving up leads.
    pub list: &'static str,
    /// The name of a field.
    pub label: L,
}

impl<L: Fn(Locale, &str) -> &'static str> RecordForm<L> {
    /// Draws it: why it was refused, its fields in a card, the ways out.
    pub fn draw(self, locale: Locale, form: &Form, fields: AnyView) -> AnyView {
        let Self { noun, of, list, label } = self;
        let which = of.map(|(id, version)| {
            let version = form.version(version);
            view! {
                <input type="hidden" name="id" value=id.to_string() />
                <input type="hidden" name=input_name("version") value=version />
            }
        });
        let keep = of.map_or_else(|| format!("{noun}:new"), |(id, _)| format!("{noun}:{id}"));
        let send = if of.is_some() { common::save(locale) } else { common::create(locale) };
        view! {
            <form method="post" action=form.action class="stack" novalidate data-check=has_rule(form.action) data-keep=keep>
                {form.summary(|field| label(locale, field).to_owned())} {which} <Card>
                    <div class="form-grid">{fields}</div>
                </Card>
                <div class="form-actions">
                    <LinkButton href=list label=common::cancel(locale) />
                    <Button label=send variant=Variant::Primary />
                </div>
            </form>
        }
        .into_any()
    }
}

/// A row's name or code, which leads to its form for whoever may change it.
pub fn row_name(may_write: bool, edit: &str, name: &str, is_code: bool) -> AnyView {
    let (edit, name) = (edit.to_owned(), name.to_owned());
    match may_write {
        true => {
            let class = if is_code { "row-link code" } else { "row-link" };
            view! { <a class=class href=edit>{name}</a> }.into_any()
        }
        false => view! { <b class=is_code.then_some("code")>{name}</b> }.into_any(),
    }
}

/// The head of the column of pencils, for whoever may change rows.
pub fn edit_head(locale: Locale, may_write: bool) -> Option<AnyView> {
    let head = || {
        view! {
            <th scope="col">
                <span class="sr-only">{common::actions(locale)}</span>
            </th>
        }
    };
    may_write.then(|| head().into_any())
}

/// A row's pencil; on a phone the whole row leads to its form.
pub fn edit_cell(may_write: bool, edit: String, label: String) -> Option<AnyView> {
    let cell = || {
        view! {
            <td class="cell-actions max-phone:hidden!">
                <IconLink icon=Icon::Pencil href=edit label=label size=Size::Small />
            </td>
        }
    };
    may_write.then(|| cell().into_any())
}

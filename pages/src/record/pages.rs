//! The three pages of a short list: the list, the form of a new record, and that of one that is there.

use super::{Deletion, RecordForm, edit_cell, edit_head, record_page, row_name};
use crate::{
    ApiResult, backend,
    form::Form,
    page::{Asked, needs},
    session::may,
    shared::error_text,
};
use domain::{
    Noun, colour,
    id::RowId,
    record::{Field, Kind, RecordView},
};
use i18n::{Locale, common, format};
use leptos::prelude::*;
use leptos_meta::Title;
use services::Stored;
use ui::{Card, Empty, Icon, LinkButton, LinkItem, PageHeader, Table, Variant};

/// What a noun's pages are made of, beside its fields.
pub struct RecordPages<D: Stored> {
    /// The server functions that save and delete.
    pub save: &'static str,
    pub delete: &'static str,
    /// Its texts: `title`, `add`, `new`, `empty`, `empty_what`, `remove` and `remove_what`, and for each field its name, `{field}_hint`, and `{field}_{choice}`.
    pub texts: fn(Locale, &str) -> Option<&'static str>,
    /// What an empty list shows.
    pub icon: Icon,
    /// What stands before a row's name.
    pub mark: Option<fn(&D::View) -> AnyView>,
    /// The columns behind the name.
    pub columns: &'static [Column<D::View>],
    /// What the form of a new record starts with.
    pub start: fn() -> D,
}

/// A column of the list.
pub struct Column<V> {
    /// The text above it, and beside its cells on a phone where the cell is not told by itself.
    pub title: &'static str,
    pub style: Style,
    pub cell: fn(Locale, &V) -> AnyView,
}

/// How a column is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// Lines of text, which need no title on a phone.
    Prose,
    Number,
}

/// The texts that every noun has.
#[cfg(test)]
const TEXTS: &[&str] = &["title", "add", "new", "empty", "empty_what", "remove", "remove_what"];

impl<D: Stored> RecordPages<D> {
    fn text(&'static self, locale: Locale, key: &str) -> &'static str {
        (self.texts)(locale, key).unwrap_or_default()
    }

    /// The list.
    pub async fn list(&'static self, asked: Asked) -> ApiResult<AnyView> {
        let locale = asked.locale;
        let rows = backend::call(|s, by| async move { D::all(&s, &by).await }).await?;
        let may_write = may(D::WRITE);
        let content = match rows.is_empty() {
            true => self.empty(locale, may_write),
            false => self.table(locale, &rows, may_write),
        };
        let title = self.text(locale, "title");
        Ok(view! {
            <Title text=title />
            <PageHeader title=title>{may_write.then(|| self.add(locale))}</PageHeader>
            <div class="toolbar">
                <p class="text-sm text-ink-3">{count(locale, D::NOUN, rows.len(), D::SHARED)}</p>
            </div>
            <div class="page-body">
                <Card flush=true>{content}</Card>
            </div>
        }
        .into_any())
    }

    fn add(&'static self, locale: Locale) -> AnyView {
        let (href, label) = (format!("{}/new", D::LIST), self.text(locale, "add"));
        view! { <LinkButton href=href label=label icon=Icon::Plus variant=Variant::Primary /> }.into_any()
    }

    fn empty(&'static self, locale: Locale, may_write: bool) -> AnyView {
        let (title, text) = (self.text(locale, "empty"), self.text(locale, "empty_what"));
        view! {
            <Empty icon=self.icon first_time=true title=title text=text>
                {may_write.then(|| self.add(locale))}
            </Empty>
        }
        .into_any()
    }

    fn table(&'static self, locale: Locale, rows: &[D::View], may_write: bool) -> AnyView {
        let title = |column: &Column<D::View>| {
            let class = (column.style == Style::Number).then_some("num");
            view! {
                <th scope="col" class=class>
                    {self.text(locale, column.title)}
                </th>
            }
        };
        let name = D::FIELDS.first().map(|field| self.text(locale, field.name));
        let head = view! {
            <th scope="col">{name}</th>
            {self.columns.iter().map(title).collect_view()}
            {edit_head(locale, may_write)}
        }
        .into_any();
        let rows = rows.iter().map(|row| self.row(locale, row, may_write)).collect_view();
        view! {
            <Table caption=self.text(locale, "title") head=head stacked=true>
                {rows}
            </Table>
        }
        .into_any()
    }

    fn row(&'static self, locale: Locale, row: &D::View, may_write: bool) -> AnyView {
        let edit = format!("{}/{}/edit", D::LIST, row.id());
        let name = row_name(may_write, &edit, row.label(), false);
        let name = match self.mark {
            Some(mark) => {
                view! { <span class="flex items-center gap-3">{mark(row)} {name}</span> }.into_any()
            }
            None => name,
        };
        let cell = |column: &Column<D::View>| {
            let cell = (column.cell)(locale, row);
            match column.style {
                Style::Prose => view! { <td class="wrap text-ink-2">{cell}</td> }.into_any(),
                Style::Number => view! {
                    <td data-label=self.text(locale, column.title) class="num">
                        {cell}
                    </td>
                }
                .into_any(),
            }
        };
        view! {
            <tr>
                <td>{name}</td>
                {self.columns.iter().map(cell).collect_view()}
                {edit_cell(may_write, edit, common::edit_named(locale, row.label()))}
            </tr>
        }
        .into_any()
    }

    /// The form of a new record.
    pub async fn new_form(&'static self, asked: Asked) -> ApiResult<AnyView> {
        needs(D::WRITE)?;
        self.form(&asked, None).await
    }

    /// The form of one that is there.
    pub async fn edit_form(&'static self, asked: Asked) -> ApiResult<AnyView> {
        needs(D::WRITE)?;
        let id: D::Id = asked.id(D::NOUN)?;
        let row = backend::call(|s, by| async move { D::get(&s, &by, id).await }).await?;
        self.form(&asked, Some(&row)).await
    }

    async fn form(&'static self, asked: &Asked, row: Option<&D::View>) -> ApiResult<AnyView> {
        let locale = asked.locale;
        let replay = asked.replay().await;
        let new = || self.text(locale, "new").to_owned();
        let title = row.map_or_else(new, |row| row.label().to_owned());
        let deletion = row.map(|row| Deletion {
            action: self.delete,
            id: row.id().number(),
            of: D::TABLE,
            dialog: "delete-record",
            label: self.text(locale, "remove"),
            title: common::remove_title(locale, row.label()),
            what: self.text(locale, "remove_what"),
        });
        let texts = self.texts;
        let form = Form::new(locale, self.save, replay.as_ref()).with_stored_text(move |locale, diff| {
            let words = texts(locale, &choice(&diff.field, &diff.current));
            words.map_or_else(|| diff.current.clone(), str::to_owned)
        });
        let stored = row.map_or_else(self.start, D::from);
        let stored = serde_json::to_value(&stored).unwrap_or_default();
        let input = |field: &'static Field| self.input(locale, &form, field, stored[field.name].as_str());
        let fields = D::FIELDS.iter().map(input).collect_view().into_any();
        let form = RecordForm {
            noun: D::NOUN.as_str(),
            of: row.map(|row| (row.id().number(), row.version())),
            list: D::LIST,
            label: |locale, field: &str| self.text(locale, field),
        }
        .draw(locale, &form, fields);
        let list = LinkItem::new(D::LIST, self.text(locale, "title"));
        Ok(record_page(locale, title, list, deletion, replay.as_ref(), form))
    }

    fn input(
        &'static self,
        locale: Locale,
        form: &Form,
        field: &'static Field,
        stored: Option<&str>,
    ) -> AnyView {
        let (label, stored) = (self.text(locale, field.name), stored.unwrap_or_default());
        if field.kind == Kind::Flag {
            return form.tick(field.name, label, stored == "true");
        }
        let mut input = form.input(field.name, label).stored(stored);
        if let Some(hint) = (self.texts)(locale, &format!("{}_hint", field.name)) {
            input = input.hint(hint);
        }
        if let Some(max) = field.max() {
            input = input.max(max);
        }
        if field.required {
            input = input.required();
        }
        match field.kind {
            Kind::Text { .. } => input.wide().area(3),
            Kind::Whole { min, .. } => input.whole(i32::try_from(min).unwrap_or_default()),
            Kind::Choice(choices) => {
                let line = |of: &&str| ((*of).to_owned(), self.text(locale, &choice(field.name, of)).to_owned());
                let none = (!field.required).then(|| common::choose(locale));
                input.select(choices.iter().map(line).collect(), none)
            }
            Kind::Colour => view! {
                {input.suggested_by("colours").colour()}
                <datalist id="colours">
                    {colour::SUGGESTED.iter().map(|colour| view! { <option value=*colour></option> }).collect_view()}
                </datalist>
            }
            .into_any(),
            _ => input.line(),
        }
    }

    /// The texts that it asks for and does not have.
    #[cfg(test)]
    pub fn missing(&'static self) -> Vec<String> {
        let of_field = |field: &'static Field| {
            let choices = match field.kind {
                Kind::Choice(choices) => choices,
                _ => &[],
            };
            let choices = choices.iter().map(|of| choice(field.name, of));
            std::iter::once(field.name.to_owned()).chain(choices)
        };
        let columns = self.columns.iter().map(|column| column.title.to_owned());
        let all = TEXTS.iter().map(|key| (*key).to_owned()).chain(D::FIELDS.iter().flat_map(of_field));
        all.chain(columns).filter(|key| (self.texts)(Locale::Fr, key).is_none()).collect()
    }
}

/// The text of one of a field's choices: `icon_calendar_check`.
fn choice(field: &str, value: &str) -> String {
    format!("{field}_{}", value.replace('-', "_"))
}

/// "5 maintenance types, for all sites".
fn count(locale: Locale, noun: Noun, rows: usize, shared: bool) -> String {
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let count = format!("{} {}", format::whole(locale, rows), error_text::noun(locale, noun, rows));
    if shared { common::shared_by_sites(locale, count) } else { count }
}

//! Step 3: what the texts of lists stand for.

use super::{LIST, text};
use crate::{
    form::Form,
    shared::{form::input_name, replay::Replay},
};
use domain::import::{ColumnProfile, FileProfile, ImportField, ImportMapping, ImportView, Target};
use i18n::{Locale, format, import as words};
use leptos::prelude::*;
use ui::{Button, Card, Icon, LinkButton, Select, Table, Variant};

const VALUES: &str = "/rpc/import/values";

/// One text to translate, with how often it stands there.
struct Line {
    text: String,
    count: Option<i64>,
}

pub(super) fn form(
    locale: Locale,
    view: &ImportView,
    profile: &FileProfile,
    mapping: &ImportMapping,
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, VALUES, replay);
    let mut number = 0;
    let cards = profile
        .columns
        .iter()
        .filter_map(|column| match mapping.columns.get(&column.header) {
            Some(Target::Field(field)) if field.is_choice() => Some((column, *field)),
            _ => None,
        })
        .map(|(column, field)| card(locale, &form, mapping, column, field, &mut number))
        .collect_view();
    let back = format!("{LIST}/{}?step=columns", view.id);
    view! {
        <form method="post" action=VALUES class="stack" data-step>
            {form.summary(move |_| words::values_title(locale).to_owned())}
            <input type="hidden" name="id" value=view.id.to_string() />
            <Card title=words::values_title(locale)>
                <p class="text-ink-2">{words::values_what(locale)}</p>
            </Card>
            {cards}
            <div class="form-actions">
                <LinkButton href=back label=words::back_columns(locale) />
                <Button label=words::go_on(locale) icon=Icon::ArrowRight variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

fn card(
    locale: Locale,
    form: &Form,
    mapping: &ImportMapping,
    column: &ColumnProfile,
    field: ImportField,
    number: &mut usize,
) -> AnyView {
    let mut lines: Vec<Line> =
        column.values.iter().map(|v| Line { text: v.value.clone(), count: Some(v.count) }).collect();
    // Too many to list, or what a later file of the same kind may bring.
    lines.push(Line { text: "*".into(), count: None });
    let many =
        column.values.is_empty().then(|| view! { <p class="text-ink-2">{words::value_many(locale)}</p> });
    let head = view! {
        <th scope="col">{words::value_text(locale)}</th>
        <th scope="col" class="num">
            {words::value_count(locale)}
        </th>
        <th scope="col">{words::value_meaning(locale)}</th>
    }
    .into_any();
    let rows = lines
        .into_iter()
        .map(|line| {
            let i = *number;
            *number += 1;
            row(locale, form, mapping, field, i, line)
        })
        .collect_view();
    let title = format!("{} → {}", column.header, text::field(locale, field));
    view! {
        <Card title=title.clone()>
            <div class="stack">
                {many} <Table caption=title head=head stacked=true>
                    {rows}
                </Table>
            </div>
        </Card>
    }
    .into_any()
}

fn row(
    locale: Locale,
    form: &Form,
    mapping: &ImportMapping,
    field: ImportField,
    i: usize,
    line: Line,
) -> AnyView {
    let other = line.text == "*";
    let stored = match other {
        true => mapping.values.get(&field).and_then(|texts| texts.get("*")).cloned(),
        false => mapping.choice(field, &line.text),
    };
    let shown = if other { words::value_other(locale).to_owned() } else { line.text.clone() };
    let options: Vec<_> = field
        .choices()
        .into_iter()
        .map(|value| (value.to_owned(), text::choice(locale, field, value)))
        .collect();
    let name = |part: &str| input_name(&format!("{i}.{part}"));
    let selected = form.value(&format!("{i}.value"), &stored.unwrap_or_default());
    view! {
        <tr>
            <td>
                <input type="hidden" name=name("field") value=field.to_string() />
                <input type="hidden" name=name("text") value=line.text />
                <b>{shown.clone()}</b>
            </td>
            <td data-label=words::value_count(locale) class="num">
                {line.count.map(|n| format::whole(locale, n))}
            </td>
            <td data-label=words::value_meaning(locale)>
                <Select
                    label=words::value_of(locale, shown)
                    label_hidden=true
                    name=name("value")
                    options=options
                    selected=selected
                    empty=words::value_none(locale)
                />
            </td>
        </tr>
    }
    .into_any()
}

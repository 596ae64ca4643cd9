//! Step 2: which column is which field, and how its texts are read.

use super::{layout, text};
use crate::{
    form::Form,
    shared::{error_text, form::input_name, replay::Replay},
};
use domain::{
    FieldCode,
    import::{
        DateOrder, DecimalMark, FileProfile, ImportField, ImportKind, ImportMapping, ImportView, MappingForm,
        Target,
    },
};
use i18n::{Locale, import as words};
use leptos::prelude::*;
use ui::{Button, Card, Checkbox, Field, Icon, Select, Table, Variant, field_id};

const COLUMNS: &str = "/rpc/import/columns";

pub(super) fn form(
    locale: Locale,
    view: &ImportView,
    profile: &FileProfile,
    mapping: &ImportMapping,
    replay: Option<&Replay>,
) -> AnyView {
    let form = Form::new(locale, COLUMNS, replay);
    let stored = MappingForm::new(mapping, profile);
    let headers: Vec<String> = profile.columns.iter().map(|c| c.header.clone()).collect();
    // What a link of the summary leads to when a field has no column.
    let anchors = ImportField::required(view.kind)
        .iter()
        .map(|f| {
            let id = field_id(&input_name(&format!("fields.{f}")));
            view! { <span id=id tabindex="-1"></span> }
        })
        .collect_view();
    let head = view! {
        <th scope="col">{words::column_name(locale)}</th>
        <th scope="col">{words::column_samples(locale)}</th>
        <th scope="col">{words::column_field(locale)}</th>
    }
    .into_any();
    let rows = profile
        .columns
        .iter()
        .enumerate()
        .map(|(i, column)| {
            let place = format!("columns[{i}]");
            let stored = stored.columns.get(i).map(String::as_str).unwrap_or_default();
            let selected = form.value(&place, stored);
            view! {
                <tr>
                    <td class="wrap-anywhere phone:max-w-64 phone:whitespace-normal">
                        <b>{column.header.clone()}</b>
                        {column.beyond.then(|| format!(" ({})", words::beyond(locale)))}
                    </td>
                    <td
                        data-label=words::column_samples(locale)
                        class="max-w-96 truncate text-ink-2 max-phone:max-w-none"
                    >
                        {column.samples.join(" · ")}
                    </td>
                    <td data-label=words::column_field(locale) class="phone:min-w-52">
                        <Select
                            label=words::column_field_of(locale, &column.header)
                            label_hidden=true
                            name=input_name(&place)
                            options=fields(locale, view.kind, &selected, column.beyond)
                            selected=selected
                            empty=if column.beyond { words::beyond_refuse(locale) } else { words::ignored(locale) }
                            error=form.error(&place)
                        />
                    </td>
                </tr>
            }
        })
        .collect_view();
    let reading = reading(locale, view.kind, &form, &stored, &Doubts::of(mapping, profile));
    view! {
        {layout::form(locale, view, profile, replay)}
        <form method="post" action=COLUMNS class="stack" novalidate data-step>
            {form.summary(|place| label(locale, place, &headers))}
            <input type="hidden" name="id" value=view.id.to_string() />
            <Card title=words::columns_title(locale)>
                <div class="stack">
                    <p class="text-ink-2">{words::columns_what(locale)} {anchors}</p>
                    <Table caption=words::columns_title(locale) head=head stacked=true>
                        {rows}
                    </Table>
                </div>
            </Card>
            {reading}
            <div class="form-actions">
                <Button label=words::go_on(locale) icon=Icon::ArrowRight variant=Variant::Primary />
            </div>
        </form>
    }
    .into_any()
}

/// The fields to choose from; a characteristic with a name of its own keeps it.
fn fields(locale: Locale, kind: ImportKind, selected: &str, beyond: bool) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> =
        ImportField::of(kind).iter().map(|f| (f.to_string(), text::field(locale, *f).to_owned())).collect();
    if kind == ImportKind::Equipment {
        all.push(("spec".into(), words::spec(locale).into()));
        if let Some(key) = selected.strip_prefix("spec:") {
            all.push((selected.to_owned(), key.to_owned()));
        }
    }
    // Beyond the header, and where a mapping file says so, leaving out is a choice of its own.
    let ignored = Target::Ignored.to_string();
    if beyond || selected == ignored {
        all.push((ignored, words::ignored(locale).into()));
    }
    all
}

/// Doubts that nothing in the file decides, as hints at the choices.
struct Doubts {
    dates: Option<(String, String)>,
    decimal: Option<(String, String)>,
}

impl Doubts {
    fn of(mapping: &ImportMapping, profile: &FileProfile) -> Self {
        let open = ImportMapping { dates: DateOrder::Auto, decimal: DecimalMark::Auto, ..mapping.clone() };
        let doubts = open.doubts(profile);
        let at = |place: &str| {
            doubts.iter().find(|d| d.field == place).and_then(|d| match &d.code {
                FieldCode::TwoReadings { first, second } => Some((first.clone(), second.clone())),
                _ => None,
            })
        };
        Self { dates: at("dates"), decimal: at("decimal") }
    }
}

fn reading(locale: Locale, kind: ImportKind, form: &Form, stored: &MappingForm, doubts: &Doubts) -> AnyView {
    let dates = DateOrder::ALL.iter().map(|o| {
        let label = error_text::date_order(locale, o.as_str());
        (o.to_string(), label.to_owned())
    });
    let marks = DecimalMark::ALL.iter().map(|m| {
        let label = match m {
            DecimalMark::Auto => words::decimal_auto(locale),
            DecimalMark::Point => words::decimal_point(locale),
            DecimalMark::Comma => words::decimal_comma(locale),
        };
        (m.to_string(), label.to_owned())
    });
    let (dates, marks): (Vec<_>, Vec<_>) = (dates.collect(), marks.collect());
    let more = match kind {
        ImportKind::Equipment => view! {
            <div class="wide">
                <Checkbox
                    label=words::create_types(locale)
                    name=input_name("create_types")
                    checked=form.ticked("create_types", stored.create_types)
                />
            </div>
        }
        .into_any(),
        ImportKind::Interventions => view! {
            <div class="wide">
                <Checkbox
                    label=words::create_equipment(locale)
                    name=input_name("create_equipment")
                    checked=form.ticked("create_equipment", stored.create_equipment)
                    hint=words::create_equipment_hint(locale)
                />
            </div>
            <Field
                label=words::equipment_name(locale)
                name=input_name("equipment_name")
                value=form.value("equipment_name", &stored.equipment_name)
                maxlength="120"
                autocomplete="off"
                placeholder="{code}"
                hint=words::equipment_name_hint(locale, "{code}")
            />
            <Field
                label=words::equipment_type(locale)
                name=input_name("equipment_type")
                value=form.value("equipment_type", &stored.equipment_type)
                maxlength="80"
                autocomplete="off"
            />
        }
        .into_any(),
    };
    let (dates_error, mark_error) = (form.error("dates"), form.error("decimal"));
    let dates_doubt = doubts.dates.as_ref().map(|(first, second)| words::dates_doubt(locale, first, second));
    let mark_doubt =
        doubts.decimal.as_ref().map(|(first, second)| words::decimal_doubt(locale, first, second));
    let (dates_now, mark_now) = (form.value("dates", &stored.dates), form.value("decimal", &stored.decimal));
    view! {
        <Card title=words::reading(locale)>
            <div class="form-grid">
                <Select
                    label=words::dates(locale)
                    name=input_name("dates")
                    options=dates
                    selected=dates_now
                    nostrip:hint=dates_doubt
                    error=dates_error
                />
                <Select
                    label=words::decimal(locale)
                    name=input_name("decimal")
                    options=marks
                    selected=mark_now
                    nostrip:hint=mark_doubt
                    error=mark_error
                />
                {more}
            </div>
        </Card>
    }
    .into_any()
}

/// What a wrong part of the mapping is called in the summary.
fn label(locale: Locale, place: &str, headers: &[String]) -> String {
    let column = place.strip_prefix("columns[").and_then(|rest| rest.strip_suffix(']'));
    if let Some(header) = column.and_then(|i| i.parse::<usize>().ok()).and_then(|i| headers.get(i)) {
        return header.clone();
    }
    match place {
        "dates" => return words::dates(locale).to_owned(),
        "decimal" => return words::decimal(locale).to_owned(),
        _ => {}
    }
    match place.strip_prefix("fields.").and_then(|f| f.parse::<ImportField>().ok()) {
        Some(field) => text::field(locale, field).to_owned(),
        None => error_text::title(locale, &domain::Error::Invalid(Default::default())).to_owned(),
    }
}

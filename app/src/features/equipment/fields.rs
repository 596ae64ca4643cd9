//! The fields of the equipment form, in groups.

use super::{
    api::{FormData, SaveEquipment},
    parent, specifications,
};
use crate::shared::{
    form::{Form, input_name},
    labels,
    number::decimal_mark,
    record::stored_meanwhile,
};
use domain::{
    equipment::{Criticality, EquipmentDraft, EquipmentState},
    money::{self, DecimalMark},
};
use i18n::{Locale, common, equipment as text, format};
use leptos::{prelude::*, wasm_bindgen::JsCast, web_sys};
use ui::{Card, Field, Select, TextArea, field_id};

type Choice = (String, String);

/// What the groups share.
#[derive(Clone)]
pub(super) struct Fields {
    pub locale: Locale,
    pub form: Form,
    pub stored: EquipmentDraft,
    /// The site chosen now: it decides which lines and parents are offered.
    pub site: RwSignal<String>,
    /// How many rows of specifications there are.
    pub rows: RwSignal<usize>,
}

impl Fields {
    fn text(&self, field: &'static str, label: &'static str, stored: &str, kind: Kind) -> AnyView {
        let form = &self.form;
        let optional = (!kind.required).then(|| common::optional(self.locale));
        view! {
            <div>
                <Field
                    label=label
                    name=input_name(field)
                    value=form.value(field, stored)
                    kind=kind.html
                    required=kind.required
                    nostrip:inputmode=kind.inputmode.map(str::to_owned)
                    nostrip:maxlength=kind.most.map(str::to_owned)
                    nostrip:hint=kind.hint.map(str::to_owned)
                    nostrip:optional=optional.map(str::to_owned)
                    autocomplete="off"
                    error=form.error(field)
                />
                {stored_meanwhile(form, field)}
            </div>
        }
        .into_any()
    }

    fn choice(
        &self,
        field: &'static str,
        label: &'static str,
        stored: &str,
        options: Vec<Choice>,
        empty: Option<&'static str>,
    ) -> AnyView {
        let form = &self.form;
        view! {
            <div>
                <Select
                    label=label
                    name=input_name(field)
                    options=options
                    nostrip:empty=empty.map(str::to_owned)
                    selected=form.value(field, stored)
                    error=form.error(field)
                />
                {stored_meanwhile(form, field)}
            </div>
        }
        .into_any()
    }
}

/// How a text field takes its text.
#[derive(Default)]
struct Kind {
    html: &'static str,
    required: bool,
    most: Option<&'static str>,
    inputmode: Option<&'static str>,
    hint: Option<&'static str>,
}

fn line(most: &'static str) -> Kind {
    Kind { html: "text", most: Some(most), ..Kind::default() }
}

fn day() -> Kind {
    Kind { html: "date", ..Kind::default() }
}

/// Every group.
pub(super) fn view(f: &Fields, data: &FormData) -> AnyView {
    let locale = f.locale;
    let group = |title: &'static str, fields: Vec<AnyView>| {
        view! {
            <Card title=title>
                <div class="form-grid">{fields}</div>
            </Card>
        }
        .into_any()
    };
    vec![
        group(text::group_identity(locale), identity(f, data)),
        group(text::group_place(locale), place(f, data)),
        group(text::group_state(locale), state(f)),
        group(text::group_maker(locale), maker(f)),
        group(text::group_life(locale), life(f)),
        rest(f),
    ]
    .into_any()
}

fn identity(f: &Fields, data: &FormData) -> Vec<AnyView> {
    let (locale, s) = (f.locale, &f.stored);
    let types = data.facets.types.iter().map(|t| (t.id.to_string(), t.name.clone())).collect();
    let ranks = Criticality::ALL.iter().map(|c| (c.to_string(), labels::criticality(locale, *c).to_owned()));
    let code = Kind { required: true, hint: Some(text::code_hint(locale)), ..line("40") };
    let name = Kind { required: true, ..line("120") };
    vec![
        f.text("code", text::code(locale), &s.code, code),
        f.text("name", text::name(locale), &s.name, name),
        f.choice("type_id", text::equipment_type(locale), &s.type_id, types, Some(text::no_type(locale))),
        f.choice("criticality", text::criticality(locale), &s.criticality, ranks.collect(), None),
    ]
}

fn state(f: &Fields) -> Vec<AnyView> {
    let (locale, s) = (f.locale, &f.stored);
    let states = EquipmentState::ALL.iter().map(|s| (s.to_string(), labels::state(locale, *s).to_owned()));
    let reason = Kind { hint: Some(text::reason_hint(locale)), ..line("300") };
    vec![
        f.choice("state", text::state(locale), &s.state, states.collect(), None),
        f.text("state_reason", text::state_reason(locale), &s.state_reason, reason),
    ]
}

fn maker(f: &Fields) -> Vec<AnyView> {
    let (locale, s) = (f.locale, &f.stored);
    let serial = Kind { hint: Some(text::serial_hint(locale)), ..line("80") };
    vec![
        f.text("manufacturer", text::manufacturer(locale), &s.manufacturer, line("120")),
        f.text("model", text::model(locale), &s.model, line("120")),
        f.text("serial_number", text::serial_number(locale), &s.serial_number, serial),
    ]
}

fn life(f: &Fields) -> Vec<AnyView> {
    let (locale, s) = (f.locale, &f.stored);
    let years = Kind { inputmode: Some("numeric"), ..line("3") };
    let value = Kind { inputmode: Some("decimal"), hint: Some(text::replacement_hint(locale)), ..line("20") };
    vec![
        f.text("purchased_on", text::purchased_on(locale), &s.purchased_on, day()),
        f.text("installed_on", text::installed_on(locale), &s.installed_on, day()),
        f.text("in_service_on", text::in_service_on(locale), &s.in_service_on, day()),
        f.text("warranty_until", text::warranty_until(locale), &s.warranty_until, day()),
        f.text("lifespan_years", text::lifespan_years(locale), &s.lifespan_years, years),
        amount(f, "replacement_value", text::replacement_value(locale), &s.replacement_value, value),
    ]
}

/// An amount, filled in and read with the reader's decimal mark. A text that others would read otherwise is
/// repeated as it was understood.
fn amount(f: &Fields, field: &'static str, label: &'static str, stored: &str, kind: Kind) -> AnyView {
    let locale = f.locale;
    let stored = match decimal_mark(locale) {
        DecimalMark::Comma => stored.replace('.', ","),
        _ => stored.to_owned(),
    };
    let typed = RwSignal::new(f.form.value(field, &stored));
    let understood = move || {
        let read = typed.with(|text| money::settled(text, decimal_mark(locale)));
        (read != typed.get()).then(|| text::replacement_read(locale, format::number(locale, &read)))
    };
    let control = f.text(field, label, &stored, kind);
    view! {
        <div on:input=move |ev| typed.set(event_target_value(&ev))>
            {control} <p class="text-sm text-ink-2" aria-live="polite">
                {understood}
            </p>
        </div>
    }
    .into_any()
}

/// Specifications and notes.
fn rest(f: &Fields) -> AnyView {
    let (locale, form) = (f.locale, &f.form);
    let specifications = specifications::fields(locale, form, f.stored.specifications.clone(), f.rows);
    let (rows_now, notes_now) = (stored_meanwhile(form, "specifications"), stored_meanwhile(form, "notes"));
    let (notes, wrong) = (form.value("notes", &f.stored.notes), form.error("notes"));
    view! {
        <Card title=text::specifications(locale)>{specifications} {rows_now}</Card>
        <Card title=text::notes(locale)>
            <TextArea
                label=text::notes(locale)
                label_hidden=true
                name=input_name("notes")
                value=notes
                rows=4
                maxlength="4000"
                error=wrong
            />
            {notes_now}
        </Card>
    }
    .into_any()
}

/// Site, line of that site, parent in that site.
fn place(f: &Fields, data: &FormData) -> Vec<AnyView> {
    let (locale, form, site) = (f.locale, &f.form, f.site);
    let sites: Vec<Choice> =
        data.facets.sites.iter().map(|s| (s.id.to_string(), format!("{} {}", s.code, s.name))).collect();
    let groups: Vec<(String, Vec<Choice>)> = data
        .facets
        .sites
        .iter()
        .map(|s| {
            let lines = data.facets.lines.iter().filter(|l| l.site_id == s.id);
            let lines = lines.map(|l| (l.id.to_string(), format!("{} {}", l.code, l.name))).collect();
            (s.name.clone(), lines)
        })
        .collect();
    let order: Vec<String> = sites.iter().map(|(id, _)| id.clone()).collect();
    Effect::new(move |_| offer_lines(&order, &site.get()));
    let itself = data.stored.as_ref().map(|e| e.row.id);
    let known = data.stored.as_ref().and_then(|e| e.parent.as_ref().map(|p| p.code.clone()));
    let parent = known.or_else(|| data.parent.as_ref().map(|p| p.row.code.clone())).unwrap_or_default();
    let site_field = view! {
        <div>
            <Select
                label=text::site(locale)
                name=input_name("site_id")
                options=sites
                empty=text::choose_site(locale)
                selected=form.value("site_id", &f.stored.site_id)
                required=true
                error=form.error("site_id")
                on_change=move |chosen| site.set(chosen)
            />
            {stored_meanwhile(form, "site_id")}
        </div>
    };
    let line_field = view! {
        <div>
            <Select
                label=text::line(locale)
                name=input_name("line_id")
                groups=groups
                empty=text::no_line(locale)
                selected=form.value("line_id", &f.stored.line_id)
                error=form.error("line_id")
            />
            {stored_meanwhile(form, "line_id")}
        </div>
    };
    vec![site_field.into_any(), line_field.into_any(), parent::field(locale, form, parent, itself, site)]
}

/// Leaves the lines of one site to choose from, and none chosen of another. `order` is the sites' ids in the
/// order of the groups.
fn offer_lines(order: &[String], site: &str) {
    let select = document().get_element_by_id(&field_id(&input_name("line_id")));
    let Some(select) = select.and_then(|s| s.dyn_into::<web_sys::HtmlSelectElement>().ok()) else { return };
    let Ok(groups) = select.query_selector_all("optgroup") else { return };
    for (at, id) in (0..groups.length()).zip(order) {
        let Some(group) = groups.item(at).and_then(|g| g.dyn_into::<web_sys::HtmlOptGroupElement>().ok())
        else {
            continue;
        };
        let other = !site.is_empty() && id != site;
        group.set_hidden(other);
        group.set_disabled(other);
        if other && group.query_selector("option:checked").ok().flatten().is_some() {
            select.set_value("");
        }
    }
}

/// The rule of the form, for what is sent to the server.
pub(super) fn rule(locale: Locale, sent: SaveEquipment) -> Result<(), domain::FieldErrors> {
    // The site decides the currency, and the server knows it: two decimals are right for nearly all of them.
    sent.draft.settled(decimal_mark(locale)).parse("EUR").map(drop)
}

/// A field's label, where an error names it.
pub(super) fn label(locale: Locale, field: &str) -> String {
    let row =
        || field.strip_prefix("specifications[").and_then(|f| f.split(']').next()?.parse::<usize>().ok());
    let known = match field {
        "code" => text::code(locale),
        "name" => text::name(locale),
        "site_id" => text::site(locale),
        "line_id" => text::line(locale),
        "type_id" => text::equipment_type(locale),
        "parent_id" => text::parent(locale),
        "model" => text::model(locale),
        "serial_number" => text::serial_number(locale),
        "manufacturer" => text::manufacturer(locale),
        "purchased_on" => text::purchased_on(locale),
        "installed_on" => text::installed_on(locale),
        "in_service_on" => text::in_service_on(locale),
        "warranty_until" => text::warranty_until(locale),
        "lifespan_years" => text::lifespan_years(locale),
        "replacement_value" => text::replacement_value(locale),
        "state" => text::state(locale),
        "state_reason" => text::state_reason(locale),
        "criticality" => text::criticality(locale),
        "notes" => text::notes(locale),
        _ => match row() {
            Some(at) if field.ends_with(".value") => return text::spec_row_value(locale, at + 1),
            Some(at) if field.ends_with(".unit") => return text::spec_row_unit(locale, at + 1),
            Some(at) => return text::spec_row_key(locale, at + 1),
            None => text::specifications(locale),
        },
    };
    known.to_owned()
}

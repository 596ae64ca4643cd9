//! The fields of the equipment form, in groups.

use super::{form::FormData, place, specifications};
use crate::{
    form::Form,
    shared::{form::input_name, labels, number::decimal_mark},
};
use domain::{
    equipment::{Criticality, EquipmentDraft, EquipmentState},
    money::{self, DecimalMark},
};
use i18n::{Locale, equipment as text, format};
use leptos::prelude::*;
use ui::{Card, TextArea};

/// What the groups share.
struct Fields<'a> {
    locale: Locale,
    form: &'a Form<'a>,
    stored: &'a EquipmentDraft,
}

/// Every group.
pub(super) fn all(locale: Locale, form: &Form, stored: &EquipmentDraft, data: &FormData) -> AnyView {
    let f = Fields { locale, form, stored };
    let group = |title: &'static str, fields: AnyView| {
        view! {
            <Card title=title>
                <div class="form-grid">{fields}</div>
            </Card>
        }
        .into_any()
    };
    let specifications = specifications::fields(locale, form, &stored.specifications);
    view! {
        {group(text::group_identity(locale), f.identity(data))}
        {group(text::group_place(locale), place::fields(locale, form, stored, data))}
        {group(text::group_state(locale), f.state())}
        {group(text::group_maker(locale), f.maker())}
        {group(text::group_life(locale), f.life())}
        <Card title=text::specifications(locale)>{specifications}</Card>
        {f.notes()}
    }
    .into_any()
}

impl Fields<'_> {
    fn identity(&self, data: &FormData) -> AnyView {
        let (locale, form, s) = (self.locale, self.form, self.stored);
        let types = data.facets.types.iter().map(|t| (t.id.to_string(), t.name.clone())).collect();
        let ranks =
            Criticality::ALL.iter().map(|c| (c.to_string(), labels::criticality(locale, *c).to_owned()));
        let code = form.input("code", text::code(locale)).stored(&s.code).max(40).required();
        let name = form.input("name", text::name(locale)).stored(&s.name).max(120).required();
        let kind = form.input("type_id", text::equipment_type(locale)).stored(&s.type_id);
        let rank = form.input("criticality", text::criticality(locale)).stored(&s.criticality);
        view! {
            {code.hint(text::code_hint(locale)).line()}
            {name.line()}
            {kind.select(types, Some(text::no_type(locale)))}
            {rank.select(ranks.collect(), None)}
        }
        .into_any()
    }

    fn state(&self) -> AnyView {
        let (locale, form, s) = (self.locale, self.form, self.stored);
        let states =
            EquipmentState::ALL.iter().map(|s| (s.to_string(), labels::state(locale, *s).to_owned()));
        let state = form.input("state", text::state(locale)).stored(&s.state);
        let reason = form.input("state_reason", text::state_reason(locale)).stored(&s.state_reason).max(300);
        view! {
            {state.select(states.collect(), None)}
            {reason.hint(text::reason_hint(locale)).line()}
        }
        .into_any()
    }

    fn maker(&self) -> AnyView {
        let (locale, form, s) = (self.locale, self.form, self.stored);
        let serial =
            form.input("serial_number", text::serial_number(locale)).stored(&s.serial_number).max(80);
        view! {
            {form.input("manufacturer", text::manufacturer(locale)).stored(&s.manufacturer).max(120).line()}
            {form.input("model", text::model(locale)).stored(&s.model).max(120).line()}
            {serial.hint(text::serial_hint(locale)).line()}
        }
        .into_any()
    }

    fn life(&self) -> AnyView {
        let (locale, form, s) = (self.locale, self.form, self.stored);
        let day = |field: &'static str, label: &'static str, stored: &str| {
            form.input(field, label).stored(stored).day()
        };
        let years = form.input("lifespan_years", text::lifespan_years(locale)).stored(&s.lifespan_years);
        view! {
            {day("purchased_on", text::purchased_on(locale), &s.purchased_on)}
            {day("installed_on", text::installed_on(locale), &s.installed_on)}
            {day("in_service_on", text::in_service_on(locale), &s.in_service_on)}
            {day("warranty_until", text::warranty_until(locale), &s.warranty_until)}
            {years.max(3).digits()}
            {self.replacement_value()}
        }
        .into_any()
    }

    /// An amount, filled in and read with the reader's decimal mark. A text that others would read otherwise is
    /// repeated as it was understood.
    fn replacement_value(&self) -> AnyView {
        const FIELD: &str = "replacement_value";
        let locale = self.locale;
        let mark = decimal_mark(locale);
        let stored = match mark {
            DecimalMark::Comma => self.stored.replacement_value.replace('.', ","),
            _ => self.stored.replacement_value.clone(),
        };
        let typed = self.form.value(FIELD, &stored);
        let read = money::settled(&typed, mark);
        let understood =
            (read != typed).then(|| text::replacement_read(locale, format::number(locale, &read)));
        let amount = self.form.input(FIELD, text::replacement_value(locale)).stored(stored).max(20);
        view! {
            <div>
                {amount.hint(text::replacement_hint(locale)).amount()}
                <p class="text-sm text-ink-2" aria-live="polite" data-amount=input_name(FIELD)>
                    {understood}
                </p>
            </div>
        }
        .into_any()
    }

    fn notes(&self) -> AnyView {
        let (locale, form) = (self.locale, self.form);
        let (notes, wrong) = (form.value("notes", &self.stored.notes), form.error("notes"));
        view! {
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
            </Card>
        }
        .into_any()
    }
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

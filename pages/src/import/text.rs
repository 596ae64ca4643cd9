//! Words of imports: fields, states, problems, and what is wrong with a row.

use crate::shared::{error_text, labels};
use domain::{
    FieldCode,
    import::{
        FileProblem, ImportFailure, ImportField, ImportKind, ImportState, ImportView, RowError, Target,
    },
};
use i18n::{Locale, import as text};
use leptos::prelude::*;
use ui::{Badge, Icon, Tone};

pub fn kind(locale: Locale, kind: ImportKind) -> &'static str {
    match kind {
        ImportKind::Equipment => text::kind_equipment(locale),
        ImportKind::Interventions => text::kind_interventions(locale),
    }
}

pub fn state(locale: Locale, view: &ImportView) -> &'static str {
    if view.interrupted {
        return text::state_interrupted(locale);
    }
    match view.state {
        ImportState::Receiving => text::state_receiving(locale),
        ImportState::Uploaded => text::state_uploaded(locale),
        ImportState::Checking => text::state_checking(locale),
        ImportState::Checked => text::state_checked(locale),
        ImportState::Committing => text::state_committing(locale),
        ImportState::Committed => text::state_committed(locale),
        ImportState::Undoing => text::state_undoing(locale),
        ImportState::Undone => text::state_undone(locale),
        ImportState::Failed => text::state_failed(locale),
    }
}

pub(super) fn state_badge(locale: Locale, view: &ImportView) -> AnyView {
    let (tone, icon) = match view.state {
        _ if view.interrupted => (Tone::Warn, Icon::TriangleAlert),
        ImportState::Receiving | ImportState::Uploaded => (Tone::Mute, Icon::Inbox),
        ImportState::Checking | ImportState::Committing | ImportState::Undoing => (Tone::Info, Icon::Clock),
        ImportState::Checked => (Tone::Info, Icon::Check),
        ImportState::Committed => (Tone::Ok, Icon::CircleCheck),
        ImportState::Undone => (Tone::Mute, Icon::Ban),
        ImportState::Failed => (Tone::Danger, Icon::OctagonX),
    };
    view! { <Badge label=state(locale, view) tone=tone icon=icon /> }.into_any()
}

/// A field's name.
pub fn field(locale: Locale, field: ImportField) -> &'static str {
    match field {
        ImportField::Code => text::field_code(locale),
        ImportField::Name => text::field_name(locale),
        ImportField::Site => text::field_site(locale),
        ImportField::Line => text::field_line(locale),
        ImportField::Type => text::field_type(locale),
        ImportField::Parent => text::field_parent(locale),
        ImportField::Model => text::field_model(locale),
        ImportField::SerialNumber => text::field_serial_number(locale),
        ImportField::Manufacturer => text::field_manufacturer(locale),
        ImportField::PurchasedOn => text::field_purchased_on(locale),
        ImportField::InstalledOn => text::field_installed_on(locale),
        ImportField::InServiceOn => text::field_in_service_on(locale),
        ImportField::WarrantyUntil => text::field_warranty_until(locale),
        ImportField::LifespanYears => text::field_lifespan_years(locale),
        ImportField::ReplacementValue => text::field_replacement_value(locale),
        ImportField::State => text::field_state(locale),
        ImportField::Criticality => text::field_criticality(locale),
        ImportField::Notes => text::field_notes(locale),
        ImportField::Equipment => text::field_equipment(locale),
        ImportField::Title => text::field_title(locale),
        ImportField::Description => text::field_description(locale),
        ImportField::Kind => text::field_kind(locale),
        ImportField::Status => text::field_status(locale),
        ImportField::Priority => text::field_priority(locale),
        ImportField::ReportedAt => text::field_reported_at(locale),
        ImportField::StartedAt => text::field_started_at(locale),
        ImportField::EndedAt => text::field_ended_at(locale),
        ImportField::Cost => text::field_cost(locale),
        ImportField::Report => text::field_report(locale),
        ImportField::ExternalRef => text::field_external_ref(locale),
    }
}

pub fn target(locale: Locale, target: &Target) -> String {
    match target {
        Target::Field(f) => field(locale, *f).to_owned(),
        Target::Spec(key) => key.clone(),
        Target::Ignored => text::ignored(locale).to_owned(),
    }
}

/// A value of a field's list, as people read it.
pub fn choice(locale: Locale, field: ImportField, value: &str) -> String {
    let word = match field {
        ImportField::State => value.parse().ok().map(|v| labels::state(locale, v).to_owned()),
        ImportField::Criticality => value.parse().ok().map(|v| labels::criticality(locale, v).to_owned()),
        ImportField::Kind => value.parse().ok().map(|v| labels::kind(locale, v).to_owned()),
        ImportField::Status => value.parse().ok().map(|v| labels::status(locale, v).to_owned()),
        ImportField::Priority => value.parse().ok().map(|v| labels::priority(locale, v)),
        _ => None,
    };
    word.unwrap_or_else(|| value.to_owned())
}

/// Why a value was refused.
pub fn reason(locale: Locale, error: &RowError) -> String {
    match (&error.field, &error.code) {
        (Target::Field(ImportField::Equipment), FieldCode::NotFound) => {
            text::reason_missing_equipment(locale).to_owned()
        }
        (_, FieldCode::NotADate) => text::reason_not_a_date(locale).to_owned(),
        (_, FieldCode::UnknownValue) => text::reason_unknown_value(locale).to_owned(),
        (_, FieldCode::Before { other }) => {
            let other = match other.parse::<ImportField>() {
                Ok(other) => field(locale, other).to_owned(),
                Err(_) => other.clone(),
            };
            i18n::error::field_before(locale, other)
        }
        (_, code) => error_text::field(locale, code),
    }
}

/// The column of an error, or the field where no column is mapped to it.
pub fn column(locale: Locale, error: &RowError) -> String {
    if error.column.is_empty() { target(locale, &error.field) } else { error.column.clone() }
}

/// Everything that is wrong with a row, in one line.
pub fn row_errors(locale: Locale, errors: &[RowError]) -> String {
    let one = |e: &RowError| {
        let (column, reason) = (column(locale, e), reason(locale, e));
        match e.value.is_empty() {
            true => text::row_error_empty(locale, column, reason),
            false => text::row_error(locale, column, reason, &e.value),
        }
    };
    errors.iter().map(one).collect::<Vec<_>>().join(" ")
}

pub fn problem(locale: Locale, problem: FileProblem) -> &'static str {
    match problem {
        FileProblem::NotATable => text::problem_not_a_table(locale),
        FileProblem::OldOrLockedWorkbook => text::problem_old_or_locked_workbook(locale),
        FileProblem::DamagedWorkbook => text::problem_damaged_workbook(locale),
        FileProblem::Empty => text::problem_empty(locale),
        FileProblem::TooManyRows => text::problem_too_many_rows(locale),
        FileProblem::TooManyColumns => text::problem_too_many_columns(locale),
        FileProblem::TooLarge => text::problem_too_large(locale),
        FileProblem::CellTooLong => text::problem_cell_too_long(locale),
        FileProblem::OpenQuote => text::problem_open_quote(locale),
        FileProblem::Internal => text::problem_internal(locale),
    }
}

/// Why a file could not be read, with its line.
pub fn failure(locale: Locale, failure: &ImportFailure) -> String {
    let problem = problem(locale, failure.problem);
    let sentence = match failure.line {
        Some(line) => return text::failed_line(locale, line, problem),
        None => problem,
    };
    let mut chars = sentence.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

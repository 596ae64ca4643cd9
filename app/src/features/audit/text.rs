//! Words for what the audit trail holds.

use crate::{
    features::settings,
    layout::role,
    shared::{error_text, labels},
};
use domain::{Noun, Role, audit::Action, equipment::EquipmentState};
use i18n::{Locale, audit as text, common};

/// What was done.
pub fn action(locale: Locale, action: Action) -> &'static str {
    match action {
        Action::Created => text::action_created(locale),
        Action::Updated => text::action_updated(locale),
        Action::Deleted => text::action_deleted(locale),
        Action::Retired => text::action_retired(locale),
        Action::Restored => text::action_restored(locale),
        Action::StateChanged => text::action_state_changed(locale),
        Action::Moved => text::action_moved(locale),
        Action::SignedIn => text::action_signed_in(locale),
        Action::SignInFailed => text::action_sign_in_failed(locale),
        Action::SignedOut => text::action_signed_out(locale),
        Action::SessionsEnded => text::action_sessions_ended(locale),
        Action::TokenReused => text::action_token_reused(locale),
        Action::Deactivated => text::action_deactivated(locale),
        Action::Reactivated => text::action_reactivated(locale),
        Action::Unlocked => text::action_unlocked(locale),
        Action::PasswordChanged => text::action_password_changed(locale),
        Action::PasswordReset => text::action_password_reset(locale),
        Action::Cancelled => text::action_cancelled(locale),
        Action::Retried => text::action_retried(locale),
        Action::ImportCommitted => text::action_import_committed(locale),
        Action::ImportUndone => text::action_import_undone(locale),
        Action::TrailOpened => text::action_trail_opened(locale),
    }
}

/// The same of a stored text; what is none of ours is shown as it is.
pub fn action_named(locale: Locale, stored: &str) -> String {
    stored.parse().map_or_else(|_| stored.to_owned(), |known| action(locale, known).to_owned())
}

/// A thing's name, with a capital.
pub fn noun_named(locale: Locale, stored: &str) -> String {
    stored.parse::<Noun>().map_or_else(|_| stored.to_owned(), |noun| error_text::noun_title(locale, noun))
}

/// The label of a changed field.
pub fn field(locale: Locale, name: &str) -> String {
    let known = match name {
        "" => text::content(locale),
        "code" => text::field_code(locale),
        "name" => text::field_name(locale),
        "location" => text::field_location(locale),
        "description" => text::field_description(locale),
        "timezone" => text::field_timezone(locale),
        "currency" => text::field_currency(locale),
        "site_id" => text::field_site_id(locale),
        "line_id" => text::field_line_id(locale),
        "type_id" => text::field_type_id(locale),
        "parent_id" => text::field_parent_id(locale),
        "model" => text::field_model(locale),
        "serial_number" => text::field_serial_number(locale),
        "manufacturer" => text::field_manufacturer(locale),
        "purchased_on" => text::field_purchased_on(locale),
        "installed_on" => text::field_installed_on(locale),
        "in_service_on" => text::field_in_service_on(locale),
        "warranty_until" => text::field_warranty_until(locale),
        "lifespan_years" => text::field_lifespan_years(locale),
        "replacement_value" => text::field_replacement_value(locale),
        "state" => text::field_state(locale),
        "state_reason" => text::field_state_reason(locale),
        "criticality" => text::field_criticality(locale),
        "notes" => text::field_notes(locale),
        "specifications" => text::field_specifications(locale),
        "id" => text::field_id(locale),
        "username" => text::field_username(locale),
        "email" => text::field_email(locale),
        "first_name" => text::field_first_name(locale),
        "last_name" => text::field_last_name(locale),
        "role" => text::field_role(locale),
        "language" => text::field_language(locale),
        "theme" => text::field_theme(locale),
        "is_active" => text::field_is_active(locale),
        "sites" => text::field_sites(locale),
        "permissions" => text::field_permissions(locale),
        "last_login_at" => text::field_last_login_at(locale),
        "created_at" => text::field_created_at(locale),
        "address" => text::field_address(locale),
        "file" => text::field_file(locale),
        "sha256" => text::field_sha256(locale),
        "new" => text::field_new(locale),
        "known" => text::field_known(locale),
        "refused" => text::field_refused(locale),
        "equipment" => text::field_equipment(locale),
        "types" => text::field_types(locale),
        "demonstration" => text::field_demonstration(locale),
        other => match settings::text::any_label(locale, other) {
            Some(label) => label,
            None => return other.replace('_', " "),
        },
    };
    known.to_owned()
}

/// A field's value as people know it.
pub fn value(locale: Locale, field: &str, stored: &str) -> String {
    let known = match field {
        "state" => stored.parse::<EquipmentState>().ok().map(|s| labels::state(locale, s)),
        "criticality" => stored.parse().ok().map(|c| labels::criticality(locale, c)),
        "role" => stored.parse::<Role>().ok().map(|r| role(locale, r)),
        _ => match stored {
            "true" => Some(common::yes(locale)),
            "false" => Some(common::no(locale)),
            _ => None,
        },
    };
    known.map_or_else(|| stored.to_owned(), str::to_owned)
}

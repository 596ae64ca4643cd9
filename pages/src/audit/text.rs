//! Words for what the audit trail holds.

use crate::nav::{role, theme_name};
use crate::{
    document::kind as document_kind,
    mail,
    settings::section_name,
    shared::{
        error_text,
        labels::{self, language},
    },
    user::{experience, granted_or_denied},
};
use domain::{
    Money, Noun, Role,
    audit::{Action, AuditRow},
    document::DocumentKind,
    equipment::EquipmentState,
    settings::{Registered, SECTIONS},
    site::SiteRef,
};
use i18n::{
    Locale, audit as text, common, document, failure, format, intervention, notification, settings as words,
    team,
};

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
        Action::Reported => text::action_reported(locale),
        Action::Assigned => text::action_assigned(locale),
        Action::Started => text::action_started(locale),
        Action::Paused => text::action_paused(locale),
        Action::Resumed => text::action_resumed(locale),
        Action::Completed => text::action_completed(locale),
        Action::Validated => text::action_validated(locale),
        Action::SentBack => text::action_sent_back(locale),
        Action::Archived => text::action_archived(locale),
        Action::Commented => text::action_commented(locale),
        Action::SignedIn => text::action_signed_in(locale),
        Action::SignInFailed => text::action_sign_in_failed(locale),
        Action::SignedOut => text::action_signed_out(locale),
        Action::SessionsEnded => text::action_sessions_ended(locale),
        Action::TokenReused => text::action_token_reused(locale),
        Action::Deactivated => text::action_deactivated(locale),
        Action::Reactivated => text::action_reactivated(locale),
        Action::Unlocked => text::action_unlocked(locale),
        Action::Approved => text::action_approved(locale),
        Action::Refused => text::action_refused(locale),
        Action::Invited => text::action_invited(locale),
        Action::InvitationAccepted => text::action_invitation_accepted(locale),
        Action::SecondStepSetUp => text::action_second_step_set_up(locale),
        Action::SecondStepRemoved => text::action_second_step_removed(locale),
        Action::RecoveryCodesRenewed => text::action_recovery_codes_renewed(locale),
        Action::PasswordChanged => text::action_password_changed(locale),
        Action::PasswordReset => text::action_password_reset(locale),
        Action::Cancelled => text::action_cancelled(locale),
        Action::Sent => text::action_sent(locale),
        Action::MailTried => text::action_mail_tried(locale),
        Action::CheckAsked => text::action_check_asked(locale),
        Action::Purged => text::action_purged(locale),
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

/// What a row is called: `label` as the trail has it, in words where it is a key of the program.
pub fn record(locale: Locale, entity: &str, label: &str) -> String {
    if entity.parse() != Ok(Noun::Setting) {
        return label.to_owned();
    }
    if Registered::of(label).is_some() {
        return section_name(locale, label);
    }
    let words = label.strip_prefix("mail_template.").and_then(|rest| {
        let (template, of) = rest.split_once('.')?;
        Some((mail::template(locale, template.parse().ok()?), language(locale, of.parse().ok()?)))
    });
    words.map_or_else(|| label.to_owned(), |(template, of)| format!("{template} · {of}"))
}

/// A part of the program that did something by itself.
pub fn actor(locale: Locale, stored: &str) -> String {
    match stored {
        "sign-in" => text::actor_sign_in(locale).to_owned(),
        other => other.to_owned(),
    }
}

/// What a row is called whose name the trail does not have.
pub fn unnamed(locale: Locale, row: &AuditRow, sites: &[SiteRef]) -> String {
    match row.entity.parse() {
        // A sign-in with a name that nobody has.
        Ok(Noun::User) if row.entity_id == 0 => text::nobody_known(locale).to_owned(),
        Ok(Noun::Site) => match sites.iter().find(|site| site.id.0 == row.entity_id) {
            Some(site) => format!("{} {}", site.code, site.name),
            None => format::whole(locale, row.entity_id),
        },
        // A session is its person's.
        Ok(Noun::Session) if row.person.is_some() => row.person.clone().unwrap_or_default(),
        _ => format::whole(locale, row.entity_id),
    }
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
        "is_invited" => text::field_is_invited(locale),
        "sites" => text::field_sites(locale),
        "permissions" => text::field_permissions(locale),
        "specialty" => text::field_specialty(locale),
        "skills" => text::field_skills(locale),
        "experience_level" => text::field_experience_level(locale),
        "last_login_at" => text::field_last_login_at(locale),
        "created_at" => text::field_created_at(locale),
        "address" => text::field_address(locale),
        "answer" => text::field_answer(locale),
        "file" => text::field_file(locale),
        "sha256" => text::field_sha256(locale),
        "new" => text::field_new(locale),
        "known" => text::field_known(locale),
        "refused" => text::field_refused(locale),
        "equipment" => text::field_equipment(locale),
        "types" => text::field_types(locale),
        "demonstration" => text::field_demonstration(locale),
        "title" => notification::subject(locale),
        "message" => notification::message(locale),
        "meant" => notification::meant(locale),
        "recipients" => notification::to(locale),
        "about" => notification::about(locale),
        "subject" => words::template_subject(locale),
        "html" => words::template_html(locale),
        "text" => words::template_text(locale),
        "file_name" => document::name(locale),
        "kind" => document::kind(locale),
        "size" => document::size(locale),
        "uploader" => document::sent_by(locale),
        "uploaded_at" => document::sent_at(locale),
        "is_cover" => document::cover(locale),
        "is_current" => document::current(locale),
        "mode" => failure::mode(locale),
        "mechanism" => failure::mechanism(locale),
        "cause" => failure::cause(locale),
        "external" => failure::external_mark(locale),
        "started_at" => intervention::started(locale),
        "running_again_at" => failure::running_again(locale),
        "restored_at" => failure::restored(locale),
        "equipment_type_id" => failure::type_of(locale),
        "label_fr" => failure::label_fr(locale),
        "label_en" => failure::label_en(locale),
        "retired" => failure::retired_mark(locale),
        "team_id" => team::team(locale),
        "home_site_id" => team::home_site(locale),
        "supervisor_id" => team::supervisor(locale),
        "phone" => team::phone(locale),
        "valid_from" => team::valid_from(locale),
        "remark" => team::remark(locale),
        "reason" => team::reason(locale),
        other => match setting(locale, other) {
            Some(label) => label,
            None => return other.replace('_', " "),
        },
    };
    known.to_owned()
}

/// The label of a setting whose section is not known.
fn setting(locale: Locale, field: &str) -> Option<&'static str> {
    SECTIONS.iter().find_map(|section| words::find(locale, &format!("{}_{field}", section.key)))
}

/// A field's value as people know it. `sites` are those that the reader sees.
pub fn value(locale: Locale, sites: &[SiteRef], field: &str, stored: &str) -> String {
    let each = |word: &dyn Fn(&str) -> String| {
        let words: Vec<String> = stored.split(", ").map(word).collect();
        Some(words.join(", "))
    };
    let said = match field {
        "language" => stored.parse().ok().map(|l| language(locale, l).to_owned()),
        "theme" => stored.parse().ok().map(|t| theme_name(locale, t).to_owned()),
        "permissions" => each(&|one| granted_or_denied(locale, one)),
        "site_id" | "sites" => each(&|one| {
            let site = sites.iter().find(|site| site.id.to_string() == one);
            site.map_or_else(|| one.to_owned(), |site| format!("{} {}", site.code, site.name))
        }),
        _ => amount(stored).map(|amount| format::money(locale, &amount)).or_else(|| moment(locale, stored)),
    };
    said.unwrap_or_else(|| word(locale, field, stored))
}

/// An amount as the trail tells it: `currency EUR minor 12500`.
fn amount(stored: &str) -> Option<Money> {
    let words: Vec<&str> = stored.split(' ').collect();
    let (currency, minor) = match words.as_slice() {
        ["currency", currency, "minor", minor] | ["minor", minor, "currency", currency] => (currency, minor),
        _ => return None,
    };
    Some(Money { minor: minor.parse().ok()?, currency: (*currency).to_owned() })
}

/// A day, a time on a wall clock, or an instant, which stays on the clock of the trail.
fn moment(locale: Locale, stored: &str) -> Option<String> {
    if let Ok(day) = stored.parse() {
        return Some(format::date(locale, day));
    }
    match stored.strip_suffix('Z') {
        Some(instant) => Some(format!("{} UTC", format::date_time(locale, instant.parse().ok()?))),
        None => Some(format::date_time(locale, stored.parse().ok()?)),
    }
}

/// The word of a choice.
fn word(locale: Locale, field: &str, stored: &str) -> String {
    let known = match field {
        "state" => stored.parse::<EquipmentState>().ok().map(|s| labels::state(locale, s)),
        "criticality" => stored.parse().ok().map(|c| labels::criticality(locale, c)),
        "role" => stored.parse::<Role>().ok().map(|r| role(locale, r)),
        "experience_level" => stored.parse().ok().map(|l| experience(locale, l)),
        "kind" => stored.parse::<DocumentKind>().ok().map(|k| document_kind(locale, k)),
        _ => match stored {
            "true" => Some(common::yes(locale)),
            "false" => Some(common::no(locale)),
            _ => None,
        },
    };
    known.map_or_else(|| stored.to_owned(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::SiteId;

    #[test]
    fn values_read_as_people_write_them() {
        let sites = [SiteRef { id: SiteId(1), code: "NORD".into(), name: "Site Nord".into() }];
        let said =
            |locale, field: &str, stored: &str| value(locale, &sites, field, stored).replace('\u{a0}', " ");
        for (field, stored, french, english) in [
            ("purchased_on", "2024-01-15", "15 janv. 2024", "15 Jan 2024"),
            ("replacement_value", "currency EUR minor 12500050", "125 000,50 €", "€125,000.50"),
            ("last_login_at", "2026-11-20T08:12:31Z", "20 nov. 2026, 8:12 UTC", "20 Nov 2026, 8:12 UTC"),
            ("started_local", "2026-11-20T08:12", "20 nov. 2026, 8:12", "20 Nov 2026, 8:12"),
            ("language", "en", "English", "English"),
            ("site_id", "1", "NORD Site Nord", "NORD Site Nord"),
            ("sites", "1, 7", "NORD Site Nord, 7", "NORD Site Nord, 7"),
            ("is_active", "true", "Oui", "Yes"),
            ("is_invited", "false", "Non", "No"),
            ("name", "Presse 250", "Presse 250", "Presse 250"),
            ("lifespan_years", "20", "20", "20"),
            ("serial_number", "2024", "2024", "2024"),
        ] {
            assert_eq!(said(Locale::Fr, field, stored), french);
            assert_eq!(said(Locale::En, field, stored), english);
        }
        assert_eq!(said(Locale::Fr, "kind", "drawing"), "Plan");
        assert_eq!(
            record(Locale::En, "setting", "mail_template.password_reset.fr"),
            "Password link · Français"
        );
        assert_eq!(record(Locale::Fr, "setting", "general"), "Général");
        assert_eq!(record(Locale::Fr, "equipment", "general"), "general");
        let rights = said(Locale::En, "permissions", "import:run, -equipment:delete");
        assert!(!rights.contains(':') || rights.contains(": "), "{rights}");
        assert!(!rights.contains("import:run") && !rights.contains("equipment:delete"), "{rights}");
    }
}

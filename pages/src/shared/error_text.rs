//! Sentences for errors. Exhaustive: a new error, refusal or field code without a text does not compile.

use crate::shared::labels;
use domain::{
    Date, Error, FieldCode, LocalDateTime, Noun, Refusal, error::Usage, import::DateOrder,
    team::AbsenceState, time::CivilDate,
};
use i18n::{Locale, error as text, format, import};

/// What happened and what to do, in one or two sentences.
pub fn error(locale: Locale, error: &Error) -> String {
    match error {
        Error::SignedOut => text::signed_out(locale).into(),
        Error::Forbidden => text::forbidden(locale).into(),
        Error::SecondStepDue => text::second_step_due(locale).into(),
        Error::NotFound(noun) => text::not_found(locale, capitalized(&self::noun(locale, *noun, 1))),
        Error::Invalid(_) => text::invalid(locale).into(),
        Error::Refused(refusal) => self::refusal(locale, refusal),
        Error::Stale(_) => text::stale(locale).into(),
        Error::TooManyAttempts { retry_after_seconds } => {
            text::too_many_attempts(locale, retry_after_seconds)
        }
        Error::Unavailable | Error::Contended => text::unavailable(locale).into(),
        Error::StorageFull => text::storage_full(locale).into(),
        Error::Internal { incident } if incident.is_empty() => text::internal(locale).into(),
        Error::Internal { incident } => text::internal_incident(locale, incident),
        Error::Transport => text::transport(locale).into(),
    }
}

/// The few words above that sentence.
pub fn title(locale: Locale, error: &Error) -> &'static str {
    match error {
        Error::SignedOut => text::title_signed_out(locale),
        Error::Forbidden | Error::SecondStepDue => text::title_forbidden(locale),
        Error::NotFound(_) => text::title_not_found(locale),
        Error::Transport => text::title_unreachable(locale),
        Error::Unavailable | Error::Contended | Error::StorageFull => text::title_unavailable(locale),
        _ => text::title_other(locale),
    }
}

/// Why a rule says no.
pub fn refusal(locale: Locale, refusal: &Refusal) -> String {
    match refusal {
        Refusal::InUse { by } if by.is_empty() => text::in_use_meanwhile(locale).into(),
        Refusal::InUse { by } => {
            let usage: Vec<String> = by.iter().map(|u| self::usage(locale, u)).collect();
            text::in_use(locale, usage.join(", "))
        }
        Refusal::HasHistory { interventions } => text::has_history(locale, *interventions),
        Refusal::AlreadyRetired => text::already_retired(locale).into(),
        Refusal::NotRetired => text::not_retired(locale).into(),
        Refusal::SetupDone => text::setup_done(locale).into(),
        Refusal::LinkExpired => text::link_expired(locale).into(),
        Refusal::InvitationState => text::invitation_state(locale).into(),
        Refusal::SecondStepState => text::second_step_state(locale).into(),
        Refusal::JobState => text::job_state(locale).into(),
        Refusal::MailState => text::mail_state(locale).into(),
        Refusal::LastAdmin => text::last_admin(locale).into(),
        Refusal::OwnAccount => text::own_account(locale).into(),
        Refusal::ImportNotReady => text::import_not_ready(locale).into(),
        Refusal::ImportInUse { rows } => text::import_in_use(locale, *rows),
        Refusal::UploadOffset { expected } => text::upload_offset(locale, format::whole(locale, *expected)),
        Refusal::TooManyUploads { max } => text::too_many_uploads(locale, max),
        Refusal::IdempotencyConflict => text::idempotency_conflict(locale).into(),
        Refusal::AlreadyDone => text::already_done(locale).into(),
        Refusal::IllegalMove { status, action, allowed } => illegal_move(locale, status, action, allowed),
        Refusal::NotAssigned => text::not_assigned(locale).into(),
        Refusal::OwnWork => text::own_work(locale).into(),
        Refusal::StillRunning { code, .. } => text::still_running(locale, code),
        Refusal::HoursOverlap { code, .. } => text::hours_overlap(locale, code),
        Refusal::StepsMissing { missing } => text::steps_missing(locale, *missing),
        Refusal::NotOutOfTolerance => text::not_out_of_tolerance(locale).into(),
        Refusal::TooManySteps { max } => text::too_many_steps(locale, max),
        Refusal::AbsenceDecided { state } => match state.parse() {
            Ok(AbsenceState::Refused) => text::absence_refused(locale).into(),
            _ => text::absence_approved(locale).into(),
        },
        Refusal::CampaignTooLarge { max } => text::campaign_too_large(locale, max),
        Refusal::CampaignEmpty => text::campaign_empty(locale).into(),
        Refusal::CampaignChanged { machines } => text::campaign_changed(locale, *machines),
        Refusal::CampaignEnded { status } if status == "closed" => text::campaign_closed(locale).into(),
        Refusal::CampaignEnded { .. } => text::campaign_cancelled(locale).into(),
        Refusal::CampaignElsewhere => text::campaign_elsewhere(locale).into(),
        Refusal::TooManyViews { max } => text::too_many_views(locale, max),
    }
}

/// The words of a step that is not possible, and of those that are.
fn illegal_move(locale: Locale, status: &str, action: &str, allowed: &str) -> String {
    let status = status.parse().map_or_else(|_| status.to_owned(), |s| labels::status(locale, s).to_owned());
    let word = |action: &str| {
        let known = action.parse().map(|action| labels::work_action(locale, action).to_owned());
        known.unwrap_or_else(|_| action.to_owned())
    };
    if allowed.is_empty() {
        return text::illegal_move_none(locale, status);
    }
    let allowed: Vec<String> = allowed.split(',').map(word).collect();
    text::illegal_move(locale, word(action), allowed.join(", "), status)
}

/// What is wrong with a field and how to mend it.
pub fn field(locale: Locale, code: &FieldCode) -> String {
    match code {
        FieldCode::Required => text::field_required(locale).into(),
        FieldCode::TooShort { min } => text::field_too_short(locale, min),
        FieldCode::TooLong { max } => text::field_too_long(locale, max),
        FieldCode::TooMany { max } => text::field_too_many(locale, max),
        FieldCode::Malformed => text::field_malformed(locale).into(),
        FieldCode::NotADate => text::field_not_a_date(locale).into(),
        FieldCode::NotANumber => text::field_not_a_number(locale).into(),
        FieldCode::NotAnAmount => text::field_not_an_amount(locale).into(),
        FieldCode::TwoReadings { first, second } => text::field_two_readings(locale, first, second),
        FieldCode::OtherDateOrder { order } => {
            text::field_other_date_order(locale, date_order(locale, order))
        }
        FieldCode::ImpreciseDate => text::field_imprecise_date(locale).into(),
        FieldCode::SpreadsheetError => text::field_spreadsheet_error(locale).into(),
        FieldCode::BeyondHeader => text::field_beyond_header(locale).into(),
        FieldCode::LooksLike { number, import: 0, .. } => text::field_looks_like_other(locale, number),
        FieldCode::LooksLike { number, import, line } => {
            text::field_looks_like(locale, import, format::whole(locale, *line), number)
        }
        FieldCode::NotAnEmail => text::field_not_an_email(locale).into(),
        FieldCode::OutOfRange { min, max: i64::MAX } => {
            text::field_at_least(locale, format::whole(locale, *min))
        }
        FieldCode::OutOfRange { min, max } => {
            text::field_out_of_range(locale, format::whole(locale, *max), format::whole(locale, *min))
        }
        FieldCode::Before { other } => text::field_before(locale, field_name(locale, other)),
        FieldCode::UnknownValue => text::field_unknown_value(locale).into(),
        FieldCode::NotFound => text::field_not_found(locale).into(),
        FieldCode::Duplicate => text::field_duplicate(locale).into(),
        FieldCode::Cycle => text::field_cycle(locale).into(),
        FieldCode::TooDeep { max } => text::field_too_deep(locale, max),
        FieldCode::ComponentCodeTaken { component } => text::field_component_code_taken(locale, component),
        FieldCode::OtherType => text::field_other_type(locale).into(),
        FieldCode::Retired => text::field_retired(locale).into(),
        FieldCode::OtherSite => text::field_other_site(locale).into(),
        FieldCode::NotAllowed => text::field_not_allowed(locale).into(),
        FieldCode::TypeAgain => text::field_type_again(locale).into(),
        FieldCode::WrongPassword => text::field_wrong_password(locale).into(),
        FieldCode::WrongRequestPassword => text::field_wrong_request_password(locale).into(),
        FieldCode::WrongCurrentPassword => text::field_wrong_current_password(locale).into(),
        FieldCode::CodeRequired => text::field_code_required(locale).into(),
        FieldCode::WrongCode => text::field_wrong_code(locale).into(),
        FieldCode::PasswordTooSimple => text::field_password_too_simple(locale).into(),
        FieldCode::PasswordNotMixed => text::field_password_not_mixed(locale).into(),
        FieldCode::PasswordTooCommon => text::field_password_too_common(locale).into(),
        FieldCode::PasswordsDiffer => text::field_passwords_differ(locale).into(),
        FieldCode::InPast => text::field_in_past(locale).into(),
        FieldCode::NoSuchMachine { name } => text::field_no_such_machine(locale, name),
        FieldCode::InFuture => text::field_in_future(locale).into(),
        FieldCode::MayNotSee { names } => text::field_may_not_see(locale, names),
        FieldCode::AccountDisabled => text::field_account_disabled(locale).into(),
        FieldCode::PersonAway { name, until } => text::field_person_away(locale, name, ends(locale, until)),
        FieldCode::AbsentThen { from, until } => {
            text::field_absent_then(locale, begins(locale, from), ends(locale, until))
        }
        FieldCode::ShiftsOverlap => text::field_shifts_overlap(locale).into(),
        FieldCode::ChooseOne => text::field_choose_one(locale).into(),
        FieldCode::FileTypeClosed => text::field_file_type_closed(locale).into(),
        FieldCode::TemplateUnknown { line, name } => text::field_template_unknown(locale, line, name),
        FieldCode::TemplateMissing { name } => text::field_template_missing(locale, name),
        FieldCode::TemplateSyntax { line, what } if what.is_empty() => {
            text::field_template_open(locale, line)
        }
        FieldCode::TemplateSyntax { line, what } => text::field_template_syntax(locale, line, what),
        FieldCode::UnknownTimeZone => text::field_unknown_time_zone(locale).into(),
        FieldCode::UnreadableFile => text::field_unreadable_file(locale).into(),
        FieldCode::FileEmpty => text::field_file_empty(locale).into(),
        FieldCode::FileTooLarge { max_mb } => text::field_file_too_large(locale, max_mb),
        FieldCode::FileType => text::field_file_type(locale).into(),
        FieldCode::FileContent => text::field_file_content(locale).into(),
        FieldCode::FileUnsafe => text::field_file_unsafe(locale).into(),
        FieldCode::ImageTooLarge { max_megapixels } => text::field_image_too_large(locale, max_megapixels),
        FieldCode::WrongChecksum => text::field_wrong_checksum(locale).into(),
        FieldCode::Repeated => text::field_repeated(locale).into(),
        FieldCode::BelowLow => text::field_below_low(locale).into(),
        FieldCode::TwoOptions => text::field_two_options(locale).into(),
    }
}

/// A thing's name for a number of them.
pub fn noun(locale: Locale, noun: Noun, count: i64) -> String {
    i18n::noun::find_plural(locale, noun.as_str(), count).unwrap_or_default()
}

/// A thing's name by itself: "Équipement".
pub fn noun_title(locale: Locale, of: Noun) -> String {
    capitalized(&noun(locale, of, 1))
}

fn usage(locale: Locale, usage: &Usage) -> String {
    let (count, noun) = (format::whole(locale, usage.count), noun(locale, usage.noun, usage.count));
    if usage.examples.is_empty() {
        return text::usage_count(locale, count, noun);
    }
    text::usage_examples(locale, count, usage.examples.join(", "), noun)
}

/// A field's label where another field's error names it.
fn field_name(locale: Locale, field: &str) -> String {
    match field {
        "purchased_on" => i18n::equipment::purchased_on(locale).into(),
        "installed_on" => i18n::equipment::installed_on(locale).into(),
        "first_day" => i18n::team::first_day(locale).into(),
        "from_time" => i18n::team::from_time(locale).into(),
        "running_again" => i18n::failure::running_again(locale).into(),
        "started" | "started_at" => i18n::intervention::started(locale).into(),
        other => other.into(),
    }
}

/// When something begins on the clock of the site; a midnight is the day alone.
fn begins(locale: Locale, at: &str) -> String {
    clock(locale, at, Some)
}

/// When it ends; a midnight is the day before, whole.
fn ends(locale: Locale, at: &str) -> String {
    clock(locale, at, |day| day.yesterday().ok())
}

fn clock(locale: Locale, at: &str, day: impl Fn(CivilDate) -> Option<CivilDate>) -> String {
    let Ok(at) = at.parse::<LocalDateTime>() else { return at.to_owned() };
    match day(at.0.date()) {
        Some(day) if (at.0.hour(), at.0.minute()) == (0, 0) => format::date(locale, Date(day)),
        _ => format::date_time(locale, at),
    }
}

/// With a capital letter at the beginning.
pub fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
/// The order of the numbers in dates; a text that names none stays as it is.
pub fn date_order(locale: Locale, order: &str) -> &str {
    match order.parse() {
        Ok(DateOrder::Auto) => import::dates_auto(locale),
        Ok(DateOrder::Ymd) => import::dates_ymd(locale),
        Ok(DateOrder::Dmy) => import::dates_dmy(locale),
        Ok(DateOrder::Mdy) => import::dates_mdy(locale),
        Err(_) => order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_noun_has_its_name() {
        for of in Noun::ALL {
            assert_ne!(noun(Locale::Fr, *of, 2), "", "{of}");
        }
    }
}

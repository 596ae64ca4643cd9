//! Words of mails and of the outbox.

use domain::mail::{MailFault, MailState, MailTemplate};
use i18n::{Locale, mail as text};
use leptos::prelude::*;
use ui::{Badge, Icon, Tone};

/// What a mail is about.
pub fn template(locale: Locale, template: MailTemplate) -> &'static str {
    match template {
        MailTemplate::MailTrial => text::template_mail_trial(locale),
        MailTemplate::PasswordReset => text::template_password_reset(locale),
        MailTemplate::PasswordChanged => text::template_password_changed(locale),
        MailTemplate::RegistrationConfirm => text::template_registration_confirm(locale),
        MailTemplate::RegistrationKnown => text::template_registration_known(locale),
        MailTemplate::RegistrationApproved => text::template_registration_approved(locale),
        MailTemplate::RegistrationRefused => text::template_registration_refused(locale),
        MailTemplate::Invitation => text::template_invitation(locale),
        MailTemplate::SecurityNotice => text::template_security_notice(locale),
        MailTemplate::Alert => text::template_alert(locale),
        MailTemplate::Information => text::template_information(locale),
    }
}

/// Why a mail did not go.
pub fn fault(locale: Locale, fault: MailFault) -> &'static str {
    match fault {
        MailFault::Refused => text::fault_refused(locale),
        MailFault::SignIn => text::fault_sign_in(locale),
        MailFault::UnknownHost => text::fault_unknown_host(locale),
        MailFault::NobodyThere => text::fault_nobody_there(locale),
        MailFault::Unreachable => text::fault_unreachable(locale),
        MailFault::NoAnswer => text::fault_no_answer(locale),
        MailFault::NotTrusted => text::fault_not_trusted(locale),
        MailFault::OtherName => text::fault_other_name(locale),
        MailFault::NotValidNow => text::fault_not_valid_now(locale),
        MailFault::NoStartTls => text::fault_no_starttls(locale),
        MailFault::NoTls => text::fault_no_tls(locale),
        MailFault::NoSignIn => text::fault_no_sign_in(locale),
        MailFault::Other => text::fault_other(locale),
    }
}

/// What became of a mail.
pub fn state(locale: Locale, state: MailState) -> &'static str {
    match state {
        MailState::Queued => text::state_queued(locale),
        MailState::Sending => text::state_sending(locale),
        MailState::Sent => text::state_sent(locale),
        MailState::Failed => text::state_failed(locale),
        MailState::Kept => text::state_kept(locale),
    }
}

pub fn badge(locale: Locale, of: MailState) -> AnyView {
    let (tone, icon) = match of {
        MailState::Queued => (Tone::Mute, Icon::Hourglass),
        MailState::Sending => (Tone::Info, Icon::Clock),
        MailState::Sent => (Tone::Ok, Icon::CircleCheck),
        MailState::Failed => (Tone::Danger, Icon::OctagonX),
        MailState::Kept => (Tone::Info, Icon::Inbox),
    };
    view! { <Badge label=state(locale, of) tone=tone icon=icon /> }.into_any()
}

//! Words of jobs.

use crate::shared::labels::job_state;
use domain::job::{JobKind, JobState, Trouble};
use i18n::{Locale, job as text};
use leptos::prelude::*;
use ui::{Badge, Icon, Tone};

pub fn kind(locale: Locale, kind: JobKind) -> &'static str {
    match kind {
        JobKind::AccountLocked => text::kind_account_locked(locale),
        JobKind::CleanUp => text::kind_clean_up(locale),
        JobKind::Import => text::kind_import(locale),
        JobKind::LateWork => text::kind_late_work(locale),
        JobKind::PasswordReset => text::kind_password_reset(locale),
        JobKind::Registration => text::kind_registration(locale),
        JobKind::SendMail => text::kind_send_mail(locale),
        JobKind::VerifyStore => text::kind_verify_store(locale),
        JobKind::VerifyTrail => text::kind_verify_trail(locale),
        JobKind::Watch => text::kind_watch(locale),
    }
}

pub fn badge(locale: Locale, of: JobState) -> AnyView {
    let (tone, icon) = match of {
        JobState::Queued => (Tone::Mute, Icon::Hourglass),
        JobState::Running => (Tone::Info, Icon::Clock),
        JobState::Succeeded => (Tone::Ok, Icon::CircleCheck),
        JobState::Failed => (Tone::Danger, Icon::OctagonX),
        JobState::Cancelled => (Tone::Mute, Icon::Ban),
    };
    view! { <Badge label=job_state(locale, of) tone=tone icon=icon /> }.into_any()
}

/// Why a try failed: our own reasons in the reader's language, a server's answer as it said it.
pub fn trouble(locale: Locale, why: &str) -> String {
    let Ok(trouble) = why.parse() else { return why.to_owned() };
    match trouble {
        Trouble::NoAnswer => text::trouble_no_answer(locale),
        Trouble::Paused => text::trouble_paused(locale),
        Trouble::WorkersDied => text::trouble_workers_died(locale),
        Trouble::UnknownJob => text::trouble_unknown_job(locale),
        Trouble::TextGone => text::trouble_text_gone(locale),
        Trouble::Unavailable => text::trouble_unavailable(locale),
        Trouble::Internal => text::trouble_internal(locale),
    }
    .to_owned()
}

//! Words of jobs.

use domain::job::{JobKind, JobState};
use i18n::{Locale, job as text};
use leptos::prelude::*;
use ui::{Badge, Icon, Tone};

pub fn kind(locale: Locale, kind: JobKind) -> &'static str {
    match kind {
        JobKind::CleanUp => text::kind_clean_up(locale),
        JobKind::PasswordReset => text::kind_password_reset(locale),
        JobKind::SendMail => text::kind_send_mail(locale),
    }
}

pub fn state(locale: Locale, state: JobState) -> &'static str {
    match state {
        JobState::Queued => text::state_queued(locale),
        JobState::Running => text::state_running(locale),
        JobState::Succeeded => text::state_succeeded(locale),
        JobState::Failed => text::state_failed(locale),
        JobState::Cancelled => text::state_cancelled(locale),
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
    view! { <Badge label=state(locale, of) tone=tone icon=icon /> }.into_any()
}

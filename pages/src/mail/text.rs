//! Words of the outbox.

use domain::mail::MailState;
use i18n::{Locale, mail as text};
use leptos::prelude::*;
use ui::{Badge, Icon, Tone};

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

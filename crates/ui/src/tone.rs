//! The vocabulary of colour: a tone says how good or bad a state is, a hue says which kind a thing is.
//! Neither ever speaks alone: an icon or a word always says the same.

use crate::Icon;

/// How good or bad a state is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Working, done, in stock.
    Ok,
    /// Needs attention soon.
    Warn,
    /// Broken, late, refused.
    Danger,
    /// In progress, for information.
    Info,
    /// Nothing to say: stopped, archived, waiting.
    #[default]
    Mute,
}

impl Tone {
    /// Every tone, for galleries.
    pub const ALL: [Tone; 5] = [Tone::Ok, Tone::Warn, Tone::Danger, Tone::Info, Tone::Mute];

    /// The suffix of the class that colours a component.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Tone::Ok => "ok",
            Tone::Warn => "warn",
            Tone::Danger => "danger",
            Tone::Info => "info",
            Tone::Mute => "mute",
        }
    }

    /// The icon a message of this tone carries when none is given.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Tone::Ok => Icon::CircleCheck,
            Tone::Warn => Icon::TriangleAlert,
            Tone::Danger => Icon::OctagonX,
            Tone::Info | Tone::Mute => Icon::Info,
        }
    }

    /// The badge of this tone.
    pub(crate) const fn badge(self) -> &'static str {
        match self {
            Tone::Ok => "badge badge-ok",
            Tone::Warn => "badge badge-warn",
            Tone::Danger => "badge badge-danger",
            Tone::Info => "badge badge-info",
            Tone::Mute => "badge",
        }
    }
}

/// Which kind a thing is: five colours that stay apart for colour-blind eyes, each with its own meaning in a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hue {
    Blue,
    Orange,
    Violet,
    Teal,
    Pink,
}

impl Hue {
    /// Every hue, for galleries.
    pub const ALL: [Hue; 5] = [Hue::Blue, Hue::Orange, Hue::Violet, Hue::Teal, Hue::Pink];

    /// The class that sets `--t` (text) and `--ts` (soft background).
    #[must_use]
    pub const fn class(self) -> &'static str {
        match self {
            Hue::Blue => "t-prev",
            Hue::Orange => "t-corr",
            Hue::Violet => "t-reg",
            Hue::Teal => "t-pred",
            Hue::Pink => "t-impr",
        }
    }
}

//! What waits for the reader, as counts in the navigation (`enhance::waiting`).

use i18n::{Locale, format, shell as text};

/// A count in the navigation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Count {
    Mine,
    Work,
    Failures,
}

impl Count {
    pub const ALL: &'static [Self] = &[Self::Mine, Self::Work, Self::Failures];

    /// The value of `data-waiting`, and the field of `domain::intervention::Waiting` that holds it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mine => "mine",
            Self::Work => "work",
            Self::Failures => "failures",
        }
    }

    /// So many in words.
    pub fn words(self, locale: Locale, count: i64) -> String {
        match self {
            Self::Mine => text::waiting_mine(locale, count),
            Self::Work => text::waiting_work(locale, count),
            Self::Failures => text::waiting_failures(locale, count),
        }
    }
}

/// A count in little room: `12`, `99+`.
pub fn short(locale: Locale, count: i64) -> String {
    match count {
        ..=99 => format::whole(locale, count),
        _ => "99+".to_owned(),
    }
}

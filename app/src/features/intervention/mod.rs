//! Interventions: the work orders. Their pages are in `pages`.

pub mod api;

use i18n::{Locale, format, intervention as text};

/// `2 h 35`, or minutes alone below an hour.
pub fn duration(locale: Locale, seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match minutes / 60 {
        0 => text::minutes(locale, minutes),
        hours => text::hours_minutes(locale, format::whole(locale, hours), format!("{:02}", minutes % 60)),
    }
}

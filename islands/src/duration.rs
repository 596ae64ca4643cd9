//! Lengths of time as people say them.

use i18n::{Locale, format, intervention as text, work};
use leptos::prelude::*;

/// `2 h 35`, or minutes alone below an hour.
pub fn duration(locale: Locale, seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match minutes / 60 {
        0 => text::minutes(locale, minutes),
        hours => text::hours_minutes(locale, format::whole(locale, hours), format!("{:02}", minutes % 60)),
    }
}

/// A length, from two days on in days.
pub fn length(locale: Locale, seconds: i64) -> String {
    match seconds.abs() {
        short if short < 172_800 => duration(locale, short),
        long => work::days(locale, long / 86_400),
    }
}

/// A length that grows while somebody looks at it (`enhance::ticking`): seconds at the time when it is drawn.
pub fn running(locale: Locale, seconds: i64) -> AnyView {
    view! { <span data-seconds=seconds.to_string()>{length(locale, seconds)}</span> }.into_any()
}

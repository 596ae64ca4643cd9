//! Words of the devices on which somebody is signed in.

use super::session_line::SessionLine;
use i18n::{Locale, account as text};

/// The browser and the system of a session.
pub fn device(locale: Locale, line: &SessionLine) -> String {
    match (&line.browser, &line.system) {
        (Some(browser), Some(system)) => text::on(locale, browser, system),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => text::unknown_device(locale).to_owned(),
    }
}

/// How long ago, in words.
pub fn ago(locale: Locale, minutes: i64) -> String {
    match minutes {
        0 => text::now(locale).to_owned(),
        1..60 => text::minutes_ago(locale, minutes),
        60..1440 => text::hours_ago(locale, minutes / 60),
        _ => text::days_ago(locale, minutes / 1440),
    }
}

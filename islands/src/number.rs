//! Numbers as the reader writes them.

use domain::money::DecimalMark;
use i18n::Locale;

/// The mark that readers of a language put before decimals.
pub fn decimal_mark(locale: Locale) -> DecimalMark {
    match locale {
        Locale::Fr => DecimalMark::Comma,
        Locale::En => DecimalMark::Point,
    }
}

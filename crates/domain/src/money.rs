//! Money in minor units with its currency; never a float.

use serde::{Deserialize, Serialize};

/// An amount in the smallest unit of an ISO 4217 currency: `{ minor: 183_05, currency: "AUD" }` is 183.05 AUD.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    pub minor: i64,
    pub currency: String,
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAmount {
    #[error("not a number")]
    NotANumber,
    #[error("more decimals than the currency has")]
    TooManyDecimals,
    #[error("too large")]
    TooLarge,
}

/// Reads `1 234,56`, `1,234.56`, `-12.5` or `0` into minor units of a currency with `decimals` decimals.
///
/// The last `.` or `,` is the decimal mark when at most `decimals` digits follow it, or when it is the only
/// mark; the other marks, spaces and apostrophes group thousands.
///
/// # Errors
/// [`InvalidAmount`] when the text is not a number, is too precise or does not fit.
pub fn parse_minor(text: &str, decimals: u32) -> Result<i64, InvalidAmount> {
    let compact: String =
        text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    let (negative, digits) = match compact.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, compact.strip_prefix('+').unwrap_or(&compact)),
    };
    let marks: Vec<(usize, char)> = digits.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
    let decimal_at = match marks.as_slice() {
        [] => None,
        [only] => Some(only.0),
        // Several marks of one kind can only be grouping: 1,234,567.
        many if many.iter().all(|(_, c)| *c == many[0].1) => None,
        many => many.last().map(|(at, _)| *at),
    };
    let (whole, fraction) = match decimal_at {
        Some(at) => (&digits[..at], &digits[at + 1..]),
        None => (digits, ""),
    };
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    if (whole.is_empty() && fraction.is_empty())
        || !whole.chars().chain(fraction.chars()).all(|c| c.is_ascii_digit())
    {
        return Err(InvalidAmount::NotANumber);
    }
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals as usize {
        return Err(InvalidAmount::TooManyDecimals);
    }
    let padded = format!("{whole}{fraction:0<width$}", width = decimals as usize);
    let minor: i64 = padded
        .trim_start_matches('0')
        .parse()
        .or_else(|_| if padded.chars().all(|c| c == '0') { Ok(0) } else { Err(InvalidAmount::TooLarge) })?;
    Ok(if negative { -minor } else { minor })
}

/// The amount as form text, with a decimal point and no currency: `1234.50`.
pub fn plain(money: &Money) -> String {
    let decimals = currency_decimals(&money.currency);
    let unit = 10u64.pow(decimals);
    let (sign, abs) = (if money.minor < 0 { "-" } else { "" }, money.minor.unsigned_abs());
    match decimals {
        0 => format!("{sign}{abs}"),
        _ => format!("{sign}{}.{:0width$}", abs / unit, abs % unit, width = decimals as usize),
    }
}

/// Decimals of a currency (ISO 4217); 2 unless it is one of the few others.
pub fn currency_decimals(currency: &str) -> u32 {
    match currency {
        "BIF" | "CLP" | "DJF" | "GNF" | "ISK" | "JPY" | "KMF" | "KRW" | "PYG" | "RWF" | "UGX" | "VND"
        | "VUV" | "XAF" | "XOF" | "XPF" => 0,
        "BHD" | "IQD" | "JOD" | "KWD" | "LYD" | "OMR" | "TND" => 3,
        _ => 2,
    }
}

/// Whether the text has the form of an ISO 4217 code.
pub fn is_currency_code(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|b| b.is_ascii_uppercase())
}

/// The currency that is paid with where this clock is read (IANA zone → ISO 4217), as a first guess; `EUR` where it
/// is not known.
pub fn currency_of_zone(zone: &str) -> &'static str {
    match zone {
        "Europe/London" | "Europe/Belfast" | "Europe/Jersey" | "Europe/Guernsey" | "Europe/Isle_of_Man" => {
            "GBP"
        }
        "Europe/Zurich" | "Europe/Vaduz" => "CHF",
        "Europe/Warsaw" => "PLN",
        "Europe/Prague" => "CZK",
        "Europe/Budapest" => "HUF",
        "Europe/Bucharest" => "RON",
        "Europe/Stockholm" => "SEK",
        "Europe/Oslo" => "NOK",
        "Europe/Copenhagen" => "DKK",
        "Europe/Istanbul" => "TRY",
        "Africa/Casablanca" | "Africa/El_Aaiun" => "MAD",
        "Africa/Algiers" => "DZD",
        "Africa/Tunis" => "TND",
        "Africa/Abidjan" | "Africa/Dakar" | "Africa/Bamako" | "Africa/Ouagadougou" | "Africa/Lome"
        | "Africa/Porto-Novo" | "Africa/Niamey" => "XOF",
        "Africa/Douala" | "Africa/Libreville" | "Africa/Brazzaville" | "Africa/Ndjamena"
        | "Africa/Bangui" | "Africa/Malabo" => "XAF",
        "Africa/Johannesburg" => "ZAR",
        "Pacific/Noumea" | "Pacific/Tahiti" | "Pacific/Wallis" => "XPF",
        "America/Toronto" | "America/Montreal" | "America/Vancouver" | "America/Edmonton"
        | "America/Winnipeg" | "America/Halifax" | "America/Regina" | "America/St_Johns" => "CAD",
        "America/New_York"
        | "America/Chicago"
        | "America/Denver"
        | "America/Phoenix"
        | "America/Los_Angeles"
        | "America/Detroit"
        | "America/Anchorage"
        | "Pacific/Honolulu" => "USD",
        "America/Mexico_City" | "America/Monterrey" | "America/Tijuana" => "MXN",
        "America/Sao_Paulo" | "America/Bahia" | "America/Manaus" | "America/Fortaleza" => "BRL",
        "Asia/Dubai" => "AED",
        "Asia/Kolkata" | "Asia/Calcutta" => "INR",
        "Asia/Shanghai" => "CNY",
        "Asia/Tokyo" => "JPY",
        "Asia/Singapore" => "SGD",
        "Pacific/Auckland" => "NZD",
        other if other.starts_with("Australia/") => "AUD",
        _ => "EUR",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_zone_suggests_a_currency() {
        let zones = ["Europe/Paris", "Australia/Perth", "America/Montreal", "Nowhere/At_All"];
        assert_eq!(zones.map(currency_of_zone), ["EUR", "AUD", "CAD", "EUR"]);
    }

    #[test]
    fn amounts_are_read_in_the_ways_people_write_them() {
        for (text, minor) in [
            ("183.05", 18305),
            ("407.4", 40740),
            ("0", 0),
            ("0.00", 0),
            ("1 234,56", 123_456),
            ("1,234.56", 123_456),
            ("1.234.567,8", 123_456_780),
            ("1,234,567", 123_456_700),
            ("-12.5", -1250),
            (".5", 50),
        ] {
            assert_eq!(parse_minor(text, 2), Ok(minor), "{text}");
        }
        assert_eq!(parse_minor("PM01", 2), Err(InvalidAmount::NotANumber));
        assert_eq!(parse_minor("", 2), Err(InvalidAmount::NotANumber));
        assert_eq!(parse_minor("1.005", 2), Err(InvalidAmount::TooManyDecimals));
        assert_eq!(parse_minor("99999999999999999999", 2), Err(InvalidAmount::TooLarge));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in -1_000_000_000_000i64..1_000_000_000_000) {
            let sign = if minor < 0 { "-" } else { "" };
            let text = format!("{sign}{}.{:02}", minor.abs() / 100, minor.abs() % 100);
            prop_assert_eq!(parse_minor(&text, 2), Ok(minor));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}", decimals in 0u32..4) {
            let _ = parse_minor(&text, decimals);
        }
    }
}

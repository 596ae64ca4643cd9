//! Money in minor units with its currency; never a float.

use crate::{FieldCode, text_enum};
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
    /// One mark before exactly three digits: `1,500` is one and a half or fifteen hundred.
    #[error("can be read in two ways")]
    TwoReadings,
}

text_enum! {
    /// Which mark stands before the decimals of an amount.
    pub enum DecimalMark {
        /// As the amounts tell.
        Auto = "auto",
        Point = "point",
        Comma = "comma",
    }
}

/// Evidence of the mark before decimals in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkEvidence {
    Point,
    Comma,
    /// `1,500`
    Either,
}

/// A number without its sign; marks and grouping spaces are still in it.
struct Number<'a> {
    negative: bool,
    /// Digits with marks and grouping spaces.
    digits: &'a str,
}

const SPACES: [char; 6] = [' ', '\u{a0}', '\u{202f}', '\u{2009}', '\'', '’'];

fn number(text: &str) -> Number<'_> {
    let text = text.trim();
    let minus = ['-', '\u{2212}'];
    let (negative, digits) = match text.strip_prefix(minus) {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    // `79.-` is a price without cents, `12.50-` a negative amount as SAP writes it.
    for none in [".-", ",-", ".–", ",–", ".—", ",—"] {
        if let Some(whole) = digits.strip_suffix(none) {
            return Number { negative, digits: whole.trim() };
        }
    }
    match digits.strip_suffix(minus) {
        Some(rest) if !negative => Number { negative: true, digits: rest.trim() },
        _ => Number { negative, digits: digits.trim() },
    }
}

impl Number<'_> {
    /// The mark before the decimals, as far as the text itself tells.
    fn evidence(&self) -> Option<MarkEvidence> {
        let of = |c: char| if c == '.' { MarkEvidence::Point } else { MarkEvidence::Comma };
        let other = |c: char| if c == '.' { MarkEvidence::Comma } else { MarkEvidence::Point };
        if !self.digits.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',') || SPACES.contains(&c)) {
            return None;
        }
        let marks: Vec<(usize, char)> =
            self.digits.char_indices().filter(|(_, c)| matches!(c, '.' | ',')).collect();
        match marks.as_slice() {
            [] => None,
            [(at, mark)] => {
                let (before, after) = (&self.digits[..*at], &self.digits[at + 1..]);
                let groups = (1..=3).contains(&before.len())
                    && !before.starts_with('0')
                    && before.bytes().all(|b| b.is_ascii_digit());
                let doubt = groups && after.len() == 3 && after.bytes().all(|b| b.is_ascii_digit());
                Some(if doubt { MarkEvidence::Either } else { of(*mark) })
            }
            // Several marks of one kind can only be grouping: 1,234,567. Neither 1.2.3 nor 13.02.2024 is.
            many if many.iter().all(|(_, c)| *c == many[0].1) => {
                self.parts(if many[0].1 == '.' { ',' } else { '.' }).map(|_| other(many[0].1))
            }
            many => many.last().and_then(|(_, c)| self.parts(*c).map(|_| of(*c))),
        }
    }

    /// Digits before and after the decimal mark. None where the other mark does not group thousands.
    fn parts(&self, mark: char) -> Option<(String, &str)> {
        let (whole, fraction) = self.digits.split_once(mark).unwrap_or((self.digits, ""));
        let groups: Vec<&str> = whole.split(|c| matches!(c, '.' | ',') || SPACES.contains(&c)).collect();
        let last = groups.len() - 1;
        let grouped = groups.iter().enumerate().all(|(i, group)| match i {
            0 => last == 0 || (1..=3).contains(&group.len()),
            // Indian grouping has pairs above the last three: 12,34,567.
            _ if i < last => matches!(group.len(), 2 | 3),
            _ => group.len() == 3,
        });
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let whole = groups.concat();
        let empty = whole.is_empty() && fraction.is_empty();
        (grouped && !empty && digits(&whole) && digits(fraction)).then_some((whole, fraction))
    }
}

/// Evidence of the mark before decimals in the text of an amount; none where it has no mark or is no number.
pub fn mark_evidence(text: &str) -> Option<MarkEvidence> {
    number(text).evidence()
}

/// The two readings of a text such as `1,500`: `1.5` and `1500`. None where there is no doubt.
pub fn two_readings(text: &str) -> Option<(String, String)> {
    let number = number(text);
    if number.evidence() != Some(MarkEvidence::Either) {
        return None;
    }
    let (whole, fraction) = number.digits.split_once(['.', ','])?;
    let sign = if number.negative { "-" } else { "" };
    let short = fraction.trim_end_matches('0');
    let point = if short.is_empty() { "" } else { "." };
    Some((format!("{sign}{whole}{point}{short}"), format!("{sign}{whole}{fraction}")))
}

/// The amount that somebody who writes decimals after `mark` means, in a form without doubt; texts without
/// doubt stay as they are.
pub fn settled(text: &str, mark: DecimalMark) -> String {
    let Some((decimal, grouped)) = two_readings(text) else { return text.to_owned() };
    let written = if text.contains('.') { DecimalMark::Point } else { DecimalMark::Comma };
    match mark {
        DecimalMark::Auto => text.to_owned(),
        mark if mark != written => grouped,
        // Four digits after the mark are never a thousand.
        _ if decimal.split_once('.').is_some_and(|(_, fraction)| fraction.len() == 3) => decimal + "0",
        _ => decimal,
    }
}

/// Reads `1 234,56`, `1,234.56`, `-12.5`, `79.-` or `0` into minor units of a currency with `decimals` decimals.
///
/// The last of two different marks stands before the decimals; a single one too, unless exactly three digits
/// follow it: that is a doubt, except in a currency without decimals, where `1,500` can only be grouping.
///
/// # Errors
/// [`InvalidAmount`] when the text is not a number, is too precise, does not fit or has two readings.
pub fn parse_minor(text: &str, decimals: u32) -> Result<i64, InvalidAmount> {
    parse_marked(text, decimals, DecimalMark::Auto)
}

/// As [`parse_minor`], where the mark before decimals is known. A text that contradicts it is no number: `1.5` is
/// neither grouped nor decimal where the comma stands before decimals.
///
/// # Errors
/// As [`parse_minor`].
pub fn parse_marked(text: &str, decimals: u32, mark: DecimalMark) -> Result<i64, InvalidAmount> {
    let number = number(text);
    let mark = match (mark, number.evidence()) {
        (DecimalMark::Point, _) => '.',
        (DecimalMark::Comma, _) => ',',
        (DecimalMark::Auto, Some(MarkEvidence::Comma)) => ',',
        (DecimalMark::Auto, Some(MarkEvidence::Point) | None) => '.',
        (DecimalMark::Auto, Some(MarkEvidence::Either)) => {
            let zeros = number.digits.ends_with("000");
            if decimals > 0 || zeros {
                return Err(InvalidAmount::TwoReadings);
            }
            if number.digits.contains('.') { ',' } else { '.' }
        }
    };
    let (whole, fraction) = number.parts(mark).ok_or(InvalidAmount::NotANumber)?;
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals as usize {
        return Err(InvalidAmount::TooManyDecimals);
    }
    let padded = format!("{whole}{fraction:0<width$}", width = decimals as usize);
    let minor: i64 = padded
        .trim_start_matches('0')
        .parse()
        .or_else(|_| if padded.chars().all(|c| c == '0') { Ok(0) } else { Err(InvalidAmount::TooLarge) })?;
    Ok(if number.negative { -minor } else { minor })
}

/// The error of a field that holds an amount.
pub fn field_code(text: &str, error: InvalidAmount) -> FieldCode {
    match (error, two_readings(text)) {
        (InvalidAmount::TwoReadings, Some((first, second))) => FieldCode::TwoReadings { first, second },
        _ => FieldCode::NotAnAmount,
    }
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
        assert_eq!(parse_minor("1.0051", 2), Err(InvalidAmount::TooManyDecimals));
        assert_eq!(parse_minor("99999999999999999999", 2), Err(InvalidAmount::TooLarge));
    }

    #[test]
    fn imp_02_one_mark_before_three_digits_is_a_doubt() {
        for text in ["1,500", "1.500", "12.000", "125.000", "-1,500", "1.005"] {
            assert_eq!(parse_minor(text, 2), Err(InvalidAmount::TwoReadings), "{text}");
            assert_eq!(parse_minor(text, 3), Err(InvalidAmount::TwoReadings), "{text}");
        }
        for text in ["1.2.3", "13.02.2024", "PM01", "1500"] {
            assert_eq!(mark_evidence(text), None, "{text}");
        }
        assert_eq!(two_readings("12.000"), Some(("12".into(), "12000".into())));
        assert_eq!(two_readings("-1,250"), Some(("-1.25".into(), "-1250".into())));
        for text in ["0.500", "1 234,500", "1234.500", "1,234,567", "15,00", "1500"] {
            assert_eq!(two_readings(text), None, "{text}");
        }
        // Without decimals only grouping makes sense of it, but for zeros.
        assert_eq!(parse_minor("1,500", 0), Ok(1500));
        assert_eq!(parse_minor("12.000", 0), Err(InvalidAmount::TwoReadings));
        assert_eq!(parse_minor("0.500", 3), Ok(500));
        assert_eq!(parse_minor("1.5000", 3), Ok(1500));
    }

    #[test]
    fn imp_02_where_the_mark_is_known_it_decides_and_what_contradicts_it_is_refused() {
        use DecimalMark::{Comma, Point};
        for (text, mark, decimals, minor) in [
            ("1,500", Point, 2, 150_000),
            ("1,500", Comma, 2, 150),
            ("1.500", Point, 3, 1_500),
            ("1.500", Comma, 3, 1_500_000),
            ("1.500", Comma, 0, 1_500),
            ("12,34,567.8", Point, 2, 123_456_780),
            ("1 500", Comma, 2, 150_000),
        ] {
            assert_eq!(parse_marked(text, decimals, mark), Ok(minor), "{text} {mark}");
            let settled = settled(text, mark);
            assert_eq!(parse_minor(&settled, decimals), Ok(minor), "{text} {mark} {settled}");
        }
        assert_eq!(settled("1.234", Point), "1.2340");
        for (text, mark) in [("1.5", Comma), ("1,5", Point), ("1.234.567", Point), ("1,5,0", Point)] {
            assert_eq!(parse_marked(text, 2, mark), Err(InvalidAmount::NotANumber), "{text} {mark}");
        }
    }

    #[test]
    fn imp_08_prices_without_cents_and_trailing_minus_signs_are_read() {
        for (text, minor) in [("79.-", 7900), ("1'250.–", 125_000), ("12.50-", -1250), ("79,-", 7900)] {
            assert_eq!(parse_minor(text, 2), Ok(minor), "{text}");
        }
        assert_eq!(parse_minor("-12-", 2), Err(InvalidAmount::NotANumber));
        assert_eq!(parse_minor("-", 2), Err(InvalidAmount::NotANumber));
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

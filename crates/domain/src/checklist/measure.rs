//! A measured number, exact: what is typed as 6.4 is not 6.3999.

use std::{fmt, str::FromStr};

/// Decimals that are kept.
const DECIMALS: usize = 6;
const UNIT: i64 = 1_000_000;
/// Digits before the mark, at most.
const WHOLE_DIGITS: usize = 9;

/// A number in millionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Measure(i64);

/// Not a number, or one with more digits than are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a measure")]
pub struct NotAMeasure;

impl FromStr for Measure {
    type Err = NotAMeasure;

    /// The decimal mark is a comma or a point; spaces may stand between the digits.
    fn from_str(typed: &str) -> Result<Self, NotAMeasure> {
        let typed: String = typed.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}')).collect();
        let (negative, digits) = match typed.strip_prefix(['-', '\u{2212}']) {
            Some(rest) => (true, rest),
            None => (false, typed.strip_prefix('+').unwrap_or(&typed)),
        };
        let (whole, part) = digits.split_once([',', '.']).unwrap_or((digits, ""));
        let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        let part = part.trim_end_matches('0');
        if (whole.is_empty() && part.is_empty()) || !all_digits(whole) || !all_digits(part) {
            return Err(NotAMeasure);
        }
        let whole = whole.trim_start_matches('0');
        if whole.len() > WHOLE_DIGITS || part.len() > DECIMALS {
            return Err(NotAMeasure);
        }
        let number = |text: &str| if text.is_empty() { Ok(0) } else { text.parse::<i64>() };
        let whole = number(whole).map_err(|_| NotAMeasure)?;
        let part = number(&format!("{part:0<DECIMALS$}")).map_err(|_| NotAMeasure)?;
        let size = whole * UNIT + part;
        Ok(Self(if negative { -size } else { size }))
    }
}

/// With a point and no more decimals than it has: `6.4`.
impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let size = self.0.unsigned_abs();
        let (whole, part) = (size / UNIT.unsigned_abs(), size % UNIT.unsigned_abs());
        let sign = if self.0 < 0 { "-" } else { "" };
        if part == 0 {
            return write!(f, "{sign}{whole}");
        }
        let part = format!("{part:0DECIMALS$}");
        write!(f, "{sign}{whole}.{}", part.trim_end_matches('0'))
    }
}

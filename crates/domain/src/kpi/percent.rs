//! Percentages as they are printed: what is not exactly 100 % or 0 never looks so.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A percentage with so many decimals: `{ scaled: 9998, decimals: 2 }` is 99.98 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Percent {
    pub scaled: i64,
    pub decimals: u32,
}

impl Percent {
    /// `numerator / denominator`, rounded to the nearest, halves up; but away from 100 % and 0 when it is not exactly that.
    /// `None` when the denominator is not positive, or beyond 9 decimals or the whole numbers of the machine.
    pub fn of(numerator: i64, denominator: i64, decimals: u32) -> Option<Self> {
        if denominator <= 0 || decimals > 9 {
            return None;
        }
        let (numerator, denominator) = (i128::from(numerator), i128::from(denominator));
        let hundred = 100 * 10_i128.pow(decimals);
        let nearest = (2 * numerator * hundred + denominator).div_euclid(2 * denominator);
        let sign = |left: i128, right: i128| i128::from(left > right) - i128::from(left < right);
        let scaled = match nearest {
            0 => sign(numerator, 0),
            n if n == hundred => hundred + sign(numerator, denominator),
            n => n,
        };
        i64::try_from(scaled).ok().map(|scaled| Self { scaled, decimals })
    }
}

/// With a decimal point and no sign of percent: `99.98`.
impl fmt::Display for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = 10_u64.pow(self.decimals);
        let (sign, abs) = (if self.scaled < 0 { "-" } else { "" }, self.scaled.unsigned_abs());
        match self.decimals {
            0 => write!(f, "{sign}{abs}"),
            n => write!(f, "{sign}{}.{:0width$}", abs / unit, abs % unit, width = n as usize),
        }
    }
}

//! Intervals of a constant failure rate.

use super::{Interval, Sides, chi_square, is_level};

/// The interval of an MTBF: `n` failures in `time`, which stopped at a time.
///
/// Two-sided: `2·time / χ²(1−α/2; 2n+2)` to `2·time / χ²(α/2; 2n)`. Without a failure the lower bound alone, one-sided:
/// `time / −ln(1−level)`. NIST/SEMATECH e-Handbook 8.4.5.1. `None` unless `time > 0`.
///
/// These are the exact limits of a Poisson mean (F. Garwood, *Biometrika* 28, 1936, 437–442), turned over: as the lower
/// limit of the mean, `n` failures or more have the probability α/2, as the upper limit `n` or fewer have it. The tests hold
/// them against sums of Poisson probabilities, in which no χ² appears.
pub fn mtbf_interval(time: f64, n: u32, level: f64) -> Option<Interval> {
    if !(time > 0.0 && time.is_finite() && is_level(level)) {
        return None;
    }
    if n == 0 {
        let lower = Some(time / -(1.0 - level).ln());
        return Some(Interval { lower, upper: None, level, sides: Sides::One });
    }
    let (tail, df) = ((1.0 - level) / 2.0, 2.0 * f64::from(n));
    let lower = 2.0 * time / chi_square(1.0 - tail, df + 2.0)?;
    let upper = 2.0 * time / chi_square(tail, df)?;
    Some(Interval::two_sided(Some(lower), Some(upper), level))
}

/// The interval of a failure rate: the ends of [`mtbf_interval`] turned over.
pub fn rate_interval(time: f64, n: u32, level: f64) -> Option<Interval> {
    let mtbf = mtbf_interval(time, n, level)?;
    let (lower, upper) = (mtbf.upper.map(f64::recip), mtbf.lower.map(f64::recip));
    Some(Interval { lower: lower.or(Some(0.0)), upper, ..mtbf })
}

//! The Poisson distribution, for spares of which pieces are needed one by one, independently of each other.
//!
//! Sums of the probabilities themselves, so that nothing is approximated and no mean is too small or too large: half a
//! piece in a lead time and a thousand are the same formula.

use super::{MAX_QUANTITY, StockRefusal};
use statrs::function::erf::erfc_inv;
use std::f64::consts::{SQRT_2, TAU};

/// Terms below this share of the sum are left out; what follows them is smaller still.
const NEGLIGIBLE: f64 = 1e-24;
/// From here on Stirling's series is exact in double precision.
const SERIES: i64 = 16;
/// Its terms, the last one first: NIST Digital Library of Mathematical Functions, 5.11.1.
const STIRLING: [f64; 5] = [1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0];

/// The probability that a Poisson variable is at most `k`: the sum of `exp(-mean) mean^i / i!` for `i` up to `k`. It takes
/// in the order of `sqrt(mean)` steps. Relative error below 1e-12 for means up to a million.
///
/// # Errors
/// [`StockRefusal::Parameter`] for a mean that is no number or below 0; [`StockRefusal::TooLarge`] for one above
/// [`MAX_QUANTITY`].
pub fn poisson_at_most(k: i64, mean: f64) -> Result<f64, StockRefusal> {
    check_mean(mean)?;
    if k < 0 {
        return Ok(0.0);
    }
    if mean == 0.0 {
        return Ok(1.0);
    }
    // The smaller of the two tails is added up, from its largest term on.
    let below = (k as f64) < mean;
    let (mut at, step) = if below { (k, -1) } else { (k.saturating_add(1), 1) };
    let (mut term, mut sum) = (probability(at, mean), 0.0);
    while at >= 0 && term > NEGLIGIBLE * sum {
        sum += term;
        term *= if below { at as f64 / mean } else { mean / (at as f64 + 1.0) };
        at += step;
    }
    Ok(if below { sum } else { 1.0 - sum })
}

/// The smallest number that is not exceeded with a probability of at least `service`.
///
/// # Errors
/// [`StockRefusal::Parameter`] unless 0 < `service` < 1 and `mean` is at least 0; [`StockRefusal::TooLarge`] for a mean or
/// an answer above [`MAX_QUANTITY`].
pub fn poisson_quantile(service: f64, mean: f64) -> Result<i64, StockRefusal> {
    check_mean(mean)?;
    if !(service > 0.0 && service < 1.0) {
        return Err(StockRefusal::Parameter { name: "service".into() });
    }
    let suffices = |number| poisson_at_most(number, mean).map(|probability| probability >= service);
    // Where to look first: the first terms of the Cornish-Fisher expansion are rarely off by more than a piece.
    let normal = -SQRT_2 * erfc_inv(2.0 * service);
    let near = (mean + normal * mean.sqrt() + (normal * normal - 1.0) / 6.0).max(0.0) as i64;
    if near > MAX_QUANTITY {
        return Err(StockRefusal::TooLarge);
    }
    // From there in growing steps to a number that suffices and one that does not, then halving what lies between.
    let (mut short, mut enough, mut step) = (near, near, 1);
    if suffices(near)? {
        while suffices(short)? {
            enough = short;
            short = (short - step).max(-1);
            step *= 2;
        }
    } else {
        while !suffices(enough)? {
            short = enough;
            enough += step;
            step *= 2;
        }
    }
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if suffices(middle)? { enough = middle } else { short = middle }
    }
    Ok(enough)
}

/// `exp(-mean) mean^k / k!`.
///
/// Large `k`: the deviance from the mean and Stirling's series, of which each is small where the probability is not, so
/// that no digits are lost. Source: C. Loader, "Fast and Accurate Computation of Binomial Probabilities", 2000.
fn probability(k: i64, mean: f64) -> f64 {
    if k < SERIES {
        return (1..=k).fold((-mean).exp(), |product, i| product * mean / i as f64);
    }
    let count = k as f64;
    let away = count - mean;
    let deviance = count * (away / mean).ln_1p() - away;
    let square = count * count;
    let series = STIRLING.iter().fold(0.0, |sum, term| sum / square + term) / count;
    (-deviance - series).exp() / (TAU * count).sqrt()
}

fn check_mean(mean: f64) -> Result<(), StockRefusal> {
    if mean.is_nan() || mean < 0.0 {
        return Err(StockRefusal::Parameter { name: "mean".into() });
    }
    if mean > MAX_QUANTITY as f64 { Err(StockRefusal::TooLarge) } else { Ok(()) }
}

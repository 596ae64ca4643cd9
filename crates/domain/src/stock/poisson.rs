//! The Poisson distribution, for spares that are needed a few times in a lead time.

use super::StockRefusal;
use statrs::function::gamma::checked_gamma_ur;

/// Beyond this mean nobody speaks of a slow spare, and the sums would take long.
const MAX_MEAN: f64 = 1e6;

/// The probability that a Poisson variable is at most `k`: the regularized upper incomplete gamma function
/// Q(k + 1, mean). NIST Digital Library of Mathematical Functions, 8.4.10.
///
/// # Errors
/// [`StockRefusal::Parameter`] unless 0 ≤ `mean` ≤ 1,000,000.
pub fn poisson_at_most(k: i64, mean: f64) -> Result<f64, StockRefusal> {
    check_mean(mean)?;
    if k < 0 {
        return Ok(0.0);
    }
    if mean == 0.0 {
        return Ok(1.0);
    }
    checked_gamma_ur(k as f64 + 1.0, mean).map_err(|_| StockRefusal::Parameter { name: "mean".into() })
}

/// The smallest number that is not exceeded with a probability of at least `service`.
///
/// # Errors
/// [`StockRefusal::Parameter`] unless 0 < `service` < 1 and 0 ≤ `mean` ≤ 1,000,000.
pub fn poisson_quantile(service: f64, mean: f64) -> Result<i64, StockRefusal> {
    check_mean(mean)?;
    if !(service > 0.0 && service < 1.0) {
        return Err(StockRefusal::Parameter { name: "service".into() });
    }
    // Double until it suffices, then halve the interval: `enough` does, `short` does not.
    let (mut short, mut enough) = (-1, 1);
    while poisson_at_most(enough, mean)? < service {
        short = enough;
        enough = enough.saturating_mul(2);
        if enough > 1 << 40 {
            return Err(StockRefusal::Parameter { name: "service".into() });
        }
    }
    while enough - short > 1 {
        let middle = short + (enough - short) / 2;
        if poisson_at_most(middle, mean)? < service { short = middle } else { enough = middle }
    }
    Ok(enough)
}

fn check_mean(mean: f64) -> Result<(), StockRefusal> {
    if (0.0..=MAX_MEAN).contains(&mean) {
        Ok(())
    } else {
        Err(StockRefusal::Parameter { name: "mean".into() })
    }
}

//! Whether failures come at a constant rate: Laplace's test.

use super::{NoFit, Trend, is_level};
use serde::{Deserialize, Serialize};
use statrs::function::erf::erfc;

/// Failures that the test needs: with fewer its normal law is not one.
const FEWEST: usize = 4;

/// Laplace's test of a constant rate, in a window that ends at a time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LaplaceTest {
    pub failures: usize,
    /// Standard normal under a constant rate; positive when failures come faster towards the end.
    pub statistic: f64,
    /// Two-sided.
    pub p_value: f64,
    pub level: f64,
    /// [`Trend::NotShown`] unless the test excludes a constant rate at `level`.
    pub trend: Trend,
}

/// `(mean of t − (start + end)/2) / ((end − start) / √(12 n))`, of the ages inside `(start, end)`.
///
/// D. R. Cox and P. A. W. Lewis, *The Statistical Analysis of Series of Events* (1966), chapter 3.
///
/// # Errors
/// [`NoFit`] with fewer than four failures inside, or ages that are none.
pub fn laplace(ages: &[f64], start: f64, end: f64, level: f64) -> Result<LaplaceTest, NoFit> {
    let bounds = start.is_finite() && end.is_finite() && start < end && is_level(level);
    if !bounds || ages.iter().any(|age| !age.is_finite()) {
        return Err(NoFit::BadInput);
    }
    let middle = f64::midpoint(start, end);
    let mut off: Vec<f64> =
        ages.iter().filter(|age| **age > start && **age < end).map(|age| age - middle).collect();
    if off.len() < FEWEST {
        return Err(NoFit::TooFewFailures { found: off.len(), needed: FEWEST });
    }
    off.sort_unstable_by(f64::total_cmp);
    let n = off.len() as f64;
    let statistic = off.iter().sum::<f64>() / n / ((end - start) / (12.0 * n).sqrt());
    let p_value = erfc(statistic.abs() / std::f64::consts::SQRT_2);
    let trend = match p_value < 1.0 - level {
        true if statistic > 0.0 => Trend::Worse,
        true => Trend::Better,
        false => Trend::NotShown,
    };
    Ok(LaplaceTest { failures: off.len(), statistic, p_value, level, trend })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_spread_evenly_show_no_trend() {
        let test = laplace(&[1.0, 3.0, 5.0, 7.0, 9.0], 0.0, 10.0, 0.9).expect("enough");
        assert_eq!((test.statistic, test.p_value, test.trend), (0.0, 1.0, Trend::NotShown));
    }

    #[test]
    fn failures_that_crowd_at_one_end_show_a_trend() {
        let late = [12.0, 16.0, 17.0, 18.0, 19.0, 19.5, 19.8];
        assert_eq!(laplace(&late, 10.0, 20.0, 0.9).map(|t| t.trend), Ok(Trend::Worse));
        let early = late.map(|age| 30.0 - age);
        assert_eq!(laplace(&early, 10.0, 20.0, 0.9).map(|t| t.trend), Ok(Trend::Better));
    }

    /// Mean ages of 81.25 and 139, in standard errors of 100/√48 and 100/√60 from the middle.
    #[test]
    fn the_statistic_is_the_distance_of_the_mean_age_from_the_middle_in_standard_errors() {
        let shown = laplace(&[60.0, 80.0, 90.0, 95.0], 0.0, 100.0, 0.9).expect("enough");
        assert!((shown.statistic - 2.165_063_509_461_097).abs() < 1.0e-12, "{shown:?}");
        assert!((shown.p_value - 0.030_382_821_976_577_56).abs() < 1.0e-10, "{shown:?}");
        assert_eq!((shown.failures, shown.trend), (4, Trend::Worse));
        let not = laplace(&[110.0, 120.0, 130.0, 145.0, 190.0], 100.0, 200.0, 0.5).expect("enough");
        assert!((not.statistic + 0.852_056_336_165_631_6).abs() < 1.0e-12, "{not:?}");
        assert!((not.p_value - 0.394_183_0).abs() < 1.0e-6, "{not:?}");
        assert_eq!((not.failures, not.trend), (5, Trend::Better));
        let strict = laplace(&[60.0, 80.0, 90.0, 95.0], 0.0, 100.0, 0.97).expect("enough");
        assert_eq!(strict.trend, Trend::NotShown);
    }

    #[test]
    fn too_few_failures_are_no_test() {
        let outside = [0.0, 1.0, 2.0, 3.0, 10.0];
        let few = Err(NoFit::TooFewFailures { found: 3, needed: 4 });
        assert_eq!(laplace(&outside, 0.0, 10.0, 0.9), few);
        assert_eq!(laplace(&[f64::NAN; 5], 0.0, 10.0, 0.9), Err(NoFit::BadInput));
        assert_eq!(laplace(&[1.0; 5], 10.0, 10.0, 0.9), Err(NoFit::BadInput));
    }
}

//! Quantiles, solved from the distribution functions to the last digits: those of `statrs` stop earlier.

use super::{Interval, is_level, solve::root};
use statrs::function::{beta::checked_beta_reg, gamma};

/// The quantile of the chi-square distribution: `x` with `P(X ≤ x) = p`, for `df` degrees of freedom.
///
/// `None` unless `0 < p < 1` and `0 < df ≤ 10⁷`: beyond, the series of the distribution takes too long.
pub fn chi_square(p: f64, df: f64) -> Option<f64> {
    if !(is_level(p) && df > 0.0 && df <= 1.0e7) {
        return None;
    }
    let a = df / 2.0;
    // The smaller tail keeps its digits.
    let miss = |u: f64| {
        let x = u.exp();
        if p < 0.5 {
            gamma::checked_gamma_lr(a, x).unwrap_or(f64::NAN) - p
        } else {
            (1.0 - p) - gamma::checked_gamma_ur(a, x).unwrap_or(f64::NAN)
        }
    };
    // Wilson and Hilferty's cube, wide: only a bracket.
    let spread = (2.0 / (9.0 * df)).sqrt();
    let near = |z: f64| a * (1.0 - 2.0 / (9.0 * df) + z * spread).powi(3);
    let (low, high) = (near(-9.0), near(9.0) + 50.0);
    let low = if low > 1.0e-3 { low } else { 1.0e-15 };
    root(miss, low.ln(), high.ln()).map(|u| 2.0 * u.exp())
}

/// Clopper and Pearson's exact interval of a share: `hits` of `n`, two-sided. `None` unless `hits ≤ n`, `n > 0`.
pub fn binomial_interval(hits: u32, n: u32, level: f64) -> Option<Interval> {
    if n == 0 || hits > n || !is_level(level) {
        return None;
    }
    let tail = (1.0 - level) / 2.0;
    let (k, n) = (f64::from(hits), f64::from(n));
    let quantile =
        |p: f64, a: f64, b: f64| root(|x| checked_beta_reg(a, b, x).unwrap_or(f64::NAN) - p, 0.0, 1.0);
    let lower = if hits == 0 { Some(0.0) } else { quantile(tail, k, n - k + 1.0) };
    let upper = if k == n { Some(1.0) } else { quantile(1.0 - tail, k + 1.0, n - k) };
    Some(Interval::two_sided(lower, upper, level))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tables: NIST/SEMATECH e-Handbook 1.3.6.7.4, to three decimals.
    #[test]
    fn chi_square_agrees_with_the_tables() {
        for (p, df, want) in [
            (0.90, 1.0, 2.706),
            (0.95, 1.0, 3.841),
            (0.05, 10.0, 3.940),
            (0.95, 10.0, 18.307),
            (0.025, 42.0, 25.999),
            (0.975, 100.0, 129.561),
        ] {
            let got = chi_square(p, df).expect("a quantile");
            assert!((got - want).abs() < 5.1e-4, "{p} {df}: {got}");
        }
        assert_eq!(chi_square(0.0, 3.0), None);
        assert_eq!(chi_square(1.0, 3.0), None);
        assert_eq!(chi_square(f64::NAN, 3.0), None);
        assert_eq!(chi_square(0.5, 0.0), None);
        assert_eq!(chi_square(0.5, 1.0e300), None);
    }

    /// With two degrees of freedom the quantile is `−2 ln(1 − p)`.
    #[test]
    fn chi_square_of_two_degrees_is_a_logarithm() {
        for p in [1.0e-9, 0.01, 0.5, 0.9, 0.999_999] {
            let got = chi_square(p, 2.0).expect("a quantile");
            assert!((got / (-2.0 * (-p).ln_1p()) - 1.0).abs() < 1.0e-11, "{p}: {got}");
        }
    }

    #[test]
    fn a_share_of_none_or_all_has_an_end_at_0_or_1() {
        let none = binomial_interval(0, 20, 0.9).expect("an interval");
        assert_eq!(none.lower, Some(0.0));
        assert!((none.upper.expect("an end") - (1.0 - 0.05_f64.powf(0.05))).abs() < 1.0e-12);
        let all = binomial_interval(20, 20, 0.9).expect("an interval");
        assert_eq!(all.upper, Some(1.0));
        assert!((all.lower.expect("an end") - 0.05_f64.powf(0.05)).abs() < 1.0e-12);
        assert_eq!(binomial_interval(2, 1, 0.9), None);
        assert_eq!(binomial_interval(0, 0, 0.9), None);
    }
}

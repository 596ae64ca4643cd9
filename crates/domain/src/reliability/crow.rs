//! Repairable systems: the power law process, known as Crow-AMSAA.

use super::{Interval, NoFit, chi_square, is_level, solve::root};
use serde::{Deserialize, Serialize};

/// How the observation ended. A window ends at a time, unless its last event is the end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stop {
    AtTime,
    AtFailure,
}

/// Which of two published estimates is meant: an oracle that uses the other differs by the factor `(n−1)/n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Estimator {
    /// The maximum likelihood, as it is.
    Plain,
    /// Without its bias: `(n−1)/n` of the plain shape when stopped at a time, `(n−2)/n` when stopped at a failure.
    Modified,
}

/// Where the interval of β comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalBy {
    /// Exact, when the system is seen from age 0.
    ChiSquare { degrees: usize },
    /// When the window starts at an age: the sum of logarithms has no chi-square law there.
    ProfileLikelihood,
}

/// The verdict of the interval of β. Only a whole interval on one side of 1 says anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Trend {
    /// Failures come faster.
    Worse,
    /// Failures come more slowly.
    Better,
    NotShown,
}

/// The modified estimates, beside the plain ones.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Modified {
    pub estimator: Estimator,
    pub beta: f64,
    pub lambda: f64,
    pub intensity: f64,
    pub mtbf: f64,
}

/// A fit of the intensity `λ β t^(β−1)`. Never an interval of λ: it depends on the unit of age.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrowAmsaa {
    pub estimator: Estimator,
    pub stop: Stop,
    pub failures: usize,
    pub beta: f64,
    pub lambda: f64,
    pub beta_interval: Interval,
    pub interval_by: IntervalBy,
    /// Failures per unit of age, at the end of the window.
    pub intensity: f64,
    /// Its inverse.
    pub mtbf: f64,
    /// Only when the system is seen from age 0 and the factor is positive.
    pub modified: Option<Modified>,
    pub trend: Trend,
    /// Places, in the list given, of ages that are not in the window: left out.
    pub left_out: Vec<usize>,
}

/// The observation of one system: the ages of its failures in `(start, end)`, or to `end` included when the
/// observation stopped at the last of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    pub ages: Vec<f64>,
    pub start: f64,
    pub end: f64,
    pub stop: Stop,
}

/// Fits the power law process to one system: solves
/// `n/β + Σ ln t = n (T^β ln T − S^β ln S)/(T^β − S^β)`, which from age 0 is `β = n / Σ ln(T/t)`.
///
/// L. H. Crow, *Reliability Analysis for Complex, Repairable Systems* (1974); MIL-HDBK-189C. The interval of β from age 0
/// is `β χ²(α/2; f)/2n` to `β χ²(1−α/2; f)/2n` with `f = 2n`, or `2(n−1)` when it stopped at a failure.
///
/// # Errors
/// [`NoFit`]: no failure (one when it stopped at a failure), ages that are none, or failures so early in a window that
/// starts at an age that no positive β is the best.
pub fn crow_amsaa(record: &Record, level: f64) -> Result<CrowAmsaa, NoFit> {
    let &Record { ref ages, start, end, stop } = record;
    let bounds = start >= 0.0 && end > start && end.is_finite() && is_level(level);
    if !bounds || ages.iter().any(|age| !age.is_finite()) {
        return Err(NoFit::BadInput);
    }
    let inside = |age: f64| age > start && (age < end || (stop == Stop::AtFailure && age == end));
    let left_out = (0..ages.len()).filter(|i| !inside(ages[*i])).collect();
    // In one order, whatever that of the list: the sum is the same to the last bit.
    let mut logs: Vec<f64> = ages.iter().filter(|age| inside(**age)).map(|age| (age / end).ln()).collect();
    logs.sort_unstable_by(f64::total_cmp);
    let needed = if stop == Stop::AtTime { 1 } else { 2 };
    if logs.len() < needed {
        return Err(NoFit::TooFewFailures { found: logs.len(), needed });
    }
    let window = Window { n: logs.len() as f64, logs: logs.iter().sum(), first: (start / end).ln() };
    if window.logs >= 0.0 {
        return Err(NoFit::AllEqual);
    }
    let beta = window.best().ok_or(NoFit::NoMaximum)?;
    let degrees = if stop == Stop::AtTime { 2 * logs.len() } else { 2 * (logs.len() - 1) };
    let (beta_interval, interval_by) = if start == 0.0 {
        (chi_square_interval(beta, window.n, degrees as f64, level)?, IntervalBy::ChiSquare { degrees })
    } else {
        (window.profile_interval(beta, level)?, IntervalBy::ProfileLikelihood)
    };
    let lambda = window.n / (end.powf(beta) - start.powf(beta));
    // From scaled ages, which do not overflow.
    let intensity = window.n * beta / end / -(beta * window.first).exp_m1();
    let trend = if beta_interval.is_above(1.0) {
        Trend::Worse
    } else if beta_interval.is_below(1.0) {
        Trend::Better
    } else {
        Trend::NotShown
    };
    Ok(CrowAmsaa {
        estimator: Estimator::Plain,
        stop,
        failures: logs.len(),
        beta,
        lambda,
        beta_interval,
        interval_by,
        intensity,
        mtbf: intensity.recip(),
        modified: (start == 0.0).then(|| modified(beta, window.n, end, stop)).flatten(),
        trend,
        left_out,
    })
}

fn modified(beta: f64, n: f64, end: f64, stop: Stop) -> Option<Modified> {
    let left = if stop == Stop::AtTime { n - 1.0 } else { n - 2.0 };
    (left > 0.0).then(|| {
        let beta = beta * left / n;
        let intensity = n * beta / end;
        let lambda = n / end.powf(beta);
        Modified { estimator: Estimator::Modified, beta, lambda, intensity, mtbf: intensity.recip() }
    })
}

fn chi_square_interval(beta: f64, n: f64, degrees: f64, level: f64) -> Result<Interval, NoFit> {
    let tail = (1.0 - level) / 2.0;
    let end = |p: f64| chi_square(p, degrees).map(|x| beta * x / (2.0 * n));
    let (lower, upper) = (end(tail).ok_or(NoFit::BadInput)?, end(1.0 - tail).ok_or(NoFit::BadInput)?);
    Ok(Interval::two_sided(Some(lower), Some(upper), level))
}

/// A window with its ages divided by its end.
struct Window {
    n: f64,
    /// Sum of the logarithms of the scaled ages; negative.
    logs: f64,
    /// Logarithm of the scaled start; minus infinity from age 0.
    first: f64,
}

impl Window {
    fn best(&self) -> Option<f64> {
        if self.first == f64::NEG_INFINITY {
            return Some(-self.n / self.logs);
        }
        // The score falls from this value at β = 0 to a negative one.
        if self.logs - self.n * self.first / 2.0 <= 0.0 {
            return None;
        }
        let score = |beta: f64| self.n * bend(beta, self.first) + self.logs;
        let mut high = 1.0;
        while score(high) > 0.0 {
            high *= 2.0;
            if high > 1.0e12 {
                return None;
            }
        }
        root(score, 0.0, high).filter(|beta| *beta > 0.0)
    }

    fn log_likelihood(&self, beta: f64) -> f64 {
        let density = if beta == 0.0 { -1.0 / self.first } else { -beta / (beta * self.first).exp_m1() };
        self.n * density.ln() + beta * self.logs
    }

    fn profile_interval(&self, beta: f64, level: f64) -> Result<Interval, NoFit> {
        let drop = chi_square(level, 1.0).ok_or(NoFit::BadInput)? / 2.0;
        let wanted = self.log_likelihood(beta) - drop;
        let above = |beta: f64| self.log_likelihood(beta) - wanted;
        let mut high = beta;
        while above(high) > 0.0 && high < 1.0e13 {
            high *= 2.0;
        }
        // Towards β = 0 the likelihood may never fall so far: no lower end.
        let lower = root(above, 0.0, beta).filter(|lower| *lower > 0.0);
        Ok(Interval::two_sided(lower, root(above, beta, high), level))
    }
}

/// `1/β + s^β ln s/(1 − s^β)` for `ln s = first`, without subtracting two near numbers; `−first/2` at β = 0.
fn bend(beta: f64, first: f64) -> f64 {
    let x = -beta * first;
    if x < 0.05 {
        let square = x * x;
        return -first * (0.5 - x / 12.0 * (1.0 - square / 60.0 * (1.0 - square / 42.0)));
    }
    (1.0 - x / x.exp_m1()) / beta
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The series for near numbers against the formula itself, where both hold.
    #[test]
    fn the_series_of_a_small_exponent_continues_the_formula() {
        for x in [0.01, 0.03, 0.049_9] {
            let formula = (1.0 - x / f64::exp_m1(x)) / x;
            assert!((bend(x, -1.0) / formula - 1.0).abs() < 1.0e-12, "{x}");
        }
        assert_eq!(bend(0.0, -3.0), 1.5);
    }
}

//! Weibull lives: maximum likelihood with right censoring and late entry.

mod likelihood;
mod profile;

use super::{Interval, NoFit, chi_square, is_level};
use likelihood::Likelihood;
use serde::{Deserialize, Serialize};
use statrs::function::gamma::ln_gamma;

/// Failures that a fit needs.
const FEWEST: usize = 3;

/// One life: under observation from the age `entry` to the age `exit`, which was a failure or not (censored).
///
/// A life that began before the records has an entry above 0: it is known to have lasted until then.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Life {
    pub entry: f64,
    pub exit: f64,
    pub failed: bool,
}

/// The verdict of the shape about replacing before the failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// The whole interval of the shape is above 1.
    WearOut,
    /// The shape is above 1, its interval contains 1.
    WearOutNotProved,
    /// The shape is 1 or below, its interval contains 1.
    EarlyFailuresNotProved,
    /// The whole interval of the shape is below 1.
    EarlyFailures,
}

/// A fit. Ages, `eta`, `mean`, `deviation` and `b10` are in the unit of the lives.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Weibull {
    pub failures: usize,
    pub censored: usize,
    /// Lives that began before they were observed.
    pub late_entries: usize,
    pub beta: f64,
    pub eta: f64,
    pub log_likelihood: f64,
    /// By profile likelihood; an end is `None` where the likelihood never falls so far.
    pub beta_interval: Interval,
    pub eta_interval: Interval,
    /// `None` when it is beyond the numbers of the machine, as with a shape near 0.
    pub mean: Option<f64>,
    pub deviation: Option<f64>,
    /// The age by which a tenth have failed.
    pub b10: f64,
    pub shape: Shape,
}

/// Fits a Weibull law to lives: maximises
/// `Σ failed [ln β − β ln η + (β−1) ln exit] − Σ [(exit/η)^β − (entry/η)^β]`.
///
/// W. Q. Meeker and L. A. Escobar, *Statistical Methods for Reliability Data* (1998), chapters 8 and 11.
///
/// # Errors
/// [`NoFit`]: fewer than 3 failures, all of one age, a life that is none, or no maximum (possible only when every life
/// entered late).
pub fn weibull(lives: &[Life], level: f64) -> Result<Weibull, NoFit> {
    let is_life = |life: &Life| life.entry >= 0.0 && life.exit > life.entry && life.exit < f64::MAX;
    if !is_level(level) || !lives.iter().all(is_life) {
        return Err(NoFit::BadInput);
    }
    let failed = || lives.iter().filter(|life| life.failed).map(|life| life.exit);
    let failures = failed().count();
    if failures < FEWEST {
        return Err(NoFit::TooFewFailures { found: failures, needed: FEWEST });
    }
    let first = failed().next();
    if failed().all(|age| Some(age) == first) {
        return Err(NoFit::AllEqual);
    }
    let model = Likelihood::of(lives);
    let best = model.maximum().ok_or(NoFit::NoMaximum)?;
    let drop = chi_square(level, 1.0).ok_or(NoFit::BadInput)? / 2.0;
    let (beta_low, beta_high) = profile::of_beta(&model, best, drop);
    let (eta_low, eta_high) = profile::of_eta(&model, best, drop);
    let beta_interval = Interval::two_sided(beta_low, beta_high, level);
    let unscaled = |z: f64| model.age(z);
    let eta = unscaled(best.z);
    let moment = |k: f64| ln_gamma(1.0 + k / best.beta).exp();
    let finite = |x: f64| x.is_finite().then_some(x);
    Ok(Weibull {
        failures,
        censored: lives.len() - failures,
        late_entries: lives.iter().filter(|life| life.entry > 0.0).count(),
        beta: best.beta,
        eta,
        log_likelihood: model.in_unit_of_lives(best.log_likelihood),
        beta_interval,
        eta_interval: Interval::two_sided(eta_low.map(unscaled), eta_high.map(unscaled), level),
        mean: finite(eta * moment(1.0)),
        deviation: finite(eta * (moment(2.0) - moment(1.0).powi(2)).max(0.0).sqrt()),
        b10: eta * (-(0.9_f64.ln())).powf(1.0 / best.beta),
        shape: shape(best.beta, beta_interval),
    })
}

fn shape(beta: f64, interval: Interval) -> Shape {
    if interval.is_above(1.0) {
        Shape::WearOut
    } else if interval.is_below(1.0) {
        Shape::EarlyFailures
    } else if beta > 1.0 {
        Shape::WearOutNotProved
    } else {
        Shape::EarlyFailuresNotProved
    }
}

//! When to replace before the failure, from a Weibull law and two costs.

use super::solve::root;
use serde::{Deserialize, Serialize};
use statrs::function::gamma::{checked_gamma_lr, ln_gamma};

/// The best age of a replacement, with what it costs per unit of age.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Replacement {
    pub age: f64,
    pub cost_rate: f64,
    /// The cost of running to failure, per unit of age.
    pub run_to_failure: f64,
}

/// Why no age is recommended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoReplacement {
    /// The lower limit of the shape is 1 or below: an old part is not shown to fail more often than a new one.
    #[error("wear-out is not shown")]
    NoWearOut,
    #[error("a failure costs no more than a replacement")]
    FailureNotDearer,
    /// The best age is so far beyond the lives that it means running to failure.
    #[error("the best age is out of reach")]
    OutOfReach,
    #[error("a value that cannot be a shape, a scale or a cost")]
    BadInput,
}

/// Age replacement with an item as good as new: the least
/// `C(t) = (Cp R(t) + Cf F(t)) / ∫₀ᵗ R`, where `h(t) ∫₀ᵗ R − F(t) = Cp/(Cf − Cp)`.
///
/// R. E. Barlow and F. Proschan, *Mathematical Theory of Reliability* (1965), chapter 4. `beta_lower` is the lower limit
/// of the shape (`None`: not bounded); `planned` and `failure` are the costs `Cp` and `Cf`, in one unit.
///
/// # Errors
/// [`NoReplacement`] with the reason.
pub fn age_replacement(
    beta: f64,
    beta_lower: Option<f64>,
    eta: f64,
    planned: f64,
    failure: f64,
) -> Result<Replacement, NoReplacement> {
    check(beta, eta, planned, failure)?;
    if failure <= planned {
        return Err(NoReplacement::FailureNotDearer);
    }
    if beta <= 1.0 || beta_lower.is_none_or(|lower| lower.is_nan() || lower <= 1.0) {
        return Err(NoReplacement::NoWearOut);
    }
    let wanted = planned / (failure - planned);
    // With x = (t/η)^β: ∫₀ᵗ R = η Γ(1+1/β) P(1/β, x) and h(t) = β x^(1−1/β) / η.
    let whole = ln_gamma(1.0 + 1.0 / beta).exp();
    let part = |x: f64| whole * checked_gamma_lr(1.0 / beta, x).unwrap_or(f64::NAN);
    let miss = |u: f64| {
        let x = u.exp();
        beta * x.powf(1.0 - 1.0 / beta) * part(x) + (-x).exp_m1() - wanted
    };
    let mut high = 0.0;
    while miss(high) < 0.0 {
        high += 2.0;
        if high > 230.0 {
            return Err(NoReplacement::OutOfReach);
        }
    }
    let x = root(miss, -33.0, high).ok_or(NoReplacement::OutOfReach)?.exp();
    let failed = -(-x).exp_m1();
    Ok(Replacement {
        age: eta * x.powf(1.0 / beta),
        cost_rate: (planned * (1.0 - failed) + failure * failed) / (eta * part(x)),
        run_to_failure: failure / (eta * whole),
    })
}

/// Replacement at an age, with repairs in between that leave the item as it was: the least
/// `(Cp + Cf (t/η)^β) / t`, at `η (Cp / (Cf (β−1)))^(1/β)`. There is no running to failure to compare with: without
/// replacement the cost per unit of age grows for ever.
///
/// R. E. Barlow and L. C. Hunter, *Optimum Preventive Maintenance Policies* (1960).
///
/// # Errors
/// [`NoReplacement`] with the reason.
pub fn minimal_repair(beta: f64, eta: f64, planned: f64, failure: f64) -> Result<(f64, f64), NoReplacement> {
    check(beta, eta, planned, failure)?;
    if beta <= 1.0 {
        return Err(NoReplacement::NoWearOut);
    }
    let power = planned / (failure * (beta - 1.0));
    let age = eta * power.powf(1.0 / beta);
    let cost_rate = (planned + failure * power) / age;
    let finite = age.is_finite() && cost_rate.is_finite();
    if finite { Ok((age, cost_rate)) } else { Err(NoReplacement::OutOfReach) }
}

fn check(beta: f64, eta: f64, planned: f64, failure: f64) -> Result<(), NoReplacement> {
    let positive = |x: f64| x > 0.0 && x.is_finite();
    let all = [beta, eta, planned, failure].into_iter().all(positive);
    if all { Ok(()) } else { Err(NoReplacement::BadInput) }
}

//! Reliability: fits of lives and of repairable systems, with their intervals, and what follows from them.
//!
//! Ages are numbers of any one unit; answers are in that unit. A fit that cannot be made is a [`NoFit`].

mod crow;
mod lives;
mod quantile;
mod rate;
mod replacement;
mod solve;
mod trend;
mod weibull;

#[cfg(test)]
mod cases;
#[cfg(test)]
mod edges;

pub use crow::{CrowAmsaa, Estimator, IntervalBy, Modified, Record, Stop, Trend, crow_amsaa};
pub use lives::{Fitting, FittingFate, LifeRow, Lives, lives};
pub use quantile::{binomial_interval, chi_square};
pub use rate::{mtbf_interval, rate_interval};
pub use replacement::{NoReplacement, Replacement, age_replacement, minimal_repair};
pub use trend::{LaplaceTest, laplace};
pub use weibull::{Life, Shape, Weibull, weibull};

use serde::{Deserialize, Serialize};

/// The confidence level where a KPI says nothing else: 90 %.
pub const LEVEL: f64 = 0.9;

/// An interval of confidence. An end that does not exist is `None`: unbounded on that side.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    /// Between 0 and 1, both excluded.
    pub level: f64,
    pub sides: Sides,
}

impl Interval {
    pub(crate) const fn two_sided(lower: Option<f64>, upper: Option<f64>, level: f64) -> Self {
        Self { lower, upper, level, sides: Sides::Two }
    }

    /// Whether `value` lies outside of the interval, above its end or below.
    pub fn excludes(&self, value: f64) -> bool {
        self.is_above(value) || self.is_below(value)
    }

    pub(crate) fn is_above(&self, value: f64) -> bool {
        self.lower.is_some_and(|lower| lower > value)
    }

    pub(crate) fn is_below(&self, value: f64) -> bool {
        self.upper.is_some_and(|upper| upper < value)
    }
}

/// A one-sided bound must not be compared with an end of a two-sided interval without saying so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sides {
    One,
    Two,
}

/// Why there is no fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoFit {
    #[error("fewer failures than the fit needs")]
    TooFewFailures { found: usize, needed: usize },
    #[error("all failures have one age")]
    AllEqual,
    /// An age that is negative, infinite or not a number, an exit that is not after its entry, a level outside of 0 to 1.
    #[error("a value that cannot be an age or a level")]
    BadInput,
    /// The likelihood has no maximum at a positive, finite shape.
    #[error("the likelihood has no maximum inside")]
    NoMaximum,
}

fn is_level(level: f64) -> bool {
    level > 0.0 && level < 1.0
}

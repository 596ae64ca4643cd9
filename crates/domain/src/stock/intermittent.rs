//! Forecasts of intermittent demand: Croston, SBA and TSB.
//!
//! All start at the first demand: its size, and its position as the first interval (the periods before it and its own).
//! TSB's probability starts at one over that interval.

use super::{MAX_QUANTITY, StockRefusal};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// How intermittent demand is forecast.
    pub enum IntermittentMethod {
        /// Sizes and intervals smoothed apart, at demands only. J. D. Croston, "Forecasting and stock control for
        /// intermittent demands", Operational Research Quarterly 23 (1972) 289–303.
        Croston = "croston",
        /// Croston × (1 − β/2), which takes out most of its bias. A. A. Syntetos and J. E. Boylan, "The accuracy of
        /// intermittent demand estimates", International Journal of Forecasting 21 (2005) 303–314.
        Sba = "sba",
        /// Size × probability of a demand, which also falls while there is none. R. H. Teunter, A. A. Syntetos and
        /// M. Z. Babai, "Intermittent demand: linking forecasting to inventory obsolescence", European Journal of
        /// Operational Research 214 (2011) 606–615.
        Tsb = "tsb",
    }
}

/// Smoothing factors, above 0 and at most 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Smoothing {
    /// α, of the sizes.
    pub size: f64,
    /// β, of the intervals or of the probability.
    pub interval: f64,
}

impl Default for Smoothing {
    fn default() -> Self {
        Self { size: 0.1, interval: 0.1 }
    }
}

impl Smoothing {
    /// # Errors
    /// [`StockRefusal::Parameter`].
    pub(super) fn check(self) -> Result<Self, StockRefusal> {
        for (name, value) in [("size", self.size), ("interval", self.interval)] {
            if !(value > 0.0 && value <= 1.0) {
                return Err(StockRefusal::Parameter { name: name.into() });
            }
        }
        Ok(self)
    }
}

/// A forecast with what stands beside it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fit {
    pub method: IntermittentMethod,
    pub smoothing: Smoothing,
    /// Size of the first demand, pieces.
    pub start_size: i64,
    /// Position of the first demand, periods.
    pub start_interval: i64,
    /// Smoothed size of a demand, pieces.
    pub size: f64,
    /// Smoothed interval between demands, periods; not of TSB.
    pub interval: Option<f64>,
    /// Smoothed probability of a demand in a period; of TSB only.
    pub probability: Option<f64>,
    /// Pieces a period, the same for every period to come.
    pub per_period: f64,
}

/// The state of all three methods while they read the history.
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    smoothing: Smoothing,
    start: (i64, i64),
    size: f64,
    interval: f64,
    probability: f64,
    /// Periods since the last demand.
    since: i64,
}

impl State {
    /// At the first demand of `size`, in period `position` (the first is 1).
    pub(super) fn new(size: i64, position: i64, smoothing: Smoothing) -> Self {
        let interval = position as f64;
        let (start, probability) = ((size, position), 1.0 / interval);
        Self { smoothing, start, size: size as f64, interval, probability, since: 0 }
    }

    /// Reads the next period.
    pub(super) fn read(&mut self, demand: i64) {
        let Smoothing { size: alpha, interval: beta } = self.smoothing;
        self.since += 1;
        if demand > 0 {
            self.size += alpha * (demand as f64 - self.size);
            self.interval += beta * (self.since as f64 - self.interval);
            self.probability += beta * (1.0 - self.probability);
            self.since = 0;
        } else {
            self.probability -= beta * self.probability;
        }
    }

    /// Pieces in the next period.
    pub(super) fn per_period(&self, method: IntermittentMethod) -> f64 {
        match method {
            IntermittentMethod::Croston => self.size / self.interval,
            IntermittentMethod::Sba => (1.0 - self.smoothing.interval / 2.0) * self.size / self.interval,
            IntermittentMethod::Tsb => self.size * self.probability,
        }
    }

    pub(super) fn fit(&self, method: IntermittentMethod) -> Fit {
        let by_probability = method == IntermittentMethod::Tsb;
        Fit {
            method,
            smoothing: self.smoothing,
            start_size: self.start.0,
            start_interval: self.start.1,
            size: self.size,
            interval: (!by_probability).then_some(self.interval),
            probability: by_probability.then_some(self.probability),
            per_period: self.per_period(method),
        }
    }
}

/// The first demand and the periods after it; `None` without any demand.
///
/// # Errors
/// [`StockRefusal::Quantity`] for a demand below 0 or too large; [`StockRefusal::Parameter`].
pub(super) fn started(
    history: &[i64],
    smoothing: Smoothing,
) -> Result<Option<(State, &[i64])>, StockRefusal> {
    let smoothing = smoothing.check()?;
    if let Some(quantity) = history.iter().find(|demand| !(0..=MAX_QUANTITY).contains(*demand)) {
        return Err(StockRefusal::Quantity { quantity: *quantity });
    }
    let Some(first) = history.iter().position(|demand| *demand > 0) else { return Ok(None) };
    let position = i64::try_from(first + 1).map_err(|_| StockRefusal::TooLarge)?;
    Ok(Some((State::new(history[first], position, smoothing), &history[first + 1..])))
}

/// Periods with a demand.
pub fn demands(history: &[i64]) -> usize {
    history.iter().filter(|demand| **demand > 0).count()
}

/// Forecasts by one method; `history` is the demand of each period, the oldest first. `None` without any demand.
/// How many demands make a forecast worth showing is decided by [`super::forecast()`].
///
/// # Errors
/// [`StockRefusal::Quantity`]; [`StockRefusal::Parameter`] for a smoothing outside of (0, 1].
pub fn fit(
    method: IntermittentMethod,
    history: &[i64],
    smoothing: Smoothing,
) -> Result<Option<Fit>, StockRefusal> {
    Ok(started(history, smoothing)?.map(|(mut state, rest)| {
        rest.iter().for_each(|demand| state.read(*demand));
        state.fit(method)
    }))
}

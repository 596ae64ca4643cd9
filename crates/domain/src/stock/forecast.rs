//! Which forecast is shown: the method with the smallest error on the past, or none and why.

use super::intermittent::{State, started};
use super::{Fit, IntermittentMethod, Smoothing, StockRefusal, demands};
use serde::{Deserialize, Serialize};

/// Demands below which no forecast is shown: two tell of one interval only.
const NEEDED: usize = 3;

/// The forecast of the demand of a period, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "forecast", rename_all = "snake_case")]
pub enum Forecast {
    /// Only the history is shown.
    None { why: NoForecast },
    Chosen {
        fit: Fit,
        /// Every method with its error, the chosen one among them.
        tried: Vec<Tried>,
    },
}

/// Why there is no forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum NoForecast {
    TooFewDemands { demands: usize, needed: usize },
}

/// A method and how it would have done.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tried {
    pub fit: Fit,
    /// Mean absolute error of the forecast for the next period, over the periods after the first demand, in pieces.
    pub absolute_error: f64,
    /// The same over the mean absolute change from period to period of the whole history; absent when the history
    /// never changes. R. J. Hyndman and A. B. Koehler, "Another look at measures of forecast accuracy",
    /// International Journal of Forecasting 22 (2006) 679–688.
    pub scaled_error: Option<f64>,
}

/// Tries all methods on the demand of each period, the oldest first, and chooses the one with the smallest error; of
/// equal ones the first in the order Croston, SBA, TSB.
///
/// # Errors
/// [`StockRefusal::Quantity`]; [`StockRefusal::Parameter`] for a smoothing outside of (0, 1].
pub fn forecast(history: &[i64], smoothing: Smoothing) -> Result<Forecast, StockRefusal> {
    let found = started(history, smoothing)?;
    let demands = demands(history);
    let none = Forecast::None { why: NoForecast::TooFewDemands { demands, needed: NEEDED } };
    let Some((state, rest)) = found.filter(|_| demands >= NEEDED) else { return Ok(none) };
    let scale = mean(history.windows(2).map(|pair| (pair[1] - pair[0]).abs() as f64));
    let tried: Vec<Tried> =
        IntermittentMethod::ALL.iter().map(|method| try_out(*method, state, rest, scale)).collect();
    let best = tried.iter().reduce(|a, b| if b.absolute_error < a.absolute_error { b } else { a });
    Ok(best.map_or(none, |best| Forecast::Chosen { fit: best.fit, tried: tried.clone() }))
}

fn try_out(method: IntermittentMethod, mut state: State, rest: &[i64], scale: f64) -> Tried {
    let absolute_error = mean(rest.iter().map(|demand| {
        let error = (*demand as f64 - state.per_period(method)).abs();
        state.read(*demand);
        error
    }));
    let scaled_error = (scale > 0.0).then(|| absolute_error / scale);
    Tried { fit: state.fit(method), absolute_error, scaled_error }
}

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = values.fold((0_u64, 0.0), |(count, sum), value| (count + 1, sum + value));
    if count == 0 { 0.0 } else { sum / count as f64 }
}

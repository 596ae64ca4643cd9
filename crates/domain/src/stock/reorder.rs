//! Reorder point and safety stock from the service level. Always rounded up.
//!
//! Source: E. A. Silver, D. F. Pyke and D. J. Thomas, "Inventory and Production Management in Supply Chains", 4th
//! edition, chapter 6: the service level is the probability that no order cycle runs out while it waits for its delivery.

use super::{StockRefusal, poisson_at_most, poisson_quantile};
use crate::text_enum;
use serde::{Deserialize, Serialize};
use statrs::function::erf::{erfc, erfc_inv};
use std::{f64::consts::SQRT_2, ops::RangeInclusive};

/// Shares of a Poisson variable's spread within which a spread cannot be told from it: learnt from two to four years of
/// months it is uncertain by more, 1/sqrt(2 n).
const POISSON_SPREAD: RangeInclusive<f64> = 0.9..=1.1;

text_enum! {
    /// The distribution of the demand in a lead time.
    pub enum ReorderMethod {
        Normal = "normal",
        Poisson = "poisson",
    }
}

/// How much the demand in a lead time varies.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "spread", rename_all = "snake_case")]
pub enum Spread {
    /// Standard deviation of the demand in a whole lead time, pieces.
    OfLeadTimeDemand { sd: f64 },
    /// Standard deviations of the demand of a period (pieces) and of the lead time (periods), independent of each other.
    OfParts { demand_sd: f64, lead_sd: f64 },
    /// Not known; as that of a Poisson variable.
    Unknown,
}

/// Demand, lead time and service level; any period will do, when all use the same.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReorderInput {
    /// Probability that a cycle does not run out: at least 0.5, below 1.
    pub service: f64,
    /// Mean demand of a period, pieces.
    pub demand: f64,
    /// Mean lead time, periods.
    pub lead: f64,
    pub spread: Spread,
}

/// A reorder point with its arithmetic.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reorder {
    pub method: ReorderMethod,
    /// Mean demand in a lead time.
    pub demand_in_lead: f64,
    /// Its standard deviation.
    pub sd: f64,
    /// Standard normal quantile of the service level; of the normal method only.
    pub factor: Option<f64>,
    /// Mean + factor × sd before rounding; of the normal method only.
    pub exact: Option<f64>,
    /// Order when projected falls to this, pieces.
    pub point: i64,
    /// Factor × sd, or point − mean: rounded up, pieces.
    pub safety_stock: i64,
    /// The service that the point gives.
    pub service_at_point: f64,
    /// The service that one piece fewer would give: below what is asked for.
    pub service_below: f64,
}

impl ReorderInput {
    /// Poisson where the spread is that of a Poisson variable, within a tenth, or not known; else normal. The mean does not
    /// decide: Poisson is exact for many pieces as for few, and the normal distribution is its limit.
    ///
    /// # Errors
    /// [`StockRefusal::Parameter`]; [`StockRefusal::TooLarge`].
    pub fn reorder(&self) -> Result<Reorder, StockRefusal> {
        let (mean, sd) = self.moments()?;
        // A mean of 0 has no spread: Poisson, which is certain then.
        let (from, to) = (POISSON_SPREAD.start() * mean.sqrt(), POISSON_SPREAD.end() * mean.sqrt());
        if (from..=to).contains(&sd) { self.poisson() } else { self.normal() }
    }

    /// `d L + z sqrt(L σd² + d² σL²)`.
    ///
    /// # Errors
    /// [`StockRefusal::Parameter`]; [`StockRefusal::TooLarge`].
    pub fn normal(&self) -> Result<Reorder, StockRefusal> {
        let (mean, sd) = self.moments()?;
        let factor = -SQRT_2 * erfc_inv(2.0 * self.service);
        let (safety, exact) = (factor * sd, mean + factor * sd);
        let point = round_up(exact)?;
        let service = |quantity: i64| {
            let distance = quantity as f64 - mean;
            if sd > 0.0 { 0.5 * erfc(-distance / (sd * SQRT_2)) } else { f64::from(distance >= 0.0) }
        };
        Ok(Reorder {
            method: ReorderMethod::Normal,
            demand_in_lead: mean,
            sd,
            factor: Some(factor),
            exact: Some(exact),
            point,
            safety_stock: round_up(safety)?,
            service_at_point: service(point),
            service_below: service(point - 1),
        })
    }

    /// The smallest point with P(demand in a lead time ≤ point) ≥ service; the spread is that of the distribution.
    ///
    /// # Errors
    /// [`StockRefusal::Parameter`]; [`StockRefusal::TooLarge`].
    pub fn poisson(&self) -> Result<Reorder, StockRefusal> {
        let (mean, _) = self.moments()?;
        let point = poisson_quantile(self.service, mean)?;
        Ok(Reorder {
            method: ReorderMethod::Poisson,
            demand_in_lead: mean,
            sd: mean.sqrt(),
            factor: None,
            exact: None,
            point,
            safety_stock: round_up(point as f64 - mean)?,
            service_at_point: poisson_at_most(point, mean)?,
            service_below: poisson_at_most(point - 1, mean)?,
        })
    }

    /// Mean and standard deviation of the demand in a lead time.
    fn moments(&self) -> Result<(f64, f64), StockRefusal> {
        let bad = |name: &str| StockRefusal::Parameter { name: name.into() };
        if !(0.5..1.0).contains(&self.service) {
            return Err(bad("service"));
        }
        for (name, value) in [("demand", self.demand), ("lead", self.lead)] {
            if !(value.is_finite() && value >= 0.0) {
                return Err(bad(name));
            }
        }
        let mean = self.demand * self.lead;
        let sd = match self.spread {
            Spread::OfLeadTimeDemand { sd } => sd,
            Spread::OfParts { demand_sd, lead_sd } if demand_sd >= 0.0 && lead_sd >= 0.0 => {
                (demand_sd * self.lead.sqrt()).hypot(self.demand * lead_sd)
            }
            Spread::OfParts { .. } => return Err(bad("spread")),
            Spread::Unknown => mean.sqrt(),
        };
        if !(sd.is_finite() && sd >= 0.0) {
            return Err(bad("spread"));
        }
        Ok((mean, sd))
    }
}

/// Up to a whole piece; what is whole but for the error of floating point (1e-9) stays.
///
/// # Errors
/// [`StockRefusal::TooLarge`] when it is no quantity.
pub fn round_up(pieces: f64) -> Result<i64, StockRefusal> {
    let near = pieces.round();
    let whole = if (pieces - near).abs() <= 1e-9 * pieces.abs().max(1.0) { near } else { pieces.ceil() };
    let fits = whole.abs() <= super::MAX_QUANTITY as f64;
    if fits { Ok(whole as i64) } else { Err(StockRefusal::TooLarge) }
}

/// Mean and sample standard deviation (n − 1) of the demand of each period; `None` for fewer than two.
pub fn spread_of(history: &[i64]) -> Option<(f64, f64)> {
    let count = history.len() as f64;
    if count < 2.0 {
        return None;
    }
    let mean = history.iter().map(|value| *value as f64).sum::<f64>() / count;
    let squares: f64 = history.iter().map(|value| (*value as f64 - mean).powi(2)).sum();
    Some((mean, (squares / (count - 1.0)).sqrt()))
}

/// A lead time as receipts show it, days.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LeadTime {
    pub receipts: usize,
    pub mean: f64,
    /// Sample standard deviation; absent for a single receipt.
    pub sd: Option<f64>,
}

impl LeadTime {
    /// From the days between order and receipt; `None` without receipts.
    pub fn learn(days: &[i64]) -> Option<Self> {
        let first = *days.first()?;
        let learnt = spread_of(days);
        let (mean, sd) = learnt.map_or((first as f64, None), |(mean, sd)| (mean, Some(sd)));
        Some(Self { receipts: days.len(), mean, sd })
    }
}

//! The value of a part in a store by the moving average, exact in minor units.
//!
//! The store keeps a quantity and a total value; their quotient is the average. An issue takes its share of the total,
//! halves of a minor unit rounded away from zero, and keeps that amount for ever; what rounding leaves stays in the
//! store's total and goes with the last piece. So at any time
//! `everything that came in + corrections = everything that went out + the store's value`.
//!
//! Source of the method: IAS 2 "Inventories", paragraph 27 (weighted average, calculated as each shipment is received).

use super::{StockRefusal, check_quantity, packs::share};
use serde::{Deserialize, Serialize};

/// A part in a store: how many, and what they are worth together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockValue {
    pub quantity: i64,
    /// Minor units, of the sign of the quantity.
    pub value_minor: i64,
    /// The last average as (minor units, pieces): values what moves while nothing is in the store.
    pub last: Option<(i64, i64)>,
}

/// The value of a movement.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ValuedMovement {
    /// With its sign.
    pub quantity: i64,
    /// Minor units, with the sign of the quantity; never changes afterwards.
    pub value_minor: i64,
    /// Minor units added to the store's value (above 0) or taken from it because prices differ: the part of a receipt
    /// that had already been issued at another price, or what a reversal at its old price leaves on no piece.
    pub correction_minor: i64,
}

impl StockValue {
    /// The average for showing, minor units a piece, halves rounded away from zero; `None` before the first receipt.
    pub fn average_minor(&self) -> Option<i64> {
        let (value, quantity) = self.average()?;
        share(value, 1, quantity).ok()
    }

    /// The exact average as (minor units, pieces above 0).
    fn average(&self) -> Option<(i64, i64)> {
        match self.quantity {
            1.. => Some((self.value_minor, self.quantity)),
            0 => self.last,
            _ => self.value_minor.checked_neg().zip(self.quantity.checked_neg()),
        }
    }

    /// The value of so many pieces at the current average.
    fn worth(&self, quantity: i64) -> Result<i64, StockRefusal> {
        let (value, pieces) = self.average().ok_or(StockRefusal::PriceNeeded)?;
        share(value, quantity, pieces)
    }

    /// A receipt, or a return of an issue at the value it was issued with: `cost_minor` for all of it.
    ///
    /// Pieces that an exception had issued beyond the stock are settled first: what they were issued at, less what they
    /// cost now, is the correction.
    ///
    /// # Errors
    /// [`StockRefusal::Quantity`]; [`StockRefusal::TooLarge`].
    pub fn receive(&self, quantity: i64, cost_minor: i64) -> Result<(Self, ValuedMovement), StockRefusal> {
        let quantity = check_quantity(quantity)?;
        if cost_minor < 0 {
            return Err(StockRefusal::Quantity { quantity: cost_minor });
        }
        let settled = quantity.min(self.quantity.saturating_neg().max(0));
        let correction_minor = if settled == 0 {
            0
        } else {
            // Their share of the store's (negative) value, against their share of this receipt.
            let issued_at = share(self.value_minor, settled, self.quantity.saturating_neg())?;
            issued_at.checked_add(share(cost_minor, settled, quantity)?).ok_or(StockRefusal::TooLarge)?
        };
        self.moved(
            quantity,
            cost_minor,
            correction_minor.checked_neg().ok_or(StockRefusal::TooLarge)?,
            (cost_minor, quantity),
        )
    }

    /// An issue at the average of now. Beyond the stock, at the last average.
    ///
    /// # Errors
    /// [`StockRefusal::Quantity`]; [`StockRefusal::PriceNeeded`] when nothing was ever received;
    /// [`StockRefusal::TooLarge`].
    pub fn issue(&self, quantity: i64) -> Result<(Self, ValuedMovement), StockRefusal> {
        let quantity = check_quantity(quantity)?;
        let worth = self.worth(quantity)?;
        let average = self.average().ok_or(StockRefusal::PriceNeeded)?;
        self.moved(-quantity, -worth, 0, average)
    }

    /// A difference of a count: at the average of now, so that it does not change the average.
    ///
    /// # Errors
    /// [`StockRefusal::Quantity`] for 0; [`StockRefusal::PriceNeeded`]; [`StockRefusal::TooLarge`].
    pub fn adjust(&self, difference: i64) -> Result<(Self, ValuedMovement), StockRefusal> {
        if difference > 0 {
            self.receive(difference, self.worth(difference)?)
        } else {
            self.issue(difference.saturating_neg())
        }
    }

    /// Undoes a movement at the value it had: of a receipt with `(quantity, value)` positive as of an issue with both
    /// negative. The correction is the value that would be left without pieces, or would make their value negative.
    ///
    /// # Errors
    /// [`StockRefusal::Quantity`]; [`StockRefusal::TooLarge`].
    pub fn reverse(&self, moved: &ValuedMovement) -> Result<(Self, ValuedMovement), StockRefusal> {
        if moved.quantity < 0 {
            let value = moved.value_minor.checked_neg().ok_or(StockRefusal::TooLarge)?;
            return self.receive(moved.quantity.saturating_neg(), value);
        }
        let quantity = check_quantity(moved.quantity)?;
        let average = self.average().ok_or(StockRefusal::PriceNeeded)?;
        let left = self.quantity.checked_sub(quantity).ok_or(StockRefusal::TooLarge)?;
        let value = self.value_minor.checked_sub(moved.value_minor).ok_or(StockRefusal::TooLarge)?;
        let kept = match left {
            1.. => value.max(0),
            0 => 0,
            // Below zero by an exception: at the average, as an issue would leave it.
            _ => share(average.0, left, average.1)?,
        };
        let correction = kept.checked_sub(value).ok_or(StockRefusal::TooLarge)?;
        self.moved(-quantity, -moved.value_minor, correction, average)
    }

    fn moved(
        &self,
        quantity: i64,
        value_minor: i64,
        correction_minor: i64,
        last: (i64, i64),
    ) -> Result<(Self, ValuedMovement), StockRefusal> {
        let plus = |a: i64, b: i64| a.checked_add(b).ok_or(StockRefusal::TooLarge);
        let value = plus(plus(self.value_minor, value_minor)?, correction_minor)?;
        let after = Self { quantity: plus(self.quantity, quantity)?, value_minor: value, last: Some(last) };
        Ok((after, ValuedMovement { quantity, value_minor, correction_minor }))
    }
}

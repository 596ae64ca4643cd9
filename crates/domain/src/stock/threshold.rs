//! Thresholds: one function answers the list, the badge, the job and the API.

use crate::text_enum;
use serde::{Deserialize, Serialize};

/// The stock of a part in one store, or in all stores of a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub on_hand: i64,
    pub reserved: i64,
    pub on_order: i64,
}

impl Position {
    /// On hand − reserved + on order.
    pub fn projected(self) -> i64 {
        self.without_orders().saturating_add(self.on_order)
    }

    /// On hand − reserved: below zero when an exception took the stock there.
    pub fn without_orders(self) -> i64 {
        self.on_hand.saturating_sub(self.reserved)
    }
}

text_enum! {
    /// The badge that a list shows beside a part.
    pub enum Badge {
        /// Nothing is on hand.
        OutOfStock = "out_of_stock",
        BelowMinimum = "below_minimum",
        AtMinimum = "at_minimum",
    }
}

/// Where a part stands against its minimum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    pub projected: i64,
    /// Projected ≤ minimum: something is to be done.
    pub reached: bool,
    pub badge: Option<Badge>,
}

/// A part without minimum never reaches it and has no badge. With one, "out of stock" says that nothing is on hand, also
/// while an order that covers the minimum is on its way.
pub fn standing(position: Position, minimum: Option<i64>) -> Standing {
    let projected = position.projected();
    let badge = minimum.and_then(|minimum| match projected {
        _ if position.on_hand <= 0 => Some(Badge::OutOfStock),
        _ if projected < minimum => Some(Badge::BelowMinimum),
        _ if projected == minimum => Some(Badge::AtMinimum),
        _ => None,
    });
    Standing { projected, reached: minimum.is_some_and(|minimum| projected <= minimum), badge }
}

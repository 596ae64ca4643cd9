//! Refusals of the stock rules, each with its fact; the pages make sentences of them.

use super::{Loss, MAX_QUANTITY};
use crate::{MovementId, Timestamp};
use serde::{Deserialize, Serialize};

/// Why something cannot be done with stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "refused", rename_all = "snake_case")]
pub enum StockRefusal {
    #[error("{quantity} is no quantity here")]
    Quantity { quantity: i64 },
    #[error("a sum does not fit")]
    TooLarge,
    /// The bin was counted after that moment, so the count has it already.
    #[error("counted at {counted_at}")]
    AlreadyCounted { counted_at: Timestamp },
    #[error("{wanted} wanted, {on_hand} on hand")]
    BelowZero { on_hand: i64, wanted: i64 },
    /// An exception is asked for without saying why.
    #[error("a reason is needed")]
    ReasonMissing,
    #[error("reversed by {by} already")]
    AlreadyReversed { by: MovementId },
    #[error("a reversal is not reversed, but posted anew")]
    IsReversal,
    /// Fewer are free than wanted; `possible` could be had.
    #[error("{wanted} wanted, {possible} available")]
    NotAvailable { wanted: i64, possible: i64 },
    /// Enough are on hand, but they are reserved; `possible` could be had.
    #[error("{wanted} wanted, {possible} available, the rest is reserved")]
    ReservedForOthers { wanted: i64, possible: i64, others: Vec<Loss> },
    #[error("{received} received already")]
    BelowReceived { received: i64 },
    #[error("{received} of {ordered} received already")]
    AlreadyReceived { ordered: i64, received: i64 },
    /// Somebody else received of the line since it was read.
    #[error("{received} received, not {seen}")]
    ReceivedMeanwhile { seen: i64, received: i64, ordered: i64 },
    /// More than ordered, and nobody said why.
    #[error("{wanted} more than {received} of {ordered}")]
    OverReceipt { ordered: i64, received: i64, wanted: i64 },
    /// The bins do not add up to what was received.
    #[error("{split} in bins, {quantity} received")]
    SplitDiffers { quantity: i64, split: i64 },
    #[error("the line is closed")]
    LineClosed,
    #[error("a pack of {size}")]
    PackSize { size: i64 },
    /// Nothing was ever received, so there is no average to value by.
    #[error("a price is needed")]
    PriceNeeded,
    /// A parameter of a forecast or of a reorder point is outside of its range.
    #[error("{name} is out of range")]
    Parameter { name: String },
}

/// A quantity above zero that still fits.
///
/// # Errors
/// [`StockRefusal::Quantity`].
pub fn check_quantity(quantity: i64) -> Result<i64, StockRefusal> {
    if (1..=MAX_QUANTITY).contains(&quantity) {
        Ok(quantity)
    } else {
        Err(StockRefusal::Quantity { quantity })
    }
}

//! Counting: a count freezes nothing. Each line is compared with the book of the instant at which it was counted.

use super::{Movement, MovementKind, Posting, StockRefusal, book_at, on_hand};
use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// A counted part in a bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountLine {
    pub counted: i64,
    pub counted_at: Timestamp,
    /// The book quantity that was kept when the line was counted.
    pub book_then: i64,
}

/// The result of closing a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountClosing {
    /// The book at `counted_at`, with what has been written down since for the time before.
    pub book: i64,
    /// Of `book`, what was written down only after the count; the count had seen it.
    pub late: i64,
    /// Counted − book; 0 needs no movement.
    pub adjustment: i64,
    /// Came in after the count.
    pub in_since: i64,
    /// Went out after the count: "30 issued since the count".
    pub out_since: i64,
    /// On hand once the adjustment is posted: counted + in − out.
    pub on_hand: i64,
}

impl CountClosing {
    /// The movement to post, at the instant of the count.
    pub fn posting(&self, line: &CountLine) -> Option<Posting> {
        (self.adjustment != 0).then_some(Posting {
            kind: MovementKind::Adjustment,
            quantity: self.adjustment,
            at: line.counted_at,
            reversal_of: None,
        })
    }
}

/// Compares a line with the movements of its part in its bin. Other lines do not matter to it.
///
/// # Errors
/// [`StockRefusal::Quantity`] for a count below 0; [`StockRefusal::AlreadyCounted`] when a count taken at that instant
/// or later was closed before; [`StockRefusal::BelowZero`] when more went out since than was counted, so that one of
/// both is wrong; [`StockRefusal::TooLarge`].
pub fn close_line(
    line: &CountLine,
    movements: &[Movement],
    last_closed: Option<Timestamp>,
) -> Result<CountClosing, StockRefusal> {
    if !(0..=super::MAX_QUANTITY).contains(&line.counted) {
        return Err(StockRefusal::Quantity { quantity: line.counted });
    }
    if let Some(counted_at) = last_closed.filter(|closed| line.counted_at <= *closed) {
        return Err(StockRefusal::AlreadyCounted { counted_at });
    }
    let book = book_at(movements, line.counted_at)?;
    let since = || movements.iter().filter(|m| m.at > line.counted_at);
    let in_since = on_hand(since().filter(|m| m.quantity > 0))?;
    let out_since =
        on_hand(since().filter(|m| m.quantity < 0))?.checked_neg().ok_or(StockRefusal::TooLarge)?;
    let difference = |a: i64, b: i64| a.checked_sub(b).ok_or(StockRefusal::TooLarge);
    let on_hand = difference(line.counted.saturating_add(in_since), out_since)?;
    if on_hand < 0 {
        return Err(StockRefusal::BelowZero { on_hand: line.counted, wanted: out_since });
    }
    let (late, adjustment) = (difference(book, line.book_then)?, difference(line.counted, book)?);
    Ok(CountClosing { book, late, adjustment, in_since, out_since, on_hand })
}

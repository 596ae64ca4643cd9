//! Purchase orders: their lines' arithmetic and the state it makes.

use super::{Packed, StockRefusal, check_quantity};
use crate::text_enum;
use serde::{Deserialize, Serialize};

text_enum! {
    /// Where a purchase order stands.
    pub enum OrderStatus {
        Draft = "draft",
        Ordered = "ordered",
        PartlyReceived = "partly_received",
        Received = "received",
        /// Nothing came and nothing will.
        Cancelled = "cancelled",
    }
}

impl OrderStatus {
    /// Whether parts of it can be received; of a received order only more than ordered, with a reason.
    pub const fn accepts_receipts(self) -> bool {
        matches!(self, Self::Ordered | Self::PartlyReceived | Self::Received)
    }
}

/// A line of an order, in pieces.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    pub ordered: i64,
    /// All that came in, with what was given back later.
    pub received: i64,
    /// Given back to the supplier.
    pub returned: i64,
    /// Of `returned`, the pieces that are to be delivered again.
    pub reopened: i64,
    /// Will not come any more.
    pub cancelled: i64,
    /// Pieces in a pack on the day of the order.
    pub pack_size: i64,
}

impl OrderLine {
    /// # Errors
    /// [`StockRefusal::PackSize`]; [`StockRefusal::Quantity`].
    pub fn new(ordered: Packed) -> Result<Self, StockRefusal> {
        let Packed { pieces, size } = Packed::new(check_quantity(ordered.pieces)?, ordered.size)?;
        Ok(Self { ordered: pieces, received: 0, returned: 0, reopened: 0, cancelled: 0, pack_size: size })
    }

    /// Received, less the pieces that are to be delivered again.
    pub(super) fn settled(&self) -> i64 {
        self.received.saturating_sub(self.reopened)
    }

    /// Pieces still to come; never below 0, also when more came than was ordered.
    pub fn on_order(&self) -> i64 {
        self.ordered.saturating_sub(self.cancelled).saturating_sub(self.settled()).max(0)
    }

    /// The same in packs.
    pub fn on_order_packed(&self) -> Packed {
        Packed { pieces: self.on_order(), size: self.pack_size.max(1) }
    }

    /// Changes how many are ordered.
    ///
    /// # Errors
    /// [`StockRefusal::BelowReceived`] below what came; [`StockRefusal::Quantity`] for 0 (a line is cancelled instead),
    /// below it or too large; [`StockRefusal::LineClosed`] once the rest was cancelled.
    pub fn set_ordered(&self, ordered: i64) -> Result<Self, StockRefusal> {
        if self.cancelled > 0 {
            return Err(StockRefusal::LineClosed);
        }
        let ordered = check_quantity(ordered)?;
        let received = self.settled();
        if ordered < received {
            return Err(StockRefusal::BelowReceived { received });
        }
        Ok(Self { ordered, ..*self })
    }

    /// Cancels the pieces that have not come.
    pub fn cancel_rest(&self) -> Self {
        Self { cancelled: self.cancelled.saturating_add(self.on_order()), ..*self }
    }
}

/// The state of an order: sent or not, and what its lines say.
pub fn order_status(sent: bool, lines: &[OrderLine]) -> OrderStatus {
    let came = lines.iter().any(|line| line.received > 0);
    let waits = lines.iter().any(|line| line.on_order() > 0);
    match (came, waits) {
        (true, true) => OrderStatus::PartlyReceived,
        (true, false) => OrderStatus::Received,
        (false, false) if !lines.is_empty() => OrderStatus::Cancelled,
        _ if sent => OrderStatus::Ordered,
        _ => OrderStatus::Draft,
    }
}

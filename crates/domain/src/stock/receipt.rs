//! Receipts of order lines, and returns to the supplier.

use super::{OrderLine, Packed, StockRefusal, check_quantity};
use crate::BinId;
use serde::{Deserialize, Serialize};

/// The entry of a clerk for a line.
#[derive(Clone, Copy, Debug)]
pub struct Receipt<'a> {
    /// Pieces that came.
    pub quantity: i64,
    /// Where they were put: one movement each. Adds up to `quantity`.
    pub bins: &'a [(BinId, i64)],
    /// The received quantity that the form showed.
    pub seen: i64,
    /// Why more is taken than was ordered, when somebody says so.
    pub over_reason: Option<&'a str>,
}

/// A line after a receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Received {
    pub line: OrderLine,
    /// In packs: "3 packs = 30".
    pub packed: Packed,
    /// More than was ordered, by so many in all.
    pub over: i64,
}

/// Receives of a line.
///
/// # Errors
/// [`StockRefusal::Quantity`] and [`StockRefusal::SplitDiffers`] for what was entered;
/// [`StockRefusal::AlreadyReceived`] when the line is complete and no reason is given;
/// [`StockRefusal::ReceivedMeanwhile`] when somebody else received of it since the form was opened;
/// [`StockRefusal::OverReceipt`] and [`StockRefusal::ReasonMissing`] for more than ordered.
pub fn receive(line: &OrderLine, receipt: &Receipt<'_>) -> Result<Received, StockRefusal> {
    let quantity = check_quantity(receipt.quantity)?;
    for (_, part) in receipt.bins {
        check_quantity(*part)?;
    }
    let split: i128 = receipt.bins.iter().map(|(_, part)| i128::from(*part)).sum();
    if split != i128::from(quantity) {
        let split = i64::try_from(split).unwrap_or(i64::MAX);
        return Err(StockRefusal::SplitDiffers { quantity, split });
    }
    let (ordered, received) = (line.ordered, line.received);
    let open = line.on_order();
    if receipt.seen != received {
        return Err(match open {
            0 => StockRefusal::AlreadyReceived { ordered, received },
            _ => StockRefusal::ReceivedMeanwhile { seen: receipt.seen, received, ordered },
        });
    }
    if quantity > open {
        match receipt.over_reason {
            Some(reason) if reason.trim().is_empty() => return Err(StockRefusal::ReasonMissing),
            Some(_) => {}
            None if open == 0 => return Err(StockRefusal::AlreadyReceived { ordered, received }),
            None => return Err(StockRefusal::OverReceipt { ordered, received, wanted: quantity }),
        }
    }
    let received = received.checked_add(quantity).ok_or(StockRefusal::TooLarge)?;
    let line = OrderLine { received, ..*line };
    let over = line.settled().saturating_sub(line.ordered.saturating_sub(line.cancelled)).max(0);
    Ok(Received { line, packed: Packed::new(quantity, line.pack_size)?, over })
}

/// Gives pieces of a line back to the supplier: a movement of its own. `again` opens the line for them.
///
/// # Errors
/// [`StockRefusal::Quantity`]; [`StockRefusal::NotAvailable`] for more than came of it.
pub fn give_back_to_supplier(
    line: &OrderLine,
    quantity: i64,
    again: bool,
) -> Result<OrderLine, StockRefusal> {
    let quantity = check_quantity(quantity)?;
    let possible = line.received.saturating_sub(line.returned);
    if quantity > possible {
        return Err(StockRefusal::NotAvailable { wanted: quantity, possible });
    }
    let reopened = line.reopened.saturating_add(if again { quantity } else { 0 });
    Ok(OrderLine { returned: line.returned.saturating_add(quantity), reopened, ..*line })
}

/// The price of a receipt against that of the order, minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceDifference {
    /// At the order's price.
    pub ordered_minor: i64,
    /// At the price of the receipt.
    pub received_minor: i64,
    /// Received − ordered: above 0 is dearer.
    pub difference_minor: i64,
}

/// Compares prices of a pack for the pieces that came after `before` others of the line. Amounts are differences of
/// running totals, so that the receipts of a whole pack cost exactly the pack, however it was split.
///
/// # Errors
/// [`StockRefusal::PackSize`]; [`StockRefusal::Quantity`]; [`StockRefusal::TooLarge`].
pub fn price_difference(
    before: i64,
    came: Packed,
    ordered_pack_minor: i64,
    received_pack_minor: i64,
) -> Result<PriceDifference, StockRefusal> {
    let until = Packed::new(before.checked_add(came.pieces).ok_or(StockRefusal::TooLarge)?, came.size)?;
    let before = Packed::new(before, came.size)?;
    let of = |pack_minor: i64| {
        until.price(pack_minor)?.checked_sub(before.price(pack_minor)?).ok_or(StockRefusal::TooLarge)
    };
    let (ordered_minor, received_minor) = (of(ordered_pack_minor)?, of(received_pack_minor)?);
    let difference_minor = received_minor.checked_sub(ordered_minor).ok_or(StockRefusal::TooLarge)?;
    Ok(PriceDifference { ordered_minor, received_minor, difference_minor })
}

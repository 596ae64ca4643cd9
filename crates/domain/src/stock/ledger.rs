//! The ledger: which movements may be posted. It is append-only; a mistake is reversed by a movement that names it.

use super::{MAX_QUANTITY, StockRefusal, check_quantity};
use crate::{BinId, MovementId, PartId, Timestamp, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Why parts moved.
    pub enum MovementKind {
        In = "in",
        Out = "out",
        /// A count, or a correction.
        Adjustment = "adjustment",
        /// Taken for work and given back unused.
        Return = "return",
        /// Between two bins: always two movements that add up to 0.
        Transfer = "transfer",
        SupplierReturn = "supplier_return",
    }
}

/// A line of the ledger, as far as the rules read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Movement {
    pub id: MovementId,
    pub part: PartId,
    pub bin: BinId,
    pub kind: MovementKind,
    /// With its sign: above 0 comes in, below 0 goes out.
    pub quantity: i64,
    /// When it happened.
    pub at: Timestamp,
    /// When it was written down.
    pub posted_at: Timestamp,
    pub reversal_of: Option<MovementId>,
}

/// A movement that somebody wants to post to one bin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posting {
    pub kind: MovementKind,
    /// With its sign.
    pub quantity: i64,
    pub at: Timestamp,
    pub reversal_of: Option<MovementId>,
}

/// An exception that somebody asks for, with their reason.
#[derive(Clone, Copy, Debug)]
pub struct Exception<'a> {
    /// The person's permissions allow it.
    pub has_right: bool,
    /// The store's setting allows it.
    pub store_allows: bool,
    pub reason: &'a str,
}

impl Exception<'_> {
    /// # Errors
    /// [`StockRefusal::ReasonMissing`] when it is allowed but not explained; `otherwise` when it is not allowed.
    pub(super) fn granted(self, otherwise: StockRefusal) -> Result<(), StockRefusal> {
        match (self.has_right && self.store_allows, self.reason.trim().is_empty()) {
            (false, _) => Err(otherwise),
            (true, true) => Err(StockRefusal::ReasonMissing),
            (true, false) => Ok(()),
        }
    }
}

/// How a movement that happened before the last closed count of its bin is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BeforeCount {
    Refuse,
    /// Posted together with its opposite at the count: the history has it, the level does not change.
    AlreadyInCount,
}

/// The state of the bin and the rights of the person that decide about a posting.
#[derive(Clone, Copy, Debug)]
pub struct PostingRules<'a> {
    /// When the last closed count of the part in this bin was taken.
    pub counted_at: Option<Timestamp>,
    pub before_count: BeforeCount,
    pub below_zero: Option<Exception<'a>>,
}

/// The result of a posting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    pub on_hand: i64,
    /// Below zero: to be shown until it is corrected.
    pub flagged: bool,
    /// To be posted along with it.
    pub opposite: Option<Posting>,
}

/// Whether a movement may be posted to a bin with so many on hand, and what that leads to.
///
/// A movement at the instant of the count counts as before it: [`super::book_at`] has it.
///
/// # Errors
/// [`StockRefusal::Quantity`] when the sign does not fit the kind; [`StockRefusal::AlreadyCounted`];
/// [`StockRefusal::BelowZero`] and [`StockRefusal::ReasonMissing`] unless the exception reservations.
pub fn post(on_hand: i64, posting: &Posting, rules: &PostingRules<'_>) -> Result<Posted, StockRefusal> {
    check_sign(posting)?;
    if let Some(counted_at) = rules.counted_at.filter(|counted_at| posting.at <= *counted_at) {
        return match rules.before_count {
            BeforeCount::Refuse => Err(StockRefusal::AlreadyCounted { counted_at }),
            BeforeCount::AlreadyInCount => {
                let opposite = Posting {
                    kind: MovementKind::Adjustment,
                    quantity: -posting.quantity,
                    at: counted_at,
                    reversal_of: None,
                };
                Ok(Posted { on_hand, flagged: on_hand < 0, opposite: Some(opposite) })
            }
        };
    }
    let after = on_hand.checked_add(posting.quantity).ok_or(StockRefusal::TooLarge)?;
    if posting.quantity < 0 && after < 0 {
        let refusal = StockRefusal::BelowZero { on_hand, wanted: -posting.quantity };
        match rules.below_zero {
            Some(exception) => exception.granted(refusal)?,
            None => return Err(refusal),
        }
    }
    Ok(Posted { on_hand: after, flagged: after < 0, opposite: None })
}

fn check_sign(posting: &Posting) -> Result<(), StockRefusal> {
    let quantity = posting.quantity;
    let reversed = if posting.reversal_of.is_some() { -1 } else { 1 };
    let sign = quantity.signum() * reversed;
    let fits = match posting.kind {
        MovementKind::In | MovementKind::Return => sign > 0,
        MovementKind::Out | MovementKind::SupplierReturn => sign < 0,
        MovementKind::Adjustment | MovementKind::Transfer => sign != 0,
    };
    let small = (-MAX_QUANTITY..=MAX_QUANTITY).contains(&quantity);
    if fits && small { Ok(()) } else { Err(StockRefusal::Quantity { quantity }) }
}

/// The movement that undoes another. It happens when the other did, so that a count in between decides about both
/// alike. Of a transfer, both movements are to be reversed.
///
/// # Errors
/// [`StockRefusal::AlreadyReversed`] when `reversed_by` names a movement; [`StockRefusal::IsReversal`].
pub fn reverse(movement: &Movement, reversed_by: Option<MovementId>) -> Result<Posting, StockRefusal> {
    if let Some(by) = reversed_by {
        return Err(StockRefusal::AlreadyReversed { by });
    }
    if movement.reversal_of.is_some() {
        return Err(StockRefusal::IsReversal);
    }
    let quantity = movement.quantity.checked_neg().ok_or(StockRefusal::TooLarge)?;
    Ok(Posting { kind: movement.kind, quantity, at: movement.at, reversal_of: Some(movement.id) })
}

/// The two movements of a transfer: out of one bin, into the other.
///
/// # Errors
/// [`StockRefusal::Quantity`].
pub fn transfer(quantity: i64, at: Timestamp) -> Result<(Posting, Posting), StockRefusal> {
    let quantity = check_quantity(quantity)?;
    let half = |quantity| Posting { kind: MovementKind::Transfer, quantity, at, reversal_of: None };
    Ok((half(-quantity), half(quantity)))
}

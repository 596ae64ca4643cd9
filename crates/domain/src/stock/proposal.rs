//! How much to buy, with its arithmetic.

use super::{StockRefusal, packs::check_size};
use crate::text_enum;
use serde::{Deserialize, Serialize};

/// How the preferred supplier sells the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackRule {
    pub pack_size: i64,
    /// The fewest pieces the supplier delivers; 0 for none.
    pub minimum_order: i64,
}

impl Default for PackRule {
    /// A part without supplier is bought by the piece.
    fn default() -> Self {
        Self { pack_size: 1, minimum_order: 0 }
    }
}

text_enum! {
    /// Which of the numbers made the number of packs.
    pub enum DecidedBy {
        /// As many as fit under the maximum.
        Maximum = "maximum",
        /// As many as reach the minimum.
        Minimum = "minimum",
        /// As many as the supplier delivers at least.
        MinimumOrder = "minimum_order",
        /// The minimum is reached exactly and nothing else asks for more.
        OnePack = "one_pack",
    }
}

/// A purchase to propose. Every number of the sum stands in it; pieces unless said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purchase {
    pub projected: i64,
    pub minimum: i64,
    pub maximum: Option<i64>,
    pub pack_size: i64,
    /// Minimum − projected.
    pub missing: i64,
    /// Maximum − projected, when there is a maximum.
    pub room: Option<i64>,
    /// Packs that reach the minimum.
    pub packs_to_minimum: i64,
    /// Packs that fit under the maximum.
    pub packs_to_maximum: Option<i64>,
    /// Packs of the supplier's minimum order.
    pub packs_of_minimum_order: i64,
    pub packs: i64,
    pub decided_by: DecidedBy,
    /// Packs × pack size.
    pub quantity: i64,
    /// Projected once it is ordered.
    pub after: i64,
    /// Pieces over the maximum, because the minimum or the supplier's minimum order comes first; 0 for none.
    pub over_maximum: i64,
}

impl Purchase {
    /// The minimum is reached but not passed: the part stays "at minimum" also once this is ordered.
    pub fn stays_at_minimum(&self) -> bool {
        self.after == self.minimum
    }
}

/// The purchase for a part whose projected stock has reached its minimum; `None` while it has not.
///
/// As many whole packs as fit under the maximum, at least as many as reach the minimum, at least the minimum order, at
/// least one.
///
/// # Errors
/// [`StockRefusal::PackSize`]; [`StockRefusal::TooLarge`].
pub fn purchase(
    projected: i64,
    minimum: i64,
    maximum: Option<i64>,
    rule: &PackRule,
) -> Result<Option<Purchase>, StockRefusal> {
    let size = check_size(rule.pack_size)?;
    if projected > minimum {
        return Ok(None);
    }
    let difference = |a: i64| a.checked_sub(projected).ok_or(StockRefusal::TooLarge);
    let missing = difference(minimum)?;
    let room = maximum.map(difference).transpose()?;
    let packs_to_minimum = up(missing, size);
    let packs_to_maximum = room.map(|room| room.max(0) / size);
    let packs_of_minimum_order = up(rule.minimum_order.max(0), size);
    let (packs, decided_by) = [
        (packs_of_minimum_order, DecidedBy::MinimumOrder),
        (packs_to_maximum.unwrap_or(0), DecidedBy::Maximum),
        (packs_to_minimum, DecidedBy::Minimum),
    ]
    .into_iter()
    .fold((1, DecidedBy::OnePack), |best, next| if next.0 >= best.0 { next } else { best });
    let quantity = packs.checked_mul(size).ok_or(StockRefusal::TooLarge)?;
    let after = projected.checked_add(quantity).ok_or(StockRefusal::TooLarge)?;
    let over_maximum = maximum.map_or(0, |maximum| after.saturating_sub(maximum).max(0));
    Ok(Some(Purchase {
        projected,
        minimum,
        maximum,
        pack_size: size,
        missing,
        room,
        packs_to_minimum,
        packs_to_maximum,
        packs_of_minimum_order,
        packs,
        decided_by,
        quantity,
        after,
        over_maximum,
    }))
}

/// The fewest packs with so many pieces.
fn up(pieces: i64, size: i64) -> i64 {
    pieces / size + i64::from(pieces % size > 0)
}

//! Packs and pieces: what is ordered in packs is needed in pieces, and both are always shown ("3 packs = 30").

use super::{StockRefusal, check_quantity};
use serde::{Deserialize, Serialize};

/// A quantity with the pack it was ordered or received in. A row keeps the size of its day, so that a new pack size of
/// the supplier changes no past row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Packed {
    pub pieces: i64,
    /// Pieces in a pack; 1 where the supplier sells pieces.
    pub size: i64,
}

impl Packed {
    /// # Errors
    /// [`StockRefusal::PackSize`]; [`StockRefusal::Quantity`] below 0 or beyond the largest quantity.
    pub fn new(pieces: i64, size: i64) -> Result<Self, StockRefusal> {
        check_size(size)?;
        if pieces != 0 {
            check_quantity(pieces)?;
        }
        Ok(Self { pieces, size })
    }

    /// # Errors
    /// [`StockRefusal::PackSize`]; [`StockRefusal::Quantity`]; [`StockRefusal::TooLarge`].
    pub fn of_packs(packs: i64, size: i64) -> Result<Self, StockRefusal> {
        Self::new(packs.checked_mul(size).ok_or(StockRefusal::TooLarge)?, size)
    }

    /// The fewest packs with at least so many pieces.
    ///
    /// # Errors
    /// [`StockRefusal::PackSize`]; [`StockRefusal::Quantity`]; [`StockRefusal::TooLarge`].
    pub fn enough_for(pieces: i64, size: i64) -> Result<Self, StockRefusal> {
        let needed = Self::new(pieces, size)?;
        Self::of_packs(needed.packs() + i64::from(needed.loose() > 0), size)
    }

    /// Whole packs in it.
    pub fn packs(self) -> i64 {
        self.pieces / self.size
    }

    /// Pieces that make no whole pack.
    pub fn loose(self) -> i64 {
        self.pieces % self.size
    }

    /// The price of it in minor units, from the price of a pack: halves of a minor unit are rounded away from zero.
    ///
    /// # Errors
    /// [`StockRefusal::TooLarge`].
    pub fn price(self, pack_price_minor: i64) -> Result<i64, StockRefusal> {
        share(pack_price_minor, self.pieces, self.size)
    }
}

pub(super) fn check_size(size: i64) -> Result<i64, StockRefusal> {
    check_quantity(size).map_err(|_| StockRefusal::PackSize { size })
}

/// `amount × part / whole`, halves rounded away from zero; `whole` above 0.
pub(super) fn share(amount: i64, part: i64, whole: i64) -> Result<i64, StockRefusal> {
    let product = i128::from(amount) * i128::from(part);
    let whole = i128::from(whole.max(1));
    let half = whole * product.signum();
    i64::try_from((2 * product + half) / (2 * whole)).map_err(|_| StockRefusal::TooLarge)
}

/// The conditions of a supplier for a part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub pack_size: i64,
    /// Price of one pack in minor units of the supplier's currency.
    pub pack_price_minor: i64,
    /// The fewest pieces the supplier delivers; 0 for none.
    pub minimum_order: i64,
}

/// An offer for a need.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    pub packs: i64,
    pub pieces: i64,
    /// Pieces beyond the need.
    pub left_over: i64,
    pub total_minor: i64,
    /// For comparing offers: halves rounded away from zero.
    pub per_piece_minor: i64,
}

/// The price of `need` pieces at an offer: whole packs, and at least the minimum order.
///
/// # Errors
/// [`StockRefusal::PackSize`]; [`StockRefusal::Quantity`]; [`StockRefusal::TooLarge`].
pub fn quote(need: i64, offer: &Offer) -> Result<Quote, StockRefusal> {
    let need = check_quantity(need)?;
    let packed = Packed::enough_for(need.max(offer.minimum_order), offer.pack_size)?;
    Ok(Quote {
        packs: packed.packs(),
        pieces: packed.pieces,
        left_over: packed.pieces - need,
        total_minor: packed.price(offer.pack_price_minor)?,
        per_piece_minor: share(offer.pack_price_minor, 1, offer.pack_size)?,
    })
}

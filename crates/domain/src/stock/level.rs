//! Levels: the sums of the ledger, and how the stored levels are compared with them.

use super::{Movement, StockRefusal};
use crate::{BinId, PartId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A part in a bin: derived from movements and reservations, in the part's smallest unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    pub on_hand: i64,
    pub reserved: i64,
}

impl Level {
    /// On hand − reserved, 0 when an exception took the stock below that.
    pub fn available(self) -> i64 {
        self.on_hand.saturating_sub(self.reserved).max(0)
    }
}

/// A stored row of levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredLevel {
    pub part: PartId,
    pub bin: BinId,
    pub on_hand: i64,
}

/// A stored level that is not the sum of its movements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LevelDifference {
    pub part: PartId,
    pub bin: BinId,
    /// The stored quantity; 0 when the row is missing.
    pub stored: i64,
    /// The sum of the movements; 0 when there are none.
    pub ledger: i64,
}

/// The sum of movements.
///
/// # Errors
/// [`StockRefusal::TooLarge`] when it does not fit.
pub fn on_hand<'a>(movements: impl IntoIterator<Item = &'a Movement>) -> Result<i64, StockRefusal> {
    let sum: i128 = movements.into_iter().map(|m| i128::from(m.quantity)).sum();
    i64::try_from(sum).map_err(|_| StockRefusal::TooLarge)
}

/// The book quantity at an instant: the sum of the movements that happened until then, that instant included,
/// whenever they were posted.
///
/// # Errors
/// [`StockRefusal::TooLarge`].
pub fn book_at(movements: &[Movement], at: Timestamp) -> Result<i64, StockRefusal> {
    on_hand(movements.iter().filter(|m| m.at <= at))
}

/// On hand of each part in each bin that ever had a movement.
///
/// # Errors
/// [`StockRefusal::TooLarge`].
pub fn levels(movements: &[Movement]) -> Result<BTreeMap<(PartId, BinId), i64>, StockRefusal> {
    let mut sums: BTreeMap<(PartId, BinId), i128> = BTreeMap::new();
    for movement in movements {
        *sums.entry((movement.part, movement.bin)).or_default() += i128::from(movement.quantity);
    }
    sums.into_iter()
        .map(|(key, sum)| Ok((key, i64::try_from(sum).map_err(|_| StockRefusal::TooLarge)?)))
        .collect()
}

/// The stored levels that differ from the ledger, in the order of part and bin.
///
/// # Errors
/// [`StockRefusal::TooLarge`].
pub fn verify(stored: &[StoredLevel], movements: &[Movement]) -> Result<Vec<LevelDifference>, StockRefusal> {
    let ledger = levels(movements)?;
    let stored: BTreeMap<_, _> = stored.iter().map(|row| ((row.part, row.bin), row.on_hand)).collect();
    let mut keys: Vec<_> = ledger.keys().chain(stored.keys()).copied().collect();
    keys.sort_unstable();
    keys.dedup();
    let of = |map: &BTreeMap<_, i64>, key| map.get(key).copied().unwrap_or(0);
    let compared = keys.iter().map(|key| LevelDifference {
        part: key.0,
        bin: key.1,
        stored: of(&stored, key),
        ledger: of(&ledger, key),
    });
    Ok(compared.filter(|row| row.stored != row.ledger).collect())
}

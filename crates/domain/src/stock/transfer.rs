//! Transfers before buying: the pieces that other stores of the site can spare.

use super::Position;
use crate::StoreId;
use serde::{Deserialize, Serialize};

/// Another store of the site that has the part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceStore {
    pub store: StoreId,
    pub position: Position,
    pub minimum: Option<i64>,
}

impl SourceStore {
    /// Pieces it can spare: none that is reserved, and never so many that it reaches its own minimum.
    fn spare(&self) -> i64 {
        let free = self.position.without_orders();
        let kept = self.minimum.map_or(0, |minimum| minimum.saturating_add(1));
        free.min(self.position.projected().saturating_sub(kept)).max(0)
    }
}

/// A transfer to propose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    pub from: StoreId,
    pub quantity: i64,
}

/// Transfers that bring at most `wanted` pieces, from the store that can spare most first, so that few are needed; equal
/// stores in the order of their ids.
pub fn transfers(wanted: i64, other_stores: &[SourceStore]) -> Vec<Transfer> {
    let mut spare: Vec<(i64, StoreId)> =
        other_stores.iter().map(|store| (store.spare(), store.store)).collect();
    spare.sort_by_key(|(spare, store)| (std::cmp::Reverse(*spare), *store));
    let mut rest = wanted.max(0);
    let taken = spare.into_iter().map(|(spare, from)| {
        let quantity = spare.min(rest);
        rest -= quantity;
        Transfer { from, quantity }
    });
    taken.filter(|transfer| transfer.quantity > 0).collect()
}

//! Reservations: firm ones never exceed what is on hand; what is wanted beyond is a shortage with its date.

use super::{Exception, Level, StockRefusal, check_quantity};
use crate::{Date, InterventionId, Timestamp};
use serde::{Deserialize, Serialize};

/// Pieces of a part in a store that are kept for an intervention.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reservation {
    pub intervention: InterventionId,
    /// Pieces not issued yet.
    pub quantity: i64,
    pub needed_on: Date,
    pub made_at: Timestamp,
}

/// Pieces that an intervention loses of its reservation; the people of the intervention are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    pub intervention: InterventionId,
    pub quantity: i64,
}

/// Pieces that an intervention lacks, and when it needs them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    pub quantity: i64,
    pub on: Date,
}

/// The answer to a wish to reserve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    pub firm: i64,
    pub shortage: Option<Shortage>,
    pub after: Level,
}

/// Reserves what is available. With a date, the rest becomes a shortage on it; without one, it is all or nothing.
///
/// # Errors
/// [`StockRefusal::Quantity`]; [`StockRefusal::NotAvailable`] when it is all or nothing and not all is there.
pub fn reserve(level: Level, wanted: i64, needed_on: Option<Date>) -> Result<Reserved, StockRefusal> {
    let wanted = check_quantity(wanted)?;
    let firm = wanted.min(level.available());
    let shortage = match needed_on {
        _ if firm == wanted => None,
        Some(on) => Some(Shortage { quantity: wanted - firm, on }),
        None => return Err(StockRefusal::NotAvailable { wanted, possible: firm }),
    };
    Ok(Reserved { firm, shortage, after: Level { reserved: level.reserved.saturating_add(firm), ..level } })
}

/// How to treat an issue of more than its reservation and the free pieces.
#[derive(Clone, Copy, Debug)]
pub enum Beyond<'a> {
    Refuse,
    /// Take what there is.
    PartOfIt,
    /// Take what is reserved for others, who are told. The store's setting does not matter for this.
    FromOthers(Exception<'a>),
    /// Take what is reserved for others, and more than there is.
    BelowZero(Exception<'a>),
}

/// The answer to an issue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Pieces issued: the sum of the next three, and those below zero.
    pub quantity: i64,
    pub from_reservation: i64,
    pub from_free: i64,
    pub from_others: Vec<Loss>,
    /// Below zero: to be shown until it is corrected.
    pub flagged: bool,
    pub after: Level,
}

/// Issues to an intervention: its reservation first, then what is free. `reservations` are all of the part in the store.
///
/// # Errors
/// [`StockRefusal::Quantity`]; [`StockRefusal::ReservedForOthers`] or [`StockRefusal::NotAvailable`] with what could be
/// had; [`StockRefusal::ReasonMissing`] for an unexplained exception; [`StockRefusal::TooLarge`].
pub fn issue(
    on_hand: i64,
    reservations: &[Reservation],
    to: Option<InterventionId>,
    wanted: i64,
    beyond: Beyond<'_>,
) -> Result<Issue, StockRefusal> {
    let wanted = check_quantity(wanted)?;
    let reserved = sum(reservations.iter())?;
    let is_own = |r: &&Reservation| Some(r.intervention) == to;
    let own = sum(reservations.iter().filter(is_own))?;
    let from_reservation = wanted.min(own).min(on_hand.max(0));
    let free = Level { on_hand, reserved }.available();
    let from_free = (wanted - from_reservation).min(free);
    let possible = from_reservation + from_free;
    let others: Vec<Reservation> = reservations.iter().filter(|r| !is_own(r)).copied().collect();
    let refusal = if on_hand >= wanted {
        StockRefusal::ReservedForOthers { wanted, possible, others: take(&others, i64::MAX) }
    } else {
        StockRefusal::NotAvailable { wanted, possible }
    };
    let mut quantity = wanted;
    let mut from_others = vec![];
    if possible < wanted {
        match beyond {
            Beyond::PartOfIt if possible > 0 => quantity = possible,
            Beyond::Refuse | Beyond::PartOfIt => return Err(refusal),
            Beyond::FromOthers(exception) => {
                Exception { store_allows: true, ..exception }.granted(refusal.clone())?;
                if on_hand < wanted {
                    return Err(refusal);
                }
                from_others = take(&others, wanted - possible);
            }
            Beyond::BelowZero(exception) => {
                exception.granted(refusal)?;
                from_others = take(&others, wanted - possible);
            }
        }
    }
    let lost: i64 = from_others.iter().map(|loss| loss.quantity).sum();
    let on_hand = on_hand.checked_sub(quantity).ok_or(StockRefusal::TooLarge)?;
    let after = Level { on_hand, reserved: reserved - from_reservation - lost };
    Ok(Issue { quantity, from_reservation, from_free, from_others, flagged: on_hand < 0, after })
}

fn sum<'a>(reservations: impl Iterator<Item = &'a Reservation>) -> Result<i64, StockRefusal> {
    let sum: i128 = reservations.map(|r| i128::from(r.quantity.max(0))).sum();
    i64::try_from(sum).map_err(|_| StockRefusal::TooLarge)
}

/// Takes so many from reservations: from the one needed last, of one day from the one made last.
fn take(from: &[Reservation], wanted: i64) -> Vec<Loss> {
    let mut order: Vec<&Reservation> = from.iter().filter(|r| r.quantity > 0).collect();
    order.sort_by_key(|r| std::cmp::Reverse((r.needed_on, r.made_at, r.intervention)));
    let mut rest = wanted;
    let losses = order.into_iter().map(|r| {
        let quantity = r.quantity.min(rest);
        rest -= quantity;
        Loss { intervention: r.intervention, quantity }
    });
    losses.filter(|loss| loss.quantity > 0).collect()
}

/// The losses of the reservations when a count or a correction left fewer on hand than are reserved.
///
/// # Errors
/// [`StockRefusal::TooLarge`].
pub fn uncovered(on_hand: i64, reservations: &[Reservation]) -> Result<Vec<Loss>, StockRefusal> {
    let excess = sum(reservations.iter())? - on_hand.max(0);
    Ok(if excess > 0 { take(reservations, excess) } else { vec![] })
}

/// Ends the reservations of an intervention that is completed or cancelled; returns what becomes free.
pub fn release(reservations: &mut Vec<Reservation>, intervention: InterventionId) -> i64 {
    let mut freed: i64 = 0;
    reservations.retain(|r| {
        let ends = r.intervention == intervention;
        if ends {
            freed = freed.saturating_add(r.quantity);
        }
        !ends
    });
    freed
}

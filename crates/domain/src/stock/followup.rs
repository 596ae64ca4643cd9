//! One open proposal and one alert for a part and store, until projected has risen above the minimum.

use super::{
    PackRule, Position, Purchase, SourceStore, Standing, StockRefusal, Transfer, purchase, standing,
    transfers,
};
use crate::{Date, text_enum};
use serde::{Deserialize, Serialize};

/// Input of the check of a part in a store.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Inactive parts are in lists and in the value, but ask for nothing.
    pub active: bool,
    pub position: Position,
    pub minimum: Option<i64>,
    pub maximum: Option<i64>,
    pub packs: PackRule,
    /// The other stores of the site, where the threshold is one of a store.
    pub other_stores: Vec<SourceStore>,
    /// Orders that are not all there; their outstanding quantities are the position's `on_order`.
    pub orders: Vec<OpenOrder>,
    /// The alert that the check before left open.
    pub open: Option<OpenAlert>,
    pub today: Date,
}

/// "Already ordered, N on DATE".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenOrder {
    pub ordered_on: Date,
    pub ordered: i64,
    pub outstanding: i64,
}

/// An alert that is open from the check that finds the minimum reached until one finds projected above it; to be kept
/// between checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenAlert {
    /// When the proposal was opened.
    pub since: Date,
    /// Pieces of the open proposal, transfers and purchase together; 0 once it is ordered.
    pub proposed: i64,
}

text_enum! {
    /// The change that a check makes to the proposal.
    pub enum Step {
        Nothing = "nothing",
        Open = "open",
        /// It stays as it is; its age is shown.
        Keep = "keep",
        /// It stays, with another quantity.
        Change = "change",
        Close = "close",
    }
}

/// The answer of a check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Followup {
    pub standing: Standing,
    pub step: Step,
    /// An alert is to be raised: once until projected has risen above the minimum.
    pub raise_alert: bool,
    /// The open proposal; both absent when there is none.
    pub transfers: Vec<Transfer>,
    pub purchase: Option<Purchase>,
    /// Days since the proposal was opened.
    pub age_days: i64,
    /// Shown in place of a proposal, or beside it when the orders do not suffice. Oldest first.
    pub ordered: Vec<OpenOrder>,
    /// To be kept for the next check.
    pub open: Option<OpenAlert>,
}

/// Checks a part in a store. Checking again without any change changes nothing.
///
/// # Errors
/// [`StockRefusal::PackSize`]; [`StockRefusal::TooLarge`].
pub fn follow_up(check: &Check) -> Result<Followup, StockRefusal> {
    let standing = standing(check.position, check.minimum);
    let proposed_before = check.open.is_some_and(|open| open.proposed > 0);
    let ordered = match check.minimum {
        Some(minimum) if check.active && check.position.without_orders() <= minimum => orders_by_age(check),
        _ => vec![],
    };
    let (transfers, purchase) = match check.minimum {
        // Once something is ordered, reaching the minimum is enough: the order was for that.
        Some(minimum) if check.active && standing.reached => {
            if standing.projected == minimum && !ordered.is_empty() {
                (vec![], None)
            } else {
                supply(check, standing.projected, minimum)?
            }
        }
        _ => (vec![], None),
    };
    let proposed = total(&transfers, purchase.as_ref())?;
    let step = match (proposed_before, proposed > 0) {
        (false, false) => Step::Nothing,
        (true, false) => Step::Close,
        (false, true) => Step::Open,
        (true, true) if check.open.is_some_and(|open| open.proposed == proposed) => Step::Keep,
        (true, true) => Step::Change,
    };
    let since = match check.open {
        // A proposal that is opened again under the same alert has an age of its own.
        Some(open) if step != Step::Open => open.since,
        _ => check.today,
    };
    let stays_open = check.active && standing.reached;
    Ok(Followup {
        standing,
        step,
        raise_alert: stays_open && check.open.is_none(),
        age_days: if proposed > 0 { days_between(since, check.today) } else { 0 },
        transfers,
        purchase,
        ordered,
        open: stays_open.then_some(OpenAlert { since, proposed }),
    })
}

/// Transfers first; what they leave missing is bought.
fn supply(
    check: &Check,
    projected: i64,
    minimum: i64,
) -> Result<(Vec<Transfer>, Option<Purchase>), StockRefusal> {
    let goal = check.maximum.unwrap_or(minimum).max(minimum);
    let wanted = goal.checked_sub(projected).ok_or(StockRefusal::TooLarge)?.max(1);
    let transfers = transfers(wanted, &check.other_stores);
    let brought = total(&transfers, None)?;
    let after = projected.checked_add(brought).ok_or(StockRefusal::TooLarge)?;
    let enough = brought > 0 && after >= minimum;
    let purchase = if enough { None } else { purchase(after, minimum, check.maximum, &check.packs)? };
    Ok((transfers, purchase))
}

fn total(transfers: &[Transfer], purchase: Option<&Purchase>) -> Result<i64, StockRefusal> {
    let bought = purchase.map_or(0, |purchase| purchase.quantity);
    transfers
        .iter()
        .try_fold(bought, |sum, transfer| sum.checked_add(transfer.quantity))
        .ok_or(StockRefusal::TooLarge)
}

fn orders_by_age(check: &Check) -> Vec<OpenOrder> {
    let mut orders: Vec<OpenOrder> = check.orders.iter().filter(|o| o.outstanding > 0).copied().collect();
    orders.sort_by_key(|order| order.ordered_on);
    orders
}

/// Whole days; clamped at 0 when the later date is before the earlier.
fn days_between(from: Date, to: Date) -> i64 {
    from.0.until(to.0).map_or(0, |span| i64::from(span.get_days())).max(0)
}

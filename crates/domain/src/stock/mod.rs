//! Stock: thresholds, proposals, valuation, counts, looking ahead and forecasts.
//!
//! Quantities are whole numbers of the part's smallest unit, money is integer minor units. A refusal is a
//! [`StockRefusal`] with the fact; a number that cannot be given is an absence with its reason. Where several rules would
//! do, `docs/decisions/0013-stock.md` says which was chosen and why.

mod ahead;
mod count;
mod followup;
mod forecast;
mod intermittent;
mod ledger;
mod level;
mod order;
mod packs;
mod poisson;
mod proposal;
mod receipt;
mod refusal;
mod reorder;
mod reservation;
mod threshold;
mod transfer;
mod value;

#[cfg(test)]
mod tests;

pub use ahead::{
    Ahead, AheadEvent, AheadInput, DayAhead, Delivery, Need, ReservedQuantity, WorkId, look_ahead,
};
pub use count::{CountClosing, CountLine, close_line};
pub use followup::{Check, Followup, OpenAlert, OpenOrder, Step, follow_up};
pub use forecast::{Forecast, NoForecast, Tried, forecast};
pub use intermittent::{Fit, IntermittentMethod, Smoothing, demands, fit};
pub use ledger::{
    BeforeCount, Exception, Movement, MovementKind, Posted, Posting, PostingRules, post, reverse, transfer,
};
pub use level::{Level, LevelDifference, StoredLevel, book_at, levels, on_hand, verify};
pub use order::{OrderLine, OrderStatus, order_status};
pub use packs::{Offer, Packed, Quote, quote};
pub use poisson::{poisson_at_most, poisson_quantile};
pub use proposal::{DecidedBy, PackRule, Purchase, purchase};
pub use receipt::{PriceDifference, Receipt, Received, give_back_to_supplier, price_difference, receive};
pub use refusal::{StockRefusal, check_quantity};
pub use reorder::{LeadTime, Reorder, ReorderInput, ReorderMethod, Spread, round_up, spread_of};
pub use reservation::{
    Beyond, Issue, Loss, Reservation, Reserved, Shortage, issue, release, reserve, uncovered,
};
pub use threshold::{Badge, Position, Standing, standing};
pub use transfer::{SourceStore, Transfer, transfers};
pub use value::{StockValue, ValuedMovement};

/// The largest quantity that is taken in, in the smallest unit: sums of millions of them still fit.
pub const MAX_QUANTITY: i64 = 1_000_000_000_000;

//! Looking ahead: what will be missing, when, because of which work, and until when to order.
//!
//! Within a day, what is delivered comes before what is needed: a part delivered on the day of the work is in time.

use super::{MAX_QUANTITY, StockRefusal};
use crate::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The number by which needs and reservations of one work are matched: an occurrence keeps its own once it is released.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WorkId(pub i64);

/// Pieces of the part that a work needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Need {
    pub work: WorkId,
    /// A date that has passed counts as today: the work is still to be done.
    pub date: Date,
    pub quantity: i64,
    /// Asked for by the released intervention, not by the plan. Where a work has such a need, what its plan foresaw
    /// does not count any more.
    pub released: bool,
}

/// Pieces reserved for a work: they are not free from now on, and the work needs so many fewer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservedQuantity {
    pub work: WorkId,
    pub quantity: i64,
}

/// Pieces still to come of an order line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Expected date. One that has passed counts as today; without one, it never counts.
    pub date: Option<Date>,
    pub quantity: i64,
}

/// A part of a site, with everything that will move it. Of one day, needs count in the order in which they stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AheadInput {
    pub today: Date,
    /// The last day that counts.
    pub horizon: Date,
    pub on_hand: i64,
    pub minimum: Option<i64>,
    /// Of the preferred supplier, calendar days.
    pub lead_days: Option<i64>,
    pub reservations: Vec<ReservedQuantity>,
    pub needs: Vec<Need>,
    pub deliveries: Vec<Delivery>,
}

/// A day on which something moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayAhead {
    pub date: Date,
    pub delivered: i64,
    /// Beyond what is reserved.
    pub needed: i64,
    /// At the end of the day; below 0 is missing.
    pub free: i64,
}

/// The first day on which the free quantity is below a bound.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AheadEvent {
    pub date: Date,
    pub free: i64,
    /// The work whose need goes below the bound; absent when it was below before any need.
    pub work: Option<WorkId>,
    /// All works that need the part until then, in the order of their dates.
    pub because: Vec<WorkId>,
    /// The first later day on which it is at the bound or above; absent when there is none until the horizon.
    pub until: Option<Date>,
    /// Date − lead time; absent without a lead time, or beyond the calendar.
    pub order_by: Option<Date>,
    /// `order_by` has passed: the part will not be there in time.
    pub too_late: bool,
}

/// The answer of the look ahead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ahead {
    /// On hand − reserved, now.
    pub free: i64,
    pub days: Vec<DayAhead>,
    pub below_minimum: Option<AheadEvent>,
    pub shortage: Option<AheadEvent>,
    /// The day with the least free quantity and that quantity; the first of several.
    pub lowest: (Date, i64),
    /// Deliveries whose date has passed, counted as today.
    pub overdue: i64,
    /// Deliveries without a date, not counted.
    pub undated: i64,
}

impl Ahead {
    /// Latest day to order: because of the shortage, or, without one, because of the minimum.
    pub fn order_by(&self) -> Option<Date> {
        self.shortage.as_ref().or(self.below_minimum.as_ref())?.order_by
    }
}

/// Looks ahead from `today` until `horizon`, both included.
///
/// # Errors
/// [`StockRefusal::Quantity`] for a quantity below 0 or too large; [`StockRefusal::TooLarge`] for their sum.
pub fn look_ahead(input: &AheadInput) -> Result<Ahead, StockRefusal> {
    let held = input.reservations.iter().map(|reservation| checked(reservation.quantity)).try_fold(0, add)?;
    let free = input.on_hand.checked_sub(held).ok_or(StockRefusal::TooLarge)?;
    let needs = net_needs(input)?;
    let Expected { dated, overdue, undated } = expected(input)?;
    let days = days(free, &needs, &dated)?;
    let event = |bound: i64| first_below(bound, free, input, &days, &needs);
    let start = days.first().filter(|day| day.date == input.today).map_or(free, |day| day.free);
    let lowest = days.iter().fold((input.today, start), |lowest, day| {
        if day.free < lowest.1 { (day.date, day.free) } else { lowest }
    });
    let (below_minimum, shortage) = (input.minimum.and_then(event), event(0));
    Ok(Ahead { free, days, below_minimum, shortage, lowest, overdue, undated })
}

fn checked(quantity: i64) -> Result<i64, StockRefusal> {
    if (0..=MAX_QUANTITY).contains(&quantity) {
        Ok(quantity)
    } else {
        Err(StockRefusal::Quantity { quantity })
    }
}

fn add(sum: i64, next: Result<i64, StockRefusal>) -> Result<i64, StockRefusal> {
    sum.checked_add(next?).ok_or(StockRefusal::TooLarge)
}

/// Needs beyond the reservations, by date, until the horizon.
fn net_needs(input: &AheadInput) -> Result<Vec<Need>, StockRefusal> {
    let released: BTreeSet<WorkId> = input.needs.iter().filter(|n| n.released).map(|n| n.work).collect();
    let mut needs = vec![];
    for need in &input.needs {
        checked(need.quantity)?;
        let counts = need.date <= input.horizon && (need.released || !released.contains(&need.work));
        if counts {
            needs.push(Need { date: need.date.max(input.today), ..*need });
        }
    }
    needs.sort_by_key(|need| need.date);
    let mut reservations = input.reservations.clone();
    reservations.sort_unstable_by_key(|reservation| reservation.work);
    for need in &mut needs {
        let first = reservations.partition_point(|reservation| reservation.work < need.work);
        for reservation in
            reservations[first..].iter_mut().take_while(|reservation| reservation.work == need.work)
        {
            let covered = reservation.quantity.min(need.quantity);
            reservation.quantity -= covered;
            need.quantity -= covered;
        }
    }
    needs.retain(|need| need.quantity > 0);
    Ok(needs)
}

/// Deliveries by date until the horizon, and the sums of the overdue and of the undated ones.
#[derive(Default)]
struct Expected {
    dated: Vec<(Date, i64)>,
    overdue: i64,
    undated: i64,
}

fn expected(input: &AheadInput) -> Result<Expected, StockRefusal> {
    let mut expected = Expected::default();
    for delivery in &input.deliveries {
        let quantity = checked(delivery.quantity)?;
        match delivery.date {
            None => expected.undated = add(expected.undated, Ok(quantity))?,
            Some(date) if date < input.today => {
                expected.dated.push((input.today, quantity));
                expected.overdue = add(expected.overdue, Ok(quantity))?;
            }
            Some(date) if date <= input.horizon => expected.dated.push((date, quantity)),
            Some(_) => {}
        }
    }
    expected.dated.sort_unstable();
    Ok(expected)
}

fn days(mut free: i64, needs: &[Need], deliveries: &[(Date, i64)]) -> Result<Vec<DayAhead>, StockRefusal> {
    let (mut needs, mut deliveries, mut days) =
        (needs.iter().peekable(), deliveries.iter().peekable(), vec![]);
    loop {
        let next = [needs.peek().map(|need| need.date), deliveries.peek().map(|delivery| delivery.0)];
        let Some(date) = next.into_iter().flatten().min() else { return Ok(days) };
        let (mut delivered, mut needed) = (0, 0);
        while let Some((_, quantity)) = deliveries.next_if(|delivery| delivery.0 == date) {
            delivered = add(delivered, Ok(*quantity))?;
        }
        while let Some(need) = needs.next_if(|need| need.date == date) {
            needed = add(needed, Ok(need.quantity))?;
        }
        free = add(free, Ok(delivered))?.checked_sub(needed).ok_or(StockRefusal::TooLarge)?;
        days.push(DayAhead { date, delivered, needed, free });
    }
}

fn first_below(
    bound: i64,
    free: i64,
    input: &AheadInput,
    days: &[DayAhead],
    needs: &[Need],
) -> Option<AheadEvent> {
    let today_moves = days.first().is_some_and(|day| day.date == input.today);
    let already = !today_moves && free < bound;
    let at = if already { None } else { Some(days.iter().position(|day| day.free < bound)?) };
    let (date, now) = at.and_then(|at| days.get(at)).map_or((input.today, free), |day| (day.date, day.free));
    let until = days[at.unwrap_or(0)..].iter().find(|day| day.free >= bound).map(|day| day.date);
    let counted = &needs[..needs.partition_point(|need| need.date <= date)];
    let mut seen = BTreeSet::new();
    let because = counted.iter().map(|need| need.work).filter(|work| seen.insert(*work)).collect();
    let mut left = at.and_then(|at| days.get(at)).map_or(now, |day| day.free + day.needed);
    let of_the_day = counted.iter().filter(|need| need.date == date);
    let crossing = of_the_day.into_iter().find(|need| {
        let before = left;
        left -= need.quantity;
        before >= bound && left < bound
    });
    let work = crossing.map(|need| need.work);
    let order_by = input.lead_days.and_then(|days| days_before(date, days));
    let too_late = order_by.is_some_and(|day| day < input.today);
    Some(AheadEvent { date, free: now, work, because, until, order_by, too_late })
}

fn days_before(date: Date, days: i64) -> Option<Date> {
    let span = jiff::Span::new().try_days(days).ok()?;
    date.0.checked_sub(span).ok().map(Date)
}

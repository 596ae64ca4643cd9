//! Work done before its time, or outside the plan: which occurrence does it use up?

use super::{
    generate::{Site, Window, occurrences},
    history::History,
    nominal::Nominal,
    occurrence::{Due, State},
    record::Plan,
};
use crate::{
    Timestamp,
    recurrence::{civil_day, days_between, plus_days_clamped},
};
use serde::{Deserialize, Serialize};

const SHOWN: usize = 5;
const YEAR: i64 = 366;

/// An occurrence that a service could stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Candidate {
    pub nominal: Nominal,
    pub due: Due,
    /// Days from the service to the due date; negative when it is late.
    pub days_early: i64,
    /// Its intervention is written already.
    pub released: bool,
}

/// Offered by a form beside "none": the occurrences within a year that nothing has used up, the nearest first.
///
/// The choice is the person's. Whichever it is, that occurrence and no other is used up ([`super::Service::uses`]).
pub fn candidates(plan: &Plan, site: Site<'_>, history: &History, done_at: Timestamp) -> Vec<Candidate> {
    let day = civil_day(done_at, site.zone);
    let (from, to) = (plus_days_clamped(day, -YEAR), plus_days_clamped(day, YEAR));
    let all = occurrences(plan, site, history, Window { now: done_at, from, to }).occurrences;
    let unused = all.into_iter().filter_map(|one| {
        let released = matches!(one.state, State::Open | State::Begun);
        let waits = matches!(one.state, State::Forecast | State::Waiting { .. } | State::Release);
        let days_early = days_between(day, one.due.date);
        (released || waits).then_some(Candidate { nominal: one.nominal, due: one.due, days_early, released })
    });
    let mut found: Vec<_> = unused.collect();
    found.sort_by_key(|one| (one.days_early.abs(), one.due.date));
    found.truncate(SHOWN);
    found
}

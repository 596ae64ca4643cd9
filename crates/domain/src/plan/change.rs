//! The effect of an edited plan or a corrected completion.

use super::{
    generate::{Generated, Site, Window, occurrences},
    history::{History, RowState},
    nominal::Nominal,
    occurrence::{Due, Occurrence, State},
    record::{Counting, Plan, Trigger},
};
use crate::{
    Timestamp,
    recurrence::{civil_day, plus_days_clamped},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An occurrence whose due date is another one than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedDue {
    pub nominal: Nominal,
    pub before: Due,
    pub after: Due,
}

/// The future occurrences of two versions of a plan, in the order of nominal dates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    pub removed: Vec<(Nominal, Due)>,
    pub added: Vec<(Nominal, Due)>,
    pub moved: Vec<MovedDue>,
    pub unchanged: Vec<Nominal>,
    /// Released work, which keeps its date unless somebody asks.
    pub left_alone: Vec<Nominal>,
}

/// The difference from `before` to `after`, two answers for the same history and window.
pub fn compare(before: &Generated, after: &Generated) -> Changes {
    let comes =
        |one: &&Occurrence| matches!(one.state, State::Forecast | State::Waiting { .. } | State::Release);
    let future = |generated: &Generated| -> BTreeMap<Nominal, Due> {
        generated.occurrences.iter().filter(comes).map(|one| (one.nominal, one.due)).collect()
    };
    let (old, mut new) = (future(before), future(after));
    let mut changes = Changes::default();
    for (nominal, before) in old {
        match new.remove(&nominal) {
            None => changes.removed.push((nominal, before)),
            Some(after) if after.date == before.date && after.time == before.time => {
                changes.unchanged.push(nominal);
            }
            Some(after) => changes.moved.push(MovedDue { nominal, before, after }),
        }
    }
    changes.added.extend(new);
    let released = after.occurrences.iter().filter(|one| matches!(one.state, State::Open | State::Begun));
    changes.left_alone.extend(released.map(|one| one.nominal));
    changes
}

/// Asked of released work by a corrected, cancelled or reopened completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Adjustment {
    /// Nobody touched it: it moves, with its history.
    Move { from: Nominal, to: Nominal, due: Due },
    /// Work has begun: it stays, and says that its date would be another one.
    Flag { nominal: Nominal, expected: Nominal, due: Due },
    /// Nothing says any more when it is due.
    NoDate { nominal: Nominal },
}

/// Released work of a floating plan that the last completion does not lead to any more. None for other plans.
pub fn adjustments(plan: &Plan, site: Site<'_>, history: &History, now: Timestamp) -> Vec<Adjustment> {
    let floating = match &plan.trigger {
        Trigger::Floating { .. } => true,
        Trigger::Counter { counter } | Trigger::First { counter, .. } => {
            counter.counting == Counting::Floating
        }
        Trigger::Fixed { .. } | Trigger::Condition { .. } => false,
    };
    let open: Vec<_> = history.rows.iter().filter(|row| floating && row.is_open()).collect();
    if open.is_empty() {
        return vec![];
    }
    let mut without = history.clone();
    without.rows.retain(|row| !row.is_open());
    // Equipment out of use keeps its released work as it is.
    let today = civil_day(now, site.zone);
    let window =
        Window { now, from: plus_days_clamped(today, -8_000_000), to: plus_days_clamped(today, 8_000_000) };
    let generated = occurrences(plan, site, &without, window);
    if generated.nothing.is_some() {
        return vec![];
    }
    let next = generated.occurrences.iter().find(|o| matches!(o.state, State::Forecast | State::Release));
    open.into_iter()
        .filter_map(|row| match next {
            None => Some(Adjustment::NoDate { nominal: row.nominal }),
            Some(next) if next.nominal == row.nominal => None,
            Some(next) if row.state == RowState::Begun => {
                Some(Adjustment::Flag { nominal: row.nominal, expected: next.nominal, due: next.due })
            }
            Some(next) => Some(Adjustment::Move { from: row.nominal, to: next.nominal, due: next.due }),
        })
        .collect()
}

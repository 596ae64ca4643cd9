//! Occurrences that came due while nothing ran, or before the plan was entered.

use super::{
    nominal::Nominal,
    occurrence::{Occurrence, SkipReason, State},
    record::MissedPolicy,
};
use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// A restart within so many seconds is no outage.
const RESTART: i64 = 300;

/// From the last run before to the first run after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    pub from: Timestamp,
    pub to: Timestamp,
}

/// The missed occurrences and their treatment, to be told in one message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Missed {
    /// Every missed occurrence, in the order of due dates.
    pub missed: Vec<Nominal>,
    pub created: Vec<Nominal>,
    pub skipped: Vec<Nominal>,
}

/// Treats the occurrences to be released whose due time lies in the outage, by the plan's policy: those that it
/// leaves become skipped, with the reason. Those due later are late in their release only, and stay as they are.
pub fn treat_missed(occurrences: &mut [Occurrence], outage: Outage, policy: MissedPolicy) -> Missed {
    if outage.to.seconds_since(outage.from) <= RESTART {
        return Missed::default();
    }
    treat(occurrences, policy, |due| outage.from <= due && due <= outage.to)
}

/// The same for a first date in the past: the dates before `entered_at`, when the plan was entered.
pub fn since_first_date(
    occurrences: &mut [Occurrence],
    entered_at: Timestamp,
    policy: MissedPolicy,
) -> Missed {
    treat(occurrences, policy, |due| due < entered_at)
}

fn treat(
    occurrences: &mut [Occurrence],
    policy: MissedPolicy,
    is_missed: impl Fn(Timestamp) -> bool,
) -> Missed {
    let mut missed: Vec<&mut Occurrence> =
        occurrences.iter_mut().filter(|o| o.state == State::Release && is_missed(o.due.at)).collect();
    missed.sort_by_key(|o| (o.due.at, o.nominal));
    let kept = match policy {
        MissedPolicy::All => 0,
        MissedPolicy::Latest => missed.len().saturating_sub(1),
        MissedPolicy::Skip => missed.len(),
    };
    let all: Vec<Nominal> = missed.iter().map(|o| o.nominal).collect();
    for one in missed.iter_mut().take(kept) {
        one.state = State::Skipped { reason: SkipReason::Missed { policy } };
    }
    Missed { created: all[kept..].to_vec(), skipped: all[..kept].to_vec(), missed: all }
}

//! A failure: a breakdown, or a degradation, of one equipment. It is an event of its own; interventions put it right.

mod diagnosis;
mod query;
mod view;

pub use diagnosis::{Diagnosis, DiagnosisDraft, FailureTimes, code_field};
pub use query::{FailureQuery, FailureSort, FailureState};
pub use view::{FailureRow, FailureWork};

use crate::{
    Timestamp,
    equipment::EquipmentState,
    span::{Span, Spans},
};

/// What counts of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub started_at: Timestamp,
    /// It made the machine stand still.
    pub stops: bool,
    /// Since when the machine runs again, be it with the fault.
    pub running_again_at: Option<Timestamp>,
    pub restored_at: Option<Timestamp>,
    /// It was none: a report that was cancelled.
    pub withdrawn: bool,
}

impl Failure {
    /// One that stops the machine and goes on.
    pub const fn stopping(started_at: Timestamp) -> Self {
        Self { started_at, stops: true, running_again_at: None, restored_at: None, withdrawn: false }
    }

    /// Neither put right nor withdrawn.
    pub const fn is_open(&self) -> bool {
        self.restored_at.is_none() && !self.withdrawn
    }

    /// The machine stands still because of it now.
    pub const fn is_stopping(&self) -> bool {
        self.is_open() && self.stops && self.running_again_at.is_none()
    }

    /// When the machine stood still because of it, as known at `now`.
    pub fn standstill(&self, now: Timestamp) -> Option<Span> {
        if !self.stops || self.withdrawn {
            return None;
        }
        let ends = [self.running_again_at, self.restored_at].into_iter().flatten().min();
        Span::new(self.started_at, ends.unwrap_or(now).min(now))
    }
}

/// When one machine stood still because of these failures: their union, so that a second failure never adds the same time
/// again.
pub fn downtime(failures: &[Failure], now: Timestamp) -> Spans {
    failures.iter().filter_map(|failure| failure.standstill(now)).collect()
}

/// What the state of a machine follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// An open failure stops it.
    pub stopped: bool,
    /// Work is in progress for which it stands still.
    pub in_work: bool,
    /// An open failure does not stop it.
    pub degraded: bool,
}

impl Facts {
    pub fn of(failures: &[Failure], in_work: bool) -> Self {
        Self {
            stopped: failures.iter().any(Failure::is_stopping),
            in_work,
            degraded: failures.iter().any(|failure| failure.is_open() && !failure.is_stopping()),
        }
    }

    /// The worst one decides: broken, in maintenance, degraded, in service.
    pub const fn state(self) -> EquipmentState {
        if self.stopped {
            EquipmentState::Broken
        } else if self.in_work {
            EquipmentState::Maintenance
        } else if self.degraded {
            EquipmentState::Degraded
        } else {
            EquipmentState::Active
        }
    }

    /// Whether a state that somebody chose is held against the facts, until it is lifted.
    pub fn is_held(self, chosen: EquipmentState) -> bool {
        chosen != self.state()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(hour: i64) -> Timestamp {
        Timestamp::from_millis(hour * 3_600_000)
    }

    #[test]
    fn work_06_the_worst_open_fact_gives_the_state() {
        // F1 runs hot 8 to 12; F2 does not start 9 to 11; a preventive 10 to 11:30.
        let half_past_eleven = at(11).plus_seconds(1800);
        let state = |now: Timestamp| {
            let known = |f: Failure| Failure { restored_at: f.restored_at.filter(|at| *at <= now), ..f };
            let hot = Failure { stops: false, restored_at: Some(at(12)), ..Failure::stopping(at(8)) };
            let dead = Failure { restored_at: Some(at(11)), ..Failure::stopping(at(9)) };
            let seen: Vec<Failure> =
                [hot, dead].into_iter().filter(|f| f.started_at <= now).map(known).collect();
            Facts::of(&seen, at(10) <= now && now < half_past_eleven).state()
        };
        use EquipmentState::{Active, Broken, Degraded, Maintenance};
        let times = [at(8), at(9), at(10), at(11), half_past_eleven, at(12)];
        assert_eq!(times.map(state), [Degraded, Broken, Broken, Maintenance, Degraded, Active]);
    }

    #[test]
    fn work_06_degraded_time_is_no_downtime() {
        let hot = Failure { stops: false, restored_at: Some(at(12)), ..Failure::stopping(at(8)) };
        assert!(downtime(&[hot], at(20)).is_empty());
        let patched = Failure { running_again_at: Some(at(9)), ..Failure::stopping(at(8)) };
        assert_eq!(downtime(&[patched], at(20)).seconds(), 3_600);
        assert_eq!(Facts::of(&[patched], false).state(), EquipmentState::Degraded);
    }

    #[test]
    fn a_chosen_state_is_held_only_against_the_facts() {
        let facts = Facts { degraded: true, ..Facts::default() };
        assert!(facts.is_held(EquipmentState::Inactive) && facts.is_held(EquipmentState::Active));
        assert!(!facts.is_held(EquipmentState::Degraded));
    }

    #[test]
    fn work_01_two_reports_of_one_standstill_are_one_downtime() {
        let both = [Failure::stopping(at(8)), Failure::stopping(at(9))];
        let restored = both.map(|f| Failure { restored_at: Some(at(11)), ..f });
        assert_eq!(downtime(&restored, at(20)).seconds(), 3 * 3600);
        let withdrawn = [restored[0], Failure { withdrawn: true, ..Failure::stopping(at(12)) }];
        assert_eq!(downtime(&withdrawn, at(20)).seconds(), 3 * 3600);
    }

    proptest! {
        #[test]
        fn a_failure_more_adds_at_most_what_was_not_down_yet(
            spans in proptest::collection::vec((0_i64..40, proptest::option::of(1_i64..20), any::<bool>()), 1..8),
            now in 0_i64..70,
        ) {
            let failures: Vec<Failure> = spans
                .into_iter()
                .map(|(start, length, stops)| Failure {
                    stops,
                    restored_at: length.map(|length| at(start + length)),
                    ..Failure::stopping(at(start))
                })
                .collect();
            let (all, less) = (downtime(&failures, at(now)), downtime(&failures[1..], at(now)));
            let own = failures[0].standstill(at(now)).map_or(0, Span::seconds);
            prop_assert!(less.seconds() <= all.seconds() && all.seconds() <= less.seconds() + own);
            let first = failures.iter().map(|f| f.started_at).min().unwrap_or(at(0));
            prop_assert!(all.seconds() <= at(now).seconds_since(first).max(0));
        }
    }
}

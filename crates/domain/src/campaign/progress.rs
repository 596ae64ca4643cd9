//! How far a campaign has come, and which interventions say so.

use super::{Exclusion, MachineState};
use crate::{InterventionId, SiteId, Timestamp, intervention::InterventionStatus};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is known of one machine of a campaign, and of its intervention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    pub intervention: InterventionId,
    pub site: SiteId,
    pub status: InterventionStatus,
    pub due_at: Option<Timestamp>,
    /// Since when a hold that is not ours stops the clock.
    pub held_since: Option<Timestamp>,
    /// Since when the machine is out of service for good.
    pub retired_at: Option<Timestamp>,
}

/// What has become of one machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Done,
    Open,
    Late { since: Timestamp },
    Excluded(Exclusion),
}

impl Standing {
    pub const fn state(self) -> MachineState {
        match self {
            Self::Done => MachineState::Done,
            Self::Open => MachineState::Open,
            Self::Late { .. } => MachineState::Late,
            Self::Excluded(_) => MachineState::Excluded,
        }
    }
}

/// What has become of one machine: work that is done stays done, whatever becomes of the machine afterwards.
pub fn standing(facts: &Facts, now: Timestamp) -> Standing {
    use InterventionStatus as S;
    match facts.status {
        S::Completed | S::Closed | S::Archived => return Standing::Done,
        _ if facts.retired_at.is_some() => return Standing::Excluded(Exclusion::Retired),
        S::Cancelled => return Standing::Excluded(Exclusion::CalledOff),
        S::Open | S::Assigned | S::InProgress | S::OnHold => (),
    }
    let until = facts.held_since.unwrap_or(now);
    match facts.due_at {
        Some(due) if due < until => Standing::Late { since: due },
        _ => Standing::Open,
    }
}

/// How many machines stand where.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tally {
    pub done: i64,
    /// Still to be done, in time.
    pub open: i64,
    /// Still to be done, after the deadline.
    pub late: i64,
    /// Out of service for good before it was done, or called off.
    pub excluded: i64,
}

impl Tally {
    /// The machines that count: "7 of 11".
    pub const fn counted(&self) -> i64 {
        self.done + self.open + self.late
    }

    pub const fn machines(&self) -> i64 {
        self.counted() + self.excluded
    }

    /// How much of what counts is done, in hundredths.
    pub fn percent(&self) -> f64 {
        if self.counted() == 0 { 0.0 } else { self.done as f64 * 100.0 / self.counted() as f64 }
    }

    /// So many machines more in this state.
    pub fn add(&mut self, state: MachineState, machines: i64) {
        match state {
            MachineState::Done => self.done += machines,
            MachineState::Open => self.open += machines,
            MachineState::Late => self.late += machines,
            MachineState::Excluded => self.excluded += machines,
        }
    }

    #[must_use]
    pub fn of(&self, state: MachineState) -> i64 {
        match state {
            MachineState::Done => self.done,
            MachineState::Open => self.open,
            MachineState::Late => self.late,
            MachineState::Excluded => self.excluded,
        }
    }
}

/// How far a campaign has come: the numbers, those of each site, and the interventions behind each number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub total: Tally,
    pub by_site: BTreeMap<SiteId, Tally>,
    pub evidence: BTreeMap<MachineState, Vec<InterventionId>>,
}

pub fn progress(machines: &[Facts], now: Timestamp) -> Progress {
    let mut so_far = Progress::default();
    for facts in machines {
        let state = standing(facts, now).state();
        so_far.total.add(state, 1);
        so_far.by_site.entry(facts.site).or_default().add(state, 1);
        so_far.evidence.entry(state).or_default().push(facts.intervention);
    }
    so_far
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::select};

    const NOW: i64 = 1_000_000;

    fn facts() -> impl Strategy<Value = Facts> {
        let at = || proptest::option::of(0_i64..2 * NOW);
        let status = select(InterventionStatus::ALL.to_vec());
        (1_i64..4, status, at(), at(), at()).prop_map(|(site, status, due, held, retired)| Facts {
            intervention: InterventionId(0),
            site: SiteId(site),
            status,
            due_at: due.map(Timestamp::from_millis),
            held_since: held.map(Timestamp::from_millis),
            retired_at: retired.map(Timestamp::from_millis),
        })
    }

    proptest! {
        #[test]
        fn every_machine_stands_in_one_place(mut all in proptest::collection::vec(facts(), 0..80)) {
            for (at, facts) in all.iter_mut().enumerate() {
                facts.intervention = InterventionId(at as i64);
            }
            let so_far = progress(&all, Timestamp::from_millis(NOW));
            prop_assert_eq!(so_far.total.machines() as usize, all.len());
            let mut named: Vec<_> = so_far.evidence.values().flatten().copied().collect();
            named.sort_unstable();
            prop_assert_eq!(named, all.iter().map(|f| f.intervention).collect::<Vec<_>>());
            for state in MachineState::ALL {
                let behind = so_far.evidence.get(state).map_or(0, Vec::len);
                prop_assert_eq!(so_far.total.of(*state) as usize, behind);
                let of_sites: i64 = so_far.by_site.values().map(|tally| tally.of(*state)).sum();
                prop_assert_eq!(so_far.total.of(*state), of_sites);
            }
            prop_assert!((0.0..=100.0).contains(&so_far.total.percent()));
        }
    }

    #[test]
    fn work_that_is_done_stays_done_and_a_retired_machine_is_not_counted() {
        let at = Timestamp::from_millis;
        let open = Facts {
            intervention: InterventionId(1),
            site: SiteId(1),
            status: InterventionStatus::Assigned,
            due_at: Some(at(NOW - 1)),
            held_since: None,
            retired_at: None,
        };
        let stands = |facts: Facts| standing(&facts, at(NOW));
        assert_eq!(stands(open), Standing::Late { since: at(NOW - 1) });
        assert_eq!(stands(Facts { due_at: Some(at(NOW)), ..open }), Standing::Open, "until it has passed");
        assert_eq!(stands(Facts { held_since: Some(at(NOW - 2)), ..open }), Standing::Open, "not ours");
        let retired = Facts { retired_at: Some(at(NOW - 5)), ..open };
        assert_eq!(stands(retired), Standing::Excluded(Exclusion::Retired));
        let done = Facts { status: InterventionStatus::Completed, ..retired };
        assert_eq!(stands(done), Standing::Done);
        let off = Facts { status: InterventionStatus::Cancelled, ..open };
        assert_eq!(stands(off), Standing::Excluded(Exclusion::CalledOff));
    }

    #[test]
    fn seven_of_eleven_are_done_and_one_is_excluded() {
        let tally = Tally { done: 7, open: 3, late: 1, excluded: 1 };
        assert_eq!((tally.counted(), tally.machines()), (11, 12));
        assert!((tally.percent() - 63.636).abs() < 0.001);
        assert!(Tally::default().percent().abs() < f64::EPSILON);
    }
}

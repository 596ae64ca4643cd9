//! The landing page of a technician: their jobs by when they are to be done, the next first, and how far the day has come.

use super::{
    InterventionRow,
    InterventionStatus::{self, Completed, InProgress, OnHold},
};
use crate::{
    Date, LocalDateTime,
    checklist::Progress,
    equipment::{EquipmentRef, EquipmentState},
};

/// The parts of the page, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AgendaPart {
    Now,
    Late,
    /// Planned for today, or for a day that has passed.
    Today,
    /// Planned within the six days after today.
    Week,
    Later,
    /// No start is planned.
    Unplanned,
    OnHold,
    ToValidate,
}

impl AgendaPart {
    pub const ALL: &'static [Self] = &[
        Self::Now,
        Self::Late,
        Self::Today,
        Self::Week,
        Self::Later,
        Self::Unplanned,
        Self::OnHold,
        Self::ToValidate,
    ];

    /// The part of a job that is not closed. `late`: its deadline has passed; `planned_in_days`: from today to its planned
    /// start, on the site's calendar.
    pub fn of(status: InterventionStatus, late: bool, planned_in_days: Option<i32>) -> Self {
        match (status, planned_in_days) {
            (InProgress, _) => Self::Now,
            (OnHold, _) => Self::OnHold,
            (Completed, _) => Self::ToValidate,
            _ if late => Self::Late,
            (_, Some(..=0)) => Self::Today,
            (_, Some(1..=6)) => Self::Week,
            (_, Some(_)) => Self::Later,
            (_, None) => Self::Unplanned,
        }
    }
}

/// The reader's own clock on a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// On the site's wall clock.
    pub since: LocalDateTime,
    pub seconds: i64,
}

/// A job of the reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaJob {
    pub row: InterventionRow,
    pub part: AgendaPart,
    pub estimated_minutes: Option<i32>,
    /// Who else does it, by name.
    pub with: Vec<String>,
    /// How far its checklist has come, if it has one.
    pub steps: Option<Progress>,
    /// While the reader works on it.
    pub clock: Option<Clock>,
}

/// A machine that the reader looks after: they have work on it, or had some lately.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgendaMachine {
    pub equipment: EquipmentRef,
    pub state: EquipmentState,
    /// Jobs of the reader that are still to be done.
    pub jobs: i64,
}

/// How far a day has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayProgress {
    pub done: i64,
    /// Jobs of the day, those that are done among them.
    pub all: i64,
    /// What was planned for all of them; a job without a duration adds nothing.
    pub planned_minutes: i64,
    /// Hands-on time of the reader since midnight.
    pub worked_seconds: i64,
}

/// A job as the sum of the day sees it.
#[derive(Clone, Copy, Debug)]
pub struct DayJob {
    /// Where it stands on the page; nowhere once it is closed.
    pub part: Option<AgendaPart>,
    pub ended_today: bool,
    pub planned_minutes: Option<i32>,
}

impl DayProgress {
    /// The jobs of a day are those that are under way, those planned for it or before, and those finished in it. What is late
    /// without having been planned is not: nobody said that it would be done today.
    pub fn of(jobs: impl IntoIterator<Item = DayJob>, worked_seconds: i64) -> Self {
        let empty = Self { worked_seconds, ..Self::default() };
        jobs.into_iter().fold(empty, |sum, job| {
            let done = job.ended_today && matches!(job.part, None | Some(AgendaPart::ToValidate));
            if !done && !matches!(job.part, Some(AgendaPart::Now | AgendaPart::Today)) {
                return sum;
            }
            Self {
                done: sum.done + i64::from(done),
                all: sum.all + 1,
                planned_minutes: sum.planned_minutes + i64::from(job.planned_minutes.unwrap_or(0)),
                ..sum
            }
        })
    }
}

/// All that the page says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Agenda {
    /// Today where the reader works.
    pub today: Date,
    pub day: DayProgress,
    /// Part by part, within one by planned start.
    pub jobs: Vec<AgendaJob>,
    /// What was closed last, the newest first.
    pub closed: Vec<InterventionRow>,
    /// By code.
    pub machines: Vec<AgendaMachine>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use InterventionStatus::Assigned;

    #[test]
    fn work_under_way_comes_first_and_what_is_late_before_what_is_planned() {
        for (status, late, planned, part) in [
            (InProgress, true, Some(-3), AgendaPart::Now),
            (OnHold, true, Some(0), AgendaPart::OnHold),
            (Completed, false, None, AgendaPart::ToValidate),
            (Assigned, true, Some(4), AgendaPart::Late),
            (Assigned, false, Some(-1), AgendaPart::Today),
            (Assigned, false, Some(0), AgendaPart::Today),
            (Assigned, false, Some(1), AgendaPart::Week),
            (Assigned, false, Some(6), AgendaPart::Week),
            (Assigned, false, Some(7), AgendaPart::Later),
            (Assigned, false, None, AgendaPart::Unplanned),
        ] {
            assert_eq!(AgendaPart::of(status, late, planned), part, "{status} {late} {planned:?}");
        }
    }

    #[test]
    fn a_day_counts_what_is_under_way_planned_and_finished_in_it() {
        let job = |part, ended_today, planned_minutes| DayJob { part, ended_today, planned_minutes };
        let jobs = [
            job(Some(AgendaPart::Now), false, Some(60)),
            job(Some(AgendaPart::Today), false, None),
            // Sent back: it was finished today and is to be done again.
            job(Some(AgendaPart::Today), true, Some(30)),
            job(Some(AgendaPart::ToValidate), true, Some(90)),
            job(None, true, Some(15)),
            // Not of today.
            job(Some(AgendaPart::ToValidate), false, Some(500)),
            job(Some(AgendaPart::Late), false, Some(500)),
            job(Some(AgendaPart::Week), false, Some(500)),
            job(Some(AgendaPart::OnHold), true, Some(500)),
            job(None, false, Some(500)),
        ];
        let day = DayProgress { done: 2, all: 5, planned_minutes: 195, worked_seconds: 7_800 };
        assert_eq!(DayProgress::of(jobs, 7_800), day);
        assert_eq!(DayProgress::of([], 0), DayProgress::default());
    }
}

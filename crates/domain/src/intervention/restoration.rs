//! What sending work back means for the failures that it had put right.

use super::ReturnKind;
use crate::{Timestamp, failure::Failure};

/// What becomes of the failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterReturn {
    /// They stay as they are.
    Unchanged,
    /// They were never put right: what the end of the work noted of them is withdrawn.
    Withdrawn,
    /// They were put right; another failure of the same machine begins.
    Another,
}

pub const fn after_return(kind: ReturnKind) -> AfterReturn {
    match kind {
        ReturnKind::Paperwork => AfterReturn::Unchanged,
        ReturnKind::NeverRepaired => AfterReturn::Withdrawn,
        ReturnKind::FailedAgain => AfterReturn::Another,
    }
}

/// What the end of a work noted of its failures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Noted {
    /// Since when the machine runs again; absent where nothing was stopped any more.
    pub running_again_at: Option<Timestamp>,
    /// When it was restored; absent where it was left stopped or degraded.
    pub restored_at: Option<Timestamp>,
}

impl Noted {
    /// A failure without what this end of the work noted of it, and what was put right of that since: what an earlier end,
    /// or other work, has noted stays. `None` when nothing of it was noted here.
    pub fn withdrawn_from(noted: &[Self], failure: Failure) -> Option<Failure> {
        let here =
            |at: Timestamp, of: fn(&Self) -> Option<Timestamp>| noted.iter().any(|n| of(n) == Some(at));
        let of_other_work = failure.restored_at.is_some_and(|at| !here(at, |n| n.restored_at));
        if failure.withdrawn || of_other_work {
            return None;
        }
        let again = failure.running_again_at.filter(|at| !here(*at, |n| n.running_again_at));
        let left = Failure { restored_at: None, running_again_at: again, ..failure };
        (left != failure).then_some(left)
    }

    /// What a corrected failure says otherwise than before, as far as it was this work's to say: what `noted` has, and what
    /// nobody had said.
    pub fn corrected(noted: &[Self], before: Failure, after: Failure) -> Self {
        let own = |was: Option<Timestamp>, is: Option<Timestamp>, of: fn(&Self) -> Option<Timestamp>| {
            is.filter(|_| was != is && (was.is_none() || noted.iter().any(|n| of(n) == was)))
        };
        Self {
            running_again_at: own(before.running_again_at, after.running_again_at, |n| n.running_again_at),
            restored_at: own(before.restored_at, after.restored_at, |n| n.restored_at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::failure::downtime;

    fn at(clock: &str) -> Timestamp {
        format!("2027-03-10T{clock}Z").parse().expect("an instant")
    }

    /// Stopped at 08:00, restored at 09:00, sent back at 13:10, running again at 14:00.
    fn sent_back(kind: ReturnKind) -> Vec<Failure> {
        let mut failures = vec![Failure { restored_at: Some(at("09:00")), ..Failure::stopping(at("08:00")) }];
        match after_return(kind) {
            AfterReturn::Unchanged => {}
            AfterReturn::Withdrawn => failures[0].restored_at = None,
            AfterReturn::Another => failures.push(Failure::stopping(at("13:00"))),
        }
        for open in failures.iter_mut().filter(|failure| failure.is_open()) {
            open.restored_at = Some(at("14:00"));
        }
        failures
    }

    fn times_to_restore(failures: &[Failure]) -> Vec<i64> {
        failures.iter().filter_map(|f| Some(f.restored_at?.seconds_since(f.started_at))).collect()
    }

    #[test]
    fn work_04_a_missing_photo_moves_nothing() {
        let failures = sent_back(ReturnKind::Paperwork);
        assert_eq!(times_to_restore(&failures), [3_600]);
        assert_eq!(downtime(&failures, at("15:00")).seconds(), 3_600);
    }

    #[test]
    fn work_04_what_never_ran_is_down_from_the_report_to_the_second_repair() {
        let failures = sent_back(ReturnKind::NeverRepaired);
        assert_eq!(times_to_restore(&failures), [21_600]);
        assert_eq!(downtime(&failures, at("15:00")).seconds(), 21_600);
    }

    #[test]
    fn work_04_what_failed_again_is_a_second_failure() {
        let failures = sent_back(ReturnKind::FailedAgain);
        assert_eq!(times_to_restore(&failures), [3_600, 3_600]);
        assert_eq!(downtime(&failures, at("15:00")).seconds(), 7_200);
    }

    fn ended(running: &str, restored: Option<&str>) -> Noted {
        Noted { running_again_at: Some(at(running)), restored_at: restored.map(at) }
    }

    fn failure(start: &str, running: Option<&str>, restored: Option<&str>) -> Failure {
        let (running_again_at, restored_at) = (running.map(at), restored.map(at));
        Failure { running_again_at, restored_at, ..Failure::stopping(at(start)) }
    }

    #[test]
    fn only_what_the_last_end_of_the_work_restored_is_withdrawn() {
        let last = ended("13:00", Some("13:00"));
        let first = failure("08:00", Some("09:00"), Some("09:00"));
        assert_eq!(Noted::withdrawn_from(&[last], first), None);
        let again = failure("12:00", Some("13:00"), Some("13:00"));
        assert_eq!(Noted::withdrawn_from(&[last], again), Some(failure("12:00", None, None)));
    }

    #[test]
    fn a_machine_left_degraded_that_never_ran_stands_still_since_the_failure() {
        let degraded = ended("09:00", None);
        let open = failure("08:00", Some("09:00"), None);
        assert_eq!(Noted::withdrawn_from(&[degraded], open), Some(failure("08:00", None, None)));
        // Other work has put it right since.
        assert_eq!(Noted::withdrawn_from(&[degraded], failure("08:00", Some("09:00"), Some("11:00"))), None);
    }

    #[test]
    fn what_was_put_right_of_it_since_is_withdrawn_as_well() {
        let (end, corrected) =
            (ended("13:00", Some("13:00")), Noted { restored_at: Some(at("12:40")), ..Noted::default() });
        let failure_at = |running, restored| failure("08:00", running, restored);
        let seen = failure_at(Some("13:00"), Some("12:40"));
        assert_eq!(Noted::withdrawn_from(&[end, corrected], seen), Some(failure_at(None, None)));
        assert_eq!(Noted::withdrawn_from(&[end], seen), None);
    }

    #[test]
    fn a_correction_notes_what_this_work_had_said_and_what_nobody_had() {
        let end = ended("13:00", Some("13:00"));
        let (before, after) =
            (failure("08:00", Some("13:00"), Some("13:00")), failure("08:00", Some("12:30"), Some("13:00")));
        let again = Noted { running_again_at: Some(at("12:30")), restored_at: None };
        assert_eq!(Noted::corrected(&[end], before, after), again);
        // Other work had said it.
        assert_eq!(Noted::corrected(&[], before, after), Noted::default());
        let open = failure("08:00", None, None);
        assert_eq!(Noted::corrected(&[], open, after), ended("12:30", Some("13:00")));
    }

    #[test]
    fn what_an_earlier_end_noted_stays() {
        // Running with the fault since 9, restored at 12: only the restoration was wrong.
        let last = Noted { running_again_at: None, restored_at: Some(at("12:00")) };
        let restored = failure("08:00", Some("09:00"), Some("12:00"));
        assert_eq!(Noted::withdrawn_from(&[last], restored), Some(failure("08:00", Some("09:00"), None)));
        // Left stopped, or degraded as before: nothing was noted.
        assert_eq!(Noted::withdrawn_from(&[Noted::default()], failure("08:00", Some("09:00"), None)), None);
        assert_eq!(Noted::withdrawn_from(&[Noted::default()], failure("08:00", None, None)), None);
    }
}

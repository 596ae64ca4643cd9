//! What sending work back means for the failures that it had put right.

use super::ReturnKind;

/// What becomes of the failures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterReturn {
    /// They stay as they are.
    Unchanged,
    /// They were never put right: their restoration is withdrawn, and they go on since their start.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Timestamp,
        failure::{Failure, downtime},
    };

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
}

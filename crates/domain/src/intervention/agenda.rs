//! In which part of a person's work a job stands.

use super::InterventionStatus::{self, Completed, InProgress, OnHold};

/// The parts, in the order in which they are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgendaPart {
    Now,
    Late,
    /// Planned for today, or for a day that has passed.
    Today,
    Later,
    /// No start is planned.
    Unplanned,
    OnHold,
    ToValidate,
}

impl AgendaPart {
    pub const ALL: &'static [Self] =
        &[Self::Now, Self::Late, Self::Today, Self::Later, Self::Unplanned, Self::OnHold, Self::ToValidate];

    /// The part of a job that is not closed. `late`: its deadline has passed; `planned_in_days`: from today to its planned
    /// start, on the site's calendar.
    pub fn of(status: InterventionStatus, late: bool, planned_in_days: Option<i32>) -> Self {
        match (status, planned_in_days) {
            (InProgress, _) => Self::Now,
            (OnHold, _) => Self::OnHold,
            (Completed, _) => Self::ToValidate,
            _ if late => Self::Late,
            (_, Some(..=0)) => Self::Today,
            (_, Some(_)) => Self::Later,
            (_, None) => Self::Unplanned,
        }
    }
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
            (Assigned, false, Some(1), AgendaPart::Later),
            (Assigned, false, None, AgendaPart::Unplanned),
        ] {
            assert_eq!(AgendaPart::of(status, late, planned), part, "{status} {late} {planned:?}");
        }
    }
}

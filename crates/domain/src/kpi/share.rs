//! One technician's second on several jobs is one second. Each second goes to one of the jobs, in turn, so that of an hour on
//! two jobs each has half, sums stay whole, and no choice of window changes them.

use crate::{Timestamp, span::Span};
use std::collections::BTreeSet;

/// A time that belongs to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub owner: i64,
    pub span: Span,
}

/// A stretch in which so many jobs run at once, of which this is the `turn`-th.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    span: Span,
    jobs: i64,
    turn: i64,
}

impl Shared {
    /// Seconds of the window that this job has.
    pub fn within(&self, window: Span) -> i64 {
        let Some(span) = self.span.intersect(window) else { return 0 };
        let epoch = Timestamp::from_millis(0);
        // Seconds before an instant whose number since 1970 leaves `turn` when divided by the jobs.
        let before =
            |at: Timestamp| (at.seconds_since(epoch) - self.turn + self.jobs - 1).div_euclid(self.jobs);
        before(span.end) - before(span.start)
    }
}

/// The stretches of each shift, in the order given. Jobs take turns in that order.
pub fn share(shifts: &[Shift]) -> Vec<Vec<Shared>> {
    let mut out = vec![vec![]; shifts.len()];
    let mut edges: Vec<(i64, Timestamp, bool, usize)> = vec![];
    for (place, shift) in shifts.iter().enumerate() {
        edges.push((shift.owner, shift.span.start, true, place));
        edges.push((shift.owner, shift.span.end, false, place));
    }
    edges.sort_unstable();
    let (mut running, mut since) = (BTreeSet::<usize>::new(), None);
    for (_, at, starts, place) in edges {
        if let Some(span) = since.and_then(|since| Span::new(since, at)) {
            let jobs = running.len() as i64;
            for (turn, job) in running.iter().enumerate() {
                out[*job].push(Shared { span, jobs, turn: turn as i64 });
            }
        }
        if starts {
            running.insert(place);
        } else {
            running.remove(&place);
        }
        since = Some(at);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn span(from: i64, to: i64) -> Span {
        let at = |second: i64| Timestamp::from_millis(second * 1000);
        Span::new(at(from), at(to)).expect("not empty")
    }

    #[test]
    fn work_03_the_hour_that_two_jobs_share_is_counted_once_half_to_each() {
        let shifts =
            [(9, 11), (10, 12)].map(|(from, to)| Shift { owner: 7, span: span(from * 3600, to * 3600) });
        let whole = span(0, 86_400);
        let seconds: Vec<i64> =
            share(&shifts).iter().map(|shares| shares.iter().map(|one| one.within(whole)).sum()).collect();
        assert_eq!(seconds, [5_400, 5_400]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn each_second_of_somebody_is_counted_once_in_every_window(
            jobs in proptest::collection::vec((0_i64..2, -20_i64..40, 1_i64..20), 0..7), cut in -20_i64..60,
        ) {
            let shifts: Vec<Shift> =
                jobs.iter().map(|(owner, from, length)| Shift { owner: *owner, span: span(*from, from + length) }).collect();
            let shared = share(&shifts);
            let seconds = |window: Span| shared.iter().flatten().map(|one| one.within(window)).sum::<i64>();
            let worked = |owner: i64, second: i64| shifts.iter().any(|shift| shift.owner == owner && shift.span.overlaps(span(second, second + 1)));
            let want = (-21..61).flat_map(|second| [0, 1].map(|owner| i64::from(worked(owner, second)))).sum::<i64>();
            prop_assert_eq!(seconds(span(-21, 61)), want);
            prop_assert_eq!(seconds(span(-21, cut)) + seconds(span(cut, 61)), want);
        }
    }
}

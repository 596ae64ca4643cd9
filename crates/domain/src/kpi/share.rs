//! One technician's second on several jobs is one second. Each second goes to one of the jobs, in turn, so that of an hour on
//! two jobs each has half, sums stay whole, and no choice of window changes them.

use super::places::ById;
use crate::{Timestamp, span::Span};

/// A time that belongs to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shift {
    pub owner: i64,
    pub span: Span,
}

/// A stretch in which so many jobs run at once, of which this is the `turn`-th. In seconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shared {
    from: i64,
    to: i64,
    jobs: i64,
    turn: i64,
}

impl Shared {
    /// Seconds of the window that this job has.
    pub fn within(&self, window: Span) -> i64 {
        let (from, to) = (self.from.max(second(window.start)), self.to.min(second(window.end)));
        match self.jobs {
            _ if from >= to => 0,
            1 => to - from,
            // Seconds before an instant whose number leaves `turn` when divided by the jobs.
            jobs => {
                let before = |at: i64| (at - self.turn + jobs - 1).div_euclid(jobs);
                before(to) - before(from)
            }
        }
    }
}

fn second(at: Timestamp) -> i64 {
    at.seconds_since(Timestamp::from_millis(0))
}

/// The stretches of every shift, those of one after those of another.
pub struct Shares {
    stretches: Vec<Shared>,
    /// By the place of the shift: where its stretches end.
    ends: Vec<usize>,
}

impl Shares {
    /// The stretches of the shift in this place.
    pub fn of(&self, place: usize) -> &[Shared] {
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.stretches[start..self.ends[place]]
    }
}

/// The stretches of each shift. Jobs take turns in the order given.
pub fn share(shifts: &[Shift]) -> Shares {
    let mut owners: ById<i64, Vec<usize>> = ById::default();
    for (place, shift) in shifts.iter().enumerate() {
        owners.entry(shift.owner).or_default().push(place);
    }
    let mut found: Vec<(usize, Shared)> = Vec::with_capacity(shifts.len());
    for mut places in owners.into_values() {
        places.sort_by_key(|place| shifts[*place].span.start);
        sweep(shifts, &places, &mut found);
    }
    // Counted, then put where they belong; those of one shift stay in order.
    let mut ends = vec![0; shifts.len()];
    found.iter().for_each(|(place, _)| ends[*place] += 1);
    let mut sum = 0;
    for end in &mut ends {
        sum += std::mem::replace(end, sum);
    }
    let mut stretches = vec![Shared { from: 0, to: 0, jobs: 1, turn: 0 }; found.len()];
    for (place, shared) in found {
        stretches[ends[place]] = shared;
        ends[place] += 1;
    }
    Shares { stretches, ends }
}

/// The stretches of one owner, whose shifts are in the order of their starts.
fn sweep(shifts: &[Shift], places: &[usize], found: &mut Vec<(usize, Shared)>) {
    let (start, end) =
        (|place: usize| second(shifts[place].span.start), |place: usize| second(shifts[place].span.end));
    // In the order of their places.
    let mut running: Vec<usize> = vec![];
    let (mut waiting, mut from) = (places.iter().copied().peekable(), i64::MIN);
    loop {
        let ends = running.iter().map(|place| end(*place));
        let Some(to) = ends.chain(waiting.peek().map(|place| start(*place))).min() else { return };
        if from < to {
            let jobs = running.len() as i64;
            found.extend((0..).zip(&running).map(|(turn, place)| (*place, Shared { from, to, jobs, turn })));
        }
        running.retain(|place| end(*place) > to);
        while let Some(place) = waiting.next_if(|place| start(*place) <= to) {
            running.insert(running.partition_point(|other| *other < place), place);
        }
        from = to;
    }
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
        let shares = share(&shifts);
        let seconds = [0, 1].map(|place| shares.of(place).iter().map(|one| one.within(whole)).sum::<i64>());
        assert_eq!(seconds, [5_400, 5_400]);
    }

    #[test]
    fn jobs_take_turns_second_by_second_in_the_order_given() {
        let of = |jobs: [(i64, i64); 2], window: Span| {
            let shares = share(&jobs.map(|(from, to)| Shift { owner: 7, span: span(from, to) }));
            [0, 1].map(|place| shares.of(place).iter().map(|one| one.within(window)).sum::<i64>())
        };
        let together = [(0, 4), (0, 4)];
        assert_eq!([0, 1, 2].map(|at| of(together, span(at, at + 1))), [[1, 0], [0, 1], [1, 0]]);
        // Not in the order in which they began.
        assert_eq!(of([(5, 15), (0, 10)], span(5, 10)), [2, 3]);
        assert_eq!(of([(5, 15), (0, 10)], span(0, 15)), [7, 8]);
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
            let all = || (0..shifts.len()).flat_map(|place| shared.of(place));
            let seconds = |window: Span| all().map(|one| one.within(window)).sum::<i64>();
            let worked = |owner: i64, second: i64| shifts.iter().any(|shift| shift.owner == owner && shift.span.overlaps(span(second, second + 1)));
            let want = (-21..61).flat_map(|second| [0, 1].map(|owner| i64::from(worked(owner, second)))).sum::<i64>();
            prop_assert_eq!(seconds(span(-21, 61)), want);
            prop_assert_eq!(seconds(span(-21, cut)) + seconds(span(cut, 61)), want);
        }
    }
}

//! The local search: a change of the order at a time, kept when the plan is not worse. No clock decides when it ends,
//! so the same seed gives the same plan on every machine.

use super::{
    Week,
    problem::Problem,
    schedule::{Order, Schedule},
};

/// A small generator of numbers (SplitMix64, Steele, Lea and Flood, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0. The bias of the remainder is of no matter here.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }
}

/// The best plan found from this order on; never worse than the one given.
pub(super) fn improve(problem: &Problem<'_>, mut order: Order, mut best: Schedule, week: Week) -> Schedule {
    let jobs = problem.jobs.len();
    if jobs == 0 {
        return best;
    }
    let mut random = Random(week.seed);
    for _ in 0..week.rounds {
        let before = order.clone();
        change(problem, &mut order, &mut random);
        let found = problem.decode(&order);
        if found.cost <= best.cost {
            best = found;
        } else {
            order = before;
        }
    }
    best
}

/// Moves a piece to another place of the sequence, swaps two, or gives one to somebody else.
fn change(problem: &Problem<'_>, order: &mut Order, random: &mut Random) {
    let jobs = problem.jobs.len();
    let (one, other) = (random.below(jobs), random.below(jobs));
    match random.below(3) {
        0 => order.sequence.swap(one, other),
        1 => {
            let job = order.sequence.remove(one);
            order.sequence.insert(other, job);
        }
        _ => {
            let able = problem.jobs[one].able.len();
            let choice = random.below(able + 1);
            order.preferred[one] = (choice < able).then_some(choice);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The numbers of the reference implementation for this seed.
    #[test]
    fn numbers_are_those_of_splitmix64() {
        let mut random = Random(1_234_567);
        let numbers = [(); 3].map(|()| random.next());
        assert_eq!(
            numbers,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }
}

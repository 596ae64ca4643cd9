//! How many wrong passwords one may type: a few are free, then each one makes the next wait longer.

use crate::Timestamp;

/// Failures older than this are forgotten.
pub const WINDOW_SECONDS: i64 = 3600;
/// Failures of everybody in the window beyond which somebody is trying passwords on a large scale.
const ATTACK: u32 = 500;

/// The limit of one account or of one network.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Failures that cost nothing.
    pub free: u32,
    /// The wait after the first one beyond, in seconds; it doubles with each further one.
    pub first_wait: i64,
    /// The longest wait, in seconds.
    pub longest_wait: i64,
}

impl Limit {
    /// Seconds to wait before another try, after so many failures in the window, the last of them at `last`.
    pub fn wait(self, failures: u32, last: Option<Timestamp>, now: Timestamp) -> Option<i64> {
        let over = failures.checked_sub(self.free)?;
        let delay = self.first_wait.saturating_mul(1 << over.min(20)).min(self.longest_wait);
        let left = delay - now.seconds_since(last?);
        (left > 0).then_some(left)
    }
}

/// The limits in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    pub account: Limit,
    pub network: Limit,
    /// Of the accounts that are used from a network: all of a plant may have one address, and one person's failures must not
    /// keep the others out.
    pub known_network: Limit,
}

/// So many times the failures of a network are free for the accounts that are used from it.
const KNOWN_TIMES: u32 = 10;

impl Limits {
    /// The limits, given the failures of everybody in the window. Under attack they are narrower for each
    /// account and network; a common lock would let a stranger keep everybody out.
    /// `free` are the failures of one account that cost nothing.
    pub fn after(everybody: u32, free: u32) -> Self {
        let (account, network) =
            if everybody < ATTACK { (free, free.saturating_mul(4)) } else { (free.min(3), free.min(5)) };
        let network = Limit { free: network, first_wait: 15, longest_wait: 900 };
        Self {
            account: Limit { free: account, first_wait: 15, longest_wait: 600 },
            network,
            known_network: Limit { free: network.free.saturating_mul(KNOWN_TIMES), ..network },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_700_000_000_000).plus_seconds(seconds)
    }

    #[test]
    fn a_few_are_free_then_the_wait_doubles_up_to_its_end() {
        let limit = Limits::after(0, 5).account;
        assert_eq!(limit.wait(0, None, at(0)), None);
        assert_eq!(limit.wait(4, Some(at(0)), at(0)), None);
        assert_eq!(limit.wait(5, Some(at(0)), at(0)), Some(15));
        assert_eq!(limit.wait(6, Some(at(0)), at(10)), Some(20));
        assert_eq!(limit.wait(6, Some(at(0)), at(30)), None);
        assert_eq!(limit.wait(4000, Some(at(0)), at(0)), Some(600));
    }

    #[test]
    fn one_persons_failures_do_not_keep_their_plant_out() {
        let Limits { account, network, known_network } = Limits::after(0, 5);
        let failures = network.free;
        assert!(account.free < failures && network.wait(failures, Some(at(0)), at(0)).is_some());
        assert_eq!(known_network.wait(failures, Some(at(0)), at(0)), None);
        assert_eq!(known_network.wait(200, Some(at(0)), at(0)), Some(15), "but a whole list of them does");
        assert!(Limits::after(10_000, 5).known_network.free < known_network.free);
    }

    #[test]
    fn an_attack_narrows_the_limits_but_locks_nobody_out() {
        let limits = Limits::after(10_000, 5);
        assert_eq!(limits.account.wait(3, Some(at(0)), at(0)), Some(15));
        assert_eq!(limits.account.wait(0, None, at(0)), None);
        assert_eq!(limits.network.wait(0, None, at(0)), None);
    }

    proptest! {
        #[test]
        fn the_wait_never_shrinks_with_failures_and_always_ends(failures in 0u32..100_000, since in 0i64..2000) {
            let limit = Limits::after(0, 5).network;
            let wait = |n| limit.wait(n, Some(at(0)), at(since)).unwrap_or(0);
            prop_assert!(wait(failures + 1) >= wait(failures));
            prop_assert!(wait(failures) <= limit.longest_wait);
            prop_assert_eq!(limit.wait(failures, Some(at(0)), at(limit.longest_wait)), None);
        }
    }
}

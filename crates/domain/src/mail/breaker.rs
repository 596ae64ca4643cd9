//! A mail server that does not answer is left alone for a while: after a few failures in a row nothing is tried
//! until a pause is over, then one message tries the way for all.

use crate::Timestamp;

/// Failures in a row that open the circuit.
const THRESHOLD: u32 = 4;
/// The first pause, in seconds; it doubles each time the way is still closed.
const FIRST_PAUSE: i64 = 15;
/// The longest pause, in seconds.
const LONGEST_PAUSE: i64 = 300;
/// So long one message may take to try the way; then another may.
const PROBE_SECONDS: i64 = 60;

/// The circuit to the mail server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Breaker {
    /// Failures in a row.
    failures: u32,
    /// Nothing is tried before.
    closed_until: Option<Timestamp>,
}

impl Breaker {
    /// Asks to try. A pause that is over lets one through and holds the others back until its outcome is known.
    ///
    /// # Errors
    /// When to ask again.
    pub fn ask(&mut self, now: Timestamp) -> Result<(), Timestamp> {
        match self.closed_until {
            Some(until) if until > now => Err(until),
            Some(_) => {
                self.closed_until = Some(now.plus_seconds(PROBE_SECONDS));
                Ok(())
            }
            None => Ok(()),
        }
    }

    /// The server answered, whatever it said.
    pub fn answered(&mut self) {
        *self = Self::default();
    }

    /// The server did not answer.
    pub fn failed(&mut self, now: Timestamp) {
        self.failures = self.failures.saturating_add(1);
        if let Some(over) = self.failures.checked_sub(THRESHOLD) {
            let pause = FIRST_PAUSE.saturating_mul(1 << over.min(10)).min(LONGEST_PAUSE);
            self.closed_until = Some(now.plus_seconds(pause));
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
    fn after_four_failures_it_pauses_then_lets_one_try() {
        let mut breaker = Breaker::default();
        for _ in 0..4 {
            assert_eq!(breaker.ask(at(0)), Ok(()));
            breaker.failed(at(0));
        }
        assert_eq!(breaker.ask(at(14)), Err(at(15)));
        assert_eq!(breaker.ask(at(15)), Ok(()), "one tries");
        assert_eq!(breaker.ask(at(16)), Err(at(75)), "the others wait for it");
        breaker.failed(at(17));
        assert_eq!(breaker.ask(at(20)), Err(at(47)), "twice the pause");
        assert_eq!(breaker.ask(at(47)), Ok(()));
        breaker.answered();
        assert_eq!(breaker, Breaker::default());
    }

    #[test]
    fn a_probe_that_never_ends_keeps_nobody_out() {
        let mut breaker = Breaker::default();
        (0..4).for_each(|_| breaker.failed(at(0)));
        assert_eq!(breaker.ask(at(15)), Ok(()));
        assert_eq!(breaker.ask(at(75)), Ok(()));
    }

    proptest! {
        #[test]
        fn it_never_stays_shut(steps in proptest::collection::vec((0u8..3, 0i64..100), 0..60)) {
            let (mut breaker, mut now) = (Breaker::default(), 0);
            for (step, seconds) in steps {
                now += seconds;
                match step {
                    0 => drop(breaker.ask(at(now))),
                    1 => breaker.failed(at(now)),
                    _ => breaker.answered(),
                }
            }
            if let Err(until) = breaker.ask(at(now)) {
                prop_assert!(until > at(now) && until <= at(now).plus_seconds(LONGEST_PAUSE));
                prop_assert_eq!(breaker.ask(until), Ok(()));
            }
        }

        #[test]
        fn fewer_failures_in_a_row_never_shut_it(runs in proptest::collection::vec(0u32..THRESHOLD, 0..20)) {
            let mut breaker = Breaker::default();
            for run in runs {
                (0..run).for_each(|_| breaker.failed(at(0)));
                prop_assert_eq!(breaker.ask(at(0)), Ok(()));
                breaker.answered();
            }
        }
    }
}

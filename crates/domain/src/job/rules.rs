//! When a job is tried again, and what a person may do with it.

use super::JobState;
use crate::{JobId, Timestamp};

/// The wait before the second try, in seconds; it doubles with each further one.
const FIRST_WAIT: i64 = 10;
/// The longest wait, in seconds.
const LONGEST_WAIT: i64 = 3600;
/// A wait is longer or shorter by up to this share of it, so that jobs that failed together do not return together.
const JITTER_PERCENT: u64 = 20;

/// What follows a failed try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// It waits until then.
    Retry { at: Timestamp },
    /// It is given up.
    Dead,
}

/// Seconds to wait after so many tries (1 or more). Always the same for the same job and number of tries.
pub fn backoff_seconds(id: JobId, attempts: i32) -> i64 {
    let doublings = u32::try_from(attempts.max(1) - 1).unwrap_or(0).min(20);
    let wait = FIRST_WAIT.saturating_mul(1 << doublings).min(LONGEST_WAIT);
    let percent = 100 - JITTER_PERCENT + mixed(id.0, attempts) % (2 * JITTER_PERCENT + 1);
    let percent = i64::try_from(percent).unwrap_or(100);
    (wait * percent / 100).clamp(1, LONGEST_WAIT)
}

/// A number without a pattern of a job and its try: the finishing steps of the splitmix64 generator.
fn mixed(id: i64, attempts: i32) -> u64 {
    let mut x = id.cast_unsigned() ^ u64::from(attempts.cast_unsigned()).rotate_left(40);
    x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// What follows when the try of that number failed: another one, unless it was the last or can never succeed.
pub fn after_failure(id: JobId, attempts: i32, max_attempts: i32, hopeless: bool, now: Timestamp) -> After {
    if hopeless || attempts >= max_attempts {
        return After::Dead;
    }
    After::Retry { at: now.plus_seconds(backoff_seconds(id, attempts)) }
}

/// Whether a person may end it.
pub const fn may_cancel(state: JobState) -> bool {
    matches!(state, JobState::Queued | JobState::Running)
}

/// Whether a person may have it tried again: what was given up or cancelled, and what waits for its next try.
pub const fn may_retry(state: JobState) -> bool {
    matches!(state, JobState::Queued | JobState::Failed | JobState::Cancelled)
}

/// The instant of the latest occurrence of what happens every so many seconds: the same for every server.
pub fn occurrence(now: Timestamp, every_seconds: i64) -> Timestamp {
    let every = every_seconds.max(1) * 1000;
    let millis = now.as_millisecond();
    Timestamp::from_millis(millis - millis.rem_euclid(every))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millis(1_700_000_000_000).plus_seconds(seconds)
    }

    #[test]
    fn the_last_try_and_the_hopeless_one_are_the_end() {
        let id = JobId(7);
        assert!(matches!(after_failure(id, 1, 3, false, at(0)), After::Retry { .. }));
        assert_eq!(after_failure(id, 3, 3, false, at(0)), After::Dead);
        assert_eq!(after_failure(id, 1, 3, true, at(0)), After::Dead);
    }

    #[test]
    fn jobs_that_failed_together_do_not_return_together() {
        let waits: std::collections::BTreeSet<i64> =
            (0..100).map(|id| backoff_seconds(JobId(id), 6)).collect();
        assert!(waits.len() > 30, "{waits:?}");
    }

    #[test]
    fn a_mail_is_tried_for_about_a_day() {
        let all: i64 = (1..super::super::JobKind::SendMail.max_attempts())
            .map(|attempts| backoff_seconds(JobId(1), attempts))
            .sum();
        assert!((20 * 3600..30 * 3600).contains(&all), "{all}");
    }

    proptest! {
        #[test]
        fn a_wait_grows_with_the_tries_up_to_its_end(id: i64, attempts in 1i32..100_000) {
            let wait = backoff_seconds(JobId(id), attempts);
            let nominal = FIRST_WAIT.saturating_mul(1 << (attempts - 1).min(20)).min(LONGEST_WAIT);
            prop_assert!(wait >= nominal * 80 / 100 && wait <= nominal * 120 / 100 && wait <= LONGEST_WAIT);
            prop_assert!(wait > 0);
            prop_assert_eq!(wait, backoff_seconds(JobId(id), attempts));
            // Twice the wait, a fifth more or less on each side: never shorter than before while it grows.
            if nominal < LONGEST_WAIT / 2 {
                prop_assert!(backoff_seconds(JobId(id), attempts + 1) > wait);
            }
        }

        #[test]
        fn every_job_comes_to_an_end(id: i64, max in 1i32..100) {
            let tries = (1..=max).take_while(|n| after_failure(JobId(id), *n, max, false, at(0)) != After::Dead);
            prop_assert_eq!(i32::try_from(tries.count()).ok(), Some(max - 1));
        }

        #[test]
        fn an_occurrence_is_the_same_until_the_next_one(millis in 0i64..4_000_000_000_000, every in 1i64..1_000_000) {
            let now = Timestamp::from_millis(millis);
            let this = occurrence(now, every);
            prop_assert!(this <= now && now < this.plus_seconds(every));
            prop_assert_eq!(occurrence(this, every), this);
        }
    }
}

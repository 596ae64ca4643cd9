//! A clock that moves only when it is told to.

use domain::Timestamp;
use services::Clock;
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// Starts at 2026-11-20T08:00:00Z.
#[derive(Clone)]
pub struct ManualClock(Arc<AtomicI64>);

impl Default for ManualClock {
    fn default() -> Self {
        let start: Timestamp = "2026-11-20T08:00:00Z".parse().expect("a valid instant");
        Self(Arc::new(AtomicI64::new(start.as_millisecond())))
    }
}

impl ManualClock {
    pub fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.0.load(Ordering::SeqCst))
    }

    pub fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// The same clock, as the services read it.
    pub fn clock(&self) -> Clock {
        let own = self.clone();
        Clock::new(move || own.now())
    }
}

//! One run of a rule by the processor time that it takes: other programs on the machine do not lengthen it as they do the
//! clock's.

use std::time::{Duration, Instant};

/// Processor time of this thread so far, to some milliseconds; `None` where the kernel does not tell (`/proc` of Linux).
fn spent() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    Some(Duration::from_nanos(told.split_whitespace().next()?.parse().ok()?))
}

/// Runs it once and prints what `told` makes of its answer, with the time.
pub fn once<T>(run: impl FnOnce() -> T, told: impl FnOnce(&T) -> String) -> T {
    let (clock, before) = (Instant::now(), spent());
    let answer = run();
    let elapsed = clock.elapsed();
    let (time, of) = match (before, spent()) {
        (Some(before), Some(after)) => (after.saturating_sub(before), "of the processor"),
        _ => (elapsed, "by the clock"),
    };
    println!("{}: {:.1} ms {of}", told(&answer), time.as_secs_f64() * 1e3);
    answer
}

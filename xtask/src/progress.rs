//! One line when a step ends, with the time it took, so that a long build is seen to move.

use std::time::Instant;

pub struct Step {
    name: &'static str,
    start: Instant,
}

impl Step {
    pub fn begin(name: &'static str) -> Self {
        Self { name, start: Instant::now() }
    }

    pub fn done(self, what: &str) {
        eprintln!("  {:<9} {:>6.1} s  {what}", self.name, self.start.elapsed().as_secs_f32());
    }
}

/// Human size of a file, in kB of 1,000 bytes.
pub fn kb(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

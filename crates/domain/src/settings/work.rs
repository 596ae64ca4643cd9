//! How work is followed: the time to restore that each priority asks for, and who validates.

use super::{Field, Kind, Section};
use crate::target::{Target, TargetClock, Targets};
use serde::{Deserialize, Serialize};

/// Targets in minutes; 0 is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Work {
    pub target_urgent: i64,
    pub target_high: i64,
    pub target_medium: i64,
    pub target_low: i64,
    /// Whether people may validate what they did themselves.
    pub validate_own: bool,
}

impl Default for Work {
    fn default() -> Self {
        Self {
            target_urgent: 2 * 60,
            target_high: 24 * 60,
            target_medium: 72 * 60,
            target_low: 168 * 60,
            validate_own: false,
        }
    }
}

/// A year.
const MOST: i64 = 365 * 24 * 60;

impl Section for Work {
    const KEY: &'static str = "work";
    const FIELDS: &'static [Field] = &[
        Field::new("target_urgent", Kind::Whole { min: 0, max: MOST }),
        Field::new("target_high", Kind::Whole { min: 0, max: MOST }),
        Field::new("target_medium", Kind::Whole { min: 0, max: MOST }),
        Field::new("target_low", Kind::Whole { min: 0, max: MOST }),
        Field::new("validate_own", Kind::Flag),
    ];
}

impl Work {
    /// The targets, by the clock.
    pub fn targets(&self) -> Targets {
        let target = |minutes: i64| {
            let minutes = u32::try_from(minutes).ok().filter(|minutes| *minutes > 0)?;
            Some(Target { minutes, clock: TargetClock::Wall })
        };
        Targets {
            urgent: target(self.target_urgent),
            high: target(self.target_high),
            medium: target(self.target_medium),
            low: target(self.target_low),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_targets_of_the_rules_and_zero_is_none() {
        assert_eq!(Work::default().targets(), Targets::default());
        assert_eq!(Work { target_low: 0, ..Work::default() }.targets().low, None);
    }
}

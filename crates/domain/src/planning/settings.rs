//! The settings of planning.

use crate::SiteId;
use serde::{Deserialize, Serialize};

/// How much each part of a technician's score counts. All zero counts nothing: the order is then by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Weights {
    pub load: u16,
    pub experience: u16,
    pub continuity: u16,
    pub travel: u16,
    pub lateness: u16,
    pub fairness: u16,
}

impl Default for Weights {
    fn default() -> Self {
        Self { load: 30, experience: 20, continuity: 10, travel: 15, lateness: 15, fairness: 10 }
    }
}

/// Minutes on the way between two sites, both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Travel {
    pub from: SiteId,
    pub to: SiteId,
    pub minutes: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// The longest time between two shifts that is a break: work goes on through it without being outside the shift.
    pub break_minutes: u32,
    pub weights: Weights,
    pub travel: Vec<Travel>,
    /// Between two sites that `travel` does not know.
    pub unknown_travel_minutes: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self { break_minutes: 60, weights: Weights::default(), travel: vec![], unknown_travel_minutes: 60 }
    }
}

impl Settings {
    /// Minutes from one site to another; none within a site.
    pub fn travel_minutes(&self, from: SiteId, to: SiteId) -> u32 {
        if from == to {
            return 0;
        }
        let known = self
            .travel
            .iter()
            .find(|way| (way.from == from && way.to == to) || (way.from == to && way.to == from));
        known.map_or(self.unknown_travel_minutes, |way| way.minutes)
    }
}

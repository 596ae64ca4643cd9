//! The search from anywhere: what a few words find among machines, work orders and people.
//! Which of them come first is decided by [`rank`].

mod rank;

pub use rank::{Fit, best, fit};

use crate::{
    EquipmentId, InterventionId, UserId,
    access::Role,
    equipment::EquipmentState,
    intervention::{InterventionStatus, Priority},
};
use serde::{Deserialize, Serialize};

/// Fewer characters than this find too much to be of use: nothing is looked up.
pub const SHORTEST: usize = 2;

/// Longer searches are cut here.
pub const LONGEST: usize = 100;

/// Results shown of each noun.
pub const SHOWN: usize = 6;

/// What a search found, the best first; at most [`SHOWN`] of each. What the caller may not read is empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub equipment: Vec<FoundEquipment>,
    pub interventions: Vec<FoundIntervention>,
    pub people: Vec<FoundPerson>,
}

impl Found {
    pub fn is_empty(&self) -> bool {
        self.equipment.is_empty() && self.interventions.is_empty() && self.people.is_empty()
    }
}

/// A machine in service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundEquipment {
    pub id: EquipmentId,
    pub code: String,
    pub name: String,
    /// Name of its site.
    pub site: String,
    pub state: EquipmentState,
}

/// A work order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundIntervention {
    pub id: InterventionId,
    pub code: String,
    pub title: String,
    /// Code of its machine.
    pub equipment: String,
    /// Code of its site.
    pub site: String,
    pub status: InterventionStatus,
    pub priority: Priority,
}

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundPerson {
    pub id: UserId,
    pub name: String,
    pub role: Role,
}

/// The words that are looked up: trimmed and cut, and nothing when they are too short.
pub fn asked(q: &str) -> Option<String> {
    let q: String = q.trim().chars().take(LONGEST).collect();
    (crate::text::search_words(&q).iter().any(|word| word.chars().count() >= SHORTEST)).then_some(q)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_alone_looks_nothing_up() {
        assert_eq!(asked(" p "), None);
        assert_eq!(asked(" \0 "), None);
        assert_eq!(asked(" ph ").as_deref(), Some("ph"));
        assert_eq!(asked(&"é".repeat(300)).map(|q| q.chars().count()), Some(LONGEST));
    }
}

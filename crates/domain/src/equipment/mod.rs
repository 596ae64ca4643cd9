//! Equipment: a machine, or a component of one, that maintenance looks after.
//!
//! People call it by its code (`PH-001`). It stands in a site, perhaps on a production line, and forms a
//! tree: a component has a parent. Once it has history it is never deleted, only retired.

mod bulk;
mod draft;
mod query;
mod rules;
mod state_draft;
mod view;

pub use bulk::{BulkChange, MAX_AT_ONCE, NotAChange, chosen};
pub use draft::{EquipmentDraft, NewEquipment, Specification, SpecificationDraft};
pub use query::{EquipmentQuery, EquipmentSort};
pub use rules::{
    MAX_LEVELS, State, criticality_rank, may_change_state, may_delete, may_restore, may_retire,
    may_stand_below, state_rank,
};
pub use state_draft::StateDraft;
pub use view::{
    EquipmentDetail, EquipmentFacets, EquipmentLabel, EquipmentNode, EquipmentRef, EquipmentRow, FilterChip,
};

use crate::text_enum;

text_enum! {
    /// Whether the machine can do its work now.
    pub enum EquipmentState {
        /// En service.
        Active = "active",
        /// Runs with a known fault.
        Degraded = "degraded",
        /// Being worked on.
        Maintenance = "maintenance",
        /// En panne.
        Broken = "broken",
        /// À l'arrêt.
        Inactive = "inactive",
    }
}

text_enum! {
    /// How much hangs on the machine; shown as A, B, C, D.
    pub enum Criticality {
        Critical = "critical",
        High = "high",
        Medium = "medium",
        Low = "low",
    }
}

impl Criticality {
    /// The letter on the badge.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Critical => "A",
            Self::High => "B",
            Self::Medium => "C",
            Self::Low => "D",
        }
    }
}

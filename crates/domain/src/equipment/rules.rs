//! Rules of equipment: what may become of it, where it may stand in the tree.

use super::{Criticality, EquipmentState};
use crate::{EquipmentId, Refusal, Timestamp};

/// Where the life of an equipment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    pub retired_at: Option<Timestamp>,
    pub interventions: i64,
}

/// Deletion is for what was entered by mistake: nothing may hang on it.
///
/// # Errors
/// [`Refusal::HasHistory`] with the number of interventions; retirement is the way out then.
pub fn may_delete(state: State) -> Result<(), Refusal> {
    match state.interventions {
        0 => Ok(()),
        interventions => Err(Refusal::HasHistory { interventions }),
    }
}

/// # Errors
/// [`Refusal::AlreadyRetired`].
pub fn may_retire(state: State) -> Result<(), Refusal> {
    if state.retired_at.is_some() { Err(Refusal::AlreadyRetired) } else { Ok(()) }
}

/// # Errors
/// [`Refusal::NotRetired`].
pub fn may_restore(state: State) -> Result<(), Refusal> {
    if state.retired_at.is_none() { Err(Refusal::NotRetired) } else { Ok(()) }
}

/// Whether `parent` may stand above `child`, given the parent's ancestors from the nearest to the root.
/// It may not when the child is among them: the tree would become a ring.
pub fn parent_allowed(child: EquipmentId, parent: EquipmentId, ancestors_of_parent: &[EquipmentId]) -> bool {
    parent != child && !ancestors_of_parent.contains(&child)
}

/// Place in the order of criticality; what the sort column holds.
pub const fn criticality_rank(criticality: Criticality) -> i32 {
    criticality as i32
}

/// Place in the order of attention: what stands still first.
pub const fn state_rank(state: EquipmentState) -> i32 {
    match state {
        EquipmentState::Broken => 0,
        EquipmentState::Degraded => 1,
        EquipmentState::Maintenance => 2,
        EquipmentState::Inactive => 3,
        EquipmentState::Active => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    #[test]
    fn equipment_with_history_is_not_deleted() {
        let used = State { retired_at: None, interventions: 84 };
        assert_eq!(may_delete(used), Err(Refusal::HasHistory { interventions: 84 }));
        assert_eq!(may_retire(used), Ok(()));
        assert_eq!(may_delete(State { interventions: 0, ..used }), Ok(()));
    }

    proptest! {
        /// Whatever moves are tried, the tree that results from the allowed ones has no ring.
        #[test]
        fn allowed_moves_never_close_a_ring(moves in proptest::collection::vec((0i64..12, 0i64..12), 0..80)) {
            let mut parent_of: HashMap<i64, i64> = HashMap::new();
            let ancestors = |parents: &HashMap<i64, i64>, of: i64| {
                let mut chain = vec![];
                let mut at = of;
                while let Some(&up) = parents.get(&at) {
                    chain.push(EquipmentId(up));
                    at = up;
                    assert!(chain.len() <= 12, "a ring");
                }
                chain
            };
            for (child, parent) in moves {
                let above = ancestors(&parent_of, parent);
                if parent_allowed(EquipmentId(child), EquipmentId(parent), &above) {
                    parent_of.insert(child, parent);
                }
            }
            for node in 0..12 {
                ancestors(&parent_of, node);
            }
        }
    }
}

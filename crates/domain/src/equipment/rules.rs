//! Rules of equipment: what may become of it, where it may stand in the tree.

use super::{Criticality, EquipmentState};
use crate::{EquipmentId, FieldCode, Refusal, Timestamp};

/// Equipment on one branch of the tree, from the root down to the deepest component.
pub const MAX_LEVELS: usize = 32;

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

/// Whether the state, or the reason for it, may be changed.
///
/// # Errors
/// [`Refusal::AlreadyRetired`]: what is out of service for good has no state to change.
pub fn may_change_state(state: State) -> Result<(), Refusal> {
    may_retire(state)
}

/// Whether `child` may stand below `parent`. `ancestors_of_parent` is everything above the parent up to the root;
/// `levels` is the height of the child's own tree, 1 without components. A new equipment has no number yet.
///
/// # Errors
/// [`FieldCode::Cycle`] when the tree would become a ring, [`FieldCode::TooDeep`] when a branch would have more than
/// [`MAX_LEVELS`] levels.
pub fn may_stand_below(
    child: Option<EquipmentId>,
    levels: usize,
    parent: EquipmentId,
    ancestors_of_parent: &[EquipmentId],
) -> Result<(), FieldCode> {
    if child.is_some_and(|child| child == parent || ancestors_of_parent.contains(&child)) {
        return Err(FieldCode::Cycle);
    }
    if ancestors_of_parent.len() + 1 + levels > MAX_LEVELS {
        return Err(FieldCode::TooDeep { max: MAX_LEVELS as u32 });
    }
    Ok(())
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

    #[test]
    fn a_retired_equipment_keeps_its_state() {
        let running = State { retired_at: None, interventions: 3 };
        assert_eq!(may_change_state(running), Ok(()));
        let retired = State { retired_at: Some(Timestamp::from_millis(0)), ..running };
        assert_eq!(may_change_state(retired), Err(Refusal::AlreadyRetired));
    }

    #[test]
    fn a_branch_of_the_tree_has_a_limited_number_of_levels() {
        let ancestors = |n: i64| (100..100 + n).map(EquipmentId).collect::<Vec<_>>();
        let place = |above: i64, levels| may_stand_below(None, levels, EquipmentId(1), &ancestors(above));
        let too_deep = Err(FieldCode::TooDeep { max: 32 });
        assert_eq!(place(0, 1), Ok(()));
        assert_eq!(place(30, 1), Ok(()));
        assert_eq!(place(31, 1), too_deep);
        assert_eq!(place(0, 31), Ok(()));
        assert_eq!(place(0, 32), too_deep);
        // A ring is named as what it is, however deep it is.
        let ring = may_stand_below(Some(EquipmentId(140)), 1, EquipmentId(1), &ancestors(60));
        assert_eq!(ring, Err(FieldCode::Cycle));
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
                if may_stand_below(Some(EquipmentId(child)), 1, EquipmentId(parent), &above).is_ok() {
                    parent_of.insert(child, parent);
                }
            }
            for node in 0..12 {
                ancestors(&parent_of, node);
            }
        }
    }
}

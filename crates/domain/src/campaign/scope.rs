//! Which machines a campaign adds.

use crate::{EquipmentId, EquipmentTypeId, LineId, SiteId};
use std::collections::BTreeSet;

/// Machines that one action adds, at most.
pub const MOST_MACHINES: usize = 2_000;

/// What a campaign is about: a type of equipment, a list of machines, or both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Where machines of the type stand.
    pub sites: BTreeSet<SiteId>,
    pub equipment_type: Option<EquipmentTypeId>,
    /// Of the type, only the machines of this line.
    pub line: Option<LineId>,
    /// Machines that were chosen one by one.
    pub chosen: BTreeSet<EquipmentId>,
}

/// A machine that may join.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    pub id: EquipmentId,
    pub site: SiteId,
    pub equipment_type: Option<EquipmentTypeId>,
    pub line: Option<LineId>,
    /// Out of service for good.
    pub retired: bool,
}

impl Scope {
    /// Whether the campaign is about this machine.
    pub fn holds(&self, machine: &Candidate) -> bool {
        let of_type = self.equipment_type.is_some()
            && machine.equipment_type == self.equipment_type
            && self.sites.contains(&machine.site)
            && (self.line.is_none() || machine.line == self.line);
        of_type || self.chosen.contains(&machine.id)
    }
}

/// The machines that the action adds: those it is about, in service, and not in the campaign yet. Each once, by their ids.
pub fn joining(
    scope: &Scope,
    machines: &[Candidate],
    already: &BTreeSet<EquipmentId>,
) -> BTreeSet<EquipmentId> {
    let joins =
        |machine: &&Candidate| scope.holds(machine) && !machine.retired && !already.contains(&machine.id);
    machines.iter().filter(joins).map(|machine| machine.id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn machines() -> impl Strategy<Value = Vec<Candidate>> {
        let one = (1_i64..4, proptest::option::of(1_i64..3), proptest::option::of(1_i64..3), any::<bool>());
        proptest::collection::vec(one, 0..60).prop_map(|all| {
            let each = all.into_iter().enumerate();
            each.map(|(at, (site, kind, line, retired))| Candidate {
                id: EquipmentId(at as i64 + 1),
                site: SiteId(site),
                equipment_type: kind.map(EquipmentTypeId),
                line: line.map(LineId),
                retired,
            })
            .collect()
        })
    }

    fn scopes() -> impl Strategy<Value = Scope> {
        let sites = proptest::collection::btree_set(1_i64..4, 0..3);
        let chosen = proptest::collection::btree_set(1_i64..60, 0..20);
        let (kind, line) = (proptest::option::of(1_i64..3), proptest::option::of(1_i64..3));
        (sites, chosen, kind, line).prop_map(|(sites, chosen, kind, line)| Scope {
            sites: sites.into_iter().map(SiteId).collect(),
            chosen: chosen.into_iter().map(EquipmentId).collect(),
            equipment_type: kind.map(EquipmentTypeId),
            line: line.map(LineId),
        })
    }

    proptest! {
        #[test]
        fn the_second_time_adds_nothing_and_later_only_what_is_new(
            scope in scopes(),
            machines in machines(),
            joins in 0_i64..20,
        ) {
            let mut already = joining(&scope, &machines, &BTreeSet::new());
            prop_assert!(joining(&scope, &machines, &already).is_empty());
            // So many machines of the type are put into service since.
            let kind = scope.equipment_type.unwrap_or(EquipmentTypeId(1));
            let of_type = Scope { equipment_type: Some(kind), sites: [SiteId(9)].into(), ..scope.clone() };
            let new = (0..joins).map(|at| Candidate {
                id: EquipmentId(1_000 + at),
                site: SiteId(9),
                equipment_type: Some(kind),
                line: scope.line,
                retired: false,
            });
            let mut later = machines.clone();
            later.extend(new);
            let old = joining(&of_type, &machines, &already);
            already.extend(old);
            let added = joining(&of_type, &later, &already);
            prop_assert_eq!(added.len() as i64, joins);
            already.extend(added);
            prop_assert!(joining(&of_type, &later, &already).is_empty());
        }

        #[test]
        fn nothing_out_of_service_and_nothing_else_is_added(scope in scopes(), machines in machines()) {
            for id in joining(&scope, &machines, &BTreeSet::new()) {
                let machine = machines.iter().find(|machine| machine.id == id).expect("a candidate");
                prop_assert!(!machine.retired);
                prop_assert!(scope.chosen.contains(&id) || machine.equipment_type == scope.equipment_type);
            }
        }
    }
}

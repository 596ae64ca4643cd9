//! The machines below a machine, as a tree with their states.

use crate::shared::labels;
use domain::equipment::EquipmentNode;
use i18n::Locale;
use ui::TreeNode;

/// The tree of what stands below, from the list in depth-first order.
pub(super) fn tree(locale: Locale, nodes: &[EquipmentNode]) -> Vec<TreeNode> {
    let mut rest = nodes;
    branch(locale, &mut rest, 1)
}

fn branch(locale: Locale, rest: &mut &[EquipmentNode], depth: i32) -> Vec<TreeNode> {
    let mut level = vec![];
    while let Some((node, after)) = rest.split_first() {
        if node.depth < depth {
            break;
        }
        *rest = after;
        let mut line = TreeNode::new(format!("/equipments/{}", node.id), &node.name);
        line.code = Some(node.code.clone());
        line.badge = Some((
            labels::state_tone(node.state),
            labels::state_icon(node.state),
            labels::state(locale, node.state).to_owned(),
        ));
        line.open = true;
        line.children = branch(locale, rest, depth + 1);
        level.push(line);
    }
    level
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{
        EquipmentId,
        equipment::{Criticality, EquipmentState},
    };

    #[test]
    fn depth_first_rows_become_the_tree() {
        let node = |id: i64, depth| EquipmentNode {
            id: EquipmentId(id),
            parent_id: None,
            code: format!("E-{id}"),
            name: String::new(),
            state: EquipmentState::Active,
            criticality: Criticality::Low,
            depth,
        };
        let tree = tree(Locale::Fr, &[node(1, 1), node(2, 2), node(3, 3), node(4, 2), node(5, 1)]);
        assert_eq!(tree.len(), 2);
        assert_eq!(tree[0].children.len(), 2);
        assert_eq!(tree[0].children[0].children[0].code.as_deref(), Some("E-3"));
        assert!(tree[1].children.is_empty());
    }
}

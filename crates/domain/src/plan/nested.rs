//! Nested plans of one equipment: the yearly service covers the quarterly and the monthly ones near it.

use super::{
    generate::Generated,
    occurrence::{Cover, Occurrence, State},
};
use crate::{Date, recurrence::days_between};
use serde::{Deserialize, Serialize};

/// A plan among those of its equipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layer {
    pub plan: i64,
    /// The bigger plan that covers it.
    #[serde(default)]
    pub parent: Option<i64>,
    /// It is covered when the bigger one is due within so many days, before or after.
    pub within_days: u32,
    pub occurrences: Vec<Occurrence>,
}

impl Layer {
    pub fn new(plan: i64, parent: Option<i64>, within_days: u32, generated: Generated) -> Self {
        Self { plan, parent, within_days, occurrences: generated.occurrences }
    }
}

/// Marks what is covered, and brings back what was covered by an occurrence that does not stand any more.
///
/// Of several bigger occurrences the nearest covers, of equally near ones that of the biggest plan. Work in progress
/// and work done is never covered, and what is covered covers nothing. A loop among parents ends where it closes.
/// The bigger plans must be given for `within_days` more on both sides than the smaller ones.
pub fn cover(layers: &mut [Layer], today: Date) {
    let mut order: Vec<usize> = (0..layers.len()).collect();
    order.sort_by_key(|at| ancestors(layers, *at).len());
    for at in order {
        let above = ancestors(layers, at);
        let mut bring_back = vec![];
        for (n, one) in layers[at].occurrences.iter().enumerate() {
            if let State::Covered { by: Cover { plan: Some(plan), nominal } } = one.state {
                let by = layers.iter().find(|layer| layer.plan == plan);
                let cover = by.and_then(|layer| layer.occurrences.iter().find(|o| o.nominal == nominal));
                // Outside the window nothing is known of it, and it stays.
                if cover.is_some_and(|cover| !cover.is_standing()) {
                    bring_back.push((n, Cover { plan: Some(plan), nominal }));
                }
            }
        }
        for (n, by) in bring_back {
            let one = &mut layers[at].occurrences[n];
            one.state = if one.release_on <= today { State::Release } else { State::Forecast };
            one.why.back_from = Some(by);
        }
        let covered: Vec<(usize, Cover)> = layers[at]
            .occurrences
            .iter()
            .enumerate()
            .filter(|(_, one)| may_be_covered(one))
            .filter_map(|(n, one)| Some((n, nearest(layers, &above, layers[at].within_days, one.due.date)?)))
            .collect();
        for (n, by) in covered {
            layers[at].occurrences[n].state = State::Covered { by };
        }
    }
}

const fn may_be_covered(one: &Occurrence) -> bool {
    matches!(one.state, State::Forecast | State::Waiting { .. } | State::Release | State::Open)
}

/// The bigger plans of a layer, the biggest first.
fn ancestors(layers: &[Layer], at: usize) -> Vec<usize> {
    let mut found = vec![at];
    let mut parent = layers[at].parent;
    while let Some(above) = parent.and_then(|plan| layers.iter().position(|layer| layer.plan == plan)) {
        if found.contains(&above) {
            break;
        }
        found.push(above);
        parent = layers[above].parent;
    }
    found.remove(0);
    found.reverse();
    found
}

fn nearest(layers: &[Layer], above: &[usize], within_days: u32, due: Date) -> Option<Cover> {
    let bigger = above.iter().enumerate().flat_map(|(rank, at)| {
        let standing = layers[*at].occurrences.iter().filter(|o| o.is_standing());
        standing.map(move |o| (days_between(o.due.date, due).abs(), rank, *at, o.nominal))
    });
    let near = bigger.filter(|(days, ..)| *days <= i64::from(within_days));
    near.min().map(|(_, _, at, nominal)| Cover { plan: Some(layers[at].plan), nominal })
}

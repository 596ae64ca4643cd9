//! Pareto: which causes take most, with their cumulative share.

use super::{
    Cost, EventId, Failure, Note, Scope,
    scope::{Part, seconds_within, why_not_counted},
    timeline::Down,
};
use crate::{FailureId, Timestamp, span::Span, text_enum};
use serde::{Deserialize, Serialize};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BinaryHeap},
};

text_enum! {
    /// The height of the bars.
    pub enum ParetoOf {
        /// Seconds of unplanned down time, external causes apart.
        Downtime = "downtime",
        /// Minor units of money.
        Cost = "cost",
        /// Failures that start in the window.
        Count = "count",
    }
}

text_enum! {
    /// The key of the bars.
    pub enum ParetoBy {
        Mode = "mode",
        Item = "item",
    }
}

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bar {
    /// The mode or the item; `None`: not coded.
    pub key: Option<i64>,
    pub amount: i64,
    /// This bar and those before it, without the negative ones.
    pub cumulative: i64,
    pub events: Vec<EventId>,
}

/// Bars from the highest down. A share is `cumulative / total`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pareto {
    pub bars: Vec<Bar>,
    /// Sum of the positive bars.
    pub total: i64,
    /// Amounts in several currencies cannot be ranked: there are no bars then.
    pub several_currencies: bool,
    pub notes: Vec<Note>,
}

impl Pareto {
    /// The cumulative share of a bar, of the positive ones; `None` when there is no positive one.
    pub fn share(&self, bar: &Bar) -> Option<f64> {
        (self.total > 0).then(|| bar.cumulative as f64 / self.total as f64)
    }

    /// Ranks amounts. "Not coded" has a bar always, after its equals; other ties are in the order of their keys.
    pub fn rank(amounts: impl IntoIterator<Item = (Option<i64>, i64, EventId)>) -> Self {
        let mut sums: BTreeMap<Option<i64>, (i64, Vec<EventId>)> =
            BTreeMap::from([(None, Default::default())]);
        for (key, amount, event) in amounts {
            let (sum, events) = sums.entry(key).or_default();
            *sum = sum.saturating_add(amount);
            events.push(event);
        }
        let mut bars: Vec<Bar> = sums
            .into_iter()
            .map(|(key, (amount, mut events))| {
                events.sort_unstable();
                events.dedup();
                Bar { key, amount, cumulative: 0, events }
            })
            .collect();
        bars.sort_by_key(|bar| (std::cmp::Reverse(bar.amount), bar.key.is_none(), bar.key));
        let mut total = 0_i64;
        for bar in &mut bars {
            total = total.saturating_add(bar.amount.max(0));
            bar.cumulative = total;
        }
        let negative = bars.iter().any(|bar| bar.amount < 0);
        let notes = if negative { vec![Note::NegativeBars] } else { vec![] };
        Self { bars, total, several_currencies: false, notes }
    }
}

impl Scope<'_> {
    /// The Pareto of the scope's failures.
    pub fn pareto(&self, of: ParetoOf, by: ParetoBy) -> Pareto {
        match of {
            ParetoOf::Count => {
                let counted = self.started().counted();
                Pareto::rank(
                    counted.map(|(row, place)| (key(&self.book.plant.failures[place], by), 1, row.event)),
                )
            }
            ParetoOf::Downtime => {
                Pareto::rank(self.parts.iter().flat_map(|part| self.lost_at(part, by)).collect::<Vec<_>>())
            }
            ParetoOf::Cost => self.pareto_of_cost(by),
        }
    }

    fn pareto_of_cost(&self, by: ParetoBy) -> Pareto {
        let costs: Vec<&Cost> = self.costs().collect();
        let mut pareto = if costs.windows(2).any(|pair| pair[0].currency != pair[1].currency) {
            Pareto { several_currencies: true, ..Pareto::rank([]) }
        } else {
            Pareto::rank(costs.iter().map(|cost| {
                let failure = cost.failure.and_then(|id| self.book.failure(id));
                let mode = failure.and_then(|failure| failure.mode);
                let key = if by == ParetoBy::Item { Some(cost.item.0) } else { mode };
                (key, cost.minor, EventId::Cost(cost.id))
            }))
        };
        if pareto.several_currencies {
            pareto.bars.clear();
        }
        pareto
    }

    /// Seconds of the item's unplanned time, each given to the failure that started first. Seconds that no failure explains
    /// are not coded.
    fn lost_at(&self, part: &Part, by: ParetoBy) -> Vec<(Option<i64>, i64, EventId)> {
        let Some(window) = part.window else { return vec![] };
        let lost = part.line.unplanned.subtract(&part.line.external).clip(window).intersect(&part.required);
        let failures = &self.book.plant.failures;
        let counted = |down: &Down| down.failure.filter(|place| why_not_counted(&failures[*place]).is_none());
        let downs = || part.line.downs.iter().filter(|down| !down.is_planned());
        let ranked = |(place, span): (usize, Span)| Ranked {
            rank: (failures[place].started, failures[place].id),
            place,
            span,
        };
        let explained: Vec<Ranked> =
            downs().filter_map(|down| counted(down).zip(down.span).map(ranked)).collect();
        let rest = lost.subtract(&explained.iter().map(|one| one.span).collect());
        let mut pieces = first_come(explained);
        pieces.sort_unstable();
        let of_one = |pieces: &[(usize, Span)]| {
            (&failures[pieces[0].0], pieces.iter().map(|(_, span)| seconds_within(&lost, *span)).sum::<i64>())
        };
        let mut amounts: Vec<_> = pieces
            .chunk_by(|a, b| a.0 == b.0)
            .map(of_one)
            .filter(|(_, seconds)| *seconds > 0)
            .map(|(failure, seconds)| (key(failure, by), seconds, EventId::Failure(failure.id)))
            .collect();
        for down in downs().filter(|down| counted(down).is_none()) {
            let left = down.piece.map_or(0, |piece| seconds_within(&rest, piece));
            if left > 0 {
                let key = (by == ParetoBy::Item).then_some(down.item.0);
                amounts.push((key, left, down.event));
            }
        }
        amounts
    }
}

fn key(failure: &Failure, by: ParetoBy) -> Option<i64> {
    if by == ParetoBy::Item { Some(failure.item.0) } else { failure.mode }
}

/// An interval of a failure: of those that share a second, the lowest has it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ranked {
    /// Of the failure.
    rank: (Timestamp, FailureId),
    place: usize,
    span: Span,
}

/// Cuts overlapping intervals into pieces, each with the place of the failure that has it.
fn first_come(mut intervals: Vec<Ranked>) -> Vec<(usize, Span)> {
    intervals.sort_by_key(|one| one.span.start);
    let mut coming = intervals.into_iter().peekable();
    let (mut open, mut pieces) = (BinaryHeap::<Reverse<Ranked>>::new(), vec![]);
    while let Some(from) = coming.peek().map(|next| next.span.start) {
        let mut from = from;
        // Until nothing runs any more.
        loop {
            while let Some(one) = coming.next_if(|next| next.span.start <= from) {
                open.push(Reverse(one));
            }
            let Some(Reverse(first)) = open.peek() else { break };
            let next = coming.peek().map_or(first.span.end, |next| next.span.start);
            let to = first.span.end.min(next);
            pieces.extend(Span::new(from, to).map(|span| (first.place, span)));
            if first.span.end <= to {
                open.pop();
            }
            from = from.max(to);
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bars(pareto: &Pareto) -> Vec<(Option<i64>, i64, i64)> {
        pareto.bars.iter().map(|bar| (bar.key, bar.amount, bar.cumulative)).collect()
    }

    fn cost(id: i64) -> EventId {
        EventId::Cost(id)
    }

    #[test]
    fn not_coded_is_a_bar_always_after_its_equals_and_ties_go_by_id() {
        assert_eq!(bars(&Pareto::rank([])), [(None, 0, 0)]);
        let amounts =
            [(None, 5, cost(1)), (Some(9), 5, cost(2)), (Some(2), 5, cost(3)), (Some(4), 7, cost(4))];
        let pareto = Pareto::rank(amounts);
        assert_eq!(bars(&pareto), [(Some(4), 7, 7), (Some(2), 5, 12), (Some(9), 5, 17), (None, 5, 22)]);
        assert_eq!(pareto.share(&pareto.bars[3]), Some(1.0));
        assert!(pareto.notes.is_empty());
    }

    #[test]
    fn negative_costs_are_drawn_and_shares_are_of_the_positive_ones() {
        let pareto = Pareto::rank([(Some(1), 30, cost(1)), (Some(2), -10, cost(2)), (Some(3), 10, cost(3))]);
        assert_eq!(bars(&pareto), [(Some(1), 30, 30), (Some(3), 10, 40), (None, 0, 40), (Some(2), -10, 40)]);
        assert_eq!(pareto.share(&pareto.bars[0]), Some(0.75));
        assert_eq!(pareto.notes, [Note::NegativeBars]);
        let none = Pareto::rank([(Some(1), -1, cost(1))]);
        assert_eq!(none.share(&none.bars[0]), None);
        assert!(Pareto::rank([(Some(1), 30, cost(1))]).notes.is_empty(), "an empty bar is not negative");
    }
}

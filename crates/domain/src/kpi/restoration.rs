//! How fast: reaction, restoration, hands-on time.

use super::{
    Absent, Answer, Beside, DowntimeKind, End, EventId, Failure, Kpi, Reason, Row, Scope, Work,
    of_failures::OfFailures,
    scope::{Part, seconds_within, why_not_counted},
};
use crate::{Timestamp, intervention::InterventionKind, span::Span};

impl Scope<'_> {
    /// Mean time to restoration: raw calendar time, one per failure restored in the window.
    pub fn mttr(&self) -> Answer {
        let restored = self.restored();
        let seconds = restored.counted().fold(0_i64, |sum, (row, _)| sum.saturating_add(row.amount));
        let beside = [(Beside::CountedUnplanned, self.counted_unplanned()), self.count_started()];
        self.sign(
            Answer::ratio(Kpi::Mttr, seconds, restored.count, Absent::NoRestoration)
                .with_beside(&beside)
                .with_evidence(restored.rows.clone()),
        )
    }

    /// Mean hands-on time of the failures restored in the window: for each the union across technicians.
    pub fn mttr_active(&self) -> Answer {
        let (active, count, labour) = self.active(|_| true);
        let rows = self.restored().changed(|row, place| match self.book.ledger.hands_on[place] {
            Some(hands_on) => row.amount = hands_on.active,
            None => *row = Row::excluded(row.event, row.item, 0, Reason::NoHandsOnTime),
        });
        self.sign(
            Answer::ratio(Kpi::MttrActive, active, count, Absent::NoHandsOnTime)
                .with_beside(&[(Beside::LabourTime, labour)])
                .with_evidence(rows),
        )
    }

    /// Mean time to the first of reaction, start and work, of corrective interventions that see it in the window.
    pub fn mtta(&self) -> Answer {
        let mut rows = vec![];
        for (place, item) in self.below() {
            let Some(window) = self.window_of(item) else { continue };
            for place in &self.book.ledger.works[place] {
                let (work, worked) = (&self.book.plant.works[*place], self.book.ledger.first_work[*place]);
                if work.kind != InterventionKind::Corrective {
                    continue;
                }
                let reaction = [work.reacted, work.started, worked].into_iter().flatten().min();
                rows.extend(self.row_of_reaction(work, reaction, window));
            }
        }
        let counted = || rows.iter().filter(|row| row.is_counted());
        let seconds = counted().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
        let answer = Answer::ratio(Kpi::Mtta, seconds, counted().count() as i64, Absent::NoReaction);
        self.sign(answer.with_evidence(rows))
    }

    fn row_of_reaction(&self, work: &Work, reaction: Option<Timestamp>, window: Span) -> Option<Row> {
        let event = EventId::Work(work.id);
        let listed = |seconds, reason| Some(Row::excluded(event, work.item, seconds, reason));
        match reaction {
            Some(at) if at < self.book.now => {
                let seconds = at.seconds_since(work.reported);
                match window.contains(at) {
                    false => None,
                    true if seconds < 0 => listed(seconds, Reason::BeforeReport),
                    true => Some(Row::counted(event, work.item, seconds)),
                }
            }
            _ if work.reported >= window.end => None,
            _ if work.cancelled => None,
            _ => listed(self.book.now.seconds_since(work.reported), Reason::NoReaction),
        }
    }

    pub(super) fn rows_of_restored(&self) -> OfFailures {
        let row = |(part, failure, place): (&Part, &Failure, usize)| {
            let window = part.window?;
            let event = EventId::Failure(failure.id);
            let listed = |seconds, reason| Some(Row::excluded(event, failure.item, seconds, reason));
            let elapsed = || self.book.now.seconds_since(failure.started);
            let begun = failure.started < window.end;
            let row = match (failure.restored, why_not_counted(failure)) {
                (End::At(at), Some(reason)) if window.contains(at) => listed(0, reason),
                (End::At(at), None) if window.contains(at) => {
                    Some(Row::counted(event, failure.item, at.seconds_since(failure.started)))
                }
                (End::At(at), None) if begun && at >= self.book.now => listed(elapsed(), Reason::StillOpen),
                (End::Open, None) if begun => listed(elapsed(), Reason::StillOpen),
                (End::Unknown, None) if window.contains(failure.started) => listed(0, Reason::EndUnknown),
                _ => None,
            };
            Some((row?, place))
        };
        self.failures().filter_map(row).collect()
    }

    /// Hands-on seconds, failures that have some, and labour seconds, of the restored failures in the places wanted.
    pub(super) fn active(&self, wanted: impl Fn(usize) -> bool) -> (i64, i64, i64) {
        let places = self.restored().counted().map(|(_, place)| place).filter(|place| wanted(*place));
        let hands_on = places.filter_map(|place| self.book.ledger.hands_on[place]);
        hands_on.fold((0, 0, 0), |(active, count, labour), one| {
            (i64::saturating_add(active, one.active), count + 1, i64::saturating_add(labour, one.labour))
        })
    }

    /// The part of the restored failures' own intervals that counts as unplanned and not external, over all time.
    fn counted_unplanned(&self) -> i64 {
        let mut places: Vec<usize> = self.restored().counted().map(|(_, place)| place).collect();
        places.sort_unstable();
        self.parts.iter().fold(0_i64, |sum, part| sum.saturating_add(counted_at(part, &places)))
    }
}

/// `places` of failures, in order.
fn counted_at(part: &Part, places: &[usize]) -> i64 {
    let unplanned = |kind| kind == DowntimeKind::Unplanned;
    let own = part.line.downs.iter().filter(|down| unplanned(down.kind));
    own.filter(|down| down.failure.is_some_and(|place| places.binary_search(&place).is_ok()))
        .filter_map(|down| down.span)
        .map(|span| seconds_within(&part.line.unplanned, span) - seconds_within(&part.line.external, span))
        .sum()
}

//! How fast: reaction, restoration, hands-on time.

use super::{
    Absent, Answer, Beside, DowntimeKind, End, EventId, Kpi, Reason, Row, Scope, Work,
    book::SetOf,
    ledger::HandsOn,
    scope::{Part, seconds_within, why_not_counted},
};
use crate::{FailureId, Timestamp, intervention::InterventionKind, span::Span};

impl Scope<'_> {
    /// Mean time to restoration: raw calendar time, one per failure restored in the window.
    pub fn mttr(&self) -> Answer {
        let rows = self.restored();
        let restored: Vec<&Row> = rows.iter().filter(|row| row.is_counted()).collect();
        let seconds = restored.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount));
        let count = restored.len() as i64;
        let beside = [(Beside::CountedUnplanned, self.counted_unplanned(&restored)), self.count_started()];
        self.sign(
            Answer::ratio(Kpi::Mttr, seconds, count, Absent::NoRestoration)
                .with_beside(&beside)
                .with_evidence(rows.to_vec()),
        )
    }

    /// Mean hands-on time of the failures restored in the window: for each the union across technicians.
    pub fn mttr_active(&self) -> Answer {
        let mut rows = self.restored().to_vec();
        let (active, count, labour) = self.active(&rows, |_| true);
        for row in rows.iter_mut().filter(|row| row.is_counted()) {
            match self.hands_on_of(row) {
                Some(hands_on) => row.amount = hands_on.active,
                None => *row = Row::excluded(row.event, row.item, 0, Reason::NoHandsOnTime),
            }
        }
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

    pub(super) fn rows_of_restored(&self) -> Vec<Row> {
        let mut rows = vec![];
        for (part, failure) in self.failures() {
            let Some(window) = part.window else { continue };
            let event = EventId::Failure(failure.id);
            let listed = |seconds, reason| Some(Row::excluded(event, failure.item, seconds, reason));
            let elapsed = || self.book.now.seconds_since(failure.started);
            let begun = failure.started < window.end;
            rows.extend(match (failure.restored, why_not_counted(failure)) {
                (End::At(at), Some(reason)) if window.contains(at) => listed(0, reason),
                (End::At(at), None) if window.contains(at) => {
                    Some(Row::counted(event, failure.item, at.seconds_since(failure.started)))
                }
                (End::At(at), None) if begun && at >= self.book.now => listed(elapsed(), Reason::StillOpen),
                (End::Open, None) if begun => listed(elapsed(), Reason::StillOpen),
                (End::Unknown, None) if window.contains(failure.started) => listed(0, Reason::EndUnknown),
                _ => None,
            });
        }
        rows
    }

    /// Hands-on seconds, failures that have some, and labour seconds, of the rows wanted.
    pub(super) fn active(&self, rows: &[Row], wanted: impl Fn(&Row) -> bool) -> (i64, i64, i64) {
        let those = rows.iter().filter(|row| row.is_counted() && wanted(row));
        those.filter_map(|row| self.hands_on_of(row)).fold((0, 0, 0), |(active, count, labour), one| {
            (i64::saturating_add(active, one.active), count + 1, i64::saturating_add(labour, one.labour))
        })
    }

    fn hands_on_of(&self, row: &Row) -> Option<HandsOn> {
        match row.event {
            EventId::Failure(id) => self.book.hands_on(id),
            _ => None,
        }
    }

    /// The part of the restored failures' own intervals that counts as unplanned and not external, over all time.
    fn counted_unplanned(&self, restored: &[&Row]) -> i64 {
        let failures: SetOf<FailureId> = restored
            .iter()
            .filter_map(|row| match row.event {
                EventId::Failure(id) => Some(id),
                _ => None,
            })
            .collect();
        self.parts.iter().fold(0_i64, |sum, part| sum.saturating_add(counted_at(part, &failures)))
    }
}

fn counted_at(part: &Part, failures: &SetOf<FailureId>) -> i64 {
    let unplanned = |kind| kind == DowntimeKind::Unplanned;
    let own = part.line.downs.iter().filter(|down| unplanned(down.kind));
    own.filter(|down| down.failure.is_some_and(|id| failures.contains(&id)))
        .filter_map(|down| down.span)
        .map(|span| seconds_within(&part.line.unplanned, span) - seconds_within(&part.line.external, span))
        .sum()
}

//! Condition plans: a reading that crosses a threshold, with hysteresis and one open intervention at a time.

use super::{
    draft::Draft,
    generate::{Context, Drafts},
    history::RowState,
    meter::Reading,
    nominal::Nominal,
    occurrence::Basis,
    record::{Condition, Side},
};
use crate::{
    Timestamp,
    recurrence::{civil_day, plus_days_clamped},
};

impl Condition {
    fn is_beyond(&self, value: i64) -> bool {
        match self.side {
            Side::Above => value >= self.threshold,
            Side::Below => value <= self.threshold,
        }
    }

    fn is_rearmed(&self, value: i64) -> bool {
        match self.side {
            Side::Above => value <= self.rearm.min(self.threshold.saturating_sub(1)),
            Side::Below => value >= self.rearm.max(self.threshold.saturating_add(1)),
        }
    }

    /// The readings that cross the threshold, in order of time. A first reading beyond it is one.
    pub fn edges(&self, readings: &[Reading]) -> Vec<Reading> {
        let mut sorted: Vec<&Reading> = readings.iter().filter(|reading| !reading.withdrawn).collect();
        sorted.sort_by_key(|reading| reading.at);
        let (mut armed, mut edges) = (true, vec![]);
        for reading in sorted {
            if armed && self.is_beyond(reading.value) {
                armed = false;
                edges.push(reading.clone());
            } else if self.is_rearmed(reading.value) {
                armed = true;
            }
        }
        edges
    }
}

pub(super) fn drafts(context: &Context<'_>, condition: &Condition) -> Drafts {
    let row = |at: Timestamp| context.history.rows.iter().find(|row| row.nominal == Nominal::Edge(at));
    // The end of the work of the last edge that made some; `None` while it is open.
    let mut busy_until: Option<Option<Timestamp>> = None;
    let mut drafts = vec![];
    for edge in condition.edges(&context.history.meter.readings) {
        let nominal = Nominal::Edge(edge.at);
        let written = row(edge.at).filter(|row| row.state != RowState::Withdrawn);
        let busy = busy_until.is_some_and(|end| end.is_none_or(|end| end > edge.at));
        if written.is_none() && busy {
            continue;
        }
        busy_until = match written.map(|row| &row.state) {
            None => Some(context.history.done(nominal)),
            Some(RowState::Open | RowState::Begun) => Some(None),
            Some(RowState::Done { at, .. }) => Some(Some(*at)),
            Some(_) => busy_until,
        };
        let day = civil_day(edge.at, context.zone);
        let due = plus_days_clamped(day, condition.due_in_days.into());
        let basis = Basis::Edge { at: edge.at, value: edge.value, threshold: condition.threshold };
        drafts.push(Draft { reached: true, ..Draft::new(nominal, due, 0, basis) });
    }
    Drafts { drafts, ..Drafts::default() }
}

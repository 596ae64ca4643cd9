//! Down time and the three availabilities, which are told apart by name wherever they are shown.

use super::{Absent, Answer, Beside, DowntimeKind, Kpi, Note, OperatingTime, Reason, Row, Scope, Value};

impl Scope<'_> {
    /// All down time over the merged runs that start in the window, planned and unplanned.
    pub fn mdt(&self) -> Answer {
        let (mut seconds, mut runs) = (0_i64, 0);
        for part in &self.parts {
            let Some(window) = part.window else { continue };
            seconds = seconds.saturating_add(part.times.planned.saturating_add(part.times.unplanned));
            let all = part.line.runs.as_slice();
            let before = |at| all.partition_point(|run| run.start < at);
            runs += (before(window.end) - before(window.start)) as i64;
        }
        let answer = Answer::ratio(Kpi::Mdt, seconds, runs, Absent::NoDowntime);
        let answer = match self.unknown(false) {
            Some(event) => answer.absent(Absent::EndUnknown(event)),
            None => answer,
        };
        self.sign(answer.with_beside(&self.beside()).with_evidence(self.downs().clone()))
    }

    /// Required time less what failures take, external causes apart. Planned stops are shown beside it.
    pub fn availability_failures(&self) -> Answer {
        let times = self.times();
        let left = times.required - (times.unplanned - times.external);
        let mut answer =
            Answer::ratio(Kpi::AvailabilityFailures, left, times.required, Absent::NoRequiredTime);
        match (self.unknown(false), self.unknown(true)) {
            // Seconds that turn out to be external leave the numerator: no limit that would be true.
            (_, Some(event)) => answer = answer.absent(Absent::EndUnknown(event)),
            (Some(event), None) => {
                answer.notes.push(Note::EndUnknown(event));
                answer.value = at_most(answer.value);
            }
            (None, None) => {}
        }
        let rows = self.rows_of_failed();
        self.sign(answer.with_beside(&self.beside()).with_evidence(rows))
    }

    /// Up time over required time.
    pub fn availability_operational(&self) -> Answer {
        let times = self.times();
        let kpi = Kpi::AvailabilityOperational;
        let mut answer = Answer::ratio(kpi, times.up, times.required, Absent::NoRequiredTime);
        if let Some(event) = self.unknown(false) {
            answer.notes.push(Note::EndUnknown(event));
            answer.value = at_most(answer.value);
        }
        self.sign(answer.with_beside(&self.beside()).with_evidence(self.downs().clone()))
    }

    /// `MTBF / (MTBF + MTTR active)`, of failures that stop the item. Numerator and denominator are both multiplied by the
    /// two counts, so that they stay whole.
    pub fn availability_inherent(&self) -> Answer {
        let mut n = 0;
        let rows = self.started().changed(|row, place| match self.book.stops(place) {
            true => n += 1,
            false => row.excluded = Some(Reason::DoesNotStop),
        });
        let (operated, source) = self.operated();
        let (active, m, _) = self.active(|place| self.book.stops(place));
        let whole = || {
            let mtbf = operated.checked_mul(m)?;
            Some((mtbf, mtbf.checked_add(active.checked_mul(n)?)?))
        };
        let (numerator, denominator) = whole().unwrap_or_default();
        let mut answer =
            Answer::ratio(Kpi::AvailabilityInherent, numerator, denominator, Absent::NoOperatingTime);
        let unknown = self.unknown(false).filter(|_| source != OperatingTime::Metered);
        let reason = match unknown {
            _ if n == 0 => Some(Absent::NoFailure),
            _ if m == 0 => Some(Absent::NoHandsOnTime),
            _ if whole().is_none() => Some(Absent::TooLarge),
            Some(event) => Some(Absent::EndUnknown(event)),
            None => None,
        };
        if let Some(reason) = reason {
            answer = answer.absent(reason);
        }
        answer.notes.push(Note::OperatingTime(source));
        self.sign(answer.with_beside(&[(Beside::Failures, n)]).with_evidence(rows))
    }

    /// Rows of unplanned down time: those of external causes are listed, those of failures keep only the seconds that are
    /// not external.
    fn rows_of_failed(&self) -> Vec<Row> {
        let (mut all, mut rows) = (self.downs().iter().peekable(), vec![]);
        for part in &self.parts {
            // Required time lies in the window.
            let external = part.line.external.intersect(&part.required);
            for down in &part.line.downs {
                // Rows come in the order of the intervals, of which some have none.
                let Some(row) = all.next_if(|row| row.event == down.event) else { continue };
                if down.is_planned() {
                    continue;
                }
                let mut row = *row;
                if row.excluded.is_none() && down.kind == DowntimeKind::External {
                    row.excluded = Some(Reason::External);
                } else if let (None, Some(piece)) = (row.excluded, down.piece) {
                    row.amount -= super::scope::seconds_within(&external, piece);
                }
                rows.push(row);
            }
        }
        rows
    }
}

fn at_most(value: Value) -> Value {
    match value {
        Value::Exact(value) => Value::AtMost(value),
        other => other,
    }
}

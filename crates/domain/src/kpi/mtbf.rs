//! How long between failures: operating time, MTBF, failure rate, and failures that come back.

use super::{Absent, Answer, Beside, Evidence, Kpi, Note, OperatingTime, Scope, Value, scope::Part};
use crate::{
    Timestamp,
    reliability::{LEVEL, Trend, laplace, mtbf_interval, rate_interval},
};

/// Below so many failures the interval is shown.
const SMALL_SAMPLE: i64 = 5;

impl Scope<'_> {
    /// Operating time: the meter where there is one, else up time.
    pub fn operating_time(&self) -> Answer {
        let (seconds, source) = self.operated();
        let mut answer = Answer::ratio(Kpi::OperatingTime, seconds, 1, Absent::NoOperatingTime);
        answer.notes.push(Note::OperatingTime(source));
        if self.parts.iter().all(|part| part.window.is_none()) {
            answer = answer.absent(Absent::EmptyWindow);
        }
        self.mark_unknown(&mut answer, source);
        let rows = if source == OperatingTime::Metered { Evidence::default() } else { self.downs().clone() };
        self.sign(answer.with_beside(&self.beside()).with_evidence(rows))
    }

    /// Operating time over the failures that start in the window.
    pub fn mtbf(&self) -> Answer {
        let started = self.started();
        let n = started.count;
        let (seconds, source) = self.operated();
        let mut answer = Answer::ratio(Kpi::Mtbf, seconds, n, Absent::NoFailure);
        if n > 0 && seconds == 0 {
            answer = answer.absent(Absent::NoOperatingTime);
        }
        answer.notes.push(Note::OperatingTime(source));
        let unknown = self.mark_unknown(&mut answer, source);
        if n < SMALL_SAMPLE && !unknown {
            answer.interval = mtbf_interval(seconds as f64, n as u32, LEVEL);
        }
        answer.notes.extend(self.trend());
        self.sign(answer.with_beside(&self.beside()).with_evidence(started.rows.clone()))
    }

    /// Failures per second of operating time; 0 without a failure, with its upper limit.
    pub fn failure_rate(&self) -> Answer {
        let started = self.started();
        let n = started.count;
        let (seconds, source) = self.operated();
        let mut answer = Answer::ratio(Kpi::FailureRate, n, seconds, Absent::NoOperatingTime);
        answer.notes.push(Note::OperatingTime(source));
        match self.unknown(false) {
            // With less operating time the rate is higher: no limit that would be true.
            Some(event) if source != OperatingTime::Metered => {
                answer = answer.absent(Absent::EndUnknown(event));
            }
            _ if n < SMALL_SAMPLE => answer.interval = rate_interval(seconds as f64, n as u32, LEVEL),
            _ => {}
        }
        answer.notes.extend(self.trend());
        self.sign(answer.with_beside(&self.beside()).with_evidence(started.rows.clone()))
    }

    /// Failures of the same item and mode as one restored in the 30 days before, over all. One that is not coded is never
    /// the same as another.
    pub fn repeat_failures(&self) -> Answer {
        let (started, mut repeated) = (self.started(), 0);
        let rows = started.changed(|row, place| {
            row.amount = i64::from(self.book.ledger.repeats[place]);
            repeated += row.amount;
        });
        self.sign(
            Answer::ratio(Kpi::RepeatFailure, repeated, started.count, Absent::NoFailure).with_evidence(rows),
        )
    }

    /// Operating seconds, and where they came from.
    pub(super) fn operated(&self) -> (i64, OperatingTime) {
        let (mut seconds, mut metered, mut inferred) = (0_i64, false, false);
        for part in self.parts.iter().filter(|part| part.window.is_some()) {
            let by_meter = self.meter_delta(part);
            metered |= by_meter.is_some();
            inferred |= by_meter.is_none();
            seconds = seconds.saturating_add(by_meter.unwrap_or(part.times.up));
        }
        let source = match (metered, inferred) {
            (true, true) => OperatingTime::Mixed,
            (true, false) => OperatingTime::Metered,
            _ => OperatingTime::Inferred,
        };
        (seconds, source)
    }

    /// The last reading at or before the end, less the last at or before the start. `None` without one of the two, or when
    /// the meter went backwards.
    fn meter_delta(&self, part: &Part) -> Option<i64> {
        let (window, readings) = (part.window?, self.book.readings(part.item.id));
        let until = |at: Timestamp| {
            let after = readings.partition_point(|reading| reading.at <= at);
            after.checked_sub(1).map(|last| readings[last].total)
        };
        until(window.end)?.checked_sub(until(window.start)?).filter(|delta| *delta >= 0)
    }

    /// With an end that is not known, up time is at most what was found.
    fn mark_unknown(&self, answer: &mut Answer, source: OperatingTime) -> bool {
        let Some(event) = self.unknown(false).filter(|_| source != OperatingTime::Metered) else {
            return false;
        };
        answer.notes.push(Note::EndUnknown(event));
        if let Value::Exact(value) = answer.value {
            answer.value = Value::AtMost(value);
        }
        true
    }

    /// A note when the rate is not constant, in required time. Only where every item was there for the whole of one window,
    /// with one calendar.
    fn trend(&self) -> Option<Note> {
        *self.trend.get_or_init(|| self.find_trend())
    }

    fn find_trend(&self) -> Option<Note> {
        let first = self.parts.first()?;
        let window = first.window?;
        if self.parts.iter().any(|part| part.window != Some(window) || part.required != first.required) {
            return None;
        }
        let required = first.required.as_slice();
        let before: Vec<i64> = required
            .iter()
            .scan(0, |sum, span| Some(std::mem::replace(sum, *sum + span.seconds())))
            .collect();
        let age = |at: Timestamp| {
            let Some(last) = required.partition_point(|span| span.start <= at).checked_sub(1) else {
                return 0.0;
            };
            (before[last] + at.min(required[last].end).seconds_since(required[last].start)) as f64
        };
        let failures = &self.book.plant.failures;
        let counted = self.started().counted();
        let ages: Vec<f64> = counted.map(|(_, place)| age(failures[place].started)).collect();
        let test = laplace(&ages, 0.0, first.times.required as f64, LEVEL).ok()?;
        (test.trend != Trend::NotShown).then_some(Note::Misleading(test))
    }

    /// Failures that start in the window, beside another value.
    pub(super) fn count_started(&self) -> (Beside, i64) {
        (Beside::Failures, self.started().count)
    }
}

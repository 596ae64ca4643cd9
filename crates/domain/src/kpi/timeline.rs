//! The down time of one item over all time: which second is planned, unplanned or external.
//!
//! Made once, before any window is looked at, so that no choice of window can change it.

use super::{DowntimeKind, End, EventId};
use crate::{
    EquipmentId, Timestamp,
    span::{Span, Spans},
};

/// An interval for which a record says that the item stood still.
#[derive(Clone, Debug)]
pub struct Down {
    pub event: EventId,
    /// Where it happened: the item itself, or a component that stops it.
    pub item: EquipmentId,
    /// Its place in the plant.
    pub failure: Option<usize>,
    pub kind: DowntimeKind,
    pub started: Timestamp,
    pub end: End,
    /// From the start to the end, or to now; `None` when nothing has passed or the end is not known.
    pub span: Option<Span>,
    /// The part that no earlier interval, planned or unplanned as this one, covers: each second belongs to the first.
    pub piece: Option<Span>,
    /// The earlier interval that it overlaps or touches.
    pub merged_into: Option<EventId>,
}

impl Down {
    pub fn is_planned(&self) -> bool {
        self.kind == DowntimeKind::Planned
    }

    /// It ends before it starts: listed, not counted.
    pub fn is_backwards(&self) -> bool {
        matches!(self.end, End::At(end) if end < self.started)
    }
}

/// One item over all time until now.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// In the order of their starts.
    pub downs: Vec<Down>,
    /// `P`: what is planned once precedence is applied.
    pub planned: Spans,
    /// `U`: likewise, external included.
    pub unplanned: Spans,
    /// `X ⊂ U`.
    pub external: Spans,
    /// The merged runs of both.
    pub runs: Spans,
    /// The first downs whose end is not known: of all, and of the external ones.
    pub unknown: Option<(Timestamp, EventId)>,
    pub unknown_external: Option<(Timestamp, EventId)>,
}

impl Timeline {
    /// `downs` in any order; what is after `now` has not happened.
    pub fn new(mut downs: Vec<Down>, now: Timestamp) -> Self {
        // Stable, because it is quick where failures and stops come each in order.
        downs.sort_by_key(|down| (down.started, down.event));
        for down in &mut downs {
            down.span = match down.end {
                End::At(end) => Span::new(down.started, end.min(now)),
                End::Open => Span::new(down.started, now),
                End::Unknown => None,
            };
        }
        let (planned, unplanned) = (merge(&mut downs, true), merge(&mut downs, false));
        let yielded = second_of_two(&planned, &unplanned);
        let of =
            |kind| downs.iter().filter(move |down: &&Down| down.kind == kind).filter_map(|down| down.span);
        let external: Spans = of(DowntimeKind::External).collect();
        let runs = planned.union(&unplanned);
        let (planned, unplanned) =
            (planned.subtract(&yielded.by_planned), unplanned.subtract(&yielded.by_unplanned));
        let external = external.intersect(&unplanned);
        let unknown = |external: bool| {
            let unknown = |down: &&Down| down.end == End::Unknown && down.started < now;
            let mut those = downs.iter().filter(unknown);
            let of_kind = |down: &&Down| !external || down.kind == DowntimeKind::External;
            those.find(of_kind).map(|down| (down.started, down.event))
        };
        let (unknown, unknown_external) = (unknown(false), unknown(true));
        Self { downs, planned, unplanned, external, runs, unknown, unknown_external }
    }
}

/// The merged runs of one class, each second given to the interval that started first.
fn merge(downs: &mut [Down], planned: bool) -> Spans {
    let mut reach: Option<(Timestamp, EventId)> = None;
    for down in downs.iter_mut().filter(|down| down.is_planned() == planned) {
        let Some(span) = down.span else { continue };
        let first = match reach {
            Some((end, first)) if span.start <= end => {
                down.merged_into = Some(first);
                down.piece = Span::new(end.max(span.start), span.end);
                first
            }
            _ => {
                down.piece = Some(span);
                down.event
            }
        };
        let end = reach.map_or(span.end, |(end, _)| end.max(span.end));
        reach = Some((end, first));
    }
    downs.iter().filter(|down| down.is_planned() == planned).filter_map(|down| down.span).collect()
}

/// Seconds that each class leaves to the other.
struct Yielded {
    by_planned: Spans,
    by_unplanned: Spans,
}

/// Of every second in a planned and in an unplanned run, the run that started first keeps it; a tie goes to planned.
fn second_of_two(planned: &Spans, unplanned: &Spans) -> Yielded {
    let (mut p, mut u) = (planned.iter().peekable(), unplanned.iter().peekable());
    let (mut by_planned, mut by_unplanned) = (vec![], vec![]);
    while let (Some(a), Some(b)) = (p.peek(), u.peek()) {
        let yields = if a.start <= b.start { &mut by_unplanned } else { &mut by_planned };
        yields.extend(a.intersect(**b));
        if a.end <= b.end {
            p.next();
        } else {
            u.next();
        }
    }
    Yielded { by_planned: by_planned.into_iter().collect(), by_unplanned: by_unplanned.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::DowntimeId;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_millis(second * 1000)
    }

    fn down(id: i64, kind: DowntimeKind, from: i64, to: i64) -> Down {
        let (event, item) = (EventId::Downtime(DowntimeId(id)), EquipmentId(1));
        let (started, end) = (at(from), End::At(at(to)));
        Down { event, item, failure: None, kind, started, end, span: None, piece: None, merged_into: None }
    }

    fn spans(spans: &Spans) -> Vec<(i64, i64)> {
        spans.iter().map(|span| (span.start.seconds_since(at(0)), span.end.seconds_since(at(0)))).collect()
    }

    use DowntimeKind::{External, Planned, Unplanned};

    #[test]
    fn the_run_that_started_first_keeps_the_shared_seconds() {
        let downs = vec![down(1, Planned, 10, 30), down(2, Unplanned, 20, 50), down(3, Planned, 40, 60)];
        let line = Timeline::new(downs, at(100));
        assert_eq!(spans(&line.planned), [(10, 30), (50, 60)]);
        assert_eq!(spans(&line.unplanned), [(30, 50)]);
        assert_eq!(spans(&line.runs), [(10, 60)]);
    }

    #[test]
    fn a_tie_goes_to_planned() {
        let line = Timeline::new(vec![down(1, Unplanned, 10, 30), down(2, Planned, 10, 20)], at(100));
        assert_eq!((spans(&line.planned), spans(&line.unplanned)), (vec![(10, 20)], vec![(20, 30)]));
    }

    /// The run, not the interval: the second failure belongs to a run that began before the planned stop.
    #[test]
    fn a_run_is_merged_before_precedence_is_looked_at() {
        let downs = vec![down(1, Unplanned, 10, 20), down(2, Planned, 15, 40), down(3, Unplanned, 20, 30)];
        let line = Timeline::new(downs, at(100));
        assert_eq!((spans(&line.planned), spans(&line.unplanned)), (vec![(30, 40)], vec![(10, 30)]));
    }

    #[test]
    fn external_seconds_are_part_of_the_unplanned_ones_also_when_something_failed_too() {
        let downs = vec![down(1, External, 10, 30), down(2, Unplanned, 20, 40), down(3, Planned, 5, 12)];
        let line = Timeline::new(downs, at(35));
        assert_eq!((spans(&line.unplanned), spans(&line.external)), (vec![(12, 35)], vec![(12, 30)]));
    }

    #[test]
    fn each_second_belongs_to_the_interval_that_started_first_and_the_others_say_so() {
        let downs = vec![
            down(1, Unplanned, 10, 30),
            down(2, Unplanned, 15, 20),
            down(3, Unplanned, 30, 40),
            down(4, Unplanned, 50, 60),
            down(5, Unplanned, 70, 65),
        ];
        let line = Timeline::new(downs, at(100));
        let seconds: Vec<Option<i64>> = line.downs.iter().map(|down| down.piece.map(Span::seconds)).collect();
        assert_eq!(seconds, [Some(20), None, Some(10), Some(10), None]);
        let first = Some(EventId::Downtime(DowntimeId(1)));
        let merged: Vec<_> = line.downs.iter().map(|down| down.merged_into).collect();
        assert_eq!(merged, [None, first, first, None, None]);
        assert_eq!(line.unplanned.seconds(), 40);
    }
}

//! Items measured over a window. A roll-up sums times and counts; the division comes last.

use super::{
    Absent, Answer, Beside, Book, CalendarUsed, Clip, EventId, Evidence, Failure, Item, Note, Reason, Row,
    Value,
    book::BadPlant,
    cost::Spent,
    frame::{Frame, Frames},
    of_failures::OfFailures,
    timeline::{Down, Timeline},
};
use crate::{
    EquipmentId, Timestamp,
    span::{Span, Spans},
};
use serde::{Deserialize, Serialize};
use std::{cell::OnceCell, collections::BTreeSet};

/// Whole seconds of required time. `required = up + planned + unplanned`, `external ⊂ unplanned`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    pub required: i64,
    pub up: i64,
    pub planned: i64,
    pub unplanned: i64,
    pub external: i64,
}

impl Times {
    fn plus(self, other: Self) -> Self {
        Self {
            required: self.required.saturating_add(other.required),
            up: self.up.saturating_add(other.up),
            planned: self.planned.saturating_add(other.planned),
            unplanned: self.unplanned.saturating_add(other.unplanned),
            external: self.external.saturating_add(other.external),
        }
    }
}

/// One item, measured.
pub(super) struct Part<'a> {
    pub item: &'a Item,
    pub place: usize,
    pub line: &'a Timeline,
    /// The window asked for, until now.
    pub asked: Option<Span>,
    /// That, clipped to service life.
    pub window: Option<Span>,
    pub required: Spans,
    pub times: Times,
}

/// Items measured over a window.
pub struct Scope<'a> {
    pub(super) book: &'a Book,
    pub(super) frames: &'a Frames,
    pub(super) parts: Vec<Part<'a>>,
    /// Places of every item of the scope and of everything below, in the order of their ids.
    below: Vec<usize>,
    window: Option<Span>,
    calendar: CalendarUsed,
    times: Times,
    notes: Vec<Note>,
    // Several KPIs are made of the same rows.
    started: OnceCell<OfFailures>,
    restored: OnceCell<OfFailures>,
    downs: OnceCell<Evidence>,
    pub(super) spent: OnceCell<Spent>,
    pub(super) trend: OnceCell<Option<Note>>,
}

impl Book {
    /// Measures items, of which those with an ancestor in the list are parts of it and not summed again.
    ///
    /// # Errors
    /// [`BadPlant`]: an item that is not there, or that no frame is for.
    pub fn measure<'a>(&'a self, items: &[EquipmentId], frames: &'a Frames) -> Result<Scope<'a>, BadPlant> {
        let wanted: BTreeSet<EquipmentId> = items.iter().copied().collect();
        let mut parts = vec![];
        for id in &wanted {
            let (place, item) = self.item(*id).ok_or(BadPlant::NoItem(*id))?;
            if !self.ancestors(item).any(|above| wanted.contains(&above.id)) {
                let frame = frames.of(item).ok_or(BadPlant::NoFrame(*id))?;
                parts.push(part(self, place, item, frame));
            }
        }
        let used: Vec<&Frame> = parts.iter().filter_map(|part| frames.of(part.item)).collect();
        let calendar = match used.split_first() {
            Some((first, rest)) if rest.iter().any(|frame| frame.used() != first.used()) => {
                CalendarUsed::Mixed
            }
            Some((first, _)) => first.used(),
            None => CalendarUsed::Continuous,
        };
        let start = used.iter().map(|frame| frame.window.start).min();
        let end = used.iter().map(|frame| frame.window.end).max();
        let mut below: Vec<usize> = parts.iter().flat_map(|part| self.with_all_below(part.place)).collect();
        below.sort_unstable();
        let mut scope = Scope {
            book: self,
            frames,
            below,
            window: start.zip(end).and_then(|(start, end)| Span::new(start, end)),
            calendar,
            times: parts.iter().fold(Times::default(), |sum, part| sum.plus(part.times)),
            notes: vec![],
            parts,
            started: OnceCell::new(),
            restored: OnceCell::new(),
            downs: OnceCell::new(),
            spent: OnceCell::new(),
            trend: OnceCell::new(),
        };
        let undated = scope.parts.iter().filter(|part| part.item.in_service.is_none()).count();
        if undated > 0 {
            scope.notes.push(Note::NoInServiceDate(undated as i64));
        }
        if used.windows(2).any(|pair| pair[0].window != pair[1].window) {
            scope.notes.push(Note::EachSiteOwnDays);
        }
        Ok(scope)
    }
}

fn part<'a>(book: &'a Book, place: usize, item: &'a Item, frame: &Frame) -> Part<'a> {
    let line = &book.timelines[place];
    let asked = Span::new(frame.window.start, frame.window.end.min(book.now));
    let window = asked.and_then(|asked| in_service(item, asked));
    let required = window.map(|window| frame.required(window)).unwrap_or_default();
    let during = |spans: &Spans| window.map_or(0, |w| spans.clip(w).intersect(&required).seconds());
    let (planned, unplanned) = (during(&line.planned), during(&line.unplanned));
    let all = required.seconds();
    let external = during(&line.external);
    let times = Times { required: all, up: all - planned - unplanned, planned, unplanned, external };
    Part { item, place, line, asked, window, required, times }
}

/// The part of a window in which the item was in service.
pub(super) fn in_service(item: &Item, window: Span) -> Option<Span> {
    let start = item.in_service.map_or(window.start, |from| from.max(window.start));
    let end = item.retired.map_or(window.end, |to| to.min(window.end));
    Span::new(start, end)
}

impl<'a> Scope<'a> {
    /// Seconds of required time, summed over the items.
    pub fn times(&self) -> Times {
        self.times
    }

    /// Every item of the scope and everything below, with its place in the plant.
    pub(super) fn below(&self) -> impl Iterator<Item = (usize, &'a Item)> {
        self.below.iter().map(|place| (*place, &self.book.plant.items[*place]))
    }

    /// The window of any item, clipped to now and to its service life.
    pub(super) fn window_of(&self, item: &Item) -> Option<Span> {
        in_service(item, self.asked_of(item)?)
    }

    /// The window of any item, clipped to now alone.
    pub(super) fn asked_of(&self, item: &Item) -> Option<Span> {
        let window = self.frames.of(item)?.window;
        Span::new(window.start, window.end.min(self.book.now))
    }

    /// Failures that count at the items of the scope, each with its item's part and its place.
    pub(super) fn failures(&self) -> impl Iterator<Item = (&Part<'a>, &'a Failure, usize)> {
        let failures = &self.book.plant.failures;
        self.parts.iter().flat_map(move |part| {
            self.book.counted_at[part.place].iter().map(move |place| (part, &failures[*place], *place))
        })
    }

    /// One row for each failure that starts in the window: counted, or left out with the reason.
    pub(super) fn started(&self) -> &OfFailures {
        self.started.get_or_init(|| {
            let in_window = |part: &Part, at: Timestamp| part.asked.is_some_and(|asked| asked.contains(at));
            let started = self.failures().filter(|(part, failure, _)| in_window(part, failure.started));
            started.map(|(part, failure, place)| (row_of_failure(part, failure), place)).collect()
        })
    }

    /// One row for each failure restored in the window, with its raw seconds; those still open or without a known end are
    /// listed.
    pub(super) fn restored(&self) -> &OfFailures {
        self.restored.get_or_init(|| self.rows_of_restored())
    }

    /// One row for each interval of down time that reaches into the window, with the seconds that it adds.
    pub(super) fn downs(&self) -> &Evidence {
        self.downs.get_or_init(|| self.rows_of_downs().into())
    }

    fn rows_of_downs(&self) -> Vec<Row> {
        let mut rows = vec![];
        for part in &self.parts {
            let Some(asked) = part.asked else { continue };
            let planned = part.window.map(|w| part.line.planned.clip(w).intersect(&part.required));
            let unplanned = part.window.map(|w| part.line.unplanned.clip(w).intersect(&part.required));
            for down in part.line.downs.iter().take_while(|down| down.started < asked.end) {
                let class = if down.is_planned() { &planned } else { &unplanned };
                rows.extend(row_of_down(part, asked, down, class.as_ref()));
            }
        }
        rows
    }

    /// The first event whose end is not known and that matters to the window.
    pub(super) fn unknown(&self, external_only: bool) -> Option<EventId> {
        self.parts.iter().find_map(|part| {
            let window = part.window?;
            let unknown = if external_only { part.line.unknown_external } else { part.line.unknown };
            unknown.filter(|(from, _)| *from < window.end).map(|(_, event)| event)
        })
    }

    /// Why nothing can be said at all; `None` when something can.
    fn nothing(&self) -> Option<Absent> {
        if self.parts.is_empty() {
            Some(Absent::EmptyScope)
        } else if self.parts.iter().all(|part| part.window.is_none()) {
            Some(Absent::EmptyWindow)
        } else {
            None
        }
    }

    /// The answer with the window, the calendar and what is always said.
    pub(super) fn sign(&self, mut answer: Answer) -> Answer {
        (answer.window, answer.calendar) = (self.window, self.calendar);
        answer.notes.splice(0..0, self.notes.iter().copied());
        if let (Value::Absent(_), Some(reason)) = (answer.value, self.nothing()) {
            answer.value = Value::Absent(reason);
        }
        answer
    }

    /// The times of the scope, to be shown beside a value.
    pub(super) fn beside(&self) -> [(Beside, i64); 5] {
        let times = self.times;
        [
            (Beside::RequiredTime, times.required),
            (Beside::UpTime, times.up),
            (Beside::PlannedTime, times.planned),
            (Beside::UnplannedTime, times.unplanned),
            (Beside::ExternalTime, times.external),
        ]
    }
}

/// Why a failure counts nowhere.
pub(super) fn why_not_counted(failure: &Failure) -> Option<Reason> {
    let backwards = matches!(failure.restored, super::End::At(end) if end < failure.started);
    match failure.external {
        _ if backwards => Some(Reason::EndBeforeStart),
        true => Some(Reason::External),
        false => None,
    }
}

fn row_of_failure(part: &Part, failure: &Failure) -> Row {
    let event = EventId::Failure(failure.id);
    let served = part.window.is_some_and(|window| window.contains(failure.started));
    match why_not_counted(failure) {
        Some(reason) => Row::excluded(event, failure.item, 1, reason),
        None if !served => Row::excluded(event, failure.item, 1, Reason::OutOfService),
        None => Row::counted(event, failure.item, 1),
    }
}

fn row_of_down(part: &Part, asked: Span, down: &Down, class: Option<&Spans>) -> Option<Row> {
    let listed = |reason| Some(Row::excluded(down.event, down.item, 0, reason));
    if down.is_backwards() {
        return if asked.contains(down.started) { listed(Reason::EndBeforeStart) } else { None };
    }
    let Some(span) = down.span else {
        return if down.end == super::End::Unknown { listed(Reason::EndUnknown) } else { None };
    };
    let raw = span.intersect(asked)?;
    let Some(inside) = part.window.and_then(|window| span.intersect(window)) else {
        return listed(Reason::OutOfService);
    };
    let piece = down.piece.and_then(|piece| piece.intersect(inside));
    let amount = piece.map_or(0, |piece| class.map_or(0, |class| seconds_within(class, piece)));
    let mut row = Row::counted(down.event, down.item, amount);
    row.merged_into = down.merged_into;
    let closed = inside.seconds() > seconds_within(&part.required, inside);
    let open_piece = piece.map_or(0, |piece| seconds_within(&part.required, piece));
    row.clipped.add_if(raw != span, Clip::Window);
    row.clipped.add_if(inside != raw, Clip::ServiceLife);
    row.clipped.add_if(down.end == super::End::Open, Clip::Now);
    row.clipped.add_if(closed, Clip::Closed);
    row.clipped.add_if(amount < open_piece, Clip::StartedFirst);
    Some(row)
}

/// Seconds of `span` that lie in the set.
pub(super) fn seconds_within(spans: &Spans, span: Span) -> i64 {
    let all = spans.as_slice();
    let first = all.partition_point(|each| each.end <= span.start);
    let inside = all[first..].iter().take_while(|each| each.start < span.end);
    inside.filter_map(|each| each.intersect(span)).map(Span::seconds).sum()
}

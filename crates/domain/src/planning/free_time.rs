//! The free working time of one technician, to find places in. In milliseconds since 1970, because a search asks
//! millions of times.

use super::{Board, Technician, capacity::day_window};
use crate::{
    Timestamp,
    span::{Span, Spans},
    worktime::days,
};

/// `[start, end)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    pub start: i64,
    pub end: i64,
}

impl Slot {
    pub fn new(span: Span) -> Self {
        Self { start: span.start.as_millisecond(), end: span.end.as_millisecond() }
    }

    pub fn span(self) -> Option<Span> {
        Span::new(Timestamp::from_millis(self.start), Timestamp::from_millis(self.end))
    }

    fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    fn shared(self, other: Self) -> i64 {
        (self.end.min(other.end) - self.start.max(other.start)).max(0)
    }
}

/// The longest period that is searched, in days of 24 hours.
const LONGEST_DAYS: i64 = 92;

/// The period, cut to the longest that is searched.
pub(super) fn searched(window: Span) -> Span {
    let end = window.start.plus_seconds(LONGEST_DAYS * 86_400).min(window.end);
    Span { end, ..window }
}

/// A day of the site and how much more work fits into it.
#[derive(Clone, Debug)]
struct Room {
    day: Slot,
    left: i64,
}

/// The conditions of a place, beside being free.
pub(super) struct Wanted<'a> {
    pub length: i64,
    /// Not before this instant.
    pub from: i64,
    /// Inside one of these.
    pub within: &'a [Slot],
    /// Outside of all of these.
    pub closed: &'a [Slot],
}

#[derive(Clone, Debug)]
pub(super) struct FreeTime {
    /// Working time and its breaks, without what is taken; in order.
    free: Vec<Slot>,
    breaks: Vec<Slot>,
    rooms: Vec<Room>,
    /// The longest time from the beginning of work to its end, breaks included, before anything is taken.
    pub stretch: i64,
}

impl FreeTime {
    /// The free time in the window, with `busy` taken out.
    pub fn new(board: &Board<'_>, technician: &Technician, window: Span, busy: &[Span]) -> Self {
        let calendar = &technician.calendar;
        let breaks = calendar.breaks(window, board.settings.break_minutes, board.zone);
        let worked = calendar.working(window, board.zone).union(&breaks);
        let slots = |spans: &Spans| spans.iter().copied().map(Slot::new).collect::<Vec<_>>();
        let rooms = days(window, board.zone).filter_map(|(day, _)| {
            let whole = day_window(day, board.zone)?;
            let capacity = calendar.working(whole, board.zone).seconds();
            let load: i64 = busy.iter().filter_map(|span| span.intersect(whole)).map(Span::seconds).sum();
            Some(Room { day: Slot::new(whole), left: (capacity - load) * 1000 })
        });
        Self {
            stretch: worked.iter().map(|span| span.seconds() * 1000).max().unwrap_or(0),
            free: slots(&worked.subtract(&busy.iter().copied().collect())),
            breaks: slots(&breaks),
            rooms: rooms.collect(),
        }
    }

    /// The earliest start of a place; through a break only when there is none without.
    pub fn earliest(&self, wanted: &Wanted<'_>) -> Option<i64> {
        self.look(wanted, false).or_else(|| self.look(wanted, true))
    }

    fn look(&self, wanted: &Wanted<'_>, through_breaks: bool) -> Option<i64> {
        for window in wanted.within {
            let from = wanted.from.max(window.start);
            let first = self.free.partition_point(|slot| slot.end < from.saturating_add(wanted.length));
            for slot in &self.free[first..] {
                if slot.start >= window.end {
                    break;
                }
                let mut start = slot.start.max(from);
                let end = slot.end.min(window.end);
                while start + wanted.length <= end {
                    let place = Slot { start, end: start + wanted.length };
                    match self.hindrance(place, wanted.closed, through_breaks) {
                        Some(next) => start = next,
                        None => return Some(start),
                    }
                }
            }
        }
        None
    }

    /// The instant from which to look again, when something is in the way of this place.
    fn hindrance(&self, place: Slot, closed: &[Slot], through_breaks: bool) -> Option<i64> {
        let shut = closed.iter().find(|slot| slot.overlaps(place));
        let pause = self.breaks.iter().find(|pause| {
            if through_breaks {
                pause.start <= place.start && place.start < pause.end
            } else {
                pause.overlaps(place)
            }
        });
        // On a day that is too full, from where the part in it is small enough.
        let full = || {
            let room = self.rooms.iter().find(|room| room.day.shared(place) > room.left.max(0))?;
            Some(room.day.end - room.left.max(0))
        };
        shut.or(pause).map(|slot| slot.end).or_else(full)
    }

    /// Takes a place.
    pub fn take(&mut self, place: Slot) {
        let first = self.free.partition_point(|slot| slot.end <= place.start);
        let last = first + self.free[first..].partition_point(|slot| slot.start < place.end);
        let cut = self.free[first..last].iter().flat_map(|slot| {
            [
                Slot { start: slot.start, end: place.start.min(slot.end) },
                Slot { start: place.end.max(slot.start), end: slot.end },
            ]
        });
        let left: Vec<Slot> = cut.filter(|slot| slot.start < slot.end).collect();
        self.free.splice(first..last, left);
        for room in &mut self.rooms {
            room.left -= room.day.shared(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slot(start: i64, end: i64) -> Slot {
        Slot { start, end }
    }

    fn earliest(free: &FreeTime, length: i64) -> Option<i64> {
        free.earliest(&Wanted { length, from: 0, within: &[slot(0, 200)], closed: &[] })
    }

    #[test]
    fn what_is_taken_is_free_no_more() {
        let mut free = FreeTime { free: vec![slot(0, 100)], breaks: vec![], rooms: vec![], stretch: 100 };
        free.take(slot(10, 30));
        assert_eq!(free.free, [slot(0, 10), slot(30, 100)]);
        assert_eq!((earliest(&free, 10), earliest(&free, 11)), (Some(0), Some(30)));
        free.take(slot(30, 100));
        assert_eq!((free.free.as_slice(), earliest(&free, 11)), (&[slot(0, 10)][..], None));
    }

    #[test]
    fn on_a_day_that_is_nearly_full_work_begins_late_enough_for_the_next_to_take_the_rest() {
        let rooms = vec![Room { day: slot(0, 100), left: 30 }];
        let mut free = FreeTime { free: vec![slot(0, 200)], breaks: vec![], rooms, stretch: 200 };
        assert_eq!((earliest(&free, 30), earliest(&free, 50)), (Some(0), Some(70)));
        free.take(slot(70, 120));
        assert_eq!(earliest(&free, 10), Some(120), "nothing is left of the day");
    }
}

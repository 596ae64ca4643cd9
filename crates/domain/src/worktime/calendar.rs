//! The calendar of a site or of one person: when there is work, and when somebody can be called.

use super::{Rota, instant_of};
use crate::{
    Date, LocalDateTime,
    span::{Span, Spans},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// From one civil time to another of the same zone; the end does not belong to it. Empty when it does not end after
/// its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CivilSpan {
    pub from: LocalDateTime,
    pub until: LocalDateTime,
}

impl CivilSpan {
    /// Whole days, both included.
    pub fn days(first: Date, last: Date) -> Self {
        let midnight = |day: jiff::civil::Date| LocalDateTime(day.to_datetime(jiff::civil::Time::midnight()));
        let until = last.0.tomorrow().map_or(LocalDateTime(jiff::civil::DateTime::MAX), midnight);
        Self { from: midnight(first.0), until }
    }

    /// As instants; `None` when nothing is between them.
    pub fn span(self, zone: &TimeZone) -> Option<Span> {
        Span::new(instant_of(self.from, zone), instant_of(self.until, zone))
    }
}

/// When there is work. `((shifts − closures) ∪ overtime) − absences`: overtime that is planned on a closed day is
/// worked, an absence takes everything.
///
/// A closure is a piece of time, not a list of shifts: a night that begins on the day before a closed day ends at
/// its midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WorkCalendar {
    /// All of them count: one rota for the day shift and one for the night are both worked.
    pub rotas: Vec<Rota>,
    pub closures: Vec<CivilSpan>,
    /// Planned overtime.
    pub overtime: Vec<CivilSpan>,
    pub absences: Vec<CivilSpan>,
    /// Can be called, whether at work or not; not during an absence.
    pub on_call: Vec<CivilSpan>,
}

impl WorkCalendar {
    /// The working time in the window.
    pub fn working(&self, window: Span, zone: &TimeZone) -> Spans {
        let shifts: Spans = self.rotas.iter().flat_map(|rota| rota.spans(window, zone)).collect();
        let open = shifts.subtract(&within(&self.closures, window, zone));
        let worked = open.union(&within(&self.overtime, window, zone));
        worked.subtract(&self.absent(window, zone)).clip(window)
    }

    /// Breaks: the time between two shifts when it is at most so long, and neither an absence nor a closure makes it.
    /// The part in the window.
    pub fn breaks(&self, window: Span, longest_minutes: u32, zone: &TimeZone) -> Spans {
        let longest = i64::from(longest_minutes) * 60;
        let wide = Span::new(window.start.plus_seconds(-longest - 1), window.end.plus_seconds(longest + 1));
        let Some(wide) = wide else { return Spans::default() };
        let working = self.working(wide, zone);
        let away = within(&self.closures, wide, zone).union(&self.absent(wide, zone));
        let gaps = working.as_slice().windows(2).filter_map(|pair| Span::new(pair[0].end, pair[1].start));
        let short = gaps.filter(|gap| gap.seconds() <= longest && away.clip(*gap).is_empty());
        short.filter_map(|gap| gap.intersect(window)).collect()
    }

    /// The absences in the window.
    pub fn absent(&self, window: Span, zone: &TimeZone) -> Spans {
        within(&self.absences, window, zone)
    }

    /// The on-call duty in the window.
    pub fn on_call(&self, window: Span, zone: &TimeZone) -> Spans {
        within(&self.on_call, window, zone).subtract(&self.absent(window, zone))
    }
}

fn within(civil: &[CivilSpan], window: Span, zone: &TimeZone) -> Spans {
    civil.iter().filter_map(|span| span.span(zone)?.intersect(window)).collect()
}

//! The window of an answer, and the required time in it.

use super::{CalendarUsed, Item, period, record::second};
use crate::{
    Date, LineId, SiteId,
    span::{Span, Spans},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// When an item is required to run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Calendar {
    /// Around the clock.
    #[default]
    Continuous,
    /// The shifts of the site less its closures, as instants.
    Site(Spans),
    /// Those of the line.
    Line(Spans),
}

/// A window and its calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub window: Span,
    #[serde(default)]
    pub calendar: Calendar,
}

impl Frame {
    pub(super) fn used(&self) -> CalendarUsed {
        match self.calendar {
            Calendar::Continuous => CalendarUsed::Continuous,
            Calendar::Site(_) => CalendarUsed::Site,
            Calendar::Line(_) => CalendarUsed::Line,
        }
    }

    /// The required part of `window`.
    pub(super) fn required(&self, window: Span) -> Spans {
        match &self.calendar {
            Calendar::Continuous => window.into(),
            Calendar::Site(open) | Calendar::Line(open) => open.clip(window),
        }
    }

    fn whole_seconds(self) -> Option<Self> {
        let cut = |span: &Span| Span::new(second(span.start), second(span.end));
        let calendar = match self.calendar {
            Calendar::Continuous => Calendar::Continuous,
            Calendar::Site(open) => Calendar::Site(open.iter().filter_map(cut).collect()),
            Calendar::Line(open) => Calendar::Line(open.iter().filter_map(cut).collect()),
        };
        Some(Self { window: cut(&self.window)?, calendar })
    }
}

/// The frame of each item: that of its line, else of its site, else the common one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Frames {
    common: Option<Frame>,
    sites: BTreeMap<SiteId, Frame>,
    lines: BTreeMap<LineId, Frame>,
}

impl Frames {
    /// One window of instants for everything, around the clock.
    pub fn of_window(window: Span) -> Self {
        Self::of_frame(Frame { window, calendar: Calendar::Continuous })
    }

    /// One window and calendar for everything. A window shorter than a second is none.
    pub fn of_frame(frame: Frame) -> Self {
        Self { common: frame.whole_seconds(), ..Self::default() }
    }

    /// The days from `from` to `to`, the last not included: for each site those of its own zone.
    pub fn of_days(from: Date, to: Date, zones: &BTreeMap<SiteId, TimeZone>) -> Self {
        let mut frames = Self::default();
        for (site, zone) in zones {
            if let Some(window) = period::window(from, to, zone) {
                frames.set_site(*site, Frame { window, calendar: Calendar::Continuous });
            }
        }
        frames
    }

    /// The window and calendar of a site.
    pub fn set_site(&mut self, site: SiteId, frame: Frame) {
        self.sites.extend(frame.whole_seconds().map(|frame| (site, frame)));
    }

    /// The window and calendar of a line.
    pub fn set_line(&mut self, line: LineId, frame: Frame) {
        self.lines.extend(frame.whole_seconds().map(|frame| (line, frame)));
    }

    pub(super) fn of(&self, item: &Item) -> Option<&Frame> {
        let line = item.line.and_then(|line| self.lines.get(&line));
        line.or_else(|| self.sites.get(&item.site)).or(self.common.as_ref())
    }
}

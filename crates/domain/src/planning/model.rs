//! The records that planning reads: work, the people who can do it, and the machines it is done on.

use crate::{
    Date, EquipmentId, InterventionId, LineId, LocalDateTime, SiteId, Timestamp, UserId,
    intervention::{InterventionStatus, Priority},
    span::Span,
    worktime::{ClockTime, WorkCalendar, first_instant, instant_of},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A skill that work asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requirement {
    pub skill: String,
    /// The lowest level that is enough.
    #[serde(default)]
    pub level: u8,
    /// Whether a certificate must be valid during the whole work.
    #[serde(default)]
    pub certificate: bool,
}

/// When a certificate is valid; both days belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    pub from: Option<Date>,
    pub until: Option<Date>,
}

/// A skill that somebody has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SkillHeld {
    pub skill: String,
    #[serde(default)]
    pub level: u8,
    pub certificate: Option<Certificate>,
}

/// A part of which too few are there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// Its reference.
    pub part: String,
    pub wanted: u32,
    pub left: u32,
    /// The day on which the rest arrives; work may start on it.
    pub expected: Option<Date>,
}

/// The needs of a piece of work, whether it has been released or is only forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    pub equipment: EquipmentId,
    pub site: SiteId,
    pub line: Option<LineId>,
    /// Minutes from its start to its end, for each person.
    pub minutes: u32,
    #[serde(default)]
    pub requires: Vec<Requirement>,
    #[serde(default)]
    pub shortages: Vec<Shortage>,
}

/// When a piece of work is to be done and by whom. Nobody yet is an empty list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placement {
    pub span: Span,
    pub technicians: Vec<UserId>,
}

/// A due date of the site: late when the day, or the time on it, is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub day: Date,
    pub time: Option<ClockTime>,
}

impl Due {
    /// The instant after which it is late.
    pub fn end(self, zone: &TimeZone) -> Timestamp {
        match self.time.filter(|time| time.minutes() < 24 * 60) {
            Some(time) => {
                let (hour, minute) = ((time.minutes() / 60) as i8, (time.minutes() % 60) as i8);
                instant_of(LocalDateTime(self.day.0.at(hour, minute, 0, 0)), zone)
            }
            None => after_day(self.day, zone),
        }
    }
}

/// The first instant of the next day.
pub(super) fn after_day(day: Date, zone: &TimeZone) -> Timestamp {
    let next = day.0.tomorrow().map(|next| first_instant(Date(next), zone));
    next.unwrap_or(Timestamp::from_millis(i64::MAX))
}

/// A piece of work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    pub id: InterventionId,
    #[serde(flatten)]
    pub needs: Needs,
    pub status: InterventionStatus,
    pub priority: Priority,
    pub due: Option<Due>,
    /// The days of its tolerance; both belong to it.
    pub tolerance_from: Option<Date>,
    pub tolerance_until: Option<Date>,
    /// How many people it takes; 0 is read as 1.
    #[serde(default)]
    pub people: u8,
    /// Placed by hand: the automatic plan leaves it where it is.
    #[serde(default)]
    pub pinned: bool,
    /// When work on it began.
    pub started_at: Option<Timestamp>,
    /// Where it stands today; `None` is the backlog.
    pub placement: Option<Placement>,
}

impl Task {
    /// Neither finished nor given up.
    pub const fn is_live(&self) -> bool {
        use InterventionStatus as S;
        matches!(self.status, S::Open | S::Assigned | S::InProgress | S::OnHold)
    }

    /// Since when it has been worked on, if it has begun and is not finished.
    pub fn begun_since(&self) -> Option<Timestamp> {
        let begun = self.started_at.is_some() || self.status == InterventionStatus::InProgress;
        let start = self.started_at.or_else(|| self.placement.as_ref().map(|placement| placement.span.start));
        start.filter(|_| begun && self.is_live())
    }

    /// The time it takes of its technicians: finished work has taken it, cancelled work takes none.
    pub(super) fn busy(&self) -> Option<&Placement> {
        self.placement.as_ref().filter(|_| self.status != InterventionStatus::Cancelled)
    }
}

/// How often somebody has worked on a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experience {
    pub equipment: EquipmentId,
    pub jobs: u32,
}

/// A technician as planning sees one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Technician {
    pub id: UserId,
    /// Where their day begins and ends.
    pub home: SiteId,
    /// The other sites they may enter.
    #[serde(default)]
    pub sites: Vec<SiteId>,
    #[serde(default)]
    pub skills: Vec<SkillHeld>,
    pub calendar: WorkCalendar,
    #[serde(default)]
    pub experience: Vec<Experience>,
    /// Minutes of work given to them in the last four weeks.
    #[serde(default)]
    pub recent_minutes: u32,
}

impl Technician {
    pub fn may_enter(&self, site: SiteId) -> bool {
        self.home == site || self.sites.contains(&site)
    }
}

/// A machine as planning sees one. One that is not listed is always available.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equipment {
    pub id: EquipmentId,
    /// When production does not release it.
    #[serde(default)]
    pub unavailable: Vec<Span>,
    /// The technician of the last work on it.
    pub last_technician: Option<UserId>,
}

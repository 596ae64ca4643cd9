//! The facts known of a plan on one equipment: occurrences already written, services done, readings, times out of use.

use super::{
    meter::Meter,
    nominal::Nominal,
    occurrence::{Cover, SkipReason},
};
use crate::{
    Date, Timestamp,
    recurrence::{TimeOfDay, civil_day},
    text_enum,
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RowState {
    /// Released, nobody touched it.
    Open,
    /// Work in progress, or a completion that was reopened.
    Begun,
    /// `counter`: the meter's total at completion, when it was read.
    Done {
        at: Timestamp,
        #[serde(default)]
        counter: Option<i64>,
    },
    /// Given up: this occurrence does not come again.
    Cancelled,
    /// Taken back because it should not have been released: the occurrence comes again when its time has come.
    Withdrawn,
    Skipped {
        reason: SkipReason,
    },
    Covered {
        by: Cover,
    },
}

/// An occurrence that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub nominal: Nominal,
    pub due: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeOfDay>,
    #[serde(flatten)]
    pub state: RowState,
    /// The reading that released it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_by: Option<Timestamp>,
}

impl Row {
    pub const fn new(nominal: Nominal, due: Date, state: RowState) -> Self {
        Self { nominal, due, time: None, state, released_by: None }
    }

    pub const fn is_open(&self) -> bool {
        matches!(self.state, RowState::Open | RowState::Begun)
    }
}

/// Work done outside the plan, and the occurrence that it uses up, if any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Service {
    pub at: Timestamp,
    #[serde(default)]
    pub counter: Option<i64>,
    pub uses: Option<Nominal>,
}

text_enum! {
    /// Why an equipment generates nothing.
    pub enum OutOfUse {
        Inactive = "inactive",
        Retired = "retired",
    }
}

/// Days on which the equipment is out of use; the last one open when absent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Idle {
    pub from: Date,
    #[serde(default)]
    pub to: Option<Date>,
    pub why: OutOfUse,
}

impl Idle {
    pub fn contains(self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// In any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct History {
    pub rows: Vec<Row>,
    pub services: Vec<Service>,
    pub meter: Meter,
    pub idle: Vec<Idle>,
}

/// The last time that a floating plan was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Last {
    Done {
        at: Timestamp,
        day: Date,
        counter: Option<i64>,
    },
    /// Given up or skipped: the next one counts from its due date.
    LetGo {
        nominal: Nominal,
        day: Date,
    },
}

impl Last {
    pub const fn day(self) -> Date {
        match self {
            Self::Done { day, .. } | Self::LetGo { day, .. } => day,
        }
    }
}

impl History {
    /// The completion that stands for `nominal`, of its own intervention or of a service that used it up.
    pub fn done(&self, nominal: Nominal) -> Option<Timestamp> {
        let row = self.rows.iter().find(|row| row.nominal == nominal);
        let by_row = row.and_then(|row| match row.state {
            RowState::Done { at, .. } => Some(at),
            _ => None,
        });
        by_row.or_else(|| self.services.iter().find(|s| s.uses == Some(nominal)).map(|s| s.at))
    }

    /// The last completion that still stands, or what was let go since.
    pub(super) fn last(&self, zone: &TimeZone) -> Option<Last> {
        let service = |s: &Service| Last::Done { at: s.at, day: civil_day(s.at, zone), counter: s.counter };
        let services = self.services.iter().filter(|s| s.uses.is_some()).map(service);
        let rows = self.rows.iter().filter_map(|row| match row.state {
            RowState::Done { at, counter } => Some(Last::Done { at, day: civil_day(at, zone), counter }),
            RowState::Cancelled | RowState::Skipped { .. } | RowState::Covered { .. } => {
                Some(Last::LetGo { nominal: row.nominal, day: row.due })
            }
            RowState::Open | RowState::Begun | RowState::Withdrawn => None,
        });
        // On the same day what was done counts, not what was let go.
        rows.chain(services).max_by_key(|last| match last {
            Last::Done { at, day, .. } => (*day, 1, Some(*at)),
            Last::LetGo { day, .. } => (*day, 0, None),
        })
    }
}

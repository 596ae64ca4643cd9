//! A preventive plan as it is stored: what triggers it, and the rules around its dates.

use crate::{
    Date,
    recurrence::{ClosedRule, Every, Season, Series, TimeOfDay},
    text_enum,
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// How a fixed plan goes on when the previous occurrence is still open on the due date of the next.
    pub enum WhileOpen {
        Create = "create",
        Skip = "skip",
    }
}

text_enum! {
    /// Treatment of occurrences whose due date passed while the server was down, or before the plan was entered.
    pub enum MissedPolicy {
        All = "all",
        Latest = "latest",
        Skip = "skip",
    }
}

text_enum! {
    /// From where the next occurrence counts.
    pub enum Counting {
        /// From the anchor: a grid that completions do not move.
        Fixed = "fixed",
        /// From the last completion.
        Floating = "floating",
    }
}

/// Every so many units of a meter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterRule {
    /// The first due total, in the meter's unit.
    pub anchor: i64,
    /// 1 or more.
    pub interval: i64,
    pub counting: Counting,
    /// Released so many units before the due total.
    #[serde(default)]
    pub release_ahead: i64,
}

text_enum! {
    /// On which side of the threshold the trouble is.
    pub enum Side {
        Above = "above",
        Below = "below",
    }
}

/// A reading at the threshold or beyond it triggers; the next trigger waits for a reading at `rearm` or on the good
/// side of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Condition {
    pub side: Side,
    pub threshold: i64,
    pub rearm: i64,
    /// Due so many days after the reading.
    #[serde(default)]
    pub due_in_days: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Trigger {
    Fixed {
        series: Series,
        #[serde(default = "create")]
        while_open: WhileOpen,
        /// Share of a lateness beyond the tolerance that the following dates move by, in percent: 0 is fixed.
        #[serde(default)]
        shift_percent: u8,
    },
    Floating {
        first: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<TimeOfDay>,
        every: Every,
    },
    Counter {
        counter: CounterRule,
    },
    /// Date or counter, whichever comes first. `counter.counting` says how both legs count.
    First {
        first: Date,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        time: Option<TimeOfDay>,
        every: Every,
        counter: CounterRule,
    },
    Condition {
        condition: Condition,
    },
}

const fn create() -> WhileOpen {
    WhileOpen::Create
}

/// Days around the due date in which work is on time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tolerance {
    pub before: u32,
    pub after: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub trigger: Trigger,
    #[serde(default = "yes")]
    pub active: bool,
    /// Days before the due date from which an occurrence is shown, without a row.
    #[serde(default)]
    pub horizon_days: u32,
    /// Days before the due date at which the intervention is written.
    #[serde(default)]
    pub lead_days: u32,
    /// Absent: for whole days a tenth of the days between two nominal dates, rounded down; none for plans with a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Tolerance>,
    #[serde(default = "keep")]
    pub closed_rule: ClosedRule,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Season>,
    /// Nominal dates before this day are left out; the count goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Date>,
    #[serde(default = "all")]
    pub missed: MissedPolicy,
    /// The unit in which counters and thresholds are given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

const fn yes() -> bool {
    true
}

const fn keep() -> ClosedRule {
    ClosedRule::Keep
}

const fn all() -> MissedPolicy {
    MissedPolicy::All
}

impl Plan {
    /// With the defaults: active, shown and released on the due date, closed days not looked at.
    pub const fn new(trigger: Trigger) -> Self {
        Self {
            trigger,
            active: true,
            horizon_days: 0,
            lead_days: 0,
            tolerance: None,
            closed_rule: keep(),
            season: None,
            since: None,
            missed: all(),
            unit: None,
        }
    }

    /// A fixed plan that creates its work whether or not the previous one is done.
    pub const fn fixed(series: Series) -> Self {
        Self::new(Trigger::Fixed { series, while_open: create(), shift_percent: 0 })
    }
}

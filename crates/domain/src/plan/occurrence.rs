//! An occurrence: when it is due, where it stands, and why, as facts from which a sentence is made.

use super::{meter::Rate, nominal::Nominal, record::MissedPolicy};
use crate::{
    Date, LocalDateTime, Timestamp,
    recurrence::{
        Blocked, Choice, ClockChange, ClosedRule, Every, Rule, TimeOfDay, days_between, end_of_day, resolve,
        start_of_day,
    },
    text_enum,
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// A civil date of the site, with a time or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeOfDay>,
    /// The instant of that time, or the first of the day.
    pub at: Timestamp,
    /// The clock of the site at that instant.
    pub shown: LocalDateTime,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clock: Option<ClockChange>,
    /// The last millisecond that is not late is before this one.
    pub late_from: Timestamp,
}

impl Due {
    pub fn new(date: Date, time: Option<TimeOfDay>, zone: &TimeZone) -> Self {
        let Some(clock_time) = time else {
            let (at, late_from) = (start_of_day(date, zone), end_of_day(date, zone));
            let shown = LocalDateTime(date.0.to_datetime(jiff::civil::Time::midnight()));
            return Self { date, time, at, shown, clock: None, late_from };
        };
        let resolved = resolve(date, clock_time, zone);
        // At the very instant it is not over yet.
        let late_from = Timestamp::from_millis(resolved.at.as_millisecond().saturating_add(1));
        Self { date, time, at: resolved.at, shown: resolved.shown, clock: resolved.change, late_from }
    }

    pub fn is_late(&self, now: Timestamp) -> bool {
        now >= self.late_from
    }

    /// Civil days since the due date; 0 on that date and before.
    pub fn days_late(&self, today: Date) -> i64 {
        days_between(self.date, today).max(0)
    }
}

/// The occurrence that covers another one: an occurrence of the same plan (`plan` absent) or one of a bigger plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cover {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<i64>,
    pub nominal: Nominal,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum SkipReason {
    /// The previous occurrence was open when this one came due.
    WhileOpen { nominal: Nominal },
    /// The plan skips such days.
    Closed { day: Blocked },
    /// No open day within a year.
    NoOpenDay { day: Blocked },
    /// It came due while nothing ran, and the plan's policy leaves it.
    Missed { policy: MissedPolicy },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum State {
    /// To come.
    Forecast,
    /// Its lead time has begun, but the previous occurrence is open and the plan does not pile up.
    Waiting {
        on: Nominal,
    },
    /// Its row is to be written now.
    Release,
    Open,
    Begun,
    Done {
        at: Timestamp,
    },
    Cancelled,
    Skipped {
        reason: SkipReason,
    },
    Covered {
        by: Cover,
    },
}

text_enum! {
    /// One of the two legs of "whichever first".
    pub enum Leg {
        Date = "date",
        Counter = "counter",
    }
}

/// The counter's side of an occurrence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CounterFact {
    /// Due at this total.
    pub value: i64,
    /// The last total; absent without a reading.
    pub now: Option<i64>,
    /// Units left; negative when it is over.
    pub to_go: Option<i64>,
    /// The day on which a reading first showed the due total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reached_on: Option<Date>,
    /// Expected by the rate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected_on: Option<Date>,
    /// Expected day of the release, `release_ahead` units before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release_expected_on: Option<Date>,
    /// As JSON, the rate or the text of the reason.
    #[serde(with = "rate_or_reason")]
    pub rate: Result<Rate, NoRate>,
}

/// A rate is an object, the reason for none a text.
mod rate_or_reason {
    use super::{NoRate, Rate};
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Json {
        Rate(Rate),
        Reason(NoRate),
    }

    pub fn serialize<S: Serializer>(rate: &Result<Rate, NoRate>, serializer: S) -> Result<S::Ok, S::Error> {
        rate.map_or_else(Json::Reason, Json::Rate).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Result<Rate, NoRate>, D::Error> {
        Ok(match Json::deserialize(deserializer)? {
            Json::Rate(rate) => Ok(rate),
            Json::Reason(reason) => Err(reason),
        })
    }
}

text_enum! {
    /// Why the meter gives no rate.
    pub enum NoRate {
        /// Fewer than two readings.
        TooFew = "too_few",
        /// The total did not grow.
        NotMoving = "not_moving",
    }
}

/// Both legs of "whichever first".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Legs {
    pub decided: Leg,
    pub date: Option<Date>,
    pub counter: Option<CounterFact>,
}

/// How a series repeats: the choice of the form, or a rule that no form has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pattern {
    Choice(Choice),
    Rule(Rule),
}

/// From where the nominal date or value comes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Basis {
    /// `anchor + k · interval`.
    Series { anchor: Date, k: i64, pattern: Pattern },
    /// The k-th plain interval from the anchor.
    Grid { anchor: Date, k: i64, every: Every },
    /// Nothing was done yet: the first date of the plan.
    FirstDate,
    /// One interval after the last completion that stands.
    Completion { at: Timestamp, day: Date, every: Option<Every> },
    /// One interval after the due date of an occurrence that was given up.
    LetGo { nominal: Nominal, day: Date, every: Option<Every> },
    /// `anchor + k · interval` on the meter.
    CounterGrid { anchor: i64, k: i64, interval: i64 },
    /// The first value of the plan: nothing was done yet.
    FirstValue,
    /// A reading crossed the threshold.
    Edge { at: Timestamp, value: i64, threshold: i64 },
    /// Written earlier; the plan as it is now would not give it.
    Recorded,
}

/// The due date is another day than the nominal one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub from: Date,
    pub rule: ClosedRule,
    pub day: Blocked,
}

/// The explanation of a due date. The clock change is in [`Due`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    pub basis: Basis,
    /// The day of the month that this month lacks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clamped_from: Option<i8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Moved>,
    /// Days by which earlier late completions moved the series.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub shifted_days: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counter: Option<CounterFact>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub legs: Option<Legs>,
    /// It was covered by this one, which does not stand any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub back_from: Option<Cover>,
}

const fn is_zero(days: &i64) -> bool {
    *days == 0
}

/// Both days included.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OnTime {
    pub from: Date,
    pub to: Date,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Occurrence {
    pub nominal: Nominal,
    pub due: Due,
    /// Forecast horizon: shown from this day on.
    pub shown_from: Date,
    /// The row is written on this day, earlier when a counter says so.
    pub release_on: Date,
    pub on_time: OnTime,
    #[serde(flatten)]
    pub state: State,
    pub why: Why,
}

impl Occurrence {
    /// The date by which compliance is judged: the due date, after the closed-day rule. `None` for what is not
    /// counted: covered, skipped, cancelled, or not released.
    pub const fn judged_on(&self) -> Option<Date> {
        match self.state {
            State::Open | State::Begun | State::Done { .. } => Some(self.due.date),
            _ => None,
        }
    }

    pub const fn is_standing(&self) -> bool {
        !matches!(self.state, State::Cancelled | State::Skipped { .. } | State::Covered { .. })
    }
}

//! A KPI's answer: its value or the reason of its absence, and all that is needed to defend it.

use super::{EventId, Evidence};
use crate::{
    EquipmentId,
    reliability::{Interval, LaplaceTest},
    span::Span,
    text_enum,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

text_enum! {
    /// The KPIs, by the id of their formula.
    pub enum Kpi {
        OperatingTime = "operating_time",
        Mtbf = "mtbf",
        FailureRate = "failure_rate",
        Mttr = "mttr",
        MttrActive = "mttr_active",
        Mtta = "mtta",
        Mdt = "mdt",
        AvailabilityFailures = "availability_failures",
        AvailabilityOperational = "availability_operational",
        AvailabilityInherent = "availability_inherent",
        TimeInService = "time_in_service",
        RepeatFailure = "repeat_failure",
        PreventiveRateHours = "preventive_rate_hours",
        PreventiveRateCount = "preventive_rate_count",
        PmCompliance = "pm_compliance",
        ScheduleCompliance = "schedule_compliance",
        OnTimeRate = "on_time_rate",
        MeanDelay = "mean_delay",
        SlaMet = "sla_met",
        Backlog = "backlog",
        Utilisation = "utilisation",
        Cost = "cost",
        CostPerReplacementValue = "cost_per_replacement_value",
        StockOut = "stock_out",
        WrenchTime = "wrench_time",
    }
}

text_enum! {
    /// The unit of a value.
    pub enum Unit {
        Second = "second",
        PerSecond = "per_second",
        /// 1 is 100 %.
        Ratio = "ratio",
        Week = "week",
        MinorUnit = "minor_unit",
        /// Of the replacement value, 1 is 100 %.
        PerYear = "per_year",
    }
}

impl Kpi {
    /// The formula, in the symbols of the documentation.
    pub const fn formula(self) -> &'static str {
        match self {
            Self::OperatingTime => "OT = Δ meter, else UT",
            Self::Mtbf => "OT / n",
            Self::FailureRate => "n / OT",
            Self::Mttr => "Σ (restored − started) / restored failures",
            Self::MttrActive => "Σ |∪ hands-on| / restored failures with hands-on time",
            Self::Mtta => "Σ (first of reaction, start, work − report) / reactions",
            Self::Mdt => "|P ∪ U| / merged runs that start",
            Self::AvailabilityFailures => "(|RT| − |U \\ X|) / |RT|",
            Self::AvailabilityOperational => "UT / |RT|",
            Self::AvailabilityInherent => "MTBF / (MTBF + MTTR active)",
            Self::TimeInService => "Σ lives / failures",
            Self::RepeatFailure => "same item and mode in [restored, + 30 d) / n",
            Self::PreventiveRateHours => "(prev. + pred. + insp.) h / (those + corr.) h",
            Self::PreventiveRateCount => "(prev. + pred. + insp.) / (those + corr.), completed",
            Self::PmCompliance => "completed in [due − tol., due + tol.] / due",
            Self::ScheduleCompliance => "done in their week / frozen",
            Self::OnTimeRate => "completed by the due date / completed with a due date",
            Self::MeanDelay => "Σ (completed − due) / late",
            Self::SlaMet => "met / (met + missed)",
            Self::Backlog => "ready h / weekly capacity h",
            Self::Utilisation => "|∪ hands-on| / available",
            Self::Cost => "parts + labour + external",
            Self::CostPerReplacementValue => "cost · 365 d / |W| / replacement value",
            Self::StockOut => "partial or refused / issue lines",
            Self::WrenchTime => "hands on tools / observations",
        }
    }

    pub const fn unit(self) -> Unit {
        match self {
            Self::OperatingTime
            | Self::Mtbf
            | Self::Mttr
            | Self::MttrActive
            | Self::Mtta
            | Self::Mdt
            | Self::TimeInService
            | Self::MeanDelay => Unit::Second,
            Self::FailureRate => Unit::PerSecond,
            Self::Backlog => Unit::Week,
            Self::Cost => Unit::MinorUnit,
            Self::CostPerReplacementValue => Unit::PerYear,
            _ => Unit::Ratio,
        }
    }
}

/// A value, or the reason why there is none. Never infinite, never 0 in place of "nothing to divide by".
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    Exact(f64),
    /// An end is not known: the true value is this or less.
    AtMost(f64),
    Absent(Absent),
}

impl Value {
    /// The exact value.
    pub fn exact(self) -> Option<f64> {
        match self {
            Self::Exact(value) => Some(value),
            _ => None,
        }
    }
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Absent {
    /// No item in the scope.
    EmptyScope,
    /// Nothing of the window is left, clipped to now and to service life.
    EmptyWindow,
    NoRequiredTime,
    NoOperatingTime,
    NoFailure,
    NoRestoration,
    NoHandsOnTime,
    NoReaction,
    NoDowntime,
    /// The end of this event is not known, and it matters.
    EndUnknown(EventId),
    NoWork,
    NothingDue,
    /// The week was never frozen.
    NoSnapshot,
    NothingCompleted,
    NothingLate,
    NoTarget,
    NoCapacity,
    NoLives,
    SeveralCurrencies,
    /// This item has no replacement value.
    NoReplacementValue(EquipmentId),
    NothingIssued,
    /// Booked hours cannot tell it: only work sampling can.
    NoSampling,
    /// Beyond the whole numbers of the machine.
    TooLarge,
    BadInput,
}

text_enum! {
    /// Where operating time came from.
    pub enum OperatingTime {
        Metered = "metered",
        /// From up time.
        Inferred = "inferred",
        Mixed = "mixed",
    }
}

/// A remark that is shown beside the value.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    OperatingTime(OperatingTime),
    /// So many items have no in-service date: the window is not clipped there.
    NoInServiceDate(i64),
    /// The sites have different zones: each one's own days of that name are summed.
    EachSiteOwnDays,
    /// The rate is not constant: the mean misleads.
    Misleading(LaplaceTest),
    /// The end of this event is not known.
    EndUnknown(EventId),
    /// The window is shorter than 90 days.
    ShortWindow,
    /// Some bars are negative: shares are of the positive ones.
    NegativeBars,
}

text_enum! {
    /// Whole numbers shown beside the value; seconds where they are times.
    pub enum Beside {
        RequiredTime = "required_time",
        UpTime = "up_time",
        PlannedTime = "planned_time",
        UnplannedTime = "unplanned_time",
        ExternalTime = "external_time",
        /// The part of raw restoration times that counts as unplanned.
        CountedUnplanned = "counted_unplanned",
        /// Hands-on time of all technicians: two people for 1 h are 2 h.
        LabourTime = "labour_time",
        Failures = "failures",
        Pending = "pending",
        Excluded = "excluded",
        Parts = "parts",
        Labour = "labour",
        External = "external",
        WithoutEstimate = "without_estimate",
        Late = "late",
        Overlapping = "overlapping",
    }
}

text_enum! {
    /// Which calendar of required time was used.
    pub enum CalendarUsed {
        /// Around the clock.
        Continuous = "continuous",
        Site = "site",
        Line = "line",
        /// Not the same for all items.
        Mixed = "mixed",
    }
}

/// A KPI over a window.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    pub kpi: Kpi,
    pub value: Value,
    pub unit: Unit,
    /// Divided once, at the end.
    pub numerator: i64,
    pub denominator: i64,
    /// The window asked for; of several sites, from the first start to the last end. `None` for what has no window.
    pub window: Option<Span>,
    pub calendar: CalendarUsed,
    /// Only where the sample is small or the KPI always has one.
    pub interval: Option<Interval>,
    /// The value of the previous period.
    pub previous: Option<Value>,
    pub notes: Vec<Note>,
    pub beside: BTreeMap<Beside, i64>,
    pub evidence: Evidence,
}

impl Answer {
    /// `numerator / denominator`, absent for `empty` when the denominator is 0.
    pub(super) fn ratio(kpi: Kpi, numerator: i64, denominator: i64, empty: Absent) -> Self {
        let value = match denominator {
            0 => Value::Absent(empty),
            _ => Value::Exact(numerator as f64 / denominator as f64),
        };
        Self {
            kpi,
            value,
            unit: kpi.unit(),
            numerator,
            denominator,
            window: None,
            calendar: CalendarUsed::Continuous,
            interval: None,
            previous: None,
            notes: vec![],
            beside: BTreeMap::new(),
            evidence: Evidence::default(),
        }
    }

    pub(super) fn with_evidence(mut self, evidence: impl Into<Evidence>) -> Self {
        self.evidence = evidence.into();
        self
    }

    pub(super) fn with_beside(mut self, beside: &[(Beside, i64)]) -> Self {
        self.beside.extend(beside.iter().copied());
        self
    }

    pub(super) fn absent(mut self, reason: Absent) -> Self {
        self.value = Value::Absent(reason);
        self
    }
}

//! The records that KPIs are computed from. Instants are cut to whole seconds before anything is measured.

use crate::{
    DowntimeId, EquipmentId, FailureId, InterventionId, LineId, SiteId, Timestamp, UserId,
    intervention::InterventionKind, text_enum,
};
use serde::{Deserialize, Serialize};

/// How an interval ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum End {
    At(Timestamp),
    /// It has not ended.
    Open,
    /// It has ended, nobody knows when: imported history.
    Unknown,
}

/// A machine, or a component of one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: EquipmentId,
    pub site: SiteId,
    #[serde(default)]
    pub line: Option<LineId>,
    #[serde(default)]
    pub parent: Option<EquipmentId>,
    /// Its standstill is its parent's.
    #[serde(default)]
    pub stops_parent: bool,
    /// `None`: not known, and windows are not clipped at that side.
    #[serde(default)]
    pub in_service: Option<Timestamp>,
    #[serde(default)]
    pub retired: Option<Timestamp>,
    /// The cost of replacing it, in minor units of the currency of its site.
    #[serde(default)]
    pub replacement_minor: Option<i64>,
}

/// A breakdown (`stops`) or a degradation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    pub id: FailureId,
    pub item: EquipmentId,
    pub started: Timestamp,
    pub restored: End,
    pub stops: bool,
    /// The cause lies outside: no power, no raw material, no operator.
    #[serde(default)]
    pub external: bool,
    /// Failure mode; `None` when not coded or "not known yet".
    #[serde(default)]
    pub mode: Option<i64>,
}

text_enum! {
    /// Why an equipment stood still.
    pub enum DowntimeKind {
        Planned = "planned",
        Unplanned = "unplanned",
        External = "external",
    }
}

/// A time during which an equipment stood still: a planned stop, preventive work that stops it, or a part of a failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Downtime {
    pub id: DowntimeId,
    pub item: EquipmentId,
    pub kind: DowntimeKind,
    pub started: Timestamp,
    pub ended: End,
    #[serde(default)]
    pub failure: Option<FailureId>,
}

/// A reading of a run-hour meter: the total since the item began, in seconds, whatever meters were replaced meanwhile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub item: EquipmentId,
    pub at: Timestamp,
    pub total: i64,
}

/// An intervention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Work {
    pub id: InterventionId,
    pub item: EquipmentId,
    pub kind: InterventionKind,
    /// The failures that it puts right.
    #[serde(default)]
    pub failures: Vec<FailureId>,
    pub reported: Timestamp,
    /// Somebody took it on.
    #[serde(default)]
    pub reacted: Option<Timestamp>,
    #[serde(default)]
    pub started: Option<Timestamp>,
    #[serde(default)]
    pub completed: Option<Timestamp>,
    #[serde(default)]
    pub cancelled: bool,
}

/// Hands-on time of one technician.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    pub id: i64,
    pub work: InterventionId,
    pub technician: UserId,
    pub started: Timestamp,
    pub ended: End,
}

text_enum! {
    /// The kind of a cost.
    pub enum CostKind {
        Parts = "parts",
        Labour = "labour",
        External = "external",
    }
}

/// An amount, at the prices of the day on which it was posted. Never converted again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub id: i64,
    pub item: EquipmentId,
    /// The failure that caused it, for a Pareto.
    #[serde(default)]
    pub failure: Option<FailureId>,
    pub kind: CostKind,
    pub minor: i64,
    pub currency: String,
    /// The day of posting, else of completion, else of the report.
    pub at: Timestamp,
}

/// Everything, in any order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Plant {
    pub items: Vec<Item>,
    pub failures: Vec<Failure>,
    pub downtimes: Vec<Downtime>,
    pub readings: Vec<Reading>,
    pub works: Vec<Work>,
    pub periods: Vec<Period>,
    pub costs: Vec<Cost>,
}

impl Plant {
    /// The same with instants cut to whole seconds, and every list in one order: what is read by item, by item.
    pub(super) fn in_order(mut self) -> Self {
        for item in &mut self.items {
            item.in_service = item.in_service.map(second);
            item.retired = item.retired.map(second);
        }
        for failure in &mut self.failures {
            failure.started = second(failure.started);
            failure.restored = whole(failure.restored);
        }
        for downtime in &mut self.downtimes {
            downtime.started = second(downtime.started);
            downtime.ended = whole(downtime.ended);
        }
        for reading in &mut self.readings {
            reading.at = second(reading.at);
        }
        for work in &mut self.works {
            work.reported = second(work.reported);
            work.reacted = work.reacted.map(second);
            work.started = work.started.map(second);
            work.completed = work.completed.map(second);
            work.failures.sort_unstable();
            work.failures.dedup();
        }
        for period in &mut self.periods {
            period.started = second(period.started);
            period.ended = whole(period.ended);
        }
        for cost in &mut self.costs {
            cost.at = second(cost.at);
        }
        self.items.sort_unstable_by_key(|item| item.id);
        self.failures
            .sort_by_cached_key(|failure| (failure.item, failure.started.as_millisecond(), failure.id));
        self.downtimes.sort_unstable_by_key(|downtime| (downtime.item, downtime.started, downtime.id));
        self.readings.sort_unstable_by_key(|reading| (reading.item, reading.at, reading.total));
        self.works.sort_unstable_by_key(|work| work.id);
        self.periods.sort_by_cached_key(|period| (period.started.as_millisecond(), period.id));
        self.costs.sort_by_cached_key(|cost| (cost.item, cost.at.as_millisecond(), cost.id));
        self
    }
}

/// The instant, cut to the second.
pub(super) fn second(at: Timestamp) -> Timestamp {
    // Most are whole already.
    if at.subsec_nanosecond() == 0 {
        return at;
    }
    Timestamp::from_millis(at.as_millisecond().div_euclid(1000).saturating_mul(1000))
}

fn whole(end: End) -> End {
    match end {
        End::At(at) => End::At(second(at)),
        other => other,
    }
}

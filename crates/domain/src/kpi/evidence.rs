//! The evidence of a number: one row per event that was counted, clipped, merged or left out.

use crate::{DowntimeId, EquipmentId, FailureId, InterventionId, text_enum};
use serde::{Deserialize, Serialize, Serializer};
use std::{ops::Deref, sync::Arc};

/// An event that a number can lead to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventId {
    Failure(FailureId),
    Downtime(DowntimeId),
    Work(InterventionId),
    /// A period of hands-on time.
    Period(i64),
    /// An occurrence of a plan.
    Occurrence(i64),
    Cost(i64),
    /// A line of a part's issue.
    Issue(i64),
    /// A component in its place.
    Fitting(i64),
}

text_enum! {
    /// Why an event was left out.
    pub enum Reason {
        /// Listed: the cause lies outside.
        External = "external",
        /// Listed: it ends before it starts.
        EndBeforeStart = "end_before_start",
        /// Before the item was in service, or after it was retired.
        OutOfService = "out_of_service",
        /// Listed with the time since its start.
        StillOpen = "still_open",
        EndUnknown = "end_unknown",
        /// It does not stop the item.
        DoesNotStop = "does_not_stop",
        NoHandsOnTime = "no_hands_on_time",
        /// The reaction came before the report.
        BeforeReport = "before_report",
        NoReaction = "no_reaction",
        /// Neither preventive nor corrective.
        Improvement = "improvement",
        /// Its verdict is not known yet.
        Pending = "pending",
        CancelledWithReason = "cancelled_with_reason",
        Cancelled = "cancelled",
        /// A bigger service covered it.
        Covered = "covered",
        NoDueDate = "no_due_date",
        NoTarget = "no_target",
        /// Listed beside the backlog.
        NoEstimate = "no_estimate",
        /// Nothing was asked for.
        NothingAsked = "nothing_asked",
        /// Nobody knows when it began.
        StartUnknown = "start_unknown",
        /// Over before the records began.
        BeforeRecords = "before_records",
        BadDates = "bad_dates",
        /// At the very start of what was watched: age 0.
        AtStart = "at_start",
    }
}

text_enum! {
    /// The reason why a part of an interval was cut off.
    pub enum Clip {
        /// It starts before the window or ends after it.
        Window = "window",
        ServiceLife = "service_life",
        /// It is open: counted until now.
        Now = "now",
        /// A part lies in time that is not required.
        Closed = "closed",
        /// A part belongs to the planned or unplanned run that started first.
        StartedFirst = "started_first",
        /// A timer that nobody stopped: counted until the end of the shift, to be confirmed.
        ShiftEnd = "shift_end",
    }
}

/// A set of [`Clip`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clips(u8);

impl Clips {
    pub(super) fn add_if(&mut self, holds: bool, clip: Clip) {
        if holds {
            self.0 |= 1 << clip as u8;
        }
    }

    pub fn contains(self, clip: Clip) -> bool {
        self.0 & (1 << clip as u8) != 0
    }

    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    pub fn iter(self) -> impl Iterator<Item = Clip> {
        Clip::ALL.iter().copied().filter(move |clip| self.contains(*clip))
    }
}

impl Serialize for Clips {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Clips {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut clips = Self::default();
        for clip in Vec::<Clip>::deserialize(deserializer)? {
            clips.add_if(true, clip);
        }
        Ok(clips)
    }
}

/// One event of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub event: EventId,
    /// The item at which it happened; a component's events appear among those of the parent that it stops.
    pub item: EquipmentId,
    /// The part that it added to the numerator (seconds, minor units or 1). Of a row left out, what it would have been, or the
    /// seconds since the start of one that is open.
    pub amount: i64,
    #[serde(default, skip_serializing_if = "Clips::is_empty")]
    pub clipped: Clips,
    /// It overlaps or touches this earlier one: each shared second was counted once, there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<EventId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excluded: Option<Reason>,
}

impl Row {
    pub(super) fn counted(event: EventId, item: EquipmentId, amount: i64) -> Self {
        Self { event, item, amount, clipped: Clips::default(), merged_into: None, excluded: None }
    }

    pub(super) fn excluded(event: EventId, item: EquipmentId, amount: i64, reason: Reason) -> Self {
        Self { excluded: Some(reason), ..Self::counted(event, item, amount) }
    }

    pub fn is_counted(&self) -> bool {
        self.excluded.is_none()
    }
}

/// The rows behind an answer. Answers made of the same rows share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence(Arc<Vec<Row>>);

impl Deref for Evidence {
    type Target = [Row];
    fn deref(&self) -> &[Row] {
        &self.0
    }
}

impl From<Vec<Row>> for Evidence {
    fn from(rows: Vec<Row>) -> Self {
        Self(Arc::new(rows))
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.as_slice().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Evidence {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Row>::deserialize(deserializer).map(Self::from)
    }
}

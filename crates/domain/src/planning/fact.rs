//! Verdicts, and the facts they consist of, each with its level. The sentences are made where they are shown.

use crate::{
    Date, InterventionId, SiteId, Timestamp, UserId, intervention::InterventionStatus, span::Span, text_enum,
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// How a move is judged. A warning may be overridden with a reason, a block may not.
    pub enum Level {
        Fine = "fine",
        Warning = "warning",
        Blocked = "blocked",
    }
}

/// One thing that speaks against a move.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub enum Fact {
    /// It has begun: its start is fixed.
    InProgress {
        since: Timestamp,
    },
    /// It is finished or cancelled.
    Finished {
        status: InterventionStatus,
    },
    /// Work in progress cannot end in the past.
    EndBeforeNow {
        now: Timestamp,
    },
    /// It would take no time: no estimate, or an end that is not after the start.
    NoDuration,
    UnknownTechnician,
    /// The technician may not enter the site.
    NoAccess {
        site: SiteId,
    },
    SkillMissing {
        skill: String,
    },
    LevelTooLow {
        skill: String,
        wanted: u8,
        held: u8,
    },
    CertificateMissing {
        skill: String,
    },
    /// Valid until this day, and the work ends after it.
    CertificateExpires {
        skill: String,
        on: Date,
    },
    /// Valid from this day, and the work begins before it.
    CertificateNotYetValid {
        skill: String,
        from: Date,
    },
    /// The part of the work that the technician is away for.
    Absent {
        span: Span,
    },
    /// Other work of the technician at the same time.
    Overlapping {
        other: InterventionId,
        span: Span,
    },
    /// The part of the work during which the machine is not released.
    EquipmentUnavailable {
        span: Span,
    },
    PartMissing {
        part: String,
        wanted: u32,
        left: u32,
        expected: Option<Date>,
    },
    /// A forecast may only be moved inside its tolerance, which begins on this day.
    ForecastBeforeTolerance {
        from: Date,
    },
    /// A forecast may only be moved inside its tolerance, which ends with this day.
    ForecastAfterTolerance {
        until: Date,
    },
    /// The technician has no free working time for it before this instant.
    NoFreeTime {
        until: Timestamp,
    },
    /// Begins before the first day of its tolerance.
    BeforeTolerance {
        from: Date,
    },
    /// Ends after the last day of its tolerance.
    AfterTolerance {
        until: Date,
    },
    /// Minutes, begun ones counted whole, outside of the technician's shifts.
    OutsideShift {
        minutes: i64,
    },
    /// More minutes of work than of shifts on a day of the site.
    OverCapacity {
        day: Date,
        load_minutes: i64,
        capacity_minutes: i64,
    },
}

impl Fact {
    pub const fn level(&self) -> Level {
        match self {
            Self::BeforeTolerance { .. }
            | Self::AfterTolerance { .. }
            | Self::OutsideShift { .. }
            | Self::OverCapacity { .. } => Level::Warning,
            _ => Level::Blocked,
        }
    }
}

/// A fact and whom it is about; nobody when it is about the work itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub technician: Option<UserId>,
    #[serde(flatten)]
    pub fact: Fact,
}

/// The verdict of a move.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The worst of the findings; fine without any.
    pub level: Level,
    /// Blocks first; then what is about the work, then by technician.
    pub findings: Vec<Finding>,
}

impl Verdict {
    pub fn of(mut findings: Vec<Finding>) -> Self {
        findings.sort_by(|a, b| {
            let key = |f: &Finding| (std::cmp::Reverse(f.fact.level()), f.technician);
            key(a).cmp(&key(b)).then_with(|| a.fact.cmp(&b.fact))
        });
        findings.dedup();
        Self { level: findings.first().map_or(Level::Fine, |worst| worst.fact.level()), findings }
    }

    pub fn is_blocked(&self) -> bool {
        self.level == Level::Blocked
    }
}

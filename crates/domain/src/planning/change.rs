//! Moves: what can be moved, and what a move makes of a piece of work.
//!
//! A move keeps the civil start that was chosen and the minutes of work, never the difference of two local clock
//! times: 480 minutes that begin at 22:00 end at 06:00, and at 07:00 in the night that is an hour short.

use super::{Board, Fact, Finding, Needs, Placement, Task, Verdict};
use crate::{
    Date, EquipmentId, LocalDateTime, Timestamp, UserId, intervention::InterventionStatus, span::Span,
    worktime::instant_of,
};
use serde::{Deserialize, Serialize};

/// How a piece of work can be moved on the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handle {
    /// Moved and made longer or shorter.
    Free,
    /// In progress: its end only, not before now.
    EndOnly { since: Timestamp },
    /// Finished or cancelled: nothing.
    Locked { status: InterventionStatus },
}

/// A change of the plan, in civil time of the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// Moved, assigned, or dropped from the backlog.
    Place { start: LocalDateTime, technicians: Vec<UserId> },
    /// The end dragged to another time.
    Resize { end: LocalDateTime },
    /// Back to the backlog.
    Unschedule,
}

/// A change as it would be. The due date is not part of it: no move changes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trial {
    /// `None` in the backlog, and when the change is impossible as such.
    pub placement: Option<Placement>,
    /// Minutes of work after it.
    pub minutes: u32,
    pub verdict: Verdict,
}

/// An occurrence of a plan that is shown, and not released yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    /// The plan and the nominal date name it, so that it is released once.
    pub plan: i64,
    pub nominal: Date,
    pub due: Date,
    /// The days of its tolerance; both belong to it.
    pub tolerance_from: Date,
    pub tolerance_until: Date,
    #[serde(flatten)]
    pub needs: Needs,
}

/// The work that a forecast becomes when it is dropped. Its dates are the forecast's; no other occurrence moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    pub plan: i64,
    pub equipment: EquipmentId,
    pub nominal: Date,
    pub due: Date,
    pub placement: Placement,
    pub verdict: Verdict,
}

pub fn handle(task: &Task) -> Handle {
    match task.begun_since() {
        _ if !task.is_live() => Handle::Locked { status: task.status },
        Some(since) => Handle::EndOnly { since },
        None => Handle::Free,
    }
}

impl Board<'_> {
    /// The result of a change and its verdict. Nothing is changed.
    pub fn try_change(&self, task: &Task, change: &Change, now: Timestamp) -> Trial {
        let today = task.placement.as_ref();
        let refused = |fact| Trial {
            placement: None,
            minutes: task.needs.minutes,
            verdict: Verdict::of(vec![Finding { technician: None, fact }]),
        };
        let handle = handle(task);
        if let Handle::Locked { status } = handle {
            return refused(Fact::Finished { status });
        }
        let (place, minutes) = match (change, handle) {
            (Change::Unschedule, Handle::EndOnly { since }) => return refused(Fact::InProgress { since }),
            (Change::Unschedule, _) => {
                let verdict = Verdict::of(vec![]);
                return Trial { placement: None, minutes: task.needs.minutes, verdict };
            }
            (Change::Place { start, technicians }, handle) => {
                let start = instant_of(*start, self.zone);
                let (minutes, technicians) = (task.needs.minutes, technicians.clone());
                let span = match (handle, today) {
                    // Other people may take over what goes on, where it is.
                    (Handle::EndOnly { .. }, Some(today)) if today.span.start == start => Some(today.span),
                    (Handle::EndOnly { since }, _) => return refused(Fact::InProgress { since }),
                    _ => Self::span(start, minutes),
                };
                let Some(span) = span else { return refused(Fact::NoDuration) };
                (Placement { span, technicians }, minutes)
            }
            (Change::Resize { end }, handle) => {
                let end = instant_of(*end, self.zone);
                let Some(today) = today else { return refused(Fact::NoDuration) };
                if matches!(handle, Handle::EndOnly { .. }) && end < now {
                    return refused(Fact::EndBeforeNow { now });
                }
                let Some(span) = Span::new(today.span.start, end) else { return refused(Fact::NoDuration) };
                let minutes = u32::try_from((span.seconds() + 59) / 60).unwrap_or(u32::MAX);
                (Placement { span, technicians: today.technicians.clone() }, minutes)
            }
        };
        let verdict = self.verdict(task, &place);
        Trial { placement: Some(place), minutes, verdict }
    }

    /// The work that a forecast becomes when it is dropped here.
    ///
    /// # Errors
    /// The verdict, when it is blocked: also outside of its tolerance, which real work is only warned of.
    pub fn release(
        &self,
        forecast: &Forecast,
        start: LocalDateTime,
        technicians: &[UserId],
    ) -> Result<Release, Verdict> {
        let Some(span) = Self::span(instant_of(start, self.zone), forecast.needs.minutes) else {
            return Err(Verdict::of(vec![Finding { technician: None, fact: Fact::NoDuration }]));
        };
        let placement = Placement { span, technicians: technicians.to_vec() };
        let mut findings = self.findings(None, &forecast.needs, &placement);
        let (from, until) = (forecast.tolerance_from, forecast.tolerance_until);
        let (begins, ends) = self.days_of(span);
        let early = (begins < from).then_some(Fact::ForecastBeforeTolerance { from });
        let late = (until < ends).then_some(Fact::ForecastAfterTolerance { until });
        findings.extend(early.into_iter().chain(late).map(|fact| Finding { technician: None, fact }));
        let verdict = Verdict::of(findings);
        if verdict.is_blocked() {
            return Err(verdict);
        }
        let Forecast { plan, nominal, due, .. } = *forecast;
        Ok(Release { plan, equipment: forecast.needs.equipment, nominal, due, placement, verdict })
    }
}

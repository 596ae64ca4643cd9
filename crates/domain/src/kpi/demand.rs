//! Stock-outs, wrench time and time in service.

use super::{Absent, Answer, EventId, Kpi, Reason, Row, compliance::rate, labour::until};
use crate::{
    EquipmentId, Timestamp,
    reliability::{FittingFate, LEVEL, Lives, binomial_interval},
    span::Span,
};
use serde::{Deserialize, Serialize};

/// A line of an issue, in the part's smallest unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    pub id: i64,
    pub item: EquipmentId,
    pub at: Timestamp,
    pub asked: i64,
    pub given: i64,
}

/// Partial or refused issues over issue lines.
pub fn stock_out(issues: &[Issue], window: Span, now: Timestamp) -> Answer {
    let asked = until(window, now);
    let in_window = |issue: &&Issue| asked.is_some_and(|asked| asked.contains(issue.at));
    let mut sorted: Vec<&Issue> = issues.iter().filter(in_window).collect();
    sorted.sort_unstable_by_key(|issue| issue.id);
    let rows = sorted
        .into_iter()
        .map(|issue| {
            let event = EventId::Issue(issue.id);
            match issue.asked > 0 {
                true => Row::counted(event, issue.item, i64::from(issue.given < issue.asked)),
                false => Row::excluded(event, issue.item, 0, Reason::NothingAsked),
            }
        })
        .collect();
    let empty = if asked.is_none() { Absent::EmptyWindow } else { Absent::NothingIssued };
    let mut answer = rate(Kpi::StockOut, rows, empty);
    answer.window = Some(window);
    answer
}

/// Work sampling: how often people were looked at, and how often they had their hands on tools.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sampling {
    pub observations: u32,
    pub on_tools: u32,
}

/// Share of observations with hands on tools, with its exact interval. Without sampling it is absent: booked hours cannot
/// tell it.
pub fn wrench_time(sampling: Option<Sampling>) -> Answer {
    let Some(Sampling { observations, on_tools }) = sampling else {
        return Answer::ratio(Kpi::WrenchTime, 0, 0, Absent::NoSampling);
    };
    let kpi = Kpi::WrenchTime;
    let mut answer = Answer::ratio(kpi, on_tools.into(), observations.into(), Absent::NoSampling);
    if on_tools > observations {
        return answer.absent(Absent::BadInput);
    }
    answer.interval = binomial_interval(on_tools, observations, LEVEL);
    answer
}

/// Time in service per failure of the components in one place of `item`: lives, those without a failure included, over
/// failures. Not a mean life: with a Weibull fit, show the fit's mean.
pub fn time_in_service(item: EquipmentId, lives: &Lives) -> Answer {
    let rows = lives.rows.iter().map(|row| {
        let (event, seconds) = (EventId::Fitting(row.fitting), row.exit - row.entry);
        let reason = match row.fate {
            FittingFate::Failed | FittingFate::Censored => return Row::counted(event, item, seconds),
            FittingFate::FittedUnknown => Reason::StartUnknown,
            FittingFate::RemovedUnknown => Reason::EndUnknown,
            FittingFate::BeforeRecords => Reason::BeforeRecords,
            FittingFate::BadDates => Reason::BadDates,
        };
        Row::excluded(event, item, 0, reason)
    });
    let empty = if lives.seconds == 0 { Absent::NoLives } else { Absent::NoFailure };
    Answer::ratio(Kpi::TimeInService, lives.seconds, lives.failures, empty)
        .with_evidence(rows.collect::<Vec<_>>())
}

//! Target times and escalation: `docs/oracle/target.md`.

use domain::{
    Timestamp,
    target::{
        Chain, Escalation, EscalationHistory, HistoryFault, TargetHistory, TargetState, Targets, Told,
        escalation, target,
    },
    worktime::{WorkCalendar, WorkingTime},
};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    #[serde(default)]
    targets: Vec<TargetCase>,
    #[serde(default)]
    escalations: Vec<EscalationCase>,
}

#[derive(Serialize)]
struct Output {
    targets: Vec<Outcome<TargetState>>,
    escalations: Vec<Outcome<Escalation>>,
}

/// The answer, or why the history is refused.
#[derive(Serialize)]
#[serde(untagged)]
enum Outcome<T> {
    Answer(T),
    Refused(HistoryFault),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TargetCase {
    zone: String,
    #[serde(default)]
    calendar: WorkCalendar,
    #[serde(default)]
    targets: Targets,
    history: TargetHistory,
    now: Timestamp,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct EscalationCase {
    zone: String,
    #[serde(default)]
    calendar: WorkCalendar,
    chain: Chain,
    history: EscalationHistory,
    #[serde(default)]
    told: Vec<Told>,
    now: Timestamp,
}

impl<T> From<Result<T, HistoryFault>> for Outcome<T> {
    fn from(result: Result<T, HistoryFault>) -> Self {
        result.map_or_else(Self::Refused, Self::Answer)
    }
}

pub fn answer(input: &str) -> super::Answer {
    let input: Input = serde_json::from_str(input).map_err(|e| format!("the input: {e}"))?;
    let targets = input.targets.iter().map(|case| {
        let zone = super::planning::zone(&case.zone)?;
        let time = WorkingTime { calendar: &case.calendar, zone: &zone };
        Ok(target(&case.targets, &case.history, time, case.now).into())
    });
    let escalations = input.escalations.iter().map(|case| {
        let zone = super::planning::zone(&case.zone)?;
        let time = WorkingTime { calendar: &case.calendar, zone: &zone };
        Ok(escalation(&case.chain, &case.history, &case.told, time, case.now).into())
    });
    let output = Output {
        targets: targets.collect::<Result<_, String>>()?,
        escalations: escalations.collect::<Result<_, String>>()?,
    };
    serde_json::to_string_pretty(&output).map_err(|e| e.to_string())
}

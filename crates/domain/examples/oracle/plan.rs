//! Topic `plan`: recurrence and preventive plans. `docs/oracle/plan.md` describes the records.

use domain::{
    Date, Timestamp,
    plan::{
        Dependency, Generated, History, Layer, Meter, Notice, Occurrence, Plan, Refusal, Refused, Site,
        Taken, Task, TaskError, Window, check, cover, earliest_starts, notices, occurrences,
    },
    recurrence::{ClockChange, ClosedDays, RuleError, Series, civil_day, resolve},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Input {
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Place {
    zone: String,
    #[serde(default)]
    closed: ClosedDays,
}

#[derive(Deserialize)]
struct PlanOfMachine {
    plan_id: i64,
    #[serde(default)]
    parent: Option<i64>,
    within_days: u32,
    plan: Plan,
    #[serde(default)]
    history: History,
}

#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Case {
    /// The dates of RFC 5545 text.
    Dates {
        zone: String,
        text: String,
        from: Date,
        to: Date,
    },
    Occurrences {
        #[serde(flatten)]
        place: Place,
        plan: Plan,
        #[serde(default)]
        history: History,
        window: Window,
    },
    Nested {
        #[serde(flatten)]
        place: Place,
        plans: Vec<PlanOfMachine>,
        window: Window,
    },
    Check {
        #[serde(flatten)]
        place: Place,
        plan: Plan,
        #[serde(default)]
        meter: Option<Meter>,
        today: Date,
    },
    Reading {
        meter: Meter,
        at: Timestamp,
        value: i64,
    },
    Tasks {
        tasks: Vec<Task>,
        #[serde(default)]
        dependencies: Vec<Dependency>,
    },
}

#[derive(Serialize)]
struct DateAnswer {
    k: i64,
    date: Date,
    /// For series with a time.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<ClockChange>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Reply {
    Dates { text: String, dates: Vec<DateAnswer> },
    Text(RuleError),
    Occurrences(Box<Generated>),
    Nested(BTreeMap<i64, Vec<Occurrence>>),
    Check { refused: Option<Refusal>, notices: Vec<Notice> },
    Taken(Taken),
    Refused(Refused),
    Starts(BTreeMap<i64, Timestamp>),
    Tasks(TaskError),
    Zone { error: String },
}

pub fn answer(input: &str) -> super::Answer {
    let input: Input =
        serde_json::from_str(input).map_err(|e| format!("the input is not as described: {e}"))?;
    let answers: Vec<Reply> = input.cases.into_iter().map(reply).collect();
    serde_json::to_string_pretty(&answers).map_err(|e| e.to_string())
}

fn reply(case: Case) -> Reply {
    match case {
        Case::Dates { zone, text, from, to } => with_zone(&zone, |zone| dates(zone, &text, from, to)),
        Case::Occurrences { place, plan, history, window } => with_zone(&place.zone, |zone| {
            let site = Site { zone, closed: &place.closed };
            Reply::Occurrences(Box::new(occurrences(&plan, site, &history, window)))
        }),
        Case::Nested { place, plans, window } => with_zone(&place.zone, |zone| {
            let site = Site { zone, closed: &place.closed };
            let layer = |one: &PlanOfMachine| {
                let generated = occurrences(&one.plan, site, &one.history, window);
                Layer::new(one.plan_id, one.parent, one.within_days, generated)
            };
            let mut layers: Vec<Layer> = plans.iter().map(layer).collect();
            cover(&mut layers, civil_day(window.now, zone));
            Reply::Nested(layers.into_iter().map(|layer| (layer.plan, layer.occurrences)).collect())
        }),
        Case::Check { place, plan, meter, today } => with_zone(&place.zone, |zone| {
            let site = Site { zone, closed: &place.closed };
            let refused = check(&plan, site, meter.as_ref(), today).err();
            Reply::Check { refused, notices: notices(&plan, site, today) }
        }),
        Case::Reading { meter, at, value } => {
            meter.judge(at, value).map_or_else(Reply::Refused, Reply::Taken)
        }
        Case::Tasks { tasks, dependencies } => {
            earliest_starts(&tasks, &dependencies).map_or_else(Reply::Tasks, Reply::Starts)
        }
    }
}

fn with_zone(name: &str, reply: impl FnOnce(&TimeZone) -> Reply) -> Reply {
    match TimeZone::get(name) {
        Ok(zone) => reply(&zone),
        Err(_) => Reply::Zone { error: format!("no zone {name}") },
    }
}

fn dates(zone: &TimeZone, text: &str, from: Date, to: Date) -> Reply {
    let series = match Series::from_text(text, zone) {
        Ok(series) => series,
        Err(error) => return Reply::Text(error),
    };
    let found = series.dates(zone, from, to).map(|hit| {
        let resolved = series.time.map(|time| resolve(hit.date, time, zone));
        DateAnswer {
            k: hit.k,
            date: hit.date,
            at: resolved.map(|resolved| resolved.at),
            clock: resolved.and_then(|resolved| resolved.change),
        }
    });
    Reply::Dates { text: series.to_text(zone), dates: found.collect() }
}

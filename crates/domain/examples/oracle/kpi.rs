//! KPIs and reliability: a list of questions in, the list of their answers out. `docs/oracle/kpi.md` describes them.

use domain::{Date, EquipmentId, LineId, SiteId, Timestamp, kpi, reliability, span::Span};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Question {
    Plant(Box<Plant>),
    Utilisation {
        periods: Vec<kpi::Period>,
        available: Vec<kpi::Available>,
        window: Span,
        now: Timestamp,
    },
    Backlog {
        ready: Vec<kpi::Ready>,
        available: Vec<kpi::Available>,
        week: Span,
    },
    PmCompliance {
        occurrences: Vec<kpi::Occurrence>,
        window: Span,
        zone: String,
        now: Timestamp,
    },
    DefaultTolerance {
        nominal: Date,
        next: Date,
    },
    ScheduleCompliance {
        frozen: Option<Vec<kpi::Frozen>>,
        week: Span,
        now: Timestamp,
    },
    OnTime {
        done: Vec<kpi::Done>,
        window: Span,
        zone: String,
        now: Timestamp,
    },
    SlaMet {
        targets: Vec<kpi::Target>,
        window: Span,
        now: Timestamp,
    },
    StockOut {
        issues: Vec<kpi::Issue>,
        window: Span,
        now: Timestamp,
    },
    WrenchTime {
        sampling: Option<kpi::Sampling>,
    },
    TimeInService {
        item: EquipmentId,
        fittings: Vec<reliability::Fitting>,
        records_from: Option<Timestamp>,
        now: Timestamp,
    },
    Percent {
        numerator: i64,
        denominator: i64,
        decimals: u32,
    },
    Days {
        grain: kpi::Grain,
        from: Date,
        to: Date,
        zone: String,
    },
    Weibull {
        lives: Vec<reliability::Life>,
        level: f64,
    },
    CrowAmsaa {
        record: reliability::Record,
        level: f64,
    },
    Laplace {
        ages: Vec<f64>,
        start: f64,
        end: f64,
        level: f64,
    },
    AgeReplacement {
        beta: f64,
        beta_lower: Option<f64>,
        eta: f64,
        planned: f64,
        failure: f64,
    },
    MinimalRepair {
        beta: f64,
        eta: f64,
        planned: f64,
        failure: f64,
    },
    ChiSquare {
        p: f64,
        df: f64,
    },
    MtbfInterval {
        time: f64,
        failures: u32,
        level: f64,
    },
    BinomialInterval {
        hits: u32,
        n: u32,
        level: f64,
    },
}

/// Items of a plant over a window: the same for all, or one for each site or line, or days of each site's zone.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Plant {
    plant: kpi::Plant,
    now: Timestamp,
    items: Vec<EquipmentId>,
    #[serde(default)]
    frames: Vec<Framed>,
    #[serde(default)]
    days: Option<Days>,
    /// The Paretos too.
    #[serde(default)]
    pareto: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Framed {
    #[serde(default)]
    site: Option<SiteId>,
    #[serde(default)]
    line: Option<LineId>,
    frame: kpi::Frame,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Days {
    from: Date,
    to: Date,
    zones: BTreeMap<SiteId, String>,
}

pub fn answer(input: &str) -> super::Answer {
    let questions: Vec<Question> = serde_json::from_str(input).map_err(|e| e.to_string())?;
    let answers: Result<Vec<Value>, String> = questions.into_iter().map(reply).collect();
    serde_json::to_string_pretty(&answers?).map_err(|e| e.to_string())
}

fn reply(question: Question) -> Result<Value, String> {
    match question {
        Question::Plant(plant) => measure(*plant),
        Question::Utilisation { periods, available, window, now } => {
            value(kpi::utilisation(&periods, |_| EquipmentId(0), &available, window, now))
        }
        Question::Backlog { ready, available, week } => value(kpi::backlog(&ready, &available, week)),
        Question::PmCompliance { occurrences, window, zone: name, now } => {
            value(kpi::pm_compliance(&occurrences, window, &zone(&name)?, now))
        }
        Question::DefaultTolerance { nominal, next } => value(kpi::default_tolerance(nominal, next)),
        Question::ScheduleCompliance { frozen, week, now } => {
            value(kpi::schedule_compliance(frozen.as_deref(), week, now))
        }
        Question::OnTime { done, window, zone: name, now } => {
            let zone = zone(&name)?;
            let rate = kpi::on_time_rate(&done, window, &zone, now);
            value([rate, kpi::mean_delay(&done, window, &zone, now)])
        }
        Question::SlaMet { targets, window, now } => value(kpi::sla_met(&targets, window, now)),
        Question::StockOut { issues, window, now } => value(kpi::stock_out(&issues, window, now)),
        Question::WrenchTime { sampling } => value(kpi::wrench_time(sampling)),
        Question::TimeInService { item, fittings, records_from, now } => {
            value(kpi::time_in_service(item, &reliability::lives(&fittings, records_from, now)))
        }
        Question::Percent { numerator, denominator, decimals } => {
            value(kpi::Percent::of(numerator, denominator, decimals).map(|percent| percent.to_string()))
        }
        Question::Days { grain, from, to, zone: name } => {
            let zone = zone(&name)?;
            value(
                grain.split(from, to).into_iter().map(|(a, b)| kpi::window(a, b, &zone)).collect::<Vec<_>>(),
            )
        }
        Question::Weibull { lives, level } => fit(reliability::weibull(&lives, level)),
        Question::CrowAmsaa { record, level } => fit(reliability::crow_amsaa(&record, level)),
        Question::Laplace { ages, start, end, level } => fit(reliability::laplace(&ages, start, end, level)),
        Question::AgeReplacement { beta, beta_lower, eta, planned, failure } => {
            fit(reliability::age_replacement(beta, beta_lower, eta, planned, failure))
        }
        Question::MinimalRepair { beta, eta, planned, failure } => {
            let best = reliability::minimal_repair(beta, eta, planned, failure);
            fit(best.map(|(age, cost_rate)| json!({ "age": age, "cost_rate": cost_rate })))
        }
        Question::ChiSquare { p, df } => value(reliability::chi_square(p, df)),
        Question::MtbfInterval { time, failures, level } => {
            value(reliability::mtbf_interval(time, failures, level))
        }
        Question::BinomialInterval { hits, n, level } => {
            value(reliability::binomial_interval(hits, n, level))
        }
    }
}

fn measure(question: Plant) -> Result<Value, String> {
    let mut frames = kpi::Frames::default();
    if let Some(Days { from, to, zones }) = question.days {
        let zones: Result<BTreeMap<SiteId, TimeZone>, String> =
            zones.into_iter().map(|(site, name)| Ok((site, zone(&name)?))).collect();
        frames = kpi::Frames::of_days(from, to, &zones?);
    }
    for Framed { site, line, frame } in question.frames {
        match (site, line) {
            (_, Some(line)) => frames.set_line(line, frame),
            (Some(site), None) => frames.set_site(site, frame),
            (None, None) => frames = kpi::Frames::of_frame(frame),
        }
    }
    let book = kpi::Book::new(question.plant, question.now).map_err(|e| format!("{e}: {e:?}"))?;
    let scope = book.measure(&question.items, &frames).map_err(|e| format!("{e}: {e:?}"))?;
    let mut paretos = BTreeMap::new();
    if question.pareto {
        for of in kpi::ParetoOf::ALL {
            for by in kpi::ParetoBy::ALL {
                paretos.insert(format!("{of} by {by}"), scope.pareto(*of, *by));
            }
        }
    }
    value(json!({ "times": scope.times(), "answers": scope.answers(), "paretos": paretos }))
}

fn zone(name: &str) -> Result<TimeZone, String> {
    TimeZone::get(name).map_err(|e| e.to_string())
}

/// A fit, or why there is none.
fn fit<T: Serialize, E: Serialize>(result: Result<T, E>) -> Result<Value, String> {
    match result {
        Ok(fit) => value(json!({ "fit": fit })),
        Err(reason) => value(json!({ "none": reason })),
    }
}

fn value(answer: impl Serialize) -> Result<Value, String> {
    serde_json::to_value(answer).map_err(|e| e.to_string())
}

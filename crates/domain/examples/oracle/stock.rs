//! Topic `stock`: a list of questions, each answered or refused on its own. Records: `docs/oracle/stock.md`.

use domain::stock::{
    AheadInput, Check, CountLine, Movement, Offer, PackRule, Position, ReorderInput, Smoothing, Standing,
    StockRefusal, StockValue, ValuedMovement, close_line, fit, follow_up, forecast, look_ahead,
    poisson_quantile, purchase, quote, standing,
};
use domain::{Timestamp, stock::IntermittentMethod};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct Input {
    asks: Vec<Ask>,
}

#[derive(Serialize)]
struct Output {
    answers: Vec<Value>,
}

#[derive(Deserialize)]
#[serde(tag = "ask", rename_all = "snake_case")]
enum Ask {
    Standing { position: Position, minimum: Option<i64> },
    Purchase { projected: i64, minimum: i64, maximum: Option<i64>, packs: PackRule },
    FollowUp(Check),
    Quote { need: i64, offer: Offer },
    Value { steps: Vec<ValueStep> },
    Count { line: CountLine, movements: Vec<Movement>, last_closed: Option<Timestamp> },
    LookAhead(AheadInput),
    Fit { method: IntermittentMethod, history: Vec<i64>, smoothing: Smoothing },
    Forecast { history: Vec<i64>, smoothing: Smoothing },
    Reorder(ReorderInput),
    ReorderNormal(ReorderInput),
    ReorderPoisson(ReorderInput),
    PoissonQuantile { service: f64, mean: f64 },
}

#[derive(Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
enum ValueStep {
    Receive {
        quantity: i64,
        cost_minor: i64,
    },
    Issue {
        quantity: i64,
    },
    Adjust {
        difference: i64,
    },
    /// Undoes what the step of that number did, the first is 0.
    Reverse {
        nth: usize,
    },
}

/// After a step.
#[derive(Serialize)]
struct Valued {
    moved: ValuedMovement,
    stock: StockValue,
    average_minor: Option<i64>,
}

pub fn answer(input: &str) -> super::Answer {
    let input: Input = serde_json::from_str(input).map_err(|e| format!("the input: {e}"))?;
    let answers = input.asks.into_iter().map(one).collect::<Result<_, _>>()?;
    serde_json::to_string_pretty(&Output { answers }).map_err(|e| e.to_string())
}

fn one(ask: Ask) -> Result<Value, String> {
    match ask {
        Ask::Standing { position, minimum } => told::<Standing>(Ok(standing(position, minimum))),
        Ask::Purchase { projected, minimum, maximum, packs } => {
            told(purchase(projected, minimum, maximum, &packs))
        }
        Ask::FollowUp(check) => told(follow_up(&check)),
        Ask::Quote { need, offer } => told(quote(need, &offer)),
        Ask::Value { steps } => told(Ok(value(&steps)?)),
        Ask::Count { line, movements, last_closed } => told(close_line(&line, &movements, last_closed)),
        Ask::LookAhead(input) => told(look_ahead(&input)),
        Ask::Fit { method, history, smoothing } => told(fit(method, &history, smoothing)),
        Ask::Forecast { history, smoothing } => told(forecast(&history, smoothing)),
        Ask::Reorder(input) => told(input.reorder()),
        Ask::ReorderNormal(input) => told(input.normal()),
        Ask::ReorderPoisson(input) => told(input.poisson()),
        Ask::PoissonQuantile { service, mean } => told(poisson_quantile(service, mean)),
    }
}

/// The value, or the refusal in its place.
fn told<T: Serialize>(answer: Result<T, StockRefusal>) -> Result<Value, String> {
    let value = match answer {
        Ok(value) => serde_json::to_value(value),
        Err(refusal) => serde_json::to_value(refusal),
    };
    value.map_err(|e| e.to_string())
}

/// One value after each step; a refused step changes nothing.
fn value(steps: &[ValueStep]) -> Result<Vec<Value>, String> {
    let (mut stock, mut done, mut told_all) =
        (StockValue::default(), Vec::<Option<ValuedMovement>>::new(), vec![]);
    for step in steps {
        let stepped = match step {
            ValueStep::Receive { quantity, cost_minor } => stock.receive(*quantity, *cost_minor),
            ValueStep::Issue { quantity } => stock.issue(*quantity),
            ValueStep::Adjust { difference } => stock.adjust(*difference),
            ValueStep::Reverse { nth } => {
                let moved = done.get(*nth).copied().flatten().ok_or("reverse: no such step was done")?;
                stock.reverse(&moved)
            }
        };
        done.push(stepped.as_ref().ok().map(|(_, moved)| *moved));
        told_all.push(told(stepped.map(|(after, moved)| {
            stock = after;
            Valued { moved, stock, average_minor: stock.average_minor() }
        }))?);
    }
    Ok(told_all)
}

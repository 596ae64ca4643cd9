//! The published examples of KPIs are what the program answers.

type Answer = Result<String, String>;

#[path = "../examples/oracle/kpi.rs"]
mod kpi;

use serde_json::Value;
use std::path::Path;

/// Equal but for the last digits of floats, which the mathematics of another machine may round otherwise.
fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) if a.is_f64() && b.is_f64() => {
            let (a, b) = (a.as_f64().unwrap_or(f64::NAN), b.as_f64().unwrap_or(f64::NAN));
            (a - b).abs() <= 1.0e-9 * b.abs()
        }
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b)))
        }
        _ => left == right,
    }
}

#[test]
fn the_published_examples_are_what_the_program_answers() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/oracle");
    for name in ["kpi-plant", "kpi-lists", "kpi-reliability"] {
        let read = |end: &str| std::fs::read_to_string(folder.join(format!("{name}.{end}"))).expect("a file");
        let json = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        let answer = kpi::answer(&read("in.json")).expect("an answer");
        assert!(same(&json(&answer), &json(&read("out.json"))), "{name}: the answer is now\n{answer}");
    }
}

#[test]
fn a_question_that_is_none_is_refused_in_a_sentence() {
    for (question, part) in [
        ("{}", "expected a sequence"),
        ("[{\"mtbf\": {}}]", "unknown variant"),
        ("[{\"percent\": {\"numerator\": 1}}]", "missing field"),
        (
            "[{\"days\": {\"grain\": \"day\", \"from\": \"2027-01-01\", \"to\": \"2027-01-02\", \"zone\": \"Mars/Base\"}}]",
            "Mars",
        ),
    ] {
        let refused = kpi::answer(question).expect_err("refused");
        assert!(refused.contains(part), "{refused}");
    }
}

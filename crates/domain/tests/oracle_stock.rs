//! The published examples of the topic `stock` are what the program answers.

use serde_json::Value;

type Answer = Result<String, String>;

#[path = "../examples/oracle/stock.rs"]
mod stock;

/// Equal, numbers within a billionth.
fn same(got: &Value, want: &Value) -> bool {
    match (got, want) {
        (Value::Number(a), Value::Number(b)) => a == b || near(a.as_f64(), b.as_f64()),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, value)| b.get(key).is_some_and(|b| same(value, b)))
        }
        _ => got == want,
    }
}

fn near(a: Option<f64>, b: Option<f64>) -> bool {
    a.zip(b).is_some_and(|(a, b)| (a - b).abs() <= 1e-9 * b.abs())
}

#[test]
fn the_published_examples_are_answered_as_published() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/oracle/");
    for name in ["thresholds", "value", "ahead", "forecast"] {
        let read =
            |end: &str| std::fs::read_to_string(format!("{folder}stock-{name}.{end}.json")).expect("a file");
        let answer = stock::answer(&read("in")).expect("a fair question");
        let got: Value = serde_json::from_str(&answer).expect("JSON");
        let want: Value = serde_json::from_str(&read("out")).expect("JSON");
        assert!(same(&got, &want), "{name}: {answer}");
    }
}

#[test]
fn a_question_that_cannot_be_read_is_answered_by_a_sentence() {
    for bad in ["", "{}", r#"{"asks": [{"ask": "weather"}]}"#] {
        assert!(stock::answer(bad).is_err_and(|sentence| sentence.starts_with("the input: ")), "{bad}");
    }
    let nothing = r#"{"asks": [{"ask": "value", "steps": [{"step": "reverse", "nth": 0}]}]}"#;
    assert_eq!(stock::answer(nothing), Err("reverse: no such step was done".into()));
}

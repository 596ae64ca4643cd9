//! The examples published in `docs/oracle/` are what the example program answers.

use std::path::PathBuf;

#[path = "../examples/oracle/planning.rs"]
mod planning;
#[path = "../examples/oracle/target.rs"]
mod target;

type Answer = Result<String, String>;

fn published(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/oracle").join(name);
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The answer to a published input, and the published answer.
fn both(name: &str, answer: fn(&str) -> Answer) -> [serde_json::Value; 2] {
    let got = answer(&published(&format!("{name}.in.json"))).expect("an answer");
    [got, published(&format!("{name}.out.json"))].map(|text| serde_json::from_str(&text).expect("JSON"))
}

#[test]
fn the_published_answers_about_planning_are_ours() {
    for name in ["planning-calendar", "planning-board"] {
        let [got, published] = both(name, planning::answer);
        assert_eq!(got, published, "{name}");
    }
}

#[test]
fn the_published_answers_about_targets_are_ours() {
    let [got, published] = both("target-cases", target::answer);
    assert_eq!(got, published);
}

#[test]
fn what_cannot_be_read_is_a_sentence() {
    assert!(planning::answer("{").is_err_and(|e| e.starts_with("the input: ")));
    let unknown = r#"{"calendars": [{"zone": "Europe/Atlantis", "calendar": {}, "questions": []}]}"#;
    let sentence = "the time zone \"Europe/Atlantis\" is not known";
    assert_eq!(planning::answer(unknown), Err(sentence.to_owned()));
    assert!(target::answer(r#"{"cases": []}"#).is_err());
}

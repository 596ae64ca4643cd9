//! The published examples are what the program answers, and every enum travels.

#[path = "../../examples/oracle/plan.rs"]
mod topic;

type Answer = crate::Answer;

fn published(name: &str) -> String {
    let path = format!("{}/../../docs/oracle/plan-{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"))
}

#[test]
fn the_published_examples_are_what_the_program_answers() {
    for name in ["dates", "occurrences", "nested", "checks"] {
        let answer = topic::answer(&published(&format!("{name}.in"))).expect("an answer");
        assert_eq!(answer.trim(), published(&format!("{name}.out")).trim(), "plan-{name}");
    }
}

#[test]
fn input_that_is_not_as_described_is_refused_with_a_sentence() {
    let refused = topic::answer("{\"cases\": [{\"ask\": \"moon\"}]}").expect_err("no such question");
    assert!(refused.contains("moon"), "{refused}");
    let no_zone = "{\"cases\": [{\"ask\": \"dates\", \"zone\": \"Mars/Olympus\", \"text\": \"\", \
                   \"from\": \"2027-01-01\", \"to\": \"2027-01-01\"}]}";
    assert!(topic::answer(no_zone).expect("an answer").contains("no zone Mars/Olympus"));
}

use super::*;

fn there_and_back(error: &Error) {
    let json = serde_json::to_string(error).expect("serializes");
    assert_eq!(&serde_json::from_str::<Error>(&json).expect("deserializes"), error, "{json}");
    assert_eq!(&serde_json::from_slice::<Error>(json.as_bytes()).expect("deserializes"), error, "{json}");
}

#[test]
fn an_error_survives_the_way_through_json() {
    let plain = [
        Error::SignedOut,
        Error::Forbidden,
        Error::SecondStepDue,
        Error::Stale(vec![]),
        Error::Stale(vec![FieldDiff { field: "name".into(), current: "Presse".into() }]),
        Error::TooManyAttempts { retry_after_seconds: 30 },
        Error::Unavailable,
        Error::StorageFull,
        Error::Internal { incident: "req-1".into() },
        Error::Internal { incident: String::new() },
        Error::Transport,
        Error::Invalid(FieldErrors::default()),
    ];
    plain.iter().for_each(there_and_back);
    Noun::ALL.iter().for_each(|&noun| there_and_back(&Error::NotFound(noun)));
    let by = vec![Usage { noun: Noun::Equipment, count: 2, examples: vec!["PH-001".into()] }];
    for refusal in [Refusal::OwnAccount, Refusal::InUse { by }, Refusal::UploadOffset { expected: -3 }] {
        there_and_back(&Error::Refused(refusal));
    }
    let name = "presse \"é\"".to_owned();
    for code in [
        FieldCode::Required,
        FieldCode::TooLong { max: u32::MAX },
        FieldCode::TemplateUnknown { line: 3, name },
    ] {
        there_and_back(&Error::field("specifications[2].unit", code));
    }
}

#[test]
fn a_code_keeps_its_name_and_its_facts_in_the_api() {
    let error = FieldError::new("name", FieldCode::TooLong { max: 40 });
    let json = serde_json::to_string(&error).expect("serializes");
    assert_eq!(json, r#"{"field":"name","code":"too_long","max":40}"#);
    let refusal = serde_json::to_string(&Refusal::UploadOffset { expected: 7 }).expect("serializes");
    assert_eq!(refusal, r#"{"refusal":"upload_offset","expected":7}"#);
}

#[test]
fn what_is_no_error_is_not_taken_for_one() {
    for json in [
        "{}",
        r#"{"error":"none_of_ours"}"#,
        r#"{"error":"not_found"}"#,
        r#"{"error":"not_found","noun":"moon"}"#,
        r#"{"error":"refused","refusal":{"refusal":"in_a_bad_mood"}}"#,
        r#"{"error":"invalid","fields":[{"field":"name","code":"too_long"}]}"#,
        r#"{"error":"invalid","fields":[{"field":"name","code":"too_long","max":-1}]}"#,
        r#"{"error":"invalid","fields":[{"code":"required"}]}"#,
        r#"{"error":"invalid","fields":[{"field":"name","code":{"a":1}}]}"#,
    ] {
        assert!(serde_json::from_str::<Error>(json).is_err(), "{json}");
    }
}

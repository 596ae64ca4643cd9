use super::*;
use crate::{DocumentId, FieldCode};
use proptest::prelude::*;

fn number(low: &str, high: &str) -> StepSpec {
    let draft = StepDraft {
        label: "Pression d’huile".into(),
        kind: "number".into(),
        unit: "bar".into(),
        low: low.into(),
        high: high.into(),
        ..Default::default()
    };
    draft.parse().expect("valid")
}

fn choice() -> StepSpec {
    let draft = StepDraft {
        label: "État de la tige".into(),
        kind: "choice".into(),
        required: "true".into(),
        options: "Bon\r\n\r\n Rayure légère ".into(),
        faults: "Rayure profonde".into(),
        ..Default::default()
    };
    draft.parse().expect("valid")
}

fn of_kind(kind: StepKind) -> StepSpec {
    StepSpec { kind, ..number("", "") }
}

fn judged(step: &StepSpec, typed: &str) -> Judged {
    judge(step, &answer(step, typed).expect("an answer"))
}

#[test]
fn bounds_belong_to_the_range() {
    let step = number("4,0", "6.0");
    for (typed, wanted) in [
        ("6.0", Judged::Conforming),
        ("4", Judged::Conforming),
        ("6,4", Judged::OutOfTolerance),
        ("3.999999", Judged::OutOfTolerance),
    ] {
        assert_eq!(judged(&step, typed), wanted, "{typed}");
    }
    assert_eq!(judged(&number("4", ""), "1000"), Judged::Conforming);
    assert_eq!(judged(&number("", ""), "-5"), Judged::NotJudged);
}

#[test]
fn a_number_is_read_with_a_comma_or_a_point() {
    let step = number("", "");
    for (typed, wanted) in
        [("0,07", "0.07"), (" 12\u{a0}400 ", "12400"), ("\u{2212}3.50", "-3.5"), ("+,5", "0.5"), ("-0", "0")]
    {
        assert_eq!(answer(&step, typed).map(|a| a.stored()), Ok(wanted.to_owned()), "{typed}");
    }
    for wrong in ["six", "1,2,3", "1.2,3", ",", "-", "1e3", "0,0000001", "12345678901"] {
        assert_eq!(answer(&step, wrong), Err(FieldCode::NotANumber), "{wrong}");
    }
    assert_eq!(answer(&step, "  "), Err(FieldCode::Required));
}

#[test]
fn a_choice_is_one_of_the_options_and_some_of_them_are_faults() {
    let step = choice();
    assert_eq!(judged(&step, "Bon"), Judged::Conforming);
    assert_eq!(judged(&step, "Rayure légère"), Judged::Conforming);
    assert_eq!(judged(&step, "Rayure profonde"), Judged::OutOfTolerance);
    assert_eq!(answer(&step, "Neuf"), Err(FieldCode::UnknownValue));
}

#[test]
fn a_photo_is_a_document_or_a_note() {
    let step = of_kind(StepKind::Photo);
    assert_eq!(answer(&step, "7"), Ok(Answer::Photo(Some(DocumentId(7)))));
    let bare = AnswerDraft { value: NOTED.into(), ..Default::default() };
    let errors = bare.parse(&step).expect_err("a note is missing");
    assert!(errors.of("note").is_some_and(|e| e.code == FieldCode::Required));
    let noted = AnswerDraft { note: "Appareil déchargé".into(), ..bare };
    assert_eq!(noted.parse(&step).expect("noted").answer, Answer::Photo(None));
}

#[test]
fn a_tick_can_be_taken_back() {
    let step = of_kind(StepKind::Tick);
    assert!(answer(&step, "true").is_ok_and(|a| a.is_done()));
    assert!(answer(&step, "false").is_ok_and(|a| !a.is_done()));
    assert_eq!(answer(&step, "oui"), Err(FieldCode::UnknownValue));
}

#[test]
fn wrong_steps_are_refused_at_their_fields() {
    let step = |kind: &str, low: &str, options: &str| StepDraft {
        label: "x".into(),
        kind: kind.into(),
        low: low.into(),
        high: "5".into(),
        options: options.into(),
        ..Default::default()
    };
    for (draft, field) in [
        (step("number", "6", ""), "high"),
        (step("number", "six", ""), "low"),
        (step("choice", "", "Bon"), "options"),
        (step("choice", "", "Bon\nBon"), "options"),
        (step("laser", "", ""), "kind"),
    ] {
        let errors = draft.parse().expect_err("refused");
        assert_eq!(errors.0.len(), 1, "{errors}");
        assert!(errors.of(field).is_some(), "{errors}");
    }
    let mut c = crate::draft::Checker::default();
    let rows = [StepDraft { kind: "tick".into(), ..Default::default() }, step("number", "six", "")];
    check_steps(&mut c, &rows);
    let errors = c.finish(Some(())).expect_err("refused");
    assert_eq!(errors.0[0].field, "steps[1].low", "an empty row is dropped and keeps its number");
}

#[test]
fn a_button_of_the_editor_changes_the_rows() {
    let rows = |labels: &[&str]| -> Vec<StepDraft> {
        labels.iter().map(|l| StepDraft { label: (*l).to_owned(), ..Default::default() }).collect()
    };
    let after = |value: &str| {
        let press = Press::of(value).expect("a button");
        pressed(rows(&["a", "b", "c"]), press).into_iter().map(|s| s.label).collect::<Vec<_>>().join("")
    };
    assert_eq!(
        [after("up-1"), after("down-1"), after("remove-0"), after("add")],
        ["bac", "acb", "bc", "abc"]
    );
    assert_eq!([after("up-0"), after("down-2"), after("remove-9")], ["abc", "abc", "abc"]);
    assert_eq!([Press::of("up-x"), Press::of("sideways-1"), Press::of("")], [None, None, None]);
}

#[test]
fn progress_counts_what_is_done_and_what_is_missing() {
    let steps = [
        (true, Some(Judged::Conforming)),
        (true, None),
        (false, None),
        (false, Some(Judged::OutOfTolerance)),
    ];
    assert_eq!(progress(steps), Progress { done: 2, all: 4, required_missing: 1, out_of_tolerance: 1 });
}

proptest! {
    /// What is written is read again, whatever the number.
    #[test]
    fn a_measure_is_one_however_it_is_written(millionths in -999_999_999_999_999_i64..=999_999_999_999_999) {
        let (whole, part) = (millionths / 1_000_000, (millionths % 1_000_000).abs());
        let sign = if millionths < 0 && whole == 0 { "-" } else { "" };
        let typed = format!("{sign}{whole},{part:06}");
        let read: Measure = typed.parse().expect("a number");
        prop_assert_eq!(read.to_string().parse::<Measure>(), Ok(read));
        prop_assert_eq!(read, typed.replace(',', ".").parse().expect("a number"));
    }

    /// An answer that is stored is the same answer when it is read again, and is judged the same.
    #[test]
    fn an_answer_is_read_as_it_was_stored(typed in "\\PC{0,40}", low in -50_i32..50, size in 0_i32..50) {
        let mut steps: Vec<StepSpec> = StepKind::ALL.iter().map(|kind| of_kind(*kind)).collect();
        steps.push(number(&low.to_string(), &(low + size).to_string()));
        steps.push(choice());
        for step in steps {
            if let Ok(first) = answer(&step, &typed) {
                let again = answer(&step, &first.stored()).expect("read again");
                prop_assert_eq!(judge(&step, &again), judge(&step, &first));
                prop_assert_eq!(again, first);
            }
        }
    }

    /// Within the bounds and nowhere else.
    #[test]
    fn a_number_is_in_order_within_its_bounds(low in -500_i32..500, size in 0_i32..500, measured in -1500_i32..1500) {
        let high = low + size;
        let step = number(&low.to_string(), &high.to_string());
        let fine = (low..=high).contains(&measured);
        let wanted = if fine { Judged::Conforming } else { Judged::OutOfTolerance };
        prop_assert_eq!(judged(&step, &measured.to_string()), wanted);
    }

    /// A step is the same after it was edited without a change.
    #[test]
    fn a_step_is_read_as_it_was_written(label in "[a-zé]{1,20}", options in proptest::collection::btree_set("[a-z]{1,8}", 2..6)) {
        let options: Vec<String> = options.into_iter().collect();
        let (faults, fine) = options.split_at(1);
        let draft = StepDraft {
            label, kind: "choice".into(), options: fine.join("\n"), faults: faults.join("\n"), ..Default::default()
        };
        let step = draft.parse().expect("valid");
        prop_assert_eq!(StepDraft::from(&step).parse().expect("valid"), step);
    }
}

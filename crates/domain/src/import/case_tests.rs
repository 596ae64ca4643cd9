//! Cases that were found on real files, each under its number.

use super::*;
use crate::{FieldCode, FieldErrors};

fn rows(text: &str) -> Vec<RawRow> {
    let mut rows = vec![];
    let mut parser = CsvParser::new(sniff_delimiter(text));
    parser.feed(text, &mut rows).expect("short cells");
    parser.finish(&mut rows).expect("closed quotes");
    rows
}

fn profile(rows: &[RawRow]) -> FileProfile {
    let mut profiler = Profiler::new(&rows[0].cells);
    rows[1..].iter().for_each(|r| profiler.look(&r.cells));
    profiler.finish()
}

/// The rows below the header, read with the mapping that the file suggests and what `change` makes of it.
fn read(
    kind: ImportKind,
    text: &str,
    change: impl FnOnce(&mut ImportMapping),
) -> Result<Vec<Result<ReadRow, Vec<RowError>>>, FieldErrors> {
    let rows = rows(text);
    let profile = profile(&rows);
    let mut mapping = guess(kind, &profile);
    change(&mut mapping);
    let compiled = mapping.compile(kind, &profile)?;
    Ok(rows[1..].iter().map(|r| compiled.read_row(&r.cells, "EUR")).collect())
}

fn costs(text: &str, change: impl FnOnce(&mut ImportMapping)) -> Vec<Option<i64>> {
    let rows = read(ImportKind::Interventions, text, change).expect("no doubt");
    let cost = |r: &Result<ReadRow, Vec<RowError>>| match r {
        Ok(ReadRow { row: NewRow::Intervention(i), .. }) => i.cost_minor,
        _ => None,
    };
    rows.iter().map(cost).collect()
}

fn history(cells: &[&str]) -> String {
    let rows: String = cells.iter().map(|c| format!("2024-01-25;P1;Leak;{c}\n")).collect();
    format!("date;machine;title;cost\n{rows}")
}

#[test]
fn imp_01_what_a_default_says_is_part_of_a_row() {
    let print = |kind: Option<&str>| {
        let text = "when,machine,part\n2025-03-04 08:00,PH-001,bearing\n";
        let rows = read(ImportKind::Interventions, text, |m| {
            m.columns.insert("when".into(), Target::Field(ImportField::ReportedAt));
            m.columns.insert("part".into(), Target::Field(ImportField::Title));
            m.defaults.extend(kind.map(|k| (ImportField::Kind, k.to_owned())));
        });
        match rows.expect("complete").remove(0).expect("good").row {
            NewRow::Intervention(i) => i.fingerprint(),
            NewRow::Equipment(_) => String::new(),
        }
    };
    assert_ne!(print(Some("corrective")), print(Some("preventive")));
    assert_eq!(print(Some("corrective")), print(None), "what is usual when nothing is said");
}

#[test]
fn imp_02_a_column_of_amounts_in_doubt_is_asked_about_once() {
    let doubt = read(ImportKind::Interventions, &history(&["1,500", "12,000", "0", "125"]), |_| ());
    let errors = doubt.expect_err("two readings").0;
    let code = FieldCode::TwoReadings { first: "1.5".into(), second: "1500".into() };
    assert_eq!(errors, [crate::FieldError::new("decimal", code)]);
    let say = |mark| move |m: &mut ImportMapping| m.decimal = mark;
    let both = history(&["1,500", "12,000"]);
    assert_eq!(costs(&both, say(DecimalMark::Point)), [Some(150_000), Some(1_200_000)]);
    assert_eq!(costs(&both, say(DecimalMark::Comma)), [Some(150), Some(1_200)]);
}

#[test]
fn imp_02_another_cell_of_the_column_decides() {
    assert_eq!(costs(&history(&["1,500", "1,234.56"]), |_| ()), [Some(150_000), Some(123_456)]);
    assert_eq!(costs(&history(&["1.500 €", "10,50 €"]), |_| ()), [Some(150_000), Some(1_050)]);
    // An amount that contradicts the mark is refused, not read otherwise.
    let contrary = costs(&history(&["1.5", "10,50"]), |m| m.decimal = DecimalMark::Comma);
    assert_eq!(contrary, [None, Some(1_050)]);
}

#[test]
fn imp_03_a_guess_prefers_the_exact_name_and_never_an_amount_for_a_code() {
    let exported = "Id,Code,Name,State,Criticality,Site,Line,Type,Model,Serial number,Manufacturer,\
        In service since,Interventions,Retired at,Changed at\n\
        180,PH-001,Press,active,high,N,,,,,,2020-01-31,3,,2024-01-01T00:00:00Z\n";
    let mapping = guess(ImportKind::Equipment, &profile(&rows(exported)));
    let of = |name: &str| mapping.columns.get(name).map(Target::to_string).unwrap_or_default();
    assert_eq!((of("Id"), of("Code"), of("Site")), (String::new(), "code".into(), "site".into()));
    assert_eq!((of("In service since"), of("Retired at")), ("in_service_on".into(), String::new()));
    let amounts = "Numéro;Désignation\n12,50;Pompe\n8,00;Presse\n";
    let mapping = guess(ImportKind::Equipment, &profile(&rows(amounts)));
    assert!(!mapping.columns.contains_key("Numéro"), "{:?}", mapping.columns);
}

#[test]
fn imp_04_cells_beyond_the_header_are_shown_and_refused_until_something_is_said_of_them() {
    let text = "code;name\nP1;Pump\nWIDE-1;Pump;extra;more\n";
    let wide = profile(&rows(text));
    let seen: Vec<_> = wide.columns.iter().map(|c| (c.header.as_str(), c.beyond, c.empty)).collect();
    assert_eq!(seen, [("code", false, 0), ("name", false, 0), ("#3", true, 1), ("#4", true, 1)]);
    let read_with =
        |change: fn(&mut ImportMapping)| read(ImportKind::Equipment, text, change).expect("complete");
    let errors = read_with(|_| ())[1].clone().expect_err("refused");
    assert_eq!((errors[0].column.as_str(), errors[0].value.as_str()), ("#3", "extra"));
    assert_eq!(errors[0].code, FieldCode::BeyondHeader);
    let said = read_with(|m| {
        m.columns.insert("#3".into(), Target::Field(ImportField::Model));
        m.columns.insert("#4".into(), Target::Ignored);
    });
    let Ok(ReadRow { row: NewRow::Equipment(e), .. }) = &said[1] else { panic!("taken") };
    assert_eq!(e.new.model.as_deref(), Some("extra"));
}

#[test]
fn imp_06_a_column_of_dates_has_one_order_and_says_what_contradicts_it() {
    let text = "date;machine;title\n13/04/2024;P1;a\n04/13/2024;P1;b\n03/04/2024;P1;c\n";
    let errors = read(ImportKind::Interventions, text, |_| ()).expect_err("both orders").0;
    let code = FieldCode::TwoReadings { first: "13/04/2024".into(), second: "04/13/2024".into() };
    assert_eq!(errors, [crate::FieldError::new("dates", code)]);
    let read = read(ImportKind::Interventions, text, |m| m.dates = DateOrder::Mdy).expect("said");
    let other = FieldCode::OtherDateOrder { order: "mdy".into() };
    assert_eq!(read[0].as_ref().expect_err("contradicts")[0].code, other);
    let when = |r: &Result<ReadRow, Vec<RowError>>| match r {
        Ok(ReadRow { row: NewRow::Intervention(i), .. }) => i.reported_at.to_string(),
        _ => String::new(),
    };
    assert_eq!([when(&read[1]), when(&read[2])], ["2024-04-13T00:00:00", "2024-03-04T00:00:00"]);
}

#[test]
fn imp_06_dates_that_nothing_decides_are_asked_about() {
    let text = "date;machine;title\n03/04/2024;P1;a\n05/06/2024;P1;b\n";
    let errors = read(ImportKind::Interventions, text, |_| ()).expect_err("in doubt").0;
    let code = FieldCode::TwoReadings { first: "2024-04-03".into(), second: "2024-03-04".into() };
    assert_eq!(errors, [crate::FieldError::new("dates", code)]);
    let decided = text.replace("05/06", "25/06");
    assert!(read(ImportKind::Interventions, &decided, |_| ()).is_ok());
}

#[test]
fn imp_06_an_optional_date_that_is_too_vague_costs_itself_and_not_the_row() {
    let text = "code;name;mise en service;date achat\nP1;Pump;2014;03/2014\nP2;Fan;12 mars 2014;\n";
    let read = read(ImportKind::Equipment, text, |m| {
        m.columns.insert("mise en service".into(), Target::Field(ImportField::InServiceOn));
    });
    let read = read.expect("complete");
    let first = read[0].as_ref().expect("taken");
    let left: Vec<_> = first.left_out.iter().map(|e| (e.column.as_str(), e.value.as_str())).collect();
    assert_eq!(left, [("date achat", "03/2014"), ("mise en service", "2014")]);
    let NewRow::Equipment(e) = &first.row else { panic!("equipment") };
    assert_eq!((e.new.in_service_on, e.new.code.as_str()), (None, "P1"));
    assert!(read[1].as_ref().expect("taken").left_out.is_empty());
    // Where a date must be there, the row is refused, and says why.
    let vague = "date;machine;title\n2024;P1;a\n2024-02-03;P1;b\n";
    let rows = super::case_tests::read(ImportKind::Interventions, vague, |_| ()).expect("complete");
    assert_eq!(rows[0].as_ref().expect_err("vague")[0].code, FieldCode::ImpreciseDate);
}

#[test]
fn imp_05_an_error_of_the_spreadsheet_is_no_text() {
    let text = "code;name;serial;valeur\nP1;#REF!;S1;#DIV/0!\nP2;Press;#N/A;12,5\n";
    let read = read(ImportKind::Equipment, text, |_| ()).expect("complete");
    let seen = |i: usize| -> Vec<(String, FieldCode)> {
        let errors = read[i].as_ref().expect_err("refused").iter();
        errors.map(|e| (e.column.clone(), e.code.clone())).collect()
    };
    let wrong = |column: &str| (column.to_owned(), FieldCode::SpreadsheetError);
    assert_eq!(seen(0), [wrong("name"), wrong("valeur")]);
    assert_eq!(seen(1), [wrong("serial")]);
}

use super::*;
use crate::{FieldCode, intervention::InterventionKind};
use proptest::prelude::*;

fn rows(text: &str, delimiter: char) -> Vec<RawRow> {
    let mut rows = vec![];
    let mut parser = CsvParser::new(delimiter);
    parser.feed(text, &mut rows).expect("short cells");
    parser.finish(&mut rows).expect("closed quotes");
    rows
}

fn profile(rows: &[RawRow]) -> FileProfile {
    let mut profiler = Profiler::new(&rows[0].cells);
    rows[1..].iter().for_each(|r| profiler.look(&r.cells));
    profiler.finish()
}

const ORDERS: &str = "BscStartDate,Asset,OriginalShorttext,PMType,Cost\n\
    2004-07-01,A,BUCKET WON'T OPEN,PM01,183.05\n\
    2002-04-10,B,\"loose grease line on bucket ,\",PM02,0\n\
    2003-12-31,B,won,t swing,PM01\n";

#[test]
fn a_row_begins_on_its_own_line_whatever_lines_its_cells_have() {
    let rows = rows("a;b\r\n\r\n1;\"two\r\nlines \"\"here\"\"\"\r\n\n2;x\"y\r3;", ';');
    let seen: Vec<_> = rows.iter().map(|r| (r.line, r.cells.join("|"))).collect();
    assert_eq!(
        seen,
        [
            (1, "a|b".into()),
            (3, "1|two\r\nlines \"here\"".into()),
            (6, "2|x\"y".into()),
            (7, "3|".to_owned())
        ]
    );
}

#[test]
fn a_quote_that_is_never_closed_is_found_where_it_opens() {
    let mut parser = CsvParser::new(',');
    let mut rows = vec![];
    parser.feed("a,b\n1,\"x\n2,y\n", &mut rows).expect("no long cell yet");
    assert!(parser.finish(&mut rows).is_err_and(|e| e.quoted && e.line == 2));
    let mut parser = CsvParser::new(',');
    let long = "x".repeat(MAX_CELL_BYTES + 1);
    assert!(parser.feed(&long, &mut rows).is_err_and(|e| !e.quoted));
}

#[test]
fn the_separator_is_the_one_that_cuts_evenly() {
    for (text, delimiter) in [
        ("a,b,c\n1,2,3\n", ','),
        ("a;b\n1,5;2,5\n3,1;4,2\n", ';'),
        ("a\tb\n1, or 2\t3\n", '\t'),
        ("a|b|c\n1|2|3", '|'),
        ("only\none\n", ','),
        ("Machines, 2024\n\na;b;c\n1;2;3\n4;5;6\n", ';'),
        ("\"x;y\",b\n\"1;2\",3\n", ','),
    ] {
        assert_eq!(sniff_delimiter(text), delimiter, "{text:?}");
    }
    assert_eq!(sniff_delimiter(ORDERS), ',');
}

#[test]
fn columns_are_guessed_from_their_names_and_values() {
    let profile = profile(&rows(ORDERS, ','));
    let mapping = guess(ImportKind::Interventions, &profile);
    let of = |header: &str| mapping.columns.get(header).map(Target::to_string).unwrap_or_default();
    assert_eq!(of("BscStartDate"), "reported_at");
    assert_eq!(of("Asset"), "equipment");
    assert_eq!(of("OriginalShorttext"), "title");
    assert_eq!(of("PMType"), "kind");
    assert_eq!(of("Cost"), "cost");
    let kinds = &mapping.values[&ImportField::Kind];
    assert_eq!((kinds["PM01"].as_str(), kinds["PM02"].as_str()), ("corrective", "preventive"));

    let french = rows(
        "N° OT;Équipement;Libellé;Type de maintenance;Priorité;Date de création;Date de fin;Coût total\n\
         12;PH-001;Fuite;Curatif;Haute;13/02/2024 08:15;14/02/2024;1 234,50 €\n",
        ';',
    );
    let french_profile = self::profile(&french);
    let mapping = guess(ImportKind::Interventions, &french_profile);
    let fields: Vec<_> = mapping.columns.values().map(Target::to_string).collect();
    for field in ["external_ref", "equipment", "title", "kind", "priority", "reported_at", "ended_at", "cost"]
    {
        assert!(fields.contains(&field.to_owned()), "{field} in {:?}", mapping.columns);
    }
    let compiled = mapping.compile(ImportKind::Interventions, &french_profile).expect("complete");
    let Ok(NewRow::Intervention(row)) = compiled.parse_row(&french[1].cells, "EUR") else { panic!("a row") };
    assert_eq!(row.cost_minor, Some(123_450));
    assert_eq!(row.reported_at.to_string(), "2024-02-13T08:15:00");
    assert_eq!((row.kind, row.external_ref.as_deref()), (InterventionKind::Corrective, Some("12")));

    let list = rows(
        "Code;Désignation;Famille;Criticité;N° de série;Mise en service\nP1;Pompe;Pompes;A;X1;01/02/2020\n",
        ';',
    );
    let mapping = guess(ImportKind::Equipment, &self::profile(&list));
    let fields: Vec<_> = mapping.columns.values().map(Target::to_string).collect();
    for field in ["code", "name", "type", "criticality", "serial_number", "in_service_on"] {
        assert!(fields.contains(&field.to_owned()), "{field} in {:?}", mapping.columns);
    }
}

fn orders() -> (Compiled, Vec<RawRow>) {
    let rows = rows(ORDERS, ',');
    let profile = profile(&rows);
    let mut mapping = guess(ImportKind::Interventions, &profile);
    mapping.values.entry(ImportField::Kind).or_default().insert("*".into(), "corrective".into());
    (mapping.compile(ImportKind::Interventions, &profile).expect("complete"), rows)
}

#[test]
fn a_damaged_row_says_its_column_value_and_reason() {
    let (compiled, rows) = orders();
    assert!(compiled.parse_row(&rows[1].cells, "AUD").is_ok());
    let errors = compiled.parse_row(&rows[3].cells, "AUD").expect_err("damaged");
    let field = Target::Field(ImportField::Cost);
    let code = FieldCode::NotAnAmount;
    let expected = RowError { column: "Cost".into(), field, value: "PM01".into(), code, left_out: false };
    assert_eq!((rows[3].line, errors), (4, vec![expected]));
}

#[test]
fn the_fingerprint_does_not_depend_on_how_values_are_mapped() {
    let (compiled, rows) = orders();
    let mut other = compiled.clone();
    other.values.clear();
    let print = |c: &Compiled, row: &RawRow| match c.parse_row(&row.cells, "AUD") {
        Ok(NewRow::Intervention(i)) => i.fingerprint(),
        _ => String::new(),
    };
    assert_eq!(print(&compiled, &rows[1]), print(&other, &rows[1]));
    assert_ne!(print(&compiled, &rows[1]), print(&compiled, &rows[2]));
}

#[test]
fn a_mapping_names_every_part_that_is_wrong() {
    let profile = profile(&rows("a,b,c\n1,2,3\n", ','));
    let mut mapping = ImportMapping::default();
    mapping.columns.insert("a".into(), Target::Field(ImportField::Code));
    mapping.columns.insert("b".into(), Target::Field(ImportField::Title));
    mapping.columns.insert("c".into(), Target::Field(ImportField::Title));
    mapping.columns.insert("gone".into(), Target::Field(ImportField::Cost));
    mapping.defaults.insert(ImportField::Kind, "magic".into());
    let errors = mapping.compile(ImportKind::Interventions, &profile).expect_err("wrong");
    let of = |place: &str| errors.of(place).map(|e| e.code.clone());
    assert_eq!(of("columns.a"), Some(FieldCode::NotAllowed));
    assert_eq!(of("columns.c"), Some(FieldCode::Repeated));
    assert_eq!(of("columns.gone"), Some(FieldCode::NotFound));
    assert_eq!(of("defaults.kind"), Some(FieldCode::UnknownValue));
    assert_eq!(of("fields.equipment"), Some(FieldCode::Required));
    assert_eq!(of("fields.reported_at"), Some(FieldCode::Required));
}

#[test]
fn a_title_that_is_too_long_is_cut_and_kept_whole_in_the_description() {
    let long = "mot ".repeat(80);
    let rows = rows(&format!("date,asset,title\n2004-07-01,A,{long}\n"), ',');
    let profile = profile(&rows);
    let compiled = guess(ImportKind::Interventions, &profile)
        .compile(ImportKind::Interventions, &profile)
        .expect("guessed");
    let Ok(NewRow::Intervention(row)) = compiled.parse_row(&rows[1].cells, "EUR") else { panic!("a row") };
    assert!(row.title.ends_with('…') && row.title.chars().count() <= 200);
    assert_eq!(row.description.as_deref(), Some(long.trim()));
}

#[test]
fn an_equipment_row_obeys_the_form_of_equipment() {
    let rows = rows(
        "code,name,serial,value,Force [t],in service\nP1,,S,12a,250,2020-01-01\nP2,Presse,S2,1200,250,\n",
        ',',
    );
    let profile = profile(&rows);
    let mut mapping = guess(ImportKind::Equipment, &profile);
    mapping.columns.insert("Force [t]".into(), Target::Spec("Force [t]".into()));
    let compiled = mapping.compile(ImportKind::Equipment, &profile).expect("complete");
    let errors = compiled.parse_row(&rows[1].cells, "EUR").expect_err("no name, no amount");
    let seen: Vec<_> = errors.iter().map(|e| (e.column.as_str(), e.value.as_str(), &e.code)).collect();
    assert_eq!(seen, [("name", "", &FieldCode::Required), ("value", "12a", &FieldCode::NotAnAmount)]);
    let Ok(NewRow::Equipment(row)) = compiled.parse_row(&rows[2].cells, "EUR") else { panic!("a row") };
    let spec = &row.new.specifications[0];
    assert_eq!((spec.key.as_str(), spec.value.as_str(), spec.unit.as_deref()), ("Force", "250", Some("t")));
}

fn mappings() -> impl Strategy<Value = ImportMapping> {
    let columns = proptest::collection::btree_map(
        "\\PC{1,12}",
        prop_oneof![
            proptest::sample::select(ImportField::ALL).prop_map(Target::Field),
            "[a-z]{1,8}".prop_map(Target::Spec),
        ],
        0..6,
    );
    let texts = proptest::collection::btree_map("\\PC{0,8}", "[a-z]{1,8}", 0..4);
    let values = proptest::collection::btree_map(proptest::sample::select(ImportField::ALL), texts, 0..3);
    let defaults =
        proptest::collection::btree_map(proptest::sample::select(ImportField::ALL), "\\PC{0,8}", 0..3);
    let site = proptest::option::of("[A-Z]{1,6}".prop_map(|code| MappingSite { code, ..Default::default() }));
    (columns, values, defaults, site, any::<(bool, bool)>(), proptest::sample::select(DateOrder::ALL))
        .prop_map(|(columns, values, defaults, site, (create, create_types), dates)| ImportMapping {
            kind: Some(ImportKind::Equipment),
            dates,
            create_types,
            site,
            missing_equipment: MissingEquipment { create, name: "M {code}".into(), type_name: String::new() },
            columns,
            defaults,
            values,
            ..Default::default()
        })
}

proptest! {
    #[test]
    fn a_mapping_is_its_file(mapping in mappings()) {
        let text = toml::to_string(&mapping).expect("written");
        prop_assert_eq!(toml::from_str::<ImportMapping>(&text).expect("read"), mapping.clone());
        let json = serde_json::to_string(&mapping).expect("written");
        prop_assert_eq!(serde_json::from_str::<ImportMapping>(&json).expect("read"), mapping);
    }

    #[test]
    fn no_file_makes_it_panic(text in "[a-z0-9,;|\t\"\r\n.é/-]{0,200}", any_text in "\\PC{0,80}") {
        for text in [text, any_text] {
            let mut rows = vec![];
            let mut parser = CsvParser::new(sniff_delimiter(&text));
            if parser.feed(&text, &mut rows).is_err() || parser.finish(&mut rows).is_err() || rows.is_empty() {
                continue;
            }
            let profile = profile(&rows);
            for kind in ImportKind::ALL {
                let mut mapping = guess(*kind, &profile);
                for (column, field) in profile.columns.iter().zip(ImportField::of(*kind)) {
                    mapping.columns.insert(column.header.clone(), Target::Field(*field));
                }
                for field in ImportField::required(*kind) {
                    mapping.defaults.insert(*field, "1".into());
                }
                if let Ok(compiled) = mapping.compile(*kind, &profile) {
                    rows.iter().for_each(|r| { let _ = compiled.parse_row(&r.cells, "EUR"); });
                }
            }
        }
    }

    /// The pieces in which a file arrives do not matter.
    #[test]
    fn pieces_do_not_matter(text in "[a,\"\r\n]{0,60}", cut in 0usize..60) {
        let at = cut.min(text.len());
        let mut whole = vec![];
        let mut parser = CsvParser::new(',');
        parser.feed(&text, &mut whole).expect("short");
        let closed = parser.finish(&mut whole).is_ok();
        let mut pieces = vec![];
        let mut parser = CsvParser::new(',');
        parser.feed(&text[..at], &mut pieces).expect("short");
        parser.feed(&text[at..], &mut pieces).expect("short");
        prop_assert_eq!(parser.finish(&mut pieces).is_ok(), closed);
        prop_assert_eq!(pieces, whole);
    }
}

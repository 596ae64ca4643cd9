//! What becomes of rows.

use super::{HISTORY, checked, committed, counts, errors, making, new, told};
use domain::{
    FieldCode,
    import::{ImportField, ImportKind, ImportState, Target, ValueChoice},
    intervention::InterventionQuery,
    site::SiteDraft,
};
use services::{NewUpload, RefusedTexts};
use testkit::each_database;

#[tokio::test]
async fn identical_rows_all_come_in_and_the_same_file_again_adds_nothing() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let twins = "date,asset,title\n2024-01-05,P1,Grease\n2024-01-05,P1,Grease\n2024-01-05,P1,Grease\n";
        assert_eq!(counts(&committed(&w, site, twins).await), [3, 0, 0]);
        assert_eq!(counts(&committed(&w, site, twins).await), [0, 3, 0]);
        // Another file with one more of them: one is new, of the others only a person knows.
        let four = format!("{twins}2024-01-05,P1,Grease\n");
        assert_eq!(counts(&committed(&w, site, &four).await), [1, 0, 3]);
        // The same rows in another site are other rows.
        let other = w.site("S").await;
        assert_eq!(counts(&committed(&w, other, twins).await), [3, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn a_row_with_a_number_is_known_by_it() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let first = "ot,date,asset,title,cost\n17,2024-01-05,P1,Leak,10\n";
        assert_eq!(counts(&committed(&w, site, first).await), [1, 0, 0]);
        let later = "ot,date,asset,title,cost\n17,2024-01-05,P1,Leak repaired,12\n18,2024-01-06,P1,Noise,1\n";
        assert_eq!(counts(&committed(&w, site, later).await), [1, 1, 0]);
        let rows = w.services.interventions().list(&w.admin, &InterventionQuery::default()).await;
        assert_eq!(rows.expect("listed").data.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn numbers_follow_the_file_by_year_of_the_site() {
    each_database(|w| async move {
        let draft = SiteDraft {
            code: "P".into(),
            name: "Perth".into(),
            timezone: "Australia/Perth".into(),
            ..Default::default()
        };
        let site = w.services.sites().create(&w.admin, &draft).await.expect("valid").id;
        // Half past midnight on the first of January in Perth is still December in UTC.
        let file =
            "date,asset,title\n2023-12-31 23:30,P1,a\n2024-01-01 00:30,P1,b\n2024-01-01T00:30:00Z,P1,c\n";
        committed(&w, site, file).await;
        let rows = w.services.interventions().list(&w.admin, &InterventionQuery::default()).await;
        let mut codes: Vec<_> = rows.expect("listed").data.into_iter().map(|r| (r.title, r.code)).collect();
        codes.sort();
        let expected = [("a", "OT-2023-00001"), ("b", "OT-2024-00001"), ("c", "OT-2024-00002")];
        assert_eq!(codes, expected.map(|(t, c)| (t.to_owned(), c.to_owned())));
    })
    .await;
}

#[tokio::test]
async fn every_wrong_cell_of_a_row_is_told() {
    each_database(|w| async move {
        let site = w.site("N").await;
        w.equipment(site, "P1").await;
        let file = "date;machine;titre;type;cout\n\
            \n\
            2024-13-05;;;Curatif;x\n\
            25/01/2024;P9;Fuite;Curatif;1\n\
            25/01/2024;p1;Fuite;Mystère;1 200,50 €\n\
            25/01/2024;p1;Fuite;Curatif;1 200,50 €\n";
        let view =
            checked(&w, &w.admin, new(ImportKind::Interventions, site, "a.csv"), file.as_bytes()).await;
        assert_eq!(counts(&view), [1, 0, 3]);
        let wanted = [
            "3 machine Required",
            "3 titre Required",
            "3 date NotADate",
            "3 cout NotAnAmount",
            "4 machine NotFound",
            "5 type UnknownValue",
        ];
        assert_eq!(told(&w, &view).await, wanted);
        // The wizard's answer to the unknown text brings the row in.
        let chosen =
            ValueChoice { field: "kind".into(), text: "Mystère".into(), value: "inspection".into() };
        let imports = w.services.imports();
        let view = imports.set_values(&w.admin, view.id, &[chosen]).await.expect("valid");
        assert_eq!(view.state, ImportState::Uploaded);
        let view = imports.check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("complete");
        assert_eq!(counts(&view), [2, 0, 2]);
    })
    .await;
}

#[tokio::test]
async fn the_refused_rows_come_back_as_a_file_that_can_be_imported() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let file = format!("{HISTORY}2024-03-07;P2;=cmd;Curatif;bad\n2024-03-08;P2;-bruit;Curatif;-bad\n");
        let view = committed(&w, site, &file).await;
        assert_eq!(counts(&view), [3, 0, 2]);
        let texts = RefusedTexts {
            line: "Vigie: line".into(),
            reason: "Vigie: reason".into(),
            describe: Box::new(|errors| format!("{:?}", errors[0].code)),
        };
        let mut out = vec![];
        let mut refused = w.services.imports().refused_file(&w.admin, view.id, texts).await.expect("some");
        assert_eq!(refused.file_name, "history.refused.csv");
        while let Some(piece) = refused.next().await.expect("readable") {
            out.extend(piece);
        }
        let text = String::from_utf8(out).expect("UTF-8");
        assert_eq!(
            text,
            "\u{feff}date;machine;titre;type;cout;Vigie: line;Vigie: reason\n\
             2024-03-07;P2;'=cmd;Curatif;bad;5;NotAnAmount\n\
             2024-03-08;P2;'-bruit;Curatif;'-bad;6;NotAnAmount\n"
        );
        let corrected = text.replace("'-bad", "-4,20").replace("bad", "7");
        assert_eq!(counts(&committed(&w, site, &corrected).await), [2, 0, 0]);
        let found = InterventionQuery { q: "bruit".into(), ..Default::default() };
        let found = w.services.interventions().list(&w.admin, &found).await.expect("listed").data;
        assert_eq!(
            (found[0].title.as_str(), found[0].cost.as_ref().map(|c| c.minor)),
            ("-bruit", Some(-420))
        );
    })
    .await;
}

#[tokio::test]
async fn a_mapping_that_does_not_fit_is_refused_part_by_part() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let mut mapping = making();
        mapping.columns.insert("gone".into(), Target::Field(ImportField::Cost));
        let upload =
            NewUpload { mapping: Some(mapping.clone()), ..new(ImportKind::Interventions, site, "a.csv") };
        let refused = w.services.imports().upload_bytes(&w.admin, upload, HISTORY.as_bytes()).await;
        let Err(domain::Error::Invalid(wrong)) = refused else { panic!("taken") };
        assert_eq!(wrong.of("columns.gone").map(|e| &e.code), Some(&FieldCode::NotFound));
        assert_eq!(wrong.of("fields.title").map(|e| &e.code), Some(&FieldCode::Required));
    })
    .await;
}

#[tokio::test]
async fn a_good_file_keeps_no_row_errors() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let view = committed(&w, site, HISTORY).await;
        assert!(errors(&w, &view).await.is_empty());
        assert!(!view.has_refused_file);
    })
    .await;
}

//! The report of an intervention: its text as a reader finds it, whatever was written into the intervention.

use crate::rest::client::{Answer, Api, with_api, with_settings};
use axum::http::StatusCode;
use domain::{InterventionId, Role, Timestamp, document::DocumentDraft, intervention::Priority};
use sea_orm::ActiveValue::Set;
use std::time::Instant;
use testkit::{PdfText, World};

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

/// The file is whole, and its parts are known to a screen reader.
fn read(pdf: &Answer) -> PdfText {
    assert_eq!((pdf.status, pdf.header("content-type")), (StatusCode::OK, Some("application/pdf")));
    let read = PdfText::of(&pdf.bytes);
    assert!(
        read.parts.contains(&"H1".to_owned()) && read.parts.contains(&"H2".to_owned()),
        "{:?}",
        read.parts
    );
    assert!(!read.acts && !read.title.is_empty() && !read.author.is_empty());
    read
}

async fn report(api: &Api, id: InterventionId, language: &str) -> Answer {
    let path = format!("/api/v1/interventions/{id}/report.pdf");
    api.send("GET", &path, &[("accept-language", language)], "").await
}

/// Two pixels by two.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00\xfd\xd4\x9as\x00\x00\x00\x10IDATx\x9cc8\xe0\xa0\x00D\x0c\x10\x0a\x00\x22\x0e\x04\x81\x11\x98)\xd5\x00\x00\x00\x00IEND\xaeB`\x82";

async fn attach(w: &World, id: InterventionId, name: &str, kind: &str, content: &[u8]) -> String {
    let draft = DocumentDraft {
        entity: "intervention".into(),
        entity_id: id.to_string(),
        kind: kind.into(),
        file_name: name.into(),
        ..Default::default()
    };
    w.services.documents().upload_bytes(&w.admin, &draft, content).await.expect("taken in").sha256
}

#[tokio::test]
async fn a_report_says_what_is_known_in_the_language_of_who_asks() {
    with_settings(&[("server.public_url", "https://vigie.example.com")], |w, api| async move {
        let site = w.site("LYON").await;
        let line = w.line(site, "L1").await;
        let press = w.equipment_with(site, "PH-001", |d| d.line_id = line.to_string()).await.row.id;
        let id = w
            .intervention_with(
                press,
                "Fuite d’huile au vérin à 80 °C",
                at("2026-03-01T10:00:00Z"),
                |i| {
                    i.priority = Set(Priority::Urgent);
                    i.description =
                        Set(Some("Où ? Côté opérateur : œillet cassé, ça goutte.\n\nÀ voir dès 8 h.".into()));
                    i.report = Set(Some("Joint remplacé – essais conformes…".into()));
                    i.started_at = Set(Some(at("2026-03-01T10:30:00Z")));
                    i.ended_at = Set(Some(at("2026-03-01T13:05:00Z")));
                    i.cost_minor = Set(Some(124_050));
                    i.external_ref = Set(Some("GMAO-77".into()));
                },
            )
            .await;
        let sum = attach(&w, id, "Relevé d’essai.txt", "report", "3 bar".as_bytes()).await;
        attach(&w, id, "avant.png", "before", PNG).await;
        attach(&w, id, "apres.png", "after", PNG).await;
        let code = w.services.interventions().get(&w.admin, id).await.expect("there").row.code;

        let french = report(&api, id, "fr").await;
        let found = read(&french);
        let named = format!("attachment; filename=\"{code}.pdf\"; filename*=UTF-8''{code}.pdf");
        assert_eq!(french.header("content-disposition"), Some(named.as_str()));
        let text = found.lines();
        for line in [
            "Rapport d’intervention",
            &code,
            "Fuite d’huile au vérin à 80 °C",
            "Clôturée  ·  Correctif  ·  P1 urgente",
            "Équipement",
            "1er\u{a0}mars 2026, 11:00",
            "1er\u{a0}mars 2026, 14:05",
            "2\u{a0}h\u{a0}35",
            "1\u{a0}240,50\u{a0}€",
            "GMAO-77",
            "Demande",
            "Où ? Côté opérateur : œillet cassé, ça goutte.",
            "À voir dès 8 h.",
            "Compte rendu",
            "Joint remplacé – essais conformes…",
            "Rapport (1)",
            "Relevé d’essai.txt",
            &sum[..16],
            "Avant (1)",
            "Après (1)",
            "Photos",
            "Page 1 / 1",
        ] {
            assert!(text.contains(&line), "{line:?} in {text:#?}");
        }
        assert!(text.iter().any(|line| line.starts_with("Généré le ") && line.contains(" par ")), "{text:?}");
        assert!(text.iter().any(|line| line.starts_with("PH-001 ")), "{text:?}");
        assert_eq!(found.pictures, 1, "both photos are the same one, which is in the file once");
        let figures = [format!("Code QR de {code}"), "Avant – avant.png".into(), "Après – apres.png".into()];
        assert_eq!(found.figures, figures, "what is said to whom does not see them");
        for part in ["LI", "Lbl", "LBody", "Table", "TR", "TH", "TD", "P"] {
            assert!(found.parts.iter().any(|found| found == part), "{part} in {:?}", found.parts);
        }
        assert_eq!(found.title, format!("Rapport d’intervention – {code} · Fuite d’huile au vérin à 80 °C"));
        assert_eq!(found.language, "fr");

        let english = read(&report(&api, id, "en").await);
        assert_eq!(english.language, "en");
        let english = english.lines();
        for line in [
            "Intervention report",
            "Closed  ·  Corrective  ·  P1 urgent",
            "€1,240.50",
            "Before (1)",
            "Report",
        ] {
            assert!(english.contains(&line), "{line:?} in {english:#?}");
        }
        assert!(english.iter().any(|line| line.contains("œillet cassé")), "what people wrote stays as it is");
        assert!(english.contains(&"1\u{a0}Mar 2026, 11:00"), "{english:?}");
    })
    .await;
}

#[tokio::test]
async fn a_long_description_goes_on_over_pages_and_loses_no_word() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let words: Vec<String> = (0..7_000).map(|n| format!("opération{n}")).collect();
        let description = words.chunks(90).map(|words| words.join(" ")).collect::<Vec<_>>().join("\n");
        let id = w
            .intervention_with(press, "Révision générale", w.clock.now(), |i| {
                i.description = Set(Some(description));
                i.report = Set(Some("x".repeat(3_000)));
            })
            .await;
        let begun = Instant::now();
        let answer = report(&api, id, "fr").await;
        let took = begun.elapsed();
        let read = read(&answer);
        let pages = read.pages.len();
        println!("a report of {pages} pages took {} ms", took.as_millis());
        assert!(pages >= 10, "{pages} pages");
        let text = read.lines();
        let found: Vec<&str> = text
            .iter()
            .flat_map(|line| line.split(' '))
            .filter(|word| word.starts_with("opération"))
            .collect();
        assert!(found == words, "{} of {} words, in their order", found.len(), words.len());
        for page in 1..=pages {
            assert!(read.pages[page - 1].contains(&format!("Page {page} / {pages}")), "page {page}");
        }
        let cut: usize = text.iter().filter(|line| line.starts_with("xx")).map(|line| line.len()).sum();
        assert_eq!(cut, 3_000, "a word without end is cut into lines");
    })
    .await;
}

#[tokio::test]
async fn names_are_written_as_their_owners_write_them() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let names =
            ["Żuraw łańcuchowy Łódź", "Αντλία λαδιού", "Příliš žluťoučký kůň", "Компрессор", "加圧 🔧"];
        let press = w.equipment_with(site, "PH-001", |d| d.name = names[0].into()).await.row.id;
        let id = w
            .intervention_with(press, names[1], w.clock.now(), |i| {
                i.description = Set(Some(names[2].into()));
                i.report = Set(Some(names[3].into()));
                i.external_ref = Set(Some(names[4].into()));
            })
            .await;
        let read = read(&report(&api, id, "en").await);
        let text = read.lines();
        for name in &names[1..] {
            assert!(text.contains(name), "{name} in {text:#?}");
        }
        assert!(text.contains(&"PH-001 Żuraw łańcuchowy Łódź"), "{text:#?}");
        assert!(read.title.ends_with(names[1]), "{}", read.title);
        assert!(read.shown[0].contains(&"□□ □".to_owned()), "{:?}", read.shown);
    })
    .await;
}

#[tokio::test]
async fn nothing_that_was_written_is_a_command() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let hostile =
            "a> Tj ET\nendstream\nendobj\n(b) Tj \\ <</JS (app.alert(1))>> %%EOF \u{202e}fdp\u{7} 漢字 Ω ≤ 5";
        let id = w
            .intervention_with(press, "<script>) Tj \u{202e}", w.clock.now(), |i| {
                i.description = Set(Some(hostile.into()));
                i.report = Set(Some(" \n\n ".into()));
                i.external_ref = Set(Some(")>>endobj".into()));
            })
            .await;
        attach(&w, id, "e\u{301}tat <a> \u{202e}fdp.exe.pdf", "report", b"%PDF-1.4\n%%EOF\n").await;
        let answer = report(&api, id, "en").await;
        let read = read(&answer);
        assert_eq!(read.pages.len(), 1);
        assert!(!answer.body.contains("app.alert"), "no word of it stands bare in the file");
        let text = read.lines();
        for line in [
            "<script>) Tj",
            "a> Tj ET",
            "endstream",
            "endobj",
            "(b) Tj \\ <</JS (app.alert(1))>> %%EOF fdp 漢字 Ω ≤ 5",
            ")>>endobj",
            "état _a_ fdp.exe.pdf",
        ] {
            assert!(text.iter().any(|found| found.trim() == line), "{line:?} in {text:#?}");
        }
        assert!(read.shown[0].iter().any(|line| line.ends_with("fdp □□ Ω ≤ 5")), "{:?}", read.shown);
    })
    .await;
}

#[tokio::test]
async fn only_who_sees_the_intervention_has_its_report() {
    with_api(|w, api| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let tina = api.signed_in(&w, "tina", Role::Technician, &[site]).await;
        let stranger = api.signed_in(&w, "tom", Role::Technician, &[w.site("ELSEWHERE").await]).await;
        let client = api.signed_in(&w, "carl", Role::Client, &[site]).await;
        let id = w.intervention(press, "Fuite", w.clock.now()).await;
        // With the page's own address, for its link.
        for path in
            [format!("/api/v1/interventions/{id}/report.pdf"), format!("/interventions/{id}/report.pdf")]
        {
            read(&tina.get(&path).await);
            for nobody in [&stranger, &client] {
                assert_eq!(nobody.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
            }
            assert_eq!(api.signed_out().get(&path).await.status, StatusCode::UNAUTHORIZED, "{path}");
        }
        for nothing in ["999999", "x", "-1"] {
            let path = format!("/api/v1/interventions/{nothing}/report.pdf");
            assert_eq!(api.get(&path).await.status, StatusCode::NOT_FOUND, "{nothing}");
        }
    })
    .await;
}

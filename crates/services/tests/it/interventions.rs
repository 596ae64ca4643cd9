//! Reading interventions, on both databases.

use domain::{
    Error, InterventionId, Noun, Timestamp,
    access::Role,
    document::{DocumentDraft, DocumentView},
    equipment::EquipmentQuery,
    intervention::{InterventionKind, InterventionQuery, InterventionSort},
    page::Window,
};
use sea_orm::ActiveValue::Set;
use testkit::{World, each_database};

fn at(text: &str) -> Timestamp {
    text.parse().expect("a valid instant")
}

async fn titles(w: &World, by: &domain::Caller, query: &str) -> Vec<String> {
    let (query, wrong) = InterventionQuery::from_url(query);
    assert!(wrong.is_empty(), "{wrong:?}");
    let page = w.services.interventions().list(by, &query).await.expect("listed");
    page.data.into_iter().map(|i| i.title).collect()
}

#[tokio::test]
async fn the_list_filters_and_searches() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let (press, oven) = (w.equipment(site, "PH-001").await, w.equipment(site, "FR-301").await);
        w.intervention(press, "Fuite au vérin", at("2026-03-01T10:00:00Z")).await;
        w.intervention_with(oven, "Visite annuelle", at("2026-03-02T10:00:00Z"), |i| {
            i.kind = Set(InterventionKind::Preventive);
            i.cost_minor = Set(Some(12_000));
        })
        .await;
        assert_eq!(titles(&w, &w.admin, "").await, ["Visite annuelle", "Fuite au vérin"]);
        assert_eq!(titles(&w, &w.admin, "q=VERIN").await, ["Fuite au vérin"]);
        assert_eq!(titles(&w, &w.admin, "kind=preventive").await, ["Visite annuelle"]);
        assert_eq!(titles(&w, &w.admin, &format!("equipment={press}")).await, ["Fuite au vérin"]);
        // What costs nothing known comes first: nulls are the smallest value.
        assert_eq!(titles(&w, &w.admin, "sort=cost").await, ["Fuite au vérin", "Visite annuelle"]);
    })
    .await;
}

#[tokio::test]
async fn a_day_is_the_sites_own_day() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        // 23:30 in Paris on 30 June, 00:30 on 1 July.
        w.intervention(press, "juin", at("2026-06-30T21:30:00Z")).await;
        w.intervention(press, "juillet", at("2026-06-30T22:30:00Z")).await;
        assert_eq!(titles(&w, &w.admin, "from=2026-07-01").await, ["juillet"]);
        assert_eq!(titles(&w, &w.admin, "to=2026-06-30").await, ["juin"]);
        let (query, _) = InterventionQuery::from_url("to=2026-06-30");
        let page = w.services.interventions().list(&w.admin, &query).await.expect("listed");
        assert_eq!(page.data[0].reported_local.to_string(), "2026-06-30T23:30:00");
    })
    .await;
}

#[tokio::test]
async fn a_client_sees_what_they_asked_for_and_nothing_else() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let (press, oven) = (w.equipment(site, "PH-001").await, w.equipment(site, "FR-301").await);
        let client = w.person("client", Role::Client, &[site]).await;
        let mine = w
            .intervention_with(press, "la mienne", at("2026-03-01T10:00:00Z"), |i| {
                i.requested_by = Set(client.user_id())
            })
            .await;
        let other = w.intervention(oven, "une autre", at("2026-03-02T10:00:00Z")).await;
        assert_eq!(titles(&w, &client, "").await, ["la mienne"]);
        assert!(w.services.interventions().get(&client, mine).await.is_ok());
        let hidden = w.services.interventions().get(&client, other).await;
        assert_eq!(hidden, Err(Error::NotFound(Noun::Intervention)));
        let machines =
            w.services.equipment().list(&client, &EquipmentQuery::default()).await.expect("listed");
        assert_eq!(machines.data.iter().map(|e| e.code.as_str()).collect::<Vec<_>>(), ["PH-001"]);
        assert_eq!(w.services.sites().all(&client).await, Err(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn every_order_pages_through_all_rows_once() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        for i in 0..17i64 {
            let reported = at("2026-01-01T08:00:00Z").plus_seconds(i / 3 * 3600);
            w.intervention_with(press, &format!("n° {i}"), reported, |row| {
                if i % 4 > 0 {
                    row.cost_minor = Set(Some(i % 5 * 100));
                }
            })
            .await;
        }
        for sort in InterventionSort::ALL {
            for descending in [false, true] {
                let mut query = InterventionQuery { sort: *sort, descending, ..Default::default() };
                let whole = w.services.interventions().list(&w.admin, &query).await.expect("listed").data;
                query.window = Window { limit: 4, ..Window::default() };
                let mut paged = vec![];
                loop {
                    let page = w.services.interventions().list(&w.admin, &query).await.expect("listed");
                    paged.extend(page.data);
                    match page.pagination.next_cursor {
                        Some(next) => query.window.cursor = next.parse().ok(),
                        None => break,
                    }
                }
                assert_eq!(paged, whole, "{sort} descending: {descending}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn reading_costs_a_fixed_number_of_statements() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let mut last = None;
        for i in 0..30 {
            last = Some(w.intervention(press, &format!("n° {i}"), at("2026-01-01T08:00:00Z")).await);
        }
        w.statements.take();
        w.services.interventions().list(&w.admin, &InterventionQuery::default()).await.expect("listed");
        assert_eq!(w.statements.take(), 2, "list");
        w.services.interventions().get(&w.admin, last.expect("thirty were made")).await.expect("read");
        assert!(w.statements.take() <= 3, "detail");
    })
    .await;
}

fn jpeg() -> Vec<u8> {
    let mut out = std::io::Cursor::new(vec![]);
    let picture = image::DynamicImage::from(image::RgbImage::new(30, 20));
    picture.write_to(&mut out, image::ImageFormat::Jpeg).expect("encoded");
    out.into_inner()
}

async fn attach(w: &World, id: InterventionId, name: &str, kind: &str) -> DocumentView {
    let content = if name.ends_with(".jpg") { jpeg() } else { b"3 bar".to_vec() };
    let draft = DocumentDraft {
        entity: "intervention".into(),
        entity_id: id.to_string(),
        kind: kind.into(),
        file_name: name.into(),
        ..Default::default()
    };
    w.services.documents().upload_bytes(&w.admin, &draft, &content).await.expect("taken in")
}

#[tokio::test]
async fn a_report_is_made_of_what_the_caller_sees_in_seven_statements() {
    each_database(|w| async move {
        let (site, elsewhere) = (w.site("N").await, w.site("S").await);
        let line = w.line(site, "L1").await;
        let press = w.equipment_with(site, "PH-001", |d| d.line_id = line.to_string()).await.row.id;
        let tech = w.person("tech", Role::Technician, &[site]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        let asked = client.user_id();
        let id = w
            .intervention_with(press, "Fuite", at("2026-07-01T10:00:00Z"), |i| i.requested_by = Set(asked))
            .await;
        attach(&w, id, "a.txt", "").await;
        for n in 0..11 {
            attach(&w, id, &format!("{n}.jpg"), "").await;
        }
        for kind in ["after", "before", "failure"] {
            attach(&w, id, &format!("{kind}.jpg"), kind).await;
        }
        let gone = attach(&w, id, "gone.jpg", "failure").await;
        w.services.documents().delete(&w.admin, gone.id).await.expect("deleted");
        w.statements.take();
        let report = w.services.interventions().report(&tech, id).await.expect("a report");
        let statements = w.statements.take();
        assert!(statements <= 19, "{statements}");
        assert_eq!(report.documents.len(), 15, "all that are current");
        // Twelve pictures: what was broken, before and after come first, then the oldest.
        let shown: Vec<&str> = report.pictures.iter().map(|c| c.document.file_name.as_str()).collect();
        assert_eq!(shown[..4], ["failure.jpg", "before.jpg", "after.jpg", "0.jpg"]);
        assert_eq!(shown.len(), 12);
        for picture in report.pictures {
            assert!(picture.read().await.expect("read").starts_with(&[0xff, 0xd8]));
        }
        assert!(report.line.is_some() && report.work.detail.row.id == id);
        let zone = jiff::tz::TimeZone::get("Europe/Paris").expect("a zone");
        assert_eq!(
            *report.made_at,
            zone.to_datetime(*w.clock.now()).with().subsec_nanosecond(0).build().expect("a time")
        );
        assert!(!report.made_by.is_empty() && report.made_by != "tech", "a name, not a login");
        assert!(w.services.interventions().report(&client, id).await.is_ok(), "whoever asked for it");

        let stranger = w.person("stranger", Role::Technician, &[elsewhere]).await;
        let other = w.person("other", Role::Client, &[site]).await;
        for nobody in [&stranger, &other] {
            let refused = w.services.interventions().report(nobody, id).await.err();
            assert_eq!(refused, Some(Error::NotFound(Noun::Intervention)));
        }
    })
    .await;
}

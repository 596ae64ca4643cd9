//! Reading interventions, on both databases.

use domain::{
    Error, Noun, Timestamp,
    access::Role,
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
        assert_eq!(w.services.sites().list(&client).await, Err(Error::Forbidden));
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

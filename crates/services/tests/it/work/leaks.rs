//! What somebody must not learn or reach by way of the work.

use super::{Shop, user};
use domain::{
    Error, Noun,
    access::Role,
    event::EventCursor,
    intervention::{CommentDraft, InterventionDraft, InterventionQuery, InterventionSort},
    user::HourlyRateDraft,
};
use testkit::each_database;

fn preventive(shop: &Shop) -> InterventionDraft {
    InterventionDraft {
        equipment_id: shop.press.to_string(),
        title: "Graissage".into(),
        kind: "preventive".into(),
        priority: "low".into(),
        other_cost: "1286.40".into(),
        ..InterventionDraft::default()
    }
}

#[tokio::test]
async fn a_client_learns_no_cost_from_an_order_or_a_cursor() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.w.services.interventions();
        shop.done_for_client().await;
        for what in ["Fuite", "Bruit"] {
            let draft = shop.draft(what, false);
            let own = work.report_breakdown(&shop.client, &draft).await.expect("reported").row.id;
            let mut paid = InterventionDraft::from(&work.get(&shop.boss, own).await.expect("read"));
            paid.other_cost = "1286.40".into();
            work.update(&shop.boss, own, &paid).await.expect("changed");
        }
        let mut query = InterventionQuery { sort: InterventionSort::Cost, ..InterventionQuery::default() };
        query.window.limit = 1;
        let page = work.list(&shop.client, &query).await.expect("listed");
        let cursor = page.pagination.next_cursor.expect("one more");
        assert!(!cursor.contains("128640"), "{cursor}");
        let page = work.list(&shop.boss, &query).await.expect("listed");
        assert!(page.pagination.next_cursor.expect("one more").contains("128640"));
    })
    .await;
}

#[tokio::test]
async fn only_a_report_that_is_open_can_be_added_to() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.w.services.interventions();
        shop.done_for_client().await;
        let other = work.create(&shop.boss, &preventive(&shop)).await.expect("created").row.id;
        let words = CommentDraft { text: "Encore".into(), ..CommentDraft::default() };
        let refused = work.add_to_report(&shop.client, other, &words).await;
        assert_eq!(refused, Err(Error::NotFound(Noun::Intervention)));
        assert_eq!(work.get(&shop.client, other).await.err(), Some(Error::NotFound(Noun::Intervention)));
    })
    .await;
}

#[tokio::test]
async fn a_cost_that_is_taken_away_is_gone_from_the_total() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.w.services.interventions();
        let made = work.create(&shop.boss, &preventive(&shop)).await.expect("created");
        assert_eq!(made.row.cost.as_ref().map(|cost| cost.minor), Some(128_640));
        let free = InterventionDraft { other_cost: String::new(), ..InterventionDraft::from(&made) };
        let changed = work.update(&shop.boss, made.row.id, &free).await.expect("changed");
        assert_eq!(changed.row.cost, None);
    })
    .await;
}

#[tokio::test]
async fn somebody_of_another_site_directs_nothing_here() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let south = shop.w.site("S").await;
        let stranger = shop.w.person("stranger", Role::Supervisor, &[south]).await;
        let draft = InterventionDraft { supervisor_id: user(&stranger).to_string(), ..preventive(&shop) };
        let refused = shop.w.services.interventions().create(&shop.boss, &draft).await;
        assert_eq!(refused, Err(Error::field("supervisor_id", domain::FieldCode::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn hourly_rates_are_for_those_who_manage_the_account() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let south = shop.w.site("S").await;
        let stranger = shop.w.person("stranger", Role::Technician, &[south]).await;
        let work = shop.w.services.interventions();
        // Granted to a supervisor of the north alone.
        let mut manager = shop.boss.clone();
        manager.permissions = manager.permissions.with(domain::Permission::UserManage, true);
        let rate = HourlyRateDraft { valid_from: "2026-01-01".into(), hourly: "40.00".into() };
        work.add_hourly_rate(&manager, user(&shop.tech), &rate).await.expect("their technician's");
        let elsewhere = work.hourly_rates(&manager, user(&stranger)).await;
        assert_eq!(elsewhere, Err(Error::NotFound(Noun::User)));
        let above = work.add_hourly_rate(&manager, user(&shop.w.admin), &rate).await;
        assert!(matches!(above, Err(Error::NotFound(Noun::User) | Error::Forbidden)), "{above:?}");
    })
    .await;
}

#[tokio::test]
async fn events_of_documents_and_accounts_are_not_for_everybody() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        shop.report("Fuite", true).await;
        let events = shop.w.services.events();
        let (of_client, _) = events.after(&shop.client, &EventCursor::default(), 500).await.expect("read");
        assert_eq!(of_client, [], "only their own rows are theirs");
        let (told, _) = events.after(&shop.tech, &EventCursor::default(), 500).await.expect("read");
        let nouns: Vec<Noun> = told.iter().map(|event| event.noun).collect();
        assert!(nouns.contains(&Noun::Failure) && nouns.contains(&Noun::Intervention), "{nouns:?}");
        assert!(!nouns.contains(&Noun::User), "{nouns:?}");
    })
    .await;
}

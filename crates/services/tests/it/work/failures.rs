//! The list of failures: whose, which, and in which order.

use super::{Shop, user};
use domain::{
    Caller, Error, FailureId, Noun,
    access::Role,
    failure::FailureQuery,
    intervention::{CommentDraft, ReasonDraft},
};
use testkit::each_database;

impl Shop {
    async fn listed(&self, by: &Caller, query: &str) -> Vec<FailureId> {
        let (query, wrong) = FailureQuery::from_url(query);
        assert_eq!(wrong, []);
        let page = self.w.services.failures().list(by, &query).await.expect("listed");
        page.data.into_iter().map(|row| row.id).collect()
    }

    /// The failure of a new report.
    async fn broken(&self, what: &str, stopped: bool) -> FailureId {
        let id = self.report(what, stopped).await.row.id;
        self.view(id).await.failures[0].id
    }
}

#[tokio::test]
async fn failures_are_found_by_state_effect_work_and_day() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let first = shop.broken("Fuite", true).await;
        shop.later(1_500);
        let second = shop.report("Bruit", false).await.row.id;
        let noise = shop.view(second).await.failures[0].id;
        shop.assign(second, &[&shop.tech]).await;
        shop.start(second).await;
        shop.later(10);
        shop.finish(second).await;
        shop.later(10);
        let third = shop.report("Fausse alerte", true).await.row.id;
        let none = shop.view(third).await.failures[0].id;
        let reason = ReasonDraft { reason: "Rien".into(), ..Default::default() };
        shop.w.services.interventions().cancel(&shop.boss, third, &reason).await.expect("called off");
        let (boss, press) = (&shop.boss, shop.press);
        assert_eq!(shop.listed(boss, "").await, [noise, first]);
        assert_eq!(shop.listed(boss, "sort=started").await, [first, noise]);
        assert_eq!(shop.listed(boss, "state=open").await, [first]);
        assert_eq!(shop.listed(boss, "state=restored").await, [noise]);
        assert_eq!(shop.listed(boss, "state=withdrawn").await, [none]);
        assert_eq!(shop.listed(boss, "stops=false").await, [noise]);
        assert_eq!(shop.listed(boss, &format!("equipment={press}")).await.len(), 2);
        assert_eq!(shop.listed(boss, "equipment_type=987").await, []);
        assert_eq!(shop.listed(boss, &format!("site={}", shop.site)).await.len(), 2);
        assert_eq!(shop.listed(boss, "priority=urgent").await.len(), 2);
        assert_eq!(shop.listed(boss, "priority=low").await, []);
        assert_eq!(shop.listed(boss, &format!("technician={}", user(&shop.tech))).await, [noise]);
        let row = shop.w.services.failures().get(boss, noise).await.expect("read");
        let day = row.started_local.to_string();
        let day = day.get(..10).expect("a day");
        assert_eq!(shop.listed(boss, &format!("from={day}")).await, [noise]);
        assert_eq!(shop.listed(boss, &format!("to={day}")).await, [noise, first]);
        assert_eq!(row.interventions.iter().map(|i| i.id).collect::<Vec<_>>(), [second]);
    })
    .await;
}

#[tokio::test]
async fn who_sees_only_their_own_reports_sees_the_failures_of_those() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        shop.done_for_client().await;
        let foreign = shop.broken("Fuite", true).await;
        assert_eq!(shop.listed(&shop.client, "").await, []);
        let failures = shop.w.services.failures();
        let hidden = failures.get(&shop.client, foreign).await.map(|_| ());
        assert_eq!(hidden, Err(Error::NotFound(Noun::Failure)));
        let work = failures.get(&shop.boss, foreign).await.expect("read").interventions[0].id;
        let words = CommentDraft { text: "Ici aussi".into(), internal: String::new() };
        shop.w.services.interventions().add_to_report(&shop.client, work, &words).await.expect("added");
        assert_eq!(shop.listed(&shop.client, "").await, [foreign]);
        let elsewhere = shop.w.site("S").await;
        let far = shop.w.person("far", Role::Supervisor, &[elsewhere]).await;
        assert_eq!(shop.listed(&far, "").await, []);
        assert_eq!(failures.get(&far, foreign).await.map(|_| ()), Err(Error::NotFound(Noun::Failure)));
    })
    .await;
}

#[tokio::test]
async fn pages_of_failures_follow_one_another() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let mut all = vec![];
        for what in ["Bruit", "Fuite", "Fumée", "Odeur", "Vibrations"] {
            all.insert(0, shop.broken(what, true).await);
            shop.later(1);
        }
        let failures = shop.w.services.failures();
        let (mut seen, mut cursor) = (vec![], String::new());
        for _ in 0..3 {
            let (query, _) = FailureQuery::from_url(&format!("limit=2&cursor={cursor}"));
            shop.w.statements.take();
            let page = failures.list(&shop.boss, &query).await.expect("listed");
            assert_eq!(shop.w.statements.take(), 3);
            assert_eq!(page.pagination.total, 5);
            seen.extend(page.data.iter().map(|row| row.id));
            cursor = page.pagination.next_cursor.unwrap_or_default();
        }
        assert_eq!((seen, cursor.as_str()), (all.clone(), ""));
        shop.w.statements.take();
        failures.get(&shop.boss, all[0]).await.expect("read");
        assert_eq!(shop.w.statements.take(), 2);
    })
    .await;
}

//! What the navigation counts.

use super::Shop;
use domain::intervention::Waiting;
use testkit::each_database;

#[tokio::test]
async fn the_navigation_counts_what_waits_for_each_person() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let all = shop.w.services.interventions();
        let of = async |by| all.waiting(by).await.expect("counted");
        let nothing = Waiting { mine: Some(0), work: None, failures: Some(0), stopped: false };
        assert_eq!(of(&shop.tech).await, nothing);

        let id = shop.report("Fuite", true).await.row.id;
        let boss = of(&shop.boss).await;
        assert_eq!((boss.work, boss.failures, boss.stopped), (Some(1), Some(1), true));
        assert_eq!(of(&shop.tech).await, Waiting { failures: Some(1), stopped: true, ..nothing });
        assert_eq!(of(&shop.client).await, Waiting::default(), "nothing waits for a client to act");

        shop.assign(id, &[&shop.tech]).await;
        assert_eq!(of(&shop.boss).await.work, Some(0), "somebody has it");
        assert_eq!((of(&shop.tech).await.mine, of(&shop.second).await.mine), (Some(1), Some(0)));
        shop.start(id).await;
        assert_eq!(of(&shop.tech).await.mine, Some(1));
        shop.finish(id).await;
        assert_eq!(of(&shop.tech).await.mine, Some(0));
        shop.w.statements.take();
        assert_eq!(of(&shop.boss).await.work, Some(1), "it waits for validation");
        assert!(shop.w.statements.take() <= 4);
        shop.validate(id).await;
        assert_eq!(of(&shop.boss).await.work, Some(0));
    })
    .await;
}

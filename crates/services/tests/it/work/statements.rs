//! How many statements the daily steps of the work send.

use super::{Shop, user};
use domain::intervention::{AssignDraft, FinishDraft, InterventionDraft, StartDraft};
use testkit::each_database;

#[tokio::test]
async fn the_steps_of_the_work_stay_within_their_statements() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let all = shop.w.services.interventions();
        let mut sent: Vec<(&str, u32, u32)> = vec![];
        let mut counted = |step, most| sent.push((step, shop.w.statements.take(), most));
        let draft = InterventionDraft {
            equipment_id: shop.press.to_string(),
            title: "Graissage".into(),
            kind: "preventive".into(),
            priority: "low".into(),
            ..Default::default()
        };
        shop.w.statements.take();
        let id = all.create(&shop.boss, &draft).await.expect("entered").row.id;
        counted("create", 14);
        let to = AssignDraft { technicians: vec![user(&shop.tech)], ..Default::default() };
        all.assign(&shop.boss, id, &to).await.expect("assigned");
        counted("assign", 26);
        all.start(&shop.tech, id, &StartDraft::default()).await.expect("started");
        counted("start", 22);
        shop.later(30);
        let done = FinishDraft { report: "Fait".into(), ..Default::default() };
        all.finish(&shop.tech, id, &done).await.expect("finished");
        counted("finish", 31);
        all.work(&shop.boss, id).await.expect("read");
        counted("work", 12);
        shop.report("Fuite", true).await;
        counted("report", 28);
        assert!(sent.iter().all(|(_, sent, most)| sent <= most), "step, sent, allowed: {sent:?}");
    })
    .await;
}

//! Who does what, and what a client sees.

use super::Shop;
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Refusal,
    intervention::{CommentDraft, FinishDraft, InterventionQuery, ReasonDraft, StartDraft, WorkAction},
    settings::SettingsDraft,
};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use testkit::each_database;

#[tokio::test]
async fn nobody_validates_their_own_work_unless_the_settings_say_so() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.boss]).await;
        let work = shop.w.services.interventions();
        work.start(&shop.boss, id, &StartDraft::default()).await.expect("started");
        shop.later(10);
        work.finish(&shop.boss, id, &FinishDraft { report: "Fait".into(), ..Default::default() })
            .await
            .expect("done");
        let own = work.validate(&shop.boss, id, &ReasonDraft::default()).await;
        assert_eq!(own, Err(Refusal::OwnWork.into()));
        assert!(!shop.view(id).await.actions.contains(&WorkAction::Validate));
        let view = shop.w.services.settings().section(&shop.w.admin, "work").await.expect("read");
        let mut draft = SettingsDraft::from(&view);
        draft.values.insert("validate_own".into(), "true".into());
        shop.w.services.settings().update(&shop.w.admin, "work", &draft).await.expect("saved");
        assert!(shop.view(id).await.actions.contains(&WorkAction::Validate));
        work.validate(&shop.boss, id, &ReasonDraft::default()).await.expect("validated");
    })
    .await;
}

#[tokio::test]
async fn a_client_reports_on_machines_they_know_and_follows_without_costs_and_inner_words() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.w.services.interventions();
        let draft = shop.draft("Convoyeur arrêté", true);
        let unknown = work.report_breakdown(&shop.client, &draft).await;
        assert_eq!(unknown, Err(Error::field("equipment_id", FieldCode::NotFound)));
        shop.done_for_client().await;
        let mine = work.report_breakdown(&shop.client, &draft).await.expect("reported").row.id;
        let say = |text: &str, internal: &str| CommentDraft { text: text.into(), internal: internal.into() };
        work.comment(&shop.boss, mine, &say("Budget dépassé", "true")).await.expect("said");
        work.comment(&shop.boss, mine, &say("On arrive", "")).await.expect("said");
        work.comment(&shop.client, mine, &say("Merci", "true")).await.expect("said");
        let seen = work.work(&shop.client, mine).await.expect("followed");
        let texts: Vec<&str> = seen.comments.iter().map(|c| c.text.as_str()).collect();
        assert_eq!(texts, ["On arrive", "Merci"]);
        assert_eq!((seen.costs, seen.periods.len(), seen.actions), (None, 0, vec![WorkAction::Comment]));
        let assigned = work.assign(&shop.client, mine, &Default::default()).await;
        assert_eq!(assigned, Err(Error::Forbidden));

        // What somebody else reported on it has no words for them, until they add to it.
        let other = shop.report("Bruit", false).await.row.id;
        let open = work.open_reports(&shop.client, shop.press).await.expect("told");
        assert_eq!(
            open.iter().map(|report| report.title.as_deref()).collect::<Vec<_>>(),
            [None, Some("Convoyeur arrêté")]
        );
        assert_eq!(work.get(&shop.client, other).await, Err(Error::NotFound(Noun::Intervention)));
        work.add_to_report(&shop.client, other, &say("Ici aussi", "")).await.expect("added");
        assert!(work.get(&shop.client, other).await.is_ok());
        let query = InterventionQuery { mine: true, ..Default::default() };
        assert_eq!(work.list(&shop.client, &query).await.expect("listed").data.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn what_is_elsewhere_is_not_there() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let elsewhere = shop.w.site("S").await;
        let far = shop.w.person("far", domain::access::Role::Supervisor, &[elsewhere]).await;
        let id = shop.report("Fuite", true).await.row.id;
        let work = shop.w.services.interventions();
        let hidden = || Err(Error::NotFound(Noun::Intervention));
        assert_eq!(work.validate(&far, id, &ReasonDraft::default()).await, hidden());
        assert_eq!(work.cancel(&far, id, &ReasonDraft::default()).await, hidden());
        assert_eq!(work.work(&far, id).await.map(|_| ()), Err(Error::NotFound(Noun::Intervention)));
        let draft = shop.draft("Fuite", true);
        let there = work.report_breakdown(&far, &draft).await;
        assert_eq!(there, Err(Error::field("equipment_id", FieldCode::NotFound)));
        let retired = entity::equipment::ActiveModel {
            id: Set(shop.press),
            retired_at: Set(Some(shop.w.clock.now())),
            ..Default::default()
        };
        retired.update(&shop.w.db).await.expect("retired");
        assert_eq!(work.report_breakdown(&shop.tech, &draft).await, Err(Refusal::AlreadyRetired.into()));
    })
    .await;
}

#[tokio::test]
async fn a_client_adds_photos_to_their_own_report_until_it_is_done_and_staff_by_their_right() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let documents = shop.w.services.documents();
        let foreign = shop.report("Bruit", false).await.row.id;
        shop.done_for_client().await;
        let work = shop.w.services.interventions();
        let mine =
            work.report_breakdown(&shop.client, &shop.draft("Fuite", true)).await.expect("reported").row.id;
        let reporter = documents.reporter(&shop.client, mine).await.expect("theirs");
        assert!(reporter.may(Permission::DocumentWrite) && reporter.user_id() == shop.client.user_id());
        let other = documents.reporter(&shop.client, foreign).await.err();
        assert_eq!(other, Some(Error::NotFound(Noun::Intervention)));
        assert!(documents.reporter(&shop.tech, foreign).await.is_ok(), "by their right");
        let permissions = shop.tech.permissions.with(Permission::DocumentWrite, false);
        let denied = Caller { permissions, ..shop.tech.clone() };
        assert_eq!(
            documents.reporter(&denied, foreign).await.err(),
            Some(Error::Forbidden),
            "it was taken away"
        );
        shop.assign(mine, &[&shop.tech]).await;
        shop.start(mine).await;
        shop.finish(mine).await;
        assert_eq!(documents.reporter(&shop.client, mine).await.err(), Some(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn a_label_leads_to_the_machines_of_that_code_that_one_sees() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let far = shop.w.site("S").await;
        let twin = shop.w.equipment(far, "PH-001").await;
        let machines = shop.w.services.equipment();
        let found = async |by: &Caller, code: &str| {
            let rows = machines.labelled(by, code).await.expect("looked up");
            rows.into_iter().map(|row| row.id).collect::<Vec<_>>()
        };
        assert_eq!(found(&shop.boss, "PH-001").await, [shop.press]);
        assert_eq!(found(&shop.w.admin, "PH-001").await, [shop.press, twin]);
        assert_eq!(found(&shop.client, "PH-001").await, [], "nothing was ever done for them there");
        assert_eq!(found(&shop.boss, "PH-00").await, [], "the whole code");
    })
    .await;
}

//! Who is told what of the work, and who is not.

use super::{Shop, user};
use domain::{
    Caller, Error, NotificationId, Noun,
    access::Role,
    event::EventCursor,
    intervention::{CommentDraft, ReasonDraft, ReturnDraft},
    notification::{NotificationKind as K, NotificationQuery, NotificationView, Unread},
};
use testkit::each_database;

impl Shop {
    async fn told(&self, by: &Caller) -> Vec<NotificationView> {
        let query = NotificationQuery::default();
        self.w.services.notifications().list(by, &query).await.expect("read").data
    }

    async fn kinds(&self, by: &Caller) -> Vec<K> {
        self.told(by).await.iter().map(|told| told.kind).collect()
    }

    async fn say(&self, by: &Caller, id: domain::InterventionId, text: &str, internal: bool) {
        let draft = CommentDraft { text: text.into(), internal: internal.to_string() };
        self.w.services.interventions().comment(by, id, &draft).await.expect("said");
    }
}

#[tokio::test]
async fn each_step_tells_those_whom_it_concerns_but_not_whoever_took_it() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let south = shop.w.site("S").await;
        let stranger = shop.w.person("stranger", Role::Supervisor, &[south]).await;
        let reported = shop.report("Fuite", true).await.row;
        assert_eq!(shop.kinds(&shop.boss).await, [K::Breakdown]);
        shop.assign(reported.id, &[&shop.tech, &shop.second]).await;
        shop.assign(reported.id, &[&shop.tech, &shop.second]).await;
        shop.start(reported.id).await;
        shop.finish(reported.id).await;
        assert_eq!(shop.kinds(&shop.boss).await, [K::ToValidate, K::Breakdown]);
        let back = ReturnDraft { kind: "paperwork".into(), reason: "Photos".into(), ..Default::default() };
        shop.w.services.interventions().send_back(&shop.boss, reported.id, &back).await.expect("sent back");
        let told = shop.told(&shop.second).await;
        assert_eq!(told.iter().map(|told| told.kind).collect::<Vec<_>>(), [K::Returned, K::Assigned]);
        assert_eq!((told[0].message.as_deref(), told[0].actor.as_str()), (Some("Photos"), "boss Test"));
        assert_eq!(
            (told[0].code.as_str(), told[0].equipment_code.as_str()),
            (reported.code.as_str(), "PH-001")
        );
        shop.finish(reported.id).await;
        shop.validate(reported.id).await;
        // The technician has reported it.
        assert_eq!(shop.kinds(&shop.tech).await, [K::Validated, K::Returned, K::Assigned]);
        assert_eq!(shop.kinds(&stranger).await, [], "of another site");
        assert_eq!(shop.kinds(&shop.w.admin).await, [], "administrators direct no work");
    })
    .await;
}

#[tokio::test]
async fn comments_that_follow_each_other_are_one_and_inner_ones_are_not_for_clients() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        shop.done_for_client().await;
        let work = shop.w.services.interventions();
        let id =
            work.report_breakdown(&shop.client, &shop.draft("Fuite", true)).await.expect("reported").row.id;
        shop.say(&shop.boss, id, "On arrive", false).await;
        shop.later(2);
        shop.say(&shop.boss, id, "Dans une heure", false).await;
        shop.say(&shop.boss, id, "Budget dépassé", true).await;
        let told = shop.told(&shop.client).await;
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].changes, told[0].message.as_deref()), (2, Some("Dans une heure")));
        shop.later(6);
        shop.say(&shop.boss, id, "Demain", false).await;
        assert_eq!(shop.told(&shop.client).await.len(), 2, "later than five minutes");
        shop.say(&shop.client, id, "Merci", false).await;
        assert_eq!(
            shop.kinds(&shop.boss).await,
            [K::Breakdown],
            "directs the site, and does not follow this"
        );
        let off = ReasonDraft { reason: "Doublon".into(), ..Default::default() };
        work.cancel(&shop.boss, id, &off).await.expect("cancelled");
        assert_eq!(shop.kinds(&shop.client).await[0], K::Cancelled);
    })
    .await;
}

#[tokio::test]
async fn each_reads_marks_and_deletes_their_own() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        for what in ["Fuite", "Bruit", "Choc"] {
            shop.report(what, true).await;
        }
        let told = shop.w.services.notifications();
        let count = |unread| Unread { unread, capped: false };
        shop.w.statements.take();
        assert_eq!(told.unread(&shop.boss).await, Ok(count(3)));
        assert_eq!(shop.w.statements.take(), 1);
        let rows = shop.told(&shop.boss).await;
        assert_eq!(shop.w.statements.take(), 2);
        let id: NotificationId = rows[0].id;
        assert_eq!(told.read(&shop.tech, id).await, Err(Error::NotFound(Noun::Notification)));
        assert_eq!(told.delete(&shop.tech, id).await, Err(Error::NotFound(Noun::Notification)));
        for _ in 0..2 {
            told.read(&shop.boss, id).await.expect("marked");
        }
        let unread = NotificationQuery::unread();
        assert_eq!(told.list(&shop.boss, &unread).await.expect("read").data.len(), 2);
        assert_eq!(told.read_all(&shop.boss).await, Ok(2));
        assert_eq!(told.unread(&shop.boss).await, Ok(count(0)));
        assert_eq!(told.delete(&shop.boss, id).await, Ok(count(0)), "deleted");
        assert_eq!(shop.told(&shop.boss).await.len(), 2);
        let by_kind = NotificationQuery { kind: vec![K::Late], ..Default::default() };
        assert_eq!(told.list(&shop.boss, &by_kind).await.expect("read").data, []);
    })
    .await;
}

#[tokio::test]
async fn a_deadline_that_passes_is_told_once() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        let late = async || {
            shop.w.services.jobs().schedule("here").await.expect("asked for");
            shop.w.services.jobs().work_off().await.expect("done");
            let of_boss = shop.kinds(&shop.boss).await.into_iter().filter(|kind| *kind == K::Late).count();
            (of_boss, shop.kinds(&shop.tech).await.contains(&K::Late))
        };
        shop.later(110);
        assert_eq!(late().await, (0, false), "two hours are the target");
        shop.later(20);
        assert_eq!(late().await, (1, true));
        shop.later(20);
        assert_eq!(late().await, (1, true));
    })
    .await;
}

#[tokio::test]
async fn whom_an_event_is_for_is_the_same_in_a_query_and_in_the_relay() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let south = shop.w.site("S").await;
        let stranger = shop.w.person("stranger", Role::Supervisor, &[south]).await;
        let id = shop.report("Fuite", true).await.row.id;
        shop.assign(id, &[&shop.tech]).await;
        let events = shop.w.services.events();
        let (all, end) = events.all_after(&EventCursor::default()).await.expect("read");
        let everybody = [&shop.w.admin, &shop.boss, &shop.tech, &shop.second, &shop.client, &stranger];
        for by in everybody {
            let (told, _) = events.after(by, &EventCursor::default(), 500).await.expect("read");
            let of_relay: Vec<_> = all.iter().filter(|event| event.is_for(by)).cloned().collect();
            assert_eq!(told, of_relay, "{by:?}");
        }
        let (own, _) = events.after(&shop.tech, &EventCursor::default(), 500).await.expect("read");
        assert!(
            own.iter().any(|event| event.noun == Noun::Notification && event.user == Some(user(&shop.tech)))
        );
        assert_eq!(events.all_after(&end).await.expect("read").0, []);
    })
    .await;
}

//! Writing to others: who can, to whom, about what.

use super::{Shop, user};
use domain::{
    Caller, Error, FieldCode, FieldError, FieldErrors, Noun, Permission,
    access::Role,
    audit::AuditQuery,
    event::EventCursor,
    intervention::Priority,
    notification::{
        MessageDraft, NotificationKind as K, NotificationQuery, NotificationType as T, NotificationView,
        SentMessage,
    },
};
use testkit::each_database;

fn draft(to: &[&Caller], title: &str) -> MessageDraft {
    let user_ids = to.iter().map(|person| user(person)).collect();
    MessageDraft { user_ids, title: title.into(), message: "De 12 h à 13 h.".into(), ..Default::default() }
}

fn wrong<A>(field: &str, code: FieldCode) -> Result<A, Error> {
    Err(Error::Invalid(FieldErrors(vec![FieldError::new(field, code)])))
}

impl Shop {
    async fn write(&self, draft: &MessageDraft) -> Result<SentMessage, Error> {
        self.w.services.notifications().send(&self.boss, draft).await
    }

    async fn read(&self, by: &Caller, query: &str) -> Vec<NotificationView> {
        let (query, errors) = NotificationQuery::from_url(query);
        assert_eq!(errors, []);
        self.w.services.notifications().list(by, &query).await.expect("read").data
    }
}

#[tokio::test]
async fn a_message_tells_each_once_who_wrote_what() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let message =
            MessageDraft { meant: "warning".into(), ..draft(&[&shop.tech, &shop.client], "Coupure d’air") };
        let start = shop.w.services.events().newest(&shop.tech).await.expect("a place");
        let sent = shop.write(&message).await.expect("sent");
        let names: Vec<_> = sent.recipients.iter().map(|to| to.user.name.as_str()).collect();
        assert_eq!(names, ["tech Test", "client Test"]);

        let told = shop.read(&shop.tech, "").await;
        assert_eq!(told.len(), 1);
        let one = &told[0];
        assert_eq!((one.kind, one.meant, one.priority), (K::Message, T::Warning, Priority::Medium));
        assert_eq!((one.title.as_str(), one.message.as_deref()), ("Coupure d’air", Some("De 12 h à 13 h.")));
        assert_eq!((one.actor.as_str(), one.entity, one.read_at), ("boss Test", None, None));
        assert_eq!(one.created_at, shop.w.clock.now());
        assert_eq!(sent.recipients[0].id, one.id);
        let (events, _) = shop.w.services.events().after(&shop.tech, &start, 50).await.expect("read");
        let topics: Vec<_> = events.iter().map(|event| (event.topic.as_str(), event.noun_id)).collect();
        assert_eq!(topics, [("notification.created", one.id.0)], "for them alone");

        // The button was pressed twice.
        shop.later(1);
        let again = shop.write(&message).await.expect("sent");
        assert_eq!(again.recipients, sent.recipients);
        assert_eq!(shop.read(&shop.tech, "").await.len(), 1);
        shop.later(6);
        shop.write(&message).await.expect("sent");
        assert_eq!(shop.read(&shop.tech, "").await.len(), 2, "later than five minutes");

        let trail = AuditQuery::from_url("action=sent").0;
        let trail = shop.w.services.audit().list(&shop.w.admin, &trail).await.expect("read").data;
        assert_eq!(trail.len(), 2, "each sending, but not the second press");
        let value = |field: &str| {
            let change = trail[0].changes.iter().find(|change| change.field == field);
            change.and_then(|change| change.after.clone()).unwrap_or_default()
        };
        assert_eq!(trail[0].actor, "boss");
        assert_eq!(
            (value("title"), value("recipients")),
            ("Coupure d’air".into(), "tech Test, client Test".into())
        );
    })
    .await;
}

#[tokio::test]
async fn a_form_that_is_sent_twice_at_once_tells_once() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let message = draft(&[&shop.tech, &shop.second], "Sécurité");
        let (one, other) = tokio::join!(shop.write(&message), shop.write(&message));
        assert_eq!(one.expect("sent").recipients, other.expect("sent").recipients);
        assert_eq!(shop.read(&shop.tech, "").await.len(), 1);
        assert_eq!(shop.read(&shop.second, "").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_message_is_about_what_its_author_and_each_reader_see() {
    each_database(|w| async move {
        let mut shop = Shop::new(w).await;
        let south = shop.w.site("S").await;
        shop.boss = shop.w.person("chief", Role::Supervisor, &[shop.site, south]).await;
        let elsewhere = shop.w.site("X").await;
        let far = shop.w.equipment(elsewhere, "FAR-1").await;
        let work = shop.report("Fuite", true).await.row;

        let about = |code: &str| MessageDraft { about: code.into(), ..draft(&[&shop.tech], "Voir") };
        shop.write(&about("ph-001")).await.expect("sent");
        let told = shop.read(&shop.tech, "type=info&kind=message").await;
        assert_eq!((told[0].entity, told[0].entity_id), (Some(Noun::Equipment), Some(shop.press.0)));
        assert_eq!(told[0].code, "PH-001");
        shop.later(6);
        let sent = shop.write(&about(&work.code)).await.expect("sent");
        assert_eq!((sent.entity, sent.entity_id), (Some(Noun::Intervention), Some(work.id.0)));
        let told = shop.read(&shop.tech, &format!("intervention={}&kind=message", work.id)).await;
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].code.as_str(), told[0].equipment_code.as_str()), (work.code.as_str(), "PH-001"));
        // The page of the intervention does not show it.
        shop.w.services.notifications().read_about(&shop.tech, work.id).await.expect("marked");
        assert_eq!(shop.read(&shop.tech, "read=false&kind=message").await.len(), 2);

        assert_eq!(shop.write(&about("PH-999")).await, wrong("about", FieldCode::NotFound));
        let by_id = MessageDraft { equipment_id: far.to_string(), ..draft(&[&shop.tech], "Voir") };
        assert_eq!(
            shop.write(&by_id).await,
            wrong("equipment_id", FieldCode::NotFound),
            "of a site of others"
        );
        // Another site has a machine of the same code.
        let second = shop.w.equipment(south, "PH-001").await;
        let both = FieldCode::TwoReadings { first: "PH-001 N".into(), second: "PH-001 S".into() };
        assert_eq!(shop.write(&about("PH-001")).await, wrong("about", both));
        let blind = FieldCode::MayNotSee { names: "tech Test".into() };
        assert_eq!(shop.write(&about("PH-001 s")).await, wrong("user_ids", blind));
        let there = shop.w.person("sud", Role::Technician, &[south]).await;
        let sent = shop.write(&MessageDraft { about: "PH-001 S".into(), ..draft(&[&there], "Voir") }).await;
        assert_eq!(sent.expect("sent").entity_id, Some(second.0));

        // A client sees what was done for them.
        let to_client =
            MessageDraft { equipment_id: shop.press.to_string(), ..draft(&[&shop.client], "Voir") };
        let blind = FieldCode::MayNotSee { names: "client Test".into() };
        assert_eq!(shop.write(&to_client).await, wrong("user_ids", blind));
        shop.done_for_client().await;
        shop.write(&to_client).await.expect("sent");
        // What goes takes what was said of it along.
        assert_eq!(shop.read(&there, "").await.len(), 1);
        shop.w.services.equipment().delete(&shop.w.admin, second).await.expect("deleted");
        assert_eq!(shop.read(&there, "").await, []);
    })
    .await;
}

#[tokio::test]
async fn one_writes_to_active_people_of_ones_own_sites() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let south = shop.w.site("S").await;
        let stranger = shop.w.person("stranger", Role::Technician, &[south]).await;
        let told = shop.w.services.notifications();
        let message = |to: &[&Caller]| draft(to, "Bonjour");
        assert_eq!(told.send(&shop.tech, &message(&[&shop.second])).await, Err(Error::Forbidden));
        assert_eq!(told.addressees(&shop.tech).await, Err(Error::Forbidden));
        let mut less = shop.boss.clone();
        less.permissions = less.permissions.with(Permission::NotificationSend, false);
        assert_eq!(told.send(&less, &message(&[&shop.tech])).await, Err(Error::Forbidden));

        let both = message(&[&shop.tech, &stranger]);
        assert_eq!(shop.write(&both).await, wrong("user_ids", FieldCode::NotFound));
        assert_eq!(shop.write(&message(&[&shop.boss])).await, wrong("user_ids", FieldCode::NotAllowed));
        assert_eq!(shop.write(&message(&[])).await, wrong("user_ids", FieldCode::ChooseOne));
        shop.w.services.users().set_active(&shop.w.admin, user(&shop.second), false).await.expect("disabled");
        assert_eq!(
            shop.write(&message(&[&shop.second])).await,
            wrong("user_ids", FieldCode::AccountDisabled)
        );
        assert_eq!(shop.read(&shop.tech, "").await, [], "nobody was told");

        shop.w.statements.take();
        let people = told.addressees(&shop.boss).await.expect("read");
        assert_eq!(shop.w.statements.take(), 1);
        let names: Vec<_> = people.iter().map(|person| person.user.name.as_str()).collect();
        assert_eq!(names, ["client Test", "tech Test"]);
        // An administrator writes to everybody, and is told in any site.
        let sent = told.send(&shop.w.admin, &draft(&[&stranger, &shop.boss], "À tous")).await.expect("sent");
        assert_eq!(sent.recipients.len(), 2);
        let (own, _) =
            shop.w.services.events().after(&stranger, &EventCursor::default(), 50).await.expect("read");
        assert!(own.iter().any(|event| event.noun == Noun::Notification && event.site == Some(south)));
    })
    .await;
}

#[tokio::test]
async fn the_list_is_narrowed_by_what_was_read_and_how_it_is_meant() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let work = shop.report("Fuite", true).await.row.id;
        shop.assign(work, &[&shop.tech]).await;
        let urgent = MessageDraft { meant: "error".into(), ..draft(&[&shop.tech], "Évacuation") };
        shop.write(&urgent).await.expect("sent");
        let kinds = async |query: &str| {
            shop.read(&shop.tech, query).await.iter().map(|told| told.kind).collect::<Vec<_>>()
        };
        assert_eq!(kinds("").await, [K::Message, K::Assigned]);
        assert_eq!(kinds("type=error").await, [K::Message]);
        assert_eq!(kinds("type=info,success").await, [K::Assigned]);
        assert_eq!(kinds("type=warning").await, []);
        assert_eq!(kinds(&format!("intervention={work}")).await, [K::Assigned]);
        let first = shop.read(&shop.tech, "limit=1").await;
        assert_eq!((first.len(), first[0].is_urgent()), (1, true));
        shop.w.services.notifications().read(&shop.tech, first[0].id).await.expect("marked");
        assert_eq!(kinds("lue=true").await, [K::Message]);
        assert_eq!(kinds("read=false").await, [K::Assigned]);
        assert_eq!(shop.read(&shop.tech, "read=true").await[0].read_at, Some(shop.w.clock.now()));
        shop.w.statements.take();
        kinds("type=error&read=true&intervention=1").await;
        assert_eq!(shop.w.statements.take(), 2);
    })
    .await;
}

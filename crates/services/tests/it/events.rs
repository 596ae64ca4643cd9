//! Outgoing events, on both databases: nothing is lost, nothing is told to those who may not know, and nothing is kept for
//! ever.

use domain::{
    Noun, SiteId, Timestamp,
    access::Role,
    event::{EventCursor, EventView, LIFE_SECONDS},
    site::SiteDraft,
};
use entity::event;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, Database, EntityTrait, PaginatorTrait, TransactionTrait,
};
use services::Engine;
use std::collections::BTreeSet;
use testkit::{World, each_database};
use tokio::task::JoinSet;

async fn insert(db: &impl ConnectionTrait, site: SiteId, number: i64, at: Timestamp) {
    let row = event::ActiveModel {
        id: NotSet,
        topic: Set("equipment.updated".into()),
        entity: Set(Noun::Equipment),
        entity_id: Set(number),
        site_id: Set(Some(site)),
        at: Set(at),
        user_id: Set(None),
    };
    event::Entity::insert(row).exec_without_returning(db).await.expect("an event");
}

/// The next events for the administrator; the cursor moves on.
async fn next(w: &World, cursor: &mut EventCursor) -> Vec<EventView> {
    let (events, after) = w.services.events().after(&w.admin, cursor, 50).await.expect("read");
    *cursor = after;
    events
}

#[tokio::test]
async fn an_event_whose_transaction_began_first_and_committed_last_is_not_lost() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let mut cursor = w.services.events().newest(&w.admin).await.expect("read");
        let at = w.clock.now();
        let slow = w.db.begin().await.expect("begun");
        // On PostgreSQL the earlier transaction has its lower id already; SQLite lets the other one write first.
        if w.engine == Engine::Postgres {
            insert(&slow, north, 1, at).await;
        }
        let other = Database::connect(&w.url).await.expect("the same database");
        let fast = other.begin().await.expect("begun");
        insert(&fast, south, 2, at).await;
        fast.commit().await.expect("committed");
        let seen: Vec<_> = next(&w, &mut cursor).await.into_iter().map(|e| (e.site, e.noun_id)).collect();
        assert_eq!(seen, [(Some(south), 2)]);
        if w.engine == Engine::Sqlite {
            insert(&slow, north, 1, at).await;
        }
        slow.commit().await.expect("committed");
        let late = next(&w, &mut cursor).await;
        assert_eq!(late.iter().map(|e| (e.site, e.noun_id)).collect::<Vec<_>>(), [(Some(north), 1)]);
        assert!(next(&w, &mut cursor).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_reader_among_writers_gets_every_event_once_and_in_order_within_a_site() {
    each_database(|w| async move {
        let mut sites = vec![];
        for code in ["A", "B", "C"] {
            sites.push(w.site(code).await);
        }
        let mut cursor = w.services.events().newest(&w.admin).await.expect("read");
        let mut tasks = JoinSet::new();
        for i in 0..30 {
            let (services, by, site) = (w.services.clone(), w.admin.clone(), sites[i % 3]);
            tasks.spawn(async move {
                let draft = domain::production_line::LineDraft {
                    site_id: site.to_string(),
                    code: format!("L{i}"),
                    name: "Ligne".into(),
                    ..Default::default()
                };
                services.lines().create(&by, &draft).await.expect("created").id.0
            });
        }
        let (mut made, mut seen) = (BTreeSet::new(), vec![]);
        while let Some(id) = tasks.join_next().await {
            made.insert(id.expect("done"));
            seen.extend(next(&w, &mut cursor).await);
        }
        seen.extend(next(&w, &mut cursor).await);
        assert_eq!(seen.len(), 30, "each once");
        assert_eq!(seen.iter().map(|e| e.noun_id).collect::<BTreeSet<_>>(), made);
        for site in sites {
            let ids: Vec<_> = seen.iter().filter(|e| e.site == Some(site)).map(|e| e.id).collect();
            assert!(ids.is_sorted(), "{ids:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_viewer_is_told_of_their_sites_and_of_what_they_may_read() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let technician = w.person("tom", Role::Technician, &[north]).await;
        let client = w.person("carla", Role::Client, &[north]).await;
        let start = w.services.events().newest(&w.admin).await.expect("read");
        let seen = w.equipment(north, "PH-001").await;
        w.equipment(south, "PH-002").await;
        w.person("new", Role::Technician, &[north]).await;
        let events = w.services.events();
        let (told, after) = events.after(&technician, &start, 50).await.expect("read");
        let told: Vec<_> = told.iter().map(|e| (e.topic.as_str(), e.noun_id, e.site)).collect();
        assert_eq!(told, [("equipment.created", seen.0, Some(north))]);
        assert!(events.after(&technician, &after, 50).await.expect("read").0.is_empty());
        let own = events.after(&client, &start, 50).await.expect("read").0;
        assert!(own.iter().all(|e| e.noun != Noun::Equipment), "{own:?}");
        w.statements.take();
        events.after(&technician, &start, 1).await.expect("read");
        assert_eq!(w.statements.take(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_cursor_reads_on_from_page_to_page_and_a_new_site_from_its_beginning() {
    each_database(|w| async move {
        let north = w.site("N").await;
        let mut cursor = w.services.events().newest(&w.admin).await.expect("read");
        let at = w.clock.now();
        for number in 1..=5 {
            insert(&w.db, north, number, at).await;
        }
        let mut numbers = vec![];
        loop {
            let (page, after) = w.services.events().after(&w.admin, &cursor, 2).await.expect("read");
            if page.is_empty() {
                break;
            }
            numbers.extend(page.iter().map(|e| e.noun_id));
            cursor = after.to_string().parse().expect("as it was given");
        }
        assert_eq!(numbers, [1, 2, 3, 4, 5]);
        let draft = SiteDraft { code: "S".into(), name: "Site Sud".into(), ..Default::default() };
        let south = w.services.sites().create(&w.admin, &draft).await.expect("created").id;
        let fresh = next(&w, &mut cursor).await;
        assert_eq!(
            fresh.iter().map(|e| (e.topic.as_str(), e.site)).collect::<Vec<_>>(),
            [("site.created", Some(south))]
        );
    })
    .await;
}

#[tokio::test]
async fn old_events_are_deleted_in_batches_and_ids_are_not_given_out_again() {
    each_database(|w| async move {
        let north = w.site("N").await;
        let old = w.clock.now().plus_seconds(-LIFE_SECONDS - 1);
        w.services.jobs().clean_up().await.expect("cleaned up");
        let kept = event::Entity::find().count(&w.db).await.expect("counted");
        let rows = (1..=1_200).map(|number| event::ActiveModel {
            id: NotSet,
            topic: Set("equipment.updated".into()),
            entity: Set(Noun::Equipment),
            entity_id: Set(number),
            site_id: Set(Some(north)),
            at: Set(old),
            user_id: Set(None),
        });
        event::Entity::insert_many(rows).exec_without_returning(&w.db).await.expect("events");
        let cursor = w.services.events().newest(&w.admin).await.expect("read");
        assert_eq!(w.services.jobs().clean_up().await, Ok(1_200));
        assert_eq!(event::Entity::find().count(&w.db).await.expect("counted"), kept);
        insert(&w.db, north, 9, w.clock.now()).await;
        let (after, _) = w.services.events().after(&w.admin, &cursor, 50).await.expect("read");
        assert_eq!(after.iter().map(|e| e.noun_id).collect::<Vec<_>>(), [9]);
    })
    .await;
}

//! Keys of requests whose process died, and of those whose process lives.

use domain::{Caller, Error, Refusal, site::SiteDraft};
use services::{Answer, AuthOptions, Engine, Services, Turn};
use std::time::{Duration, Instant};
use testkit::{ManualClock, World, each_database};

/// Another process, on a database that no other has open on SQLite.
async fn process(w: &World) -> Services {
    let url = match w.engine {
        Engine::Sqlite => w.url.replace("vigie.db", "other.db"),
        Engine::Postgres => w.url.clone(),
    };
    let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
    Services::open(&url, ManualClock::default().clock(), auth).await.expect("opened")
}

async fn create_site(services: &Services, by: &Caller, key: &str) -> Result<(), Error> {
    let by = Caller { idempotency_key: Some(key.into()), ..by.clone() };
    let draft = SiteDraft { code: key.into(), name: "Nord".into(), ..Default::default() };
    services.sites().create(&by, &draft).await.map(drop)
}

#[tokio::test]
async fn what_a_dead_process_left_is_answered_at_once() {
    each_database(|w| async move {
        let dead = process(&w).await;
        for key in ["without", "with"] {
            assert_eq!(dead.idempotency().begin(&w.admin, key, "hash").await, Ok(Turn::First));
        }
        create_site(&dead, &w.admin, "with").await.expect("the effect");
        drop(dead);

        let next = process(&w).await;
        let begun = Instant::now();
        let without = next.idempotency().begin(&w.admin, "without", "hash").await;
        assert_eq!(without, Ok(Turn::First), "it had no effect: it is done now");
        let with = next.idempotency().begin(&w.admin, "with", "hash").await;
        assert_eq!(with, Err(Refusal::AlreadyDone.into()), "it had one, whose answer is lost");
        assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    })
    .await;
}

#[tokio::test]
async fn a_request_of_a_living_process_keeps_its_key() {
    each_database(|w| async move {
        let busy = process(&w).await;
        assert_eq!(busy.idempotency().begin(&w.admin, "k", "hash").await, Ok(Turn::First));
        let other = process(&w).await;
        for waiting in [&busy, &other] {
            let keys = waiting.idempotency();
            let waited = tokio::time::timeout(Duration::from_millis(700), keys.begin(&w.admin, "k", "hash"));
            assert!(waited.await.is_err(), "the key was given to a second request");
        }
        create_site(&busy, &w.admin, "k").await.expect("the effect");
    })
    .await;
}

#[tokio::test]
async fn a_request_that_has_lost_its_key_has_no_effect() {
    each_database(|w| async move {
        let slow = process(&w).await;
        assert_eq!(slow.idempotency().begin(&w.admin, "k", "hash").await, Ok(Turn::First));
        slow.idempotency().release(&w.admin, "k").await.expect("given up");
        let other = process(&w).await;
        assert_eq!(other.idempotency().begin(&w.admin, "k", "hash").await, Ok(Turn::First));
        let refused = create_site(&slow, &w.admin, "k").await;
        assert_eq!(refused, Err(Refusal::IdempotencyConflict.into()));
        let answer = |status| Answer { status, content_type: None, location: None, body: String::new() };
        slow.idempotency().finish(&w.admin, "k", &answer(409)).await.expect("nothing to keep");
        create_site(&other, &w.admin, "k").await.expect("its own");
        other.idempotency().finish(&w.admin, "k", &answer(201)).await.expect("kept");
        let again = slow.idempotency().begin(&w.admin, "k", "hash").await;
        assert_eq!(again, Ok(Turn::Again(answer(201))));
    })
    .await;
}

#[tokio::test]
async fn a_request_that_ended_in_a_defect_frees_its_key() {
    each_database(|w| async move {
        let keys = w.services.idempotency();
        for key in ["without", "with"] {
            assert_eq!(keys.begin(&w.admin, key, "hash").await, Ok(Turn::First));
        }
        create_site(&w.services, &w.admin, "with").await.expect("the effect");
        keys.abandon(&w.admin, "without");
        keys.abandon(&w.admin, "with");
        assert_eq!(keys.begin(&w.admin, "without", "hash").await, Ok(Turn::First));
        assert_eq!(keys.begin(&w.admin, "with", "hash").await, Err(Refusal::AlreadyDone.into()));
    })
    .await;
}

#[tokio::test]
async fn waiting_for_an_answer_asks_the_database_less_and_less() {
    each_database(|w| async move {
        let keys = w.services.idempotency();
        assert_eq!(keys.begin(&w.admin, "k", "hash").await, Ok(Turn::First));
        w.statements.take();
        let waited = tokio::time::timeout(Duration::from_secs(2), keys.begin(&w.admin, "k", "hash"));
        assert!(waited.await.is_err());
        let asked = w.statements.take();
        assert!((3..=14).contains(&asked), "{asked} statements in two seconds");
    })
    .await;
}

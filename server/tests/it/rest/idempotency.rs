//! The same request sent again.

use crate::rest::client::{Answer, with_api};
use domain::Role;

const SITES: &str = "/api/v1/sites";
const BODY: &str = r#"{"code":"N","name":"Nord"}"#;

fn same(one: &Answer, two: &Answer) {
    let of = |a: &Answer| (a.status, a.body.clone(), a.header("location").map(str::to_owned));
    assert_eq!(of(one), of(two));
}

#[tokio::test]
async fn it_has_one_effect_and_one_answer() {
    with_api(|_, api| async move {
        let key = [("idempotency-key", "k1")];
        let first = api.send("POST", SITES, &key, BODY).await;
        assert_eq!(first.status, 201, "{}", first.body);
        same(&first, &api.send("POST", SITES, &key, BODY).await);
        assert_eq!(api.get(SITES).await.json()["pagination"]["total"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn fifty_at_once_have_one_effect_and_one_answer() {
    with_api(|_, api| async move {
        let sent: Vec<_> = (0..50)
            .map(|_| {
                let api = api.clone();
                tokio::spawn(async move { api.send("POST", SITES, &[("idempotency-key", "k1")], BODY).await })
            })
            .collect();
        let mut answers = vec![];
        for one in sent {
            answers.push(one.await.expect("answered"));
        }
        assert_eq!(answers[0].status, 201, "{}", answers[0].body);
        for answer in &answers {
            same(&answers[0], answer);
        }
        assert_eq!(api.get(SITES).await.json()["pagination"]["total"], 1);
    })
    .await;
}

#[tokio::test]
async fn with_another_body_it_is_refused() {
    with_api(|_, api| async move {
        let key = [("idempotency-key", "k1")];
        assert_eq!(api.send("POST", SITES, &key, BODY).await.status, 201);
        let other = api.send("POST", SITES, &key, r#"{"code":"S","name":"Sud"}"#).await;
        assert_eq!(
            (other.status.as_u16(), other.wrong_fields()),
            (422, vec!["Idempotency-Key: duplicate".into()])
        );
        let elsewhere = api.send("POST", "/api/v1/equipment-types", &key, BODY).await;
        assert_eq!(elsewhere.status, 422);
    })
    .await;
}

#[tokio::test]
async fn a_refusal_is_repeated_and_two_people_may_use_the_same_key() {
    with_api(|w, api| async move {
        let key = [("idempotency-key", "k1")];
        let wrong = api.send("POST", SITES, &key, r#"{"code":""}"#).await;
        assert_eq!(wrong.status, 422);
        same(&wrong, &api.send("POST", SITES, &key, r#"{"code":""}"#).await);
        let other = api.signed_in(&w, "benoit", Role::Admin, &[]).await;
        assert_eq!(other.send("POST", SITES, &key, BODY).await.status, 201);
    })
    .await;
}

#[tokio::test]
async fn a_key_is_forgotten_after_a_day() {
    with_api(|w, api| async move {
        let key = [("idempotency-key", "k1")];
        assert_eq!(api.send("POST", SITES, &key, BODY).await.status, 201);
        w.clock.advance_seconds(23 * 3600);
        assert_eq!(w.services.jobs().clean_up().await, Ok(0));
        w.clock.advance_seconds(2 * 3600);
        assert_eq!(w.services.jobs().clean_up().await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn the_query_belongs_to_the_request() {
    with_api(|_, api| async move {
        let key = [("idempotency-key", "k1")];
        assert_eq!(api.send("POST", SITES, &key, BODY).await.status, 201);
        let other = api.send("POST", &format!("{SITES}?dry=1"), &key, BODY).await;
        assert_eq!(
            (other.status.as_u16(), other.wrong_fields()),
            (422, vec!["Idempotency-Key: duplicate".into()])
        );
    })
    .await;
}

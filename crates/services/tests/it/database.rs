//! Opening databases: from empty, again, and when something is wrong with them.

use sea_orm::ConnectionTrait;
use services::{AuthOptions, Engine, OpenError, Services};
use testkit::{ManualClock, each_database, each_empty_database};

async fn open(url: &str) -> Result<Services, OpenError> {
    let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
    Services::open(url, ManualClock::default().clock(), auth).await
}

#[tokio::test]
async fn a_database_opens_again_with_what_it_holds() {
    each_database(|w| async move {
        w.site("N").await;
        let again = open(&w.url).await.expect("opens a second time");
        assert_eq!(again.sites().all(&w.admin).await.expect("listed").len(), 1);
        again.ping().await.expect("answers");
    })
    .await;
}

#[tokio::test]
async fn an_empty_database_is_migrated_as_it_is_opened() {
    each_empty_database(|url, _| async move {
        let services = open(&url).await.expect("migrates from nothing");
        assert!(services.sessions().needs_setup().await.expect("answers"), "nobody has an account yet");
    })
    .await;
}

#[tokio::test]
async fn a_database_of_a_newer_program_is_left_alone() {
    each_database(|w| async move {
        w.db.execute_unprepared(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m20990101_000001_future', 0)",
        )
        .await
        .expect("a migration of tomorrow");
        let Err(error @ OpenError::Newer { .. }) = open(&w.url).await.map(|_| ()) else {
            panic!("a newer database was opened")
        };
        let text = error.to_string();
        assert!(text.contains("m20990101_000001_future") && !text.contains('\n'), "{text}");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_opened_says_so_in_one_line() {
    for url in [
        "mysql://localhost/vigie",
        "sqlite:/nowhere/at/all/vigie.db",
        "postgres://vigie:secret@127.0.0.1:1/vigie",
    ] {
        let error = open(url).await.map(|_| ()).expect_err("cannot be opened");
        let text = error.to_string();
        assert!(!text.contains('\n') && !text.contains("secret"), "{text}");
    }
}

#[tokio::test]
async fn sqlite_keeps_what_it_has_acknowledged() {
    each_database(|w| async move {
        if w.engine != Engine::Sqlite {
            return;
        }
        let row = w.db.query_one_raw(sea_orm::Statement::from_string(
            sea_orm::DbBackend::Sqlite,
            "PRAGMA journal_mode",
        ));
        let mode: String = row.await.expect("read").expect("a row").try_get_by_index(0).expect("text");
        assert_eq!(mode, "wal");
    })
    .await;
}

//! Things that go wrong: each is told, once, with where to look.

use super::*;
use domain::{
    Timestamp,
    document::DocumentDraft,
    job::{Job, JobKind, JobQuery, JobState},
    session::ForgotDraft,
};
use entity::{audit_entry, job};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ConnectionTrait, Set, sea_query::Expr};
use services::Engine;
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use testkit::{Behaviour, FakeSmtp};

/// A job whose workers have all died.
async fn dead(w: &World, asked: &Job) {
    let now: Timestamp = w.clock.now();
    let row = job::ActiveModel {
        id: NotSet,
        kind: Set(asked.kind()),
        payload: Set(serde_json::to_string(asked).expect("JSON")),
        state: Set(JobState::Running),
        dedup_key: Set(None),
        mail_id: Set(None),
        attempts: Set(asked.kind().max_attempts()),
        max_attempts: Set(asked.kind().max_attempts()),
        run_at: Set(now),
        lease_by: Set(Some("gone".into())),
        lease_until: Set(Some(now.plus_seconds(-1))),
        last_error: Set(None),
        request_id: Set(String::new()),
        created_at: Set(now),
        started_at: Set(Some(now)),
        finished_at: Set(None),
    };
    row.insert(&w.db).await.expect("a job");
}

#[tokio::test]
async fn jobs_given_up_are_told_together_at_most_once_an_hour() {
    each_database(|w| async move {
        plant(&w).await;
        dead(&w, &Job::CleanUp).await;
        work(&w).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].subject, "[Alerte] Vigie\u{a0}: une tâche a été abandonnée");
        let words = text(&all[0]);
        assert!(words.contains("Nettoyage") && words.contains("/admin/jobs?state=failed"), "{words}");
        for _ in 0..3 {
            dead(&w, &Job::VerifyStore).await;
            work(&w).await;
        }
        assert_eq!(told(&w).await.len(), 1, "within the hour");
        later(&w, HOUR).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].subject, "[Alerte] Vigie\u{a0}: 3 tâches ont été abandonnées");
        // The look that tells is not told of when it fails: that would lead to itself.
        dead(&w, &Job::Watch).await;
        later(&w, 2 * HOUR).await;
        assert_eq!(told(&w).await.len(), 2);
        let query =
            JobQuery { kind: vec![JobKind::Watch], state: vec![JobState::Failed], ..Default::default() };
        let given_up = w.services.jobs().list(&keeper(), &query).await.expect("listed");
        assert_eq!(given_up.data.len(), 1, "it is on the page of jobs all the same");
    })
    .await;
}

#[tokio::test]
async fn mails_given_up_are_counted_in_one_and_a_refused_alert_leads_to_no_other() {
    each_database(|w| async move {
        plant(&w).await;
        let server = FakeSmtp::start(Behaviour::Refuse).await;
        w.services.set_mail(MailOptions { public_url: URL.into(), server: Some(server.settings()) });
        for n in 0..3 {
            w.person(&format!("person{n}"), Role::Technician, &[]).await;
            let client = Client { address: format!("192.0.2.{n}"), ..Default::default() };
            let draft = ForgotDraft { email: format!("person{n}@vigie.test") };
            w.services.sessions().forgot_password(&draft, &client).await.expect("asked");
        }
        work(&w).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].subject, "[Alerte] Vigie\u{a0}: 3 messages n’ont pas pu être envoyés");
        assert_eq!(all[0].state, MailState::Failed, "it was refused as well");
        let words = text(&all[0]);
        assert!(words.contains("/admin/outbox?state=failed") && words.contains("550"), "{words}");
        for _ in 0..6 {
            later(&w, HOUR).await;
        }
        assert_eq!(told(&w).await.len(), 1, "no alert of an alert");
        assert_eq!(server.received().len(), 0);
    })
    .await;
}

/// The contents in the store.
fn objects(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).map(|all| all.flatten().collect::<Vec<_>>()).unwrap_or_default();
    let inside = |entry: std::fs::DirEntry| match entry.path().is_dir() {
        true => objects(&entry.path()),
        false => vec![entry.path()],
    };
    entries.into_iter().flat_map(inside).collect()
}

#[tokio::test]
async fn documents_that_are_damaged_are_told_by_name() {
    each_database(|w| async move {
        plant(&w).await;
        let site = w.site("LYON").await;
        let equipment = w.equipment(site, "PH-001").await;
        let documents = w.services.documents();
        let draft = DocumentDraft {
            entity: "equipment".into(),
            entity_id: equipment.to_string(),
            file_name: "mode d’emploi.txt".into(),
            ..Default::default()
        };
        documents.upload_bytes(&w.admin, &draft, b"Tourner la vis.").await.expect("taken in");
        documents.ask_check(&w.admin).await.expect("asked");
        work(&w).await;
        assert!(told(&w).await.is_empty(), "all is well");
        for file in objects(&w.documents) {
            std::fs::remove_file(file).expect("removed");
        }
        documents.ask_check(&w.admin).await.expect("asked");
        work(&w).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].subject, "[Alerte] Vigie\u{a0}: un fichier est absent, altéré ou sans sa clé");
        let words = text(&all[0]);
        assert!(words.contains("mode d’emploi.txt") && words.contains("/admin/settings/storage"), "{words}");
    })
    .await;
}

#[tokio::test]
async fn an_audit_trail_that_was_changed_is_told_with_its_entry_once_a_week() {
    each_database(|w| async move {
        plant(&w).await;
        w.site("NORD").await;
        later(&w, DAY).await;
        assert!(told(&w).await.is_empty(), "all is well");
        let unlock = match w.engine {
            Engine::Postgres => "DROP TRIGGER audit_entries_kept ON audit_entries",
            Engine::Sqlite => "DROP TRIGGER audit_entries_kept_update",
        };
        w.db.execute_unprepared(unlock).await.expect("unlocked");
        let last = audit_entry::Entity::find().order_by_desc(audit_entry::Column::Id).one(&w.db).await;
        let last = last.expect("read").expect("an entry");
        audit_entry::Entity::update_many()
            .col_expr(audit_entry::Column::Actor, Expr::value("nobody"))
            .filter(audit_entry::Column::Id.eq(last.id))
            .exec(&w.db)
            .await
            .expect("edited");
        later(&w, DAY).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 1);
        assert!(all[0].subject.starts_with("[Alerte] Vigie\u{a0}: le journal d’audit"), "{}", all[0].subject);
        let words = text(&all[0]);
        assert!(words.contains(&format!("l’entrée {}", last.id)) && words.contains("modifiée"), "{words}");
        assert!(words.contains("/admin/audit"), "{words}");
        later(&w, DAY).await;
        later(&w, DAY).await;
        assert_eq!(told(&w).await.len(), 1, "it is known");
        later(&w, 6 * DAY).await;
        assert_eq!(told(&w).await.len(), 2, "and not forgotten");
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_is_told_once_until_there_is_room_again() {
    each_database(|w| async move {
        plant(&w).await;
        let free = Arc::new(AtomicU64::new(5_000_000_000));
        let seen = free.clone();
        w.services.watch_disk(Box::new(move || Some(seen.load(Ordering::Relaxed))));
        let count = async |bytes: u64| {
            free.store(bytes, Ordering::Relaxed);
            later(&w, HOUR).await;
            told(&w).await.len()
        };
        assert_eq!(count(1_000_000_000).await, 0, "at the threshold");
        assert_eq!(count(400_000_000).await, 1);
        let all = told(&w).await;
        assert_eq!(all[0].subject, "[Alerte] Vigie\u{a0}: il reste peu de place sur le disque");
        assert!(
            text(&all[0]).contains("400\u{a0}Mo") && text(&all[0]).contains("1,0\u{a0}Go"),
            "{}",
            text(&all[0])
        );
        assert_eq!(count(300_000_000).await, 1, "told");
        assert_eq!(count(1_050_000_000).await, 1, "a little more is not yet room");
        assert_eq!(count(300_000_000).await, 1);
        assert_eq!(count(2_000_000_000).await, 1);
        assert_eq!(count(300_000_000).await, 2, "it was well meanwhile");
        set(&w, "alerts", &[("disk_mb", "100")]).await;
        assert_eq!(count(300_000_000).await, 2, "enough for this plant");
        set(&w, "alerts", &[("disk", "false")]).await;
        assert_eq!(count(1).await, 2, "switched off");
    })
    .await;
}

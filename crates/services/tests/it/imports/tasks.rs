//! Tasks: whose they are, what stops them, and that they can be done again.

use super::{HISTORY, checked, committed, counts, making, new};
use domain::{
    Error, ImportId, Noun, Permission, Refusal,
    access::Role,
    audit::Action,
    equipment::EquipmentQuery,
    import::{ImportKind, ImportState},
    job::{JobKind, JobQuery, JobState},
    page::Window,
};
use entity::{audit_entry, import_chunk, intervention};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::NewUpload;
use std::fmt::Write;
use testkit::{World, each_database};

fn long(rows: usize) -> String {
    let mut file = String::from("date,asset,title\n");
    for i in 0..rows {
        let _ = writeln!(file, "2024-01-05,P{},Job {i}", i % 3);
    }
    file
}

#[tokio::test]
async fn an_import_that_was_killed_shows_it_and_goes_on_where_it_stopped() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let upload = NewUpload { mapping: Some(making()), ..new(ImportKind::Interventions, site, "a.csv") };
        let view = checked(&w, &w.admin, upload, long(2_300).as_bytes()).await;
        // Killed in the middle: the task is dropped at its third batch, with whatever transaction is open.
        let (tell, mut told) = tokio::sync::mpsc::unbounded_channel();
        let (services, by, id) = (w.services.clone(), w.admin.clone(), view.id);
        let task = tokio::spawn(async move {
            let mut batch = |p: services::Progress| {
                let _ = tell.send(p.rows_done);
            };
            services.imports().commit_to_end(&by, id, &mut batch).await
        });
        while told.recv().await.is_some_and(|done| done < 1_000) {}
        task.abort();
        let _ = task.await;
        let written = intervention::Entity::find().count(&w.db).await.expect("counted");
        assert!((1_000..2_300).contains(&written), "{written}");

        let imports = w.services.imports();
        let stuck = imports.get(&w.admin, id).await.expect("there");
        assert_eq!((stuck.state, stuck.interrupted), (ImportState::Committing, false));
        let busy = imports.commit(&w.admin, id).await;
        assert_eq!(busy.err(), Some(Error::Refused(Refusal::ImportNotReady)), "it may still be alive");
        w.clock.advance_seconds(61);
        assert!(imports.get(&w.admin, id).await.expect("there").interrupted);

        let done = imports.commit_to_end(&w.admin, id, &mut |_| ()).await.expect("goes on");
        assert_eq!(
            (done.state, counts(&done), done.equipment_new),
            (ImportState::Committed, [2_300, 0, 0], 3)
        );
        assert_eq!(intervention::Entity::find().count(&w.db).await.expect("counted"), 2_300);
        let machines =
            w.services.equipment().list(&w.admin, &EquipmentQuery::default()).await.expect("listed");
        assert_eq!(machines.data.iter().map(|e| e.interventions_count).sum::<i64>(), 2_300);
        // Every row is in: the file is not needed any more.
        assert_eq!(import_chunk::Entity::find().count(&w.db).await.expect("counted"), 0);
    })
    .await;
}

#[tokio::test]
async fn others_write_while_rows_come_in() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let upload = NewUpload { mapping: Some(making()), ..new(ImportKind::Interventions, site, "a.csv") };
        let view = checked(&w, &w.admin, upload, long(3_000).as_bytes()).await;
        let imports = w.services.imports();
        let started = imports.commit(&w.admin, view.id).await.expect("started");
        assert_eq!(started.state, ImportState::Committing);
        let services = w.services.clone();
        let worker = tokio::spawn(async move { services.jobs().work_off().await });
        let mut written = 0;
        while imports.get(&w.admin, view.id).await.expect("there").state == ImportState::Committing {
            w.equipment(site, &format!("X-{written}")).await;
            written += 1;
        }
        assert!(written > 2, "{written}");
        assert_eq!(worker.await.expect("ended"), Ok(1));
        let done = imports.get(&w.admin, view.id).await.expect("there");
        assert_eq!((done.state, counts(&done)), (ImportState::Committed, [3_000, 0, 0]));
    })
    .await;
}

/// An import of 1,200 rows that has been asked for and that nobody works on yet.
async fn asked(w: &World) -> ImportId {
    let site = w.site("N").await;
    let upload = NewUpload { mapping: Some(making()), ..new(ImportKind::Interventions, site, "a.csv") };
    let view = checked(w, &w.admin, upload, long(1_200).as_bytes()).await;
    w.services.imports().commit(&w.admin, view.id).await.expect("asked for").id
}

#[tokio::test]
async fn what_a_killed_worker_left_is_done_by_the_next_one() {
    each_database(|w| async move {
        let id = asked(&w).await;
        let (services, imports) = (w.services.clone(), w.services.imports());
        let worker = tokio::spawn(async move { services.jobs().work_off().await });
        while imports.get(&w.admin, id).await.expect("there").rows_done < 500 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        worker.abort();
        let _ = worker.await;
        let left = imports.get(&w.admin, id).await.expect("there");
        assert_eq!((left.state, left.interrupted), (ImportState::Committing, false));
        assert_eq!(w.services.jobs().work_off().await, Ok(0), "it may still be alive");
        w.clock.advance_seconds(16);
        assert_eq!(w.services.jobs().work_off().await, Ok(1));
        let done = imports.get(&w.admin, id).await.expect("there");
        assert_eq!((done.state, counts(&done)), (ImportState::Committed, [1_200, 0, 0]));
        assert_eq!(intervention::Entity::find().count(&w.db).await.expect("counted"), 1_200);
        let entries = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq(Action::ImportCommitted))
            .all(&w.db)
            .await
            .expect("readable");
        assert_eq!(entries.iter().map(|e| e.user_id).collect::<Vec<_>>(), [w.admin.user_id()]);
    })
    .await;
}

#[tokio::test]
async fn an_import_waits_for_a_worker_and_can_be_cancelled_and_asked_for_again() {
    each_database(|w| async move {
        let id = asked(&w).await;
        let imports = w.services.imports();
        w.clock.advance_seconds(3_600);
        let waits = imports.get(&w.admin, id).await.expect("there");
        assert_eq!((waits.state, waits.interrupted, waits.rows_done), (ImportState::Committing, false, 0));
        let twice = imports.commit(&w.admin, id).await;
        assert_eq!(twice.err(), Some(Error::Refused(Refusal::ImportNotReady)));
        let jobs = w.services.jobs().list(&w.admin, &JobQuery::default()).await.expect("jobs").data;
        let waiting: Vec<_> = jobs.iter().filter(|j| j.state == JobState::Queued).collect();
        assert_eq!(waiting.iter().map(|j| j.kind).collect::<Vec<_>>(), [JobKind::Import]);
        w.services.jobs().cancel(&w.admin, waiting[0].id).await.expect("cancelled");
        assert_eq!(w.services.jobs().work_off().await, Ok(0));
        assert!(imports.get(&w.admin, id).await.expect("there").interrupted);
        imports.commit(&w.admin, id).await.expect("asked for again");
        assert_eq!(w.services.jobs().work_off().await, Ok(1));
        let done = imports.get(&w.admin, id).await.expect("there");
        assert_eq!((done.state, counts(&done)), (ImportState::Committed, [1_200, 0, 0]));
        assert_eq!(w.services.jobs().work_off().await, Ok(0), "once");
    })
    .await;
}

#[tokio::test]
async fn a_worker_that_ends_gives_an_import_back() {
    each_database(|w| async move {
        let id = asked(&w).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let services = w.services.clone();
        let worker = tokio::spawn(async move { services.jobs().run(stopped).await });
        let imports = w.services.imports();
        while imports.get(&w.admin, id).await.expect("there").rows_done == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
        stop.send(true).expect("it listens");
        worker.await.expect("no panic").expect("ended");
        // Finished, or left to the next one: never interrupted.
        assert!(!imports.get(&w.admin, id).await.expect("there").interrupted);
        w.services.jobs().work_off().await.expect("worked");
        let done = imports.get(&w.admin, id).await.expect("there");
        assert_eq!((done.state, counts(&done)), (ImportState::Committed, [1_200, 0, 0]));
    })
    .await;
}

#[tokio::test]
async fn a_preview_belongs_to_its_uploader() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let mut ann = w.person("ann", Role::Supervisor, &[site]).await;
        let mut bob = w.person("bob", Role::Supervisor, &[site]).await;
        let imports = w.services.imports();
        let refused = imports.upload(&ann, new(ImportKind::Interventions, site, "a.csv")).await;
        assert_eq!(refused.err(), Some(Error::Forbidden));
        for by in [&mut ann, &mut bob] {
            by.permissions = by.permissions.with(Permission::ImportRun, true);
        }
        let upload = NewUpload { mapping: Some(making()), ..new(ImportKind::Interventions, site, "a.csv") };
        let view = checked(&w, &ann, upload, HISTORY.as_bytes()).await;
        let gone = Error::NotFound(Noun::Import);
        assert_eq!(imports.get(&bob, view.id).await.err(), Some(gone.clone()));
        assert_eq!(imports.columns(&bob, view.id).await.err(), Some(gone.clone()));
        assert_eq!(imports.commit(&bob, view.id).await.err(), Some(gone.clone()));
        assert_eq!(imports.undo(&bob, view.id).await.err(), Some(gone.clone()));
        assert_eq!(imports.row_errors(&bob, view.id, &Window::default()).await.err(), Some(gone));
        assert!(imports.list(&bob, &Window::default()).await.expect("listed").data.is_empty());
        assert_eq!(imports.list(&ann, &Window::default()).await.expect("listed").data.len(), 1);
        assert_eq!(imports.list(&w.admin, &Window::default()).await.expect("listed").data.len(), 1);
        // And to a site that its uploader may see.
        let other = w.site("S").await;
        let refused = imports.upload(&ann, new(ImportKind::Interventions, other, "a.csv")).await;
        assert!(matches!(refused.err(), Some(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn what_is_used_elsewhere_cannot_be_undone() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let first = committed(&w, site, HISTORY).await;
        // Another import hangs history on the machines that the first has made.
        let second = committed(&w, site, "date,asset,title\n2024-05-05,P1,Other\n").await;
        let imports = w.services.imports();
        let refused = imports.undo(&w.admin, first.id).await;
        assert_eq!(refused.err(), Some(Error::Refused(Refusal::ImportInUse { rows: 1 })));
        assert_eq!(
            intervention::Entity::find().count(&w.db).await.expect("counted"),
            4,
            "nothing was taken out"
        );
        imports.undo_to_end(&w.admin, second.id, &mut |_| ()).await.expect("on its own");
        let child = w.equipment_with(site, "C1", |d| d.parent_id = "1".into()).await;
        let refused = imports.undo(&w.admin, first.id).await;
        assert_eq!(refused.err(), Some(Error::Refused(Refusal::ImportInUse { rows: 1 })));
        w.services.equipment().delete(&w.admin, child.row.id).await.expect("unused");
        let undone = imports.undo_to_end(&w.admin, first.id, &mut |_| ()).await.expect("unused");
        assert_eq!(undone.state, ImportState::Undone);
        assert_eq!(
            imports.undo(&w.admin, first.id).await.err(),
            Some(Error::Refused(Refusal::ImportNotReady))
        );
        // What was undone can come in again.
        assert_eq!(counts(&committed(&w, site, HISTORY).await), [3, 0, 0]);
    })
    .await;
}

#[tokio::test]
async fn a_commit_and_an_undo_are_one_entry_each_in_the_audit_trail() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let view = committed(&w, site, HISTORY).await;
        w.services.imports().undo_to_end(&w.admin, view.id, &mut |_| ()).await.expect("undone");
        for action in [Action::ImportCommitted, Action::ImportUndone] {
            let entries = audit_entry::Entity::find()
                .filter(audit_entry::Column::Action.eq(action))
                .filter(audit_entry::Column::EntityId.eq(view.id.0))
                .all(&w.db)
                .await
                .expect("readable");
            assert_eq!(entries.len(), 1, "{action}");
            assert_eq!(entries[0].user_id, w.admin.user_id());
        }
    })
    .await;
}

#[tokio::test]
async fn steps_are_taken_in_their_order() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let imports = w.services.imports();
        let upload = NewUpload { mapping: Some(making()), ..new(ImportKind::Interventions, site, "a.csv") };
        let view = imports.upload_bytes(&w.admin, upload, HISTORY.as_bytes()).await.expect("readable");
        let not_ready = Some(Error::Refused(Refusal::ImportNotReady));
        assert_eq!(imports.commit(&w.admin, view.id).await.err(), not_ready, "not checked");
        assert_eq!(imports.undo(&w.admin, view.id).await.err(), not_ready, "not written");
        imports.check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("complete");
        imports.set_mapping(&w.admin, view.id, &making()).await.expect("valid");
        assert_eq!(
            imports.commit(&w.admin, view.id).await.err(),
            not_ready,
            "mapped anew, not checked again"
        );
        imports.check_to_end(&w.admin, view.id, &mut |_| ()).await.expect("complete");
        imports.commit_to_end(&w.admin, view.id, &mut |_| ()).await.expect("checked");
        assert_eq!(imports.check(&w.admin, view.id).await.err(), not_ready, "written already");
        assert_eq!(imports.set_mapping(&w.admin, view.id, &making()).await.err(), not_ready);
        assert_eq!(imports.forget(&w.admin, view.id).await.err(), not_ready);
        imports.undo_to_end(&w.admin, view.id, &mut |_| ()).await.expect("written");
        imports.forget(&w.admin, view.id).await.expect("nothing left");
    })
    .await;
}

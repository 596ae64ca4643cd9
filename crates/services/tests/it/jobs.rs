//! The queue, on both databases: nothing asked for is forgotten, nothing is done twice.

use domain::{
    Error, Permission, Refusal,
    access::Role,
    job::{JobKind, JobQuery, JobState},
    mail::MailState,
    session::ForgotDraft,
};
use entity::{job, lease, mail, one_time_token};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait,
    QueryFilter, QueryOrder,
};
use services::{AuthOptions, Client, Clock, Services};
use std::time::Duration;
use testkit::{World, each_database};

/// Asks for a link: a job whose effects are rows.
async fn ask(w: &World, email: &str, address: &str) {
    let client = Client { address: address.into(), ..Default::default() };
    let draft = ForgotDraft { email: email.into() };
    w.services.sessions().forgot_password(&draft, &client).await.expect("asked");
}

async fn jobs(w: &World, state: JobState) -> u64 {
    job::Entity::find().filter(job::Column::State.eq(state)).count(&w.db).await.expect("countable")
}

#[tokio::test]
async fn a_job_is_done_once_and_forgets_what_it_worked_on() {
    each_database(|w| async move {
        w.person("claire", Role::Technician, &[]).await;
        ask(&w, "claire@vigie.test", "192.0.2.1").await;
        assert_eq!(jobs(&w, JobState::Queued).await, 1);
        // The link, and the mail that it asks for.
        assert_eq!(w.services.jobs().work_off().await, Ok(2));
        assert_eq!(w.services.jobs().work_off().await, Ok(0));
        let all = job::Entity::find().all(&w.db).await.expect("readable");
        assert!(
            all.iter().all(|j| j.state == JobState::Succeeded && j.payload.is_empty() && j.attempts == 1)
        );
        assert_eq!(one_time_token::Entity::find().count(&w.db).await.ok(), Some(1));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_one_killed_every_job_done_and_its_effects_once() {
    const PEOPLE: usize = 40;
    each_database(|w| async move {
        for n in 0..PEOPLE {
            w.person(&format!("person{n}"), Role::Technician, &[]).await;
            ask(&w, &format!("person{n}@vigie.test"), &format!("192.0.2.{n}")).await;
        }
        let other = second(&w).await;
        // One dies again and again in the middle of its work, the other goes on.
        let doomed = w.services.clone();
        let dying = tokio::spawn(async move {
            for wait in 0..25u64 {
                let worker = doomed.clone();
                let task = tokio::spawn(async move { worker.jobs().work_off().await });
                tokio::time::sleep(Duration::from_millis(2 + wait % 9)).await;
                task.abort();
                let _ = task.await;
            }
        });
        let lives = tokio::spawn(async move { other.jobs().work_off().await });
        dying.await.expect("ended");
        lives.await.expect("ended").expect("worked");
        // What the dead one held comes free when its lease runs out.
        for _ in 0..30 {
            w.clock.advance_seconds(20);
            w.services.jobs().work_off().await.expect("worked");
            if jobs(&w, JobState::Succeeded).await == 2 * PEOPLE as u64 {
                break;
            }
        }
        assert_eq!(jobs(&w, JobState::Succeeded).await, 2 * PEOPLE as u64, "every job is done");
        assert_eq!(one_time_token::Entity::find().count(&w.db).await.ok(), Some(PEOPLE as u64));
        let mails = mail::Entity::find().all(&w.db).await.expect("readable");
        assert_eq!(mails.len(), PEOPLE, "one mail for each");
        assert!(mails.iter().all(|m| m.state == MailState::Kept && m.attempts == 1), "{mails:?}");
    })
    .await;
}

/// The same database, opened by another process, whose clock is the test's.
async fn second(w: &World) -> Services {
    let clock = w.clock.clone();
    let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
    Services::open(&w.url, Clock::new(move || clock.now()), auth).await.expect("opens")
}

#[tokio::test]
async fn a_running_worker_hears_of_a_job_at_once_and_stops_when_told() {
    each_database(|w| async move {
        w.person("claire", Role::Technician, &[]).await;
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let services = w.services.clone();
        let worker = tokio::spawn(async move { services.jobs().run(stopped).await });
        tokio::time::sleep(Duration::from_millis(300)).await;
        ask(&w, "claire@vigie.test", "192.0.2.1").await;
        let asked = std::time::Instant::now();
        while mail::Entity::find().filter(mail::Column::State.eq(MailState::Kept)).count(&w.db).await != Ok(1)
        {
            assert!(asked.elapsed() < Duration::from_secs(10), "the job was not done");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(
            asked.elapsed() < Duration::from_millis(1500),
            "{:?}: it waited for the next look",
            asked.elapsed()
        );
        stop.send(true).expect("listens");
        tokio::time::timeout(Duration::from_secs(5), worker)
            .await
            .expect("ends")
            .expect("no panic")
            .expect("well");
    })
    .await;
}

#[tokio::test]
async fn what_recurs_is_asked_for_once_per_occurrence_by_all_servers_together() {
    each_database(|w| async move {
        let mut workers = vec![];
        let (stop, stopped) = tokio::sync::watch::channel(false);
        for _ in 0..3 {
            let (services, stopped) = (second(&w).await, stopped.clone());
            workers.push(tokio::spawn(async move { services.jobs().run(stopped).await }));
        }
        let occurrences = || async {
            job::Entity::find()
                .filter(job::Column::Kind.eq(JobKind::CleanUp))
                .count(&w.db)
                .await
                .expect("counted")
        };
        let begun = std::time::Instant::now();
        while occurrences().await < 1 && begun.elapsed() < Duration::from_secs(10) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(2500)).await;
        assert_eq!(occurrences().await, 1);
        // The leader of the first occurrence is gone; another takes the next one.
        workers.remove(0).abort();
        w.clock.advance_seconds(3600);
        let due = std::time::Instant::now();
        while occurrences().await < 2 && due.elapsed() < Duration::from_secs(15) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(occurrences().await, 2, "taken over within 15 s");
        stop.send(true).expect("listens");
        for worker in workers {
            worker.await.expect("no panic").expect("well");
        }
        assert_eq!(occurrences().await, 2);
        let leases = lease::Entity::find().all(&w.db).await.expect("readable");
        let names: Vec<_> = leases.iter().map(|lease| lease.name.as_str()).collect();
        assert!(
            ["clean_up", "late_work", "verify_trail", "watch"].iter().all(|name| names.contains(name)),
            "{names:?}"
        );
        assert_eq!(names.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn a_job_whose_workers_all_die_is_given_up_and_can_be_tried_again() {
    each_database(|w| async move {
        w.person("claire", Role::Technician, &[]).await;
        ask(&w, "claire@vigie.test", "192.0.2.1").await;
        let row = job::Entity::find().one(&w.db).await.expect("readable").expect("a job");
        let running = job::ActiveModel {
            id: Set(row.id),
            state: Set(JobState::Running),
            attempts: Set(row.max_attempts),
            lease_by: Set(Some("gone".into())),
            lease_until: Set(Some(w.clock.now().plus_seconds(15))),
            ..Default::default()
        };
        running.update(&w.db).await.expect("written");
        assert_eq!(w.services.jobs().work_off().await, Ok(0), "it is held");
        w.clock.advance_seconds(15);
        assert_eq!(w.services.jobs().work_off().await, Ok(2), "it is given up, and that is told by mail");
        let (jobs, query) =
            (w.services.jobs(), JobQuery { state: vec![JobState::Failed], ..Default::default() });
        let listed = jobs.list(&w.admin, &query).await.expect("an administrator");
        assert_eq!(listed.data.len(), 1);
        assert!(listed.data[0].last_error.as_deref().is_some_and(|e| e == "workers_died"), "{listed:?}");
        assert_eq!(jobs.retry(&w.admin, row.id).await.map(|j| j.state), Ok(JobState::Queued));
        assert_eq!(jobs.work_off().await, Ok(2));
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_newer_version_waits_for_a_worker_that_knows_it() {
    each_database(|w| async move {
        for email in ["a@vigie.test", "b@vigie.test", "c@vigie.test"] {
            ask(&w, email, "192.0.2.1").await;
        }
        let rows = job::Entity::find().order_by_asc(job::Column::Id).all(&w.db).await.expect("readable");
        let newer = format!("UPDATE jobs SET kind = 'teleport' WHERE id = {}", rows[0].id);
        w.db.execute_unprepared(&newer).await.expect("a kind that is not known here");
        let other =
            format!("UPDATE jobs SET payload = '{{\"kind\":\"clean_up_2\"}}' WHERE id = {}", rows[1].id);
        w.db.execute_unprepared(&other).await.expect("another form of a known kind");
        w.services.jobs().work_off().await.expect("worked");
        let page =
            w.services.jobs().list(&w.admin, &JobQuery::default()).await.expect("the list can be read");
        let states: Vec<_> = page.data.iter().map(|j| (j.id, j.state)).collect();
        assert_eq!(states, [(rows[2].id, JobState::Succeeded), (rows[1].id, JobState::Queued)]);
        assert_eq!(page.data[1].attempts, 0, "it does not count");
        assert_eq!(page.data[1].last_error.as_deref(), Some("unknown_job"));
        // The version that knows them finds both as they were asked for.
        let back = format!("UPDATE jobs SET kind = 'password_reset' WHERE id = {}", rows[0].id);
        w.db.execute_unprepared(&back).await.expect("known");
        assert_eq!(w.services.jobs().work_off().await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_job_has_no_effect_even_when_it_was_running() {
    each_database(|w| async move {
        w.person("claire", Role::Technician, &[]).await;
        ask(&w, "claire@vigie.test", "192.0.2.1").await;
        let row = job::Entity::find().one(&w.db).await.expect("readable").expect("a job");
        let jobs = w.services.jobs();
        assert_eq!(jobs.cancel(&w.admin, row.id).await.map(|j| j.state), Ok(JobState::Cancelled));
        assert_eq!(jobs.cancel(&w.admin, row.id).await, Err(Refusal::JobState.into()));
        assert_eq!(jobs.work_off().await, Ok(0));
        assert_eq!(mail::Entity::find().count(&w.db).await.ok(), Some(0));
        let technician = w.person("paul", Role::Technician, &[]).await;
        assert_eq!(jobs.retry(&technician, row.id).await, Err(Error::Forbidden));
        assert_eq!(jobs.list(&technician, &JobQuery::default()).await.map(|_| ()), Err(Error::Forbidden));
        assert!(!Role::Supervisor.permissions().contains(Permission::JobManage));
    })
    .await;
}

#[tokio::test]
async fn a_list_of_jobs_costs_two_statements() {
    each_database(|w| async move {
        for n in 0..5 {
            ask(&w, &format!("nobody{n}@vigie.test"), &format!("192.0.2.{n}")).await;
        }
        w.statements.take();
        let page = w.services.jobs().list(&w.admin, &JobQuery::default()).await.expect("an administrator");
        assert_eq!((w.statements.take(), page.data.len()), (2, 5));
        assert!(page.data.windows(2).all(|two| two[0].id > two[1].id), "the newest first");
    })
    .await;
}

#[tokio::test]
async fn finished_jobs_are_forgotten_after_a_while() {
    each_database(|w| async move {
        ask(&w, "nobody@vigie.test", "192.0.2.1").await;
        w.services.jobs().work_off().await.expect("worked");
        // The three counts of the request itself are over after an hour.
        w.clock.advance_seconds(2 * 86_400);
        assert_eq!(w.services.jobs().clean_up().await, Ok(3));
        w.clock.advance_seconds(2 * 86_400);
        assert_eq!(w.services.jobs().clean_up().await, Ok(1));
        assert_eq!(job::Entity::find().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

//! Mails, on both databases and against a real mail server that behaves and misbehaves: none is lost.

use domain::{
    Error, Permission, Refusal,
    access::Role,
    job::JobState,
    mail::{Breaker, MailQuery, MailState},
    session::ForgotDraft,
    settings::SettingsDraft,
};
use entity::{job, mail};
use sea_orm::EntityTrait;
use services::{Client, MailOptions};
use std::time::{Duration, Instant};
use testkit::{Behaviour, FakeSmtp, World, each_database};

const URL: &str = "https://vigie.usine.example";

fn to(w: &World, server: &FakeSmtp) {
    w.services.set_mail(MailOptions { public_url: URL.into(), server: Some(server.settings()) });
}

/// Puts a mail for that person into the outbox.
async fn write(w: &World, name: &str) {
    w.person(name, Role::Technician, &[]).await;
    let client = Client { address: "192.0.2.1".into(), ..Default::default() };
    let draft = ForgotDraft { email: format!("{name}@vigie.test") };
    w.services.sessions().forgot_password(&draft, &client).await.expect("asked");
}

/// Nobody is told of what is given up: the server is to see these tests' own mails alone.
async fn no_alerts(w: &World) {
    let page = w.services.settings().section(&w.admin, "alerts").await.expect("a section");
    let mut draft = SettingsDraft::from(&page);
    draft.values.insert("mails".into(), "false".into());
    w.services.settings().update(&w.admin, "alerts", &draft).await.expect("saved");
}

async fn all(w: &World) -> Vec<mail::Model> {
    mail::Entity::find().all(&w.db).await.expect("readable")
}

async fn work(w: &World) {
    w.services.jobs().work_off().await.expect("worked");
}

#[tokio::test]
async fn a_mail_arrives_with_text_and_html_and_its_secret_is_forgotten() {
    each_database(|w| async move {
        let server = FakeSmtp::start(Behaviour::Accept).await;
        to(&w, &server);
        write(&w, "claire").await;
        work(&w).await;
        let received = server.received();
        assert_eq!(received.len(), 1);
        let message = &received[0];
        assert_eq!(
            (message.from.as_str(), message.to.as_slice()),
            ("vigie@usine.example", &["claire@vigie.test".to_owned()][..])
        );
        assert_eq!(message.header("Auto-Submitted"), Some("auto-generated"));
        assert_eq!(message.header("From"), Some("Vigie <vigie@usine.example>"));
        assert!(message.header("Message-ID").is_some_and(|id| id.ends_with("@usine.example>")));
        assert!(
            message.data.contains("text/plain") && message.data.contains("text/html"),
            "{}",
            message.data
        );
        let sent = &all(&w).await[0];
        assert_eq!((sent.state, sent.attempts), (MailState::Sent, 1));
        assert_eq!(sent.last_answer.as_deref(), Some("250 2.0.0 Queued as 42"));
        assert_eq!((&sent.text, &sent.html), (&None, &None), "the link is in nobody else's hands");
        assert_eq!(w.services.mails().retry(&w.admin, sent.id).await, Err(Refusal::MailState.into()));
    })
    .await;
}

#[tokio::test]
async fn without_a_mail_server_the_outbox_is_the_mailbox() {
    each_database(|w| async move {
        w.services.set_mail(MailOptions { public_url: URL.into(), server: None });
        write(&w, "claire").await;
        work(&w).await;
        let mails = w.services.mails();
        w.statements.take();
        let page = mails
            .list(&w.admin, &MailQuery { q: "claire".into(), ..Default::default() })
            .await
            .expect("read");
        assert_eq!((w.statements.take(), page.data.len()), (2, 1));
        assert_eq!(page.data[0].state, MailState::Kept);
        let detail = mails.get(&w.admin, page.data[0].id).await.expect("there");
        assert!(detail.text.is_some_and(|t| t.contains(&format!("{URL}/reset-password?token="))));
        // Whoever looks after the mails does not thereby get into other people's accounts.
        let mut keeper = w.person("marc", Role::Supervisor, &[]).await;
        keeper.permissions = keeper.permissions.with(Permission::MailManage, true);
        let seen = mails.get(&keeper, page.data[0].id).await.expect("there");
        assert_eq!((seen.text, seen.html), (None, None));
        let technician = w.person("paul", Role::Technician, &[]).await;
        assert_eq!(mails.get(&technician, page.data[0].id).await.map(|_| ()), Err(Error::Forbidden));
        // With a mail server, what was kept can still go.
        let server = FakeSmtp::start(Behaviour::Accept).await;
        to(&w, &server);
        assert_eq!(mails.retry(&w.admin, page.data[0].id).await.map(|m| m.state), Ok(MailState::Queued));
        work(&w).await;
        assert_eq!(server.received().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_secret_that_nobody_fetched_is_thrown_away() {
    each_database(|w| async move {
        no_alerts(&w).await;
        write(&w, "claire").await;
        work(&w).await;
        w.services.jobs().clean_up().await.expect("cleaned");
        assert!(all(&w).await[0].text.is_some(), "it can still be read");
        w.clock.advance_seconds(3601);
        w.services.jobs().clean_up().await.expect("cleaned");
        assert!(all(&w).await[0].text.is_none() && all(&w).await[0].html.is_none());

        // One that was never sent is not sent late.
        let busy = FakeSmtp::start(Behaviour::TryLater).await;
        to(&w, &busy);
        write(&w, "paul").await;
        work(&w).await;
        assert_eq!(all(&w).await[1].state, MailState::Queued);
        let server = FakeSmtp::start(Behaviour::Accept).await;
        to(&w, &server);
        w.clock.advance_seconds(3601);
        w.services.jobs().clean_up().await.expect("cleaned");
        work(&w).await;
        assert_eq!(server.received().len(), 0);
        assert_eq!(all(&w).await[1].state, MailState::Failed);
    })
    .await;
}

#[tokio::test]
async fn a_refused_mail_is_kept_with_the_servers_own_answer_and_can_be_sent_again() {
    each_database(|w| async move {
        no_alerts(&w).await;
        let server = FakeSmtp::start(Behaviour::Refuse).await;
        to(&w, &server);
        write(&w, "claire").await;
        work(&w).await;
        let refused = &all(&w).await[0];
        assert_eq!(refused.state, MailState::Failed);
        assert!(
            refused
                .last_answer
                .as_deref()
                .is_some_and(|a| a.contains("550") && a.contains("No such user here")),
            "{refused:?}"
        );
        assert!(server.received().is_empty());
        server.behave(Behaviour::Accept);
        w.services.mails().retry(&w.admin, refused.id).await.expect("again");
        work(&w).await;
        assert_eq!((server.received().len(), all(&w).await[0].state), (1, MailState::Sent));
    })
    .await;
}

#[tokio::test]
async fn a_server_that_asks_to_come_back_is_asked_again() {
    each_database(|w| async move {
        let server = FakeSmtp::start(Behaviour::TryLater).await;
        to(&w, &server);
        write(&w, "claire").await;
        work(&w).await;
        let waiting = &all(&w).await[0];
        assert_eq!((waiting.state, waiting.attempts), (MailState::Queued, 1));
        assert!(
            waiting
                .last_answer
                .as_deref()
                .is_some_and(|a| a.contains("451") && a.contains("Come back later"))
        );
        assert!(waiting.next_try_at.is_some_and(|at| at > w.clock.now()));
        work(&w).await;
        assert_eq!(server.connections(), 1, "not before its time");
        server.behave(Behaviour::Accept);
        w.clock.advance_seconds(20);
        work(&w).await;
        assert_eq!(all(&w).await[0].state, MailState::Sent);
    })
    .await;
}

#[tokio::test]
async fn a_hanging_server_holds_nobody_up_and_is_left_alone_for_a_while() {
    each_database(|w| async move {
        let server = FakeSmtp::start(Behaviour::Hang).await;
        to(&w, &server);
        for n in 0..6 {
            let asked = Instant::now();
            write(&w, &format!("person{n}")).await;
            assert!(asked.elapsed() < Duration::from_millis(900), "the request waits for no mail server");
            work(&w).await;
        }
        assert_eq!(server.connections(), 4, "after four silences in a row nobody is sent any more");
        let mails = all(&w).await;
        assert!(mails.iter().all(|m| m.state == MailState::Queued && m.next_try_at.is_some()), "{mails:?}");
        assert!(mails[0].last_answer.as_deref().is_some_and(|a| a == "no_answer"), "{mails:?}");
        server.behave(Behaviour::Accept);
        for _ in 0..6 {
            w.clock.advance_seconds(120);
            work(&w).await;
        }
        assert_eq!(server.received().len(), 6, "none is lost");
        assert!(all(&w).await.iter().all(|m| m.state == MailState::Sent));
    })
    .await;
}

#[tokio::test]
async fn a_server_that_is_down_or_slow_loses_nothing() {
    each_database(|w| async move {
        let server = FakeSmtp::start(Behaviour::Slow(Duration::from_millis(600))).await;
        to(&w, &server);
        write(&w, "slow").await;
        work(&w).await;
        assert!(all(&w).await[0].last_answer.as_deref().is_some_and(|a| a == "no_answer"));
        let settings = server.settings();
        drop(server);
        tokio::time::sleep(Duration::from_millis(50)).await;
        w.services.set_mail(MailOptions { public_url: URL.into(), server: Some(settings) });
        write(&w, "down").await;
        work(&w).await;
        let mails = all(&w).await;
        assert!(mails.iter().all(|m| m.state == MailState::Queued), "{mails:?}");
        let back = FakeSmtp::start(Behaviour::Slow(Duration::from_millis(20))).await;
        to(&w, &back);
        w.clock.advance_seconds(60);
        work(&w).await;
        assert_eq!(back.received().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_mail_whose_answer_was_lost_comes_again_under_the_same_message_id() {
    each_database(|w| async move {
        let server = FakeSmtp::start(Behaviour::Vanish).await;
        to(&w, &server);
        write(&w, "claire").await;
        work(&w).await;
        server.behave(Behaviour::Accept);
        w.clock.advance_seconds(60);
        work(&w).await;
        let received = server.received();
        assert_eq!(received.len(), 2);
        assert_eq!(received[0].header("Message-ID"), received[1].header("Message-ID"));
        assert_eq!(all(&w).await[0].state, MailState::Sent);
    })
    .await;
}

#[tokio::test]
async fn a_name_with_a_line_break_puts_nothing_into_the_head() {
    each_database(|w| async move {
        use sea_orm::{ActiveModelTrait, ActiveValue::Set};
        let server = FakeSmtp::start(Behaviour::Accept).await;
        to(&w, &server);
        let mallory = w.person("mallory", Role::Technician, &[]).await;
        let row = entity::user::ActiveModel {
            id: Set(mallory.user_id().expect("a person")),
            first_name: Set("Mal\r\nBcc: victim@usine.example\r\nX: ".into()),
            ..Default::default()
        };
        row.update(&w.db).await.expect("past every check");
        let client = Client::default();
        let draft = ForgotDraft { email: "mallory@vigie.test".into() };
        w.services.sessions().forgot_password(&draft, &client).await.expect("asked");
        work(&w).await;
        let received = server.received();
        assert_eq!(received.len(), 1);
        assert_eq!(received[0].to, ["mallory@vigie.test"]);
        assert_eq!(received[0].header("Bcc"), None, "{}", received[0].data);
        assert_eq!(received[0].header("To"), Some("mallory@vigie.test"));
    })
    .await;
}

#[tokio::test]
async fn a_job_of_a_failed_mail_is_at_its_end_too() {
    each_database(|w| async move {
        no_alerts(&w).await;
        let server = FakeSmtp::start(Behaviour::Refuse).await;
        to(&w, &server);
        write(&w, "claire").await;
        work(&w).await;
        let jobs = job::Entity::find().all(&w.db).await.expect("readable");
        let failed: Vec<_> = jobs.iter().filter(|j| j.state == JobState::Failed).collect();
        assert_eq!(failed.len(), 1);
        server.behave(Behaviour::Accept);
        w.services.jobs().retry(&w.admin, failed[0].id).await.expect("again");
        work(&w).await;
        assert_eq!((server.received().len(), all(&w).await[0].state), (1, MailState::Sent));
        assert_eq!(Breaker::default().ask(w.clock.now()), Ok(()));
    })
    .await;
}

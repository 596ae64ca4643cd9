//! The mail server of the settings: really used, tried before it is saved, its password kept where nobody reads it.
//! Against a server that speaks TLS and knows one account.

use domain::{
    Error, FieldCode, Role,
    audit::AuditQuery,
    mail::{MailFault, MailState, Security},
    session::ForgotDraft,
    settings::{Mail, SectionView, SettingsDraft},
};
use entity::{mail, setting};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};
use services::{AuthOptions, Client, MailOptions, Services};
use std::time::{Duration, Instant};
use testkit::{Behaviour, FakeSmtp, Guard, World, each_database};

const ACCOUNT: (&str, &str) = ("vigie", "hunter2 et caetera");

fn changed(draft: &SettingsDraft, changes: &[(&str, &str)]) -> SettingsDraft {
    let mut draft = draft.clone();
    draft.values.extend(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    draft
}

async fn view(w: &World) -> SectionView {
    w.services.settings().section(&w.admin, "mail").await.expect("a section")
}

/// The form as it leads to that server, its password typed.
async fn form(w: &World, server: &FakeSmtp) -> SettingsDraft {
    let s = server.settings();
    let (name, password) =
        (s.username.unwrap_or_default(), s.password.map(|p| p.expose().to_owned()).unwrap_or_default());
    changed(
        &SettingsDraft::from(&view(w).await),
        &[
            ("host", &s.host),
            ("port", &s.port.to_string()),
            ("security", s.security.as_str()),
            ("username", &name),
            ("smtp_password", &password),
            ("from", s.from.email()),
            ("timeout_seconds", "2"),
        ],
    )
}

async fn save(w: &World, draft: &SettingsDraft) {
    w.services.settings().update(&w.admin, "mail", draft).await.expect("saved");
}

/// An administrator with an address of their own.
async fn admin(w: &World, name: &str) -> domain::Caller {
    w.person(name, Role::Admin, &[]).await
}

async fn guarded(security: Security, name: &'static str) -> FakeSmtp {
    FakeSmtp::guarded(Behaviour::Accept, Guard { security, name, account: Some(ACCOUNT) }).await
}

/// Puts a mail for that person into the outbox and has it sent.
async fn send_one(w: &World, name: &str) -> mail::Model {
    w.person(name, Role::Technician, &[]).await;
    let client = Client { address: "192.0.2.1".into(), ..Default::default() };
    let draft = ForgotDraft { email: format!("{name}@vigie.test") };
    w.services.sessions().forgot_password(&draft, &client).await.expect("asked");
    w.services.jobs().work_off().await.expect("worked");
    let all = mail::Entity::find().all(&w.db).await.expect("readable");
    all.into_iter().find(|m| m.to_email == draft.email).expect("a mail")
}

#[tokio::test]
async fn starttls_tls_and_an_account_work_against_a_server_that_asks_for_them() {
    each_database(|w| async move {
        for security in [Security::StartTls, Security::Tls] {
            let server = guarded(security, "localhost").await;
            let fresh = Services::open(&w.url, w.clock.clock(), auth()).await.expect("opens");
            fresh.trust_mail_authority(server.certificate()).expect("a certificate");
            let lea = admin(&w, &format!("lea-{security}")).await;
            let draft = form(&w, &server).await;
            let trial = fresh.mails().try_out(&lea, &draft).await.expect("tried");
            assert_eq!((trial.fault, trial.answer.as_str()), (None, "250 2.0.0 Queued as 42"), "{security}");
            assert_eq!(trial.to, format!("lea-{security}@vigie.test"));
            let received = server.received();
            assert_eq!(received.len(), 1);
            assert_eq!(received[0].to, [trial.to]);
            assert_eq!(view(&w).await.version, 0, "trying saves nothing");
        }
    })
    .await;
}

fn auth() -> AuthOptions {
    AuthOptions::hs256(b"a secret of the tests, long enough to be one")
}

#[tokio::test]
async fn what_a_server_says_no_with_is_told_as_it_says_it() {
    each_database(|w| async move {
        let server = guarded(Security::StartTls, "localhost").await;
        w.services.trust_mail_authority(server.certificate()).expect("a certificate");
        let lea = admin(&w, "lea").await;
        let draft = form(&w, &server).await;
        let mails = w.services.mails();
        let wrong = changed(&draft, &[("smtp_password", "hunter3")]);
        let trial = mails.try_out(&lea, &wrong).await.expect("tried");
        assert_eq!(trial.fault, Some(MailFault::SignIn));
        assert_eq!(trial.answer, "535 5.7.8 Authentication credentials invalid");
        let without = changed(&draft, &[("username", ""), ("smtp_password", "")]);
        let trial = mails.try_out(&lea, &without).await.expect("tried");
        assert_eq!(trial.fault, Some(MailFault::SignIn));
        assert!(trial.answer.starts_with("530 5.7.0 Authentication required"), "{trial:?}");
        server.behave(Behaviour::Refuse);
        let trial = mails.try_out(&lea, &draft).await.expect("tried");
        assert_eq!(trial.fault, Some(MailFault::Refused));
        assert_eq!(trial.answer, "550 5.1.1 No such user here");
        assert!(server.received().is_empty());
        let rows = mail::Entity::find().all(&w.db).await.expect("readable");
        assert!(rows.iter().all(|m| m.state == MailState::Failed && m.last_answer.is_some()), "{rows:?}");
    })
    .await;
}

#[tokio::test]
async fn a_certificate_that_proves_nothing_is_refused_before_the_password_is_said() {
    each_database(|w| async move {
        let lea = admin(&w, "lea").await;
        let mails = w.services.mails();
        for security in [Security::StartTls, Security::Tls] {
            let server = guarded(security, "localhost").await;
            let trial = mails.try_out(&lea, &form(&w, &server).await).await.expect("tried");
            assert_eq!(trial.fault, Some(MailFault::NotTrusted), "{trial:?}");
            assert!(server.received().is_empty());
        }
        let other = guarded(Security::Tls, "mail.elsewhere.example").await;
        w.services.trust_mail_authority(other.certificate()).expect("a certificate");
        let trial = mails.try_out(&lea, &form(&w, &other).await).await.expect("tried");
        assert_eq!(trial.fault, Some(MailFault::OtherName), "{trial:?}");
    })
    .await;
}

#[tokio::test]
async fn what_a_connection_breaks_at_is_told() {
    each_database(|w| async move {
        let lea = admin(&w, "lea").await;
        let mails = w.services.mails();
        let server = FakeSmtp::start(Behaviour::Accept).await;
        let draft = form(&w, &server).await;
        let fault = async |changes: &[(&str, &str)]| {
            mails.try_out(&lea, &changed(&draft, changes)).await.expect("tried").fault
        };
        assert_eq!(fault(&[("security", "starttls")]).await, Some(MailFault::NoStartTls));
        assert_eq!(fault(&[("security", "tls")]).await, Some(MailFault::NoTls));
        assert_eq!(fault(&[("username", "a"), ("smtp_password", "b")]).await, Some(MailFault::NoSignIn));
        server.behave(Behaviour::Hang);
        let begun = Instant::now();
        let slow = fault(&[("timeout_seconds", "1")]);
        // Nobody waits for it.
        let (slow, other) = tokio::join!(slow, async {
            let asked = Instant::now();
            w.services.settings().list(&w.admin).await.expect("read");
            w.site("B").await;
            asked.elapsed()
        });
        assert_eq!(slow, Some(MailFault::NoAnswer));
        assert!(other < Duration::from_millis(900) && begun.elapsed() < Duration::from_secs(5));
        let port = server.port().to_string();
        drop(server);
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert_eq!(fault(&[("port", &port)]).await, Some(MailFault::NobodyThere));
    })
    .await;
}

#[tokio::test]
async fn trials_are_few_audited_and_an_administrators() {
    each_database(|w| async move {
        let server = FakeSmtp::start(Behaviour::Accept).await;
        let (lea, draft) = (admin(&w, "lea").await, form(&w, &server).await);
        let mails = w.services.mails();
        let sam = w.person("sam", Role::Supervisor, &[]).await;
        assert_eq!(mails.try_out(&sam, &draft).await.expect_err("not theirs"), Error::Forbidden);
        let bad = changed(&draft, &[("from_name", "Vigie\r\nBcc: x@y.fr"), ("port", "0")]);
        let Err(Error::Invalid(errors)) = mails.try_out(&lea, &bad).await else { panic!("tried") };
        assert_eq!(errors.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["port", "from_name"]);
        let bad = changed(&draft, &[("from_name", "Vigie\r\nBcc: x@y.fr")]);
        let refused = mails.try_out(&lea, &bad).await.expect_err("a line of its own");
        assert_eq!(refused, Error::field("from_name", FieldCode::Malformed));
        for _ in 0..6 {
            assert_eq!(mails.try_out(&lea, &draft).await.expect("tried").fault, None);
        }
        assert!(matches!(mails.try_out(&lea, &draft).await, Err(Error::TooManyAttempts { .. })));
        assert_eq!(server.received().len(), 6);
        w.clock.advance_seconds(601);
        mails.try_out(&lea, &draft).await.expect("tried again");
        let page = w.services.audit().list(&w.admin, &AuditQuery::default()).await.expect("listed");
        let tried = page.data.iter().find(|row| row.action == "mail_tried").expect("in the trail");
        assert_eq!(tried.actor, "lea");
        assert!(tried.changes.iter().any(|c| c.field == "answer" && c.after.is_some()), "{tried:?}");
    })
    .await;
}

#[tokio::test]
async fn the_settings_win_over_the_configuration_once_they_are_saved() {
    each_database(|w| async move {
        let (first, second) =
            (FakeSmtp::start(Behaviour::Accept).await, FakeSmtp::start(Behaviour::Accept).await);
        let url = "https://vigie.usine.example".to_owned();
        w.services.set_mail(MailOptions { public_url: url, server: Some(first.settings()) });
        let shown = view(&w).await;
        assert_eq!((shown.changed, shown.text("port")), (false, first.port().to_string()));
        assert_eq!(shown.default_text("from"), "vigie@usine.example");
        assert_eq!(send_one(&w, "anne").await.state, MailState::Sent);
        assert_eq!((first.received().len(), second.received().len()), (1, 0));
        save(&w, &form(&w, &second).await).await;
        assert_eq!(send_one(&w, "bruno").await.state, MailState::Sent);
        assert_eq!((first.received().len(), second.received().len()), (1, 1));
        w.services.settings().reset(&w.admin, "mail").await.expect("reset");
        assert_eq!(send_one(&w, "chloe").await.state, MailState::Sent);
        assert_eq!(first.received().len(), 2, "the configuration holds again");
    })
    .await;
}

#[tokio::test]
async fn a_worker_elsewhere_takes_a_change_up_without_a_restart() {
    each_database(|w| async move {
        let server = guarded(Security::StartTls, "localhost").await;
        let worker = Services::open(&w.url, w.clock.clock(), auth()).await.expect("opens");
        worker.trust_mail_authority(server.certificate()).expect("a certificate");
        save(&w, &form(&w, &server).await).await;
        worker.settings().refresh().await.expect("read");
        w.person("anne", Role::Technician, &[]).await;
        let draft = ForgotDraft { email: "anne@vigie.test".into() };
        w.services.sessions().forgot_password(&draft, &Client::default()).await.expect("asked");
        worker.jobs().work_off().await.expect("worked");
        assert_eq!(server.received().len(), 1, "with the password that only the database had");
    })
    .await;
}

#[tokio::test]
async fn a_password_is_sealed_never_told_and_stays_with_its_server() {
    each_database(|w| async move {
        let server = FakeSmtp::start(Behaviour::Accept).await;
        let secret = "hunter2 et caetera";
        let draft = changed(&form(&w, &server).await, &[("username", "vigie"), ("smtp_password", secret)]);
        save(&w, &draft).await;
        let stored = setting::Entity::find().all(&w.db).await.expect("readable");
        let stored = stored.iter().find(|s| s.key == "mail").expect("stored");
        assert!(stored.value.contains("sealed:1:") && !stored.value.contains("hunter2"), "{}", stored.value);
        let shown = view(&w).await;
        assert_eq!(
            (shown.text("smtp_password"), shown.secrets.as_slice()),
            (String::new(), &["smtp_password".to_owned()][..])
        );
        assert_eq!(w.services.settings().get::<Mail>().smtp_password, secret);
        // Left empty it stays; with another server or account it does not go along.
        let settings = w.services.settings();
        let kept = changed(&SettingsDraft::from(&shown), &[("from_name", "Usine")]);
        settings.update(&w.admin, "mail", &kept).await.expect("saved");
        assert_eq!(settings.get::<Mail>().smtp_password, secret);
        let now = SettingsDraft::from(&view(&w).await);
        for (field, text) in [("host", "evil.example"), ("username", "other")] {
            let moved = changed(&now, &[(field, text)]);
            let refused = Err(Error::field("smtp_password", FieldCode::TypeAgain));
            assert_eq!(settings.update(&w.admin, "mail", &moved).await.map(|_| ()), refused);
            let lea = admin(&w, &format!("lea-{field}")).await;
            assert_eq!(w.services.mails().try_out(&lea, &moved).await.map(|_| ()), refused);
        }
        // Replaced, it is told that it was, and by nothing more.
        let other = changed(&now, &[("smtp_password", "hunter4")]);
        settings.update(&w.admin, "mail", &other).await.expect("saved");
        let page = w.services.audit().list(&w.admin, &AuditQuery::default()).await.expect("listed");
        let told = format!("{:?}", page.data);
        assert!(
            told.contains("smtp_password") && !told.contains("hunter") && !told.contains("sealed:"),
            "{told}"
        );
        // Without an account there is no password.
        let none = changed(&SettingsDraft::from(&view(&w).await), &[("username", "")]);
        settings.update(&w.admin, "mail", &none).await.expect("saved");
        assert_eq!((settings.get::<Mail>().smtp_password.as_str(), view(&w).await.secrets.len()), ("", 0));
    })
    .await;
}

#[tokio::test]
async fn a_configured_password_goes_to_no_other_server() {
    each_database(|w| async move {
        let server = guarded(Security::Tls, "localhost").await;
        w.services.set_mail(MailOptions { public_url: String::new(), server: Some(server.settings()) });
        let shown = view(&w).await;
        assert_eq!(shown.secrets, ["smtp_password"]);
        assert!(!format!("{shown:?}").contains("hunter2"), "{shown:?}");
        let moved = changed(&SettingsDraft::from(&shown), &[("host", "evil.example")]);
        let saved = w.services.settings().update(&w.admin, "mail", &moved).await;
        assert_eq!(saved.map(|_| ()), Err(Error::field("smtp_password", FieldCode::TypeAgain)));
        let kept = changed(&SettingsDraft::from(&shown), &[("from_name", "Usine")]);
        save(&w, &kept).await;
        // The configuration may name another server later: what was saved goes on with its own password.
        let other = FakeSmtp::start(Behaviour::Accept).await;
        w.services.set_mail(MailOptions { public_url: String::new(), server: Some(other.settings()) });
        assert_eq!(w.services.settings().get::<Mail>().smtp_password, ACCOUNT.1);
    })
    .await;
}

#[tokio::test]
async fn a_password_sealed_under_another_secret_is_as_good_as_none() {
    each_database(|w| async move {
        let server = guarded(Security::StartTls, "localhost").await;
        save(&w, &form(&w, &server).await).await;
        let moved =
            Services::open(&w.url, w.clock.clock(), AuthOptions::hs256(b"another secret of the tests"))
                .await
                .expect("opens all the same");
        assert_eq!(moved.settings().get::<Mail>().smtp_password, "");
        let shown = moved.settings().section(&w.admin, "mail").await.expect("read");
        assert!(shown.secrets.is_empty() && shown.text("host") == "localhost");
        // A sealed text that was moved to a field that is shown opens nowhere.
        let row = setting::Entity::find().all(&w.db).await.expect("readable").remove(0);
        let value = row.value.replace("\"from_name\":\"Vigie\"", "\"from_name\":\"sealed:1:AAAA\"");
        let tampered = setting::ActiveModel { id: Set(row.id), value: Set(value), ..Default::default() };
        tampered.update(&w.db).await.expect("tampered");
        assert_eq!(view(&w).await.text("from_name"), "sealed:1:AAAA");
    })
    .await;
}

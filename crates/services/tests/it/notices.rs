//! Word to people that something about their sign-in is not as it was, on both databases.

use domain::{
    Caller, UserId,
    access::Role,
    job::JobKind,
    mail::{MailState, MailTemplate},
    session::{SecondStepState, SignInDraft},
    user::{Language, UserDraft},
};
use entity::{job, lease, mail};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use services::{AuthOptions, Client, Clock, MailOptions, Services};
use testkit::{PASSWORD, World, each_database};

const URL: &str = "https://vigie.usine.example";

fn from(address: &str) -> Client {
    Client { address: address.into(), ..Default::default() }
}

fn draft(login: &str, password: &str) -> SignInDraft {
    SignInDraft { login: login.into(), password: password.into(), next: String::new() }
}

async fn notices(w: &World) -> Vec<mail::Model> {
    mail::Entity::find()
        .filter(mail::Column::Template.eq(MailTemplate::SecurityNotice))
        .order_by_asc(mail::Column::Id)
        .all(&w.db)
        .await
        .expect("readable")
}

/// Léa, signed in, who reads that language.
async fn lea(w: &World, language: Language) -> (Caller, UserId) {
    w.services.set_mail(MailOptions { public_url: URL.into(), server: None });
    w.person_with_password("lea", Role::Technician, &[]).await;
    let signed_in = w.services.sessions().sign_in(&draft("lea", PASSWORD), &from("192.0.2.1")).await;
    let by = signed_in.expect("signed in").known.caller;
    w.services.users().set_preferences(&by, Some(language), None).await.expect("set");
    let id = by.user_id().expect("a person");
    (by, id)
}

async fn turn_on(w: &World, by: &Caller) {
    let sessions = w.services.sessions();
    sessions.begin_second_step(by).await.expect("begun");
    let SecondStepState::Begun { secret } = sessions.second_step(by).await.expect("read").state else {
        panic!("begun")
    };
    assert!(sessions.confirm_second_step(by, "000 000", &from("")).await.is_err(), "a wrong code");
    sessions.confirm_second_step(by, &w.app_code(&secret, 0), &from("")).await.expect("confirmed");
}

#[tokio::test]
async fn each_change_of_the_second_step_is_told_in_the_language_of_the_person() {
    each_database(|w| async move {
        let (by, id) = lea(&w, Language::En).await;
        let (sessions, users) = (w.services.sessions(), w.services.users());
        turn_on(&w, &by).await;
        let codes = sessions.second_step(&by).await.expect("read").new_codes;
        sessions.renew_recovery_codes(&by, PASSWORD, &from("")).await.expect("renewed");
        assert!(sessions.turn_off_second_step(&by, "wrong", &from("")).await.is_err());
        sessions.turn_off_second_step(&by, PASSWORD, &from("")).await.expect("off");
        users.set_preferences(&by, Some(Language::Fr), None).await.expect("set");
        w.clock.advance_seconds(60);
        turn_on(&w, &by).await;
        users.remove_second_step(&w.admin, id).await.expect("removed");

        let all = notices(&w).await;
        let subjects: Vec<_> = all.iter().map(|m| m.subject.as_str()).collect();
        let wanted = [
            "Vigie: two-step sign-in is on",
            "Vigie: your recovery codes were replaced",
            "Vigie: two-step sign-in is off",
            "Vigie\u{a0}: la connexion en deux étapes est activée",
            "Vigie\u{a0}: la connexion en deux étapes a été retirée",
        ];
        assert_eq!(subjects, wanted, "and nothing for what was refused");
        assert!(all.iter().all(|m| m.to_email == "lea@vigie.test" && m.state == MailState::Queued));
        for (mail, page) in all.iter().zip(["forgot-password"; 4].iter().chain(&["account/second-step"])) {
            let (text, html) = (mail.text.clone().expect("kept"), mail.html.clone().expect("kept"));
            for part in [&text, &html.replace("&#x2f;", "/")] {
                assert!(part.contains(&format!("{URL}/{page}")), "{part}");
                assert!(codes.iter().all(|code| !part.contains(code.as_str())), "no secret: {part}");
            }
        }
        w.services.jobs().work_off().await.expect("worked");
        assert!(notices(&w).await.iter().all(|m| m.state == MailState::Kept));
    })
    .await;
}

#[tokio::test]
async fn a_change_of_address_is_told_at_the_old_one_and_at_the_new_one() {
    each_database(|w| async move {
        let (_, id) = lea(&w, Language::Fr).await;
        let users = w.services.users();
        let change = async |email: &str, first_name: &str| {
            let mut draft = UserDraft::from(&users.detail(&w.admin, id).await.expect("read"));
            (draft.email, draft.first_name) = (email.into(), first_name.into());
            users.update(&w.admin, id, &draft).await
        };
        change("lea@vigie.test", "Léa").await.expect("saved");
        assert!(notices(&w).await.is_empty(), "the address is the same");
        w.person("paul", Role::Technician, &[]).await;
        assert!(change("paul@vigie.test", "Léa").await.is_err(), "somebody else's");
        assert!(notices(&w).await.is_empty());
        change("lea.martin@usine.example", "Léa").await.expect("saved");
        let told: Vec<_> =
            notices(&w).await.into_iter().map(|m| (m.to_email, m.text.unwrap_or_default())).collect();
        assert_eq!(told.len(), 2);
        assert_eq!((told[0].0.as_str(), told[1].0.as_str()), ("lea@vigie.test", "lea.martin@usine.example"));
        assert!(told[0].1.contains("pris la place de celle-ci") && told[1].1.contains("est désormais celle"));
        assert!(!told[0].1.contains("lea.martin"), "whoever reads the old one does not learn the new one");

        // Of somebody who has not come yet there is no sign-in that could change.
        let invited = entity::user::ActiveModel {
            id: sea_orm::Set(id),
            invited_at: sea_orm::Set(Some(w.clock.now())),
            joined_at: sea_orm::Set(None),
            ..Default::default()
        };
        sea_orm::ActiveModelTrait::update(invited, &w.db).await.expect("changed");
        change("lea2@usine.example", "Léa").await.expect("saved");
        assert_eq!(notices(&w).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn too_many_wrong_passwords_are_told_once() {
    each_database(|w| async move {
        lea(&w, Language::Fr).await;
        let sessions = w.services.sessions();
        // Each try waits until it may be made.
        let fail = async |login: &str, tries: usize, address: &str| {
            for _ in 0..tries {
                let refused = sessions.sign_in(&draft(login, "wrong"), &from(address)).await.err();
                let early = matches!(refused, Some(domain::Error::TooManyAttempts { .. }));
                assert!(refused.is_some() && !early, "{refused:?}");
                w.clock.advance_seconds(601);
            }
            w.services.jobs().work_off().await.expect("worked");
        };
        for _ in 0..4 {
            assert!(sessions.sign_in(&draft("lea", "wrong"), &from("192.0.2.2")).await.is_err());
        }
        w.services.jobs().work_off().await.expect("worked");
        assert!(notices(&w).await.is_empty(), "the account does not have to wait yet");
        fail("lea", 3, "192.0.2.2").await;
        let all = notices(&w).await;
        assert_eq!(all.len(), 1, "once, however many follow");
        assert_eq!(all[0].subject, "Vigie\u{a0}: trop d’essais de connexion à votre compte");
        // By the other name of the account too: it is the same person.
        for n in 0..5 {
            let client = from(&format!("192.0.2.{}", 20 + n));
            assert!(sessions.sign_in(&draft("lea@vigie.test", "wrong"), &client).await.is_err());
        }
        w.services.jobs().work_off().await.expect("worked");
        assert_eq!(notices(&w).await.len(), 1);

        // An hour later it is another lock.
        w.clock.advance_seconds(3601);
        w.services.jobs().clean_up().await.expect("cleaned");
        let locks = lease::Entity::find().filter(lease::Column::Name.starts_with("locked:"));
        assert_eq!(locks.count(&w.db).await.ok(), Some(0), "nothing is left lying about");
        for n in 0..5 {
            let client = from(&format!("192.0.2.{}", 40 + n));
            assert!(sessions.sign_in(&draft("lea", "wrong"), &client).await.is_err());
        }
        w.services.jobs().work_off().await.expect("worked");
        assert_eq!(notices(&w).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn an_unknown_account_makes_the_same_work_and_no_mail() {
    each_database(|w| async move {
        lea(&w, Language::Fr).await;
        let jobs = async || {
            let asked = job::Entity::find().filter(job::Column::Kind.eq(JobKind::AccountLocked));
            asked.count(&w.db).await.expect("countable")
        };
        let mut asked = vec![];
        for login in ["lea", "nobody"] {
            for n in 0..5 {
                // None that the account knows: those count apart.
                let client = from(&format!("192.0.2.{}", 100 + n));
                w.statements.take();
                assert!(w.services.sessions().sign_in(&draft(login, "wrong"), &client).await.is_err());
                asked.push(w.statements.take());
            }
        }
        assert_eq!(asked[..5], asked[5..], "neither answers by its work");
        assert_eq!(jobs().await, 2);
        w.services.jobs().work_off().await.expect("worked");
        assert_eq!(notices(&w).await.len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_tell_of_one_lock_once() {
    each_database(|w| async move {
        lea(&w, Language::Fr).await;
        let clock = w.clock.clone();
        let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
        let other = Services::open(&w.url, Clock::new(move || clock.now()), auth).await.expect("opens");
        for login in ["lea", "lea@vigie.test"] {
            for n in 0..5 {
                // None that the account knows: those count apart.
                let client = from(&format!("192.0.2.{}", 100 + n));
                assert!(w.services.sessions().sign_in(&draft(login, "wrong"), &client).await.is_err());
            }
        }
        let (one, two) = (w.services.jobs(), other.jobs());
        let (one, two) = tokio::join!(one.work_off(), two.work_off());
        assert!(one.is_ok() && two.is_ok());
        assert_eq!(notices(&w).await.len(), 1);
    })
    .await;
}

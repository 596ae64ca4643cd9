//! A forgotten password, on both databases.

use domain::{
    Error, FieldCode, Refusal,
    access::Role,
    session::{ForgotDraft, ResetDraft, SignInDraft},
};
use entity::{mail, one_time_token, session};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::{Client, MailOptions};
use testkit::{PASSWORD, World, each_database};

const NEW: &str = "marmotte violet tabouret";

fn from(address: &str) -> Client {
    Client { address: address.into(), ..Default::default() }
}

async fn ask(w: &World, email: &str, address: &str) -> Result<(), Error> {
    let draft = ForgotDraft { email: email.into() };
    w.services.sessions().forgot_password(&draft, &from(address)).await
}

/// The token of the link in the latest mail.
async fn token(w: &World) -> String {
    w.services.set_mail(MailOptions { public_url: "https://vigie.test".into(), server: None });
    w.services.jobs().work_off().await.expect("worked");
    let mails = mail::Entity::find().all(&w.db).await.expect("readable");
    let text = mails.last().and_then(|m| m.text.clone()).expect("a mail");
    let (_, rest) = text.split_once("https://vigie.test/reset-password?token=").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}

fn draft(password: &str) -> ResetDraft {
    ResetDraft { new_password: password.into(), again: password.into() }
}

async fn sign_in(w: &World, password: &str) -> Result<services::SignedIn, Error> {
    let draft = SignInDraft { login: "claire".into(), password: password.into(), next: String::new() };
    w.services.sessions().sign_in(&draft, &from("192.0.2.9")).await
}

#[tokio::test]
async fn a_link_sets_a_new_password_once_and_ends_every_session() {
    each_database(|w| async move {
        w.person_with_password("claire", Role::Technician, &[]).await;
        let signed_in = sign_in(&w, PASSWORD).await.expect("signed in");
        ask(&w, "Claire@Vigie.test", "192.0.2.1").await.expect("asked");
        let token = token(&w).await;
        let sessions = w.services.sessions();
        assert_eq!(sessions.reset_link_is_open(&token).await, Ok(true));
        let stored = one_time_token::Entity::find().one(&w.db).await.expect("read").expect("a link");
        assert_ne!(stored.token_hash, token, "only its hash is stored");

        let short = sessions.reset_password(&token, &draft("court"), &from("")).await;
        assert_eq!(short, Err(Error::field("new_password", FieldCode::TooShort { min: 10 })));
        let (a, b) = (draft(NEW), draft(NEW));
        let client = from("192.0.2.1");
        let both = tokio::join!(
            sessions.reset_password(&token, &a, &client),
            sessions.reset_password(&token, &b, &client)
        );
        let refused: Vec<_> = [both.0, both.1].into_iter().filter_map(Result::err).collect();
        assert_eq!(refused, [Refusal::LinkExpired.into()], "of two at once, one");
        assert_eq!(sessions.reset_link_is_open(&token).await, Ok(false));
        assert_eq!(sessions.authenticate(&signed_in.tokens.access).await, Err(Error::SignedOut));
        let alive = session::Entity::find().filter(session::Column::RevokedAt.is_null());
        assert_eq!(alive.count(&w.db).await.ok(), Some(0));
        assert!(sign_in(&w, PASSWORD).await.is_err());
        assert!(sign_in(&w, NEW).await.is_ok());
        // And its person is told.
        w.services.jobs().work_off().await.expect("worked");
        assert_eq!(mail::Entity::find().count(&w.db).await.ok(), Some(2));
    })
    .await;
}

#[tokio::test]
async fn a_link_lives_ten_minutes_and_a_newer_one_takes_its_place() {
    each_database(|w| async move {
        w.person_with_password("claire", Role::Technician, &[]).await;
        let sessions = w.services.sessions();
        ask(&w, "claire@vigie.test", "192.0.2.1").await.expect("asked");
        let first = token(&w).await;
        ask(&w, "claire@vigie.test", "192.0.2.1").await.expect("asked");
        let second = token(&w).await;
        assert_eq!(sessions.reset_link_is_open(&first).await, Ok(false));
        w.clock.advance_seconds(599);
        assert_eq!(sessions.reset_link_is_open(&second).await, Ok(true));
        w.clock.advance_seconds(1);
        assert_eq!(sessions.reset_link_is_open(&second).await, Ok(false));
        let late = sessions.reset_password(&second, &draft(NEW), &from("")).await;
        assert_eq!(late, Err(Refusal::LinkExpired.into()));
        for nonsense in ["", "x", "../../etc"] {
            assert_eq!(sessions.reset_link_is_open(nonsense).await, Ok(false), "{nonsense}");
        }
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(one_time_token::Entity::find().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    each_database(|w| async move {
        let gone = w.person_with_password("gone", Role::Technician, &[]).await;
        w.person_with_password("claire", Role::Technician, &[]).await;
        let id = gone.user_id().expect("a person");
        w.services.users().set_active(&w.admin, id, false).await.expect("disabled");
        let mut costs = vec![];
        for (n, email) in ["claire@vigie.test", "nobody@vigie.test", "gone@vigie.test"].iter().enumerate() {
            w.statements.take();
            assert_eq!(ask(&w, email, &format!("192.0.2.{n}")).await, Ok(()), "{email}");
            costs.push(w.statements.take());
        }
        assert!(costs.windows(2).all(|two| two[0] == two[1]), "the same work for all: {costs:?}");
        w.services.jobs().work_off().await.expect("worked");
        let mails = mail::Entity::find().all(&w.db).await.expect("readable");
        let to: Vec<_> = mails.iter().map(|m| m.to_email.as_str()).collect();
        assert_eq!(to, ["claire@vigie.test"], "only an active account gets a link");
        assert!(matches!(ask(&w, "no address", "192.0.2.1").await, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn asking_is_limited_per_account_and_per_network_and_locks_no_way_in() {
    each_database(|w| async move {
        w.person_with_password("claire", Role::Technician, &[]).await;
        for n in 0..5 {
            assert_eq!(ask(&w, "claire@vigie.test", &format!("192.0.2.{n}")).await, Ok(()));
        }
        let sixth = ask(&w, "claire@vigie.test", "192.0.2.77").await;
        assert_eq!(sixth, Err(Error::TooManyAttempts { retry_after_seconds: 15 }));
        for n in 0..20 {
            assert_eq!(ask(&w, &format!("nobody{n}@vigie.test"), "203.0.113.5").await, Ok(()));
        }
        let next = ask(&w, "nobody@vigie.test", "203.0.113.5").await;
        assert!(matches!(next, Err(Error::TooManyAttempts { .. })), "{next:?}");
        assert!(sign_in(&w, PASSWORD).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn no_session_of_the_old_password_outlives_its_change() {
    each_database(|w| async move {
        w.person_with_password("claire", Role::Technician, &[]).await;
        let mut password = PASSWORD.to_owned();
        for round in 0..4 {
            let address = format!("192.0.2.{round}");
            ask(&w, "claire@vigie.test", &address).await.expect("asked");
            let link = token(&w).await;
            let next = format!("{NEW} {round}");
            let sessions = w.services.sessions();
            let signing = |n: u8| {
                let login =
                    SignInDraft { login: "claire".into(), password: password.clone(), next: String::new() };
                let (sessions, client) = (w.services.sessions(), from(&format!("198.51.100.{n}")));
                async move { sessions.sign_in(&login, &client).await.map(drop) }
            };
            let (next_draft, client) = (draft(&next), from(&address));
            let reset = sessions.reset_password(&link, &next_draft, &client);
            let (changed, ..) = tokio::join!(reset, signing(1), signing(2), signing(3), signing(4));
            changed.expect("changed");
            let live = session::Entity::find().filter(session::Column::RevokedAt.is_null());
            assert_eq!(live.count(&w.db).await.ok(), Some(0), "round {round}");
            password = next;
            w.clock.advance_seconds(3_600);
        }
        sign_in(&w, &password).await.expect("the new one");
    })
    .await;
}

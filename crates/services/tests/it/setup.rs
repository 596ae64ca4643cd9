//! The first start: one link, one administrator; and forms that come back with what was typed.

use domain::{Error, FieldCode, Refusal, Role, SiteScope, session::SetupDraft, user::Language};
use entity::{form_replay, setting, site, user};
use sea_orm::{EntityTrait, PaginatorTrait};
use services::Client;
use testkit::{World, each_database};

fn draft() -> SetupDraft {
    SetupDraft {
        first_name: "Anne".into(),
        last_name: "Le Goff".into(),
        email: "anne@usine.example".into(),
        password: "huitre tango barda".into(),
        again: "huitre tango barda".into(),
        site_name: "Usine de Brest".into(),
        timezone: "Australia/Perth".into(),
        currency: "AUD".into(),
        ..Default::default()
    }
}

/// A world without anybody.
async fn empty(w: &World) {
    user::Entity::delete_many().exec(&w.db).await.expect("emptied");
}

#[tokio::test]
async fn the_first_administrator_is_made_once_with_the_link() {
    each_database(|w| async move {
        empty(&w).await;
        let (sessions, client) = (w.services.sessions(), Client::default());
        assert_eq!(sessions.needs_setup().await, Ok(true));
        let older = sessions.setup_link().await.expect("answers").expect("a link");
        let token = sessions.setup_link().await.expect("answers").expect("a newer link");
        let stored = setting::Entity::find().all(&w.db).await.expect("readable");
        assert!(stored.iter().all(|s| s.value != token), "only a hash is stored");
        for wrong in ["", "x", &older] {
            assert_eq!(sessions.setup_token_is_valid(wrong).await, Ok(false));
            let refused = sessions.setup(wrong, &draft(), Language::Fr, &client).await.err();
            assert_eq!(refused, Some(Error::Refused(Refusal::SetupDone)));
        }
        assert_eq!(sessions.setup_token_is_valid(&token).await, Ok(true));

        let weak = SetupDraft { password: "Password123!".into(), again: "Password123!".into(), ..draft() };
        let refused = sessions.setup(&token, &weak, Language::Fr, &client).await.err();
        assert_eq!(refused, Some(Error::field("password", FieldCode::PasswordTooCommon)));

        let nowhere = SetupDraft { timezone: "Mars/Base".into(), ..draft() };
        let refused = sessions.setup(&token, &nowhere, Language::Fr, &client).await.err();
        assert_eq!(refused, Some(Error::field("timezone", FieldCode::UnknownTimeZone)));

        let admin = sessions.setup(&token, &draft(), Language::En, &client).await.expect("made");
        assert_eq!((admin.user.role, admin.user.language), (Role::Admin, Language::En));
        assert_eq!(admin.known.caller.sites, SiteScope::All);
        assert!(sessions.authenticate(&admin.tokens.access).await.is_ok(), "signed in at once");
        let site = site::Entity::find().one(&w.db).await.expect("readable").expect("made with it");
        assert_eq!((site.code.as_str(), site.name.as_str()), ("USINE-DE", "Usine de Brest"));
        assert_eq!((site.timezone.as_str(), site.currency.as_str()), ("Australia/Perth", "AUD"));
        let general = w.services.settings().get::<domain::settings::General>();
        assert_eq!((general.timezone.as_str(), general.currency.as_str()), ("Australia/Perth", "AUD"));

        assert_eq!(sessions.needs_setup().await, Ok(false));
        assert_eq!(sessions.setup_link().await, Ok(None));
        let again = sessions.setup(&token, &draft(), Language::Fr, &client).await.err();
        assert_eq!(again, Some(Error::Refused(Refusal::SetupDone)));
    })
    .await;
}

#[tokio::test]
async fn of_two_at_once_one_becomes_the_administrator() {
    each_database(|w| async move {
        empty(&w).await;
        let (sessions, client) = (w.services.sessions(), Client::default());
        let token = sessions.setup_link().await.expect("answers").expect("a link");
        let other = SetupDraft { email: "eve@usine.example".into(), ..draft() };
        let first = draft();
        let (a, b) = tokio::join!(
            sessions.setup(&token, &first, Language::Fr, &client),
            sessions.setup(&token, &other, Language::Fr, &client)
        );
        assert_eq!(u8::from(a.is_ok()) + u8::from(b.is_ok()), 1);
        assert_eq!(user::Entity::find().count(&w.db).await.ok(), Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_refused_form_comes_back_to_its_sender_without_passwords() {
    each_database(|w| async move {
        let replays = w.services.form_replays();
        let error = Error::field("code", FieldCode::Required);
        let fields = vec![
            ("draft[name]".to_owned(), "Presse 1".to_owned()),
            ("draft[new_password]".to_owned(), "secret".to_owned()),
        ];
        let kept = replays.keep(Some(&w.admin), "/rpc/equipment/save", fields, &error).await;
        let token = kept.expect("kept").expect("small enough");
        let back = replays.get(Some(&w.admin), &token).await.expect("answers").expect("found");
        assert_eq!((back.path.as_str(), back.error.clone()), ("/rpc/equipment/save", error));
        assert_eq!(back.fields, [("draft[name]".to_owned(), "Presse 1".to_owned())]);

        let other = w.person("other", Role::Client, &[]).await;
        assert_eq!(replays.get(Some(&other), &token).await, Ok(None));
        assert_eq!(replays.get(None, &token).await, Ok(None));
        w.clock.advance_seconds(601);
        assert_eq!(replays.get(Some(&w.admin), &token).await, Ok(None));
        assert_eq!(w.services.jobs().clean_up().await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn a_stranger_cannot_fill_the_database_with_forms() {
    each_database(|w| async move {
        let replays = w.services.form_replays();
        let big = vec![("login".to_owned(), "x".repeat(5000))];
        assert_eq!(replays.keep(None, "/session/sign-in", big.clone(), &Error::SignedOut).await, Ok(None));
        let kept = replays.keep(Some(&w.admin), "/rpc/x", big, &Error::Forbidden).await.expect("kept");
        assert!(kept.is_some());
        let huge = vec![("notes".to_owned(), "x".repeat(70_000))];
        assert_eq!(replays.keep(Some(&w.admin), "/rpc/x", huge, &Error::Forbidden).await, Ok(None));
        assert_eq!(form_replay::Entity::find().count(&w.db).await.ok(), Some(1));
    })
    .await;
}

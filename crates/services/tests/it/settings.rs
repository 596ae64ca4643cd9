//! Settings: typed, checked, audited, and really used.

use domain::{
    Error, FieldCode, Noun, Role,
    audit::AuditQuery,
    session::SignInDraft,
    settings::{General, Security, SettingsDraft},
    site::SiteDraft,
    user::NewUserDraft,
};
use services::{AuthOptions, Client, Services};
use testkit::{World, each_database};

/// The section as its form has it, with some fields changed.
async fn draft(w: &World, section: &str, changes: &[(&str, &str)]) -> SettingsDraft {
    let view = w.services.settings().section(&w.admin, section).await.expect("a section");
    let mut draft = SettingsDraft::from(&view);
    draft.values.extend(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    draft
}

async fn set(w: &World, section: &str, changes: &[(&str, &str)]) {
    let draft = draft(w, section, changes).await;
    w.services.settings().update(&w.admin, section, &draft).await.expect("saved");
}

#[tokio::test]
async fn a_setting_holds_at_once_and_until_it_is_reset() {
    each_database(|w| async move {
        let settings = w.services.settings();
        assert_eq!(settings.get::<General>(), General::default());
        set(
            &w,
            "general",
            &[("plant_name", "Usine de Brest"), ("currency", "CHF"), ("timezone", "Indian/Reunion")],
        )
        .await;
        w.statements.take();
        assert_eq!(settings.get::<General>().plant_name, "Usine de Brest");
        assert_eq!(w.statements.take(), 0, "what is known is not asked");
        let view = settings.section(&w.admin, "general").await.expect("read");
        assert_eq!(w.statements.take(), 2);
        assert!(view.changed && view.version == 1 && view.updated_by.as_deref() == Some("admin Test"));
        // A new site takes the plant's zone and currency.
        let site = SiteDraft { code: "N".into(), name: "Nord".into(), ..Default::default() };
        let site = w.services.sites().create(&w.admin, &site).await.expect("a site");
        assert_eq!((site.timezone.as_str(), site.currency.as_str()), ("Indian/Reunion", "CHF"));
        let back = settings.reset(&w.admin, "general").await.expect("reset");
        assert!(!back.changed && back.version == 2);
        assert_eq!(settings.get::<General>(), General::default());
    })
    .await;
}

#[tokio::test]
async fn saving_answers_what_reading_does() {
    each_database(|w| async move {
        let settings = w.services.settings();
        let francs = draft(&w, "general", &[("currency", "CHF")]).await;
        let saved = settings.update(&w.admin, "general", &francs).await.expect("saved");
        assert_eq!(saved, settings.section(&w.admin, "general").await.expect("read"));
        assert!(saved.updated_by.is_some());
    })
    .await;
}

#[tokio::test]
async fn another_server_sees_a_setting_after_it_looks() {
    each_database(|w| async move {
        let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
        let other = Services::open(&w.url, w.clock.clock(), auth).await.expect("opens");
        set(&w, "general", &[("plant_name", "Usine")]).await;
        assert_eq!(other.settings().get::<General>().plant_name, "");
        other.settings().refresh().await.expect("read");
        assert_eq!(other.settings().get::<General>().plant_name, "Usine");
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_what_differs() {
    each_database(|w| async move {
        let first = draft(&w, "general", &[("plant_name", "A")]).await;
        let second = draft(&w, "general", &[("plant_name", "B")]).await;
        let settings = w.services.settings();
        settings.update(&w.admin, "general", &first).await.expect("saved");
        let Err(Error::Stale(fields)) = settings.update(&w.admin, "general", &second).await else {
            panic!("the second editor overwrote the first");
        };
        assert!(fields.iter().any(|f| f.field == "plant_name" && f.current == "A"), "{fields:?}");
        assert_eq!(settings.get::<General>().plant_name, "A");
    })
    .await;
}

#[tokio::test]
async fn every_wrong_setting_is_told_and_nothing_is_kept() {
    each_database(|w| async move {
        let settings = w.services.settings();
        let wrong = draft(&w, "security", &[("min_length", "3"), ("session_days", "")]).await;
        let Err(Error::Invalid(errors)) = settings.update(&w.admin, "security", &wrong).await else {
            panic!("taken");
        };
        assert_eq!(errors.0.len(), 2, "{errors}");
        let wrong = draft(&w, "general", &[("timezone", "Mars/Olympus")]).await;
        let refused = settings.update(&w.admin, "general", &wrong).await.expect_err("no such zone");
        assert_eq!(refused, Error::field("timezone", FieldCode::UnknownTimeZone));
        let nowhere = settings.section(&w.admin, "kitchen").await.expect_err("no such section");
        assert_eq!(nowhere, Error::NotFound(Noun::Setting));
        let supervisor = w.person("sam", Role::Supervisor, &[]).await;
        assert_eq!(settings.list(&supervisor).await.expect_err("forbidden"), Error::Forbidden);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_settings_is_in_the_audit_trail() {
    each_database(|w| async move {
        set(&w, "security", &[("free_tries", "4")]).await;
        let query = AuditQuery { entity: vec![Noun::Setting], ..Default::default() };
        let page = w.services.audit().list(&w.admin, &query).await.expect("listed");
        let changed: Vec<_> = page.data[0]
            .changes
            .iter()
            .map(|c| (c.field.as_str(), c.before.as_deref(), c.after.as_deref()))
            .collect();
        assert_eq!(changed, [("free_tries", Some("5"), Some("4"))]);
        assert_eq!(page.data[0].label.as_deref(), Some("security"));
    })
    .await;
}

#[tokio::test]
async fn the_password_rule_holds_for_new_passwords() {
    each_database(|w| async move {
        set(&w, "security", &[("min_length", "20"), ("four_kinds", "true")]).await;
        let new = |password: &str| NewUserDraft {
            email: "lea.martin@usine.example".into(),
            first_name: "Léa".into(),
            last_name: "Martin".into(),
            password: password.into(),
            role: "technician".into(),
            ..Default::default()
        };
        let users = w.services.users();
        let refused = users.create(&w.admin, &new("Gr!velle-84-huitre")).await.expect_err("too short");
        assert_eq!(refused, Error::field("password", FieldCode::TooShort { min: 20 }));
        let refused = users.create(&w.admin, &new("correct horse battery staple")).await.expect_err("plain");
        assert_eq!(refused, Error::field("password", FieldCode::PasswordNotMixed));
        users.create(&w.admin, &new("Correct-horse-battery-8")).await.expect("good");
    })
    .await;
}

#[tokio::test]
async fn the_limits_of_sign_in_are_those_of_the_settings() {
    each_database(|w| async move {
        w.person_with_password("tom", Role::Technician, &[]).await;
        set(&w, "security", &[("free_tries", "3"), ("session_days", "2")]).await;
        let sign_in = async |password: &str| {
            let draft = SignInDraft { login: "tom".into(), password: password.into(), ..Default::default() };
            w.services.sessions().sign_in(&draft, &Client::default()).await
        };
        // Three days after sign-in the session is over, though a token lives a week.
        let signed = sign_in(testkit::PASSWORD).await.expect("signed in");
        let token = signed.tokens.refresh.expect("a refresh token");
        w.clock.advance_seconds(3 * 86_400);
        let renewed = w.services.sessions().refresh(&token, &Client::default()).await;
        assert_eq!(renewed.err(), Some(Error::SignedOut));
        for _ in 0..3 {
            assert!(matches!(sign_in("wrong").await.err(), Some(Error::Invalid(_))));
        }
        assert!(matches!(sign_in("wrong").await.err(), Some(Error::TooManyAttempts { .. })));
        assert_eq!(w.services.settings().get::<Security>().free_tries, 3);
    })
    .await;
}

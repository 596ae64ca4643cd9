//! Signing in, going on and signing out, on both databases.

use domain::{
    Error, FieldCode, Permission, SiteScope, UserId,
    access::Role,
    audit::Action,
    session::SignInDraft,
    user::{NewUserDraft, UserView},
};
use entity::{audit_entry, login_attempt, refresh_token, session, user_permission};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::{Client, SignedIn};
use testkit::{World, each_database};

const PASSWORD: &str = "huitre tango barda";
const DAY: i64 = 86_400;

fn from(address: &str) -> Client {
    let (user_agent, request_id) = ("a test".into(), "r-1".into());
    Client { address: address.into(), user_agent, request_id, ..Default::default() }
}

async fn account(w: &World, username: &str, role: Role) -> UserView {
    let draft = NewUserDraft {
        email: format!("{username}@usine.example"),
        username: username.into(),
        password: PASSWORD.into(),
        first_name: "Claire".into(),
        last_name: "Dumas".into(),
        role: role.to_string(),
        ..Default::default()
    };
    w.services.users().create(&w.admin, &draft).await.expect("a valid account")
}

async fn try_from(w: &World, address: &str, login: &str, password: &str) -> Result<SignedIn, Error> {
    let draft = SignInDraft { login: login.into(), password: password.into(), next: String::new() };
    w.services.sessions().sign_in(&draft, &from(address)).await
}

async fn sign_in(w: &World, login: &str) -> SignedIn {
    try_from(w, "192.0.2.1", login, PASSWORD).await.expect("the right password")
}

async fn entries(w: &World, action: Action) -> u64 {
    let found = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(action));
    found.count(&w.db).await.expect("countable")
}

fn wrong() -> Error {
    Error::field("password", FieldCode::WrongPassword)
}

#[tokio::test]
async fn one_signs_in_by_address_or_username_whatever_the_case() {
    each_database(|w| async move {
        let user = account(&w, "claire.dumas", Role::Technician).await;
        for login in ["claire.dumas", " Claire.Dumas@Usine.Example "] {
            let signed_in = sign_in(&w, login).await;
            assert_eq!(signed_in.user.id, user.id);
            assert_eq!(signed_in.user.last_login_at, Some(w.clock.now()));
            let caller =
                w.services.sessions().authenticate(&signed_in.tokens.access).await.expect("signed in");
            assert_eq!(caller, signed_in.known.caller);
            assert_eq!(caller.user_id(), Some(user.id));
        }
        assert_eq!(entries(&w, Action::SignedIn).await, 2);
    })
    .await;
}

#[tokio::test]
async fn unknown_wrong_and_disabled_are_answered_alike() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        let gone = account(&w, "gone", Role::Client).await;
        w.services.users().set_active(&w.admin, gone.id, false).await.expect("disabled");
        let tries = [("nobody", PASSWORD), ("claire", "wrong"), ("gone", PASSWORD), ("gone", "wrong")];
        for (login, password) in tries {
            let refused = try_from(&w, "192.0.2.1", login, password).await.err();
            assert_eq!(refused, Some(wrong()), "{login}");
        }
        let long = "x".repeat(5000);
        assert_eq!(try_from(&w, "192.0.2.1", "claire", &long).await.err(), Some(wrong()));
        assert_eq!(entries(&w, Action::SignInFailed).await, 5);
        let empty = try_from(&w, "192.0.2.1", "", "").await.err();
        let Some(Error::Invalid(errors)) = empty else { panic!("{empty:?}") };
        assert_eq!(errors.0.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn after_five_failures_each_one_makes_the_wait_longer() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        for n in 0..5 {
            let address = format!("192.0.2.{n}");
            assert_eq!(try_from(&w, &address, "claire", "wrong").await.err(), Some(wrong()));
        }
        let early = try_from(&w, "192.0.2.9", "claire", PASSWORD).await.err();
        assert_eq!(early, Some(Error::TooManyAttempts { retry_after_seconds: 15 }));
        w.clock.advance_seconds(15);
        assert_eq!(try_from(&w, "192.0.2.9", "claire", "wrong").await.err(), Some(wrong()));
        let early = try_from(&w, "192.0.2.9", "claire", PASSWORD).await.err();
        assert_eq!(early, Some(Error::TooManyAttempts { retry_after_seconds: 30 }));
        w.clock.advance_seconds(30);
        sign_in(&w, "claire").await;
        // Success starts the account anew.
        assert_eq!(try_from(&w, "192.0.2.9", "claire", "wrong").await.err(), Some(wrong()));
    })
    .await;
}

#[tokio::test]
async fn one_network_cannot_try_many_accounts() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        for n in 0..20 {
            let address = format!("2001:db8:1:2::{n}");
            assert_eq!(try_from(&w, &address, &format!("user-{n}"), "wrong").await.err(), Some(wrong()));
        }
        let here = try_from(&w, "2001:db8:1:2::99", "claire", PASSWORD).await.err();
        assert!(matches!(here, Some(Error::TooManyAttempts { .. })), "{here:?}");
        assert!(try_from(&w, "2001:db8:1:3::99", "claire", PASSWORD).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn who_asks_costs_one_statement() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let draft = NewUserDraft {
            email: "a@usine.example".into(),
            password: PASSWORD.into(),
            first_name: "Ali".into(),
            last_name: "Benz".into(),
            role: "technician".into(),
            sites: vec![north, south],
            permissions: vec!["import:run".into(), "-site:read".into()],
            ..Default::default()
        };
        w.services.users().create(&w.admin, &draft).await.expect("created");
        let signed_in = sign_in(&w, "a@usine.example").await;
        w.statements.take();
        let known = w.services.sessions().recognize(&signed_in.tokens.access).await.expect("signed in");
        assert_eq!(w.statements.take(), 1);
        let SiteScope::Only(mut sites) = known.caller.sites.clone() else { panic!("not all") };
        sites.sort_unstable();
        assert_eq!(sites, [north, south]);
        assert!(known.caller.may(Permission::ImportRun) && !known.caller.may(Permission::SiteRead));
        assert_eq!((known.viewer.name.as_str(), known.viewer.site_name), ("Ali Benz", None));
    })
    .await;
}

#[tokio::test]
async fn a_change_of_rights_holds_from_the_next_request_on() {
    each_database(|w| async move {
        let user = account(&w, "claire", Role::Supervisor).await;
        let access = sign_in(&w, "claire").await.tokens.access;
        let sessions = w.services.sessions();
        assert!(sessions.authenticate(&access).await.expect("known").may(Permission::EquipmentWrite));

        w.services.users().set_role(&w.admin, user.id, Role::Technician).await.expect("changed");
        let caller = sessions.authenticate(&access).await.expect("known");
        assert_eq!((caller.role, caller.may(Permission::EquipmentWrite)), (Role::Technician, false));

        let row = user_permission::ActiveModel {
            user_id: Set(user.id),
            permission: Set(Permission::EquipmentWrite),
            granted: Set(true),
            ..Default::default()
        };
        row.insert(&w.db).await.expect("granted");
        assert!(sessions.authenticate(&access).await.expect("known").may(Permission::EquipmentWrite));

        w.services.users().set_active(&w.admin, user.id, false).await.expect("disabled");
        assert_eq!(sessions.authenticate(&access).await, Err(Error::SignedOut));
    })
    .await;
}

#[tokio::test]
async fn an_access_token_ends_and_the_refresh_token_goes_on() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        let signed_in = sign_in(&w, "claire").await;
        let sessions = w.services.sessions();
        w.clock.advance_seconds(15 * 60);
        assert_eq!(sessions.authenticate(&signed_in.tokens.access).await, Err(Error::SignedOut));
        let first = signed_in.tokens.refresh.expect("given at sign-in");
        let renewed = sessions.refresh(&first, &from("192.0.2.1")).await.expect("in time");
        assert_eq!(renewed.known.caller.session, signed_in.known.caller.session);
        assert!(sessions.authenticate(&renewed.tokens.access).await.is_ok());
        assert!(renewed.tokens.refresh.is_some_and(|second| second != first));
        let stored = refresh_token::Entity::find().all(&w.db).await.expect("readable");
        assert!(stored.iter().all(|t| t.token_hash != first), "only hashes are stored");
    })
    .await;
}

#[tokio::test]
async fn a_used_token_that_comes_back_ends_the_session() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        let first = sign_in(&w, "claire").await.tokens.refresh.expect("given");
        let sessions = w.services.sessions();
        let renewed = sessions.refresh(&first, &from("192.0.2.1")).await.expect("renewed");
        w.clock.advance_seconds(31);
        let again = sessions.refresh(&first, &from("203.0.113.66")).await.err();
        assert_eq!(again, Some(Error::SignedOut));
        assert_eq!(entries(&w, Action::TokenReused).await, 1);
        // Also for whoever holds the new pair.
        assert_eq!(sessions.authenticate(&renewed.tokens.access).await, Err(Error::SignedOut));
        let second = renewed.tokens.refresh.expect("given");
        assert_eq!(sessions.refresh(&second, &from("192.0.2.1")).await.err(), Some(Error::SignedOut));
    })
    .await;
}

#[tokio::test]
async fn two_tabs_renew_at_once_and_only_one_gets_the_new_token() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        let first = sign_in(&w, "claire").await.tokens.refresh.expect("given");
        let (sessions, client) = (w.services.sessions(), from("192.0.2.1"));
        let (a, b) = tokio::join!(sessions.refresh(&first, &client), sessions.refresh(&first, &client));
        let (a, b) = (a.expect("signed in").tokens, b.expect("signed in").tokens);
        assert_eq!(u8::from(a.refresh.is_some()) + u8::from(b.refresh.is_some()), 1);
        for tokens in [&a, &b] {
            assert!(sessions.authenticate(&tokens.access).await.is_ok());
        }
        w.clock.advance_seconds(29);
        let late = sessions.refresh(&first, &client).await.expect("within the grace");
        assert_eq!(late.tokens.refresh, None);
        assert_eq!(entries(&w, Action::TokenReused).await, 0);
    })
    .await;
}

#[tokio::test]
async fn an_unused_session_lives_a_week_and_a_used_one_a_month() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        let sessions = w.services.sessions();
        let unused = sign_in(&w, "claire").await.tokens.refresh.expect("given");
        let mut used = sign_in(&w, "claire").await.tokens.refresh.expect("given");
        for day in 1..30 {
            w.clock.advance_seconds(DAY);
            used = sessions
                .refresh(&used, &from("192.0.2.1"))
                .await
                .expect("alive")
                .tokens
                .refresh
                .expect("new");
            if day == 7 {
                assert_eq!(sessions.refresh(&unused, &from("")).await.err(), Some(Error::SignedOut));
            }
        }
        w.clock.advance_seconds(DAY);
        assert_eq!(sessions.refresh(&used, &from("192.0.2.1")).await.err(), Some(Error::SignedOut));
    })
    .await;
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        account(&w, "paul", Role::Technician).await;
        let (here, there) = (sign_in(&w, "claire").await, sign_in(&w, "claire").await);
        let third = sign_in(&w, "claire").await;
        let pauls = sign_in(&w, "paul").await;
        let (sessions, by) = (w.services.sessions(), &here.known.caller);
        let listed = sessions.list(by).await.expect("own sessions");
        assert_eq!(listed.iter().map(|s| s.current).collect::<Vec<_>>(), [false, false, true]);
        assert_eq!(listed[0].address, "192.0.2.1");

        let not_own = pauls.known.caller.session.expect("a session");
        assert_eq!(sessions.end(by, not_own).await, Err(Error::NotFound(domain::Noun::Session)));
        sessions.end(by, third.known.caller.session.expect("a session")).await.expect("ended");
        assert_eq!(sessions.authenticate(&third.tokens.access).await, Err(Error::SignedOut));

        assert_eq!(sessions.end_others(by).await, Ok(1));
        assert_eq!(sessions.authenticate(&there.tokens.access).await, Err(Error::SignedOut));
        assert!(sessions.authenticate(&here.tokens.access).await.is_ok());
        assert!(sessions.authenticate(&pauls.tokens.access).await.is_ok());

        sessions.sign_out(by).await.expect("signed out");
        assert_eq!(sessions.authenticate(&here.tokens.access).await, Err(Error::SignedOut));
        let refresh = here.tokens.refresh.expect("given");
        assert_eq!(sessions.refresh(&refresh, &from("")).await.err(), Some(Error::SignedOut));
        assert_eq!(entries(&w, Action::SignedOut).await, 1);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_token_of_ours_is_nobody() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        let signed_in = sign_in(&w, "claire").await;
        let sessions = w.services.sessions();
        let refresh = signed_in.tokens.refresh.expect("given");
        for token in ["", "x", "a.b.c", refresh.as_str(), &format!("{}x", signed_in.tokens.access)] {
            assert_eq!(sessions.authenticate(token).await, Err(Error::SignedOut), "{token}");
        }
        for token in ["", "x", signed_in.tokens.access.as_str()] {
            assert_eq!(sessions.refresh(token, &from("")).await.err(), Some(Error::SignedOut), "{token}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_over_is_cleaned_up() {
    each_database(|w| async move {
        account(&w, "claire", Role::Technician).await;
        sign_in(&w, "claire").await;
        assert!(try_from(&w, "192.0.2.1", "claire", "wrong").await.is_err());
        let jobs = w.services.jobs();
        assert_eq!(jobs.clean_up().await, Ok(0));
        w.clock.advance_seconds(2 * 3600);
        assert_eq!(jobs.clean_up().await, Ok(3), "the attempt's three counts");
        w.clock.advance_seconds(60 * DAY);
        assert_eq!(jobs.clean_up().await, Ok(5), "token and session, and the events of three changes");
        assert_eq!(login_attempt::Entity::find().count(&w.db).await.ok(), Some(0));
        assert_eq!(session::Entity::find().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn an_attempt_tells_its_person_in_the_audit_trail() {
    each_database(|w| async move {
        let user = account(&w, "claire", Role::Technician).await;
        assert!(try_from(&w, "192.0.2.1", "claire", "wrong").await.is_err());
        assert!(try_from(&w, "192.0.2.1", "my secret typed here", "wrong").await.is_err());
        sign_in(&w, "claire").await;
        let all = audit_entry::Entity::find().all(&w.db).await.expect("readable");
        let failed: Vec<UserId> =
            all.iter().filter(|e| e.action == Action::SignInFailed).map(|e| UserId(e.entity_id)).collect();
        assert_eq!(failed, [user.id, UserId(0)]);
        let signed_in = all.iter().find(|e| e.action == Action::SignedIn).expect("recorded");
        assert_eq!((signed_in.user_id, signed_in.actor.as_str()), (Some(user.id), "claire"));
        assert_eq!(signed_in.request_id, "r-1");
        assert!(all.iter().all(|e| !format!("{e:?}").contains("secret")), "what was typed is not kept");
    })
    .await;
}

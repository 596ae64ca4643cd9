//! Two-step sign-in.

use domain::{
    Caller, Error, FieldCode, Permission, Refusal, SiteId,
    access::Role,
    audit::Action,
    session::{SecondStepKind, SecondStepState, SecondStepView, SignInDraft},
    settings::SettingsDraft,
};
use entity::{audit_entry, one_time_token, recovery_code, second_step};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::{Client, SignInStep, SignedIn};
use testkit::{PASSWORD, World, each_database};

fn from(address: &str) -> Client {
    Client { address: address.into(), ..Default::default() }
}

fn draft(password: &str) -> SignInDraft {
    SignInDraft { login: "lea".into(), password: password.into(), next: String::new() }
}

async fn sign_in(w: &World, code: &str) -> Result<SignedIn, Error> {
    w.services.sessions().sign_in_with_code(&draft(PASSWORD), code, &from("192.0.2.1")).await
}

async fn view(w: &World, by: &Caller) -> SecondStepView {
    w.services.sessions().second_step(by).await.expect("one's own")
}

/// Léa, signed in; her second step is on. Her secret and her recovery codes.
async fn set_up(w: &World, role: Role, sites: &[SiteId]) -> (Caller, String, Vec<String>) {
    w.person_with_password("lea", role, sites).await;
    let by = sign_in(w, "").await.expect("signed in").known.caller;
    let sessions = w.services.sessions();
    sessions.begin_second_step(&by).await.expect("begun");
    let SecondStepState::Begun { secret } = view(w, &by).await.state else { panic!("begun") };
    let code = w.app_code(&secret, 0);
    sessions.confirm_second_step(&by, &code, &from("192.0.2.1")).await.expect("confirmed");
    let codes = view(w, &by).await.new_codes;
    w.clock.advance_seconds(60);
    (by, secret, codes)
}

fn wrong() -> Option<Error> {
    Some(Error::field("code", FieldCode::WrongCode))
}

#[tokio::test]
async fn a_code_proves_the_app_and_then_each_sign_in() {
    each_database(|w| async move {
        w.person_with_password("lea", Role::Technician, &[]).await;
        let by = sign_in(&w, "").await.expect("signed in").known.caller;
        let sessions = w.services.sessions();
        assert_eq!(view(&w, &by).await.state, SecondStepState::Off);
        assert!(sessions.second_step_uri(&by).await.is_err(), "nothing is being set up");
        sessions.begin_second_step(&by).await.expect("begun");
        let SecondStepState::Begun { secret } = view(&w, &by).await.state else { panic!("begun") };
        assert_eq!(secret.len(), 32);
        let uri = sessions.second_step_uri(&by).await.expect("an address");
        assert!(uri.starts_with("otpauth://totp/Vigie:lea@vigie.test?secret="), "{uri}");
        assert!(uri.contains(&secret));
        let stored = second_step::Entity::find().one(&w.db).await.expect("read").expect("a row");
        assert!(!stored.secret.contains(&secret), "sealed");
        assert!(sign_in(&w, "").await.is_ok(), "not on before it is proven");

        let far = w.app_code(&secret, 9);
        let refused = sessions.confirm_second_step(&by, &far, &from("")).await;
        assert_eq!(refused.err(), wrong());
        let code = w.app_code(&secret, 0);
        sessions.confirm_second_step(&by, &code, &from("")).await.expect("confirmed");
        let on = view(&w, &by).await;
        assert!(matches!(on.state, SecondStepState::On { codes_left: 10, .. }));
        assert_eq!(sessions.begin_second_step(&by).await, Err(Refusal::SecondStepState.into()));

        let needed = Some(Error::field("code", FieldCode::CodeRequired));
        assert_eq!(sign_in(&w, "").await.err(), needed);
        assert_eq!(sign_in(&w, &code).await.err(), wrong(), "used for the proof");
        w.clock.advance_seconds(60);
        let code = w.app_code(&secret, 0);
        assert!(sign_in(&w, &code).await.is_ok());
        assert_eq!(sign_in(&w, &code).await.err(), wrong(), "once");
        assert_eq!(sign_in(&w, &w.app_code(&secret, -1)).await.err(), wrong(), "none from before it");
        assert!(sign_in(&w, &w.app_code(&secret, 1)).await.is_ok(), "a clock that is ahead");
    })
    .await;
}

#[tokio::test]
async fn of_two_who_type_the_same_code_at_once_one_gets_in() {
    each_database(|w| async move {
        let (_, secret, codes) = set_up(&w, Role::Technician, &[]).await;
        for code in [w.app_code(&secret, 0), codes[0].clone()] {
            let both = tokio::join!(sign_in(&w, &code), sign_in(&w, &code));
            let refused: Vec<_> = [both.0.err(), both.1.err()].into_iter().flatten().collect();
            assert_eq!(refused, [Error::field("code", FieldCode::WrongCode)]);
        }
    })
    .await;
}

#[tokio::test]
async fn a_recovery_code_works_once_and_new_ones_replace_them() {
    each_database(|w| async move {
        let (by, _, codes) = set_up(&w, Role::Technician, &[]).await;
        let sessions = w.services.sessions();
        assert_eq!(codes.len(), 10);
        let stored = recovery_code::Entity::find().all(&w.db).await.expect("read");
        assert!(stored.iter().all(|row| !codes.contains(&row.code_hash) && row.code_hash.len() == 64));
        assert!(sign_in(&w, &codes[0].to_lowercase()).await.is_ok());
        assert_eq!(sign_in(&w, &codes[0]).await.err(), wrong());
        assert!(matches!(view(&w, &by).await.state, SecondStepState::On { codes_left: 9, .. }));

        let refused = sessions.renew_recovery_codes(&by, "wrong", &from("")).await;
        assert_eq!(refused, Err(Error::field("password", FieldCode::WrongCurrentPassword)));
        sessions.renew_recovery_codes(&by, PASSWORD, &from("")).await.expect("renewed");
        let fresh = view(&w, &by).await.new_codes;
        assert!(fresh.iter().all(|code| !codes.contains(code)));
        assert_eq!(sign_in(&w, &codes[1]).await.err(), wrong(), "the old ones are gone");
        assert!(sign_in(&w, &fresh[1]).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn new_codes_are_shown_to_the_session_that_made_them_until_they_are_kept() {
    each_database(|w| async move {
        let (by, secret, codes) = set_up(&w, Role::Technician, &[]).await;
        let sessions = w.services.sessions();
        assert_eq!(view(&w, &by).await.new_codes, codes);
        let other = sign_in(&w, &w.app_code(&secret, 0)).await.expect("signed in").known.caller;
        assert!(view(&w, &other).await.new_codes.is_empty());
        sessions.forget_new_codes(&by).await.expect("kept");
        assert!(view(&w, &by).await.new_codes.is_empty());

        sessions.renew_recovery_codes(&by, PASSWORD, &from("")).await.expect("renewed");
        w.clock.advance_seconds(600);
        assert!(view(&w, &by).await.new_codes.is_empty(), "nor longer than ten minutes");
        w.services.jobs().clean_up().await.expect("cleaned");
        let row = second_step::Entity::find().one(&w.db).await.expect("read").expect("a row");
        assert_eq!(row.new_codes, None);
    })
    .await;
}

#[tokio::test]
async fn a_ticket_opens_nothing_but_the_field_for_the_code() {
    each_database(|w| async move {
        let (_, secret, _) = set_up(&w, Role::Technician, &[]).await;
        let sessions = w.services.sessions();
        let begin = || async {
            match sessions.begin_sign_in(&draft(PASSWORD), &from("192.0.2.1")).await.expect("right") {
                SignInStep::Code { ticket } => ticket,
                SignInStep::Done(_) => panic!("a code is asked for"),
            }
        };
        let world = &w;
        let finish = |ticket: String, code: String| async move {
            world.services.sessions().finish_sign_in(&ticket, &code, &from("192.0.2.1")).await.map(drop)
        };
        let first = begin().await;
        assert!(sessions.authenticate(&first).await.is_err());
        assert_eq!(sessions.reset_link_is_open(&first).await, Ok(false));
        let second = begin().await;
        let code = w.app_code(&secret, 0);
        assert_eq!(finish(first, code.clone()).await, Err(Error::SignedOut), "a newer one took its place");
        assert_eq!(finish(second.clone(), "000000".into()).await.err(), wrong());
        assert_eq!(finish(second.clone(), code).await, Ok(()));
        assert_eq!(finish(second, w.app_code(&secret, 1)).await, Err(Error::SignedOut), "used");
        let third = begin().await;
        w.clock.advance_seconds(600);
        assert_eq!(finish(third, w.app_code(&secret, 0)).await, Err(Error::SignedOut), "too old");
        assert_eq!(finish(String::new(), "000000".into()).await, Err(Error::SignedOut));

        // A wrong password gives none, and says no more than for somebody unknown.
        let refused = sessions.begin_sign_in(&draft("wrong"), &from("192.0.2.1")).await.err();
        assert_eq!(refused, Some(Error::field("password", FieldCode::WrongPassword)));
        let stored = one_time_token::Entity::find().count(&w.db).await.expect("read");
        assert_eq!(stored, 1, "only the one that was too old");
    })
    .await;
}

#[tokio::test]
async fn codes_are_limited_by_account_whatever_the_password_did() {
    each_database(|w| async move {
        let (_, secret, _) = set_up(&w, Role::Technician, &[]).await;
        for _ in 0..5 {
            assert_eq!(sign_in(&w, "000000").await.err(), wrong());
        }
        let limited = |e: Option<Error>| matches!(e, Some(Error::TooManyAttempts { .. }));
        assert!(limited(sign_in(&w, &w.app_code(&secret, 0)).await.err()));
        // From another network too, and by the other name.
        let by_mail = SignInDraft { login: "lea@vigie.test".into(), ..draft(PASSWORD) };
        let code = w.app_code(&secret, 0);
        let there = w.services.sessions().sign_in_with_code(&by_mail, &code, &from("203.0.113.9")).await;
        assert!(limited(there.err()));
        let id = entity::user::Entity::find().all(&w.db).await.expect("read");
        let lea = id.iter().find(|u| u.username == "lea").expect("there").id;
        w.services.users().unlock(&w.admin, lea).await.expect("unlocked");
        assert!(sign_in(&w, &code).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn turning_off_asks_the_password() {
    each_database(|w| async move {
        let (by, ..) = set_up(&w, Role::Technician, &[]).await;
        let sessions = w.services.sessions();
        for (typed, code) in [("", FieldCode::Required), ("wrong", FieldCode::WrongCurrentPassword)] {
            let refused = sessions.turn_off_second_step(&by, typed, &from("")).await;
            assert_eq!(refused, Err(Error::field("password", code)));
        }
        sessions.turn_off_second_step(&by, PASSWORD, &from("")).await.expect("off");
        assert!(sign_in(&w, "").await.is_ok());
        assert_eq!(recovery_code::Entity::find().count(&w.db).await.ok(), Some(0));
        let again = sessions.turn_off_second_step(&by, PASSWORD, &from("")).await;
        assert_eq!(again, Err(Refusal::SecondStepState.into()));
    })
    .await;
}

async fn ask_of_technicians(w: &World) {
    let page = w.services.settings().section(&w.admin, "security").await.expect("a section");
    let mut draft = SettingsDraft::from(&page);
    draft.values.insert("second_step_technician".into(), "true".into());
    w.services.settings().update(&w.admin, "security", &draft).await.expect("saved");
}

#[tokio::test]
async fn whoever_must_set_it_up_can_do_nothing_else_before() {
    each_database(|w| async move {
        let site = w.site("NORD").await;
        w.person_with_password("lea", Role::Technician, &[site]).await;
        let before = sign_in(&w, "").await.expect("signed in");
        ask_of_technicians(&w).await;
        // The session from before is held to it too.
        let by = w.services.sessions().authenticate(&before.tokens.access).await.expect("signed in");
        assert!(by.second_step_due);
        let signed_in = sign_in(&w, "").await.expect("signed in").known;
        assert!(signed_in.viewer.second_step_due);
        let by = signed_in.caller;
        let due = Some(Error::SecondStepDue);
        assert_eq!(w.services.users().me(&by).await.err(), due);
        assert_eq!(w.services.equipment().list(&by, &Default::default()).await.err(), due);
        assert_eq!(w.services.sessions().list(&by).await.err(), due);
        assert!(view(&w, &by).await.asked);

        let sessions = w.services.sessions();
        sessions.begin_second_step(&by).await.expect("begun");
        let SecondStepState::Begun { secret } = view(&w, &by).await.state else { panic!("begun") };
        sessions.confirm_second_step(&by, &w.app_code(&secret, 0), &from("")).await.expect("confirmed");
        let by = sessions.authenticate(&before.tokens.access).await.expect("signed in");
        assert!(!by.second_step_due);
        assert!(w.services.users().me(&by).await.is_ok());
        // Nobody of another role is asked.
        let sam = w.person_with_password("sam", Role::Supervisor, &[site]).await;
        let draft = SignInDraft { login: "sam".into(), ..draft(PASSWORD) };
        let signed_in = sessions.sign_in(&draft, &from("")).await.expect("signed in");
        assert!(!signed_in.known.caller.second_step_due && sam.may(Permission::AccountOwn));
    })
    .await;
}

#[tokio::test]
async fn an_administrator_takes_it_from_others_and_it_is_recorded() {
    each_database(|w| async move {
        let (by, ..) = set_up(&w, Role::Admin, &[]).await;
        let id = by.user_id().expect("a person");
        let users = w.services.users();
        assert_eq!(users.remove_second_step(&by, id).await, Err(Refusal::OwnAccount.into()));
        assert!(users.detail(&w.admin, id).await.expect("read").second_step);
        let supervisor = w.person("sam", Role::Supervisor, &[]).await;
        assert_eq!(users.remove_second_step(&supervisor, id).await, Err(Error::Forbidden));
        users.remove_second_step(&w.admin, id).await.expect("removed");
        assert!(!users.detail(&w.admin, id).await.expect("read").second_step);
        assert!(sign_in(&w, "").await.is_ok());
        let again = users.remove_second_step(&w.admin, id).await;
        assert_eq!(again, Err(Refusal::SecondStepState.into()));
        for action in [Action::SecondStepSetUp, Action::SecondStepRemoved] {
            let noted = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(action));
            assert_eq!(noted.count(&w.db).await.ok(), Some(1), "{action}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_history_tells_how_the_second_step_was_proven() {
    each_database(|w| async move {
        let (by, secret, codes) = set_up(&w, Role::Technician, &[]).await;
        sign_in(&w, &w.app_code(&secret, 0)).await.expect("signed in");
        sign_in(&w, &codes[3]).await.expect("signed in");
        assert!(sign_in(&w, "123456").await.is_err());
        let history = w.services.users().my_sign_ins(&by).await.expect("read");
        let told: Vec<_> = history.iter().map(|s| (s.succeeded, s.second_step)).collect();
        assert_eq!(
            told,
            [
                (false, Some(SecondStepKind::Code)),
                (true, Some(SecondStepKind::RecoveryCode)),
                (true, Some(SecondStepKind::Code)),
                (true, None),
            ]
        );
    })
    .await;
}

//! Administration of accounts: who may change what, what takes effect at once, and what is never done.

use domain::{
    Caller, Error, FieldCode, Permission, Refusal, Role,
    session::SignInDraft,
    user::{NewUserDraft, UserDetail, UserDraft, UserQuery},
};
use services::{Client, SignedIn};
use testkit::{World, each_database};

async fn sign_in(w: &World, login: &str, password: &str) -> Result<SignedIn, Error> {
    let draft = SignInDraft { login: login.into(), password: password.into(), ..Default::default() };
    let client = Client { address: "192.0.2.9".into(), ..Default::default() };
    w.services.sessions().sign_in(&draft, &client).await
}

async fn detail(w: &World, of: &Caller) -> UserDetail {
    w.services.users().detail(&w.admin, of.user_id().expect("a person")).await.expect("there")
}

async fn change(w: &World, of: &Caller, with: impl FnOnce(&mut UserDraft)) -> Result<UserDetail, Error> {
    let mut draft = UserDraft::from(&detail(w, of).await);
    with(&mut draft);
    w.services.users().update(&w.admin, of.user_id().expect("a person"), &draft).await
}

#[tokio::test]
async fn a_change_of_rights_holds_at_the_next_request() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let tom = w.person_with_password("tom", Role::Technician, &[north]).await;
        let token = sign_in(&w, "tom", testkit::PASSWORD).await.expect("signed in").tokens.access;
        let after = change(&w, &tom, |d| {
            d.role = "supervisor".into();
            d.sites = vec![south, north];
            d.permissions = vec![String::new(), "import:run".into(), "-equipment:delete".into()];
        })
        .await
        .expect("changed");
        assert_eq!(after.permissions, ["-equipment:delete", "import:run"]);
        assert_eq!(after.sites.len(), 2);
        let by = w.services.sessions().authenticate(&token).await.expect("still signed in");
        assert_eq!(by.role, Role::Supervisor);
        assert!(by.may(Permission::ImportRun) && !by.may(Permission::EquipmentDelete));
        assert!(by.sites.contains(south));
        let back = change(&w, &tom, |d| (d.sites, d.permissions) = (vec![], vec![])).await.expect("changed");
        assert!(back.sites.is_empty() && back.permissions.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_every_wrong_field_named() {
    each_database(|w| async move {
        let tom = w.person("tom", Role::Technician, &[]).await;
        w.person("lea", Role::Technician, &[]).await;
        let old = UserDraft::from(&detail(&w, &tom).await);
        change(&w, &tom, |d| d.last_name = "Martin".into()).await.expect("changed");
        let id = tom.user_id().expect("a person");
        let Err(Error::Stale(fields)) = w.services.users().update(&w.admin, id, &old).await else {
            panic!("overwritten");
        };
        assert_eq!(fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["last_name"]);
        let taken = change(&w, &tom, |d| d.email = "lea@vigie.test".into()).await.expect_err("taken");
        assert_eq!(taken, Error::field("email", FieldCode::Duplicate));
        let Err(Error::Invalid(errors)) =
            change(&w, &tom, |d| (d.email, d.role) = ("x".into(), "boss".into())).await
        else {
            panic!("taken");
        };
        assert_eq!(errors.0.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_their_own_rights_away() {
    each_database(|w| async move {
        let users = w.services.users();
        let own = w.admin.user_id().expect("a person");
        w.person("second", Role::Admin, &[]).await;
        assert_eq!(
            users.set_active(&w.admin, own, false).await.expect_err("oneself"),
            Error::Refused(Refusal::OwnAccount)
        );
        let demoted = change(&w, &w.admin, |d| d.role = "client".into()).await;
        assert_eq!(demoted.expect_err("oneself"), Error::Refused(Refusal::OwnAccount));
        change(&w, &w.admin, |d| d.first_name = "Anne".into()).await.expect("a name is one's own");
    })
    .await;
}

#[tokio::test]
async fn who_is_deactivated_is_out_at_once_and_comes_back() {
    each_database(|w| async move {
        let tom = w.person_with_password("tom", Role::Technician, &[]).await;
        let id = tom.user_id().expect("a person");
        let token = sign_in(&w, "tom", testkit::PASSWORD).await.expect("signed in").tokens.access;
        let users = w.services.users();
        users.set_active(&w.admin, id, false).await.expect("deactivated");
        let sessions = w.services.sessions();
        assert_eq!(sessions.authenticate(&token).await.err(), Some(Error::SignedOut));
        assert!(sign_in(&w, "tom", testkit::PASSWORD).await.is_err());
        users.set_active(&w.admin, id, true).await.expect("back");
        assert!(sign_in(&w, "tom", testkit::PASSWORD).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn an_administrator_sees_sign_ins_and_sessions_unlocks_and_ends() {
    each_database(|w| async move {
        let tom = w.person_with_password("tom", Role::Technician, &[]).await;
        let id = tom.user_id().expect("a person");
        let token = sign_in(&w, "tom", testkit::PASSWORD).await.expect("signed in").tokens.access;
        for _ in 0..5 {
            assert!(sign_in(&w, "tom", "wrong").await.is_err());
        }
        assert!(matches!(
            sign_in(&w, "tom", testkit::PASSWORD).await.err(),
            Some(Error::TooManyAttempts { .. })
        ));
        let users = w.services.users();
        w.statements.take();
        assert!(users.detail(&w.admin, id).await.expect("there").locked_seconds.is_some());
        assert_eq!(w.statements.take(), 6);
        users.unlock(&w.admin, id).await.expect("unlocked");
        assert_eq!(users.detail(&w.admin, id).await.expect("there").locked_seconds, None);
        assert!(sign_in(&w, "tom", testkit::PASSWORD).await.is_ok());
        w.statements.take();
        let history = users.sign_ins(&w.admin, id).await.expect("read");
        assert_eq!(w.statements.take(), 2);
        let told: Vec<bool> = history.iter().map(|s| s.succeeded).collect();
        assert_eq!(told, [true, false, false, false, false, false, true]);
        assert!(history.iter().all(|s| s.address == "192.0.2.9"));
        let own = w.services.sessions().authenticate(&token).await.expect("signed in");
        assert_eq!(users.my_sign_ins(&own).await.expect("one's own"), history);
        assert_eq!(users.sign_ins(&own, id).await.expect_err("not for all"), Error::Forbidden);
        let open = users.sessions(&w.admin, id).await.expect("read");
        assert_eq!(open.len(), 2);
        users.end_sessions(&w.admin, id, own.session).await.expect("ended");
        assert_eq!(w.services.sessions().authenticate(&token).await.err(), Some(Error::SignedOut));
        users.end_sessions(&w.admin, id, None).await.expect("ended");
        assert!(users.sessions(&w.admin, id).await.expect("read").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_supervisor_reads_accounts_and_creates_technicians_and_clients_only() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let sam = w.person("sam", Role::Supervisor, &[site]).await;
        let users = w.services.users();
        let new = |role: &str, mail: &str| NewUserDraft {
            email: format!("{mail}@usine.example"),
            first_name: "Léa".into(),
            last_name: "Martin".into(),
            password: "huitre tango barda".into(),
            role: role.into(),
            sites: vec![site],
            ..Default::default()
        };
        for (role, mail) in [("technician", "a.b"), ("client", "c.d")] {
            users.create(&sam, &new(role, mail)).await.expect(role);
        }
        for role in ["supervisor", "admin"] {
            let refused = users.create(&sam, &new(role, "e.f")).await.expect_err(role);
            assert_eq!(refused, Error::field("role", FieldCode::NotAllowed));
        }
        let query = UserQuery { site: vec![site], ..Default::default() };
        w.statements.take();
        assert_eq!(users.list(&sam, &query).await.expect("listed").data.len(), 3);
        assert_eq!(w.statements.take(), 3);
        let id = sam.user_id().expect("a person");
        let draft = UserDraft::from(&users.detail(&sam, id).await.expect("oneself"));
        assert_eq!(users.update(&sam, id, &draft).await.expect_err("manages nobody"), Error::Forbidden);
    })
    .await;
}

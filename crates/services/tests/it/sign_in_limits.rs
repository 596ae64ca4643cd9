//! Whose wrong passwords keep whom waiting, on both databases.

use domain::{Error, FieldCode, access::Role, session::SignInDraft};
use services::{Client, SignedIn};
use testkit::{PASSWORD, World, each_database};

const PLANT: &str = "192.0.2.1";
const STRANGER: &str = "198.51.100.7";
const ELSEWHERE: &str = "203.0.113.5";

async fn try_with(w: &World, client: (&str, &str), login: &str, password: &str) -> Result<SignedIn, Error> {
    let (address, device) = client;
    let client = Client { address: address.into(), device: device.into(), ..Default::default() };
    let draft = SignInDraft { login: login.into(), password: password.into(), next: String::new() };
    w.services.sessions().sign_in(&draft, &client).await
}

/// A wrong password, as soon as it may be typed.
async fn fail(w: &World, client: (&str, &str), login: &str) {
    let mut refused = try_with(w, client, login, "wrong").await.err();
    if let Some(Error::TooManyAttempts { retry_after_seconds }) = refused {
        w.clock.advance_seconds(retry_after_seconds);
        refused = try_with(w, client, login, "wrong").await.err();
    }
    assert_eq!(refused, Some(Error::field("password", FieldCode::WrongPassword)));
}

async fn waits(w: &World, client: (&str, &str), login: &str) -> bool {
    match try_with(w, client, login, PASSWORD).await {
        Ok(_) => false,
        Err(Error::TooManyAttempts { .. }) => true,
        Err(other) => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_stranger_keeps_strangers_out_and_not_the_owner() {
    each_database(|w| async move {
        w.person_with_password("lea", Role::Technician, &[]).await;
        let device = try_with(&w, (PLANT, ""), "lea", PASSWORD).await.expect("signed in").device;
        for _ in 0..9 {
            fail(&w, (STRANGER, ""), "lea").await;
            assert!(!waits(&w, (ELSEWHERE, &device), "lea").await, "a device that signed in before");
            assert!(!waits(&w, (PLANT, ""), "lea@vigie.test").await, "an address that it came from");
        }
        assert!(waits(&w, ("203.0.113.77", ""), "lea").await, "somewhere new");
        assert!(waits(&w, ("203.0.113.77", "forged"), "lea").await);
    })
    .await;
}

#[tokio::test]
async fn nobody_tries_for_ever_on_a_known_device_or_from_a_known_address() {
    each_database(|w| async move {
        let lea = w.person_with_password("lea", Role::Technician, &[]).await.user_id().expect("a person");
        let device = try_with(&w, (PLANT, ""), "lea", PASSWORD).await.expect("signed in").device;
        for client in [(ELSEWHERE, device.as_str()), (PLANT, "")] {
            for _ in 0..5 {
                assert!(!matches!(
                    try_with(&w, client, "lea", "wrong").await.err(),
                    Some(Error::TooManyAttempts { .. })
                ));
            }
            assert!(waits(&w, client, "lea").await);
        }
        let users = w.services.users();
        assert!(users.detail(&w.admin, lea).await.expect("there").locked_seconds.is_some());
        users.unlock(&w.admin, lea).await.expect("unlocked");
        assert_eq!(users.detail(&w.admin, lea).await.expect("there").locked_seconds, None);
        assert!(!waits(&w, (ELSEWHERE, &device), "lea").await && !waits(&w, (PLANT, ""), "lea").await);
    })
    .await;
}

#[tokio::test]
async fn one_persons_failures_do_not_keep_their_colleagues_out() {
    each_database(|w| async move {
        for name in ["lea", "tom", "zoe", "new"] {
            w.person_with_password(name, Role::Technician, &[]).await;
        }
        for name in ["lea", "tom", "zoe"] {
            try_with(&w, (PLANT, ""), name, PASSWORD).await.expect("signed in");
        }
        // By names that nobody has, and by a colleague's.
        for n in 0..20 {
            fail(&w, (PLANT, ""), &format!("user-{n}")).await;
        }
        for _ in 0..8 {
            fail(&w, (PLANT, ""), "tom").await;
        }
        for n in 0..3 {
            fail(&w, (PLANT, ""), &format!("other-{n}")).await;
        }
        assert!(!waits(&w, (PLANT, ""), "lea").await && !waits(&w, (PLANT, ""), "zoe").await);
        assert!(waits(&w, (PLANT, ""), "new").await, "who has never come from there waits like a stranger");
    })
    .await;
}

#[tokio::test]
async fn a_known_address_is_no_way_to_try_every_account() {
    each_database(|w| async move {
        for n in 0..45 {
            w.person_with_password(&format!("person{n}"), Role::Client, &[]).await;
            try_with(&w, (PLANT, ""), &format!("person{n}"), PASSWORD).await.expect("signed in");
        }
        let mut tried = 0;
        for _ in 0..5 {
            for n in 0..45 {
                let refused = try_with(&w, (PLANT, ""), &format!("person{n}"), "wrong").await.err();
                tried += usize::from(!matches!(refused, Some(Error::TooManyAttempts { .. })));
            }
        }
        assert_eq!(tried, 200);
    })
    .await;
}

#[tokio::test]
async fn a_device_is_known_to_those_who_signed_in_on_it_alone() {
    each_database(|w| async move {
        w.person_with_password("lea", Role::Technician, &[]).await;
        w.person_with_password("tom", Role::Technician, &[]).await;
        let of_lea = try_with(&w, (PLANT, ""), "lea", PASSWORD).await.expect("signed in").device;
        for _ in 0..6 {
            fail(&w, (STRANGER, ""), "tom").await;
        }
        assert!(waits(&w, (ELSEWHERE, &of_lea), "tom").await, "of somebody else");
        w.clock.advance_seconds(3600);
        let of_both = try_with(&w, (PLANT, &of_lea), "tom", PASSWORD).await.expect("signed in").device;
        for login in ["lea", "tom"] {
            for _ in 0..6 {
                fail(&w, (STRANGER, ""), login).await;
            }
            assert!(!waits(&w, (ELSEWHERE, &of_both), login).await, "{login}");
        }
        // After a year it is a stranger's again.
        w.clock.advance_seconds(366 * 86_400);
        for _ in 0..6 {
            fail(&w, (STRANGER, ""), "lea").await;
        }
        assert!(waits(&w, ("203.0.113.77", &of_both), "lea").await);
    })
    .await;
}

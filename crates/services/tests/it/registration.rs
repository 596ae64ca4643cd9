//! Requests for an account.

use domain::{
    Error, FieldCode, Noun, Permission, Refusal,
    access::Role,
    audit::Action,
    mail::MailTemplate,
    session::SignInDraft,
    settings::SettingsDraft,
    user::{
        ApprovalDraft, CONFIRM_SECONDS, Language, RegistrationDraft, RegistrationView, UNDECIDED_SECONDS,
    },
};
use entity::{audit_entry, mail, registration, user, user_site};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use services::{Client, MailOptions};
use testkit::{World, each_database};

const PASSWORD: &str = "marmotte violet tabouret";
const ZOE: &str = "zoe@usine.example";

fn from(address: &str) -> Client {
    Client { address: address.into(), ..Default::default() }
}

fn draft(email: &str) -> RegistrationDraft {
    RegistrationDraft {
        email: email.into(),
        first_name: "Zoé".into(),
        last_name: "Le Bihan".into(),
        role: "supervisor".into(),
        password: PASSWORD.into(),
        again: PASSWORD.into(),
    }
}

async fn ask(w: &World, email: &str, address: &str) -> Result<(), Error> {
    w.services.users().register(&draft(email), Language::En, &from(address)).await
}

async fn open(w: &World) {
    w.services.set_mail(MailOptions { public_url: "https://vigie.test".into(), server: None });
    let page = w.services.settings().section(&w.admin, "general").await.expect("a section");
    let mut draft = SettingsDraft::from(&page);
    draft.values.insert("registration".into(), "true".into());
    w.services.settings().update(&w.admin, "general", &draft).await.expect("saved");
}

/// The mails to those who ask, since the beginning, the latest first.
async fn mails(w: &World) -> Vec<mail::Model> {
    w.services.jobs().work_off().await.expect("worked");
    // What administrators are told of is not theirs.
    let theirs = mail::Entity::find().filter(mail::Column::Template.ne(MailTemplate::Information));
    theirs.order_by_desc(mail::Column::Id).all(&w.db).await.expect("readable")
}

/// The token of the link in the latest mail.
async fn token(w: &World) -> String {
    let text = mails(w).await.first().and_then(|m| m.text.clone()).expect("a mail");
    let (_, rest) = text.split_once("https://vigie.test/register/confirm?token=").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}

async fn confirmed(w: &World) -> RegistrationView {
    ask(w, ZOE, "192.0.2.1").await.expect("asked");
    let token = token(w).await;
    w.services.users().confirm_registration(&token, PASSWORD, &from("")).await.expect("confirmed");
    w.services.users().registrations(&w.admin).await.expect("read").remove(0)
}

async fn may_sign_in(w: &World) -> bool {
    let draft = SignInDraft { login: ZOE.into(), password: PASSWORD.into(), next: String::new() };
    w.services.sessions().sign_in(&draft, &from("192.0.2.9")).await.is_ok()
}

#[tokio::test]
async fn where_it_is_not_allowed_nobody_asks() {
    each_database(|w| async move {
        assert_eq!(ask(&w, ZOE, "192.0.2.1").await, Err(Error::NotFound(Noun::Page)));
        open(&w).await;
        assert_eq!(ask(&w, ZOE, "192.0.2.1").await, Ok(()));
    })
    .await;
}

#[tokio::test]
async fn a_request_is_confirmed_then_approved_and_only_then_one_signs_in() {
    each_database(|w| async move {
        open(&w).await;
        let site = w.site("NORD").await;
        let users = w.services.users();
        ask(&w, "Zoe@Usine.example", "192.0.2.1").await.expect("asked");
        let token = token(&w).await;
        let written = &mails(&w).await[0];
        assert_eq!((written.template, written.language), (MailTemplate::RegistrationConfirm, Language::En));
        let stored = registration::Entity::find().one(&w.db).await.expect("read").expect("a row");
        assert!(stored.password_hash.starts_with("$argon2id$") && stored.token_hash != Some(token.clone()));
        assert_eq!(users.registrations(&w.admin).await, Ok(vec![]), "not before the address is confirmed");
        assert!(!may_sign_in(&w).await);
        assert_eq!(users.registration_link_is_open(&token).await, Ok(true));
        for (typed, code) in
            [("", FieldCode::Required), ("Another-secret-9", FieldCode::WrongRequestPassword)]
        {
            let refused = users.confirm_registration(&token, typed, &from("")).await;
            assert_eq!(refused, Err(Error::field("password", code)));
        }
        users.confirm_registration(&token, PASSWORD, &from("")).await.expect("confirmed");
        let again = users.confirm_registration(&token, PASSWORD, &from("")).await;
        assert_eq!(again, Err(Refusal::LinkExpired.into()), "once");
        assert!(!may_sign_in(&w).await);

        let request = users.registrations(&w.admin).await.expect("read").remove(0);
        assert_eq!((request.email.as_str(), request.role), (ZOE, Role::Supervisor));
        let supervisor = w.person("sam", Role::Supervisor, &[site]).await;
        assert_eq!(users.registrations(&supervisor).await, Err(Error::Forbidden));
        let wrong = ApprovalDraft { role: "technician".into(), sites: vec![domain::SiteId(999)] };
        let refused = users.approve_registration(&w.admin, request.id, &wrong).await;
        assert_eq!(refused, Err(Error::field("sites", FieldCode::NotFound)));
        let given = ApprovalDraft { role: "technician".into(), sites: vec![site] };
        let account = users.approve_registration(&w.admin, request.id, &given).await.expect("approved");
        assert_eq!((account.role, account.language), (Role::Technician, Language::En));
        assert_eq!(account.username, "zoe");
        let seen = user_site::Entity::find().filter(user_site::Column::UserId.eq(account.id));
        assert_eq!(seen.count(&w.db).await.ok(), Some(1));
        assert!(may_sign_in(&w).await);
        assert_eq!(mails(&w).await[0].template, MailTemplate::RegistrationApproved);
        assert_eq!(registration::Entity::find().count(&w.db).await.ok(), Some(0));
        let gone = users.approve_registration(&w.admin, request.id, &given).await;
        assert_eq!(gone, Err(Error::NotFound(Noun::Registration)));
        let entries = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(Action::Approved));
        let entry = entries.one(&w.db).await.expect("read").expect("recorded");
        assert!(!entry.before.unwrap_or_default().contains("argon2"), "never the password");
    })
    .await;
}

#[tokio::test]
async fn a_refused_request_is_gone_and_its_person_is_told() {
    each_database(|w| async move {
        open(&w).await;
        let request = confirmed(&w).await;
        let users = w.services.users();
        users.refuse_registration(&w.admin, request.id).await.expect("refused");
        assert_eq!(mails(&w).await[0].template, MailTemplate::RegistrationRefused);
        assert_eq!(users.registrations(&w.admin).await, Ok(vec![]));
        assert!(!may_sign_in(&w).await);
        let again = users.refuse_registration(&w.admin, request.id).await;
        assert_eq!(again, Err(Error::NotFound(Noun::Registration)));
    })
    .await;
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    each_database(|w| async move {
        open(&w).await;
        w.person_with_password("claire", Role::Technician, &[]).await;
        confirmed(&w).await;
        let mut costs = vec![];
        for (n, email) in ["claire@vigie.test", "nobody@vigie.test", ZOE].iter().enumerate() {
            w.statements.take();
            assert_eq!(ask(&w, email, &format!("192.0.2.{n}")).await, Ok(()), "{email}");
            costs.push(w.statements.take());
        }
        assert!(costs.windows(2).all(|two| two[0] == two[1]), "the same work for all: {costs:?}");
        let before = 1;
        let told: Vec<_> = mails(&w).await.into_iter().map(|m| (m.to_email, m.template)).collect();
        assert_eq!(
            told[..told.len() - before],
            [
                ("nobody@vigie.test".to_owned(), MailTemplate::RegistrationConfirm),
                ("claire@vigie.test".to_owned(), MailTemplate::RegistrationKnown),
            ],
            "a confirmed request is not replaced by what anybody could have typed"
        );
        assert_eq!(user::Entity::find().filter(user::Column::Email.eq(ZOE)).count(&w.db).await.ok(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn nobody_takes_over_a_request_by_asking_again_for_its_address() {
    each_database(|w| async move {
        open(&w).await;
        ask(&w, ZOE, "192.0.2.1").await.expect("asked");
        let first = token(&w).await;
        let theirs = "Voleur-de-poules-7";
        let draft = RegistrationDraft { password: theirs.into(), again: theirs.into(), ..draft(ZOE) };
        w.services.users().register(&draft, Language::Fr, &from("198.51.100.9")).await.expect("asked");
        let second = token(&w).await;
        let users = w.services.users();
        assert_ne!(first, second);
        // The link of the other's request came to the owner, who does not know its password.
        let refused = users.confirm_registration(&second, PASSWORD, &from("")).await;
        assert_eq!(refused, Err(Error::field("password", FieldCode::WrongRequestPassword)));
        // Their own is still good, and closes the other.
        users.confirm_registration(&first, PASSWORD, &from("")).await.expect("confirmed");
        assert_eq!(users.registration_link_is_open(&second).await, Ok(false));
        assert_eq!(registration::Entity::find().count(&w.db).await.ok(), Some(1));
        let request = users.registrations(&w.admin).await.expect("read").remove(0);
        let given = ApprovalDraft { role: "client".into(), sites: vec![] };
        users.approve_registration(&w.admin, request.id, &given).await.expect("approved");
        assert!(may_sign_in(&w).await, "with the owner's password");
    })
    .await;
}

#[tokio::test]
async fn a_link_is_good_for_a_day_and_a_few_tries() {
    each_database(|w| async move {
        open(&w).await;
        ask(&w, ZOE, "192.0.2.1").await.expect("asked");
        let link = token(&w).await;
        let users = w.services.users();
        for _ in 0..5 {
            let refused = users.confirm_registration(&link, "Pas-le-bon-12", &from("")).await;
            assert_eq!(refused, Err(Error::field("password", FieldCode::WrongRequestPassword)));
        }
        let sixth = users.confirm_registration(&link, PASSWORD, &from("")).await;
        assert!(matches!(sixth, Err(Error::TooManyAttempts { .. })), "{sixth:?}");
        w.clock.advance_seconds(86_399);
        assert_eq!(users.registration_link_is_open(&link).await, Ok(true));
        w.clock.advance_seconds(1);
        let late = users.confirm_registration(&link, PASSWORD, &from("")).await;
        assert_eq!(late, Err(Refusal::LinkExpired.into()));
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(registration::Entity::find().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn asking_is_limited_and_locks_no_way_in() {
    each_database(|w| async move {
        open(&w).await;
        for n in 0..5 {
            assert_eq!(ask(&w, ZOE, &format!("192.0.2.{n}")).await, Ok(()));
        }
        let sixth = ask(&w, ZOE, "192.0.2.77").await;
        assert_eq!(sixth, Err(Error::TooManyAttempts { retry_after_seconds: 15 }));
        assert_eq!(
            w.services
                .sessions()
                .forgot_password(&domain::session::ForgotDraft { email: ZOE.into() }, &from("192.0.2.77"))
                .await,
            Ok(())
        );
    })
    .await;
}

#[tokio::test]
async fn an_address_that_got_an_account_meanwhile_is_told_to_whoever_approves() {
    each_database(|w| async move {
        open(&w).await;
        let request = confirmed(&w).await;
        let new = domain::user::NewUserDraft {
            email: ZOE.into(),
            password: PASSWORD.into(),
            first_name: "Zoé".into(),
            last_name: "Le Bihan".into(),
            role: "client".into(),
            ..Default::default()
        };
        w.services.users().create(&w.admin, &new).await.expect("created");
        let given = ApprovalDraft { role: "client".into(), sites: vec![] };
        let refused = w.services.users().approve_registration(&w.admin, request.id, &given).await;
        assert_eq!(refused, Err(Error::field("email", FieldCode::Duplicate)));
    })
    .await;
}

#[tokio::test]
async fn who_decides_gives_no_role_above_their_own_nor_a_site_that_is_not_theirs() {
    each_database(|w| async move {
        open(&w).await;
        let (own, other) = (w.site("NORD").await, w.site("SUD").await);
        let mut chief = w.person("sam", Role::Supervisor, &[own]).await;
        chief.permissions = chief.permissions.with(Permission::UserManage, true);
        let users = w.services.users();
        let above = confirmed(&w).await;
        assert_eq!(above.role, Role::Supervisor);
        assert_eq!(users.registrations(&chief).await, Ok(vec![]));
        let given = ApprovalDraft { role: "technician".into(), sites: vec![own] };
        let unseen = Err(Error::NotFound(Noun::Registration));
        assert_eq!(users.registration(&chief, above.id).await, unseen);
        assert_eq!(users.approve_registration(&chief, above.id, &given).await.map(drop), unseen.map(drop));
        let refused = users.refuse_registration(&chief, above.id).await;
        assert_eq!(refused, Err(Error::NotFound(Noun::Registration)));

        let wish = RegistrationDraft { role: "technician".into(), ..draft("tom@usine.example") };
        users.register(&wish, Language::Fr, &from("192.0.2.2")).await.expect("asked");
        let token = token(&w).await;
        users.confirm_registration(&token, PASSWORD, &from("")).await.expect("confirmed");
        let request = users.registrations(&chief).await.expect("read").remove(0);
        let high = ApprovalDraft { role: "supervisor".into(), sites: vec![other] };
        let errors = match users.approve_registration(&chief, request.id, &high).await {
            Err(Error::Invalid(errors)) => errors.0,
            answer => panic!("{answer:?}"),
        };
        let told: Vec<_> = errors.iter().map(|e| (e.field.as_str(), e.code.clone())).collect();
        assert_eq!(told, [("role", FieldCode::NotAllowed), ("sites", FieldCode::NotFound)]);
        let mut less = chief.clone();
        less.permissions = less.permissions.with(Permission::EquipmentRead, false);
        let lacking = users.approve_registration(&less, request.id, &given).await;
        assert_eq!(lacking, Err(Error::field("role", FieldCode::NotAllowed)), "a technician reads equipment");
        let made = users.approve_registration(&chief, request.id, &given).await.expect("approved");
        assert_eq!(made.role, Role::Technician);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_decide_at_once_one_does() {
    each_database(|w| async move {
        open(&w).await;
        let request = confirmed(&w).await;
        let given = ApprovalDraft { role: "client".into(), sites: vec![] };
        let users = w.services.users();
        let (approved, refused) = tokio::join!(
            users.approve_registration(&w.admin, request.id, &given),
            users.refuse_registration(&w.admin, request.id)
        );
        assert_ne!(approved.is_ok(), refused.is_ok(), "{approved:?} {refused:?}");
        let made = user::Entity::find().filter(user::Column::Email.eq(ZOE)).count(&w.db).await.ok();
        assert_eq!(made, Some(u64::from(approved.is_ok())));
        let told = mails(&w).await[0].template;
        let expected = [MailTemplate::RegistrationRefused, MailTemplate::RegistrationApproved];
        assert_eq!(told, expected[usize::from(approved.is_ok())]);
    })
    .await;
}

#[tokio::test]
async fn the_link_is_for_administrators_alone_and_erased_in_the_end() {
    each_database(|w| async move {
        open(&w).await;
        ask(&w, ZOE, "192.0.2.1").await.expect("asked");
        let written = mails(&w).await.remove(0);
        let mut postman = w.person("pat", Role::Supervisor, &[]).await;
        postman.permissions = postman.permissions.with(Permission::MailManage, true);
        let seen = w.services.mails().get(&postman, written.id).await.expect("read");
        assert_eq!((seen.text, seen.html), (None, None));
        w.clock.advance_seconds(CONFIRM_SECONDS - 1);
        w.services.jobs().clean_up().await.expect("cleaned");
        let seen = w.services.mails().get(&w.admin, written.id).await.expect("read");
        assert!(seen.text.is_some_and(|text| text.contains("token=")), "as long as the link is of use");
        w.clock.advance_seconds(2);
        w.services.jobs().clean_up().await.expect("cleaned");
        let seen = w.services.mails().get(&w.admin, written.id).await.expect("read");
        assert_eq!((seen.text, seen.html), (None, None));
    })
    .await;
}

#[tokio::test]
async fn a_request_that_nobody_decides_goes_after_ninety_days() {
    each_database(|w| async move {
        open(&w).await;
        let request = confirmed(&w).await;
        w.clock.advance_seconds(UNDECIDED_SECONDS - 1);
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(w.services.users().registrations(&w.admin).await.map(|all| all.len()), Ok(1));
        w.clock.advance_seconds(1);
        let gone = w.services.users().registration(&w.admin, request.id).await;
        assert_eq!(gone, Err(Error::NotFound(Noun::Registration)));
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(registration::Entity::find().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

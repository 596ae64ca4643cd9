//! What administrators are told of by mail, on both databases: each thing that sets it off, together and not twice.

mod trouble;

use domain::{
    Caller, Permission, RegistrationId,
    access::Role,
    mail::{MailState, MailTemplate},
    settings::SettingsDraft,
    user::{ApprovalDraft, Language, RegistrationDraft},
};
use entity::{alert, lease, mail};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use services::{AuthOptions, Client, Clock, MailOptions, Services};
use testkit::{World, each_database};

const URL: &str = "https://vigie.usine.example";
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// The platform, without a mail server.
async fn plant(w: &World) {
    w.services.set_mail(MailOptions { public_url: URL.into(), server: None });
    set(w, "general", &[("registration", "true")]).await;
}

async fn set(w: &World, section: &str, values: &[(&str, &str)]) {
    let page = w.services.settings().section(&w.admin, section).await.expect("a section");
    let mut draft = SettingsDraft::from(&page);
    for (name, value) in values {
        draft.values.insert((*name).into(), (*value).into());
    }
    w.services.settings().update(&w.admin, section, &draft).await.expect("saved");
}

async fn work(w: &World) {
    w.services.jobs().work_off().await.expect("worked");
}

/// Time goes by, and what recurs is done.
async fn later(w: &World, seconds: i64) {
    w.clock.advance_seconds(seconds);
    w.services.jobs().schedule("a server").await.expect("asked for");
    work(w).await;
}

/// The mails to those who look after the platform, the oldest first.
async fn told(w: &World) -> Vec<mail::Model> {
    mail::Entity::find()
        .filter(mail::Column::Template.is_in([MailTemplate::Alert, MailTemplate::Information]))
        .order_by_asc(mail::Column::Id)
        .all(&w.db)
        .await
        .expect("readable")
}

fn text(mail: &mail::Model) -> &str {
    mail.text.as_deref().expect("kept")
}

async fn second(w: &World) -> Services {
    let clock = w.clock.clone();
    let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
    let other = Services::open(&w.url, Clock::new(move || clock.now()), auth).await.expect("opens");
    other.set_mail(MailOptions { public_url: URL.into(), server: None });
    other
}

/// A request of somebody who has confirmed their address.
async fn request(w: &World, name: &str) -> RegistrationId {
    let client = Client { address: format!("192.0.2.{}", name.len()), ..Default::default() };
    let draft = RegistrationDraft {
        email: format!("{name}@usine.example"),
        first_name: name.into(),
        last_name: "Le Bihan".into(),
        role: "supervisor".into(),
        password: "marmotte violet tabouret".into(),
        again: "marmotte violet tabouret".into(),
    };
    let users = w.services.users();
    users.register(&draft, Language::En, &client).await.expect("asked");
    work(w).await;
    let mails = mail::Entity::find().filter(mail::Column::ToEmail.eq(&draft.email)).all(&w.db).await;
    let text = mails.expect("readable").pop().and_then(|mail| mail.text).expect("a mail");
    let (_, rest) = text.split_once("/register/confirm?token=").expect("a link");
    let token = rest.split_whitespace().next().expect("a token");
    users.confirm_registration(token, "marmotte violet tabouret", &client).await.expect("confirmed");
    let all = users.registrations(&w.admin).await.expect("read");
    all.iter().find(|r| r.email == draft.email).expect("waits").id
}

#[tokio::test]
async fn a_request_is_told_at_once_and_those_that_follow_together() {
    each_database(|w| async move {
        plant(&w).await;
        let first = request(&w, "zoe").await;
        work(&w).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 1);
        assert_eq!((all[0].template, all[0].state), (MailTemplate::Information, MailState::Kept));
        assert_eq!(all[0].subject, "Vigie\u{a0}: une demande de compte attend votre décision");
        assert_eq!(all[0].to_email, "admin@vigie.test");
        let words = text(&all[0]);
        assert!(words.contains(&format!("{URL}/admin/users/requests/{first}")), "{words}");
        assert!(words.contains("zoe Le Bihan (zoe@usine.example)") && words.contains("Depuis"), "{words}");

        // Within the hour, three more, of which one is decided meanwhile.
        let users = w.services.users();
        request(&w, "yann").await;
        request(&w, "marion").await;
        let decided = request(&w, "tanguy-").await;
        users.refuse_registration(&w.admin, decided).await.expect("refused");
        work(&w).await;
        assert_eq!(told(&w).await.len(), 1);
        later(&w, HOUR).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].subject, "Vigie\u{a0}: 2 demandes de compte attendent votre décision");
        let words = text(&all[1]);
        assert!(words.contains("yann") && words.contains("marion") && !words.contains("tanguy"), "{words}");
        assert!(words.contains(&format!("{URL}/admin/users\n")), "{words}");
        later(&w, HOUR).await;
        assert_eq!(told(&w).await.len(), 2, "told is told");
    })
    .await;
}

#[tokio::test]
async fn a_request_that_waits_is_told_again_every_day() {
    each_database(|w| async move {
        plant(&w).await;
        let id = request(&w, "zoe").await;
        work(&w).await;
        later(&w, DAY - HOUR).await;
        assert_eq!(told(&w).await.len(), 1, "not yet a day");
        later(&w, HOUR).await;
        let all = told(&w).await;
        assert_eq!(all.len(), 2);
        assert_eq!(all[1].subject, "Vigie\u{a0}: une demande de compte attend toujours");
        assert!(text(&all[1]).contains("24 heures"), "{}", text(&all[1]));
        for _ in 0..23 {
            later(&w, HOUR).await;
        }
        assert_eq!(told(&w).await.len(), 2, "once a day");
        later(&w, HOUR).await;
        assert_eq!(told(&w).await.len(), 3);
        let given = ApprovalDraft { role: "supervisor".into(), ..Default::default() };
        w.services.users().approve_registration(&w.admin, id, &given).await.expect("approved");
        later(&w, 2 * DAY).await;
        assert_eq!(told(&w).await.len(), 3, "nobody waits any more");
    })
    .await;
}

#[tokio::test]
async fn what_is_switched_off_is_not_told_and_who_is_told_is_chosen() {
    each_database(|w| async move {
        plant(&w).await;
        set(&w, "alerts", &[("requests", "false"), ("reminder", "false")]).await;
        request(&w, "zoe").await;
        work(&w).await;
        later(&w, 3 * DAY).await;
        assert!(told(&w).await.is_empty());
        // What happened while it was off is not told afterwards.
        set(&w, "alerts", &[("requests", "true")]).await;
        later(&w, DAY).await;
        assert!(told(&w).await.is_empty());

        // Every active administrator who can sign in, in their language, and one address more.
        let bea = w.person("bea", Role::Admin, &[]).await;
        w.services.users().set_preferences(&bea, Some(Language::En), None).await.expect("set");
        let gone = w.person("gone", Role::Admin, &[]).await.user_id().expect("a person");
        w.services.users().set_active(&w.admin, gone, false).await.expect("disabled");
        w.person("sam", Role::Supervisor, &[]).await;
        set(&w, "alerts", &[("extra_email", "astreinte@usine.example")]).await;
        request(&w, "marion").await;
        work(&w).await;
        let to: Vec<_> = told(&w).await.into_iter().map(|m| (m.to_email, m.language)).collect();
        let wanted = [
            ("admin@vigie.test".to_owned(), Language::Fr),
            ("bea@vigie.test".to_owned(), Language::En),
            ("astreinte@usine.example".to_owned(), Language::Fr),
        ];
        assert_eq!(to, wanted);
        set(&w, "alerts", &[("to_admins", "false")]).await;
        later(&w, HOUR).await;
        request(&w, "yannick").await;
        work(&w).await;
        let all = told(&w).await;
        assert_eq!((all.len(), all[3].to_email.as_str()), (4, "astreinte@usine.example"));
        assert!(text(&all[3]).starts_with("Bonjour,"), "{}", text(&all[3]));
        // Nobody twice.
        set(&w, "alerts", &[("to_admins", "true"), ("extra_email", "ADMIN@vigie.test")]).await;
        later(&w, HOUR).await;
        request(&w, "bastien-").await;
        work(&w).await;
        assert_eq!(told(&w).await.len(), 6);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_tell_once() {
    each_database(|w| async move {
        plant(&w).await;
        let other = second(&w).await;
        request(&w, "zoe").await;
        let both = |one: Services, two: Services| async move {
            let run = |services: Services| async move {
                services.jobs().schedule("x").await.expect("asked for");
                services.jobs().work_off().await.expect("worked");
            };
            tokio::join!(run(one), run(two))
        };
        both(w.services.clone(), other.clone()).await;
        work(&w).await;
        assert_eq!(told(&w).await.len(), 1);
        w.clock.advance_seconds(DAY);
        both(w.services.clone(), other.clone()).await;
        work(&w).await;
        assert_eq!(told(&w).await.len(), 2, "the reminder");
    })
    .await;
}

#[tokio::test]
async fn what_was_told_is_thrown_away_after_a_month() {
    each_database(|w| async move {
        plant(&w).await;
        request(&w, "zoe").await;
        work(&w).await;
        let rows = async || alert::Entity::find().count(&w.db).await.expect("countable");
        assert_eq!(rows().await, 1);
        w.clock.advance_seconds(29 * DAY);
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(rows().await, 1);
        w.clock.advance_seconds(2 * DAY);
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(rows().await, 0);
        let faults = lease::Entity::find().filter(lease::Column::Name.starts_with("fault:"));
        assert_eq!(faults.count(&w.db).await.ok(), Some(0));
    })
    .await;
}

/// Somebody who looks at the jobs.
fn keeper() -> Caller {
    Caller::system("test", &[Permission::JobManage])
}

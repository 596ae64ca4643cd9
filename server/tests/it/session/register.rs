//! A request for an account by plain HTML forms and over REST.

use crate::session::browser::{Browser, with_site};
use axum::http::StatusCode;
use domain::{Role, settings::SettingsDraft};
use serde_json::json;
use services::MailOptions;
use testkit::World;

async fn open(world: &World) {
    world.services.set_mail(MailOptions { public_url: "http://vigie.test".into(), server: None });
    let page = world.services.settings().section(&world.admin, "general").await.expect("a section");
    let mut draft = SettingsDraft::from(&page);
    draft.values.insert("registration".into(), "true".into());
    world.services.settings().update(&world.admin, "general", &draft).await.expect("saved");
}

fn form(email: &str) -> [(&'static str, String); 6] {
    let secret = "marmotte violet tabouret";
    [
        ("first_name", "Zoé".into()),
        ("last_name", "Le Bihan".into()),
        ("email", email.into()),
        ("role", "technician".into()),
        ("password", secret.into()),
        ("again", secret.into()),
    ]
}

async fn post(
    browser: &mut Browser,
    fields: &[(&'static str, String)],
) -> (StatusCode, Option<String>, String) {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let answer = browser.post("/session/register", &fields).await;
    (answer.status, answer.location, answer.body)
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_off_there_is_no_way_in() {
    with_site("http://vigie.test", |_, mut browser| async move {
        assert!(!browser.get("/login").await.body.contains("href=\"/register\""));
        let page = browser.get("/register").await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        assert!(page.body.contains("Adressez-vous à votre administrateur"), "{}", page.body);
        let posted = post(&mut browser, &form("zoe@usine.example")).await;
        assert_eq!(posted.1.as_deref(), Some("/register"));
        let body = json!({ "email": "zoe@usine.example" }).to_string();
        let headers = [("content-type", "application/json")];
        let answer = browser.send("POST", "/api/v1/auth/register", &headers, body).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_is_asked_for_without_a_script() {
    with_site("http://vigie.test", |world, mut browser| async move {
        open(&world).await;
        assert!(browser.get("/login").await.body.contains("href=\"/register\""));
        assert!(browser.get("/register").await.body.contains("action=\"/session/register\""));
        // Whoever asks, known or not, reads the same.
        let known = post(&mut browser, &form("claire@vigie.test")).await;
        let unknown = post(&mut browser, &form("zoe@usine.example")).await;
        assert_eq!(known, unknown);
        assert_eq!(unknown.1.as_deref(), Some("/login?done=registered"));
        assert!(browser.get("/login?done=registered").await.body.contains("Demande reçue."));

        let mut wrong = form("zoe");
        wrong[5].1.clear();
        let back = post(&mut browser, &wrong).await.1.expect("back to the form");
        assert!(back.starts_with("/register?replay="), "{back}");
        let page = browser.get(&back).await.body;
        assert!(page.contains("value=\"zoe\"") && page.contains("value=\"Le Bihan\""), "{page}");
        assert!(!page.contains("marmotte"), "but the password");

        world.services.jobs().work_off().await.expect("worked");
        let mails = world.services.mails();
        let query = domain::mail::MailQuery { q: "zoe".into(), ..Default::default() };
        let list = mails.list(&world.admin, &query).await.expect("read");
        let text = mails.get(&world.admin, list.data[0].id).await.expect("read").text.expect("kept");
        let (_, rest) = text.split_once("http://vigie.test").expect("a link");
        let link = rest.split_whitespace().next().expect("a link");
        assert!(browser.get(link).await.body.contains("action=\"/session/confirm-registration\""));
        let token = link.split_once("token=").expect("a token").1;
        let with = |password| [("token", token), ("password", password)];
        let wrong = browser.post("/session/confirm-registration", &with("pas le bon")).await;
        let back = wrong.location.expect("back to the form");
        assert!(back.starts_with("/register/confirm?token="), "{back}");
        assert!(browser.get(&back).await.body.contains("mot de passe de cette demande"));
        let right = with("marmotte violet tabouret");
        let done = browser.post("/session/confirm-registration", &right).await;
        assert_eq!(done.location.as_deref(), Some("/login?done=confirmed"));
        let again = browser.post("/session/confirm-registration", &right).await;
        assert_eq!(again.location.as_deref(), Some(link));
        assert!(browser.get(link).await.body.contains("24 heures"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_asks_and_reads_the_same_for_everybody() {
    with_site("http://vigie.test", |world, mut api| async move {
        open(&world).await;
        let headers = [("content-type", "application/json")];
        for email in ["claire@vigie.test", "zoe@usine.example"] {
            let body = json!({
                "email": email, "first_name": "Zoé", "last_name": "Le Bihan", "role": "client",
                "password": "marmotte violet tabouret",
            });
            let answer = api.send("POST", "/api/v1/auth/register", &headers, body.to_string()).await;
            assert_eq!((answer.status, answer.body.as_str()), (StatusCode::ACCEPTED, ""), "{email}");
        }
        let answer = api.send("POST", "/api/v1/auth/register", &headers, "{}".into()).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_decides() {
    with_site("http://vigie.test", |world, mut api| async move {
        open(&world).await;
        let mut tokens = vec![];
        for email in ["zoe@usine.example", "tom@usine.example"] {
            post(&mut api, &form(email)).await;
            world.services.jobs().work_off().await.expect("worked");
            let mails = world.services.mails();
            let list = mails.list(&world.admin, &domain::mail::MailQuery::default()).await.expect("read");
            let text = mails.get(&world.admin, list.data[0].id).await.expect("read").text.expect("kept");
            let (_, rest) = text.split_once("token=").expect("a link");
            tokens.push(rest.split_whitespace().next().expect("a token").to_owned());
        }
        for token in &tokens {
            let form = [("token", token.as_str()), ("password", "marmotte violet tabouret")];
            api.post("/session/confirm-registration", &form).await;
        }
        world.person_with_password("ada", Role::Admin, &[]).await;
        let signed_in = [("login", "ada"), ("password", testkit::PASSWORD)];
        assert_eq!(api.post("/session/sign-in", &signed_in).await.status, StatusCode::SEE_OTHER);
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        let list = api.send("GET", "/api/v1/registrations", &headers, String::new()).await;
        let list: serde_json::Value = serde_json::from_str(&list.body).expect("JSON");
        let emails: Vec<_> = (0..2).map(|i| list[i]["email"].as_str().unwrap_or_default()).collect();
        assert_eq!(emails, ["zoe@usine.example", "tom@usine.example"], "the oldest first");
        assert!(list[0].get("password_hash").is_none());
        let [zoe, tom] = [0, 1].map(|i| format!("/api/v1/registrations/{}", list[i]["id"]));
        let body = json!({ "role": "client" }).to_string();
        let made = api.send("POST", &format!("{zoe}/approve"), &headers, body).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        assert!(made.location.is_some_and(|at| at.starts_with("/api/v1/users/")));
        let refused = api.send("POST", &format!("{tom}/refuse"), &headers, String::new()).await;
        assert_eq!(refused.status, StatusCode::NO_CONTENT);
        for gone in [zoe, tom] {
            assert_eq!(api.send("GET", &gone, &headers, String::new()).await.status, StatusCode::NOT_FOUND);
        }
    })
    .await;
}

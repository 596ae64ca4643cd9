//! An invitation: over REST, then by plain HTML forms.

use crate::session::browser::with_site;
use axum::http::StatusCode;
use domain::Role;
use serde_json::json;
use services::MailOptions;

#[tokio::test(flavor = "multi_thread")]
async fn a_program_invites_and_the_person_chooses_a_password_without_a_script() {
    with_site("http://vigie.test", |world, mut browser| async move {
        world.services.set_mail(MailOptions { public_url: "http://vigie.test".into(), server: None });
        world.person_with_password("ada", Role::Admin, &[]).await;
        let mut office = browser.clone();
        office.post("/session/sign-in", &[("login", "ada"), ("password", testkit::PASSWORD)]).await;
        let headers = [("content-type", "application/json"), ("sec-fetch-site", "same-origin")];
        let body = json!({
            "email": "zoe@usine.example", "first_name": "Zoé", "last_name": "Le Bihan", "role": "technician",
            "invite": true,
        });
        let made = office.send("POST", "/api/v1/users", &headers, body.to_string()).await;
        assert_eq!(made.status, StatusCode::CREATED, "{}", made.body);
        let made: serde_json::Value = serde_json::from_str(&made.body).expect("JSON");
        assert_eq!(made["is_invited"], true);
        let id = &made["id"];
        let page = office.get(&format!("/admin/users/{id}")).await.body;
        assert!(page.contains("Renvoyer l’invitation") && page.contains("Valable jusqu’au"), "{page}");
        let again =
            office.send("POST", &format!("/api/v1/users/{id}/invitation"), &headers, String::new()).await;
        assert_eq!(again.status, StatusCode::NO_CONTENT);
        let again = office.post("/rpc/user/invite-again", &[("id", &id.to_string())]).await;
        let back = format!("/admin/users/{id}?done=invited");
        assert_eq!(again.location.as_deref(), Some(back.as_str()), "{}", again.body);
        assert!(office.get(&back).await.body.contains("Invitation préparée"));

        world.services.jobs().work_off().await.expect("worked");
        let mails = world.services.mails();
        let list = mails.list(&world.admin, &domain::mail::MailQuery::default()).await.expect("read");
        assert_eq!(list.data.len(), 3);
        let mut links = vec![];
        for row in &list.data {
            let text = mails.get(&world.admin, row.id).await.expect("read").text.expect("kept");
            let (_, rest) = text.split_once("http://vigie.test").expect("a link");
            links.push(rest.split_whitespace().next().expect("a link").to_owned());
        }
        assert!(browser.get(&links[1]).await.body.contains("nouvelle invitation"), "the older ones are void");
        let page = browser.get(&links[0]).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("Bienvenue") && page.body.contains("name=\"invited\""), "{}", page.body);
        let token = links[0].split_once("token=").expect("a token").1;
        let secret = "marmotte violet tabouret";
        let wrong = [("token", token), ("invited", "true"), ("new_password", secret), ("again", "other")];
        let back = browser.post("/session/reset-password", &wrong).await.location.expect("back to the form");
        assert!(back.starts_with("/invitation?"), "{back}");
        assert!(browser.get(&back).await.body.contains("diffèrent"));
        let right = [("token", token), ("invited", "true"), ("new_password", secret), ("again", secret)];
        let done = browser.post("/session/reset-password", &right).await;
        assert_eq!(done.location.as_deref(), Some("/login?done=joined"));
        assert!(browser.get("/login?done=joined").await.body.contains("Votre compte est prêt"));
        let signed_in = browser.post("/session/sign-in", &[("login", "zoe"), ("password", secret)]).await;
        assert_eq!(signed_in.location.as_deref(), Some("/my-work"));
        let late =
            office.send("POST", &format!("/api/v1/users/{id}/invitation"), &headers, String::new()).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "{}", late.body);
    })
    .await;
}

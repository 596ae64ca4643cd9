//! A forgotten password by plain HTML forms.

use crate::session::browser::with_site;
use axum::http::StatusCode;
use domain::Role;
use services::MailOptions;

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_replaced_without_a_script() {
    with_site("http://vigie.test", |world, mut browser| async move {
        world.services.set_mail(MailOptions { public_url: "http://vigie.test".into(), server: None });
        world.person_with_password("lea", Role::Technician, &[]).await;
        let login = browser.get("/login").await;
        assert!(login.body.contains("href=\"/forgot-password\""), "{}", login.body);
        let page = browser.get("/forgot-password").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.body.contains("action=\"/session/forgot-password\""), "{}", page.body);

        // Whoever asks, known or not, reads the same.
        let mut shown = vec![];
        for email in ["lea@vigie.test", "nobody@vigie.test"] {
            let answer = browser.post("/session/forgot-password", &[("email", email)]).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER);
            shown.push((answer.location.clone(), answer.body));
        }
        assert_eq!(shown[0], shown[1]);
        assert_eq!(shown[0].0.as_deref(), Some("/forgot-password?sent=1"));
        assert!(browser.get("/forgot-password?sent=1").await.body.contains("Demande reçue"));

        let wrong = browser.post("/session/forgot-password", &[("email", "lea")]).await;
        let back = wrong.location.expect("back to the form");
        assert!(back.starts_with("/forgot-password?replay="), "{back}");
        let page = browser.get(&back).await;
        assert!(page.body.contains("value=\"lea\""), "what was typed is there: {}", page.body);

        world.services.jobs().work_off().await.expect("worked");
        let mails = world.services.mails();
        let list = mails.list(&world.admin, &domain::mail::MailQuery::default()).await.expect("read");
        assert_eq!(list.data.len(), 1, "nobody gets nothing");
        let text = mails.get(&world.admin, list.data[0].id).await.expect("read").text.expect("kept");
        let (_, rest) = text.split_once("http://vigie.test").expect("a link");
        let link = rest.split_whitespace().next().expect("a link").to_owned();
        let token = link.split_once("token=").expect("a token").1.to_owned();

        let page = browser.get(&link).await;
        assert!(page.body.contains("action=\"/session/reset-password\""), "{}", page.body);
        let differ =
            [("token", token.as_str()), ("new_password", "marmotte violet tabouret"), ("again", "other")];
        let answer = browser.post("/session/reset-password", &differ).await;
        let back = answer.location.expect("back to the form");
        let page = browser.get(&back).await;
        assert!(!page.body.contains("marmotte"), "a password does not come back");
        assert!(page.body.contains("diffèrent"), "{}", page.body);

        let same = [
            ("token", token.as_str()),
            ("new_password", "marmotte violet tabouret"),
            ("again", "marmotte violet tabouret"),
        ];
        let answer = browser.post("/session/reset-password", &same).await;
        assert_eq!(answer.location.as_deref(), Some("/login?done=reset"));
        assert!(browser.get("/login?done=reset").await.body.contains("Votre mot de passe est changé"));
        assert!(browser.get(&link).await.body.contains("n’est plus valable"));
        let signed_in = [("login", "lea"), ("password", "marmotte violet tabouret")];
        let answer = browser.post("/session/sign-in", &signed_in).await;
        assert_eq!(answer.location.as_deref(), Some("/my-work"));
    })
    .await;
}

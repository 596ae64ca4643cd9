//! The words of mails as administrators edit them: really sent, checked before they are saved, given back.

use domain::{
    Caller, Error, FieldCode, Role,
    audit::AuditQuery,
    mail::{MailTemplate, TemplateDraft, TemplateView},
    session::ForgotDraft,
    user::Language,
};
use entity::mail;
use sea_orm::EntityTrait;
use services::{AuthOptions, Client, Services};
use std::time::{Duration, Instant};
use testkit::{World, each_database};

const OF: (MailTemplate, Language) = (MailTemplate::PasswordReset, Language::Fr);

async fn view(w: &World) -> TemplateView {
    w.services.mails().template(&w.admin, OF.0, OF.1).await.expect("a template")
}

async fn edited(w: &World, change: impl FnOnce(&mut TemplateDraft)) -> TemplateDraft {
    let mut draft = TemplateDraft::from(&view(w).await);
    change(&mut draft);
    draft
}

async fn save(w: &World, by: &Caller, draft: &TemplateDraft) -> Result<TemplateView, Error> {
    w.services.mails().edit_template(by, OF.0, OF.1, draft).await
}

/// What somebody gets who forgot their password.
async fn letter(w: &World, services: &Services, name: &str) -> mail::Model {
    w.person(name, Role::Technician, &[]).await;
    let draft = ForgotDraft { email: format!("{name}@vigie.test") };
    services.sessions().forgot_password(&draft, &Client::default()).await.expect("asked");
    services.jobs().work_off().await.expect("worked");
    let all = mail::Entity::find().all(&w.db).await.expect("readable");
    all.into_iter().find(|m| m.to_email == draft.email).expect("a mail")
}

#[tokio::test]
async fn the_next_mail_has_the_edited_words() {
    each_database(|w| async move {
        w.statements.take();
        let lines = w.services.mails().templates(&w.admin).await.expect("listed");
        assert_eq!((w.statements.take(), lines.len()), (2, MailTemplate::ALL.len() * Language::ALL.len()));
        assert!(lines.iter().all(|l| !l.changed && !l.subject.contains("{{")));
        let draft = edited(&w, |d| {
            d.subject = "Coucou {{ name }}".into();
            d.html = "<p>{{ name }} : {{ link }}</p>".into();
            d.text = "{% if minutes > 1 %}{{ name|upper }}{% endif %} {{ link }}".into();
        })
        .await;
        w.statements.take();
        let saved = save(&w, &w.admin, &draft).await.expect("saved");
        assert!(saved.line.changed && saved.version == 1 && !saved.can_undo);
        assert_eq!(saved.preview.subject, "Coucou Claire");
        let got = letter(&w, &w.services, "anne").await;
        assert_eq!(got.subject, "Coucou anne");
        let (text, html) = (got.text.expect("kept"), got.html.expect("kept"));
        assert!(text.starts_with("ANNE ") && text.contains("/reset-password?token="), "{text}");
        assert!(html.starts_with("<p>anne : ") && html.contains("token"), "{html}");
        // Another server takes it up when it looks.
        let auth = AuthOptions::hs256(b"a secret of the tests, long enough to be one");
        let other = Services::open(&w.url, w.clock.clock(), auth).await.expect("opens");
        assert_eq!(letter(&w, &other, "bruno").await.subject, "Coucou bruno");
        let page = w.services.audit().list(&w.admin, &AuditQuery::default()).await.expect("listed");
        let told = page.data.iter().find(|r| r.label.as_deref() == Some("mail_template.password_reset.fr"));
        let told = told.expect("in the trail");
        assert!(
            told.changes
                .iter()
                .any(|c| c.field == "subject" && c.after.as_deref() == Some("Coucou {{ name }}"))
        );
    })
    .await;
}

#[tokio::test]
async fn the_original_comes_back_and_so_do_the_words_before() {
    each_database(|w| async move {
        let mails = w.services.mails();
        let original = view(&w).await.words;
        let draft = edited(&w, |d| d.subject = "A {{ name }}".into()).await;
        save(&w, &w.admin, &draft).await.expect("saved");
        let back = mails.restore_template(&w.admin, OF.0, OF.1).await.expect("restored");
        assert!(back.words == original && !back.line.changed && back.can_undo);
        assert_ne!(letter(&w, &w.services, "anne").await.subject, "A anne");
        let again = mails.undo_restore(&w.admin, OF.0, OF.1).await.expect("undone");
        assert!(again.line.changed && again.words.subject == "A {{ name }}" && !again.can_undo);
        assert_eq!(letter(&w, &w.services, "bruno").await.subject, "A bruno");
        // The original, typed by hand, is the original.
        let typed = edited(&w, |d| d.subject = original.subject.clone()).await;
        assert!(!save(&w, &w.admin, &typed).await.expect("saved").line.changed);
    })
    .await;
}

#[tokio::test]
async fn what_could_not_be_sent_is_refused_at_its_line() {
    each_database(|w| async move {
        let draft = edited(&w, |d| {
            d.subject = "{{ nmae }}".into();
            d.html = "<p>\n{{ name|safe }}".into();
            d.text = "{% for a in b %}".into();
        })
        .await;
        let preview = w.services.mails().preview(&w.admin, OF.0, OF.1, &draft);
        for refused in [save(&w, &w.admin, &draft).await.map(|_| ()), preview.map(|_| ())] {
            let Err(Error::Invalid(errors)) = refused else { panic!("taken") };
            let unknown = FieldCode::TemplateUnknown { line: 1, name: "nmae".into() };
            assert_eq!(errors.of("subject").map(|e| &e.code), Some(&unknown));
            let html = errors.of("html").map(|e| &e.code);
            assert!(matches!(html, Some(FieldCode::TemplateSyntax { line: 2, .. })), "{html:?}");
            assert!(errors.of("text").is_some());
        }
        let heads = edited(&w, |d| d.subject = "a\r\nBcc: x@y.fr".into()).await;
        let refused = save(&w, &w.admin, &heads).await.expect_err("a line of its own");
        assert_eq!(refused, Error::field("subject", FieldCode::Malformed));
        let begun = Instant::now();
        let endless = edited(&w, |d| {
            d.html = "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}".into();
        })
        .await;
        assert!(save(&w, &w.admin, &endless).await.is_err());
        assert!(begun.elapsed() < Duration::from_secs(5));
        assert_eq!(view(&w).await.version, 0, "nothing was saved");
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_editors_is_told_and_only_administrators_edit() {
    each_database(|w| async move {
        let first = edited(&w, |d| d.subject = "A".into()).await;
        let second = edited(&w, |d| d.subject = "B".into()).await;
        save(&w, &w.admin, &first).await.expect("saved");
        let Err(Error::Stale(fields)) = save(&w, &w.admin, &second).await else { panic!("overwritten") };
        assert!(fields.iter().any(|f| f.field == "subject" && f.current == "A"), "{fields:?}");
        let sam = w.person("sam", Role::Supervisor, &[]).await;
        assert_eq!(save(&w, &sam, &second).await.map(|_| ()), Err(Error::Forbidden));
        assert_eq!(w.services.mails().templates(&sam).await.map(|_| ()), Err(Error::Forbidden));
        let preview = w.services.mails().preview(&sam, OF.0, OF.1, &first);
        assert_eq!(preview.map(|_| ()), Err(Error::Forbidden));
    })
    .await;
}

//! Several people at the same instant, on both databases: SQLite lets one write at a time, PostgreSQL lets them all.

use domain::{
    Error, FieldCode, Noun, Refusal,
    access::Role,
    audit::Action,
    equipment::{EquipmentDraft, EquipmentState},
    production_line::LineDraft,
    session::SignInDraft,
    site::SiteDraft,
};
use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::Client;
use testkit::each_database;
use tokio::task::JoinSet;

#[tokio::test]
async fn of_eight_editors_of_one_version_one_saves() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let read = w.equipment_with(site, "PH-001", |_| ()).await;
        let mut tasks = JoinSet::new();
        for i in 0..8 {
            let (services, by) = (w.services.clone(), w.admin.clone());
            let draft = EquipmentDraft { name: format!("Presse {i}"), ..EquipmentDraft::from(&read) };
            let id = read.row.id;
            tasks.spawn(async move { services.equipment().update(&by, id, &draft).await.map(|_| ()) });
        }
        let answers = tasks.join_all().await;
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
        let stale = |a: &&Result<(), Error>| matches!(a, Err(Error::Stale(fields)) if !fields.is_empty());
        assert_eq!(answers.iter().filter(stale).count(), 7, "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn two_administrators_who_dismiss_each_other_do_not_both_go() {
    each_database(|w| async move {
        for round in 0..5 {
            let a = w.person(&format!("anne{round}"), Role::Admin, &[]).await;
            let b = w.person(&format!("bruno{round}"), Role::Admin, &[]).await;
            let (a_id, b_id) = (a.user_id().expect("a person"), b.user_id().expect("a person"));
            if round == 0 {
                let third = w.admin.user_id().expect("a person");
                w.services.users().set_role(&a, third, Role::Client).await.expect("two are left");
            }
            let users = w.services.users();
            let (first, second) =
                tokio::join!(users.set_active(&a, b_id, false), users.set_role(&b, a_id, Role::Client));
            let answers = [first.err(), second.err()];
            let refused = Some(Error::Refused(Refusal::LastAdmin));
            assert!(round > 0 || answers.contains(&refused), "{answers:?}");
            assert!(answers.contains(&None), "{answers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn passwords_tried_at_once_are_counted_as_if_one_after_the_other() {
    each_database(|w| async move {
        w.person_with_password("claire", Role::Technician, &[]).await;
        let mut tasks = JoinSet::new();
        for i in 0..24 {
            let services = w.services.clone();
            tasks.spawn(async move {
                let draft = SignInDraft {
                    login: "claire".into(),
                    password: format!("faux {i}"),
                    next: String::new(),
                };
                let client = Client { address: format!("192.0.2.{i}"), ..Default::default() };
                services.sessions().sign_in(&draft, &client).await.map(|_| ())
            });
        }
        let answers = tasks.join_all().await;
        let tried = answers.iter().filter(|a| !matches!(a, Err(Error::TooManyAttempts { .. }))).count();
        assert_eq!(tried, 5, "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn two_changes_of_many_machines_wait_for_each_other() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let mut ids = vec![];
        for i in 0..12 {
            ids.push(w.equipment(if i % 2 == 0 { north } else { south }, &format!("M-{i}")).await);
        }
        let mut tasks = JoinSet::new();
        for round in 0..8 {
            let (services, by) = (w.services.clone(), w.admin.clone());
            let mut ids = ids.clone();
            ids.rotate_left(round);
            let state = if round % 2 == 0 { EquipmentState::Broken } else { EquipmentState::Active };
            tasks.spawn(async move { services.equipment().set_state(&by, &ids, state).await });
        }
        let answers = tasks.join_all().await;
        assert!(answers.iter().all(Result::is_ok), "{answers:?}");
        assert!(w.services.audit().verify(&w.admin).await.expect("read").fault.is_none());
    })
    .await;
}

#[tokio::test]
async fn a_site_is_deleted_or_gets_its_line_and_never_both() {
    each_database(|w| async move {
        for round in 0..12 {
            let site = w.site(&format!("S{round}")).await;
            let draft = LineDraft {
                site_id: site.to_string(),
                code: "L1".into(),
                name: "Ligne".into(),
                ..Default::default()
            };
            let (sites, lines) = (w.services.sites(), w.services.lines());
            let answers = if round % 2 == 0 {
                let (gone, made) = tokio::join!(sites.delete(&w.admin, site), lines.create(&w.admin, &draft));
                (gone, made.map(|_| ()))
            } else {
                let (made, gone) = tokio::join!(lines.create(&w.admin, &draft), sites.delete(&w.admin, site));
                (gone, made.map(|_| ()))
            };
            let kept =
                matches!(&answers, (Err(Error::Refused(Refusal::InUse { by })), Ok(())) if by.len() == 1);
            let deleted = answers == (Ok(()), Err(Error::field("site_id", FieldCode::NotFound)));
            assert!(kept || deleted, "{answers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn of_eight_editors_of_a_site_one_saves_and_one_audit_entry_is_written() {
    each_database(|w| async move {
        let site = w.site("N").await;
        let read = SiteDraft::from(&w.services.sites().get(&w.admin, site).await.expect("read"));
        let mut tasks = JoinSet::new();
        for i in 0..8 {
            let (services, by) = (w.services.clone(), w.admin.clone());
            let draft = SiteDraft { name: format!("Site {i}"), ..read.clone() };
            tasks.spawn(async move { services.sites().update(&by, site, &draft).await.map(|_| ()) });
        }
        let answers = tasks.join_all().await;
        assert_eq!(answers.iter().filter(|a| a.is_ok()).count(), 1, "{answers:?}");
        let stale = |a: &&Result<(), Error>| matches!(a, Err(Error::Stale(fields)) if fields.len() == 1);
        assert_eq!(answers.iter().filter(stale).count(), 7, "{answers:?}");
        let saved = w.services.sites().get(&w.admin, site).await.expect("read");
        assert_eq!(saved.version, read.version.parse::<i64>().expect("a number") + 1);
        let updated = audit_entry::Entity::find()
            .filter(audit_entry::Column::Entity.eq(Noun::Site))
            .filter(audit_entry::Column::Action.eq(Action::Updated));
        assert_eq!(updated.count(&w.db).await.expect("counted"), 1);
    })
    .await;
}

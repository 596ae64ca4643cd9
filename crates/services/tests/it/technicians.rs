//! What people can do: written with the account, read with the list; on both databases.

use domain::{
    Error, FieldCode, FieldErrors, Permission, Role,
    audit::Action,
    user::{ExperienceLevel, NewUserDraft, Technician, UserQuery},
};
use entity::{audit_entry, skill};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use testkit::{World, each_database};

fn draft(name: &str, role: Role, skills: &[&str]) -> NewUserDraft {
    NewUserDraft {
        email: format!("{name}@usine.example"),
        password: "huitre tango barda".into(),
        first_name: "Zoé".into(),
        last_name: name.into(),
        role: role.to_string(),
        skills: skills.iter().map(|&skill| skill.to_owned()).collect(),
        ..Default::default()
    }
}

async fn listed(w: &World, query: &str) -> Vec<(String, Option<Technician>)> {
    let page = w.services.users().list(&w.admin, &UserQuery::from_url(query).0).await.expect("listed");
    page.data.into_iter().map(|row| (row.user.username, row.technician)).collect()
}

#[tokio::test]
async fn a_technician_is_listed_with_what_they_can_do() {
    each_database(|w| async move {
        let users = w.services.users();
        let mut lea = draft("lea", Role::Technician, &["soudure tig, Hydraulique", "Électricité"]);
        lea.specialty = " Électromécanique ".into();
        lea.experience_level = "senior".into();
        let lea = users.create(&w.admin, &lea).await.expect("created").id;
        users.create(&w.admin, &draft("marc", Role::Technician, &["SOUDURE TIG"])).await.expect("created");
        users.create(&w.admin, &draft("tom", Role::Technician, &[])).await.expect("created");
        users.create(&w.admin, &draft("zelie", Role::Client, &[])).await.expect("created");

        let can = Technician {
            specialty: Some("Électromécanique".into()),
            skills: vec!["Électricité".into(), "Hydraulique".into(), "soudure tig".into()],
            experience_level: Some(ExperienceLevel::Senior),
        };
        // The skill is written as whoever came first wrote it.
        let welds = Technician { skills: vec!["soudure tig".into()], ..Default::default() };
        w.statements.take();
        let found = listed(&w, "role=technician").await;
        assert_eq!(w.statements.take(), 3, "however many people");
        let expected = [("lea", can.clone()), ("marc", welds), ("tom", Technician::default())];
        assert_eq!(found, expected.map(|(name, can)| (name.to_owned(), Some(can))));
        assert_eq!(listed(&w, "role=client").await, [("zelie".to_owned(), None)]);
        assert_eq!(users.detail(&w.admin, lea).await.expect("seen").technician, Some(can));
        assert_eq!(
            users.skills(&w.admin).await.expect("listed"),
            ["Électricité", "Hydraulique", "soudure tig"]
        );
    })
    .await;
}

#[tokio::test]
async fn skills_change_with_the_account_and_outlive_a_change_of_role() {
    each_database(|w| async move {
        let users = w.services.users();
        let made = users.create(&w.admin, &draft("lea", Role::Technician, &["Soudure", "Levage"])).await;
        let id = made.expect("created").id;
        let mut change = users.draft(&w.admin, id).await.expect("seen");
        change.skills = vec!["levage, Hydraulique".into()];
        change.experience_level = "expert".into();
        let saved = users.update(&w.admin, id, &change).await.expect("saved");
        let can = saved.technician.clone().expect("a technician");
        assert_eq!(
            (can.skills, can.experience_level),
            (vec!["Hydraulique".into(), "Levage".into()], Some(ExperienceLevel::Expert))
        );
        // Who has no skill any more is no reason to offer it.
        assert_eq!(users.skills(&w.admin).await.expect("listed"), ["Hydraulique", "Levage"]);
        let stored = skill::Entity::find().order_by_asc(skill::Column::Id).all(&w.db).await.expect("read");
        assert_eq!(stored.len(), 3, "each once");

        let trail = audit_entry::Entity::find()
            .filter(audit_entry::Column::Action.eq(Action::Updated))
            .one(&w.db)
            .await
            .expect("readable")
            .expect("told");
        let told = format!("{:?}", trail.after);
        assert!(told.contains("Hydraulique") && told.contains("expert"), "{told}");

        let mut change = users.draft(&w.admin, id).await.expect("seen");
        change.role = "supervisor".into();
        let saved = users.update(&w.admin, id, &change).await.expect("saved");
        assert_eq!(saved.technician.expect("kept").skills, ["Hydraulique", "Levage"]);
        let mut change = users.draft(&w.admin, id).await.expect("seen");
        (change.skills, change.experience_level) = (vec![], String::new());
        assert_eq!(users.update(&w.admin, id, &change).await.expect("saved").technician, None);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_save_skills_the_second_is_told() {
    each_database(|w| async move {
        let users = w.services.users();
        let made = users.create(&w.admin, &draft("lea", Role::Technician, &["Soudure"])).await;
        let id = made.expect("created").id;
        let old = users.draft(&w.admin, id).await.expect("seen");
        let mut first = old.clone();
        first.skills.push("Levage".into());
        users.update(&w.admin, id, &first).await.expect("saved");
        let mut second = old;
        second.specialty = "Hydraulique".into();
        let Err(Error::Stale(fields)) = users.update(&w.admin, id, &second).await else {
            panic!("the second would have taken the first one's skill away")
        };
        let skills = fields.iter().find(|field| field.field == "skills").expect("told");
        assert_eq!(skills.current, r#"["Levage","Soudure"]"#);
    })
    .await;
}

#[tokio::test]
async fn wrong_skills_are_told_at_their_field_and_nobody_is_made() {
    each_database(|w| async move {
        let mut wrong = draft("lea", Role::Technician, &[&"a".repeat(61)]);
        wrong.experience_level = "wizard".into();
        wrong.specialty = "a\nb".into();
        let Err(Error::Invalid(FieldErrors(errors))) = w.services.users().create(&w.admin, &wrong).await
        else {
            panic!("three wrong fields")
        };
        let told: Vec<_> = errors.into_iter().map(|e| (e.field, e.code)).collect();
        let expected = [
            ("skills", FieldCode::TooLong { max: 60 }),
            ("specialty", FieldCode::Malformed),
            ("experience_level", FieldCode::UnknownValue),
        ];
        assert_eq!(told, expected.map(|(field, code)| (field.to_owned(), code)));
        assert_eq!(skill::Entity::find().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

#[tokio::test]
async fn two_who_bring_the_same_new_skill_at_once_share_it() {
    each_database(|w| async move {
        let users = w.services.users();
        let [one, two] = ["lea", "marc"].map(|name| draft(name, Role::Technician, &["Vibration", "Levage"]));
        let (one, two) = tokio::join!(users.create(&w.admin, &one), users.create(&w.admin, &two));
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        assert_eq!(skill::Entity::find().count(&w.db).await.ok(), Some(2));
        for (name, technician) in listed(&w, "role=technician").await {
            assert_eq!(technician.expect("a technician").skills, ["Levage", "Vibration"], "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn who_makes_accounts_or_manages_them_is_offered_the_skills() {
    each_database(|w| async move {
        let users = w.services.users();
        users.create(&w.admin, &draft("lea", Role::Technician, &["Levage"])).await.expect("created");
        let mut manager = w.person("manager", Role::Client, &[]).await;
        assert_eq!(users.skills(&manager).await.err(), Some(Error::Forbidden));
        manager.permissions = manager.permissions.with(Permission::UserManage, true);
        assert_eq!(users.skills(&manager).await, Ok(vec!["Levage".into()]));
        let chief = w.person("chief", Role::Supervisor, &[]).await;
        assert_eq!(users.skills(&chief).await, Ok(vec!["Levage".into()]), "makes technicians");
    })
    .await;
}

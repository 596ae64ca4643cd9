//! Accounts: who may make whom, one's own settings, and the last administrator; on both databases.

use domain::{
    Caller, Error, FieldCode, FieldErrors, Noun, Permission, Refusal, SiteId,
    access::Role,
    audit::Action,
    session::SignInDraft,
    user::{Language, NewUserDraft, PasswordDraft, ProfileDraft, Theme, UserQuery},
};
use entity::{audit_entry, user, user_site};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::{Client, SignedIn};
use testkit::{World, each_database};

const PASSWORD: &str = "huitre tango barda";

fn draft(email: &str, role: Role, sites: &[SiteId]) -> NewUserDraft {
    NewUserDraft {
        email: email.into(),
        password: PASSWORD.into(),
        first_name: "Léa".into(),
        last_name: "Martin".into(),
        role: role.to_string(),
        sites: sites.to_vec(),
        ..Default::default()
    }
}

/// What the wall clock of a plant in Paris shows.
fn in_paris(at: domain::Timestamp) -> domain::LocalDateTime {
    let paris = jiff::tz::TimeZone::get("Europe/Paris").expect("known");
    domain::LocalDateTime(paris.to_datetime(*at))
}

async fn sign_in(w: &World, login: &str, password: &str) -> Result<SignedIn, Error> {
    let draft = SignInDraft { login: login.into(), password: password.into(), next: String::new() };
    w.services.sessions().sign_in(&draft, &Client::default()).await
}

fn fields(error: Option<Error>) -> Vec<(String, FieldCode)> {
    match error {
        Some(Error::Invalid(FieldErrors(errors))) => errors.into_iter().map(|e| (e.field, e.code)).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_list_tells_the_last_sign_in_on_the_plants_clock() {
    each_database(|w| async move {
        let north = w.site("N").await;
        let users = w.services.users();
        users.create(&w.admin, &draft("lea@x.fr", Role::Client, &[north])).await.expect("allowed");
        let query = UserQuery::from_url("q=lea@x.fr").0;
        let row = || async { users.list(&w.admin, &query).await.expect("listed").data.remove(0) };
        assert_eq!(row().await.last_login_local, None);
        sign_in(&w, "lea", PASSWORD).await.expect("signed in");
        let row = row().await;
        let at = row.user.last_login_at.expect("signed in");
        assert_eq!(row.last_login_local, Some(in_paris(at)));
    })
    .await;
}

#[tokio::test]
async fn a_supervisor_makes_technicians_and_clients_of_their_sites_only() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let chief = w.person("chief", Role::Supervisor, &[north]).await;
        let users = w.services.users();
        let made =
            users.create(&chief, &draft("lea@x.fr", Role::Technician, &[north])).await.expect("allowed");
        assert_eq!((made.username.as_str(), made.role), ("lea", Role::Technician));
        let sees = user_site::Entity::find().filter(user_site::Column::UserId.eq(made.id));
        assert_eq!(sees.count(&w.db).await.ok(), Some(1));

        for role in [Role::Admin, Role::Supervisor] {
            let refused = users.create(&chief, &draft("b@x.fr", role, &[north])).await.err();
            assert_eq!(fields(refused), [("role".to_owned(), FieldCode::NotAllowed)]);
        }
        let elsewhere = users.create(&chief, &draft("c@x.fr", Role::Client, &[south])).await.err();
        assert_eq!(fields(elsewhere), [("sites".to_owned(), FieldCode::NotFound)]);
        let nowhere = users.create(&chief, &draft("c@x.fr", Role::Client, &[])).await.err();
        assert_eq!(fields(nowhere), [("sites".to_owned(), FieldCode::ChooseOne)]);
        let mut more = draft("d@x.fr", Role::Client, &[north]);
        more.permissions = vec!["equipment:write".into(), "import:run".into(), "-account:own".into()];
        let refused = users.create(&chief, &more).await.err();
        assert_eq!(fields(refused), [("permissions[1]".to_owned(), FieldCode::NotAllowed)]);

        let technician = w.person("tech", Role::Technician, &[north]).await;
        let refused = users.create(&technician, &draft("e@x.fr", Role::Client, &[])).await.err();
        assert_eq!(refused, Some(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn addresses_and_usernames_are_unique_and_made_names_are_numbered() {
    each_database(|w| async move {
        let users = w.services.users();
        let mut made = vec![];
        for domain in ["a.fr", "b.fr", "c.fr"] {
            let draft = draft(&format!("Lea.Martin@{domain}"), Role::Client, &[]);
            made.push(users.create(&w.admin, &draft).await.expect("created").username);
        }
        assert_eq!(made, ["lea.martin", "lea.martin2", "lea.martin3"]);
        let twice = users.create(&w.admin, &draft("lea.martin@A.fr", Role::Client, &[])).await.err();
        assert_eq!(fields(twice), [("email".to_owned(), FieldCode::Duplicate)]);
        let mut taken = draft("other@a.fr", Role::Client, &[]);
        taken.username = "Lea.Martin".into();
        let twice = users.create(&w.admin, &taken).await.err();
        assert_eq!(fields(twice), [("username".to_owned(), FieldCode::Duplicate)]);
        let stored = user::Entity::find().all(&w.db).await.expect("readable");
        assert!(stored.iter().all(|u| !u.password_hash.contains("huitre")));
    })
    .await;
}

#[tokio::test]
async fn one_knows_of_people_with_a_site_in_common() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let chief = w.person("chief", Role::Supervisor, &[north]).await;
        let near = w.person("near", Role::Technician, &[north, south]).await;
        let far = w.person("far", Role::Technician, &[south]).await;
        let id = |c: &Caller| c.user_id().expect("a person");
        let users = w.services.users();
        let names = async |by: &Caller, query: &str| -> Vec<String> {
            let page = users.list(by, &UserQuery::from_url(query).0).await.expect("listed");
            page.data.into_iter().map(|u| u.user.username).collect()
        };
        assert_eq!(names(&chief, "").await, ["chief", "near"]);
        assert_eq!(names(&w.admin, "").await, ["admin", "chief", "far", "near"]);
        assert_eq!(names(&w.admin, "role=technician&q=FAR").await, ["far"]);
        assert_eq!(names(&w.admin, "active=false").await, Vec::<String>::new());
        assert!(users.get(&chief, id(&near)).await.is_ok());
        assert_eq!(users.get(&chief, id(&far)).await.err(), Some(Error::NotFound(Noun::User)));
        assert_eq!(users.get(&near, id(&near)).await.err(), Some(Error::Forbidden));
        assert_eq!(users.me(&near).await.expect("oneself").username, "near");
        let nowhere = w.person("nowhere", Role::Supervisor, &[]).await;
        assert_eq!(names(&nowhere, "").await, ["nowhere"]);
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    each_database(|w| async move {
        w.services.users().create(&w.admin, &draft("lea@x.fr", Role::Client, &[])).await.expect("created");
        let here = sign_in(&w, "lea", PASSWORD).await.expect("signed in");
        let there = sign_in(&w, "lea", PASSWORD).await.expect("signed in");
        let (users, by, client) = (w.services.users(), &here.known.caller, Client::default());
        let change = |current: &str, new: &str| PasswordDraft {
            current_password: current.into(),
            new_password: new.into(),
            again: new.into(),
        };
        let weak = users.change_password(by, &change(PASSWORD, "lea martin lea martin"), &client).await.err();
        assert_eq!(fields(weak), [("new_password".to_owned(), FieldCode::PasswordTooCommon)]);
        let wrong = users.change_password(by, &change("x", "barque soupir velours"), &client).await.err();
        assert_eq!(fields(wrong), [("current_password".to_owned(), FieldCode::WrongCurrentPassword)]);

        users
            .change_password(by, &change(PASSWORD, "barque soupir velours"), &client)
            .await
            .expect("changed");
        let sessions = w.services.sessions();
        assert!(sessions.authenticate(&here.tokens.access).await.is_ok());
        assert_eq!(sessions.authenticate(&there.tokens.access).await, Err(Error::SignedOut));
        assert!(sign_in(&w, "lea", PASSWORD).await.is_err());
        assert!(sign_in(&w, "lea", "barque soupir velours").await.is_ok());
        let told =
            audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(Action::PasswordChanged));
        assert_eq!(told.count(&w.db).await.ok(), Some(1));
    })
    .await;
}

#[tokio::test]
async fn the_current_password_cannot_be_tried_for_ever() {
    each_database(|w| async move {
        w.services.users().create(&w.admin, &draft("lea@x.fr", Role::Client, &[])).await.expect("created");
        let by = sign_in(&w, "lea", PASSWORD).await.expect("signed in").known.caller;
        let guess = PasswordDraft {
            current_password: "guess".into(),
            new_password: "barque soupir velours".into(),
            again: "barque soupir velours".into(),
        };
        for _ in 0..5 {
            let wrong = w.services.users().change_password(&by, &guess, &Client::default()).await.err();
            assert_eq!(fields(wrong), [("current_password".to_owned(), FieldCode::WrongCurrentPassword)]);
        }
        let early = w.services.users().change_password(&by, &guess, &Client::default()).await.err();
        assert_eq!(early, Some(Error::TooManyAttempts { retry_after_seconds: 15 }));
    })
    .await;
}

#[tokio::test]
async fn somebody_always_administers_the_platform() {
    each_database(|w| async move {
        let users = w.services.users();
        let admin = w.admin.user_id().expect("a person");
        let last = Some(Error::Refused(Refusal::LastAdmin));
        assert_eq!(users.set_active(&w.admin, admin, false).await.err(), last);
        assert_eq!(users.set_role(&w.admin, admin, Role::Client).await.err(), last);
        let second = w.person("second", Role::Admin, &[]).await.user_id().expect("a person");
        let own = users.set_role(&w.admin, admin, Role::Supervisor).await;
        assert_eq!(own.err(), Some(Error::Refused(Refusal::OwnAccount)));
        let system = Caller::system("test", Permission::ALL);
        users.set_role(&system, admin, Role::Supervisor).await.expect("there is another");
        assert_eq!(users.set_active(&w.admin, second, false).await.err(), last);
        let chief = w.person("chief", Role::Supervisor, &[]).await;
        assert_eq!(users.set_active(&chief, second, false).await.err(), Some(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn one_changes_ones_own_profile() {
    each_database(|w| async move {
        let by = w.person("lea", Role::Client, &[]).await;
        let users = w.services.users();
        let draft = ProfileDraft {
            first_name: " Léa ".into(),
            last_name: "Roux".into(),
            language: "en".into(),
            theme: String::new(),
        };
        let saved = users.update_profile(&by, &draft).await.expect("saved");
        assert_eq!(
            (saved.first_name.as_str(), saved.language, saved.theme),
            ("Léa", Language::En, Theme::Auto)
        );
        users.set_preferences(&by, None, Some(Theme::Sun)).await.expect("saved");
        let me = users.me(&by).await.expect("oneself");
        assert_eq!((me.language, me.theme), (Language::En, Theme::Sun));
        let found = users.list(&w.admin, &UserQuery::from_url("q=roux").0).await.expect("listed");
        assert_eq!(found.data.len(), 1, "the search knows the new name");
        let draft = ProfileDraft { theme: "pink".into(), ..Default::default() };
        let wrong = users.update_profile(&by, &draft).await.err();
        let told: Vec<_> = fields(wrong).into_iter().map(|(field, _)| field).collect();
        assert_eq!(told, ["first_name", "last_name", "theme"]);
    })
    .await;
}

#[tokio::test]
async fn nobody_acts_on_who_ranks_as_high_or_gives_back_what_they_lack() {
    each_database(|w| async move {
        let north = w.site("N").await;
        let mut chief = w.person("chief", Role::Supervisor, &[north]).await;
        chief.permissions = chief.permissions.with(Permission::UserManage, true);
        let users = w.services.users();
        let peer = w.person("peer", Role::Supervisor, &[north]).await.user_id().expect("a person");
        assert_eq!(users.set_active(&chief, peer, false).await.err(), Some(Error::Forbidden));
        assert_eq!(users.end_sessions(&chief, peer, None).await.err(), Some(Error::Forbidden));
        assert_eq!(users.unlock(&chief, peer).await.err(), Some(Error::Forbidden));
        assert_eq!(users.sessions(&chief, peer).await.err(), Some(Error::Forbidden));
        assert_eq!(users.sign_ins(&chief, peer).await.err(), Some(Error::Forbidden));

        let mut new = draft("lea@x.fr", Role::Technician, &[north]);
        new.permissions = vec!["-import:run".into(), "-equipment:write".into()];
        let lea = users.create(&w.admin, &new).await.expect("created").id;
        users.set_active(&chief, lea, false).await.expect("a technician");
        let mut change = users.draft(&chief, lea).await.expect("seen");
        change.permissions = vec!["-import:run".into()];
        users.update(&chief, lea, &change).await.expect("it was theirs to give");
        let mut change = users.draft(&chief, lea).await.expect("seen");
        change.permissions = vec![];
        let refused = users.update(&chief, lea, &change).await.err();
        assert_eq!(fields(refused), [("permissions".to_owned(), FieldCode::NotAllowed)]);
    })
    .await;
}

#[tokio::test]
async fn the_way_to_anothers_password_is_not_changed_by_who_shares_only_some_of_their_sites() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let mut chief = w.person("chief", Role::Supervisor, &[north]).await;
        chief.permissions = chief.permissions.with(Permission::UserManage, true);
        let users = w.services.users();
        let both = users.create(&w.admin, &draft("lea@x.fr", Role::Technician, &[north, south])).await;
        let both = both.expect("created").id;
        let mut change = users.draft(&chief, both).await.expect("seen");
        change.email = "mine@x.fr".into();
        let refused = users.update(&chief, both, &change).await.err();
        assert_eq!(fields(refused), [("email".to_owned(), FieldCode::NotAllowed)]);
        change.email = "lea@x.fr".into();
        change.first_name = "Léa".into();
        users.update(&chief, both, &change).await.expect("a name");

        let own =
            users.create(&chief, &draft("tom@x.fr", Role::Technician, &[north])).await.expect("created").id;
        let mut change = users.draft(&chief, own).await.expect("seen");
        change.email = "thomas@x.fr".into();
        users.update(&chief, own, &change).await.expect("nobody else's");
    })
    .await;
}

#[tokio::test]
async fn what_was_taken_from_somebody_does_not_come_back_through_an_account_that_they_make() {
    each_database(|w| async move {
        let (north, south) = (w.site("N").await, w.site("S").await);
        let taken = [Permission::EquipmentRead, Permission::InterventionRead, Permission::DocumentRead];
        let mut chief = w.person("chief", Role::Supervisor, &[north, south]).await;
        chief.permissions = chief.permissions.with(Permission::UserManage, true);
        for permission in taken {
            chief.permissions = chief.permissions.with(permission, false);
        }
        let (users, at_role) = (w.services.users(), [("role".to_owned(), FieldCode::NotAllowed)]);
        for role in [Role::Technician, Role::Client] {
            let refused = users.create(&chief, &draft("lea@x.fr", role, &[north])).await.err();
            assert_eq!(fields(refused), at_role, "{role}");
        }
        let mut less = draft("lea@x.fr", Role::Technician, &[north]);
        less.permissions = taken.map(|permission| format!("-{permission}")).to_vec();
        let lea = users.create(&chief, &less).await.expect("what they have themselves").id;

        // Nor through one that is there: by its role, by a further site, by its address.
        let by_admin = |role, email: &str| draft(email, role, &[north]);
        let mut harmless = by_admin(Role::Client, "zoe@x.fr");
        harmless.permissions = vec!["-equipment:read_own".into()];
        let zoe = users.create(&w.admin, &harmless).await.expect("created").id;
        let mut change = users.draft(&chief, zoe).await.expect("seen");
        change.role = "technician".into();
        assert_eq!(fields(users.update(&chief, zoe, &change).await.err()), at_role);
        let refused = users.set_role(&chief, zoe, Role::Technician).await.err();
        assert_eq!(fields(refused), at_role);
        let tom = users.create(&w.admin, &by_admin(Role::Technician, "tom@x.fr")).await.expect("created").id;
        let mut change = users.draft(&chief, tom).await.expect("seen");
        change.sites = vec![north, south];
        assert_eq!(fields(users.update(&chief, tom, &change).await.err()), at_role);
        let mut change = users.draft(&chief, tom).await.expect("seen");
        change.email = "mine@x.fr".into();
        let refused = users.update(&chief, tom, &change).await.err();
        assert_eq!(fields(refused), [("email".to_owned(), FieldCode::NotAllowed)]);

        // What gives nothing stays theirs to change.
        let mut change = users.draft(&chief, tom).await.expect("seen");
        change.last_name = "Durand".into();
        users.update(&chief, tom, &change).await.expect("a name");
        let mut change = users.draft(&chief, lea).await.expect("seen");
        (change.email, change.sites) = ("mine@x.fr".into(), vec![north, south]);
        users.update(&chief, lea, &change).await.expect("no more than they have");
    })
    .await;
}

//! Invitations: the person of a new account chooses the password, with a link that came by mail.

use domain::{
    Error, Noun, Permission, Refusal, UserId,
    access::Role,
    audit::Action,
    mail::MailTemplate,
    session::{ForgotDraft, ResetDraft, SignInDraft},
    user::{INVITE_SECONDS, InvitationState, Language, NewUserDraft, UserDraft, UserView},
};
use entity::{audit_entry, mail, one_time_token, user};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use services::{Client, MailOptions};
use testkit::{World, each_database};

const PASSWORD: &str = "marmotte violet tabouret";
const ZOE: &str = "zoe@usine.example";

fn draft(role: Role) -> NewUserDraft {
    NewUserDraft {
        email: ZOE.into(),
        first_name: "Zoé".into(),
        last_name: "Le Bihan".into(),
        role: role.to_string(),
        language: "en".into(),
        invite: true,
        ..Default::default()
    }
}

async fn invite(w: &World, role: Role) -> UserView {
    w.services.set_mail(MailOptions { public_url: "https://vigie.test".into(), server: None });
    w.services.users().create(&w.admin, &draft(role)).await.expect("invited")
}

/// The latest mail.
async fn latest(w: &World) -> mail::Model {
    w.services.jobs().work_off().await.expect("worked");
    let found = mail::Entity::find().order_by_desc(mail::Column::Id).one(&w.db).await;
    found.expect("readable").expect("a mail")
}

/// The token of the link in the latest mail.
async fn token(w: &World) -> String {
    let text = latest(w).await.text.expect("kept");
    let (_, rest) = text.split_once("https://vigie.test/invitation?token=").expect("a link");
    rest.split_whitespace().next().expect("a token").to_owned()
}

async fn choose(w: &World, token: &str, password: &str) -> Result<(), Error> {
    let draft = ResetDraft { new_password: password.into(), again: password.into() };
    w.services.sessions().reset_password(token, &draft, &Client::default()).await
}

async fn signs_in(w: &World, password: &str) -> bool {
    let draft = SignInDraft { login: ZOE.into(), password: password.into(), next: String::new() };
    w.services.sessions().sign_in(&draft, &Client::default()).await.is_ok()
}

async fn state(w: &World, id: UserId) -> Option<InvitationState> {
    let detail = w.services.users().detail(&w.admin, id).await.expect("read");
    detail.invitation.map(|of| of.state)
}

async fn recorded(w: &World, action: Action) -> u64 {
    let found = audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(action));
    found.count(&w.db).await.expect("counted")
}

#[tokio::test]
async fn whoever_is_invited_chooses_a_password_and_only_then_signs_in() {
    each_database(|w| async move {
        let zoe = invite(&w, Role::Technician).await;
        assert!(zoe.is_invited && zoe.is_active);
        assert_eq!(zoe.language, Language::En);
        let written = latest(&w).await;
        assert_eq!((written.template, written.language), (MailTemplate::Invitation, Language::En));
        assert!(written.text.expect("kept").contains("username zoe"));
        let stored = user::Entity::find_by_id(zoe.id).one(&w.db).await.expect("read").expect("there");
        for guess in ["", PASSWORD, stored.password_hash.as_str()] {
            assert!(!signs_in(&w, guess).await, "{guess:?}");
        }
        w.clock.advance_seconds(3600);
        assert_eq!(state(&w, zoe.id).await, Some(InvitationState::Open));
        let token = token(&w).await;
        assert_eq!(w.services.sessions().reset_link_is_open(&token).await, Ok(true));
        assert!(matches!(choose(&w, &token, "zoe").await, Err(Error::Invalid(_))), "the rule holds");
        choose(&w, &token, PASSWORD).await.expect("chosen");
        assert_eq!(choose(&w, &token, PASSWORD).await, Err(Refusal::LinkExpired.into()), "once");
        assert_eq!(state(&w, zoe.id).await, Some(InvitationState::Accepted));
        assert!(!w.services.users().get(&w.admin, zoe.id).await.expect("read").is_invited);
        assert!(signs_in(&w, PASSWORD).await);
        assert_eq!(latest(&w).await.template, MailTemplate::Invitation, "no word of a changed password");
        assert_eq!(
            (recorded(&w, Action::Invited).await, recorded(&w, Action::InvitationAccepted).await),
            (1, 1)
        );
        let again = w.services.users().invite_again(&w.admin, zoe.id).await;
        assert_eq!(again, Err(Refusal::InvitationState.into()));
    })
    .await;
}

#[tokio::test]
async fn an_invitation_ends_and_is_sent_again_with_a_new_link() {
    each_database(|w| async move {
        let zoe = invite(&w, Role::Client).await;
        let first = token(&w).await;
        w.clock.advance_seconds(INVITE_SECONDS - 1);
        assert_eq!(w.services.sessions().reset_link_is_open(&first).await, Ok(true));
        w.clock.advance_seconds(1);
        assert_eq!(choose(&w, &first, PASSWORD).await, Err(Refusal::LinkExpired.into()));
        w.services.jobs().clean_up().await.expect("cleaned");
        assert_eq!(one_time_token::Entity::find().count(&w.db).await.ok(), Some(0));
        assert_eq!(state(&w, zoe.id).await, Some(InvitationState::Expired), "the page still knows");

        w.services.users().invite_again(&w.admin, zoe.id).await.expect("sent");
        let second = token(&w).await;
        w.services.users().invite_again(&w.admin, zoe.id).await.expect("sent");
        let third = token(&w).await;
        assert_eq!(state(&w, zoe.id).await, Some(InvitationState::Open));
        assert_eq!(
            choose(&w, &second, PASSWORD).await,
            Err(Refusal::LinkExpired.into()),
            "the old one is void"
        );
        choose(&w, &third, PASSWORD).await.expect("chosen");
        assert_eq!(recorded(&w, Action::Invited).await, 3);
    })
    .await;
}

#[tokio::test]
async fn another_address_or_a_disabled_account_makes_the_link_void() {
    each_database(|w| async move {
        let zoe = invite(&w, Role::Client).await;
        let first = token(&w).await;
        let users = w.services.users();
        let change = users.draft(&w.admin, zoe.id).await.expect("read");
        let change = UserDraft { email: "zoe.lebihan@usine.example".into(), ..change };
        users.update(&w.admin, zoe.id, &change).await.expect("changed");
        assert_eq!(choose(&w, &first, PASSWORD).await, Err(Refusal::LinkExpired.into()));
        assert_eq!(state(&w, zoe.id).await, Some(InvitationState::Expired));
        users.invite_again(&w.admin, zoe.id).await.expect("sent");
        assert_eq!(latest(&w).await.to_email, "zoe.lebihan@usine.example");
        let second = token(&w).await;
        users.set_active(&w.admin, zoe.id, false).await.expect("disabled");
        assert_eq!(choose(&w, &second, PASSWORD).await, Err(Refusal::LinkExpired.into()));
        assert_eq!(state(&w, zoe.id).await, Some(InvitationState::Expired));
        assert_eq!(users.invite_again(&w.admin, zoe.id).await, Err(Refusal::InvitationState.into()));
        users.set_active(&w.admin, zoe.id, true).await.expect("enabled");
        users.invite_again(&w.admin, zoe.id).await.expect("sent");
        choose(&w, &token(&w).await, PASSWORD).await.expect("chosen");
    })
    .await;
}

#[tokio::test]
async fn the_way_of_a_forgotten_password_does_not_stand_in_for_an_invitation() {
    each_database(|w| async move {
        invite(&w, Role::Client).await;
        let invitation = token(&w).await;
        let forgot = ForgotDraft { email: ZOE.into() };
        w.services.sessions().forgot_password(&forgot, &Client::default()).await.expect("the same answer");
        assert_eq!(latest(&w).await.template, MailTemplate::Invitation);
        choose(&w, &invitation, PASSWORD).await.expect("chosen");
        w.services.sessions().forgot_password(&forgot, &Client::default()).await.expect("the same answer");
        assert_eq!(latest(&w).await.template, MailTemplate::PasswordReset);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_who_has_not_come_yet_does_not_count_as_one() {
    each_database(|w| async move {
        let users = w.services.users();
        let ada = w.person("ada", Role::Admin, &[]).await;
        let others =
            user::Entity::find().filter(user::Column::Role.eq(Role::Admin)).all(&w.db).await.expect("read");
        let zoe = invite(&w, Role::Admin).await;
        let ada_id = ada.user_id().expect("a person");
        for other in others.iter().filter(|other| other.id != ada_id) {
            users.set_active(&ada, other.id, false).await.expect("disabled");
        }
        let last = users.set_active(&w.admin, ada_id, false).await.err();
        assert_eq!(last, Some(Refusal::LastAdmin.into()));
        choose(&w, &token(&w).await, PASSWORD).await.expect("chosen");
        assert_eq!(state(&w, zoe.id).await, Some(InvitationState::Accepted));
        users.set_active(&w.admin, ada_id, false).await.expect("one is left");
    })
    .await;
}

#[tokio::test]
async fn nobody_invites_who_ranks_as_high_nor_reads_the_link() {
    each_database(|w| async move {
        let site = w.site("NORD").await;
        let mut chief = w.person("sam", Role::Supervisor, &[site]).await;
        let users = w.services.users();
        let above =
            users.create(&chief, &NewUserDraft { sites: vec![site], ..draft(Role::Supervisor) }).await.err();
        assert_eq!(above, Some(Error::field("role", domain::FieldCode::NotAllowed)));
        let zoe =
            users.create(&w.admin, &NewUserDraft { sites: vec![site], ..draft(Role::Supervisor) }).await;
        let zoe = zoe.expect("invited").id;
        assert_eq!(users.invite_again(&chief, zoe).await, Err(Error::Forbidden));
        chief.permissions =
            chief.permissions.with(Permission::UserManage, true).with(Permission::MailManage, true);
        assert_eq!(users.invite_again(&chief, zoe).await, Err(Error::Forbidden));
        let outside = w.person("max", Role::Admin, &[]).await.user_id().expect("a person");
        assert_eq!(users.invite_again(&chief, outside).await, Err(Error::NotFound(Noun::User)));
        let seen = w.services.mails().get(&chief, latest(&w).await.id).await.expect("read");
        assert_eq!((seen.text, seen.html), (None, None));
    })
    .await;
}

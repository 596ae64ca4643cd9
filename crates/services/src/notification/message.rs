//! Writing to others: each finds the message among their notifications.

use super::{
    NotificationService,
    subject::{self, About},
};
use crate::{
    access::{Scope, Writer},
    audit,
    record::retried,
    user as accounts,
};
use domain::{
    Caller, Error, FieldCode, NotificationId, Noun, Permission, Result, Role, SiteId, SiteScope, Timestamp,
    UserId,
    access::PermissionSet,
    audit::{Action, Change},
    notification::{Addressee, GROUP_SECONDS, Message, MessageDraft, NotificationKind, SentMessage, SentTo},
    user::UserRef,
};
use entity::{notification, site, user, user_permission, user_site};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use std::collections::BTreeMap;

/// People that a form offers, at most.
const MOST_OFFERED: u64 = 500;

/// Somebody to whom it is written.
struct Reader {
    account: user::Model,
    sites: SiteScope,
    may: PermissionSet,
}

impl NotificationService<'_> {
    /// People whom the caller can write to, by their names: who work where the caller does. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn addressees(&self, by: &Caller) -> Result<Vec<Addressee>> {
        let reader = self.0.read(by, Permission::NotificationSend)?;
        let people = user::Entity::find()
            .filter(accounts::within(&reader.scope, by))
            .filter(user::Column::IsActive.eq(true))
            .filter(user::Column::Id.is_not_in(by.user_id()))
            .order_by_asc(user::Column::SearchText)
            .order_by_asc(user::Column::Id)
            .limit(MOST_OFFERED)
            .all(reader.db)
            .await?;
        let named = |person: user::Model| Addressee {
            role: person.role,
            user: UserRef { id: person.id, name: person.name() },
        };
        Ok(people.into_iter().map(named).collect())
    }

    /// Writes to people of the caller's sites. What it is about must be seen by each of them. The same words to the same
    /// person within five minutes are one notification, so that a form that is sent twice tells nothing twice.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Error::Forbidden`].
    pub async fn send(&self, by: &Caller, draft: &MessageDraft) -> Result<SentMessage> {
        retried(|| self.write_to(by, draft)).await
    }

    async fn write_to(&self, by: &Caller, draft: &MessageDraft) -> Result<SentMessage> {
        let mut w = self.0.write(by, Permission::NotificationSend).await?;
        let message = draft.parse()?;
        let actor = author(&w).await?;
        let about = match &message.about {
            Some(subject) => Some(subject::find(self.0, &w, subject).await?),
            None => None,
        };
        let people = readers(&w, &message).await?;
        if let Some(about) = &about {
            see(&w, &people, about).await?;
        }
        let places = places(&w, &people, about.as_ref()).await?;
        let mut ids = before(&w, &message, &actor).await?;
        let new = people.iter().zip(places).filter(|(person, _)| !ids.contains_key(&person.account.id));
        let rows: Vec<_> = new
            .map(|(person, site)| row((&message, about.as_ref()), &actor, person.account.id, site, w.now))
            .collect();
        let mut of_site: BTreeMap<SiteId, Vec<notification::Model>> = BTreeMap::new();
        if !rows.is_empty() {
            for told in notification::Entity::insert_many(rows).exec_with_returning(w.tx()).await? {
                w.notify(told.user_id, told.site_id, told.id);
                ids.insert(told.user_id, told.id);
                of_site.entry(told.site_id).or_default().push(told);
            }
        }
        for (site, told) in of_site {
            let to = people.iter().filter(|person| told.iter().any(|row| row.user_id == person.account.id));
            let story = serde_json::json!({
                "title": message.title,
                "message": message.text,
                "meant": message.meant,
                "recipients": to.map(|person| person.account.name()).collect::<Vec<_>>(),
                "about": about.as_ref().map(About::code),
            });
            let first = told.first().map_or(0, |row| row.id.0);
            let change = Change::new(Action::Sent, Noun::Notification, first, Some(site));
            w.record(change.after(audit::json(&story)));
        }
        let (entity, entity_id) = about.as_ref().map(About::named).unzip();
        let to = |person: &Reader| {
            let user = UserRef { id: person.account.id, name: person.account.name() };
            ids.get(&user.id).map(|id| SentTo { id: *id, user })
        };
        let sent = SentMessage {
            recipients: people.iter().filter_map(to).collect(),
            title: message.title,
            message: message.text,
            meant: message.meant,
            entity,
            entity_id,
            created_at: w.now,
        };
        w.commit().await?;
        Ok(sent)
    }
}

/// What its author is called. Of two forms that one person sends at once, the second waits here and finds what the first has
/// written. At most two statements.
async fn author(w: &Writer) -> Result<String> {
    let Some(author) = w.by().user_id() else { return Ok(w.by().name.clone()) };
    w.hold::<user::Entity>(author).await?;
    let found = user::Entity::find_by_id(author).one(w.tx()).await?;
    Ok(found.map_or_else(|| w.by().name.clone(), |person| person.name()))
}

fn row(
    (message, about): (&Message, Option<&About>),
    actor: &str,
    to: UserId,
    site: SiteId,
    now: Timestamp,
) -> notification::ActiveModel {
    let (intervention, equipment) = match about {
        Some(About::Intervention(row, _)) => (Some(row.id), None),
        Some(About::Equipment(row)) => (None, Some(row.id)),
        None => (None, None),
    };
    notification::ActiveModel {
        id: NotSet,
        user_id: Set(to),
        kind: Set(NotificationKind::Message),
        site_id: Set(site),
        intervention_id: Set(intervention),
        absence_id: Set(None),
        equipment_id: Set(equipment),
        meant: Set(Some(message.meant)),
        code: Set(about.map(|about| about.code().to_owned()).unwrap_or_default()),
        title: Set(message.title.clone()),
        equipment_code: Set(about.map(|about| about.machine().to_owned()).unwrap_or_default()),
        actor: Set(actor.to_owned()),
        remark: Set(Some(message.text.clone())),
        changes: Set(1),
        at: Set(now),
        created_at: Set(Some(now)),
        read_at: Set(None),
    }
}

/// Those to whom it is written, in the order of their numbers. Three statements.
///
/// # Errors
/// [`Error::Invalid`] for who is not there, is disabled, or writes it.
async fn readers(w: &Writer, message: &Message) -> Result<Vec<Reader>> {
    let to = || message.to.iter().copied();
    let accounts = user::Entity::find()
        .filter(accounts::within(&w.scope, w.by()))
        .filter(user::Column::Id.is_in(to()))
        .order_by_asc(user::Column::Id)
        .all(w.tx())
        .await?;
    let wrong = |code| Err(Error::field("user_ids", code));
    if accounts.len() != message.to.len() {
        return wrong(FieldCode::NotFound);
    }
    if accounts.iter().any(|person| Some(person.id) == w.by().user_id()) {
        return wrong(FieldCode::NotAllowed);
    }
    if accounts.iter().any(|person| !person.is_active) {
        return wrong(FieldCode::AccountDisabled);
    }
    let sites = user_site::Entity::find().filter(user_site::Column::UserId.is_in(to()));
    let sites = sites.order_by_asc(user_site::Column::SiteId).all(w.tx()).await?;
    let special = user_permission::Entity::find().filter(user_permission::Column::UserId.is_in(to()));
    let special = special.all(w.tx()).await?;
    let reader = |account: user::Model| {
        let own = sites.iter().filter(|row| row.user_id == account.id).map(|row| row.site_id).collect();
        let special = special.iter().filter(|row| row.user_id == account.id);
        let may = special.fold(account.role.permissions(), |may, row| may.with(row.permission, row.granted));
        let sites = if account.role == Role::Admin { SiteScope::All } else { SiteScope::Only(own) };
        Reader { account, sites, may }
    };
    Ok(accounts.into_iter().map(reader).collect())
}

/// Each of them must see what it is about. One statement for all who see only what is theirs; to name those who do not, one
/// for each.
///
/// # Errors
/// [`Error::Invalid`] with the names of those who do not.
async fn see(w: &Writer, people: &[Reader], about: &About) -> Result<()> {
    let needs = about.needs();
    let (mut blind, mut own) = (vec![], vec![]);
    for person in people {
        let sees_own = needs.own().is_some_and(|own| person.may.contains(own));
        if person.may.contains(needs) && person.sites.contains(about.site()) {
            continue;
        }
        match sees_own && !person.may.contains(needs) {
            true => own.push((person, Scope { sites: person.sites.clone(), own: Some(person.account.id) })),
            false => blind.push(person.account.name()),
        }
    }
    let scopes: Vec<&Scope> = own.iter().map(|(_, scope)| scope).collect();
    if !scopes.is_empty() && !about.is_within_all(w, &scopes).await? {
        for (person, scope) in &own {
            if !about.is_within_all(w, &[scope]).await? {
                blind.push(person.account.name());
            }
        }
    }
    match blind.is_empty() {
        true => Ok(()),
        false => Err(Error::field("user_ids", FieldCode::MayNotSee { names: blind.join(", ") })),
    }
}

/// The site in which each is told: that of what it is about, else the first where they and the author both work. One statement.
///
/// # Errors
/// [`Error::Invalid`] for who works nowhere.
async fn places(w: &Writer, people: &[Reader], about: Option<&About>) -> Result<Vec<SiteId>> {
    if let Some(about) = about {
        return Ok(vec![about.site(); people.len()]);
    }
    let all: Vec<SiteId> = site::Entity::find()
        .select_only()
        .column(site::Column::Id)
        .order_by_asc(site::Column::Id)
        .into_tuple()
        .all(w.tx())
        .await?;
    let shared = |person: &Reader| {
        let both = |site: &&SiteId| w.scope.sites.contains(**site) && person.sites.contains(**site);
        all.iter().find(both).copied().ok_or_else(|| Error::field("user_ids", FieldCode::NotFound))
    };
    people.iter().map(shared).collect()
}

/// Who has been told the same by the same person just now. One statement.
async fn before(w: &Writer, message: &Message, actor: &str) -> Result<BTreeMap<UserId, NotificationId>> {
    use notification::Column as N;
    let same = notification::Entity::find()
        .filter(N::UserId.is_in(message.to.iter().copied()))
        .filter(N::Kind.eq(NotificationKind::Message))
        .filter(N::At.gt(w.now.plus_seconds(-GROUP_SECONDS)))
        .filter(N::Actor.eq(actor))
        .filter(N::Title.eq(&message.title))
        .filter(N::Remark.eq(&message.text))
        .filter(N::Meant.eq(message.meant))
        .all(w.tx())
        .await?;
    Ok(same.into_iter().map(|row| (row.user_id, row.id)).collect())
}

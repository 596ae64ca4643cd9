//! Telling people, in the transaction of what they are told of.

use crate::access::Writer;
use domain::{
    Permission, Result, Role, UserId,
    notification::{GROUP_SECONDS, NotificationKind, recipients},
};
use entity::{
    equipment, intervention, intervention_assignee, intervention_follower, notification, user, user_site,
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, ColumnTrait, Condition, EntityTrait,
    QueryFilter, QuerySelect, QueryTrait,
};

/// What is told of an intervention, and to whom.
pub(crate) struct Message<'a> {
    about: &'a intervention::Model,
    reasons: Vec<(UserId, NotificationKind)>,
    /// Told to those who direct the work of the site, for this reason.
    supervisors: Option<NotificationKind>,
    remark: Option<String>,
    /// Not for those who see only what is theirs.
    internal: bool,
}

impl<'a> Message<'a> {
    pub fn new(about: &'a intervention::Model) -> Self {
        Self { about, reasons: vec![], supervisors: None, remark: None, internal: false }
    }

    pub fn to(mut self, people: impl IntoIterator<Item = UserId>, kind: NotificationKind) -> Self {
        self.reasons.extend(people.into_iter().map(|user| (user, kind)));
        self
    }

    /// To whoever directs it; where nobody was named, to the supervisors of its site.
    pub fn tell_directors(mut self, kind: NotificationKind) -> Self {
        match self.about.supervisor_id {
            Some(user) => self.to([user], kind),
            None => {
                self.supervisors = Some(kind);
                self
            }
        }
    }

    /// To the supervisors of its site, whoever directs it.
    pub fn tell_supervisors(mut self, kind: NotificationKind) -> Self {
        self.supervisors = Some(kind);
        self
    }

    pub fn remark(mut self, remark: Option<String>) -> Self {
        self.remark = remark;
        self
    }

    pub fn internal(mut self, internal: bool) -> Self {
        self.internal = internal;
        self
    }
}

/// Tells everybody who has a reason, is active and belongs to the site, but for whoever did it. Changes of one kind that
/// follow each other closely are one notification. At most five statements, and one for each notification that grows.
pub(crate) async fn tell(w: &mut Writer, message: Message<'_>) -> Result<()> {
    use notification::Column as N;
    let about = message.about;
    let (people, actor) = people(w, &message).await?;
    let of_them = message.reasons.into_iter().filter(|(user, _)| people.iter().any(|p| p.id == *user));
    let directors = message.supervisors.into_iter().flat_map(|kind| {
        let directing = people.iter().filter(|person| person.role == Role::Supervisor);
        directing.map(move |person| (person.id, kind))
    });
    let told = recipients(of_them.chain(directors), w.by().user_id());
    if told.is_empty() {
        return Ok(());
    }
    let machine = equipment::Entity::find_by_id(about.equipment_id).one(w.tx()).await?;
    let equipment_code = machine.map(|machine| machine.code).unwrap_or_default();
    let fresh = notification::Entity::find()
        .filter(N::UserId.is_in(told.keys().copied()))
        .filter(N::InterventionId.eq(about.id))
        .filter(N::ReadAt.is_null())
        .filter(N::At.gt(w.now.plus_seconds(-GROUP_SECONDS)))
        .all(w.tx())
        .await?;
    let mut new = vec![];
    for (user_id, kind) in told {
        if let Some(same) = fresh.iter().find(|n| n.user_id == user_id && n.kind == kind) {
            let grown = notification::ActiveModel {
                id: Set(same.id),
                changes: Set(same.changes + 1),
                at: Set(w.now),
                actor: Set(actor.clone()),
                remark: message.remark.clone().map_or(NotSet, |remark| Set(Some(remark))),
                ..Default::default()
            };
            grown.update(w.tx()).await?;
            w.notify(user_id, about.site_id, same.id);
            continue;
        }
        new.push(notification::ActiveModel {
            id: NotSet,
            user_id: Set(user_id),
            kind: Set(kind),
            site_id: Set(about.site_id),
            intervention_id: Set(Some(about.id)),
            absence_id: Set(None),
            equipment_id: Set(None),
            meant: Set(None),
            code: Set(about.code.clone()),
            title: Set(about.title.clone()),
            equipment_code: Set(equipment_code.clone()),
            actor: Set(actor.clone()),
            remark: Set(message.remark.clone()),
            changes: Set(1),
            at: Set(w.now),
            created_at: Set(Some(w.now)),
            read_at: Set(None),
        });
    }
    if !new.is_empty() {
        for row in notification::Entity::insert_many(new).exec_with_returning(w.tx()).await? {
            w.notify(row.user_id, row.site_id, row.id);
        }
    }
    Ok(())
}

/// Those who may be told, and what whoever did it is called. One statement.
async fn people(w: &Writer, message: &Message<'_>) -> Result<(Vec<user::Model>, String)> {
    use user::Column as U;
    let there = user_site::Entity::find()
        .select_only()
        .column(user_site::Column::UserId)
        .filter(user_site::Column::SiteId.eq(message.about.site_id))
        .into_query();
    let mut wanted = Condition::any().add(U::Id.is_in(message.reasons.iter().map(|(user, _)| *user)));
    if message.supervisors.is_some() {
        wanted = wanted.add(U::Role.eq(Role::Supervisor));
    }
    let of_site = Condition::any().add(U::Role.eq(Role::Admin)).add(U::Id.in_subquery(there));
    let author = w.by().user_id();
    let mut found = user::Entity::find()
        .filter(
            Condition::any()
                .add(Condition::all().add(U::IsActive.eq(true)).add(wanted).add(of_site))
                .add(U::Id.is_in(author)),
        )
        .all(w.tx())
        .await?;
    let actor = user::name_of(&found, author).unwrap_or_else(|| w.by().name.clone());
    let may_know = |person: &user::Model| !message.internal || reads_all(person.role);
    found.retain(|person| Some(person.id) != author && may_know(person));
    Ok((found, actor))
}

/// Whether people of this role read more than what is theirs.
fn reads_all(role: Role) -> bool {
    role.permissions().contains(Permission::InterventionRead)
}

/// Those to whom it is assigned. One statement.
pub(crate) async fn workers(w: &Writer, of: &intervention::Model) -> Result<Vec<UserId>> {
    use intervention_assignee::Column as A;
    let people = intervention_assignee::Entity::find().select_only().column(A::UserId);
    Ok(people.filter(A::InterventionId.eq(of.id)).into_tuple().all(w.tx()).await?)
}

/// Those who asked for it or follow it. One statement.
pub(crate) async fn requesters(w: &Writer, of: &intervention::Model) -> Result<Vec<UserId>> {
    use intervention_follower::Column as F;
    let people = intervention_follower::Entity::find().select_only().column(F::UserId);
    let mut people: Vec<UserId> = people.filter(F::InterventionId.eq(of.id)).into_tuple().all(w.tx()).await?;
    people.extend(of.requested_by);
    Ok(people)
}

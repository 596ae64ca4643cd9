//! Telling of absences: what is proposed to those who decide, what is decided to the person.

use crate::access::Writer;
use domain::{Result, Role, UserId, notification::NotificationKind, team::AbsenceState};
use entity::{absence, notification, user, user_site};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};

/// Tells of an absence, in the transaction that wrote it; whoever wrote it knows already. At most three statements. Where the
/// person belongs to no site, nobody is told.
pub(crate) async fn tell_absence(
    w: &mut Writer,
    about: &absence::Model,
    (name, zone): (&str, &TimeZone),
) -> Result<()> {
    let Some(site) = about.site_id else { return Ok(()) };
    let author = w.by().user_id();
    let (kind, told) = match about.state {
        AbsenceState::Proposed => (NotificationKind::AbsenceProposed, supervisors(w, site).await?),
        AbsenceState::Approved => (NotificationKind::AbsenceApproved, vec![about.user_id]),
        AbsenceState::Refused => (NotificationKind::AbsenceRefused, vec![about.user_id]),
    };
    let told: Vec<UserId> = told.into_iter().filter(|person| Some(*person) != author).collect();
    if told.is_empty() {
        return Ok(());
    }
    let actor = match author {
        Some(id) => user::Entity::find_by_id(id).one(w.tx()).await?.map(|person| person.name()),
        None => None,
    };
    let actor = actor.unwrap_or_else(|| w.by().name.clone());
    let day = |at| zone.to_datetime(at);
    let period = format!("{}/{}", day(*about.starts_at), day(*about.ends_at));
    let rows = told.into_iter().map(|user_id| notification::ActiveModel {
        id: NotSet,
        user_id: Set(user_id),
        kind: Set(kind),
        site_id: Set(site),
        intervention_id: Set(None),
        absence_id: Set(Some(about.id)),
        equipment_id: Set(None),
        meant: Set(None),
        code: Set(name.to_owned()),
        title: Set(period.clone()),
        equipment_code: Set(String::new()),
        actor: Set(actor.clone()),
        remark: Set(about.reason.clone()),
        changes: Set(1),
        at: Set(w.now),
        created_at: Set(Some(w.now)),
        read_at: Set(None),
    });
    for row in notification::Entity::insert_many(rows).exec_with_returning(w.tx()).await? {
        w.notify(row.user_id, row.site_id, row.id);
    }
    Ok(())
}

/// Who decides at a site.
async fn supervisors(w: &Writer, site: domain::SiteId) -> Result<Vec<UserId>> {
    let there = user_site::Entity::find()
        .select_only()
        .column(user_site::Column::UserId)
        .filter(user_site::Column::SiteId.eq(site))
        .into_query();
    Ok(user::Entity::find()
        .select_only()
        .column(user::Column::Id)
        .filter(user::Column::IsActive.eq(true))
        .filter(user::Column::Role.eq(Role::Supervisor))
        .filter(user::Column::Id.in_subquery(there))
        .into_tuple()
        .all(w.tx())
        .await?)
}

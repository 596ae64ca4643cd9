//! The look: what is there to tell, to whom, and not too often.

use super::{AlertContent, words};
use crate::{
    Services,
    access::Writer,
    job::{JobCompleted, JobError, Lease},
    local_time,
    user::has_password,
};
use domain::{
    Result, Role, Timestamp,
    alert::{AlertKind, QUIET_SECONDS, Room, room},
    mail::Address,
    settings::{Alerts, General},
    user::Language,
};
use entity::{alert, lease, registration, user};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};

/// Rows that a mail names.
const NAMED: u64 = 5;
/// What is told once stays told for so long, in seconds, unless it ends before.
const STANDING: i64 = 10 * 365 * 86_400;

/// Tells administrators what they do not know yet.
pub(crate) async fn perform(services: &Services, lease: &Lease) -> Result<JobCompleted, JobError> {
    let wanted = services.settings().get::<Alerts>();
    let free = if wanted.disk { services.free_bytes() } else { None };
    let mut w = lease.write(services).await?;
    let mut news = vec![];
    news.extend(waiting(&w, &wanted).await?);
    if let Some(free) = free {
        news.extend(disk(&w, free, wanted.disk_bytes()).await?);
    }
    for group in untold(&w).await? {
        if wanted.wants(group.kind) {
            // Told a while ago: what has happened since is told together, later.
            if !is_due(&w, group.kind, QUIET_SECONDS).await? {
                continue;
            }
            news.push(whole(&w, &group).await?);
        }
        alert::Entity::update_many()
            .col_expr(alert::Column::ToldAt, Expr::value(Some(w.now)))
            .filter(alert::Column::Kind.eq(group.kind))
            .filter(alert::Column::ToldAt.is_null())
            .filter(alert::Column::Id.lte(group.last))
            .exec(w.tx())
            .await?;
    }
    if !news.is_empty() {
        let (zone, public_url) = (local_time::plant(services), services.mail_options().public_url);
        let people = people(services, &w, &wanted).await?;
        for told in &news {
            for (to, name, language) in &people {
                let letter = words::letter(told, name.clone(), *language, &zone, &public_url);
                w.post(to, *language, &letter).await?;
            }
            tracing::info!(kind = %told.kind, count = told.count, "told {} people: {}", people.len(), told.kind);
        }
    }
    lease.complete(w).await
}

/// Whether a mail of that kind may go now; then none may for so many seconds.
async fn is_due(w: &Writer, kind: AlertKind, seconds: i64) -> Result<bool> {
    w.take_lease(&format!("alert:{kind}"), "", w.now.plus_seconds(seconds), None).await
}

/// Rows of a kind that were not told.
#[derive(FromQueryResult)]
struct Group {
    kind: AlertKind,
    count: i64,
    since: Timestamp,
    last: i64,
}

async fn untold(w: &Writer) -> Result<Vec<Group>> {
    use alert::Column as C;
    Ok(alert::Entity::find()
        .select_only()
        .column(C::Kind)
        .column_as(C::Id.count(), "count")
        .column_as(C::HappenedAt.min(), "since")
        .column_as(C::Id.max(), "last")
        .filter(C::ToldAt.is_null())
        .group_by(C::Kind)
        .order_by_asc(C::Kind)
        .into_model()
        .all(w.tx())
        .await?)
}

/// What a mail says of these rows: the latest of them by name.
async fn whole(w: &Writer, group: &Group) -> Result<AlertContent> {
    let rows = alert::Entity::find()
        .filter(alert::Column::Kind.eq(group.kind))
        .filter(alert::Column::ToldAt.is_null())
        .filter(alert::Column::Id.lte(group.last))
        .order_by_desc(alert::Column::Id)
        .limit(NAMED)
        .all(w.tx())
        .await?;
    let target = rows.first().filter(|_| group.count == 1).and_then(|row| row.target);
    let mut details: Vec<String> = vec![];
    for row in rows {
        if !details.contains(&row.detail) {
            details.push(row.detail);
        }
    }
    Ok(AlertContent { kind: group.kind, count: group.count, since: group.since, target, details })
}

/// Requests for an account that have waited for longer than the settings say.
async fn waiting(w: &Writer, wanted: &Alerts) -> Result<Option<AlertContent>> {
    #[derive(FromQueryResult)]
    struct Waiting {
        count: i64,
        since: Option<Timestamp>,
    }
    use registration::Column as C;
    let kind = AlertKind::RequestReminder;
    if !wanted.wants(kind) {
        return Ok(None);
    }
    let seconds = wanted.reminder_seconds();
    let found: Option<Waiting> = registration::Entity::find()
        .select_only()
        .column_as(C::Id.count(), "count")
        .column_as(C::ConfirmedAt.min(), "since")
        .filter(C::ConfirmedAt.lte(w.now.plus_seconds(-seconds)))
        .filter(C::ExpiresAt.gt(w.now))
        .into_model()
        .one(w.tx())
        .await?;
    let Some(Waiting { count, since: Some(since) }) = found else { return Ok(None) };
    if !is_due(w, kind, seconds).await? {
        return Ok(None);
    }
    let details = vec![wanted.reminder_hours.to_string()];
    Ok(Some(AlertContent { kind, count, since, target: None, details }))
}

/// Tells of a full disk once, and again only when it had room meanwhile.
async fn disk(w: &Writer, free: u64, threshold: u64) -> Result<Option<AlertContent>> {
    let kind = AlertKind::DiskLow;
    match room(free, threshold) {
        Room::Low if is_due(w, kind, STANDING).await? => {
            let details = vec![free.to_string(), threshold.to_string()];
            return Ok(Some(AlertContent { kind, count: 1, since: w.now, target: None, details }));
        }
        Room::Low | Room::Narrow => {}
        Room::Enough => {
            let soon = w.now.plus_seconds(QUIET_SECONDS);
            lease::Entity::update_many()
                .col_expr(lease::Column::Until, Expr::value(soon))
                .filter(lease::Column::Name.eq(format!("alert:{kind}")))
                .filter(lease::Column::Until.gt(soon))
                .exec(w.tx())
                .await?;
        }
    }
    Ok(None)
}

/// Who is told: address, first name, language. Nobody twice.
async fn people(
    services: &Services,
    w: &Writer,
    wanted: &Alerts,
) -> Result<Vec<(Address, String, Language)>> {
    let mut people: Vec<(Address, String, Language)> = vec![];
    if wanted.to_admins {
        let admins = user::Entity::find()
            .filter(user::Column::Role.eq(Role::Admin))
            .filter(user::Column::IsActive.eq(true))
            .filter(has_password())
            .order_by_asc(user::Column::Id)
            .all(w.tx())
            .await?;
        for admin in admins {
            // An address that cannot be written to keeps the others from nothing.
            if let Ok(to) = Address::of(&admin.first_name, &admin.last_name, &admin.email) {
                people.push((to, admin.first_name, admin.language));
            }
        }
    }
    let extra = &wanted.extra_email;
    let known = people.iter().any(|(to, ..)| to.email().eq_ignore_ascii_case(extra));
    if !known && let Ok(to) = Address::new("", extra) {
        people.push((to, String::new(), services.settings().get::<General>().language));
    }
    Ok(people)
}

//! Teams, shifts, absences and certificates of the demonstration plant, told from today.

use super::people::PEOPLE;
use crate::{access::Writer, audit, local_time};
use domain::{
    Date, LocalDateTime, Result, SiteId, UserId,
    team::{AbsenceKind, AbsenceState, SkillLevel},
    text,
    worktime::{CivilSpan, ClockTime, Shift, Weekday, date_at, instant_of},
};
use entity::{absence, shift_pattern, skill, team, technician, technician_skill};
use jiff::{ToSpan, tz::TimeZone};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Expr,
};

/// Name, place of the site in the plant, last name of the supervisor, last names of the members with their phones, hours of
/// each working day.
type Team = (&'static str, usize, &'static str, &'static [(&'static str, &'static str)], &'static [Hours]);
/// From one full hour to another.
type Hours = (u16, u16);

const TEAMS: [Team; 4] = [
    (
        "Matin Nord",
        0,
        "Dumas",
        &[("Benali", "06 12 45 78 01"), ("Leroy", "06 12 45 78 02"), ("Garcia", "06 12 45 78 03")],
        &[(6, 14)],
    ),
    ("Après-midi Nord", 0, "Delattre", &[("Moreau", "06 12 45 78 04")], &[(14, 22)]),
    ("Nuit Nord", 0, "Delattre", &[("Nguyen", "06 12 45 78 05")], &[(22, 6)]),
    (
        "Journée Sud",
        1,
        "Delattre",
        &[("Marques", "06 12 45 78 06"), ("Lefèvre", "06 12 45 78 07")],
        &[(8, 12), (13, 17)],
    ),
];

const WORKING_DAYS: [Weekday; 5] =
    [Weekday::Monday, Weekday::Tuesday, Weekday::Wednesday, Weekday::Thursday, Weekday::Friday];

/// Last name, skill, certificate, days from today to its last one.
const CERTIFICATES: [(&str, &str, &str, i64); 5] = [
    ("Benali", "Électricité BT", "Habilitation B2V-BR", 40),
    ("Moreau", "Électricité BT", "Habilitation B2V-BC", 500),
    ("Leroy", "Soudure TIG", "Licence EN ISO 9606-1", 210),
    ("Marques", "Fluides frigorigènes", "Attestation catégorie I", 900),
    ("Lefèvre", "Levage", "CACES R484", -12),
];

/// An absence: who, why, whether it holds, first and last day from today (or from next Monday), remark, reason.
struct Away {
    last: &'static str,
    kind: AbsenceKind,
    state: AbsenceState,
    from_monday: bool,
    days: (i64, i64),
    remark: Option<&'static str>,
    reason: Option<&'static str>,
}

const AWAY: [Away; 6] = [
    Away {
        last: "Leroy",
        kind: AbsenceKind::Leave,
        state: AbsenceState::Approved,
        from_monday: true,
        days: (0, 4),
        remark: None,
        reason: None,
    },
    Away {
        last: "Garcia",
        kind: AbsenceKind::Training,
        state: AbsenceState::Approved,
        from_monday: false,
        days: (0, 0),
        remark: Some("Variateurs, niveau 2"),
        reason: None,
    },
    Away {
        last: "Moreau",
        kind: AbsenceKind::Leave,
        state: AbsenceState::Proposed,
        from_monday: true,
        days: (14, 18),
        remark: Some("Une semaine en famille"),
        reason: None,
    },
    Away {
        last: "Lefèvre",
        kind: AbsenceKind::Sick,
        state: AbsenceState::Approved,
        from_monday: false,
        days: (-2, 1),
        remark: None,
        reason: None,
    },
    Away {
        last: "Benali",
        kind: AbsenceKind::OnCall,
        state: AbsenceState::Approved,
        from_monday: true,
        days: (5, 6),
        remark: None,
        reason: None,
    },
    Away {
        last: "Nguyen",
        kind: AbsenceKind::Leave,
        state: AbsenceState::Refused,
        from_monday: false,
        days: (-9, -6),
        remark: None,
        reason: Some("Deux absents cette semaine-là"),
    },
];

fn who(last: &str, people: &[UserId]) -> Option<UserId> {
    PEOPLE.iter().zip(people).find(|(person, _)| person.last == last).map(|(_, id)| *id)
}

/// Writes all of it for the people, who come in the order of [`PEOPLE`].
pub(super) async fn follow(w: &Writer, people: &[UserId], sites: &[SiteId]) -> Result<()> {
    let zone = local_time::zone("Europe/Paris");
    let today = date_at(w.now, &zone);
    let before = w.now.plus_seconds(-400 * 86_400);
    let first = Date(date_at(before, &zone).0.first_of_month());
    for (name, place, leader, members, hours) in TEAMS {
        let row = team::ActiveModel {
            site_id: Set(sites[place]),
            name: Set(name.to_owned()),
            folded: Set(text::fold(name)),
            supervisor_id: Set(who(leader, people)),
            active: Set(true),
            version: Set(1),
            created_at: Set(before),
            updated_at: Set(before),
            ..Default::default()
        };
        let of = row.insert(w.tx()).await?.id;
        for (last, phone) in members {
            let Some(user) = who(last, people) else { continue };
            technician::Entity::update_many()
                .col_expr(technician::Column::TeamId, Expr::value(of))
                .col_expr(technician::Column::HomeSiteId, Expr::value(sites[place]))
                .col_expr(technician::Column::Phone, Expr::value(*phone))
                .filter(technician::Column::UserId.eq(user))
                .exec(w.tx())
                .await?;
            let row = shift_pattern::ActiveModel {
                user_id: Set(user),
                valid_from: Set(first),
                shifts: Set(audit::json(&week(hours))),
                version: Set(1),
                created_at: Set(before),
                updated_at: Set(before),
                ..Default::default()
            };
            row.insert(w.tx()).await?;
        }
    }
    certificates(w, people, today).await?;
    absences(w, people, sites, (today, &zone)).await
}

fn week(hours: &[Hours]) -> Vec<Shift> {
    let day = |day: &Weekday| {
        let day = *day;
        hours.iter().filter_map(move |(from, to)| {
            let (starts, ends) = (ClockTime::new(*from, 0)?, ClockTime::new(*to, 0)?);
            Some(Shift { day, starts, ends })
        })
    };
    WORKING_DAYS.iter().flat_map(day).collect()
}

async fn certificates(w: &Writer, people: &[UserId], today: Date) -> Result<()> {
    use technician_skill::Column as C;
    let skills = skill::Entity::find().all(w.tx()).await?;
    let all = technician::Entity::find().order_by_asc(technician::Column::UserId).all(w.tx()).await?;
    let levels = [SkillLevel::Confirmed, SkillLevel::Expert, SkillLevel::Basic];
    for (place, row) in all.iter().enumerate() {
        let had =
            technician_skill::Entity::find().filter(C::TechnicianId.eq(row.id)).order_by_asc(C::SkillId);
        let had = had.all(w.tx()).await?;
        for (at, known) in had.into_iter().enumerate() {
            let name =
                skills.iter().find(|skill| skill.id == known.skill_id).map(|skill| skill.name.as_str());
            let proof = CERTIFICATES
                .iter()
                .find(|(last, skill, ..)| who(last, people) == Some(row.user_id) && Some(*skill) == name);
            let change = technician_skill::ActiveModel {
                id: Set(known.id),
                level: Set(Some(levels[(place + at) % levels.len()])),
                certificate: Set(proof.map(|(_, _, certificate, _)| (*certificate).to_owned())),
                expires_on: Set(proof.map(|(_, _, _, days)| Date(today.0.saturating_add(days.days())))),
                ..Default::default()
            };
            change.update(w.tx()).await?;
        }
    }
    Ok(())
}

async fn absences(
    w: &Writer,
    people: &[UserId],
    sites: &[SiteId],
    (today, zone): (Date, &TimeZone),
) -> Result<()> {
    let monday = today.0.saturating_add((7 - i64::from(today.weekday().to_monday_zero_offset())).days());
    let boss = who("Dumas", people);
    for away in &AWAY {
        let Some(user) = who(away.last, people) else { continue };
        let base = if away.from_monday { monday } else { today.0 };
        let day = |days: i64| Date(base.saturating_add(days.days()));
        let span = CivilSpan::days(day(away.days.0), day(away.days.1));
        let at = |civil: LocalDateTime| instant_of(civil, zone);
        let asked = at(span.from).plus_seconds(-20 * 86_400).min(w.now.plus_seconds(-86_400));
        let decided = (away.state != AbsenceState::Proposed).then(|| asked.plus_seconds(7_200));
        let south = TEAMS[3].3.iter().any(|(last, _)| *last == away.last);
        let row = absence::ActiveModel {
            user_id: Set(user),
            site_id: Set(Some(sites[usize::from(south)])),
            kind: Set(away.kind),
            state: Set(away.state),
            starts_at: Set(at(span.from)),
            ends_at: Set(at(span.until)),
            remark: Set(away.remark.map(str::to_owned)),
            decided_by: Set(decided.and(boss)),
            decided_at: Set(decided),
            reason: Set(away.reason.map(str::to_owned)),
            version: Set(if decided.is_some() { 2 } else { 1 }),
            created_at: Set(asked),
            updated_at: Set(decided.unwrap_or(asked)),
            created_by: Set(Some(user)),
            ..Default::default()
        };
        row.insert(w.tx()).await?;
    }
    Ok(())
}

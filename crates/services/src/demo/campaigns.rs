//! Campaigns of the demonstration: one under way, with a machine that is late and one that is left out, and one that is closed.

use super::{
    calendar::{Calendar, add},
    history::Work,
    people::{self, PEOPLE},
    plant::{Plant, SEED},
    rng::Rng,
    texts::Job,
};
use crate::{access::Writer, intervention::insert, local_time};
use domain::{
    Date, EquipmentId, EquipmentTypeId, InterventionId, Result, Role, SiteId, Timestamp, UserId,
    campaign::CampaignStatus,
    intervention::{InterventionKind, InterventionStatus as Status, Priority, TypedTime, WorkAction},
};
use entity::{campaign, campaign_machine, campaign_site, intervention, intervention_history};
use jiff::Span;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::collections::BTreeSet;

struct Campaign {
    title: &'static str,
    description: &'static str,
    report: &'static str,
    /// The family of machines that it is about.
    family: &'static str,
    minutes: i64,
    /// When it was started, and the last day, in days from today.
    started: i64,
    due: i64,
    closed: bool,
}

const CAMPAIGNS: [Campaign; 2] = [
    Campaign {
        title: "Contrôle des flexibles et des câbles des robots",
        description: "Rappel du constructeur : rechercher toute usure aux points de passage, remplacer si besoin.",
        report: "Flexibles et câbles contrôlés, aucun frottement.",
        family: "Robot et soudage",
        minutes: 40,
        started: -20,
        due: 12,
        closed: false,
    },
    Campaign {
        title: "Vérification des linguets de crochet",
        description: "À la suite d’un incident sur un autre site : ressort, jeu et marquage.",
        report: "Linguet en bon état, marquage lisible.",
        family: "Appareil de levage",
        minutes: 25,
        started: -130,
        due: -100,
        closed: true,
    },
];

/// Days by which the machine that is late is late already: it was to be done before a production run.
const LATE: i64 = 2;
/// Places among the machines of the one under way.
const LATE_ONE: usize = 5;
const LEFT_OUT: usize = 6;

/// The work orders of the campaigns, among those of the history.
pub(super) fn works(plant: &Plant, calendar: &Calendar) -> Vec<Work> {
    let mut all = vec![];
    for of in &CAMPAIGNS {
        let mut rng = Rng::of(SEED, &format!("campaign {}", of.title));
        let began = calendar.planned(&mut rng, -of.started);
        let items =
            plant.items.iter().enumerate().filter(|(_, item)| plant.types[item.kind].name == of.family);
        for (nth, (place, item)) in items.enumerate() {
            let supervisors = people::at_site(&plant.sites[item.site].code, Role::Supervisor);
            let by = supervisors.first().copied().unwrap_or_default();
            let done = of.closed || nth < LATE_ONE;
            let status = match nth {
                _ if of.closed => Status::Closed,
                LATE_ONE => Status::Assigned,
                LEFT_OUT => Status::Cancelled,
                _ if done => Status::Completed,
                _ if nth % 2 == 0 => Status::Open,
                _ => Status::Assigned,
            };
            let after = i64::try_from(nth).unwrap_or_default() * 2 + 2;
            let start = calendar.planned(&mut rng, -of.started - after);
            let reported = calendar.instant(began);
            all.push(Work {
                item: place,
                job: Job {
                    kind: InterventionKind::Preventive,
                    priority: Priority::Medium,
                    title: of.title.to_owned(),
                    description: Some(of.description.to_owned()),
                    report: if done { of.report.to_owned() } else { String::new() },
                    minutes: of.minutes,
                    cost_minor: 0,
                },
                status,
                reported,
                year: calendar.year(reported),
                started: done.then(|| calendar.instant(start)),
                ended: done.then(|| calendar.instant(add(start, Span::new().minutes(of.minutes)))),
                planned: None,
                requested_by: by,
                created_by: by,
            });
        }
    }
    all
}

/// Writes the campaigns over their work orders. `ids` are those of the work orders, in their order.
pub(super) async fn follow(
    w: &Writer,
    plant: &Plant,
    history: &[Work],
    ids: &[InterventionId],
    people: &[UserId],
    (sites, types, equipment): (&[SiteId], &[EquipmentTypeId], &[EquipmentId]),
) -> Result<()> {
    for of in &CAMPAIGNS {
        let mine: Vec<(&Work, InterventionId)> =
            history.iter().zip(ids.iter().copied()).filter(|(work, _)| work.job.title == of.title).collect();
        let Some((first, _)) = mine.first() else { continue };
        let family = plant.types.iter().position(|t| t.name == of.family);
        let zone = local_time::zone("Europe/Paris");
        let due_on = Date(local_time::local(w.now.plus_seconds(of.due * 86_400), &zone).date());
        let by = people[first.created_by];
        let ended = of.closed.then(|| w.now.plus_seconds(of.due * 86_400));
        let row = campaign::ActiveModel {
            title: Set(of.title.to_owned()),
            description: Set(Some(of.description.to_owned())),
            due_on: Set(due_on),
            kind: Set(InterventionKind::Preventive),
            priority: Set(Priority::Medium),
            estimated_minutes: Set(i32::try_from(of.minutes).ok()),
            stops_equipment: Set(false),
            equipment_type_id: Set(family.map(|place| types[place])),
            status: Set(if of.closed { CampaignStatus::Closed } else { CampaignStatus::Open }),
            ended_at: Set(ended),
            ended_by: Set(ended.map(|_| by)),
            version: Set(1),
            created_at: Set(first.reported),
            updated_at: Set(ended.unwrap_or(first.reported)),
            created_by: Set(Some(by)),
            ..Default::default()
        };
        let saved = row.insert(w.tx()).await?;
        let places: BTreeSet<SiteId> =
            mine.iter().map(|(work, _)| sites[plant.items[work.item].site]).collect();
        let rows = places.into_iter().map(|site| campaign_site::ActiveModel {
            campaign_id: Set(saved.id),
            site_id: Set(site),
            ..Default::default()
        });
        insert::<campaign_site::Entity, _>(w, rows.collect()).await?;
        let rows = mine.iter().map(|(work, id)| campaign_machine::ActiveModel {
            campaign_id: Set(saved.id),
            site_id: Set(sites[plant.items[work.item].site]),
            equipment_id: Set(equipment[work.item]),
            intervention_id: Set(*id),
            added_at: Set(work.reported),
            added_by: Set(Some(by)),
            ..Default::default()
        });
        insert::<campaign_machine::Entity, _>(w, rows.collect()).await?;
        let day: Option<TypedTime> = due_on.to_string().parse().ok();
        let Some(due) = day.map(|day| day.at(&zone)) else { continue };
        let of_it: Vec<InterventionId> = mine.iter().map(|(_, id)| *id).collect();
        promise(w, &of_it, due).await?;
        if !of.closed {
            let late = mine.iter().filter(|(work, _)| work.status == Status::Assigned).map(|(_, id)| *id);
            promise(w, &late.take(1).collect::<Vec<_>>(), w.now.plus_seconds(-LATE * 86_400)).await?;
            leave_out(w, &mine, (by, first.created_by)).await?;
        }
    }
    Ok(())
}

/// Until when these are to be done.
async fn promise(w: &Writer, ids: &[InterventionId], due: Timestamp) -> Result<()> {
    use intervention::Column as I;
    intervention::Entity::update_many()
        .col_expr(I::DueFixedAt, Expr::val(due))
        .col_expr(I::DueAt, Expr::val(due))
        .filter(I::Id.is_in(ids.iter().copied()))
        .exec(w.tx())
        .await?;
    Ok(())
}

/// The step that called one of them off.
async fn leave_out(w: &Writer, mine: &[(&Work, InterventionId)], (by, who): (UserId, usize)) -> Result<()> {
    let off = mine.iter().filter(|(work, _)| work.status == Status::Cancelled);
    let steps = off.map(|(work, id)| intervention_history::ActiveModel {
        intervention_id: Set(*id),
        at: Set(work.reported.plus_seconds(6 * 86_400)),
        user_id: Set(Some(by)),
        actor: Set(PEOPLE[who].username()),
        action: Set(WorkAction::Cancel.to_string()),
        from_status: Set(Some(Status::Open)),
        to_status: Set(Status::Cancelled),
        remark: Set(Some("Robot démonté pour révision chez le constructeur".to_owned())),
        hold_reason: Set(None),
        return_kind: Set(None),
        priority: Set(None),
        due_at: Set(None),
        restored_at: Set(None),
        running_again_at: Set(None),
        ..Default::default()
    });
    insert::<intervention_history::Entity, _>(w, steps.collect()).await
}

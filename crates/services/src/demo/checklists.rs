//! Intervention templates of the demonstration, and the checklists of the preventive work of its last weeks.

use super::{BATCH, history::Work, plant::Plant, work::story};
use crate::{access::Writer, checklist_spec as spec};
use domain::{
    EquipmentTypeId, InterventionId, Result, SiteId, StepId, TemplateId, Timestamp, UserId,
    checklist::{StepDraft, StepKind, StepSpec, answer, judge},
    intervention::{InterventionKind, InterventionStatus as Status, Priority, skills_text},
    text,
};
use entity::{
    checklist, checklist_answer, checklist_corrective, checklist_step, intervention, intervention_template,
    template_step,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use std::collections::BTreeMap;

/// Work of so many days has its checklist.
const DAYS: i64 = 90;

struct Template {
    title: &'static str,
    kind: InterventionKind,
    minutes: i32,
    /// The family of machines that it is for.
    family: &'static str,
    description: &'static str,
    /// Skills that it asks for.
    skills: &'static [&'static str],
    steps: &'static [Asked],
}

/// Kind, what is asked, and of a number its unit and bounds.
type Asked = (StepKind, &'static str, [&'static str; 3]);

const fn tick(label: &'static str) -> Asked {
    (StepKind::Tick, label, [""; 3])
}

const fn number(label: &'static str, unit: &'static str, low: &'static str, high: &'static str) -> Asked {
    (StepKind::Number, label, [unit, low, high])
}

const fn choice(label: &'static str) -> Asked {
    (StepKind::Choice, label, [""; 3])
}

const TEMPLATES: &[Template] = &[
    Template {
        title: "Inspection de presse hydraulique",
        kind: InterventionKind::Inspection,
        minutes: 90,
        family: "Presse",
        description: "Machine consignée, coulisseau bloqué mécaniquement.",
        skills: &["Hydraulique"],
        steps: &[
            tick("Consigner la presse et purger la pression"),
            number("Pression d’huile", "bar", "4", "6"),
            number("Température d’huile", "°C", "25", "55"),
            tick("Contrôler les arrêts d’urgence"),
            choice("État général"),
        ],
    },
    Template {
        title: "Graissage mensuel",
        kind: InterventionKind::Preventive,
        minutes: 45,
        family: "Machine-outil",
        description: "Selon le plan de graissage affiché sur la machine.",
        skills: &[],
        steps: &[
            tick("Graisser les glissières"),
            tick("Compléter la centrale de lubrification"),
            number("Niveau d’huile", "%", "60", "100"),
            choice("État général"),
        ],
    },
    Template {
        title: "Contrôle de la soupape de sûreté",
        kind: InterventionKind::Inspection,
        minutes: 40,
        family: "Énergie et froid",
        description: "Relever la pression d’ouverture et vérifier le plombage.",
        skills: &["Instrumentation"],
        steps: &[
            number("Pression d’ouverture", "bar", "9,5", "10,5"),
            tick("Vérifier le plombage"),
            choice("État général"),
        ],
    },
    Template {
        title: "Entretien du compresseur",
        kind: InterventionKind::Preventive,
        minutes: 120,
        family: "Compresseur d’air",
        description: "Filtres, huile et purgeurs.",
        skills: &[],
        steps: &[
            tick("Remplacer le filtre à air"),
            tick("Purger les condensats"),
            number("Pression de refoulement", "bar", "6,5", "8"),
            number("Point de rosée", "°C", "-5", "5"),
            choice("État général"),
        ],
    },
    Template {
        title: "Thermographie d’armoire électrique",
        kind: InterventionKind::Predictive,
        minutes: 60,
        family: "Automatisme",
        description: "En charge, porte ouverte, par une personne habilitée.",
        skills: &["Électricité BT"],
        steps: &[
            number("Échauffement le plus fort", "K", "", "40"),
            (StepKind::Photo, "Photo thermique", [""; 3]),
            choice("État général"),
        ],
    },
    Template {
        title: "Inspection de convoyeur",
        kind: InterventionKind::Inspection,
        minutes: 60,
        family: "Convoyeur",
        description: "Bande, rouleaux et arrêts à câble.",
        skills: &["Levage"],
        steps: &[
            number("Flèche de la bande", "mm", "10", "25"),
            tick("Essayer l’arrêt à câble"),
            (StepKind::Text, "Bruits et vibrations", [""; 3]),
            choice("État général"),
        ],
    },
];

impl Template {
    fn required(&self) -> Vec<String> {
        self.skills.iter().map(|&skill| skill.to_owned()).collect()
    }

    fn specs(&self) -> Vec<StepSpec> {
        let spec = |(kind, label, [unit, low, high]): &Asked| {
            let of_choice = *kind == StepKind::Choice;
            let draft = StepDraft {
                label: (*label).to_owned(),
                kind: kind.to_string(),
                required: if *kind == StepKind::Photo { String::new() } else { "true".to_owned() },
                unit: (*unit).to_owned(),
                low: (*low).to_owned(),
                high: (*high).to_owned(),
                options: if of_choice { "Bon\nUsure normale".to_owned() } else { String::new() },
                faults: if of_choice { "À reprendre".to_owned() } else { String::new() },
            };
            draft.parse().ok()
        };
        self.steps.iter().filter_map(spec).collect()
    }
}

/// Writes the templates. Gives their ids in their order.
async fn templates(
    w: &Writer,
    plant: &Plant,
    types: &[EquipmentTypeId],
    (by, at): (UserId, Timestamp),
) -> Result<Vec<TemplateId>> {
    let family = |name: &str| plant.types.iter().position(|t| t.name == name).map(|place| types[place]);
    let rows = TEMPLATES.iter().map(|t| intervention_template::ActiveModel {
        title: Set(t.title.to_owned()),
        title_folded: Set(text::fold(t.title)),
        kind: Set(t.kind),
        priority: Set(Priority::Medium),
        estimated_minutes: Set(Some(t.minutes)),
        description: Set(Some(t.description.to_owned())),
        stops_equipment: Set(false),
        skills: Set(skills_text(&t.required())),
        equipment_type_id: Set(family(t.family)),
        retired_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(Some(by)),
        ..Default::default()
    });
    let saved = intervention_template::Entity::insert_many(rows).exec_with_returning(w.tx()).await?;
    let ids: BTreeMap<String, TemplateId> = saved.into_iter().map(|t| (t.title, t.id)).collect();
    let ids: Vec<TemplateId> = TEMPLATES.iter().filter_map(|t| ids.get(t.title).copied()).collect();
    let steps = TEMPLATES.iter().zip(&ids).flat_map(|(t, id)| {
        t.specs().into_iter().enumerate().map(|(at, step)| spec::template_row(*id, at, &step))
    });
    template_step::Entity::insert_many(steps).exec_without_returning(w.tx()).await?;
    Ok(ids)
}

/// One work order with its template.
struct Checked<'a> {
    work: &'a Work,
    id: InterventionId,
    template: usize,
}

/// Writes templates and checklists. `ids` are those of the work orders, in their order.
pub(super) async fn follow(
    w: &Writer,
    plant: &Plant,
    history: &[Work],
    ids: &[InterventionId],
    people: &[UserId],
    (sites, types): (&[SiteId], &[EquipmentTypeId]),
) -> Result<()> {
    let since = w.now.plus_seconds(-DAYS * 86_400);
    let templates = templates(w, plant, types, (people[0], since)).await?;
    let checked: Vec<Checked> = history
        .iter()
        .zip(ids)
        .filter(|(work, _)| work.job.kind != InterventionKind::Corrective && work.reported > since)
        .filter(|(work, _)| work.status != Status::Cancelled)
        .filter_map(|(work, id)| {
            let family = &plant.types[plant.items[work.item].kind].name;
            let template = TEMPLATES.iter().position(|t| t.family == *family)?;
            Some(Checked { work, id: *id, template })
        })
        .collect();
    let from = checked.iter().map(|c| checklist::ActiveModel {
        intervention_id: Set(c.id),
        template_id: Set(templates[c.template]),
        site_id: Set(sites[plant.items[c.work.item].site]),
        title: Set(TEMPLATES[c.template].title.to_owned()),
        ..Default::default()
    });
    super::work::insert::<checklist::Entity, _>(w, from.collect()).await?;
    ask_for_skills(w, &checked).await?;
    let mut rows: Vec<checklist_step::ActiveModel> = vec![];
    for c in &checked {
        let specs = TEMPLATES[c.template].specs();
        rows.extend(specs.iter().enumerate().map(|(at, step)| spec::intervention_row(c.id, at, step)));
    }
    let mut steps: BTreeMap<InterventionId, BTreeMap<i32, StepId>> = BTreeMap::new();
    while !rows.is_empty() {
        let rest = rows.split_off(rows.len().min(BATCH));
        for saved in checklist_step::Entity::insert_many(rows).exec_with_returning(w.tx()).await? {
            steps.entry(saved.intervention_id).or_default().insert(saved.position, saved.id);
        }
        rows = rest;
    }
    let wrong = found_wrong(history, ids, &checked);
    let mut answers = vec![];
    for c in &checked {
        let Some(who) = story(plant, c.work).lead else { continue };
        let of_it: Vec<StepId> =
            steps.get(&c.id).map(|of| of.values().copied().collect()).unwrap_or_default();
        let fails = wrong.is_some_and(|(id, _)| id == c.id);
        answers.extend(answered(c, &of_it, people[who], fails));
    }
    super::work::insert::<checklist_answer::Entity, _>(w, answers).await?;
    let Some((id, corrective)) = wrong else { return Ok(()) };
    let Some(step) = steps.get(&id).and_then(|of| of.values().last().copied()) else { return Ok(()) };
    let link = checklist_corrective::ActiveModel {
        step_id: Set(step),
        intervention_id: Set(corrective),
        created_at: Set(w.now),
        created_by: Set(None),
        withdrawn_at: Set(None),
        ..Default::default()
    };
    checklist_corrective::Entity::insert(link).exec_without_returning(w.tx()).await?;
    Ok(())
}

/// What is still to be done asks for the skills of its template.
async fn ask_for_skills(w: &Writer, checked: &[Checked<'_>]) -> Result<()> {
    for (at, template) in TEMPLATES.iter().enumerate().filter(|(_, template)| !template.skills.is_empty()) {
        let of_it = checked.iter().filter(|c| c.template == at && c.work.status.is_pending()).map(|c| c.id);
        intervention::Entity::update_many()
            .col_expr(intervention::Column::Skills, Expr::value(skills_text(&template.required())))
            .filter(intervention::Column::Id.is_in(of_it))
            .exec(w.tx())
            .await?;
    }
    Ok(())
}

/// The work whose last step fails, and the corrective work that was reported on its machine next.
fn found_wrong(
    history: &[Work],
    ids: &[InterventionId],
    checked: &[Checked],
) -> Option<(InterventionId, InterventionId)> {
    let pairs = checked.iter().filter_map(|c| {
        let ended = c.work.ended?;
        let later = history.iter().zip(ids).find(|(work, _)| {
            work.item == c.work.item
                && work.job.kind == InterventionKind::Corrective
                && work.status != Status::Cancelled
                && work.reported > ended
        });
        let (later, id) = later?;
        Some((later.reported.seconds_since(ended), (c.id, *id)))
    });
    pairs.min().map(|(_, pair)| pair)
}

/// The answers that the work has: all when it is done, the first two while it is under way.
fn answered(c: &Checked, steps: &[StepId], user: UserId, fails: bool) -> Vec<checklist_answer::ActiveModel> {
    let count = match (c.work.ended, c.work.status) {
        (Some(_), _) => steps.len(),
        (None, Status::InProgress | Status::OnHold) => 2,
        _ => 0,
    };
    let Some(at) = c.work.ended.or(c.work.started) else { return vec![] };
    let specs = TEMPLATES[c.template].specs();
    let given = specs.iter().zip(steps).take(count).filter_map(|(step, id)| {
        let typed = match step.kind {
            StepKind::Tick => "true".to_owned(),
            // The upper bound belongs to the range.
            StepKind::Number => step.high.map(|high| high.to_string())?,
            StepKind::Text => "Rien à signaler".to_owned(),
            StepKind::Choice if fails => "À reprendre".to_owned(),
            StepKind::Choice => "Bon".to_owned(),
            StepKind::Photo => return None,
        };
        let answer = answer(step, &typed).ok()?;
        Some(checklist_answer::ActiveModel {
            step_id: Set(*id),
            intervention_id: Set(c.id),
            value: Set(answer.stored()),
            note: Set(None),
            done: Set(answer.is_done()),
            judged: Set(judge(step, &answer)),
            document_id: Set(None),
            user_id: Set(user),
            at: Set(at),
            version: Set(1),
            ..Default::default()
        })
    });
    given.collect()
}

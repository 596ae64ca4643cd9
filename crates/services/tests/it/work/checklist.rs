//! Checklists: what is measured, what is out of tolerance, and what that asks for.

use super::Shop;
use domain::{
    Caller, Error, InterventionId, Noun, Refusal, Result, StepId, TemplateId,
    audit::Action,
    checklist::{AnswerDraft, ChecklistView, CorrectiveDraft, Judged, PlaceDraft, StepDraft},
    intervention::{
        FinishDraft, InterventionDraft, InterventionKind, InterventionStatus, ReasonDraft, WorkAction,
    },
    intervention_template::InterventionTemplateDraft,
};
use entity::audit_entry;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use testkit::each_database;

pub(super) fn pressure() -> StepDraft {
    StepDraft {
        label: "Pression d’huile".into(),
        kind: "number".into(),
        required: "true".into(),
        unit: "bar".into(),
        low: "4,0".into(),
        high: "6.0".into(),
        ..Default::default()
    }
}

fn rod() -> StepDraft {
    StepDraft {
        label: "État de la tige".into(),
        kind: "choice".into(),
        options: "Bon\nRayure légère".into(),
        faults: "Rayure profonde".into(),
        ..Default::default()
    }
}

fn done(label: &str) -> StepDraft {
    StepDraft { label: label.into(), kind: "tick".into(), required: "true".into(), ..Default::default() }
}

impl Shop {
    pub(super) async fn template(&self) -> TemplateId {
        let draft = InterventionTemplateDraft {
            title: "Inspection de la presse".into(),
            kind: "inspection".into(),
            priority: "medium".into(),
            steps: vec![pressure(), rod(), done("Nettoyer")],
            ..Default::default()
        };
        self.w.services.intervention_templates().create(&self.boss, &draft).await.expect("created").id
    }

    pub(super) async fn made_from(&self, template: TemplateId) -> InterventionId {
        let draft = InterventionDraft {
            equipment_id: self.press.to_string(),
            template_id: template.to_string(),
            ..Default::default()
        };
        self.w.services.interventions().create(&self.boss, &draft).await.expect("entered").row.id
    }

    /// An inspection under way, for the two technicians.
    pub(super) async fn inspection(&self) -> (InterventionId, Vec<StepId>) {
        let id = self.made_from(self.template().await).await;
        self.assign(id, &[&self.tech, &self.second]).await;
        self.start(id).await;
        let steps = self.view(id).await.checklist.steps;
        (id, steps.into_iter().map(|step| step.id).collect())
    }

    pub(super) async fn answer(
        &self,
        by: &Caller,
        (id, step): (InterventionId, StepId),
        value: &str,
        version: &str,
    ) -> Result<ChecklistView> {
        let draft = AnswerDraft { value: value.into(), version: version.into(), ..Default::default() };
        self.w.services.interventions().answer_step(by, id, step, &draft).await
    }
}

/// WORK-05.
#[tokio::test]
async fn a_failed_step_offers_one_corrective_once() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        let at = (id, steps[0]);
        let work = shop.w.services.interventions();
        let corrective =
            async || work.corrective_of_step(&shop.tech, id, at.1, &CorrectiveDraft::default()).await;

        let passes = shop.answer(&shop.tech, at, "6.0", "").await.expect("answered");
        assert_eq!(passes.steps[0].answer.as_ref().map(|a| a.judged), Some(Judged::Conforming));
        assert_eq!(corrective().await, Err(Refusal::NotOutOfTolerance.into()));

        let fails = shop.answer(&shop.tech, at, "6,4", "1").await.expect("answered");
        let again = shop.answer(&shop.tech, at, "6,4", "1").await.expect("a retry changes nothing");
        assert_eq!(fails, again);
        assert!(fails.steps[0].is_out_of_tolerance() && fails.steps[0].corrective.is_none());
        let first = corrective().await.expect("created");
        let second = corrective().await.expect("the same");
        assert_eq!(first.row.id, second.row.id);
        assert_eq!(
            (&*first.row.title, first.row.kind, first.row.equipment.id),
            ("Pression d’huile (6.4 bar)", InterventionKind::Corrective, shop.press)
        );
        let linked = shop.view(id).await.checklist.steps[0].corrective.clone().expect("linked");
        assert_eq!((linked.id, linked.cause_withdrawn), (first.row.id, false));
        let cause = shop.view(first.row.id).await.checklist.cause.expect("it knows its step");
        assert_eq!((cause.id, &*cause.step, cause.withdrawn), (id, "Pression d’huile", false));

        let passes = shop.answer(&shop.tech, at, "5.8", "2").await.expect("corrected");
        assert_eq!(passes.progress.out_of_tolerance, 0);
        let kept = shop.view(first.row.id).await;
        assert_eq!(kept.detail.row.status, InterventionStatus::Open, "it is not deleted");
        assert!(kept.checklist.cause.is_some_and(|cause| cause.withdrawn));
        assert!(kept.actions.contains(&WorkAction::Cancel), "its cancellation is offered");
        assert!(passes.steps[0].corrective.as_ref().is_some_and(|c| c.cause_withdrawn));
        assert_eq!(corrective().await.expect("still that one").row.id, first.row.id);

        // What every answer was is in the audit trail.
        let told: Vec<String> = audit_entry::Entity::find()
            .filter(audit_entry::Column::Entity.eq(Noun::ChecklistStep))
            .filter(audit_entry::Column::Action.is_in([Action::Created, Action::Updated]))
            .order_by_asc(audit_entry::Column::Id)
            .all(&shop.w.db)
            .await
            .expect("read")
            .into_iter()
            .filter_map(|entry| entry.after)
            .collect();
        let values: Vec<bool> = told
            .iter()
            .zip(["\"6\"", "\"6.4\"", "\"5.8\""])
            .map(|(json, value)| json.contains(value))
            .collect();
        assert_eq!((told.len(), values), (3, vec![true; 3]), "{told:?}");
    })
    .await;
}

#[tokio::test]
async fn a_cancelled_corrective_is_replaced_when_the_step_fails_again() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        let work = shop.w.services.interventions();
        shop.answer(&shop.tech, (id, steps[1]), "Rayure profonde", "").await.expect("answered");
        let draft =
            CorrectiveDraft { title: "Polir la tige".into(), priority: "low".into(), ..Default::default() };
        let first = work.corrective_of_step(&shop.tech, id, steps[1], &draft).await.expect("created");
        assert_eq!(first.row.title, "Polir la tige");
        let reason = ReasonDraft { reason: "Mesure corrigée".into(), ..Default::default() };
        work.cancel(&shop.boss, first.row.id, &reason).await.expect("cancelled");
        let second = work.corrective_of_step(&shop.tech, id, steps[1], &draft).await.expect("created");
        assert_ne!(first.row.id, second.row.id);
        let linked = shop.view(id).await.checklist.steps[1].corrective.clone().expect("linked");
        assert_eq!(linked.id, second.row.id);
    })
    .await;
}

#[tokio::test]
async fn work_is_not_finished_while_required_steps_are_missing() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        let work = shop.w.services.interventions();
        let draft = FinishDraft { report: "Fait".into(), ..Default::default() };
        let early = work.finish(&shop.tech, id, &draft).await;
        assert_eq!(early, Err(Refusal::StepsMissing { missing: 2 }.into()));
        shop.answer(&shop.tech, (id, steps[0]), "5", "").await.expect("answered");
        shop.answer(&shop.tech, (id, steps[2]), "true", "").await.expect("ticked");
        let unticked = shop.answer(&shop.tech, (id, steps[2]), "false", "1").await.expect("taken back");
        assert_eq!((unticked.progress.done, unticked.progress.required_missing), (1, 1));
        shop.answer(&shop.tech, (id, steps[2]), "true", "2").await.expect("ticked");
        let done = work.finish(&shop.tech, id, &draft).await.expect("the step that is not required may wait");
        assert_eq!(done.row.status, InterventionStatus::Completed);
    })
    .await;
}

#[tokio::test]
async fn two_people_answer_different_steps_and_learn_of_each_other_at_the_same_one() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        let (one, two) = tokio::join!(
            shop.answer(&shop.tech, (id, steps[0]), "5", ""),
            shop.answer(&shop.second, (id, steps[2]), "true", ""),
        );
        one.and(two).expect("both");
        let before = shop.view(id).await;
        assert_eq!(
            (before.checklist.progress.done, before.detail.version),
            (2, 3),
            "the version is left alone"
        );
        let stale = shop.answer(&shop.second, (id, steps[0]), "5.5", "").await;
        assert!(matches!(&stale, Err(Error::Stale(of)) if of[0].current == "5"), "{stale:?}");
        shop.answer(&shop.second, (id, steps[0]), "5.5", "1").await.expect("corrected");
        let stale = shop.answer(&shop.tech, (id, steps[0]), "4.5", "1").await;
        assert!(matches!(&stale, Err(Error::Stale(of)) if of[0].current == "5.5"), "{stale:?}");
        let by = shop.view(id).await.checklist.steps[0].answer.clone().expect("answered").by;
        assert_eq!(by.name, "second Test");
    })
    .await;
}

#[tokio::test]
async fn a_later_change_of_the_template_changes_no_intervention() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, _) = shop.inspection().await;
        let templates = shop.w.services.intervention_templates();
        let all = templates.list(&shop.boss, &Default::default()).await.expect("listed");
        let mut draft = InterventionTemplateDraft::from(&all[0]);
        draft.steps.truncate(1);
        draft.steps[0].high = "9".into();
        templates.update(&shop.boss, all[0].id, &draft).await.expect("changed");
        let steps = shop.view(id).await.checklist.steps;
        assert_eq!((steps.len(), steps[0].high.as_deref()), (3, Some("6")));
    })
    .await;
}

#[tokio::test]
async fn whoever_directs_the_work_changes_its_steps() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let (id, steps) = shop.inspection().await;
        let work = shop.w.services.interventions();
        let labels = async || {
            let steps = shop.view(id).await.checklist.steps;
            steps.into_iter().map(|step| step.label).collect::<Vec<_>>()
        };
        let added = work.add_step(&shop.boss, id, &done("Photographier")).await.expect("added");
        let up = PlaceDraft { to: "up".into() };
        work.move_step(&shop.boss, id, added.id, &up).await.expect("moved");
        work.move_step(&shop.boss, id, steps[0], &up).await.expect("stays where it is");
        assert_eq!(labels().await, ["Pression d’huile", "État de la tige", "Photographier", "Nettoyer"]);
        shop.answer(&shop.tech, (id, steps[1]), "Bon", "").await.expect("answered");
        work.remove_step(&shop.boss, id, steps[1]).await.expect("removed");
        assert_eq!(labels().await, ["Pression d’huile", "Photographier", "Nettoyer"]);
        let gone = shop.answer(&shop.tech, (id, steps[1]), "Bon", "1").await;
        assert_eq!(gone, Err(Error::NotFound(Noun::ChecklistStep)));
        assert_eq!(
            work.remove_step(&shop.boss, id, steps[1]).await,
            Err(Error::NotFound(Noun::ChecklistStep))
        );
    })
    .await;
}

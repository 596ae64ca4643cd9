//! Random walks: whatever people try in whatever order, exactly what is offered works, and what is derived stays true.

use super::{Shop, user};
use domain::{
    Caller, Error, InterventionId, Result,
    checklist::{ChecklistStep, StepKind},
    failure::{Facts, Failure},
    intervention::{
        AssignDraft, CommentDraft, FinishDraft, InterventionStatus, PartDraft, PauseDraft, ReasonDraft,
        ReturnDraft, StartDraft, WorkAction, WorkView,
    },
};
use std::collections::BTreeMap;
use testkit::each_database;

const STEPS: usize = 60;

/// Numbers that look random and are the same in every run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most
    }

    fn one<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }
}

/// What is tried. Editing, hours and diagnosis ask for more than a right, and have tests of their own.
const TRIED: &[WorkAction] = &[
    WorkAction::Assign,
    WorkAction::Start,
    WorkAction::Start,
    WorkAction::Pause,
    WorkAction::Resume,
    WorkAction::Resume,
    WorkAction::Finish,
    WorkAction::Finish,
    WorkAction::Validate,
    WorkAction::Return,
    WorkAction::Cancel,
    WorkAction::Archive,
    WorkAction::Parts,
    WorkAction::Parts,
    WorkAction::Answer,
    WorkAction::Answer,
    WorkAction::Answer,
    WorkAction::Comment,
];

impl Shop {
    async fn try_out(
        &self,
        by: &Caller,
        id: InterventionId,
        action: WorkAction,
        draw: &mut Draw,
    ) -> Result<()> {
        let work = self.w.services.interventions();
        let start = StartDraft { running: "stop".into(), ..Default::default() };
        let reason = ReasonDraft { reason: "Parce que".into(), ..Default::default() };
        let done = match action {
            WorkAction::Assign => {
                let two = vec![user(&self.tech), user(&self.second)];
                let technicians = if draw.below(2) == 0 { two } else { vec![user(&self.tech)] };
                work.assign(by, id, &AssignDraft { technicians, ..Default::default() }).await
            }
            WorkAction::Start => work.start(by, id, &start).await,
            WorkAction::Resume => work.resume(by, id, &start).await,
            WorkAction::Pause => {
                let reason = draw.one(&["part", "production"]).to_owned();
                work.pause(by, id, &PauseDraft { reason, ..Default::default() }).await
            }
            WorkAction::Finish => {
                let machine = draw.one(&["running", "degraded", "stopped"]).to_owned();
                let other_cost = draw.one(&["", "10", "99.50"]).to_owned();
                let report = "Fait".to_owned();
                work.finish(by, id, &FinishDraft { report, machine, other_cost, ..Default::default() }).await
            }
            WorkAction::Validate => work.validate(by, id, &reason).await,
            WorkAction::Return => {
                let kind = draw.one(&["paperwork", "never_repaired", "failed_again"]).to_owned();
                let reason = "À revoir".to_owned();
                work.send_back(by, id, &ReturnDraft { kind, reason, ..Default::default() }).await
            }
            WorkAction::Cancel => work.cancel(by, id, &reason).await,
            WorkAction::Archive => work.archive(by, id, &ReasonDraft::default()).await,
            WorkAction::Answer => {
                let steps = self.view(id).await.checklist.steps;
                if steps.is_empty() {
                    return Err(Error::NotFound(domain::Noun::ChecklistStep));
                }
                let step = &steps[draw.below(steps.len())];
                let value = match step.kind {
                    StepKind::Number => draw.one(&["5", "6,4", "3.9"]),
                    StepKind::Choice => draw.one(&["Bon", "Rayure profonde"]),
                    _ => "true",
                };
                let read = step.answer.as_ref().map(|answer| answer.version.to_string()).unwrap_or_default();
                return self.answer(by, (id, step.id), value, &read).await.map(drop);
            }
            WorkAction::Parts => {
                let noted = self.view(id).await.parts;
                match noted.last().filter(|_| draw.below(3) == 0) {
                    Some(part) => work.remove_part(by, id, part.id).await,
                    None => {
                        let amount = draw.one(&["", "3", "12.25"]).to_owned();
                        work.add_part(
                            by,
                            id,
                            &PartDraft { text: "Joint".into(), amount, ..Default::default() },
                        )
                        .await
                    }
                }
            }
            _ => {
                let comment = CommentDraft { text: "Vu".into(), ..Default::default() };
                return work.comment(by, id, &comment).await.map(drop);
            }
        };
        done.map(drop)
    }

    /// What must hold between any two steps.
    async fn hold_true(&self, ids: &[InterventionId], told: &str) {
        let mut failures: BTreeMap<i64, Failure> = BTreeMap::new();
        let mut in_work = false;
        for id in ids {
            let view = self.view(*id).await;
            chained(&view, told);
            counted(&view, told);
            checked(&view, told);
            let status = view.detail.row.status;
            in_work |= view.detail.stops_equipment && status == InterventionStatus::InProgress;
            let running = view.workers.iter().filter(|worker| worker.running_since.is_some()).count();
            assert!(status == InterventionStatus::InProgress || running == 0, "{told}: a clock without work");
            failures.extend(view.failures.iter().map(|failure| (failure.id.0, failure.facts())));
        }
        let failures: Vec<Failure> = failures.into_values().collect();
        assert_eq!(self.state(self.press).await, Facts::of(&failures, in_work).state(), "{told}");
    }
}

/// The history begins with the report, and each step begins where the one before it ended.
fn chained(view: &WorkView, told: &str) {
    let status = view.detail.row.status;
    let first = view.history.first().map(|entry| entry.action.as_str());
    assert!(matches!(first, Some("report" | "create")), "{told}: {first:?}");
    assert_eq!(view.history.last().map(|entry| entry.to), Some(status), "{told}");
    for pair in view.history.windows(2) {
        assert_eq!(pair[1].from.unwrap_or(pair[1].to), pair[0].to, "{told}: {pair:?}");
    }
}

/// The cost is the sum of what it is made of.
fn counted(view: &WorkView, told: &str) {
    let costs = view.costs.as_ref().expect("told");
    let minor = |amount: &Option<domain::Money>| amount.as_ref().map_or(0, |money| money.minor);
    let lines: i64 = view.parts.iter().map(|part| minor(&part.amount)).sum();
    assert_eq!(minor(&costs.parts), lines, "{told}");
    let sum = minor(&costs.labour) + minor(&costs.parts) + minor(&costs.other);
    assert_eq!(minor(&costs.total), sum, "{told}");
    assert!(view.hands_on_seconds <= view.worked_seconds, "{told}");
}

/// The progress is what the steps say, and nothing that asks for a step ends without it.
fn checked(view: &WorkView, told: &str) {
    let (steps, progress) = (&view.checklist.steps, view.checklist.progress);
    let done = |step: &&ChecklistStep| step.answer.is_some();
    let missing = steps.iter().filter(|step| step.required && step.answer.is_none()).count();
    assert_eq!(progress.done, steps.iter().filter(done).count() as i64, "{told}");
    assert_eq!(progress.required_missing, missing as i64, "{told}");
    let out = steps.iter().filter(|step| step.is_out_of_tolerance()).count();
    assert_eq!(progress.out_of_tolerance, out as i64, "{told}");
    let ended = matches!(
        view.detail.row.status,
        InterventionStatus::Completed | InterventionStatus::Closed | InterventionStatus::Archived
    );
    assert!(!ended || missing == 0, "{told}: ended without a required step");
}

#[tokio::test]
async fn exactly_what_is_offered_works_and_what_is_derived_stays_true() {
    each_database(|w| async move {
        let shop = Shop::new(w).await;
        let template = shop.template().await;
        let mut draw = Draw(20_261_130);
        let mut done = 0;
        let mut ids = vec![];
        for step in 0..STEPS {
            // Two at a time; another one when one has come to its end.
            let mut live = vec![];
            for id in &ids {
                if !shop.view(*id).await.detail.row.status.is_locked() {
                    live.push(*id);
                }
            }
            if live.len() < 2 {
                let id = match ids.len() % 2 {
                    0 => shop.report("Panne", draw.below(2) == 0).await.row.id,
                    _ => shop.made_from(template).await,
                };
                ids.push(id);
                live.push(id);
            }
            let id = draw.one(&live);
            let by = draw.one(&[&shop.boss, &shop.tech, &shop.second]);
            shop.later(1 + draw.below(90) as i64);
            let before = shop.w.services.interventions().work(by, id).await.expect("read");
            // Mostly something that leads on, now and then anything.
            let possible: Vec<WorkAction> =
                TRIED.iter().copied().filter(|action| before.actions.contains(action)).collect();
            let action = match possible.is_empty() || draw.below(4) == 0 {
                true => draw.one(TRIED),
                false => draw.one(&possible),
            };
            let told = format!("step {step}: {action} by {} on {id}", by.name);
            let offered = before.actions.contains(&action);
            let answer = shop.try_out(by, id, action, &mut draw).await;
            // Pressing "start" on work that runs already is no button, and no fault: a second press comes late.
            let late_press =
                action == WorkAction::Start && before.detail.row.status == InterventionStatus::InProgress;
            let missing = before.checklist.progress.required_missing > 0 && action == WorkAction::Finish;
            assert!(answer.is_ok() == (offered && !missing) || late_press, "{told}: {answer:?}");
            assert!(!matches!(answer, Err(Error::Internal { .. })), "{told}");
            if answer.is_err() {
                let after = shop.w.services.interventions().work(by, id).await.expect("read");
                assert_eq!(after.history.len(), before.history.len(), "{told}");
            } else {
                done += 1;
            }
            shop.hold_true(&ids, &told).await;
        }
        assert!(done > STEPS / 4, "it gets somewhere: {done}");
    })
    .await;
}

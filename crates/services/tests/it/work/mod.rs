//! From a reported breakdown to a validated intervention, on both databases.

mod agenda;
mod cases;
mod checklist;
mod checklist_rights;
mod diagnosis;
mod failures;
mod hours;
mod journey;
mod leaks;
mod messages;
mod notifications;
mod parts;
mod rights;
mod skills;
mod statements;
mod together;
mod waiting;
mod walks;

use domain::{
    Caller, EquipmentId, InterventionId, SiteId, UserId,
    access::Role,
    equipment::EquipmentState,
    intervention::{
        AssignDraft, FinishDraft, InterventionDetail, ReasonDraft, ReportDraft, StartDraft, WorkView,
    },
};
use sea_orm::ActiveValue::Set;
use testkit::World;

/// A site with one press, somebody who directs, two who work, and a client.
struct Shop {
    w: World,
    site: SiteId,
    press: EquipmentId,
    boss: Caller,
    tech: Caller,
    second: Caller,
    client: Caller,
}

impl Shop {
    async fn new(w: World) -> Self {
        let site = w.site("N").await;
        let press = w.equipment(site, "PH-001").await;
        let boss = w.person("boss", Role::Supervisor, &[site]).await;
        let tech = w.person("tech", Role::Technician, &[site]).await;
        let second = w.person("second", Role::Technician, &[site]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        Self { w, site, press, boss, tech, second, client }
    }

    fn later(&self, minutes: i64) {
        self.w.clock.advance_seconds(minutes * 60);
    }

    /// Something was done for the client on the press before: they know the machine.
    async fn done_for_client(&self) {
        let (me, before) = (self.client.user_id(), self.w.clock.now().plus_seconds(-86_400));
        self.w.intervention_with(self.press, "avant", before, |i| i.requested_by = Set(me)).await;
    }

    fn draft(&self, what: &str, stopped: bool) -> ReportDraft {
        ReportDraft {
            equipment_id: self.press.to_string(),
            what: what.into(),
            urgency: "urgent".into(),
            stopped: stopped.to_string(),
            since: String::new(),
        }
    }

    /// A report of the technician.
    async fn report(&self, what: &str, stopped: bool) -> InterventionDetail {
        let draft = self.draft(what, stopped);
        self.w.services.interventions().report_breakdown(&self.tech, &draft).await.expect("reported")
    }

    async fn assign(&self, id: InterventionId, to: &[&Caller]) -> InterventionDetail {
        let draft = AssignDraft { technicians: to.iter().map(|p| user(p)).collect(), ..Default::default() };
        self.w.services.interventions().assign(&self.boss, id, &draft).await.expect("assigned")
    }

    async fn start(&self, id: InterventionId) -> InterventionDetail {
        let draft = StartDraft::default();
        self.w.services.interventions().start(&self.tech, id, &draft).await.expect("started")
    }

    async fn finish(&self, id: InterventionId) -> InterventionDetail {
        let draft = FinishDraft { report: "Joint remplacé".into(), ..Default::default() };
        self.w.services.interventions().finish(&self.tech, id, &draft).await.expect("finished")
    }

    async fn validate(&self, id: InterventionId) -> InterventionDetail {
        let draft = ReasonDraft::default();
        self.w.services.interventions().validate(&self.boss, id, &draft).await.expect("validated")
    }

    async fn view(&self, id: InterventionId) -> WorkView {
        self.w.services.interventions().work(&self.boss, id).await.expect("read")
    }

    async fn state(&self, machine: EquipmentId) -> EquipmentState {
        self.w.services.equipment().get(&self.boss, machine).await.expect("read").row.state
    }
}

fn user(by: &Caller) -> UserId {
    by.user_id().expect("a person")
}

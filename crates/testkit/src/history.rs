//! Interventions put straight into the database: what an import or another use case would have left there.

use crate::World;
use domain::{
    EquipmentId, FailureId, InterventionId, Timestamp,
    intervention::{InterventionKind, InterventionStatus, Priority},
    text,
};
use entity::{equipment, failure, failure_intervention, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set, EntityTrait};

impl World {
    /// A closed corrective intervention on an equipment, reported at that instant.
    pub async fn intervention(&self, equipment: EquipmentId, title: &str, at: Timestamp) -> InterventionId {
        self.intervention_with(equipment, title, at, |_| ()).await
    }

    /// An intervention whose row is completed before it is written.
    pub async fn intervention_with(
        &self,
        equipment: EquipmentId,
        title: &str,
        at: Timestamp,
        complete: impl FnOnce(&mut intervention::ActiveModel),
    ) -> InterventionId {
        let machine = equipment::Entity::find_by_id(equipment).one(&self.db).await.expect("read");
        let machine = machine.expect("an equipment of this world");
        let number = crate::database::next_number();
        let mut row = intervention::ActiveModel {
            id: NotSet,
            site_id: Set(machine.site_id),
            equipment_id: Set(equipment),
            // Far above the numbers that the services give out.
            code: Set(format!("OT-2026-{:05}", 50_000 + number)),
            kind: Set(InterventionKind::Corrective),
            status: Set(InterventionStatus::Closed),
            priority: Set(Priority::Medium),
            priority_rank: Set(Priority::Medium as i32),
            title: Set(title.into()),
            description: Set(None),
            report: Set(None),
            reported_at: Set(at),
            started_at: Set(None),
            ended_at: Set(None),
            cost_minor: Set(None),
            currency: Set("EUR".into()),
            requested_by: Set(None),
            external_ref: Set(None),
            import_id: Set(None),
            import_key: Set(None),
            import_line: Set(None),
            import_print: Set(None),
            search_text: Set(format!("{}\n{}", text::fold(title), machine.search_text)),
            version: Set(1),
            created_at: Set(at),
            updated_at: Set(at),
            created_by: Set(None),
            ..Default::default()
        };
        complete(&mut row);
        row.insert(&self.db).await.expect("a new intervention").id
    }

    /// A failure that stops an equipment since that intervention was reported, which is about it.
    pub async fn failure_of(&self, equipment: EquipmentId, about: InterventionId) -> FailureId {
        let work = intervention::Entity::find_by_id(about).one(&self.db).await.expect("read");
        let work = work.expect("an intervention of this world");
        let row = failure::ActiveModel {
            site_id: Set(work.site_id),
            equipment_id: Set(equipment),
            title: Set(work.title),
            started_at: Set(work.reported_at),
            reported_at: Set(work.reported_at),
            stops: Set(true),
            external: Set(false),
            version: Set(1),
            created_at: Set(work.reported_at),
            updated_at: Set(work.reported_at),
            ..Default::default()
        };
        let id = row.insert(&self.db).await.expect("a new failure").id;
        let link = failure_intervention::ActiveModel {
            failure_id: Set(id),
            intervention_id: Set(about),
            ..Default::default()
        };
        link.insert(&self.db).await.expect("a new link");
        id
    }
}

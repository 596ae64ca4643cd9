//! Campaigns: one action over many machines, what becomes of it, and who may.

mod people;

use domain::{
    Caller, CampaignId, EquipmentId, EquipmentTypeId, Error, FieldCode, Refusal, Role, SiteId, Timestamp,
    campaign::{
        AddDraft, CampaignDraft, CampaignQuery, CampaignView, Exclusion, Facts, MachineQuery, MachineState,
        Tally, progress,
    },
    checklist::StepDraft,
    equipment_type::EquipmentTypeDraft,
    intervention::{InterventionQuery, InterventionStatus},
    intervention_template::InterventionTemplateDraft,
};
use entity::{equipment, intervention};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait, PaginatorTrait};
use testkit::{World, each_database};

/// A site with machines of one type.
struct Plant {
    w: World,
    site: SiteId,
    kind: EquipmentTypeId,
    boss: Caller,
}

impl Plant {
    async fn new(w: World, machines: usize) -> Self {
        let site = w.site("N").await;
        let draft = EquipmentTypeDraft { name: "Compresseur".into(), ..Default::default() };
        let kind = w.services.equipment_types().create(&w.admin, &draft).await.expect("a type").id;
        let boss = w.person("boss", Role::Supervisor, &[site]).await;
        let plant = Self { w, site, kind, boss };
        plant.machines(1, machines).await;
        plant
    }

    async fn machines(&self, first: usize, count: usize) -> Vec<EquipmentId> {
        let mut made = vec![];
        for number in first..first + count {
            let code = format!("CMP-{number:03}");
            let kind = self.kind.to_string();
            let machine = self.w.equipment_with(self.site, &code, |draft| draft.type_id = kind).await;
            made.push(machine.row.id);
        }
        made
    }

    fn day(&self, seconds: i64) -> String {
        self.w.clock.now().plus_seconds(seconds).to_string().chars().take(10).collect()
    }

    fn draft(&self) -> CampaignDraft {
        CampaignDraft {
            title: "Contrôler la soupape de sûreté".into(),
            description: "Avant l’été".into(),
            due_on: self.day(30 * 86_400),
            kind: "inspection".into(),
            priority: "high".into(),
            equipment_type_id: self.kind.to_string(),
            ..Default::default()
        }
    }

    async fn start(&self) -> CampaignView {
        self.w.services.campaigns().create(&self.boss, &self.draft()).await.expect("started")
    }

    async fn view(&self, id: CampaignId) -> CampaignView {
        self.w.services.campaigns().get(&self.boss, id).await.expect("read")
    }

    async fn state(&self, id: CampaignId, query: &str) -> Vec<domain::campaign::CampaignMachine> {
        let (query, _) = MachineQuery::from_url(query);
        self.w.services.campaigns().machines(&self.boss, id, &query).await.expect("read").data
    }

    async fn set(&self, id: domain::InterventionId, status: InterventionStatus) {
        let row = intervention::ActiveModel { id: Set(id), status: Set(status), ..Default::default() };
        row.update(&self.w.db).await.expect("changed");
    }

    async fn retire(&self, machine: EquipmentId) {
        let row = equipment::ActiveModel {
            id: Set(machine),
            retired_at: Set(Some(self.w.clock.now())),
            ..Default::default()
        };
        row.update(&self.w.db).await.expect("retired");
    }
}

#[tokio::test]
async fn work_08_a_campaign_over_a_model_shows_who_is_late_and_adds_only_what_is_new() {
    each_database(|w| async move {
        let p = Plant::new(w, 12).await;
        let campaigns = p.w.services.campaigns();
        let preview = campaigns.preview(&p.boss, &p.draft()).await.expect("looked at");
        assert_eq!((preview.machines, preview.first.len(), preview.retired), (12, 12, 0));
        let made = p.start().await;
        assert_eq!(made.row.progress, Tally { open: 12, ..Default::default() });
        let all = p.state(made.row.id, "").await;
        let work = p.w.services.interventions();
        let first = work.get(&p.boss, all[0].intervention.id).await.expect("entered");
        let of = first.campaign.clone().expect("it knows its campaign");
        assert_eq!((of.id, of.title.as_str()), (made.row.id, "Contrôler la soupape de sûreté"));
        assert_eq!(first.row.title, of.title);
        let due = first.row.due_local.expect("a deadline").to_string();
        assert!(due.starts_with(&p.draft().due_on) && due.contains("T23:59"), "{due}");
        // Seven are done, one machine goes for good; the rest is late after the last day.
        for machine in &all[..7] {
            p.set(machine.intervention.id, InterventionStatus::Completed).await;
        }
        p.retire(all[7].equipment.id).await;
        p.retire(all[0].equipment.id).await;
        let seen = p.view(made.row.id).await;
        assert_eq!(seen.row.progress, Tally { done: 7, open: 4, late: 0, excluded: 1 });
        assert_eq!(seen.row.progress.counted(), 11);
        p.w.clock.advance_seconds(31 * 86_400);
        let late = p.state(made.row.id, "state=late").await;
        assert_eq!(late.len(), 4);
        assert_eq!(p.view(made.row.id).await.row.progress.late, 4);
        let excluded = p.state(made.row.id, "state=excluded").await;
        let why = excluded[0].excluded.as_ref().map(|e| (e.why, e.at_local.is_some()));
        assert_eq!((excluded.len(), why), (1, Some((Exclusion::Retired, true))));
        // Again: nothing; after two more machines: those two.
        assert_eq!(campaigns.add(&p.boss, made.row.id, &AddDraft::default()).await, Ok(0));
        p.machines(13, 2).await;
        let new = campaigns.what_is_new(&p.boss, made.row.id, &AddDraft::default()).await.expect("looked at");
        assert_eq!((new.machines, new.already), (2, 12));
        assert_eq!(campaigns.add(&p.boss, made.row.id, &AddDraft::default()).await, Ok(2));
        assert_eq!(campaigns.add(&p.boss, made.row.id, &AddDraft::default()).await, Ok(0));
        assert_eq!(p.view(made.row.id).await.row.progress.machines(), 14);
        let (query, _) = InterventionQuery::from_url(&format!("campaign={}", made.row.id));
        assert_eq!(work.list(&p.boss, &query).await.expect("listed").pagination.total, 14);
        let (rows, next) =
            campaigns.export(&p.boss, made.row.id, &MachineQuery::default(), None).await.expect("exported");
        assert_eq!((rows.len(), next), (14, None));
    })
    .await;
}

#[tokio::test]
async fn the_numbers_are_those_of_the_rule_whatever_becomes_of_the_work() {
    each_database(|w| async move {
        let p = Plant::new(w, 16).await;
        let made = p.start().await;
        let all = p.state(made.row.id, "").await;
        for (at, machine) in all.iter().enumerate() {
            let at_hand = InterventionStatus::ALL[at % 8];
            let now = p.w.clock.now();
            let row = intervention::ActiveModel {
                id: Set(machine.intervention.id),
                status: Set(at_hand),
                due_at: Set((at % 3 != 0).then(|| now.plus_seconds(if at % 2 == 0 { -60 } else { 60 }))),
                held_since: Set((at % 5 == 0).then(|| now.plus_seconds(-120))),
                ..Default::default()
            };
            row.update(&p.w.db).await.expect("changed");
            if at > 10 {
                p.retire(machine.equipment.id).await;
            }
        }
        let facts: Vec<Facts> = intervention::Entity::find()
            .all(&p.w.db)
            .await
            .expect("rows")
            .into_iter()
            .map(|i| {
                let at = all.iter().position(|m| m.intervention.id == i.id).expect("of the campaign");
                let retired: Option<Timestamp> = (at > 10).then(|| p.w.clock.now());
                Facts {
                    intervention: i.id,
                    site: i.site_id,
                    status: i.status,
                    due_at: i.due_at,
                    held_since: i.held_since,
                    retired_at: retired,
                }
            })
            .collect();
        let rule = progress(&facts, p.w.clock.now());
        let seen = p.view(made.row.id).await;
        assert_eq!(seen.row.progress, rule.total);
        assert_eq!(seen.sites.iter().map(|s| s.progress).collect::<Vec<_>>(), [rule.total]);
        for state in MachineState::ALL {
            let mut listed: Vec<_> = p
                .state(made.row.id, &format!("state={state}"))
                .await
                .into_iter()
                .map(|m| m.intervention.id)
                .collect();
            listed.sort_unstable();
            let mut behind = rule.evidence.get(state).cloned().unwrap_or_default();
            behind.sort_unstable();
            assert_eq!(listed, behind, "{state}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_reading_costs_does_not_grow_with_the_machines() {
    each_database(|w| async move {
        let p = Plant::new(w, 3).await;
        let campaigns = p.w.services.campaigns();
        let count = async |plant: &Plant| {
            let made = plant.start().await;
            plant.w.statements.take();
            plant.view(made.row.id).await;
            let view = plant.w.statements.take();
            plant.state(made.row.id, "").await;
            let machines = plant.w.statements.take();
            let (open, _) = CampaignQuery::from_url("status=open");
            campaigns.list(&plant.boss, &open).await.expect("listed");
            (view, machines, plant.w.statements.take())
        };
        let few = count(&p).await;
        p.machines(4, 30).await;
        let many = count(&p).await;
        assert_eq!(few, many);
        assert!(few.0 <= 7 && few.1 <= 3 && few.2 == 3, "{few:?}");
    })
    .await;
}

#[tokio::test]
async fn a_template_gives_its_words_and_its_steps_to_each() {
    each_database(|w| async move {
        let p = Plant::new(w, 2).await;
        let step = StepDraft { label: "Plombage".into(), kind: "tick".into(), ..Default::default() };
        let template = InterventionTemplateDraft {
            title: "Soupape".into(),
            kind: "inspection".into(),
            priority: "low".into(),
            estimated_minutes: "40".into(),
            steps: vec![step],
            ..Default::default()
        };
        let template = p.w.services.intervention_templates().create(&p.boss, &template).await.expect("made");
        let draft = CampaignDraft {
            title: String::new(),
            template_id: template.id.to_string(),
            equipment_type_id: String::new(),
            codes: "CMP-001\nCMP-002, CMP-001".into(),
            ..p.draft()
        };
        let made = p.w.services.campaigns().create(&p.boss, &draft).await.expect("started");
        assert_eq!((made.row.title.as_str(), made.estimated_minutes), ("Soupape", Some(40)));
        assert_eq!(made.template.as_deref(), Some("Soupape"));
        for machine in p.state(made.row.id, "").await {
            let work =
                p.w.services.interventions().work(&p.boss, machine.intervention.id).await.expect("read");
            assert_eq!(work.checklist.steps.len(), 1);
            assert_eq!(work.history.len(), 1);
        }
        let unknown = CampaignDraft { codes: "CMP-001, XX".into(), ..draft };
        let refused = p.w.services.campaigns().create(&p.boss, &unknown).await;
        let code = FieldCode::NoSuchMachine { name: "XX".into() };
        assert_eq!(refused.err(), Some(Error::field("codes", code)));
    })
    .await;
}

#[tokio::test]
async fn nothing_is_made_twice_nor_of_nothing_nor_otherwise_than_shown() {
    each_database(|w| async move {
        let p = Plant::new(w, 3).await;
        let campaigns = p.w.services.campaigns();
        let once = campaigns.once().expect("a word");
        let draft = CampaignDraft { once, expected: "3".into(), ..p.draft() };
        let first = campaigns.create(&p.boss, &draft).await.expect("started");
        let again = campaigns.create(&p.boss, &draft).await.expect("the same");
        assert_eq!((first.row.id, intervention::Entity::find().count(&p.w.db).await), (again.row.id, Ok(3)));
        let other = CampaignDraft { expected: "2".into(), once: String::new(), ..draft.clone() };
        let changed = Err(Refusal::CampaignChanged { machines: 3 }.into());
        assert_eq!(campaigns.create(&p.boss, &other).await, changed);
        for machine in p.state(first.row.id, "").await {
            p.retire(machine.equipment.id).await;
        }
        let draft = CampaignDraft { once: String::new(), expected: String::new(), ..draft };
        assert_eq!(campaigns.create(&p.boss, &draft).await, Err(Refusal::CampaignEmpty.into()));
        let late = CampaignDraft { due_on: p.day(-2 * 86_400), ..draft };
        assert_eq!(campaigns.create(&p.boss, &late).await, Err(Error::field("due_on", FieldCode::InPast)));
    })
    .await;
}

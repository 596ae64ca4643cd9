//! Starting a campaign, and adding what is new.

use super::{
    CampaignService, read,
    scope::{again, hold, joining_machines, open, resolve, sites_of},
};
use crate::{
    access::Writer,
    audit,
    intervention::{enter_many, insert, template},
    local_time,
    record::retried,
    unique::{self, UniqueIndex},
};
use domain::{
    Caller, CampaignId, Date, Error, Noun, Permission, Refusal, Result, SiteId,
    audit::{Action, Change},
    campaign::{AddDraft, CampaignDraft, CampaignStatus, CampaignView, NewCampaign, Scope},
    intervention::{NewIntervention, TypedTime},
};
use entity::{campaign, campaign_machine, campaign_site, equipment};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::collections::BTreeSet;

impl CampaignService<'_> {
    /// A word that no other form has: a campaign that is sent with it twice is made once.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub fn once(&self) -> Result<String> {
        let mut bytes = [0_u8; 16];
        getrandom::fill(&mut bytes).map_err(|_| Error::Unavailable)?;
        Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }

    /// Starts a campaign: each machine that it is about and that is in service gets an intervention, all or none. A template
    /// fills what the draft leaves empty, and gives its steps as they are now. The same form sent again makes nothing.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Refusal::CampaignEmpty`], [`Refusal::CampaignTooLarge`];
    /// [`Refusal::CampaignChanged`] when it is about another number of machines than its author was shown.
    pub async fn create(&self, by: &Caller, draft: &CampaignDraft) -> Result<CampaignView> {
        retried(|| self.start(by, draft)).await
    }

    async fn start(&self, by: &Caller, draft: &CampaignDraft) -> Result<CampaignView> {
        let mut w = self.0.write(by, Permission::InterventionWrite).await?;
        let plant = local_time::plant(self.0);
        if let Some(made) = made_before(&w, draft.once.trim()).await? {
            return read::view(w.tx(), &w.scope, made, (w.now, &plant)).await;
        }
        let template = template(&w, &draft.template_id).await?;
        let draft = match &template {
            Some((_, template)) => &draft.filled(template),
            None => draft,
        };
        let new = draft.parse(Date(local_time::local(w.now, &plant).date()))?;
        let scope = resolve(w.tx(), &w.scope, new.named.clone()).await?;
        let machines = joining_machines(&w, &scope, None).await?;
        let count = i64::try_from(machines.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return Err(Refusal::CampaignEmpty.into());
        }
        if new.expected.is_some_and(|expected| expected != count) {
            return Err(Refusal::CampaignChanged { machines: count }.into());
        }
        let made = insert_row(&w, new, &scope).await?;
        let of_type = if scope.equipment_type.is_some() { scope.sites } else { BTreeSet::new() };
        let sites: BTreeSet<SiteId> = machines.iter().map(|machine| machine.site_id).chain(of_type).collect();
        add_sites(&w, made.id, sites.iter().copied()).await?;
        enter(&mut w, &made, template.as_ref(), &machines).await?;
        record(&mut w, Action::Created, &made, &sites, (None, Some(summary(&made, count))));
        let view = read::view(w.tx(), &w.scope, made, (w.now, &plant)).await?;
        w.commit().await?;
        Ok(view)
    }

    /// Adds what has joined since, and machines that are named beside. Gives how many.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Refusal::CampaignEnded`], [`Refusal::CampaignTooLarge`]; [`Error::Invalid`].
    pub async fn add(&self, by: &Caller, id: CampaignId, draft: &AddDraft) -> Result<i64> {
        retried(|| self.join(by, id, draft)).await
    }

    async fn join(&self, by: &Caller, id: CampaignId, draft: &AddDraft) -> Result<i64> {
        let mut w = self.0.write(by, Permission::InterventionWrite).await?;
        // Of two who add at once, the second waits here and finds what the first has added.
        let found = hold(&w, id).await?;
        open(&found)?;
        let scope = again(w.tx(), &w.scope, &found, draft.parse()?).await?;
        let machines = joining_machines(&w, &scope, Some(id)).await?;
        let count = i64::try_from(machines.len()).unwrap_or(i64::MAX);
        if count == 0 {
            return Ok(0);
        }
        let template = read::template_of(&w, &found).await?;
        let known = sites_of(w.tx(), id).await?;
        let sites: BTreeSet<SiteId> = machines.iter().map(|machine| machine.site_id).collect();
        add_sites(&w, id, sites.iter().copied().filter(|site| !known.contains_key(site))).await?;
        enter(&mut w, &found, template.as_ref(), &machines).await?;
        let row = campaign::ActiveModel {
            id: Set(id),
            version: Set(found.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let changed = row.update(w.tx()).await?;
        record(&mut w, Action::Updated, &changed, &sites, (None, Some(summary(&changed, count))));
        w.commit().await?;
        Ok(count)
    }
}

/// The campaign that the caller has made from the same form. One statement, none without its word.
async fn made_before(w: &Writer, once: &str) -> Result<Option<campaign::Model>> {
    let (false, Some(me)) = (once.is_empty(), w.by().user_id()) else { return Ok(None) };
    let same = campaign::Entity::find()
        .filter(campaign::Column::CreatedBy.eq(me))
        .filter(campaign::Column::Once.eq(once));
    Ok(same.one(w.tx()).await?)
}

async fn insert_row(w: &Writer, new: NewCampaign, scope: &Scope) -> Result<campaign::Model> {
    let row = campaign::ActiveModel {
        title: Set(new.title),
        description: Set(new.description),
        due_on: Set(new.due_on),
        kind: Set(new.kind),
        priority: Set(new.priority),
        estimated_minutes: Set(new.estimated_minutes),
        stops_equipment: Set(new.stops_equipment),
        template_id: Set(new.template_id),
        equipment_type_id: Set(scope.equipment_type),
        line_id: Set(scope.line),
        status: Set(CampaignStatus::Open),
        once: Set(new.once),
        version: Set(1),
        created_at: Set(w.now),
        updated_at: Set(w.now),
        created_by: Set(w.by().user_id()),
        ..Default::default()
    };
    row.insert(w.tx()).await.map_err(|error| again_if_taken(error, ("campaigns_once", &["once"], "once")))
}

/// Somebody was there in the meantime: the write begins anew, and finds what they have made.
fn again_if_taken(error: sea_orm::DbErr, index: UniqueIndex) -> Error {
    match unique::to_field_error(error, &[index]) {
        Error::Invalid(_) => Error::Contended,
        other => other,
    }
}

async fn add_sites(w: &Writer, id: CampaignId, sites: impl Iterator<Item = SiteId>) -> Result<()> {
    let row =
        |site| campaign_site::ActiveModel { campaign_id: Set(id), site_id: Set(site), ..Default::default() };
    insert::<campaign_site::Entity, _>(w, sites.map(row).collect()).await
}

/// Gives each machine its intervention.
async fn enter(
    w: &mut Writer,
    of: &campaign::Model,
    template: Option<&(domain::TemplateId, domain::intervention_template::TemplateView)>,
    machines: &[equipment::Model],
) -> Result<()> {
    let skills = template.map(|(_, template)| template.skills.clone()).unwrap_or_default();
    let made = enter_many(w, &work(of, skills), template, machines).await?;
    let rows: Vec<campaign_machine::ActiveModel> = made
        .iter()
        .map(|row| campaign_machine::ActiveModel {
            campaign_id: Set(of.id),
            site_id: Set(row.site_id),
            equipment_id: Set(row.equipment_id),
            intervention_id: Set(row.id),
            added_at: Set(w.now),
            added_by: Set(w.by().user_id()),
            ..Default::default()
        })
        .collect();
    insert::<campaign_machine::Entity, _>(w, rows).await
}

/// What each of its interventions says. The last day ends on the clock of each site.
fn work(of: &campaign::Model, skills: Vec<String>) -> NewIntervention {
    let due: Option<TypedTime> = of.due_on.to_string().parse().ok();
    NewIntervention {
        equipment_id: domain::EquipmentId(0),
        title: of.title.clone(),
        description: of.description.clone(),
        kind: of.kind,
        priority: of.priority,
        due,
        planned: None,
        estimated_minutes: of.estimated_minutes,
        stops_equipment: of.stops_equipment,
        skills,
        supervisor_id: None,
        report: None,
        cause: None,
        observations: None,
        other_minor: None,
        template_id: of.template_id,
    }
}

/// What the audit trail says of a campaign.
pub(super) fn summary(of: &campaign::Model, machines: i64) -> String {
    audit::json(&serde_json::json!({
        "title": of.title,
        "status": of.status,
        "due_on": of.due_on,
        "kind": of.kind,
        "priority": of.priority,
        "template_id": of.template_id,
        "equipment_type_id": of.equipment_type_id,
        "line_id": of.line_id,
        "machines": machines,
        "reason": of.reason,
    }))
}

/// Notes a change in the trail of each site that it is about.
pub(super) fn record(
    w: &mut Writer,
    action: Action,
    of: &campaign::Model,
    sites: &BTreeSet<SiteId>,
    (before, after): (Option<String>, Option<String>),
) {
    for site in sites {
        let mut change = Change::new(action, Noun::Campaign, of.id.0, Some(*site));
        change.before.clone_from(&before);
        change.after.clone_from(&after);
        w.record(change);
    }
}

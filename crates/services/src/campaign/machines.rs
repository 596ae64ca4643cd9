//! The machines of one campaign.

use super::{CampaignService, read};
use crate::{
    access::Reader,
    keyset::{self, Ordering},
    local_time,
};
use domain::{
    Caller, CampaignId, EquipmentId, InterventionId, Page, Result, SiteId, Timestamp, UserId,
    campaign::{CampaignMachine, CampaignWork, Excluded, Exclusion, Facts, MachineQuery, Standing, standing},
    equipment::EquipmentRef,
    intervention::{InterventionStatus, WorkAction},
    page::Cursor,
    site::SiteRef,
    user::UserRef,
};
use entity::{campaign_machine as machine, equipment, intervention, intervention_history, site, user};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait, Select, sea_query::ExprTrait,
};
use std::collections::BTreeMap;

#[derive(Clone, Debug, FromQueryResult)]
struct Listed {
    equipment_id: EquipmentId,
    equipment_code: String,
    code_key: String,
    equipment_name: String,
    retired_at: Option<Timestamp>,
    site_id: SiteId,
    site_code: String,
    site_name: String,
    timezone: String,
    intervention_id: InterventionId,
    code: String,
    status: InterventionStatus,
    due_at: Option<Timestamp>,
    held_since: Option<Timestamp>,
    completed_at: Option<Timestamp>,
    lead_id: Option<UserId>,
    lead_first: Option<String>,
    lead_last: Option<String>,
}

fn listed(select: Select<machine::Entity>) -> Select<machine::Entity> {
    use intervention::Column as I;
    select
        .select_only()
        .columns([machine::Column::EquipmentId, machine::Column::InterventionId, machine::Column::SiteId])
        .columns([I::Code, I::Status, I::DueAt, I::HeldSince, I::CompletedAt, I::LeadId])
        .column_as(equipment::Column::Code, "equipment_code")
        .column(equipment::Column::CodeKey)
        .column_as(equipment::Column::Name, "equipment_name")
        .column_as(equipment::Column::RetiredAt, "retired_at")
        .column_as(site::Column::Code, "site_code")
        .column_as(site::Column::Name, "site_name")
        .column_as(site::Column::Timezone, "timezone")
        .column_as(user::Column::FirstName, "lead_first")
        .column_as(user::Column::LastName, "lead_last")
        .join(JoinType::InnerJoin, intervention::Relation::Site.def())
        .join(JoinType::LeftJoin, intervention::Relation::Lead.def())
}

/// By the codes of the machines, each of which is there once.
fn ordering() -> Ordering<Listed> {
    Ordering::by(equipment::Column::CodeKey, |m: &Listed| (m.code_key.clone(), m.equipment_id.0))
}

fn filtered(
    reader: &Reader<'_>,
    id: CampaignId,
    query: &MachineQuery,
    now: Timestamp,
) -> Select<machine::Entity> {
    let mut found = read::joined(&reader.scope).filter(machine::Column::CampaignId.eq(id));
    if !query.state.is_empty() {
        found = found.filter(read::state(now).is_in(query.state.iter().map(|state| state.as_str())));
    }
    if !query.site.is_empty() {
        found = found.filter(machine::Column::SiteId.is_in(query.site.iter().copied()));
    }
    found
}

impl CampaignService<'_> {
    /// One page of the machines of a campaign. Three statements, one more where work was called off.
    ///
    /// # Errors
    /// [`domain::Error::NotFound`]; [`domain::Error::Invalid`] for a cursor that is not of this order.
    pub async fn machines(
        &self,
        by: &Caller,
        id: CampaignId,
        query: &MachineQuery,
    ) -> Result<Page<CampaignMachine>> {
        let reader = self.reader(by)?;
        read::find(reader.db, &reader.scope, id).await?;
        let now = self.0.now();
        let found = filtered(&reader, id, query, now);
        let page = keyset::page(reader.db, found, listed, &ordering(), &query.window).await?;
        let Page { data, pagination } = page;
        Ok(Page { data: rows(reader.db, data, now).await?, pagination })
    }

    /// The next rows of an export of the machines, and where it goes on. At most three statements.
    ///
    /// # Errors
    /// [`domain::Error::NotFound`].
    pub async fn export(
        &self,
        by: &Caller,
        id: CampaignId,
        query: &MachineQuery,
        after: Option<Cursor>,
    ) -> Result<(Vec<CampaignMachine>, Option<Cursor>)> {
        let reader = self.reader(by)?;
        read::find(reader.db, &reader.scope, id).await?;
        let now = self.0.now();
        let select = listed(filtered(&reader, id, query, now));
        let (data, next) = keyset::batch(reader.db, select, &ordering(), after).await?;
        Ok((rows(reader.db, data, now).await?, next))
    }
}

/// When and why work was called off.
type Ends = BTreeMap<InterventionId, (Timestamp, Option<String>)>;

async fn called_off<C: ConnectionTrait>(db: &C, rows: &[Listed]) -> Result<Ends> {
    use intervention_history::Column as H;
    let off = rows.iter().filter(|row| row.status == InterventionStatus::Cancelled);
    let off: Vec<InterventionId> = off.map(|row| row.intervention_id).collect();
    if off.is_empty() {
        return Ok(Ends::new());
    }
    let steps = intervention_history::Entity::find()
        .filter(H::InterventionId.is_in(off))
        .filter(H::Action.eq(WorkAction::Cancel.as_str()))
        .order_by_asc(H::Id)
        .all(db)
        .await?;
    Ok(steps.into_iter().map(|step| (step.intervention_id, (step.at, step.remark))).collect())
}

async fn rows<C: ConnectionTrait>(db: &C, data: Vec<Listed>, now: Timestamp) -> Result<Vec<CampaignMachine>> {
    let mut ends = called_off(db, &data).await?;
    Ok(data.into_iter().map(|row| one(row, &mut ends, now)).collect())
}

fn one(m: Listed, ends: &mut Ends, now: Timestamp) -> CampaignMachine {
    let zone = local_time::zone(&m.timezone);
    let local = |at: Option<Timestamp>| at.map(|at| local_time::local(at, &zone));
    let facts = Facts {
        intervention: m.intervention_id,
        site: m.site_id,
        status: m.status,
        due_at: m.due_at,
        held_since: m.held_since,
        retired_at: m.retired_at,
    };
    let stands = standing(&facts, now);
    let excluded = match stands {
        Standing::Excluded(why) => {
            let (at, reason) = match why {
                Exclusion::Retired => (m.retired_at, None),
                Exclusion::CalledOff => {
                    let (at, reason) = ends.remove(&m.intervention_id).unzip();
                    (at, reason.flatten())
                }
            };
            Some(Excluded { why, at, at_local: local(at), reason })
        }
        Standing::Done | Standing::Open | Standing::Late { .. } => None,
    };
    let lead = m.lead_first.zip(m.lead_last).map(|(first, last)| format!("{first} {last}"));
    CampaignMachine {
        equipment: EquipmentRef { id: m.equipment_id, code: m.equipment_code, name: m.equipment_name },
        site: SiteRef { id: m.site_id, code: m.site_code, name: m.site_name },
        intervention: CampaignWork {
            id: m.intervention_id,
            code: m.code,
            status: m.status,
            lead: m.lead_id.zip(lead).map(|(id, name)| UserRef { id, name }),
            due_at: m.due_at,
            due_local: local(m.due_at),
            completed_at: m.completed_at,
            completed_local: local(m.completed_at),
        },
        state: stands.state(),
        excluded,
    }
}

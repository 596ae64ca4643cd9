//! The end of a campaign.

use super::{
    CampaignService, read,
    scope::{hold, open, sees_whole},
    write::{record, summary},
};
use crate::{intervention::call_off_all, local_time, record::retried};
use domain::{
    Caller, CampaignId, Error, FieldDiff, InterventionId, Permission, Result,
    audit::Action,
    campaign::{CampaignEnd, CampaignStatus, CampaignView, CancelDraft, CloseDraft},
    intervention::InterventionStatus,
    settings::Work,
};
use entity::{campaign, campaign_machine, intervention};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationTrait,
};

impl CampaignService<'_> {
    /// Closes a campaign: nothing is added any more, its interventions go on.
    ///
    /// # Errors
    /// [`domain::Refusal::CampaignEnded`], [`domain::Refusal::CampaignElsewhere`]; [`Error::Stale`]; [`Error::NotFound`].
    pub async fn close(&self, by: &Caller, id: CampaignId, draft: &CloseDraft) -> Result<CampaignView> {
        let end = draft.parse()?;
        let told = (CampaignStatus::Closed, Action::Completed);
        retried(|| self.end(by, (id, &draft.version), told, &end)).await
    }

    /// Ends a campaign that comes to nothing, with a reason; its interventions that are not done are called off if that is
    /// asked for.
    ///
    /// # Errors
    /// As [`Self::close`]; [`Error::Invalid`] without a reason.
    pub async fn cancel(&self, by: &Caller, id: CampaignId, draft: &CancelDraft) -> Result<CampaignView> {
        let end = draft.parse()?;
        let told = (CampaignStatus::Cancelled, Action::Cancelled);
        retried(|| self.end(by, (id, &draft.version), told, &end)).await
    }

    async fn end(
        &self,
        by: &Caller,
        (id, version): (CampaignId, &str),
        (status, action): (CampaignStatus, Action),
        end: &CampaignEnd,
    ) -> Result<CampaignView> {
        let mut w = self.0.write(by, Permission::InterventionWrite).await?;
        let found = hold(&w, id).await?;
        let sites = sees_whole(&w, id).await?;
        open(&found)?;
        let read = version.trim();
        if !read.is_empty() && read != found.version.to_string() {
            let current = found.status.to_string();
            return Err(Error::Stale(vec![FieldDiff { field: "status".into(), current }]));
        }
        if end.calls_off {
            // In the order in which everybody locks machines.
            let left: Vec<InterventionId> = campaign_machine::Entity::find()
                .select_only()
                .column(campaign_machine::Column::InterventionId)
                .join(JoinType::InnerJoin, campaign_machine::Relation::Intervention.def())
                .filter(campaign_machine::Column::CampaignId.eq(id))
                .filter(intervention::Column::Status.is_in(InterventionStatus::PENDING.iter().copied()))
                .order_by_asc(campaign_machine::Column::EquipmentId)
                .into_tuple()
                .all(w.tx())
                .await?;
            call_off_all(&mut w, &self.0.settings().get::<Work>(), &left, end.reason.as_ref()).await?;
        }
        let of_it = campaign_machine::Entity::find().filter(campaign_machine::Column::CampaignId.eq(id));
        let machines = i64::try_from(of_it.count(w.tx()).await?).unwrap_or(i64::MAX);
        let before = summary(&found, machines);
        let row = campaign::ActiveModel {
            id: Set(id),
            status: Set(status),
            reason: Set(end.reason.clone()),
            ended_at: Set(Some(w.now)),
            ended_by: Set(by.user_id()),
            version: Set(found.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let ended = row.update(w.tx()).await?;
        let after = summary(&ended, machines);
        record(&mut w, action, &ended, &sites, (Some(before), Some(after)));
        let plant = local_time::plant(self.0);
        let view = read::view(w.tx(), &w.scope, ended, (w.now, &plant)).await?;
        w.commit().await?;
        Ok(view)
    }
}

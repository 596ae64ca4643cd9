//! The job that reads the whole trail every night.

use super::{AuditService, NO_SITE};
use crate::{
    alert::{Broken, key_of},
    job::{JobCompleted, JobError, Lease},
};
use domain::{SiteId, alert::AlertKind};
use entity::site;
use sea_orm::EntityTrait;

impl AuditService<'_> {
    /// Reads the trail and has administrators told of the first entry that is not what was written. A fault that stays
    /// is told once a week.
    pub(crate) async fn perform_check(&self, lease: &Lease) -> Result<JobCompleted, JobError> {
        let found = self.verify(&lease.by).await?;
        let mut w = lease.write(self.0).await?;
        if let Some(fault) = found.fault {
            let defect = key_of(fault.what);
            let entry = fault.entry.unwrap_or_default();
            tracing::error!(site = fault.site, entry, defect, "the audit trail was tampered with");
            if w.is_new_fault(&format!("{}:{entry}:{defect}", fault.site)).await? {
                let site = match fault.site {
                    NO_SITE => None,
                    id => {
                        let row = site::Entity::find_by_id(SiteId(id)).one(w.tx()).await?;
                        Some(row.map_or_else(|| id.to_string(), |site| site.name))
                    }
                };
                let broken = Broken { site, entry: fault.entry, defect: defect.to_owned() };
                w.alert(AlertKind::TrailBroken, fault.entry, super::json(&broken)).await?;
            }
        }
        lease.complete(w).await
    }
}

//! What an hour of a person costs, from a day on.

use super::InterventionService;
use crate::{
    unique::{self, UniqueIndex},
    user,
};
use domain::{
    Caller, Noun, Permission, Result, UserId,
    audit::{Action, Change},
    user::{HourlyRateDraft, HourlyRateView},
};
use entity::hourly_rate;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Unique indexes of the table: name, last column, field.
const UNIQUE: &[UniqueIndex] = &[("hourly_rates_day", &["valid_from"], "valid_from")];

impl InterventionService<'_> {
    /// The rates of a person, the newest first. Two statements.
    ///
    /// # Errors
    /// [`domain::Error::NotFound`] for an account that the caller does not see; [`domain::Error::Forbidden`] for one that ranks
    /// as high as theirs.
    pub async fn hourly_rates(&self, by: &Caller, person: UserId) -> Result<Vec<HourlyRateView>> {
        let reader = self.0.read(by, Permission::UserManage)?;
        user::manageable(reader.db, &reader.scope, by, person).await?;
        let rows = hourly_rate::Entity::find()
            .filter(hourly_rate::Column::UserId.eq(person))
            .order_by_desc(hourly_rate::Column::ValidFrom)
            .all(reader.db)
            .await?;
        Ok(rows.into_iter().map(view).collect())
    }

    /// Says what an hour of a person costs from a day on. Work that was paid already keeps its cost until its hours change.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`], also for a day that has a rate already; else as [`Self::hourly_rates`].
    pub async fn add_hourly_rate(
        &self,
        by: &Caller,
        person: UserId,
        draft: &HourlyRateDraft,
    ) -> Result<HourlyRateView> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        user::manageable(w.tx(), &w.scope, by, person).await?;
        let currency = self.0.settings().get::<domain::settings::General>().currency.clone();
        let (valid_from, hourly_minor) = draft.parse(&currency)?;
        let row = hourly_rate::ActiveModel {
            user_id: Set(person),
            valid_from: Set(valid_from),
            hourly_minor: Set(hourly_minor),
            currency: Set(currency),
            version: Set(1),
            created_at: Set(w.now),
            updated_at: Set(w.now),
            created_by: Set(by.user_id()),
            ..Default::default()
        };
        let saved = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        let change = Change::new(Action::Created, Noun::HourlyRate, saved.id, None);
        w.record(change.after(crate::audit::json(&serde_json::json!({
            "user_id": person, "valid_from": valid_from, "hourly_minor": hourly_minor,
        }))));
        w.commit().await?;
        Ok(view(saved))
    }
}

fn view(row: hourly_rate::Model) -> HourlyRateView {
    HourlyRateView { valid_from: row.valid_from, hourly_minor: row.hourly_minor, currency: row.currency }
}

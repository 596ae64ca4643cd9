//! What an hour of a person costs, from a day on.

use super::InterventionService;
use crate::unique;
use domain::{
    Caller, Error, Noun, Permission, Result, UserId,
    audit::{Action, Change},
    user::{HourlyRateDraft, HourlyRateView},
};
use entity::{hourly_rate, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

/// Unique indexes of the table: name, last column, field.
const UNIQUE: &[(&str, &str, &str)] = &[("hourly_rates_day", "valid_from", "valid_from")];

impl InterventionService<'_> {
    /// The rates of a person, the newest first. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn hourly_rates(&self, by: &Caller, person: UserId) -> Result<Vec<HourlyRateView>> {
        let reader = self.0.read(by, Permission::UserManage)?;
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
    /// [`Error::Invalid`], also for a day that has a rate already; [`Error::NotFound`].
    pub async fn add_hourly_rate(
        &self,
        by: &Caller,
        person: UserId,
        draft: &HourlyRateDraft,
    ) -> Result<HourlyRateView> {
        let mut w = self.0.write(by, Permission::UserManage).await?;
        if user::Entity::find_by_id(person).one(w.tx()).await?.is_none() {
            return Err(Error::NotFound(Noun::User));
        }
        let currency = self.0.settings().get::<domain::settings::General>().currency.clone();
        let (valid_from, hourly_minor) = draft.parse(&currency)?;
        let row = hourly_rate::ActiveModel {
            user_id: Set(person),
            valid_from: Set(valid_from),
            hourly_minor: Set(hourly_minor),
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
    HourlyRateView { valid_from: row.valid_from, hourly_minor: row.hourly_minor }
}

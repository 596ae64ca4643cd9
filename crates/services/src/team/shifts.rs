//! The weeks of shifts of a technician.

use super::{TeamService, gather::weeks, person, within};
use crate::{audit, record::retried};
use domain::{
    Caller, Date, Error, FieldDiff, Noun, Permission, Result, UserId,
    audit::{Action, Change},
    team::{ShiftsDraft, TechnicianDetail},
};
use entity::{shift_pattern, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

impl TeamService<'_> {
    /// Says which shifts somebody has from a day on; a week that holds from the same day is changed.
    ///
    /// # Errors
    /// [`Error::Stale`] when that week is not the one that was read; [`Error::Invalid`]; [`Error::NotFound`].
    pub async fn set_shifts(&self, by: &Caller, id: UserId, draft: &ShiftsDraft) -> Result<TechnicianDetail> {
        retried(|| self.write_shifts(by, id, draft)).await?;
        self.get(by, id).await
    }

    async fn write_shifts(&self, by: &Caller, id: UserId, draft: &ShiftsDraft) -> Result<()> {
        use shift_pattern::Column as C;
        let mut w = self.0.write(by, Permission::TeamWrite).await?;
        w.hold::<user::Entity>(id).await?;
        let person = person(self.0, w.tx(), within(&w.scope, by), id).await?;
        let new = draft.parse()?;
        let stored = shift_pattern::Entity::find()
            .filter(C::UserId.eq(id))
            .filter(C::ValidFrom.eq(new.valid_from))
            .one(w.tx())
            .await?;
        let read = draft.version.trim().parse::<i64>().ok();
        if let Some(stored) = stored.as_ref().filter(|stored| read != Some(stored.version)) {
            let current = stored.valid_from.to_string();
            return Err(Error::Stale(vec![FieldDiff { field: "valid_from".into(), current }]));
        }
        let shifts = audit::json(&new.shifts);
        let row = shift_pattern::ActiveModel {
            user_id: Set(id),
            valid_from: Set(new.valid_from),
            shifts: Set(shifts.clone()),
            version: Set(stored.as_ref().map_or(1, |stored| stored.version + 1)),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let (action, saved) = match &stored {
            Some(stored) => {
                let row = shift_pattern::ActiveModel { id: Set(stored.id), ..row };
                (Action::Updated, row.update(w.tx()).await?)
            }
            None => {
                let (at, by) = (Set(w.now), Set(by.user_id()));
                let row = shift_pattern::ActiveModel { created_at: at, created_by: by, ..row };
                (Action::Created, row.insert(w.tx()).await?)
            }
        };
        let name = person.account.name();
        let told = |row: &shift_pattern::Model| story(&name, row);
        let mut change =
            Change::new(action, Noun::ShiftPattern, saved.id, person.site_id()).after(told(&saved));
        if let Some(stored) = &stored {
            change = change.before(told(stored));
        }
        w.record(change);
        w.commit().await
    }

    /// Takes the week back that holds from that day: the one before it holds on.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn delete_shifts(&self, by: &Caller, id: UserId, from: Date) -> Result<()> {
        retried(|| async {
            let mut w = self.0.write(by, Permission::TeamWrite).await?;
            w.hold::<user::Entity>(id).await?;
            let person = person(self.0, w.tx(), within(&w.scope, by), id).await?;
            let found = shift_pattern::Entity::find()
                .filter(shift_pattern::Column::UserId.eq(id))
                .filter(shift_pattern::Column::ValidFrom.eq(from))
                .one(w.tx())
                .await?
                .ok_or(Error::NotFound(Noun::ShiftPattern))?;
            shift_pattern::Entity::delete_by_id(found.id).exec(w.tx()).await?;
            let change = Change::new(Action::Deleted, Noun::ShiftPattern, found.id, person.site_id());
            w.record(change.before(story(&person.account.name(), &found)));
            w.commit().await
        })
        .await
    }
}

/// As the audit trail tells it: the shifts of each day that has some.
fn story(name: &str, row: &shift_pattern::Model) -> String {
    let mut told = serde_json::Map::new();
    told.insert("name".into(), name.into());
    told.insert("valid_from".into(), row.valid_from.to_string().into());
    for shift in weeks(std::slice::from_ref(row)).into_iter().flat_map(|(_, shifts)| shifts) {
        let hours = format!("{}–{}", shift.starts, shift.ends);
        let day = told.entry(shift.day.to_string()).or_insert_with(|| "".into());
        let before = day.as_str().filter(|text| !text.is_empty()).map(|text| format!("{text}, "));
        *day = format!("{}{hours}", before.unwrap_or_default()).into();
    }
    serde_json::Value::Object(told).to_string()
}

//! What an administrator has told the platform. Kept in memory: settings are read at every request and changed
//! once a year.

use crate::{Services, audit};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Result,
    audit::{Action, Change},
    password::Secret,
    settings::{Kind, Registered, SECTIONS, Section, SectionView, Security, SettingsDraft, Values},
};
use entity::{setting, user};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, SqlErr,
};
use serde_json::Value;
use std::{collections::HashMap, sync::RwLock};

/// Use cases of settings.
pub struct SettingsService<'a>(pub(crate) &'a Services);

/// The stored values of each section, as they were read last.
#[derive(Default)]
pub(crate) struct Known(RwLock<HashMap<String, Values>>);

impl SettingsService<'_> {
    /// What holds in a section now. No statement: another server's change is seen at the next
    /// [`SettingsService::refresh`].
    pub fn get<S: Section>(&self) -> S {
        let known = self.0.inner.settings.0.read().unwrap_or_else(|poisoned| poisoned.into_inner());
        let stored = known.get(S::KEY).cloned().map(Value::Object);
        drop(known);
        // What another version of the program wrote and this one cannot read does not hold.
        stored.and_then(|values| serde_json::from_value(values).ok()).unwrap_or_default()
    }

    /// Wrong passwords of one account that cost no waiting.
    pub(crate) fn free_tries(&self) -> u32 {
        u32::try_from(self.get::<Security>().free_tries).unwrap_or_default()
    }

    /// Whether a new password, which the rule that always holds has let through, is what the plant asks for.
    ///
    /// # Errors
    /// [`Error::Invalid`] at that field.
    pub(crate) fn accept_password(&self, field: &str, new: &Secret, own: &[&str]) -> Result<()> {
        let wrong = self.get::<Security>().password_rule().check(new.expose(), own);
        wrong.map_or(Ok(()), |code| Err(Error::field(field, code)))
    }

    /// Reads all settings anew. One statement.
    ///
    /// # Errors
    /// [`Error::Unavailable`]; what was known stays.
    pub async fn refresh(&self) -> Result<()> {
        let by = Caller::system("settings", &[Permission::SettingsManage]);
        let reader = self.0.read(&by, Permission::SettingsManage)?;
        let rows = rows(reader.db).await?;
        let fresh = rows.into_iter().map(|row| (row.key, values(&row.value))).collect();
        *self.0.inner.settings.0.write().unwrap_or_else(|poisoned| poisoned.into_inner()) = fresh;
        Ok(())
    }

    /// Every section, in the order of the page. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller) -> Result<Vec<SectionView>> {
        let reader = self.0.read(by, Permission::SettingsManage)?;
        let rows = rows(reader.db).await?;
        let people: Vec<_> = rows.iter().filter_map(|row| row.updated_by).collect();
        let people = user::Entity::find().filter(user::Column::Id.is_in(people)).all(reader.db).await?;
        let view = |section: &Registered| {
            let row = rows.iter().find(|row| row.key == section.key);
            let mut view = view(section, row);
            let saved_by = row.and_then(|row| row.updated_by);
            view.updated_by = people.iter().find(|u| Some(u.id) == saved_by).map(|u| u.username.clone());
            view
        };
        Ok(SECTIONS.iter().map(view).collect())
    }

    /// One section. Two statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn section(&self, by: &Caller, key: &str) -> Result<SectionView> {
        let found = self.list(by).await?.into_iter().find(|view| view.key == key);
        found.ok_or(Error::NotFound(Noun::Setting))
    }

    /// Saves a section.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Error::Stale`] when somebody else saved it meanwhile.
    pub async fn update(&self, by: &Caller, key: &str, draft: &SettingsDraft) -> Result<SectionView> {
        self.save(by, key, Some(draft)).await
    }

    /// Gives a section its defaults back.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn reset(&self, by: &Caller, key: &str) -> Result<SectionView> {
        self.save(by, key, None).await
    }

    async fn save(&self, by: &Caller, key: &str, draft: Option<&SettingsDraft>) -> Result<SectionView> {
        let mut w = self.0.write(by, Permission::SettingsManage).await?;
        let section = Registered::of(key).ok_or(Error::NotFound(Noun::Setting))?;
        let row = setting::Entity::find().filter(setting::Column::Key.eq(key)).one(w.tx()).await?;
        let before = view(section, row.as_ref());
        let stored = row.as_ref().map(|row| values(&row.value)).unwrap_or_default();
        let wanted = match draft {
            Some(draft) => {
                same_version(draft, &before)?;
                wanted(section, draft, &stored)?
            }
            // Nothing is stored: a default that changes in a later version holds then.
            None => Values::new(),
        };
        let text = audit::json(&wanted);
        let id = match row {
            None => {
                let new = setting::ActiveModel {
                    id: NotSet,
                    key: Set(key.to_owned()),
                    value: Set(text),
                    version: Set(1),
                    updated_at: Set(w.now),
                    updated_by: Set(by.user_id()),
                };
                let inserted = setting::Entity::insert(new).exec(w.tx()).await.map_err(|error| {
                    // Two at once saved it for the first time.
                    match error.sql_err() {
                        Some(SqlErr::UniqueConstraintViolation(_)) => Error::Stale(vec![]),
                        _ => error.into(),
                    }
                })?;
                inserted.last_insert_id
            }
            Some(row) => {
                let saved = setting::Entity::update_many()
                    .set(setting::ActiveModel {
                        value: Set(text),
                        version: Set(row.version + 1),
                        updated_at: Set(w.now),
                        updated_by: Set(by.user_id()),
                        ..Default::default()
                    })
                    .filter(setting::Column::Id.eq(row.id))
                    .filter(setting::Column::Version.eq(row.version))
                    .exec(w.tx())
                    .await?;
                if saved.rows_affected == 0 {
                    return Err(Error::Stale(vec![]));
                }
                row.id
            }
        };
        let told = |values: &Values| {
            let mut all = section.defaults();
            all.extend(values.clone());
            let mut told = section.redacted(&all);
            told.insert("key".into(), key.into());
            audit::json(&told)
        };
        let mut after = SectionView::new(section, Some(wanted.clone()), before.version + 1);
        (after.updated_at, after.updated_by) = (Some(w.now), Some(by.name.clone()));
        let change = Change::new(Action::Updated, Noun::Setting, id, None);
        w.record(change.before(told(&stored)).after(told(&wanted)));
        w.commit().await?;
        self.refresh().await?;
        Ok(after)
    }
}

/// The values to store: as sent, but for a secret that was left empty.
fn wanted(section: &Registered, draft: &SettingsDraft, stored: &Values) -> Result<Values> {
    let mut wanted = draft.parse(section)?;
    for field in section.fields {
        let kept = matches!(field.kind, Kind::Secret { .. }) && !wanted.contains_key(field.name);
        if kept && let Some(secret) = stored.get(field.name) {
            wanted.insert(field.name.to_owned(), secret.clone());
        }
        if field.kind == Kind::TimeZone
            && let Some(Value::String(zone)) = wanted.get(field.name)
            && TimeZone::get(zone).is_err()
        {
            return Err(Error::field(field.name, FieldCode::UnknownTimeZone));
        }
    }
    Ok(wanted)
}

/// The fields that differ stand side by side in the draft, not below a name of their own.
fn same_version(draft: &SettingsDraft, stored: &SectionView) -> Result<()> {
    let current = SettingsDraft::from(stored);
    audit::same_version(draft, &current, &draft.version, stored.version)
}

fn view(section: &Registered, row: Option<&setting::Model>) -> SectionView {
    let stored = row.map(|row| values(&row.value));
    let mut view = SectionView::new(section, stored, row.map_or(0, |row| row.version));
    view.updated_at = row.map(|row| row.updated_at);
    view
}

fn values(json: &str) -> Values {
    serde_json::from_str(json).unwrap_or_default()
}

/// The rows of our sections; the table holds other things too.
async fn rows<C: ConnectionTrait>(db: &C) -> Result<Vec<setting::Model>> {
    let keys = SECTIONS.iter().map(|s| s.key);
    Ok(setting::Entity::find().filter(setting::Column::Key.is_in(keys)).all(db).await?)
}

//! What an administrator has told the platform. Kept in memory: settings are read at every request and changed
//! once a year. What the configuration file says of a section holds until the section is saved.

mod seal;

use crate::{Services, access::Writer, audit, defect::defect, mail, seal::Seal};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Result,
    audit::{Action, Change},
    password::Secret,
    settings::{Field, Kind, Registered, SECTIONS, Section, SectionView, Security, SettingsDraft, Values},
};
use entity::{setting, user};
use jiff::tz::TimeZone;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, SqlErr,
};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{OnceLock, PoisonError, RwLock},
};

/// Use cases of settings.
pub struct SettingsService<'a>(pub(crate) &'a Services);

/// What is known of each section.
#[derive(Default)]
pub(crate) struct Known {
    /// The stored values, as they were read last.
    stored: RwLock<HashMap<String, Values>>,
    /// The defaults that the configuration file gives, where it gives any.
    configured: RwLock<HashMap<&'static str, Values>>,
    /// Seals secrets; derived once.
    seal: OnceLock<Seal>,
}

impl SettingsService<'_> {
    /// What holds in a section now. No statement: another server's change is seen at the next
    /// [`SettingsService::refresh`].
    pub fn get<S: Section>(&self) -> S {
        let known = &self.0.inner.settings;
        let stored = known.stored.read().unwrap_or_else(PoisonError::into_inner).get(S::KEY).cloned();
        let values = over(self.configured(S::KEY), stored, S::FIELDS);
        // What another version of the program wrote and this one cannot read does not hold.
        serde_json::from_value(Value::Object(values)).unwrap_or_default()
    }

    /// Gives a section the defaults of the configuration file, from now on; `None` takes them away.
    pub(crate) fn configure<S: Section>(&self, section: Option<&S>) {
        let values = section.and_then(|section| match serde_json::to_value(section) {
            Ok(Value::Object(values)) => Some(values),
            _ => None,
        });
        let mut configured = self.0.inner.settings.configured.write().unwrap_or_else(PoisonError::into_inner);
        match values {
            Some(values) => configured.insert(S::KEY, values),
            None => configured.remove(S::KEY),
        };
    }

    fn configured(&self, key: &str) -> Values {
        let configured = self.0.inner.settings.configured.read().unwrap_or_else(PoisonError::into_inner);
        configured.get(key).cloned().unwrap_or_default()
    }

    /// What seals secrets.
    fn seal(&self) -> &Seal {
        self.0.inner.settings.seal.get_or_init(|| Seal::new(self.0.inner.auth.key_for(seal::PURPOSE)))
    }

    /// The stored values of a row, with its secrets opened.
    fn opened(&self, section: &Registered, row: &setting::Model) -> Values {
        seal::open(self.seal(), section, &serde_json::from_str(&row.value).unwrap_or_default())
    }

    /// Every field's value that holds with these stored ones.
    fn held(&self, section: &Registered, stored: Option<Values>) -> Values {
        let mut held = section.defaults();
        held.extend(over(self.configured(section.key), stored, section.fields));
        held
    }

    /// What holds without anybody's doing here: the configuration file's, else the program's own.
    fn defaults(&self, section: &Registered) -> Values {
        let mut defaults = section.defaults();
        defaults.extend(self.configured(section.key));
        defaults
    }

    fn view(&self, section: &Registered, row: Option<&setting::Model>) -> SectionView {
        let stored = row.map(|row| self.held(section, Some(self.opened(section, row))));
        let version = row.map_or(0, |row| row.version);
        let mut view = SectionView::over(section, self.defaults(section), stored, version);
        view.updated_at = row.map(|row| row.updated_at);
        view
    }

    /// The section that a form asks for, saved or not: a secret that was left empty is the one that holds.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub(crate) async fn typed<S: Section>(&self, by: &Caller, draft: &SettingsDraft) -> Result<S> {
        let reader = self.0.read(by, Permission::SettingsManage)?;
        let section = Registered::of(S::KEY).ok_or(Error::NotFound(Noun::Setting))?;
        let row = setting::Entity::find().filter(setting::Column::Key.eq(S::KEY)).one(reader.db).await?;
        let held = self.held(section, row.map(|row| self.opened(section, &row)));
        let wanted = wanted(section, draft, &held)?;
        serde_json::from_value(Value::Object(wanted))
            .map_err(|error| defect("checked settings are no settings", error))
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
        let rows = rows(reader.db, mail::keys()).await?;
        self.0.inner.words.know(&rows);
        let opened = |row: setting::Model| {
            let section = Registered::of(&row.key)?;
            Some((row.key.clone(), self.opened(section, &row)))
        };
        let fresh = rows.into_iter().filter_map(opened).collect();
        *self.0.inner.settings.stored.write().unwrap_or_else(PoisonError::into_inner) = fresh;
        Ok(())
    }

    /// Every section, in the order of the page. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller) -> Result<Vec<SectionView>> {
        let reader = self.0.read(by, Permission::SettingsManage)?;
        let rows = rows(reader.db, std::iter::empty()).await?;
        let people: Vec<_> = rows.iter().filter_map(|row| row.updated_by).collect();
        let people = user::Entity::find().filter(user::Column::Id.is_in(people)).all(reader.db).await?;
        let view = |section: &Registered| {
            let row = rows.iter().find(|row| row.key == section.key);
            let mut view = self.view(section, row);
            view.updated_by = user::name_of(&people, row.and_then(|row| row.updated_by));
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
        let before = self.view(section, row.as_ref());
        let stored = row.as_ref().map(|row| self.opened(section, row));
        let held = self.held(section, stored);
        let wanted = match draft {
            Some(draft) => {
                same_version(draft, &before)?;
                wanted(section, draft, &held)?
            }
            // Nothing is stored: a default that changes in a later version holds then.
            None => Values::new(),
        };
        let text = audit::json(&seal::seal(self.seal(), section, &wanted)?);
        let id = put(&w, row.as_ref(), key, text).await?;
        let holds = self.held(section, Some(wanted));
        let told = |values: &Values| {
            let mut told = section.redacted(values);
            told.insert("key".into(), key.into());
            told
        };
        let (was, mut is) = (told(&held), told(&holds));
        // That a secret was replaced by another is told; neither of them is.
        for secret in section.secrets().map(|s| s.name) {
            if was.get(secret) == is.get(secret) && held.get(secret) != holds.get(secret) {
                is.insert(secret.to_owned(), "*** (≠)".into());
            }
        }
        let change = Change::new(Action::Updated, Noun::Setting, id, None);
        w.record(change.before(audit::json(&was)).after(audit::json(&is)));
        w.commit().await?;
        self.refresh().await?;
        self.section(by, key).await
    }
}

/// The values to hold: as sent, but for a secret that was left empty, which stays what it is as long as what it
/// belongs to does.
fn wanted(section: &Registered, draft: &SettingsDraft, held: &Values) -> Result<Values> {
    let mut wanted = draft.parse(section)?;
    for field in section.secrets() {
        if wanted.contains_key(field.name) {
            continue;
        }
        let filled = |value: &&Value| value.as_str().is_some_and(|text| !text.is_empty());
        let Some(kept) = held.get(field.name).filter(filled) else { continue };
        let moved = field.bound_to.iter().any(|other| wanted.get(*other) != held.get(*other));
        let in_use = field.bound_to.iter().all(|other| wanted.get(*other).filter(filled).is_some());
        if moved && in_use {
            return Err(Error::field(field.name, FieldCode::TypeAgain));
        }
        let kept = if moved { "".into() } else { kept.clone() };
        wanted.insert(field.name.to_owned(), kept);
    }
    for field in section.fields {
        if field.kind == Kind::TimeZone
            && let Some(Value::String(zone)) = wanted.get(field.name)
            && TimeZone::get(zone).is_err()
        {
            return Err(Error::field(field.name, FieldCode::UnknownTimeZone));
        }
    }
    Ok(wanted)
}

/// The stored values over the configured ones. Of a section that was saved no configured secret holds any more:
/// it may be another server's. A flag that it knew nothing of is off.
fn over(mut configured: Values, stored: Option<Values>, fields: &[Field]) -> Values {
    if let Some(stored) = stored.filter(|stored| !stored.is_empty()) {
        for secret in fields.iter().filter(|f| f.is_secret()) {
            configured.remove(secret.name);
        }
        for later in fields.iter().filter(|f| f.default_off) {
            configured.insert(later.name.to_owned(), false.into());
        }
        configured.extend(stored);
    }
    configured
}

/// The fields that differ stand side by side in the draft, not below a name of their own.
fn same_version(draft: &SettingsDraft, stored: &SectionView) -> Result<()> {
    let current = SettingsDraft::from(stored);
    audit::same_version(draft, &current, &draft.version, stored.version)
}

/// The rows of our sections and those others; the table holds more.
async fn rows<C: ConnectionTrait>(
    db: &C,
    others: impl Iterator<Item = String>,
) -> Result<Vec<setting::Model>> {
    let keys = SECTIONS.iter().map(|s| s.key.to_owned()).chain(others);
    Ok(setting::Entity::find().filter(setting::Column::Key.is_in(keys)).all(db).await?)
}

/// Stores the value of a key, which was read as `row`, and gives the row's id.
///
/// # Errors
/// [`Error::Stale`] when somebody else stored it meanwhile.
pub(crate) async fn put(w: &Writer, row: Option<&setting::Model>, key: &str, value: String) -> Result<i64> {
    let Some(row) = row else {
        let new = setting::ActiveModel {
            id: NotSet,
            key: Set(key.to_owned()),
            value: Set(value),
            version: Set(1),
            updated_at: Set(w.now),
            updated_by: Set(w.by().user_id()),
        };
        let inserted = setting::Entity::insert(new).exec(w.tx()).await;
        return inserted.map(|inserted| inserted.last_insert_id).map_err(|error| match error.sql_err() {
            // Two at once saved it for the first time.
            Some(SqlErr::UniqueConstraintViolation(_)) => Error::Stale(vec![]),
            _ => error.into(),
        });
    };
    let saved = setting::Entity::update_many()
        .set(setting::ActiveModel {
            value: Set(value),
            version: Set(row.version + 1),
            updated_at: Set(w.now),
            updated_by: Set(w.by().user_id()),
            ..Default::default()
        })
        .filter(setting::Column::Id.eq(row.id))
        .filter(setting::Column::Version.eq(row.version))
        .exec(w.tx())
        .await?;
    match saved.rows_affected {
        0 => Err(Error::Stale(vec![])),
        _ => Ok(row.id),
    }
}

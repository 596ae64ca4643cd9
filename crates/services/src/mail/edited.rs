//! The words of mails as administrators edit them: kept in memory like the settings, beside which they are stored.

use super::{Letter, MailService, templates};
use crate::{audit, local_time, settings};
use domain::{
    Caller, Noun, Permission, Result,
    audit::{Action, Change},
    mail::{MailTemplate, TemplateDraft, TemplateLine, TemplateVariable, TemplateView, TemplateWords},
    user::Language,
};
use entity::{setting, user};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::{
    collections::HashMap,
    sync::{PoisonError, RwLock},
};

/// The edited words, as they were read last.
#[derive(Default)]
pub(crate) struct EditedWords(RwLock<HashMap<String, TemplateWords>>);

/// What is stored of a template in one language.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Stored {
    /// The words in force, where they are not the original.
    edited: Option<TemplateWords>,
    /// Those that were given up for the original last.
    given_up: Option<TemplateWords>,
}

impl EditedWords {
    pub fn get(&self, template: MailTemplate, language: Language) -> Option<TemplateWords> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key(template, language)).cloned()
    }

    /// Takes these rows for all that is stored.
    pub fn know(&self, rows: &[setting::Model]) {
        let edited = |row: &setting::Model| Some((row.key.clone(), stored(row).edited?));
        let fresh = rows.iter().filter(|row| row.key.starts_with(PREFIX)).filter_map(edited).collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = fresh;
    }
}

/// What the rows of templates begin with in the table of settings.
const PREFIX: &str = "mail_template.";

fn key(template: MailTemplate, language: Language) -> String {
    format!("{PREFIX}{template}.{language}")
}

/// Every row that there can be.
pub(crate) fn keys() -> impl Iterator<Item = String> {
    MailTemplate::ALL.iter().flat_map(|t| Language::ALL.iter().map(|l| key(*t, *l)))
}

fn stored(row: &setting::Model) -> Stored {
    serde_json::from_str(&row.value).unwrap_or_default()
}

impl MailService<'_> {
    /// Every template in every language. Two statements.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn templates(&self, by: &Caller) -> Result<Vec<TemplateLine>> {
        let reader = self.0.read(by, Permission::SettingsManage)?;
        let rows = setting::Entity::find().filter(setting::Column::Key.is_in(keys())).all(reader.db).await?;
        let people: Vec<_> = rows.iter().filter_map(|row| row.updated_by).collect();
        let people = user::Entity::find().filter(user::Column::Id.is_in(people)).all(reader.db).await?;
        let mut lines = vec![];
        for template in MailTemplate::ALL {
            for language in Language::ALL {
                let row = rows.iter().find(|row| row.key == key(*template, *language));
                lines.push(self.view(*template, *language, row, &people).line);
            }
        }
        Ok(lines)
    }

    /// A template in one language. Two statements.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn template(
        &self,
        by: &Caller,
        template: MailTemplate,
        language: Language,
    ) -> Result<TemplateView> {
        let reader = self.0.read(by, Permission::SettingsManage)?;
        let row = setting::Entity::find()
            .filter(setting::Column::Key.eq(key(template, language)))
            .one(reader.db)
            .await?;
        let saved_by = row.as_ref().and_then(|row| row.updated_by);
        let people = user::Entity::find().filter(user::Column::Id.is_in(saved_by)).all(reader.db).await?;
        Ok(self.view(template, language, row.as_ref(), &people))
    }

    /// The words of a form, filled with examples. No statement.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`] with every part that cannot be filled, and its line.
    pub fn preview(
        &self,
        by: &Caller,
        template: MailTemplate,
        language: Language,
        draft: &TemplateDraft,
    ) -> Result<TemplateWords> {
        self.0.read(by, Permission::SettingsManage)?;
        Ok(templates::fill(&draft.parse()?, template, language, &self.example(template, language))?)
    }

    /// Saves the words of a template in one language; the next mail is written with them.
    ///
    /// # Errors
    /// [`domain::Error::Invalid`] with every part that cannot be filled; [`Error::Stale`] when somebody else saved it
    /// meanwhile.
    pub async fn edit_template(
        &self,
        by: &Caller,
        template: MailTemplate,
        language: Language,
        draft: &TemplateDraft,
    ) -> Result<TemplateView> {
        let words = draft.parse()?;
        templates::fill(&words, template, language, &self.example(template, language))?;
        let changed = (words != templates::original(template, language)).then_some(words);
        self.save(by, template, language, Some(draft), |_| Stored { edited: changed, given_up: None }).await
    }

    /// Gives a template its original words back; what it had can be had back.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn restore_template(
        &self,
        by: &Caller,
        template: MailTemplate,
        language: Language,
    ) -> Result<TemplateView> {
        self.save(by, template, language, None, |now| Stored {
            given_up: now.edited.or(now.given_up),
            edited: None,
        })
        .await
    }

    /// Takes the last return to the original back.
    ///
    /// # Errors
    /// [`domain::Error::Forbidden`].
    pub async fn undo_restore(
        &self,
        by: &Caller,
        template: MailTemplate,
        language: Language,
    ) -> Result<TemplateView> {
        self.save(by, template, language, None, |now| Stored {
            edited: now.edited.or(now.given_up),
            given_up: None,
        })
        .await
    }

    async fn save(
        &self,
        by: &Caller,
        template: MailTemplate,
        language: Language,
        draft: Option<&TemplateDraft>,
        change: impl FnOnce(Stored) -> Stored,
    ) -> Result<TemplateView> {
        let mut w = self.0.write(by, Permission::SettingsManage).await?;
        let key = key(template, language);
        let row = setting::Entity::find().filter(setting::Column::Key.eq(&*key)).one(w.tx()).await?;
        let before = self.view(template, language, row.as_ref(), &[]);
        if let Some(draft) = draft {
            audit::same_version(draft, &TemplateDraft::from(&before), &draft.version, before.version)?;
        }
        let was = row.as_ref().map(stored).unwrap_or_default();
        let is = change(was);
        let told = |words: &TemplateWords| {
            audit::json(&serde_json::json!({
                "key": key, "subject": words.subject, "html": words.html, "text": words.text,
            }))
        };
        let after = is.edited.clone().unwrap_or_else(|| templates::original(template, language));
        let id = settings::put(&w, row.as_ref(), &key, audit::json(&is)).await?;
        let change = Change::new(Action::Updated, Noun::Setting, id, None);
        w.record(change.before(told(&before.words)).after(told(&after)));
        w.commit().await?;
        self.0.settings().refresh().await?;
        self.template(by, template, language).await
    }

    fn view(
        &self,
        template: MailTemplate,
        language: Language,
        row: Option<&setting::Model>,
        people: &[user::Model],
    ) -> TemplateView {
        let stored = row.map(stored).unwrap_or_default();
        let example = self.example(template, language);
        let original = templates::original(template, language);
        let words = stored.edited.clone().unwrap_or(original);
        // Words that another version of the program let through are shown as they are.
        let preview = templates::fill(&words, template, language, &example).unwrap_or_else(|_| words.clone());
        let zone = local_time::plant(self.0);
        let line = TemplateLine {
            template,
            language,
            subject: preview.subject.clone(),
            changed: stored.edited.is_some(),
            updated_at: row.map(|row| row.updated_at),
            updated_local: row.map(|row| local_time::local(row.updated_at, &zone)),
            updated_by: user::name_of(people, row.and_then(|row| row.updated_by)),
        };
        TemplateView {
            line,
            words,
            variables: variables(&example),
            preview,
            can_undo: stored.edited.is_none() && stored.given_up.is_some(),
            version: row.map_or(0, |row| row.version),
        }
    }

    fn example(&self, template: MailTemplate, language: Language) -> Letter {
        Letter::example(template, language, &self.0.mail_options().public_url)
    }
}

/// What a letter gives its template, by name.
fn variables(letter: &Letter) -> Vec<TemplateVariable> {
    let Ok(serde_json::Value::Object(values)) = serde_json::to_value(letter) else { return vec![] };
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    values.into_iter().map(|(name, value)| TemplateVariable { name, example: text(value) }).collect()
}

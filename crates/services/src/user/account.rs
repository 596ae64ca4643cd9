//! One's own account: profile, password, language and theme.

use super::{UserService, read::one, search_text, view};
use crate::{
    audit, password,
    session::{Client, attempts, end_all, forget_links, hold_if_unchanged, tell_of_change},
};
use domain::{
    Caller, Error, FieldCode, Noun, Permission, Result,
    audit::{Action, Change},
    user::{Language, PasswordDraft, ProfileDraft, Theme, UserView},
};
use entity::user;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, sea_query::Condition};

impl UserService<'_> {
    /// Changes the caller's own names, language and theme.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn update_profile(&self, by: &Caller, draft: &ProfileDraft) -> Result<UserView> {
        let mut w = self.0.write(by, Permission::AccountOwn).await?;
        let id = by.user_id().ok_or(Error::Forbidden)?;
        let new = draft.parse()?;
        w.hold::<user::Entity>(id).await?;
        let before = one(w.tx(), Condition::all(), id).await?;
        let row = user::ActiveModel {
            id: Set(id),
            search_text: Set(search_text(&new.first_name, &new.last_name, &before.username, &before.email)),
            first_name: Set(new.first_name),
            last_name: Set(new.last_name),
            language: Set(new.language.unwrap_or(before.language)),
            theme: Set(new.theme.unwrap_or(before.theme)),
            version: Set(before.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let after = view(row.update(w.tx()).await?);
        let change = Change::new(Action::Updated, Noun::User, id.0, None);
        w.record(change.before(audit::json(&view(before))).after(audit::json(&after)));
        w.commit().await?;
        Ok(after)
    }

    /// Sets the caller's language, theme, or both. Not worth an audit entry.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn set_preferences(
        &self,
        by: &Caller,
        language: Option<Language>,
        theme: Option<Theme>,
    ) -> Result<()> {
        let w = self.0.write(by, Permission::AccountOwn).await?;
        let mut row =
            user::ActiveModel { id: Set(by.user_id().ok_or(Error::Forbidden)?), ..Default::default() };
        if let Some(language) = language {
            row.language = Set(language);
        }
        if let Some(theme) = theme {
            row.theme = Set(theme);
        }
        if row.is_changed() {
            row.updated_at = Set(w.now);
            row.update(w.tx()).await?;
        }
        w.commit().await
    }

    /// Changes the caller's own password and ends their other sessions.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`Error::TooManyAttempts`] after too many wrong current ones.
    pub async fn change_password(&self, by: &Caller, draft: &PasswordDraft, client: &Client) -> Result<()> {
        let id = by.user_id().ok_or(Error::Forbidden)?;
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let user = one(reader.db, Condition::all(), id).await?;
        let own = [&*user.first_name, &user.last_name, &user.email, &user.username];
        let new = draft.parse(&own)?;
        self.0.settings().accept_password("new_password", &new.new, &own)?;

        let w = self.0.write(by, Permission::AccountOwn).await?;
        let network = attempts::network_bucket(&client.address);
        let claimed =
            attempts::claim(&w, self.0.settings().free_tries(), attempts::password_bucket(id), network)
                .await?;
        w.commit().await?;
        if !password::verify(new.current.expose(), Some(&user.password_hash)).await? {
            return Err(Error::field("current_password", FieldCode::WrongCurrentPassword));
        }
        let hash = password::hash(new.new.expose()).await?;

        let mut w = self.0.write(by, Permission::AccountOwn).await?;
        // Somebody who has a link may have set another one meanwhile, which ended this session.
        let user = hold_if_unchanged(&w, &user).await?.ok_or(Error::SignedOut)?;
        attempts::forgive(&w, &claimed).await?;
        let row = user::ActiveModel {
            id: Set(id),
            password_hash: Set(hash),
            version: Set(user.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        row.update(w.tx()).await?;
        forget_links(&w, id).await?;
        end_all(&w, id, by.session).await?;
        w.record(Change::new(Action::PasswordChanged, Noun::User, id.0, None));
        tell_of_change(self.0, &mut w, &user).await?;
        w.commit().await
    }
}

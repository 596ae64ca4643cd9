//! The first start: a one-time link with which the first administrator is made.

use super::{Client, SessionService, SignedIn, as_person, system, token};
use crate::{
    access::Writer,
    audit, password,
    record::Record,
    settings::put,
    user::{NewRow, insert, view},
};
use domain::{
    Error, FieldCode, Noun, Permission, Refusal, Result, Role,
    audit::{Action, Change},
    session::{NewAdmin, SetupDraft},
    settings::{General, Section, Values},
    site::SiteDraft,
    text::fold,
    user::{Language, Technician},
};
use entity::{setting, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use std::sync::atomic::Ordering::Relaxed;

/// The setting that holds the hash of the link's token.
const KEY: &str = "setup_token";

impl SessionService<'_> {
    /// Whether nobody has an account yet. One statement until somebody has, then none.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn needs_setup(&self) -> Result<bool> {
        let known = &self.0.inner.has_users;
        if known.load(Relaxed) {
            return Ok(false);
        }
        let reader = self.0.read(&system(&Client::default()), Permission::SessionManage)?;
        let some = user::Entity::find().count(reader.db).await? > 0;
        // Accounts are disabled, never deleted: once there is one there always is.
        known.store(some, Relaxed);
        Ok(!some)
    }

    /// The token of a new one-time link to the first setup, in the place of an older one; none when somebody
    /// has an account.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn setup_link(&self) -> Result<Option<String>> {
        if !self.needs_setup().await? {
            return Ok(None);
        }
        let token = token::new()?;
        let w = self.0.write(&system(&Client::default()), Permission::SessionManage).await?;
        setting::Entity::delete_many().filter(setting::Column::Key.eq(KEY)).exec(w.tx()).await?;
        let row = setting::ActiveModel {
            key: Set(KEY.to_owned()),
            value: Set(token::hash(&token)),
            version: Set(1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        row.insert(w.tx()).await?;
        w.commit().await?;
        Ok(Some(token))
    }

    /// Whether this token opens the first setup now.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn setup_token_is_valid(&self, setup_token: &str) -> Result<bool> {
        if !self.needs_setup().await? {
            return Ok(false);
        }
        let reader = self.0.read(&system(&Client::default()), Permission::SessionManage)?;
        let stored = setting::Entity::find().filter(setting::Column::Key.eq(KEY)).one(reader.db).await?;
        Ok(stored.is_some_and(|s| s.value == token::hash(setup_token)))
    }

    /// Makes the first administrator, and their first site when they name one, and signs them in.
    ///
    /// # Errors
    /// [`Refusal::SetupDone`] when the link was used, is not this one, or somebody has an account;
    /// [`Error::Invalid`] with every wrong field.
    pub async fn setup(
        &self,
        setup_token: &str,
        draft: &SetupDraft,
        language: Language,
        client: &Client,
    ) -> Result<SignedIn> {
        if !self.setup_token_is_valid(setup_token).await? {
            return Err(Refusal::SetupDone.into());
        }
        let new = draft.parse()?;
        let own = [&*new.first_name, &new.last_name, &new.email, &new.username];
        self.0.settings().accept_password("password", &new.password, &own)?;
        if jiff::tz::TimeZone::get(&new.timezone).is_err() {
            return Err(Error::field("timezone", FieldCode::UnknownTimeZone));
        }
        let hash = password::hash(new.password.expose()).await?;
        let mut w = self.0.write(&system(client), Permission::SessionManage).await?;
        // Taking the token and looking for accounts in the transaction lets only one of two at once through.
        let taken = setting::Entity::delete_many()
            .filter(setting::Column::Key.eq(KEY))
            .filter(setting::Column::Value.eq(token::hash(setup_token)))
            .exec(w.tx())
            .await?;
        if taken.rows_affected == 0 || user::Entity::find().count(w.tx()).await? > 0 {
            return Err(Refusal::SetupDone.into());
        }
        let user = insert(&mut w, admin(&new, hash, language)).await?;
        self.plant(&mut w, &new).await?;
        if let Some(name) = new.site_name {
            let (timezone, currency) = (new.timezone, new.currency);
            let site = SiteDraft { code: code_of(&name), name, timezone, currency, ..Default::default() };
            w.insert(site.completed(self.0).as_ref()).await?;
        }
        w.commit().await?;
        self.0.settings().refresh().await?;
        self.0.inner.has_users.store(true, Relaxed);

        let mut w = self.0.write(&as_person(&user, client), Permission::SessionManage).await?;
        let (sid, tokens, user) = self.start(&mut w, user, client, None).await?;
        w.commit().await?;
        let known = self.known(sid, user.id).await?;
        let device = self.device_after(user.id, client, self.0.now())?;
        Ok(SignedIn { known, user: view(user), tokens, device })
    }

    /// Notes zone and currency of the plant, where they are not what holds anyway: new sites begin with them.
    async fn plant(&self, w: &mut Writer, new: &NewAdmin) -> Result<()> {
        let held = self.0.settings().get::<General>();
        if (&held.timezone, &held.currency) == (&new.timezone, &new.currency) {
            return Ok(());
        }
        let key = General::KEY;
        let row = setting::Entity::find().filter(setting::Column::Key.eq(key)).one(w.tx()).await?;
        let was = row.as_ref().and_then(|row| serde_json::from_str(&row.value).ok());
        let before: Values = was.unwrap_or_default();
        let mut after = before.clone();
        after.insert("timezone".into(), new.timezone.clone().into());
        after.insert("currency".into(), new.currency.clone().into());
        let id = put(w, row.as_ref(), key, audit::json(&after)).await?;
        let told = |mut values: Values| {
            values.insert("key".into(), key.into());
            audit::json(&values)
        };
        w.record(
            Change::new(Action::Updated, Noun::Setting, id, None).before(told(before)).after(told(after)),
        );
        Ok(())
    }
}

fn admin(new: &NewAdmin, password_hash: String, language: Language) -> NewRow {
    NewRow {
        email: new.email.clone(),
        username: new.username.clone(),
        password_hash,
        first_name: new.first_name.clone(),
        last_name: new.last_name.clone(),
        role: Role::Admin,
        language,
        technician: Technician::default(),
    }
}

/// A short code for a site from its name: `Usine de Saint-Étienne` gives `USINE-DE`.
fn code_of(name: &str) -> String {
    let folded = fold(name).to_uppercase();
    let plain: String = folded.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let mut code = String::new();
    for word in plain.split_whitespace() {
        if !code.is_empty() && code.len() + 1 + word.len() > 8 {
            break;
        }
        if !code.is_empty() {
            code.push('-');
        }
        code.extend(word.chars().take(8));
    }
    if code.is_empty() { "SITE".to_owned() } else { code }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sites_first_code_comes_from_its_name() {
        for (name, code) in [
            ("Usine de Saint-Étienne", "USINE-DE"),
            ("Nord", "NORD"),
            ("Étrépagny", "ETREPAGN"),
            ("工場", "SITE"),
        ] {
            assert_eq!(code_of(name), code, "{name}");
        }
    }
}

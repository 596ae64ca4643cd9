//! What was typed into a refused form, kept a few minutes for a browser without WASM.

use crate::{Services, session::token};
use domain::{
    Caller, Error, Permission, Result,
    form_replay::{FormReplay, may_keep},
};
use entity::form_replay as replay;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

/// How long a refused form can be shown again, in seconds.
const LIFE_SECONDS: i64 = 600;
/// The most that is kept of one form, in bytes of JSON.
const MAX_BYTES: usize = 64 * 1024;
/// The most that is kept of one form of somebody who is not signed in, and of how many of them at a time:
/// strangers must not fill the database.
const MAX_BYTES_SIGNED_OUT: usize = 4 * 1024;
const MAX_SIGNED_OUT: u64 = 500;

/// Refused forms: keep, get.
pub struct FormReplayService<'a>(pub(crate) &'a Services);

impl FormReplayService<'_> {
    /// Keeps a refused form for its sender and gives the token to find it again; none when it is too big to
    /// keep. Fields that speak of passwords are left out.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn keep(
        &self,
        by: Option<&Caller>,
        path: &str,
        fields: Vec<(String, String)>,
        error: &Error,
    ) -> Result<Option<String>> {
        let fields: Vec<_> = fields.into_iter().filter(|(name, _)| may_keep(name)).collect();
        let user = by.and_then(Caller::user_id);
        let (fields, error) = (crate::audit::json(&fields), crate::audit::json(error));
        let most = if user.is_some() { MAX_BYTES } else { MAX_BYTES_SIGNED_OUT };
        if fields.len() + error.len() + path.len() > most {
            return Ok(None);
        }
        let w = self.0.write(&system(), Permission::SessionManage).await?;
        if user.is_none() {
            let waiting = replay::Entity::find()
                .filter(replay::Column::UserId.is_null())
                .filter(replay::Column::ExpiresAt.gt(w.now));
            if waiting.count(w.tx()).await? >= MAX_SIGNED_OUT {
                return Ok(None);
            }
        }
        let token = token::new()?;
        let row = replay::ActiveModel {
            token: Set(token::hash(&token)),
            user_id: Set(user),
            path: Set(path.to_owned()),
            fields: Set(fields),
            error: Set(error),
            expires_at: Set(w.now.plus_seconds(LIFE_SECONDS)),
            ..Default::default()
        };
        row.insert(w.tx()).await?;
        w.commit().await?;
        Ok(Some(token))
    }

    /// The refused form behind a token, if it is the caller's own and not too old.
    ///
    /// # Errors
    /// [`Error::Unavailable`].
    pub async fn get(&self, by: Option<&Caller>, token: &str) -> Result<Option<FormReplay>> {
        let reader = self.0.read(&system(), Permission::SessionManage)?;
        let found = replay::Entity::find()
            .filter(replay::Column::Token.eq(token::hash(token)))
            .filter(replay::Column::ExpiresAt.gt(self.0.now()))
            .one(reader.db)
            .await?;
        let Some(row) = found.filter(|row| row.user_id == by.and_then(Caller::user_id)) else {
            return Ok(None);
        };
        let (Ok(fields), Ok(error)) = (serde_json::from_str(&row.fields), serde_json::from_str(&row.error))
        else {
            return Ok(None);
        };
        Ok(Some(FormReplay { path: row.path, fields, error }))
    }
}

fn system() -> Caller {
    Caller::system("form-replay", &[Permission::SessionManage])
}

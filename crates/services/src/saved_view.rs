//! Use cases of saved views: each person has their own.

use crate::{
    Services,
    unique::{self, UniqueIndex},
};
use domain::{
    Caller, Error, Noun, Permission, Result, SavedViewId,
    audit::{Action, Change},
    key::code_key,
    saved_view::{SavedViewDraft, may_keep},
};
use entity::{saved_view, user};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

const UNIQUE: &[UniqueIndex] = &[("saved_views_name", &["name_key"], "name")];

/// Saved views: keep, forget. They are read with the list that they belong to.
pub struct SavedViewService<'a>(pub(crate) &'a Services);

impl SavedViewService<'_> {
    /// Keeps a list's filter under a name.
    ///
    /// # Errors
    /// [`Error::Invalid`]: also when the caller has a view of that name; [`domain::Refusal::TooManyViews`].
    pub async fn create(&self, by: &Caller, draft: &SavedViewDraft) -> Result<SavedViewId> {
        let mut w = self.0.write(by, Permission::AccountOwn).await?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        let (list, name, query) = draft.parse()?;
        w.hold::<user::Entity>(user).await?;
        let kept = saved_view::Entity::find()
            .filter(saved_view::Column::UserId.eq(user))
            .filter(saved_view::Column::List.eq(list));
        may_keep(kept.count(w.tx()).await?)?;
        let row = saved_view::ActiveModel {
            user_id: Set(user),
            list: Set(list),
            name_key: Set(code_key(&name)),
            name: Set(name),
            query: Set(query),
            created_at: Set(w.now),
            ..Default::default()
        };
        let saved = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        w.record(Change::new(Action::Created, Noun::SavedView, saved.id.0, None));
        w.commit().await?;
        Ok(saved.id)
    }

    /// # Errors
    /// [`Error::NotFound`] when it is not the caller's.
    pub async fn delete(&self, by: &Caller, id: SavedViewId) -> Result<()> {
        let mut w = self.0.write(by, Permission::AccountOwn).await?;
        let user = by.user_id().ok_or(Error::Forbidden)?;
        let gone = saved_view::Entity::delete_by_id(id)
            .filter(saved_view::Column::UserId.eq(user))
            .exec(w.tx())
            .await?;
        if gone.rows_affected == 0 {
            return Err(Error::NotFound(Noun::SavedView));
        }
        w.record(Change::new(Action::Deleted, Noun::SavedView, id.0, None));
        w.commit().await
    }
}

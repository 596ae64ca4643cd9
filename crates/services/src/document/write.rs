//! Changing what is known of a document, deleting it and bringing it back.

use super::{DocumentService, read};
use crate::audit;
use domain::Noun;
use domain::{
    Caller, DocumentId, EquipmentId, Error, FieldCode, Permission, Result,
    audit::{Action, Change},
    document::{DocumentEdit, DocumentView, Holder},
};
use entity::{document, equipment};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};

impl DocumentService<'_> {
    /// Marks a document as deleted. Its content stays, so that it can be brought back.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: DocumentId) -> Result<DocumentView> {
        self.mark(by, id, true).await
    }

    /// Brings a deleted document back; one that is not deleted stays as it is.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn restore(&self, by: &Caller, id: DocumentId) -> Result<DocumentView> {
        self.mark(by, id, false).await
    }

    async fn mark(&self, by: &Caller, id: DocumentId, deleted: bool) -> Result<DocumentView> {
        let mut w = self.0.write(by, Permission::DocumentWrite).await?;
        // A newer version that is coming in at this moment ends first: then this one is not current any more.
        w.hold::<document::Entity>(id).await?;
        let (row, person, context) = read::find_with_deleted(self.0, by, w.tx(), id).await?;
        if !deleted && row.is_current && row.deleted_at.is_none() {
            return Ok(read::view_in(&row, person.as_ref(), &context));
        }
        if !row.is_current || (deleted && row.deleted_at.is_some()) {
            return Err(Error::NotFound(Noun::Document));
        }
        let when = deleted.then_some(w.now);
        let who = by.user_id().filter(|_| deleted);
        // With all its versions: an older one must not stay to be had by its address.
        let marked = document::Entity::update_many()
            .col_expr(document::Column::DeletedAt, Expr::value(when))
            .col_expr(document::Column::DeletedBy, Expr::value(who))
            .filter(document::Column::Series.eq(row.series.as_str()))
            .exec(w.tx())
            .await?;
        // What was kept long enough may be thrown away at this moment.
        if marked.rows_affected == 0 {
            return Err(Error::NotFound(Noun::Document));
        }
        let saved = document::Model { deleted_at: when, deleted_by: who, ..row.clone() };
        let view = read::view_in(&saved, person.as_ref(), &context);
        let action = if deleted { Action::Deleted } else { Action::Restored };
        w.record(Change::new(action, Noun::Document, id.0, Some(row.site_id)).after(audit::json(&view)));
        w.commit().await?;
        Ok(view)
    }

    /// Changes a document's name and says what it is for.
    ///
    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(&self, by: &Caller, id: DocumentId, edit: &DocumentEdit) -> Result<DocumentView> {
        let mut w = self.0.write(by, Permission::DocumentWrite).await?;
        w.hold::<document::Entity>(id).await?;
        let (row, person, context) = read::find(self.0, by, w.tx(), id).await?;
        let stored = read::view_in(&row, person.as_ref(), &context);
        audit::same_version(edit, &DocumentEdit::from(&stored), &edit.revision, row.revision)?;
        let new = edit.parse(&row.file_name)?;
        let changed = document::ActiveModel {
            id: Set(id),
            file_name: Set(new.file_name),
            kind: Set(new.kind),
            revision: Set(row.revision + 1),
            ..Default::default()
        };
        let view = read::view_in(&changed.update(w.tx()).await?, person.as_ref(), &context);
        let change = Change::new(Action::Updated, Noun::Document, id.0, Some(row.site_id));
        w.record(change.before(audit::json(&stored)).after(audit::json(&view)));
        w.commit().await?;
        Ok(view)
    }

    /// Makes an earlier version the current one; the others stay. A cover that is no picture any more is none.
    ///
    /// # Errors
    /// [`Error::NotFound`]; also when the document was deleted.
    pub async fn make_current(&self, by: &Caller, id: DocumentId) -> Result<DocumentView> {
        use document::Column as C;
        let mut w = self.0.write(by, Permission::DocumentWrite).await?;
        let (row, person, context) = read::find(self.0, by, w.tx(), id).await?;
        if row.is_current {
            return Ok(read::view_in(&row, person.as_ref(), &context));
        }
        let not_found = || Error::NotFound(Noun::Document);
        let latest = document::Entity::find()
            .filter(C::Series.eq(&row.series))
            .filter(C::IsCurrent.eq(true))
            .filter(C::DeletedAt.is_null())
            .lock_exclusive()
            .one(w.tx())
            .await?
            .ok_or_else(not_found)?;
        let (past, is_cover) = (false, latest.is_cover && row.media_type.is_image());
        let changed = document::Entity::update_many()
            .col_expr(C::IsCurrent, Expr::value(past))
            .col_expr(C::IsCover, Expr::value(past))
            .filter(C::Id.eq(latest.id))
            .filter(C::IsCurrent.eq(true))
            .exec(w.tx())
            .await?;
        if changed.rows_affected == 0 {
            return Err(not_found());
        }
        let current = document::ActiveModel {
            id: Set(id),
            is_current: Set(true),
            is_cover: Set(is_cover),
            revision: Set(row.revision + 1),
            ..Default::default()
        };
        let before = audit::json(&read::view_in(&row, person.as_ref(), &context));
        let view = read::view_in(&current.update(w.tx()).await?, person.as_ref(), &context);
        let change = Change::new(Action::Updated, Noun::Document, id.0, Some(row.site_id));
        w.record(change.before(before).after(audit::json(&view)));
        w.commit().await?;
        Ok(view)
    }

    /// Shows a picture at the head of its equipment, in place of the one before.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is no current picture of an equipment; [`Error::NotFound`].
    pub async fn set_cover(&self, by: &Caller, id: DocumentId) -> Result<DocumentView> {
        let mut w = self.0.write(by, Permission::DocumentWrite).await?;
        let (row, person, context) = read::find(self.0, by, w.tx(), id).await?;
        if row.entity != Holder::Equipment || !row.media_type.is_image() || !row.is_current {
            return Err(Error::field("id", FieldCode::NotAllowed));
        }
        w.hold::<equipment::Entity>(EquipmentId(row.entity_id)).await?;
        document::Entity::update_many()
            .col_expr(document::Column::IsCover, Expr::value(false))
            .filter(document::Column::Entity.eq(row.entity))
            .filter(document::Column::EntityId.eq(row.entity_id))
            .filter(document::Column::IsCover.eq(true))
            .exec(w.tx())
            .await?;
        let changed = document::ActiveModel { id: Set(id), is_cover: Set(true), ..Default::default() };
        let saved = changed.update(w.tx()).await?;
        let view = read::view_in(&saved, person.as_ref(), &context);
        let change = Change::new(Action::Updated, Noun::Document, id.0, Some(row.site_id));
        w.record(change.after(audit::json(&view)));
        w.commit().await?;
        Ok(view)
    }
}

//! Changing what is known of a document, deleting it and bringing it back.

use super::{DocumentService, read};
use crate::audit;
use domain::Noun;
use domain::{
    Caller, DocumentId, EquipmentId, Error, FieldCode, Permission, Result,
    audit::{Action, Change},
    document::{DocumentKind, DocumentView, Holder},
};
use entity::{document, equipment};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

impl DocumentService<'_> {
    /// Marks a document as deleted. Its content stays, so that it can be brought back.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: DocumentId) -> Result<DocumentView> {
        self.mark(by, id, true).await
    }

    /// Brings a deleted document back.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn restore(&self, by: &Caller, id: DocumentId) -> Result<DocumentView> {
        self.mark(by, id, false).await
    }

    async fn mark(&self, by: &Caller, id: DocumentId, deleted: bool) -> Result<DocumentView> {
        let mut w = self.0.write(by, Permission::DocumentWrite).await?;
        let (row, person, seen) = read::find_any(self.0, by, w.tx(), id).await?;
        if !row.is_current || (deleted && row.deleted_at.is_some()) {
            return Err(Error::NotFound(Noun::Document));
        }
        let when = deleted.then_some(w.now);
        let who = by.user_id().filter(|_| deleted);
        // With all its versions: an older one must not stay to be had by its address.
        document::Entity::update_many()
            .col_expr(document::Column::DeletedAt, Expr::value(when))
            .col_expr(document::Column::DeletedBy, Expr::value(who))
            .filter(document::Column::Series.eq(row.series.as_str()))
            .exec(w.tx())
            .await?;
        let saved = document::Model { deleted_at: when, deleted_by: who, ..row.clone() };
        let view = read::seen_view(&saved, person.as_ref(), &seen);
        let action = if deleted { Action::Deleted } else { Action::Restored };
        w.record(Change::new(action, Noun::Document, id.0, Some(row.site_id)).after(audit::json(&view)));
        w.commit().await?;
        Ok(view)
    }

    /// Says what a document is for.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn set_kind(&self, by: &Caller, id: DocumentId, kind: DocumentKind) -> Result<DocumentView> {
        let mut w = self.0.write(by, Permission::DocumentWrite).await?;
        let (row, person, seen) = read::find(self.0, by, w.tx(), id).await?;
        let before = audit::json(&read::seen_view(&row, person.as_ref(), &seen));
        let changed = document::ActiveModel { id: Set(id), kind: Set(kind), ..Default::default() };
        let saved = changed.update(w.tx()).await?;
        let view = read::seen_view(&saved, person.as_ref(), &seen);
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
        let (row, person, seen) = read::find(self.0, by, w.tx(), id).await?;
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
        let view = read::seen_view(&saved, person.as_ref(), &seen);
        let change = Change::new(Action::Updated, Noun::Document, id.0, Some(row.site_id));
        w.record(change.after(audit::json(&view)));
        w.commit().await?;
        Ok(view)
    }
}

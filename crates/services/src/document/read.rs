//! The only selects on documents. What they hang on decides who sees them.

use super::{Content, DocumentService, Part};
use crate::{Services, local_time};
use domain::{
    Caller, DocumentId, EquipmentId, Error, InterventionId, Noun, Permission, Result, SiteId,
    document::{DocumentKind, DocumentView, Holder, Media},
};
use entity::{document, equipment, intervention, site, user};
use jiff::tz::TimeZone;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use std::collections::HashMap;

/// Documents of one equipment or intervention that a page shows.
const MAX_LISTED: u64 = 500;

/// What documents hang on, which the caller sees.
pub(super) struct HolderContext {
    pub site: SiteId,
    zone: TimeZone,
}

/// Refuses a holder that the caller does not see. One statement.
pub(super) async fn holder<C: ConnectionTrait>(
    services: &Services,
    by: &Caller,
    db: &C,
    holder: Holder,
    id: i64,
) -> Result<HolderContext> {
    let scope = services.read(by, holder.read())?.scope;
    let found: Option<(SiteId, String)> = match holder {
        Holder::Equipment => {
            equipment::Entity::find_by_id(EquipmentId(id))
                .join(JoinType::InnerJoin, equipment::Relation::Site.def())
                .filter(crate::equipment::within(&scope))
                .select_only()
                .column(equipment::Column::SiteId)
                .column(site::Column::Timezone)
                .into_tuple()
                .one(db)
                .await?
        }
        Holder::Intervention => {
            intervention::Entity::find_by_id(InterventionId(id))
                .join(JoinType::InnerJoin, intervention::Relation::Site.def())
                .filter(crate::intervention::within(&scope))
                .select_only()
                .column(intervention::Column::SiteId)
                .column(site::Column::Timezone)
                .into_tuple()
                .one(db)
                .await?
        }
    };
    let (site, zone) = found.ok_or(Error::NotFound(holder.noun()))?;
    Ok(HolderContext { site, zone: local_time::zone(&zone) })
}

impl DocumentService<'_> {
    /// The current documents of an equipment or an intervention: the cover first, then the newest. Two
    /// statements.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the caller does not see what they hang on.
    pub async fn list(
        &self,
        by: &Caller,
        holder: Holder,
        id: i64,
        kind: Option<DocumentKind>,
    ) -> Result<Vec<DocumentView>> {
        let (rows, context) = self.current(by, holder, id, kind).await?;
        Ok(rows.iter().map(|(row, person)| view(row, person.as_ref(), &context.zone)).collect())
    }

    /// All of them, and small pictures of at most so many, about to be read: what was broken, before and after first,
    /// then the oldest. Two statements.
    ///
    /// # Errors
    /// As [`Self::list`].
    pub(crate) async fn pictured(
        &self,
        by: &Caller,
        holder: Holder,
        id: i64,
        most: usize,
    ) -> Result<(Vec<DocumentView>, Vec<Content>)> {
        let (rows, context) = self.current(by, holder, id, None).await?;
        let seen_rows = rows.iter().map(|(row, person)| (row, view(row, person.as_ref(), &context.zone)));
        let all: Vec<(&document::Model, DocumentView)> = seen_rows.collect();
        let mut pictures: Vec<_> = all.iter().filter(|(row, _)| row.thumbnail_key.is_some()).collect();
        pictures.sort_by_key(|(row, _)| (row.kind.step().unwrap_or(u8::MAX), row.id));
        let storage = self.0.storage();
        let small = pictures.into_iter().take(most).filter_map(|(row, view)| {
            let storage = storage.as_ref().ok()?;
            // One whose key is not there is missing; the log says which.
            Content::new(storage, row, view.clone(), Part::Thumbnail).ok()
        });
        let small = small.collect();
        Ok((all.into_iter().map(|(_, view)| view).collect(), small))
    }

    /// The rows of those that are current, each with who sent it.
    async fn current(
        &self,
        by: &Caller,
        holder: Holder,
        id: i64,
        kind: Option<DocumentKind>,
    ) -> Result<(Vec<(document::Model, Option<user::Model>)>, HolderContext)> {
        let reader = self.0.read(by, Permission::DocumentRead)?;
        let context = self::holder(self.0, by, reader.db, holder, id).await?;
        let mut select = document::Entity::find()
            .filter(document::Column::Entity.eq(holder))
            .filter(document::Column::EntityId.eq(id))
            .filter(document::Column::IsCurrent.eq(true))
            .filter(document::Column::DeletedAt.is_null());
        if let Some(kind) = kind {
            select = select.filter(document::Column::Kind.eq(kind));
        }
        let rows = select
            .order_by_desc(document::Column::IsCover)
            .order_by_desc(document::Column::Id)
            .limit(MAX_LISTED)
            .find_also_related(user::Entity)
            .all(reader.db)
            .await?;
        Ok((rows, context))
    }

    /// Every version of a document, the newest first. Three statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn versions(&self, by: &Caller, id: DocumentId) -> Result<Vec<DocumentView>> {
        let reader = self.0.read(by, Permission::DocumentRead)?;
        let (row, _, context) = find(self.0, by, reader.db, id).await?;
        let rows = document::Entity::find()
            .filter(document::Column::Series.eq(&row.series))
            .order_by_desc(document::Column::Number)
            .limit(MAX_LISTED)
            .find_also_related(user::Entity)
            .all(reader.db)
            .await?;
        Ok(rows.iter().map(|(row, person)| view(row, person.as_ref(), &context.zone)).collect())
    }

    /// One version of a document. Two statements.
    ///
    /// # Errors
    /// [`Error::NotFound`]: not there, deleted, or the caller does not see what it hangs on.
    pub async fn get(&self, by: &Caller, id: DocumentId) -> Result<DocumentView> {
        let reader = self.0.read(by, Permission::DocumentRead)?;
        let (row, person, context) = find(self.0, by, reader.db, id).await?;
        Ok(view(&row, person.as_ref(), &context.zone))
    }

    /// Covers of these equipments, those that the caller sees. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn covers(
        &self,
        by: &Caller,
        equipment: &[EquipmentId],
    ) -> Result<HashMap<EquipmentId, DocumentId>> {
        let reader = self.0.read_all(by, [Permission::DocumentRead, Permission::EquipmentRead])?;
        if equipment.is_empty() {
            return Ok(HashMap::new());
        }
        let rows: Vec<(i64, DocumentId)> = document::Entity::find()
            .select_only()
            .column(document::Column::EntityId)
            .column(document::Column::Id)
            .filter(document::Column::Entity.eq(Holder::Equipment))
            .filter(
                document::Column::EntityId.in_subquery(sea_orm::QueryTrait::into_query(
                    equipment::Entity::find()
                        .select_only()
                        .column(equipment::Column::Id)
                        .filter(equipment::Column::Id.is_in(equipment.iter().copied()))
                        .filter(crate::equipment::within(&reader.scope)),
                )),
            )
            .filter(document::Column::IsCurrent.eq(true))
            .filter(document::Column::IsCover.eq(true))
            .filter(document::Column::DeletedAt.is_null())
            .into_tuple()
            .all(reader.db)
            .await?;
        Ok(rows.into_iter().map(|(id, document)| (EquipmentId(id), document)).collect())
    }
}

/// A version that is not deleted, of what the caller sees. Two statements.
pub(super) async fn find<C: ConnectionTrait>(
    services: &Services,
    by: &Caller,
    db: &C,
    id: DocumentId,
) -> Result<(document::Model, Option<user::Model>, HolderContext)> {
    let found = find_with_deleted(services, by, db, id).await?;
    if found.0.deleted_at.is_some() { Err(Error::NotFound(Noun::Document)) } else { Ok(found) }
}

/// The same, deleted or not.
pub(super) async fn find_with_deleted<C: ConnectionTrait>(
    services: &Services,
    by: &Caller,
    db: &C,
    id: DocumentId,
) -> Result<(document::Model, Option<user::Model>, HolderContext)> {
    let not_found = || Error::NotFound(Noun::Document);
    let found = document::Entity::find_by_id(id).find_also_related(user::Entity).one(db).await?;
    let (row, person) = found.ok_or_else(not_found)?;
    let context = holder(services, by, db, row.entity, row.entity_id).await.map_err(|error| match error {
        Error::NotFound(_) | Error::Forbidden => not_found(),
        other => other,
    })?;
    Ok((row, person, context))
}

/// The number of a document's latest version, which need not be the current one.
pub(super) async fn last_number<C: ConnectionTrait>(db: &C, series: &str) -> Result<i32> {
    let last = document::Entity::find()
        .select_only()
        .column(document::Column::Number)
        .filter(document::Column::Series.eq(series))
        .order_by_desc(document::Column::Number)
        .into_tuple()
        .one(db)
        .await?;
    Ok(last.unwrap_or_default())
}

/// A row just written.
pub(super) async fn written_view<C: ConnectionTrait>(
    db: &C,
    context: &HolderContext,
    row: &document::Model,
) -> Result<DocumentView> {
    let person = match row.uploaded_by {
        Some(id) => user::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    Ok(view(row, person.as_ref(), &context.zone))
}

pub(super) fn view_in(
    row: &document::Model,
    person: Option<&user::Model>,
    context: &HolderContext,
) -> DocumentView {
    view(row, person, &context.zone)
}

/// What the program itself needs of a document, wherever it hangs.
pub(super) fn view_without_holder(row: &document::Model) -> DocumentView {
    view(row, None, &TimeZone::UTC)
}

fn view(row: &document::Model, person: Option<&user::Model>, zone: &TimeZone) -> DocumentView {
    DocumentView {
        id: row.id,
        entity: row.entity,
        entity_id: row.entity_id,
        kind: row.kind,
        file_name: row.file_name.clone(),
        media_type: row.media_type,
        size: row.size,
        sha256: row.sha256.clone(),
        version: row.number,
        version_of: row.version_of,
        is_current: row.is_current,
        is_cover: row.is_cover,
        width: row.width,
        height: row.height,
        uploaded_by: row.uploaded_by,
        uploader: person.map(|p| p.name()).unwrap_or_default(),
        uploaded_at: row.uploaded_at,
        uploaded_local: local_time::local(row.uploaded_at, zone),
        deleted_at: row.deleted_at,
        revision: row.revision,
        url: format!("/api/v1/documents/{}/content", row.id),
    }
}

/// Type of a thumbnail, whatever its picture is.
pub(super) const THUMBNAIL: Media = Media::Jpeg;

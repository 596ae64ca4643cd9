//! Use cases of failure codes.

use crate::{
    Services,
    access::{Scope, Writer},
    equipment as machines,
    record::Record,
    undo::Before,
    unique::UniqueIndex,
};
use domain::{
    Caller, EquipmentId, Error, FailureCodeId, FieldCode, Noun, Permission, Result,
    equipment_type::EquipmentTypeRef,
    failure_code::{
        CodeKind, FailureCodeDraft, FailureCodeQuery, FailureCodeRef, FailureCodeView, LAST_POSITION,
    },
    key::code_key,
    text,
};
use entity::{
    equipment, equipment_type,
    failure_code::{ActiveModel, Column as C, Entity, Model},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, DatabaseTransaction, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::Condition,
};
use std::collections::BTreeMap;

/// Failure codes: list, read, create, change, delete.
pub struct FailureCodeService<'a>(pub(crate) &'a Services);

impl FailureCodeService<'_> {
    /// The codes that the query asks for: kind by kind, each in its order. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, query: &FailureCodeQuery) -> Result<Vec<FailureCodeView>> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        let mut wanted = Condition::all();
        if !query.kind.is_empty() {
            wanted = wanted.add(C::Kind.is_in(query.kind.iter().copied()));
        }
        if !query.equipment_type.is_empty() {
            let types = query.equipment_type.iter().copied();
            wanted = wanted
                .add(Condition::any().add(C::EquipmentTypeId.is_null()).add(C::EquipmentTypeId.is_in(types)));
        }
        if let Some(retired) = query.retired {
            wanted = wanted.add(C::Retired.eq(retired));
        }
        views(reader.db, wanted).await
    }

    /// The codes that a failure of this machine can be diagnosed with, as [`Self::list`] has them. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::NotFound`] for a machine that the caller does not see.
    pub async fn offered(&self, by: &Caller, machine: EquipmentId) -> Result<Vec<FailureCodeView>> {
        let reader = self.0.read(by, Permission::InterventionWork)?;
        let found = equipment::Entity::find_by_id(machine).filter(machines::within(&reader.scope));
        let machine = found.one(reader.db).await?.ok_or(Error::NotFound(Noun::Equipment))?;
        let mut fits = Condition::any().add(C::EquipmentTypeId.is_null());
        if let Some(kind) = machine.type_id {
            fits = fits.add(C::EquipmentTypeId.eq(kind));
        }
        views(reader.db, Condition::all().add(C::Retired.eq(false)).add(fits)).await
    }

    /// # Errors
    /// [`Error::NotFound`].
    pub async fn get(&self, by: &Caller, id: FailureCodeId) -> Result<FailureCodeView> {
        let reader = self.0.read(by, Permission::SiteRead)?;
        one(reader.db, id).await?.ok_or(Error::NotFound(Noun::FailureCode))
    }

    /// # Errors
    /// [`Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &FailureCodeDraft) -> Result<FailureCodeView> {
        self.0.create_record::<Entity>(by, draft).await
    }

    /// # Errors
    /// [`Error::Stale`], [`Error::Invalid`], [`Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: FailureCodeId,
        draft: &FailureCodeDraft,
    ) -> Result<FailureCodeView> {
        self.0.update_record::<Entity>(by, id, draft).await
    }

    /// # Errors
    /// [`domain::Refusal::InUse`] with the failures that have it; [`Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: FailureCodeId) -> Result<()> {
        self.0.delete_record::<Entity>(by, id).await
    }
}

impl Record for Entity {
    const NOUN: Noun = Noun::FailureCode;
    const WRITE: Permission = Permission::StructureWrite;
    const UNIQUE: &'static [UniqueIndex] = &[("failure_codes_code", "code_folded", "code")];
    type Id = FailureCodeId;
    type View = FailureCodeView;
    type Draft = FailureCodeDraft;

    async fn read(
        tx: &DatabaseTransaction,
        _scope: &Scope,
        id: FailureCodeId,
    ) -> Result<Option<FailureCodeView>> {
        one(tx, id).await
    }

    async fn check(
        w: &Writer,
        draft: &FailureCodeDraft,
        stored: Option<&FailureCodeView>,
    ) -> Result<ActiveModel> {
        let new = draft.parse(stored.map(|stored| stored.kind))?;
        if let Some(kind) = new.equipment_type
            && w.hold_reference::<equipment_type::Entity>(kind).await?.is_none()
        {
            return Err(Error::field("equipment_type_id", FieldCode::NotFound));
        }
        let position = match (new.position, stored) {
            (Some(position), _) => Some(position as i32),
            (None, Some(_)) => None,
            (None, None) => Some(behind_the_last(w, new.kind).await?),
        };
        Ok(ActiveModel {
            kind: Set(new.kind),
            equipment_type_id: Set(new.equipment_type),
            code_folded: Set(text::fold(&new.code)),
            code: Set(new.code),
            label_fr: Set(new.label_fr),
            label_en: Set(new.label_en),
            position: position.map_or(NotSet, Set),
            retired: Set(new.retired),
            ..Default::default()
        })
    }

    async fn kept(_w: &Writer, row: Model) -> Result<Option<(String, Before)>> {
        Ok(Some((row.code.clone(), Before::DeletedCode(Box::new(row)))))
    }
}

async fn behind_the_last(w: &Writer, kind: CodeKind) -> Result<i32> {
    let of_kind = Entity::find().filter(C::Kind.eq(kind)).order_by_desc(C::Position);
    let last = of_kind.limit(1).one(w.tx()).await?;
    Ok(last.map_or(0, |last| (last.position + 1).min(LAST_POSITION as i32)))
}

async fn one<D: ConnectionTrait>(db: &D, id: FailureCodeId) -> Result<Option<FailureCodeView>> {
    Ok(views(db, Condition::all().add(C::Id.eq(id))).await?.pop())
}

/// The codes that hold a condition, kind by kind in the order of their question. One statement.
async fn views<D: ConnectionTrait>(db: &D, wanted: Condition) -> Result<Vec<FailureCodeView>> {
    let rows = Entity::find().filter(wanted).find_also_related(equipment_type::Entity).all(db).await?;
    let mut views: Vec<FailureCodeView> = rows.into_iter().map(|(code, kind)| view(code, kind)).collect();
    views.sort_by_cached_key(|code| (code.kind, code.position, code_key(&code.code)));
    Ok(views)
}

/// Codes as they are named, by their ids. One statement, or none for none.
pub(crate) async fn named<D: ConnectionTrait>(
    db: &D,
    mut ids: Vec<FailureCodeId>,
) -> Result<BTreeMap<FailureCodeId, FailureCodeRef>> {
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = Entity::find().filter(C::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|code| (code.id, code.named())).collect())
}

fn view(c: Model, kind: Option<equipment_type::Model>) -> FailureCodeView {
    FailureCodeView {
        id: c.id,
        kind: c.kind,
        equipment_type: kind.map(|kind| EquipmentTypeRef { id: kind.id, name: kind.name }),
        code: c.code,
        label_fr: c.label_fr,
        label_en: c.label_en,
        position: c.position,
        retired: c.retired,
        updated_at: c.updated_at,
        version: c.version,
    }
}

//! Use cases of failure codes.

use crate::{
    access::{Scope, Writer},
    equipment as machines,
    record::{Model, Record, Records, Row},
    unique::UniqueIndex,
};
use domain::{
    Caller, EquipmentId, Error, FailureCodeId, FieldCode, Noun, Permission, Result,
    equipment_type::EquipmentTypeRef,
    failure_code::{FailureCodeDraft, FailureCodeQuery, FailureCodeRef, FailureCodeView},
    key::code_key,
    record::RecordDraft,
    text,
    undo::Obstacle,
};
use entity::{
    equipment, equipment_type,
    failure_code::{ActiveModel, Column, Entity},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::Condition,
};
use std::collections::BTreeMap;

impl Records<'_, FailureCodeDraft> {
    /// The codes that the query asks for: kind by kind, each in its order. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn list(&self, by: &Caller, query: &FailureCodeQuery) -> Result<Vec<FailureCodeView>> {
        let reader = self.0.read(by, FailureCodeDraft::READ)?;
        let mut wanted = Condition::all();
        if !query.kind.is_empty() {
            wanted = wanted.add(Column::Kind.is_in(query.kind.iter().copied()));
        }
        if !query.equipment_type.is_empty() {
            let types = query.equipment_type.iter().copied();
            wanted = wanted.add(
                Condition::any()
                    .add(Column::EquipmentTypeId.is_null())
                    .add(Column::EquipmentTypeId.is_in(types)),
            );
        }
        if let Some(retired) = query.retired {
            wanted = wanted.add(Column::Retired.eq(retired));
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
        let mut fits = Condition::any().add(Column::EquipmentTypeId.is_null());
        if let Some(kind) = machine.type_id {
            fits = fits.add(Column::EquipmentTypeId.eq(kind));
        }
        views(reader.db, Condition::all().add(Column::Retired.eq(false)).add(fits)).await
    }
}

impl Record for FailureCodeDraft {
    type Entity = Entity;
    const UNIQUE: &'static [UniqueIndex] = &[("failure_codes_code", &["kind", "code_folded"], "code")];

    async fn views<C: ConnectionTrait>(
        db: &C,
        _scope: &Scope,
        only: Option<FailureCodeId>,
    ) -> Result<Vec<FailureCodeView>> {
        views(db, Condition::all().add_option(only.map(|id| Column::Id.eq(id)))).await
    }

    async fn check(&self, w: &Writer, stored: Option<&FailureCodeView>) -> Result<Row<Self>> {
        let new = self.parse_change(stored.map(|stored| stored.kind))?;
        if let Some(kind) = new.equipment_type
            && w.hold_reference::<equipment_type::Entity>(kind).await?.is_none()
        {
            return Err(Error::field("equipment_type_id", FieldCode::NotFound));
        }
        let of_kind = Condition::all().add(Column::Kind.eq(new.kind));
        let position = match (new.position, stored) {
            (None, None) => Some(w.place_behind::<Entity>(Column::Position, of_kind).await?),
            (position, _) => position,
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

    async fn obstacle(w: &Writer, row: &Model<Self>) -> Result<Option<Obstacle>> {
        let Some(kind) = row.equipment_type_id else { return Ok(None) };
        let there = w.hold_reference::<equipment_type::Entity>(kind).await?.is_some();
        Ok((!there).then_some(Obstacle::Unattached))
    }
}

/// The codes that hold a condition, kind by kind in the order of their question. One statement.
async fn views<C: ConnectionTrait>(db: &C, wanted: Condition) -> Result<Vec<FailureCodeView>> {
    let rows = Entity::find().filter(wanted).find_also_related(equipment_type::Entity).all(db).await?;
    let mut views: Vec<FailureCodeView> = rows.into_iter().map(|(code, kind)| view(code, kind)).collect();
    views.sort_by_cached_key(|code| (code.kind, code.position, code_key(&code.code)));
    Ok(views)
}

/// Codes as they are named, by their ids. One statement, or none for none.
pub(crate) async fn named<C: ConnectionTrait>(
    db: &C,
    mut ids: Vec<FailureCodeId>,
) -> Result<BTreeMap<FailureCodeId, FailureCodeRef>> {
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = Entity::find().filter(Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|code| (code.id, code.named())).collect())
}

fn view(c: Model<FailureCodeDraft>, kind: Option<equipment_type::Model>) -> FailureCodeView {
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

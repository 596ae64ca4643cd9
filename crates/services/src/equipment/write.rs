//! Creating, changing, retiring and deleting equipment.

use super::{EquipmentService, check::check, code::resolved, facts, read, site_change};
use crate::{
    access::Writer,
    audit,
    intervention::follow_machine,
    reference,
    undo::{self, Before, Row},
    unique::{self, UniqueIndex},
};
use domain::{
    Caller, EquipmentId, Noun, Permission, Result, Timestamp,
    audit::{Action, Change},
    equipment::{
        EquipmentDetail, EquipmentDraft, EquipmentState, NewEquipment, State, criticality_rank,
        may_change_state, may_delete, may_restore, may_retire, state_rank,
    },
    key::{code_key, sort_key},
    reference::EQUIPMENT,
    text,
};
use entity::{equipment, intervention};
use sea_orm::{
    ActiveModelTrait,
    ActiveValue::NotSet,
    ActiveValue::Set,
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect, QueryTrait,
    sea_query::{Expr, ExprTrait},
};

const UNIQUE: &[UniqueIndex] = &[
    ("equipment_code", &["code_key"], "code"),
    ("equipment_serial_number", &["serial_key"], "serial_number"),
];

impl EquipmentService<'_> {
    /// # Errors
    /// [`domain::Error::Invalid`] with every wrong field.
    pub async fn create(&self, by: &Caller, draft: &EquipmentDraft) -> Result<EquipmentDetail> {
        let mut w = self.0.write(by, Permission::EquipmentWrite).await?;
        let new = check(&w, &resolved(&w, draft).await?, None).await?;
        let mut row = values(&new, w.now);
        row.interventions_count = Set(0);
        row.state_since = Set(w.now);
        row.created_at = Set(w.now);
        row.created_by = Set(by.user_id());
        row.version = Set(1);
        let saved = row.insert(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        let detail = read::detail(w.tx(), &w.scope, saved.id).await?;
        w.record(change(Action::Created, &saved).after(audit::json(&EquipmentDraft::from(&detail))));
        w.commit().await?;
        Ok(detail)
    }

    /// Saves a changed equipment. The draft carries the version that its editor read. Components go along to
    /// another site.
    ///
    /// # Errors
    /// [`domain::Error::Stale`] with the fields that differ from what is stored now when somebody else saved
    /// meanwhile; [`domain::Error::Invalid`]; [`domain::Refusal::AlreadyRetired`] when the state of what is out of service for good would
    /// change; [`domain::Error::NotFound`].
    pub async fn update(
        &self,
        by: &Caller,
        id: EquipmentId,
        draft: &EquipmentDraft,
    ) -> Result<EquipmentDetail> {
        let mut w = self.0.write(by, Permission::EquipmentWrite).await?;
        w.hold::<equipment::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, id).await?;
        let before = EquipmentDraft::from(&read::detail(w.tx(), &w.scope, id).await?);
        let draft = resolved(&w, draft).await?;
        audit::same_version(&draft, &before, &draft.version, stored.version)?;
        let new = check(&w, &draft, Some(&stored)).await?;
        if (new.state, &new.state_reason) != (stored.state, &stored.state_reason) {
            may_change_state(life(&stored))?;
        }
        if new.site_id != stored.site_id {
            site_change::follow(&mut w, &stored, new.site_id).await?;
        }
        let mut row = values(&new, w.now);
        row.id = Set(id);
        (row.state_since, row.state_by_hand) = match new.state == stored.state {
            true => (NotSet, NotSet),
            false => (Set(w.now), Set(facts::held(&w, &[id], new.state).await?.contains(&id))),
        };
        row.version = Set(stored.version + 1);
        let saved = row.update(w.tx()).await.map_err(|e| unique::to_field_error(e, UNIQUE))?;
        if saved.search_text != stored.search_text {
            follow_machine(&w, id, &stored.search_text, &saved.search_text).await?;
        }
        let detail = read::detail(w.tx(), &w.scope, id).await?;
        let action = if saved.state == stored.state { Action::Updated } else { Action::StateChanged };
        let after = audit::json(&EquipmentDraft::from(&detail));
        w.record(change(action, &saved).before(audit::json(&before)).after(after));
        w.commit().await?;
        Ok(detail)
    }

    /// Deletes what was entered by mistake.
    ///
    /// # Errors
    /// [`domain::Refusal::HasHistory`] or [`domain::Refusal::InUse`]; [`domain::Error::NotFound`].
    pub async fn delete(&self, by: &Caller, id: EquipmentId) -> Result<()> {
        let mut w = self.0.write(by, Permission::EquipmentDelete).await?;
        w.hold::<equipment::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, id).await?;
        let before = EquipmentDraft::from(&read::detail(w.tx(), &w.scope, id).await?);
        let interventions = intervention::Entity::find()
            .filter(intervention::Column::EquipmentId.eq(id))
            .count(w.tx())
            .await?;
        may_delete(State {
            retired_at: stored.retired_at,
            interventions: i64::try_from(interventions).unwrap_or(i64::MAX),
        })?;
        reference::refuse_if_used(&w, EQUIPMENT, id.0).await?;
        equipment::Entity::delete_by_id(id).exec(w.tx()).await?;
        w.record(change(Action::Deleted, &stored).before(audit::json(&before)));
        let (name, version) = (stored.code.clone(), stored.version);
        let row = Row { id: id.0, name, version, before: Before::DeletedMachine(Box::new(stored)) };
        undo::keep(&w, (Noun::Equipment, Action::Deleted), None, &[row]).await?;
        w.commit().await
    }

    /// Takes an equipment out of service for good; its history stays.
    ///
    /// # Errors
    /// [`domain::Refusal::AlreadyRetired`]; [`domain::Error::NotFound`].
    pub async fn retire(&self, by: &Caller, id: EquipmentId) -> Result<EquipmentDetail> {
        self.set_retired(by, id, true).await
    }

    /// Returns a retired equipment to the lists, at a standstill.
    ///
    /// # Errors
    /// [`domain::Refusal::NotRetired`]; [`domain::Error::NotFound`].
    pub async fn restore(&self, by: &Caller, id: EquipmentId) -> Result<EquipmentDetail> {
        self.set_retired(by, id, false).await
    }

    async fn set_retired(&self, by: &Caller, id: EquipmentId, retired: bool) -> Result<EquipmentDetail> {
        let mut w = self.0.write(by, Permission::EquipmentWrite).await?;
        w.hold::<equipment::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, id).await?;
        if retired {
            may_retire(life(&stored))?
        } else {
            may_restore(life(&stored))?
        }
        let row = equipment::ActiveModel {
            id: Set(id),
            retired_at: Set(retired.then_some(w.now)),
            state: Set(EquipmentState::Inactive),
            state_rank: Set(state_rank(EquipmentState::Inactive)),
            state_since: Set(w.now),
            state_reason: Set(None),
            state_by_hand: Set(true),
            version: Set(stored.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        row.update(w.tx()).await?;
        let action = if retired { Action::Retired } else { Action::Restored };
        w.record(change(action, &stored));
        undo::keep(&w, (Noun::Equipment, action), None, &[Row::machine(&stored)]).await?;
        let detail = read::detail(w.tx(), &w.scope, id).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// Counts the interventions of these equipments again: the one writer of that number.
pub(crate) async fn refresh_interventions_count(w: &Writer, ids: &[EquipmentId]) -> Result<()> {
    let count = intervention::Entity::find()
        .select_only()
        .expr(Expr::col((intervention::Entity, intervention::Column::Id)).count())
        .filter(
            Expr::col((intervention::Entity, intervention::Column::EquipmentId))
                .equals((equipment::Entity, equipment::Column::Id)),
        )
        .into_query();
    equipment::Entity::update_many()
        .col_expr(equipment::Column::InterventionsCount, Expr::SubQuery(None, Box::new(count.into())))
        .filter(equipment::Column::Id.is_in(ids.iter().copied()))
        .exec(w.tx())
        .await?;
    Ok(())
}

/// The folded text of a machine: code, name, model, serial number and manufacturer.
pub(crate) fn searched(words: [Option<&String>; 5]) -> String {
    text::fold(&words.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "))
}

/// The columns that the form decides.
pub(crate) fn values(new: &NewEquipment, now: Timestamp) -> equipment::ActiveModel {
    let searched = searched([
        Some(&new.code),
        Some(&new.name),
        new.model.as_ref(),
        new.serial_number.as_ref(),
        new.manufacturer.as_ref(),
    ]);
    let n = new.clone();
    equipment::ActiveModel {
        site_id: Set(n.site_id),
        line_id: Set(n.line_id),
        type_id: Set(n.type_id),
        parent_id: Set(n.parent_id),
        code_key: Set(code_key(&n.code)),
        code: Set(n.code),
        name_key: Set(sort_key(&n.name)),
        name: Set(n.name),
        model: Set(n.model),
        serial_key: Set(n.serial_number.as_deref().map(code_key)),
        serial_number: Set(n.serial_number),
        manufacturer: Set(n.manufacturer),
        purchased_on: Set(n.purchased_on),
        installed_on: Set(n.installed_on),
        in_service_on: Set(n.in_service_on),
        warranty_until: Set(n.warranty_until),
        lifespan_years: Set(n.lifespan_years),
        replacement_value_minor: Set(n.replacement_value_minor),
        state: Set(n.state),
        state_rank: Set(state_rank(n.state)),
        state_reason: Set(n.state_reason),
        state_by_hand: Set(n.state != EquipmentState::Active),
        criticality: Set(n.criticality),
        criticality_rank: Set(criticality_rank(n.criticality)),
        notes: Set(n.notes),
        specifications: Set(audit::json(&n.specifications)),
        search_text: Set(searched),
        updated_at: Set(now),
        ..Default::default()
    }
}

/// Where the life of a stored equipment stands.
pub(super) fn life(stored: &equipment::Model) -> State {
    State { retired_at: stored.retired_at, interventions: stored.interventions_count }
}

pub(super) fn change(action: Action, row: &equipment::Model) -> Change {
    Change::new(action, Noun::Equipment, row.id.0, Some(row.site_id))
}

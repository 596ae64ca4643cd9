//! One change to several equipments, all or none.

use super::{
    EquipmentService, facts, read,
    write::{change, life},
};
use crate::{
    audit,
    undo::{self, Row},
};
use domain::{
    Caller, EquipmentId, Error, FieldCode, LineId, Noun, Permission, Result, Timestamp,
    audit::Action,
    equipment::{BulkChange, EquipmentState, chosen, may_change_state, state_rank},
};
use entity::{equipment, production_line};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};

impl EquipmentService<'_> {
    /// Gives several equipments the same state; all or none.
    ///
    /// # Errors
    /// [`Error::NotFound`] when one of them is not in the caller's sites; [`domain::Refusal::AlreadyRetired`]
    /// when one is out of service for good; [`Error::Invalid`] for more than 500.
    pub async fn set_state(&self, by: &Caller, ids: &[EquipmentId], state: EquipmentState) -> Result<u32> {
        self.bulk(by, ids, (Action::StateChanged, Some(state)), |stored, row, (now, held)| {
            may_change_state(life(stored))?;
            if stored.state == state {
                return Ok(None);
            }
            row.state = Set(state);
            row.state_rank = Set(state_rank(state));
            row.state_since = Set(now);
            row.state_by_hand = Set(held);
            // It told why the machine was in the state before.
            row.state_reason = Set(None);
            Ok(Some((stored.state.to_string(), state.to_string())))
        })
        .await
    }

    /// Moves several equipments to a line of their site, or off any line; all or none.
    ///
    /// # Errors
    /// [`Error::NotFound`]; [`Error::Invalid`] at `line_id` when one stands in another site.
    pub async fn set_line(&self, by: &Caller, ids: &[EquipmentId], line: Option<LineId>) -> Result<u32> {
        let site = match line {
            None => None,
            Some(id) => {
                let reader = self.0.read(by, Permission::EquipmentWrite)?;
                let line = production_line::Entity::find_by_id(id).one(reader.db).await?;
                let line = line.filter(|l| reader.scope.sites.contains(l.site_id));
                Some(line.ok_or_else(|| Error::field("line_id", FieldCode::NotFound))?.site_id)
            }
        };
        self.bulk(by, ids, (Action::Moved, None), |stored, row, _| {
            if stored.line_id == line {
                return Ok(None);
            }
            if site.is_some_and(|site| site != stored.site_id) {
                return Err(Error::field("line_id", FieldCode::OtherSite));
            }
            row.line_id = Set(line);
            let text = |l: Option<LineId>| l.map(|l| l.to_string()).unwrap_or_default();
            Ok(Some((text(stored.line_id), text(line))))
        })
        .await
    }

    /// Applies one change of the list's bulk menu, and says how many rows it changed.
    ///
    /// # Errors
    /// As [`Self::set_state`] and [`Self::set_line`].
    pub async fn change_several(&self, by: &Caller, ids: &[EquipmentId], change: BulkChange) -> Result<u32> {
        match change {
            BulkChange::State(state) => self.set_state(by, ids, state).await,
            BulkChange::Line(line) => self.set_line(by, ids, line).await,
        }
    }

    /// Applies one change to several rows in one transaction, and says how many it changed. Up to 500: all of them are
    /// in one statement's parameters, and wait for one another's rows.
    async fn bulk(
        &self,
        by: &Caller,
        ids: &[EquipmentId],
        (action, state): (Action, Option<EquipmentState>),
        apply: impl Fn(
            &equipment::Model,
            &mut equipment::ActiveModel,
            // Now, and whether the new state is held against the facts.
            (Timestamp, bool),
        ) -> Result<Option<(String, String)>>,
    ) -> Result<u32> {
        let ids = chosen(ids)?;
        let mut w = self.0.write(by, Permission::EquipmentWrite).await?;
        let stored = equipment::Entity::find()
            .filter(equipment::Column::Id.is_in(ids.iter().copied()))
            .filter(read::within(&w.scope))
            // Always in the same order: two of these at once wait for each other, they do not block each other.
            .order_by_asc(equipment::Column::Id)
            .lock_exclusive()
            .all(w.tx())
            .await?;
        if stored.len() != ids.len() {
            return Err(Error::NotFound(Noun::Equipment));
        }
        let held = match state {
            Some(state) => {
                let ids: Vec<EquipmentId> = ids.iter().copied().collect();
                facts::held(&w, &ids, state).await?
            }
            None => vec![],
        };
        let mut changed = vec![];
        for equipment in stored {
            let mut row = equipment::ActiveModel {
                id: Set(equipment.id),
                version: Set(equipment.version + 1),
                updated_at: Set(w.now),
                ..Default::default()
            };
            if let Some((before, after)) = apply(&equipment, &mut row, (w.now, held.contains(&equipment.id)))?
            {
                row.update(w.tx()).await?;
                w.record(change(action, &equipment).before(audit::json(&before)).after(audit::json(&after)));
                changed.push(Row::machine(&equipment));
            }
        }
        undo::keep(&w, (Noun::Equipment, action), state, &changed).await?;
        w.commit().await?;
        Ok(u32::try_from(changed.len()).unwrap_or(u32::MAX))
    }
}

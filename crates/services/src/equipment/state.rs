//! Saying in which state one equipment is, and why.

use super::{
    EquipmentService, facts, read,
    write::{change, life},
};
use crate::{
    audit,
    undo::{self, Row},
};
use domain::{
    Caller, EquipmentId, Noun, Permission, Result,
    audit::Action,
    equipment::{EquipmentDetail, StateDraft, may_change_state, state_rank},
};
use entity::equipment;
use sea_orm::{ActiveModelTrait, ActiveValue::NotSet, ActiveValue::Set};

impl EquipmentService<'_> {
    /// Changes the state, the reason for it, or both.
    ///
    /// # Errors
    /// [`domain::Refusal::AlreadyRetired`]: what is out of service for good has no state to change;
    /// [`domain::Error::Invalid`]; [`domain::Error::NotFound`].
    pub async fn change_state(
        &self,
        by: &Caller,
        id: EquipmentId,
        draft: &StateDraft,
    ) -> Result<EquipmentDetail> {
        let mut w = self.0.write(by, Permission::EquipmentWrite).await?;
        w.hold::<equipment::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, id).await?;
        let (state, reason) = draft.parse()?;
        may_change_state(life(&stored))?;
        let before = StateDraft {
            state: stored.state.to_string(),
            state_reason: stored.state_reason.clone().unwrap_or_default(),
        };
        let row = equipment::ActiveModel {
            id: Set(id),
            state: Set(state),
            state_rank: Set(state_rank(state)),
            state_since: if state == stored.state { NotSet } else { Set(w.now) },
            state_reason: Set(reason),
            state_by_hand: Set(facts::held(&w, &[id], state).await?.contains(&id)),
            version: Set(stored.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        row.update(w.tx()).await?;
        w.record(
            change(Action::StateChanged, &stored).before(audit::json(&before)).after(audit::json(draft)),
        );
        undo::keep(&w, (Noun::Equipment, Action::StateChanged), Some(state), &[Row::machine(&stored)])
            .await?;
        let detail = read::detail(w.tx(), &w.scope, id).await?;
        w.commit().await?;
        Ok(detail)
    }

    /// Lets go of a state that was set by hand: from now on it follows from failures and work again.
    ///
    /// # Errors
    /// [`domain::Refusal::AlreadyRetired`]; [`domain::Error::NotFound`].
    pub async fn lift_state(&self, by: &Caller, id: EquipmentId) -> Result<EquipmentDetail> {
        let mut w = self.0.write(by, Permission::EquipmentWrite).await?;
        w.hold::<equipment::Entity>(id).await?;
        let stored = read::find(w.tx(), &w.scope, id).await?;
        may_change_state(life(&stored))?;
        if stored.state_by_hand {
            let row = equipment::ActiveModel {
                id: Set(id),
                state_by_hand: Set(false),
                state_reason: Set(None),
                version: Set(stored.version + 1),
                updated_at: Set(w.now),
                ..Default::default()
            };
            row.update(w.tx()).await?;
            let told = |reason: Option<&String>| {
                let state_reason = reason.cloned().unwrap_or_default();
                audit::json(&StateDraft { state: stored.state.to_string(), state_reason })
            };
            let lifted = change(Action::StateChanged, &stored);
            w.record(lifted.before(told(stored.state_reason.as_ref())).after(told(None)));
            facts::follow(&mut w, id).await?;
        }
        let detail = read::detail(w.tx(), &w.scope, id).await?;
        w.commit().await?;
        Ok(detail)
    }
}

//! Deciding about absences, and taking them back.

use super::{
    TeamService,
    absence::{hold, story},
    gather::absence_view,
    person, within,
};
use crate::{access::may, notification::tell_absence, record::retried};
use domain::{
    AbsenceId, Caller, Error, Noun, Permission, Result,
    audit::{Action, Change},
    team::{AbsenceState, AbsenceView, Decision, RefuseDraft},
    user::UserRef,
};
use entity::absence;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, EntityTrait};

impl TeamService<'_> {
    /// Approves what was proposed.
    ///
    /// # Errors
    /// [`domain::Refusal::AbsenceDecided`] for what was decided before; [`Error::NotFound`].
    pub async fn approve(&self, by: &Caller, id: AbsenceId) -> Result<AbsenceView> {
        retried(|| self.decide(by, id, || Ok(Decision::Approve))).await
    }

    /// Refuses what was proposed, with the reason.
    ///
    /// # Errors
    /// [`Error::Invalid`] without a reason; as [`Self::approve`].
    pub async fn refuse(&self, by: &Caller, id: AbsenceId, draft: &RefuseDraft) -> Result<AbsenceView> {
        retried(|| self.decide(by, id, || Ok(draft.parse()?))).await
    }

    async fn decide(
        &self,
        by: &Caller,
        id: AbsenceId,
        decision: impl FnOnce() -> Result<Decision>,
    ) -> Result<AbsenceView> {
        let mut w = self.0.write(by, Permission::TeamWrite).await?;
        let stored = hold(&w, id).await?;
        let person = person(self.0, w.tx(), within(&w.scope, by), stored.user_id).await.map_err(hidden)?;
        stored.state.decide()?;
        let decision = decision()?;
        let state = decision.state();
        let row = absence::ActiveModel {
            id: Set(id),
            state: Set(state),
            reason: Set(match decision {
                Decision::Approve => None,
                Decision::Refuse(reason) => Some(reason),
            }),
            decided_by: Set(by.user_id()),
            decided_at: Set(Some(w.now)),
            version: Set(stored.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let saved = row.update(w.tx()).await?;
        let (name, zone) = (person.account.name(), &person.zone);
        let action = if state == AbsenceState::Refused { Action::Refused } else { Action::Approved };
        let change = Change::new(action, Noun::Absence, id.0, saved.site_id);
        w.record(change.before(story(&name, &stored, zone)).after(story(&name, &saved, zone)));
        tell_absence(&mut w, &saved, (&name, zone)).await?;
        let person = UserRef { id: saved.user_id, name };
        let view = absence_view(&saved, (person, Some(by.name.clone())), zone);
        w.commit().await?;
        Ok(view)
    }

    /// Takes an absence back: one's own as long as it is not decided, any for whoever directs technicians.
    ///
    /// # Errors
    /// [`domain::Refusal::AbsenceDecided`]; [`Error::Forbidden`] for a colleague's; [`Error::NotFound`].
    pub async fn remove_absence(&self, by: &Caller, id: AbsenceId) -> Result<()> {
        retried(|| async {
            let manages = may(by, Permission::TeamWrite);
            let needs = if manages { Permission::TeamWrite } else { Permission::AbsencePropose };
            let mut w = self.0.write(by, needs).await?;
            let stored = hold(&w, id).await?;
            let person =
                person(self.0, w.tx(), within(&w.scope, by), stored.user_id).await.map_err(hidden)?;
            if !manages {
                if by.user_id() != Some(stored.user_id) {
                    return Err(Error::Forbidden);
                }
                stored.state.decide()?;
            }
            absence::Entity::delete_by_id(id).exec(w.tx()).await?;
            let change = Change::new(Action::Deleted, Noun::Absence, id.0, stored.site_id);
            w.record(change.before(story(&person.account.name(), &stored, &person.zone)));
            w.commit().await
        })
        .await
    }
}

/// Of a person who is not seen, no absence is.
fn hidden(error: Error) -> Error {
    match error {
        Error::NotFound(_) => Error::NotFound(Noun::Absence),
        other => other,
    }
}

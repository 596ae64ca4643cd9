//! Parts that an intervention used: lines of text and amount, of which its cost is the sum.

use super::{InterventionService, costs, read, step::hold};
use crate::{access::Writer, audit, record::retried};
use domain::{
    Caller, Error, InterventionId, Money, Noun, Result,
    audit::{Action, Change},
    intervention::{InterventionDetail, NewPart, PartDraft, PartView, WorkAction, parts_cost},
    money,
};
use entity::{intervention, intervention_part};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, ModelTrait, QueryFilter,
    QueryOrder,
};

/// What is done with a line.
enum Edit<'a> {
    Add(&'a PartDraft),
    Change(i64, &'a PartDraft),
    Remove(i64),
}

impl InterventionService<'_> {
    /// Notes a part that was used.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every wrong field; [`domain::Refusal::IllegalMove`], [`domain::Refusal::NotAssigned`],
    /// [`Error::NotFound`].
    pub async fn add_part(
        &self,
        by: &Caller,
        id: InterventionId,
        draft: &PartDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.edit_part(by, id, Edit::Add(draft))).await
    }

    /// Corrects a line. The draft carries the version that was read.
    ///
    /// # Errors
    /// As [`Self::add_part`]; [`Error::Stale`].
    pub async fn change_part(
        &self,
        by: &Caller,
        id: InterventionId,
        part: i64,
        draft: &PartDraft,
    ) -> Result<InterventionDetail> {
        retried(|| self.edit_part(by, id, Edit::Change(part, draft))).await
    }

    /// Takes a line back.
    ///
    /// # Errors
    /// As [`Self::add_part`]; [`Error::NotFound`] when it is gone.
    pub async fn remove_part(
        &self,
        by: &Caller,
        id: InterventionId,
        part: i64,
    ) -> Result<InterventionDetail> {
        retried(|| self.edit_part(by, id, Edit::Remove(part))).await
    }

    async fn edit_part(&self, by: &Caller, id: InterventionId, edit: Edit<'_>) -> Result<InterventionDetail> {
        let mut w = self.0.write(by, WorkAction::Parts.permission()).await?;
        let held = hold(&w, id, None).await?;
        held.may(by, WorkAction::Parts, "")?;
        let row = &held.row;
        let (draft, part) = match edit {
            Edit::Add(draft) => (Some(draft), None),
            Edit::Change(part, draft) => (Some(draft), Some(part)),
            Edit::Remove(part) => (None, Some(part)),
        };
        let stored = match part {
            None => None,
            Some(part) => {
                let found = intervention_part::Entity::find_by_id(part).one(w.tx()).await?;
                let of_it = found.filter(|line| line.intervention_id == id);
                Some(of_it.ok_or(Error::NotFound(Noun::InterventionPart))?)
            }
        };
        let new = draft.map(|draft| draft.parse(&row.currency)).transpose()?;
        if let Some((stored, draft)) = stored.as_ref().zip(draft) {
            audit::same_version(draft, &as_typed(stored, &row.currency), &draft.version, stored.version)?;
        }
        let before = stored.as_ref().and_then(|line| line.amount_minor);
        let after = new.as_ref().and_then(|line| line.amount_minor);
        let saved = save(&w, id, stored.as_ref(), new).await?;
        let action = match (&stored, &saved) {
            (None, _) => Action::Created,
            (Some(_), Some(_)) => Action::Updated,
            (Some(_), None) => Action::Deleted,
        };
        let line = stored.as_ref().or(saved.as_ref()).map_or(0, |line| line.id);
        let mut change = Change::new(action, Noun::InterventionPart, line, Some(row.site_id));
        change.before = stored.as_ref().map(|line| summary(row, line));
        change.after = saved.as_ref().map(|line| summary(row, line));
        let parts = parts_cost(row.parts_minor, before, after);
        if parts != row.parts_minor {
            let row =
                intervention::ActiveModel { id: Set(id), parts_minor: Set(parts), ..Default::default() };
            row.update(w.tx()).await?;
            costs::refresh(&w, &[id]).await?;
        }
        w.record(change);
        let detail = read::detail(w.tx(), &w.scope, id, w.now).await?;
        w.commit().await?;
        Ok(detail)
    }
}

/// Writes the line as it is to be; without `new` it goes.
async fn save(
    w: &Writer,
    id: InterventionId,
    stored: Option<&intervention_part::Model>,
    new: Option<NewPart>,
) -> Result<Option<intervention_part::Model>> {
    let Some(new) = new else {
        if let Some(stored) = stored {
            stored.clone().delete(w.tx()).await?;
        }
        return Ok(None);
    };
    let line = intervention_part::ActiveModel {
        text: Set(new.text),
        amount_minor: Set(new.amount_minor),
        version: Set(stored.map_or(0, |line| line.version) + 1),
        updated_at: Set(w.now),
        ..Default::default()
    };
    Ok(Some(match stored {
        Some(stored) => intervention_part::ActiveModel { id: Set(stored.id), ..line }.update(w.tx()).await?,
        None => {
            let created_by = Set(w.by().user_id());
            let (intervention_id, created_at) = (Set(id), Set(w.now));
            let line = intervention_part::ActiveModel { intervention_id, created_at, created_by, ..line };
            line.insert(w.tx()).await?
        }
    }))
}

/// The lines of an intervention, the first one first. One statement.
pub(super) async fn of<C: ConnectionTrait>(db: &C, row: &intervention::Model) -> Result<Vec<PartView>> {
    let lines = intervention_part::Entity::find()
        .filter(intervention_part::Column::InterventionId.eq(row.id))
        .order_by_asc(intervention_part::Column::Id)
        .all(db)
        .await?;
    let view = |line: intervention_part::Model| PartView {
        id: line.id,
        text: line.text,
        amount: line.amount_minor.map(|minor| Money { minor, currency: row.currency.clone() }),
        version: line.version,
    };
    Ok(lines.into_iter().map(view).collect())
}

/// What a form of the line holds.
fn as_typed(line: &intervention_part::Model, currency: &str) -> PartDraft {
    let amount = line.amount_minor.map(|minor| Money { minor, currency: currency.to_owned() });
    PartDraft {
        text: line.text.clone(),
        amount: amount.as_ref().map(money::plain).unwrap_or_default(),
        ..Default::default()
    }
}

/// What the audit trail says of a line.
fn summary(of: &intervention::Model, line: &intervention_part::Model) -> String {
    audit::json(&serde_json::json!({
        "code": of.code, "text": line.text, "amount_minor": line.amount_minor, "currency": of.currency,
    }))
}

//! The way back of what was done to machines: each as it was before, unless somebody has changed it since.

use super::{facts, read, write::change};
use crate::{
    access::Writer,
    audit,
    undo::{Before, Row},
};
use domain::{
    EquipmentId, LineId, Result, SiteId,
    audit::Action,
    equipment::{StateDraft, state_rank},
    key::{code_key, sort_key},
    undo::{Obstacle, Outcome, may_take_back, opposite},
};
use entity::{equipment, equipment_type, production_line, site};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use std::collections::HashMap;

/// Gives machines their state, line and retirement of before.
pub(crate) async fn take_back(w: &mut Writer, action: Action, rows: &[Row]) -> Result<Outcome> {
    let stored: HashMap<i64, equipment::Model> = equipment::Entity::find()
        .filter(equipment::Column::Id.is_in(rows.iter().map(|row| row.id)))
        .filter(read::within(&w.scope))
        // In the order in which everybody locks them.
        .order_by_asc(equipment::Column::Id)
        .lock_exclusive()
        .all(w.tx())
        .await?
        .into_iter()
        .map(|e| (e.id.0, e))
        .collect();
    let lines = lines_of(w, rows).await?;
    let mut outcome = Outcome::default();
    let mut given_back = vec![];
    for row in rows {
        let Some((now, before)) = stored.get(&row.id).zip(columns(row)) else {
            outcome.kept.push(row.kept(Obstacle::Gone));
            continue;
        };
        let line = before.line_id.clone().take().flatten();
        let stands = |line: &LineId| lines.get(line) == Some(&now.site_id);
        let obstacle = match may_take_back(row.version, now.version) {
            Err(why) => Some(why),
            Ok(()) if line.is_some_and(|line| !stands(&line)) => Some(Obstacle::Unattached),
            Ok(()) => None,
        };
        if let Some(why) = obstacle {
            outcome.kept.push(row.kept(why));
            continue;
        }
        let back = equipment::ActiveModel {
            id: Set(now.id),
            version: Set(now.version + 1),
            updated_at: Set(w.now),
            ..before
        };
        let after = back.update(w.tx()).await?;
        let entry = change(opposite(action), now);
        w.record(match action {
            Action::StateChanged => entry.before(state(now)).after(state(&after)),
            Action::Moved => entry.before(place(now.line_id)).after(place(after.line_id)),
            _ => entry,
        });
        outcome.back += 1;
        given_back.push(now.id);
    }
    // A failure may have begun or ended since: the state of before holds only where it was set by hand.
    facts::follow_all(w, &given_back).await?;
    Ok(outcome)
}

/// The columns of before.
fn columns(row: &Row) -> Option<equipment::ActiveModel> {
    let Before::Machine { state, state_reason, state_since, state_by_hand, retired_at, line_id } =
        &row.before
    else {
        return None;
    };
    Some(equipment::ActiveModel {
        state: Set(*state),
        state_rank: Set(state_rank(*state)),
        state_reason: Set(state_reason.clone()),
        state_since: Set(*state_since),
        state_by_hand: Set(*state_by_hand),
        retired_at: Set(*retired_at),
        line_id: Set(*line_id),
        ..Default::default()
    })
}

/// The lines on which the machines stood, with their sites.
async fn lines_of(w: &Writer, rows: &[Row]) -> Result<HashMap<LineId, SiteId>> {
    let stood = rows.iter().filter_map(|row| match &row.before {
        Before::Machine { line_id, .. } => *line_id,
        _ => None,
    });
    let lines = production_line::Entity::find().filter(production_line::Column::Id.is_in(stood));
    Ok(lines.all(w.tx()).await?.into_iter().map(|line| (line.id, line.site_id)).collect())
}

fn state(row: &equipment::Model) -> String {
    let state_reason = row.state_reason.clone().unwrap_or_default();
    audit::json(&StateDraft { state: row.state.to_string(), state_reason })
}

/// As the change of several rows tells it.
fn place(line: Option<LineId>) -> String {
    audit::json(&line.map(|line| line.to_string()).unwrap_or_default())
}

/// Puts deleted machines back under their old numbers, so that their labels and the audit trail lead to them again.
pub(crate) async fn bring_back(w: &mut Writer, rows: &[Row]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for row in rows {
        let Before::DeletedMachine(stored) = &row.before else {
            outcome.kept.push(row.kept(Obstacle::Gone));
            continue;
        };
        if let Some(why) = obstacle(w, stored).await? {
            outcome.kept.push(row.kept(why));
            continue;
        }
        let mut back = equipment::ActiveModel::from((**stored).clone()).reset_all();
        (back.version, back.updated_at) = (Set(stored.version + 1), Set(w.now));
        (back.code_key, back.name_key) = (Set(code_key(&stored.code)), Set(sort_key(&stored.name)));
        back.serial_key = Set(stored.serial_number.as_deref().map(code_key));
        equipment::Entity::insert(back).exec_without_returning(w.tx()).await?;
        let detail = read::detail(w.tx(), &w.scope, stored.id).await?;
        let after = audit::json(&domain::equipment::EquipmentDraft::from(&detail));
        w.record(change(Action::Restored, stored).after(after));
        outcome.back += 1;
    }
    Ok(outcome)
}

/// What keeps a deleted machine from coming back.
async fn obstacle(w: &Writer, stored: &equipment::Model) -> Result<Option<Obstacle>> {
    use equipment::Column as C;
    let known = site::Entity::find_by_id(stored.site_id).count(w.tx()).await? > 0;
    if !known || w.site(stored.site_id).is_err() {
        return Ok(Some(Obstacle::Unattached));
    }
    let parent = match stored.parent_id {
        Some(parent) => is_in(w, parent, stored.site_id).await?,
        None => true,
    };
    let line = match stored.line_id {
        Some(line) => {
            let there = production_line::Entity::find_by_id(line)
                .filter(production_line::Column::SiteId.eq(stored.site_id));
            there.count(w.tx()).await? > 0
        }
        None => true,
    };
    let kind = match stored.type_id {
        Some(kind) => equipment_type::Entity::find_by_id(kind).count(w.tx()).await? > 0,
        None => true,
    };
    if !(parent && line && kind) {
        return Ok(Some(Obstacle::Unattached));
    }
    let same_code = equipment::Entity::find()
        .filter(C::SiteId.eq(stored.site_id))
        .filter(C::CodeKey.eq(code_key(&stored.code)));
    if same_code.count(w.tx()).await? > 0 {
        return Ok(Some(Obstacle::Taken));
    }
    if let Some(serial) = &stored.serial_number {
        let same = equipment::Entity::find().filter(C::SerialKey.eq(code_key(serial)));
        if same.count(w.tx()).await? > 0 {
            return Ok(Some(Obstacle::Taken));
        }
    }
    Ok(None)
}

async fn is_in(w: &Writer, id: EquipmentId, site: SiteId) -> Result<bool> {
    let there = equipment::Entity::find_by_id(id).filter(equipment::Column::SiteId.eq(site));
    Ok(there.count(w.tx()).await? > 0)
}

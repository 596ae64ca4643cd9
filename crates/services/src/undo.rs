//! Taking back what one has just done. A change that can be taken back keeps what it replaced, in its own
//! transaction; the way back is a change like any other, with its permission and its audit entries.

use crate::{Services, access::Writer, audit, equipment as machines, record, user};
use domain::{
    Caller, Error, LineId, Noun, Permission, Result, Timestamp, UndoId,
    audit::Action,
    equipment::EquipmentState,
    undo::{Kept, LIFE_SECONDS, Obstacle, Outcome, UndoView, is_over, needs},
};
use entity::{equipment, undo};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::{Deserialize, Serialize};

/// Undo: what can be taken back, and taking it back.
pub struct UndoService<'a>(pub(crate) &'a Services);

/// One row before a change.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Row {
    pub id: i64,
    /// The code or name by which people know it.
    pub name: String,
    /// The version that the change left behind.
    pub version: i64,
    pub before: Before,
}

/// What the change replaced.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Before {
    Machine {
        state: EquipmentState,
        state_reason: Option<String>,
        state_since: Timestamp,
        #[serde(default)]
        state_by_hand: bool,
        retired_at: Option<Timestamp>,
        line_id: Option<LineId>,
    },
    DeletedMachine(Box<equipment::Model>),
    /// A record: its row, its draft for what is written beside the row, and what else went with it.
    Deleted {
        row: serde_json::Value,
        draft: serde_json::Value,
        beside: serde_json::Value,
    },
    /// An account that could sign in.
    Active,
}

impl Row {
    /// A machine about to be changed.
    pub fn machine(stored: &equipment::Model) -> Self {
        let before = Before::Machine {
            state: stored.state,
            state_reason: stored.state_reason.clone(),
            state_since: stored.state_since,
            state_by_hand: stored.state_by_hand,
            retired_at: stored.retired_at,
            line_id: stored.line_id,
        };
        Self { id: stored.id.0, name: stored.code.clone(), version: stored.version + 1, before }
    }

    pub fn kept(&self, why: Obstacle) -> Kept {
        Kept { name: self.name.clone(), why }
    }
}

/// Keeps what a change replaced, for the person who makes it; nothing when nothing was changed, or for a part of the
/// program.
pub(crate) async fn keep(
    w: &Writer,
    (noun, action): (Noun, Action),
    state: Option<EquipmentState>,
    rows: &[Row],
) -> Result<()> {
    let Some(user) = w.by().user_id().filter(|_| !rows.is_empty()) else { return Ok(()) };
    let row = undo::ActiveModel {
        user_id: Set(user),
        request_id: Set(w.by().request_id.clone()),
        noun: Set(noun),
        action: Set(action),
        state: Set(state),
        rows: Set(audit::json(&rows)),
        outcome: Set(None),
        expires_at: Set(w.now.plus_seconds(LIFE_SECONDS)),
        ..Default::default()
    };
    row.insert(w.tx()).await?;
    Ok(())
}

impl UndoService<'_> {
    /// What the caller's own request did last that can be taken back. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Unavailable`].
    pub async fn of_request(&self, by: &Caller) -> Result<Option<UndoId>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let Some(user) = by.user_id() else { return Ok(None) };
        let last = undo::Entity::find()
            .select_only()
            .column(undo::Column::Id)
            .filter(undo::Column::UserId.eq(user))
            .filter(undo::Column::RequestId.eq(by.request_id.clone()))
            .order_by_desc(undo::Column::Id);
        Ok(last.into_tuple().one(reader.db).await?)
    }

    /// A change that the caller made and can still take back, or has taken back; nothing once it is too late.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Unavailable`].
    pub async fn get(&self, by: &Caller, id: UndoId) -> Result<Option<UndoView>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        Ok(own(reader.db, by, id, self.0.now()).await?.map(|stored| view(&stored)))
    }

    /// Takes a change of the caller's own back: each row that nobody has changed since. A second time it only says
    /// what became of the first. Nothing once it is too late.
    ///
    /// # Errors
    /// [`Error::Forbidden`] without the permission that the change needed.
    pub async fn apply(&self, by: &Caller, id: UndoId) -> Result<Option<UndoView>> {
        let reader = self.0.read(by, Permission::AccountOwn)?;
        let Some(stored) = own(reader.db, by, id, self.0.now()).await? else { return Ok(None) };
        let needed = needs(stored.noun, stored.action).ok_or(Error::Forbidden)?;
        let mut w = self.0.write(by, needed).await?;
        w.hold::<undo::Entity>(id).await?;
        let Some(mut stored) = own(w.tx(), by, id, w.now).await? else { return Ok(None) };
        if stored.outcome.is_some() {
            return Ok(Some(view(&stored)));
        }
        let rows: Vec<Row> = serde_json::from_str(&stored.rows).unwrap_or_default();
        let outcome = match (stored.noun, stored.action) {
            (Noun::Equipment, Action::Deleted) => machines::bring_back(&mut w, &rows).await?,
            (Noun::Equipment, action) => machines::take_back(&mut w, action, &rows).await?,
            (Noun::User, _) => user::reactivate_again(&mut w, &rows).await?,
            (noun, _) => record::bring_back(&mut w, noun, &rows).await?,
        };
        let outcome = audit::json(&outcome);
        let row =
            undo::ActiveModel { id: Set(id), outcome: Set(Some(outcome.clone())), ..Default::default() };
        row.update(w.tx()).await?;
        w.commit().await?;
        stored.outcome = Some(outcome);
        Ok(Some(view(&stored)))
    }
}

/// Forgets what can no longer be taken back, and says how many rows that were.
pub(crate) async fn clean_up(w: &Writer) -> Result<u64> {
    let over = undo::Entity::delete_many().filter(undo::Column::ExpiresAt.lte(w.now));
    Ok(over.exec(w.tx()).await?.rows_affected)
}

async fn own<C: ConnectionTrait>(
    db: &C,
    by: &Caller,
    id: UndoId,
    now: Timestamp,
) -> Result<Option<undo::Model>> {
    let Some(user) = by.user_id() else { return Ok(None) };
    let stored = undo::Entity::find_by_id(id).filter(undo::Column::UserId.eq(user)).one(db).await?;
    Ok(stored.filter(|stored| !is_over(stored.expires_at, now)))
}

fn view(stored: &undo::Model) -> UndoView {
    let rows: Vec<Row> = serde_json::from_str(&stored.rows).unwrap_or_default();
    let only = if rows.len() == 1 { rows.first() } else { None };
    let outcome: Option<Outcome> =
        stored.outcome.as_ref().and_then(|outcome| serde_json::from_str(outcome).ok());
    UndoView {
        id: stored.id,
        noun: stored.noun,
        action: stored.action,
        state: stored.state,
        count: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        name: only.map(|row| row.name.clone()).unwrap_or_default(),
        row: only.map(|row| row.id),
        outcome,
    }
}

//! The way back of a deactivation. The sessions and links that ended with it stay ended.

use super::{read, view};
use crate::{access::Writer, audit, undo::Row};
use domain::{
    Error, Noun, Result, UserId,
    audit::{Action, Change},
    undo::{Obstacle, Outcome, may_take_back},
};
use entity::user;
use sea_orm::{ActiveModelTrait, ActiveValue::Set};

/// Lets people sign in again whom the caller had just kept from it.
pub(crate) async fn reactivate_again(w: &mut Writer, rows: &[Row]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for row in rows {
        let id = UserId(row.id);
        w.hold::<user::Entity>(id).await?;
        let by = w.by().clone();
        let stored = match read::one(w.tx(), read::within(&w.scope, &by), id).await {
            Ok(stored) => stored,
            Err(Error::NotFound(_)) => {
                outcome.kept.push(row.kept(Obstacle::Gone));
                continue;
            }
            Err(error) => return Err(error),
        };
        read::is_manageable(&by, &stored)?;
        if let Err(why) = may_take_back(row.version, stored.version) {
            outcome.kept.push(row.kept(why));
            continue;
        }
        let back = user::ActiveModel {
            id: Set(id),
            is_active: Set(true),
            version: Set(stored.version + 1),
            updated_at: Set(w.now),
            ..Default::default()
        };
        let after = view(back.update(w.tx()).await?);
        let entry = Change::new(Action::Reactivated, Noun::User, row.id, None);
        w.record(entry.before(audit::json(&view(stored))).after(audit::json(&after)));
        outcome.back += 1;
    }
    Ok(outcome)
}

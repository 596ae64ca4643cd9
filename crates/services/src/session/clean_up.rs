//! What is over is thrown away: expired sessions and tokens, old attempts, form replays.

use crate::access::Writer;
use domain::{Result, session::WINDOW_SECONDS};
use entity::{form_replay, login_attempt, refresh_token, second_step, session};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};

/// A session that has ended stays so long, for questions about who was signed in.
const KEPT_SECONDS: i64 = 30 * 86_400;

/// Deletes what is over and tells how many rows.
pub(crate) async fn clean_up(w: &Writer) -> Result<u64> {
    let attempts = login_attempt::Entity::delete_many()
        .filter(login_attempt::Column::AttemptedAt.lt(w.now.plus_seconds(-WINDOW_SECONDS)))
        .exec(w.tx())
        .await?;
    let tokens = refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::ExpiresAt.lt(w.now))
        .exec(w.tx())
        .await?;
    let sessions = session::Entity::delete_many()
        .filter(session::Column::ExpiresAt.lt(w.now.plus_seconds(-KEPT_SECONDS)))
        .exec(w.tx())
        .await?;
    let replays = form_replay::Entity::delete_many()
        .filter(form_replay::Column::ExpiresAt.lt(w.now))
        .exec(w.tx())
        .await?;
    second_step::Entity::update_many()
        .col_expr(second_step::Column::NewCodes, Expr::value(Option::<String>::None))
        .filter(second_step::Column::NewCodes.is_not_null())
        .filter(second_step::Column::NewCodesUntil.lte(w.now))
        .exec(w.tx())
        .await?;
    Ok([attempts, tokens, sessions, replays].iter().map(|done| done.rows_affected).sum())
}

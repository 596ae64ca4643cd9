//! A deleted record comes back under its old id, so that what speaks of it still does.

use super::{Model, Record, column, not_json, number, set};
use crate::{
    access::Writer,
    audit,
    undo::{Before, Row},
};
use domain::{
    Error, Result, SiteId,
    audit::{Action, Change},
    id::RowId,
    record::RecordView,
    undo::{Obstacle, Outcome},
};
use entity::site;
use sea_orm::{
    ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, ModelTrait, PaginatorTrait, QueryFilter,
    sea_query::Condition,
};

/// Puts deleted rows back, each unless something stands in its way.
pub(super) async fn bring_back<D: Record>(w: &mut Writer, rows: &[Row]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for row in rows {
        let obstacle = match &row.before {
            Before::Deleted { row, draft, beside } => put_back::<D>(w, row, draft, beside).await?,
            _ => Some(Obstacle::Gone),
        };
        match obstacle {
            Some(why) => outcome.kept.push(row.kept(why)),
            None => outcome.back += 1,
        }
    }
    Ok(outcome)
}

/// Inserts the row with its next version, what goes with it, and its audit entry.
async fn put_back<D: Record>(
    w: &mut Writer,
    row: &serde_json::Value,
    draft: &serde_json::Value,
    beside: &serde_json::Value,
) -> Result<Option<Obstacle>> {
    let stored: Model<D> = serde_json::from_value(row.clone()).map_err(not_json)?;
    let draft: D = serde_json::from_value(draft.clone()).map_err(not_json)?;
    if let Some(why) = D::obstacle(w, &stored).await? {
        return Ok(Some(why));
    }
    if is_taken::<D>(w, &stored).await? {
        return Ok(Some(Obstacle::Taken));
    }
    let id = D::Id::from_number(number::<D>(&stored, "id")?);
    let version = number::<D>(&stored, "version")?;
    let mut row = stored.into_active_model().reset_all();
    set::<D>(&mut row, "version", (version + 1).into())?;
    set::<D>(&mut row, "updated_at", w.now.into())?;
    D::Entity::insert(row).exec_without_returning(w.tx()).await?;
    draft.write_parts(w, id).await?;
    D::put_beside(w, id, beside.clone()).await?;
    let view = D::views(w.tx(), &w.scope, Some(id)).await?.pop().ok_or(Error::NotFound(D::NOUN))?;
    let change = Change::new(Action::Restored, D::NOUN, id.number(), view.site());
    w.record(change.after(audit::json(&D::from(&view))));
    Ok(None)
}

/// Whether another row has taken its code or name since.
async fn is_taken<D: Record>(w: &Writer, stored: &Model<D>) -> Result<bool> {
    for (_, columns, _) in D::UNIQUE {
        let mut same = Condition::all();
        for name in *columns {
            let column = column::<D>(name)?;
            same = same.add(column.eq(stored.get(column)));
        }
        if D::Entity::find().filter(same).count(w.tx()).await? > 0 {
            return Ok(true);
        }
    }
    Ok(false)
}

impl Writer {
    /// Why what stood on a site cannot come back: the site is gone, or as good as gone since it was taken from the caller.
    pub async fn site_obstacle(&self, id: SiteId) -> Result<Option<Obstacle>> {
        Ok(match self.hold_reference::<site::Entity>(id).await? {
            None => Some(Obstacle::Unattached),
            Some(_) if self.site(id).is_err() => Some(Obstacle::Gone),
            Some(_) => None,
        })
    }
}

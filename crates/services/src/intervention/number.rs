//! Numbers of interventions: `OT-2026-00042`, counted up by site and year, never given twice.

use crate::access::Writer;
use domain::{Result, SiteId};
use entity::counter;
use sea_orm::{
    ActiveValue::{NotSet, Set},
    EntityTrait,
    sea_query::{Expr, ExprTrait, OnConflict},
};

/// Takes `count` numbers of a site's year and gives the first; the row stays locked until the commit.
pub(crate) async fn next_numbers(w: &Writer, site: SiteId, year: i16, count: i64) -> Result<i64> {
    let name = format!("OT-{year}");
    let row = counter::ActiveModel { id: NotSet, site_id: Set(site), name: Set(name), value: Set(count) };
    let upsert = OnConflict::columns([counter::Column::SiteId, counter::Column::Name])
        .value(counter::Column::Value, Expr::col((counter::Entity, counter::Column::Value)).add(count))
        .to_owned();
    let now = counter::Entity::insert(row).on_conflict(upsert).exec_with_returning(w.tx()).await?;
    Ok(now.value - count + 1)
}

/// The number as people read it.
pub(crate) fn code(year: i16, number: i64) -> String {
    format!("OT-{year}-{number:05}")
}

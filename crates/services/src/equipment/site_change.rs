//! A machine that goes to another site takes its components and their documents along. What was done on them stays in the books of
//! the site where it was done.

use super::{tree, write::change};
use crate::{access::Writer, audit};
use domain::{EquipmentId, Error, FieldCode, Result, SiteId, audit::Action, document::Holder};
use entity::{document, equipment};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait},
};

/// Moves everything below `moved` to `site`, off the lines of the site before, and the documents of all of it.
///
/// # Errors
/// [`Error::Invalid`] at `site_id` when a component's code is taken there.
pub(super) async fn follow(w: &mut Writer, moved: &equipment::Model, site: SiteId) -> Result<()> {
    let below = tree::ids_below(w.tx(), moved.id).await?;
    documents_follow(w, below.iter().chain([&moved.id]), site).await?;
    if below.is_empty() {
        return Ok(());
    }
    let components = equipment::Entity::find()
        .filter(equipment::Column::Id.is_in(below.iter().copied()))
        .order_by_asc(equipment::Column::CodeKey)
        .all(w.tx())
        .await?;
    let taken: Option<String> = equipment::Entity::find()
        .select_only()
        .column(equipment::Column::Code)
        .filter(equipment::Column::SiteId.eq(site))
        .filter(equipment::Column::CodeKey.is_in(components.iter().map(|c| c.code_key.as_str())))
        .order_by_asc(equipment::Column::CodeKey)
        .into_tuple()
        .one(w.tx())
        .await?;
    if let Some(component) = taken {
        return Err(Error::field("site_id", FieldCode::ComponentCodeTaken { component }));
    }
    let there = equipment::ActiveModel {
        site_id: Set(site),
        line_id: Set(None),
        updated_at: Set(w.now),
        ..Default::default()
    };
    equipment::Entity::update_many()
        .set(there)
        .col_expr(equipment::Column::Version, Expr::col(equipment::Column::Version).add(1))
        .filter(equipment::Column::Id.is_in(below))
        .exec(w.tx())
        .await?;
    for mut component in components {
        let before = audit::json(&component.site_id.to_string());
        // The entry stands in the books of the site that it went to.
        component.site_id = site;
        let after = audit::json(&site.to_string());
        w.record(change(Action::Moved, &component).before(before).after(after));
    }
    Ok(())
}

async fn documents_follow(
    w: &Writer,
    machines: impl Iterator<Item = &EquipmentId>,
    site: SiteId,
) -> Result<()> {
    document::Entity::update_many()
        .set(document::ActiveModel { site_id: Set(site), ..Default::default() })
        .filter(document::Column::Entity.eq(Holder::Equipment))
        .filter(document::Column::EntityId.is_in(machines.map(|id| id.0)))
        .exec(w.tx())
        .await?;
    Ok(())
}

//! What stands around the list: what its filters offer, and the chips with their counts.

use super::{
    EquipmentService,
    read::{filters, within},
};
use crate::access::Reader;
use domain::{
    Caller, Permission, Result, SavedViewId,
    equipment::{EquipmentFacets, EquipmentQuery, EquipmentState, FilterChip},
    equipment_type::EquipmentTypeRef,
    key::sort_by_name,
    production_line::LineRef,
    saved_view::ViewedList,
    site::SiteRef,
};
use entity::{equipment, equipment_type, production_line, saved_view, site};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

impl EquipmentService<'_> {
    /// What the list's filters offer, and the chips with their counts. Five statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn facets(&self, by: &Caller) -> Result<EquipmentFacets> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        let sites = site::Entity::find()
            .filter(reader.scope.filter_by_site((site::Entity, site::Column::Id)))
            .order_by_asc(site::Column::CodeKey)
            .all(reader.db)
            .await?;
        let lines = production_line::Entity::find()
            .filter(reader.scope.filter_by_site((production_line::Entity, production_line::Column::SiteId)))
            .order_by_asc(production_line::Column::SiteId)
            .order_by_asc(production_line::Column::CodeKey)
            .all(reader.db)
            .await?;
        let mut types = equipment_type::Entity::find().all(reader.db).await?;
        sort_by_name(&mut types, |kind| &kind.name);
        Ok(EquipmentFacets {
            sites: sites.into_iter().map(|s| SiteRef { id: s.id, code: s.code, name: s.name }).collect(),
            lines: lines
                .into_iter()
                .map(|l| LineRef { id: l.id, site_id: l.site_id, code: l.code, name: l.name })
                .collect(),
            types: types.into_iter().map(|t| EquipmentTypeRef { id: t.id, name: t.name }).collect(),
            chips: chips(&reader, by).await?,
        })
    }
}

/// The chips: everything, what is broken, then every filter that the caller kept (`domain::saved_view` limits them).
/// All counts in one statement.
async fn chips(reader: &Reader<'_>, by: &Caller) -> Result<Vec<FilterChip>> {
    let saved: Vec<(SavedViewId, String, String)> = match by.user_id() {
        Some(user) => saved_view::Entity::find()
            .filter(saved_view::Column::UserId.eq(user))
            .filter(saved_view::Column::List.eq(ViewedList::Equipment))
            .order_by_asc(saved_view::Column::Id)
            .all(reader.db)
            .await?
            .into_iter()
            .map(|v| (v.id, v.name, v.query))
            .collect(),
        None => vec![],
    };
    let broken = EquipmentQuery { state: vec![EquipmentState::Broken], ..Default::default() };
    let mut chips: Vec<FilterChip> = [String::new(), broken.filter_url()]
        .into_iter()
        .map(|query| FilterChip { saved: None, query, count: 0 })
        .collect();
    chips.extend(saved.into_iter().map(|(id, name, query)| FilterChip {
        saved: Some((id, name)),
        query,
        count: 0,
    }));
    let mut counts = Query::select();
    for (i, chip) in chips.iter().enumerate() {
        let (query, _) = EquipmentQuery::from_url(&chip.query);
        let count = equipment::Entity::find()
            .select_only()
            .expr(Expr::col((equipment::Entity, equipment::Column::Id)).count())
            .filter(within(&reader.scope))
            .filter(filters(reader.db, &query))
            .into_query();
        counts.expr_as(Expr::SubQuery(None, Box::new(count.into())), Alias::new(format!("chip_{i}")));
    }
    if let Some(row) = reader.db.query_one(&counts).await? {
        for (i, chip) in chips.iter_mut().enumerate() {
            chip.count = row.try_get("", &format!("chip_{i}"))?;
        }
    }
    Ok(chips)
}

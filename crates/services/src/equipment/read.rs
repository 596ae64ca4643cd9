//! The only selects on equipment.

use super::{
    EquipmentService,
    row::{Listed, listed},
    tree,
};
use crate::{
    access::{Reader, Scope},
    keyset::{self, Ordering},
    local_time, search,
};
use domain::{
    Caller, EquipmentId, Error, Money, Noun, Page, Permission, Result,
    equipment::{
        EquipmentDetail, EquipmentNode, EquipmentQuery, EquipmentRef, EquipmentRow, EquipmentSort,
        criticality_rank, state_rank,
    },
    equipment_type::EquipmentTypeRef,
    key::{code_key, last_alike},
    page::Cursor,
    production_line::LineRef,
    site::SiteRef,
};
use entity::{equipment, intervention, site};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
    sea_query::{Alias, Condition, Expr, ExprTrait, Query},
};

/// Equipment in the scope: of the caller's sites, and with `own` only what they requested work on.
pub(crate) fn within(scope: &Scope) -> Condition {
    let sites = scope.filter_by_site_in_order((equipment::Entity, equipment::Column::SiteId));
    match scope.own {
        None => sites,
        Some(user) => sites.add(
            equipment::Column::Id.in_subquery(
                intervention::Entity::find()
                    .select_only()
                    .column(intervention::Column::EquipmentId)
                    .filter(intervention::Column::RequestedBy.eq(user))
                    .into_query(),
            ),
        ),
    }
}

/// Equipment that is called so, with those that look like it and could not be told apart.
pub(super) fn called(code: &str) -> Condition {
    let key = code_key(code);
    let last = last_alike(&key);
    Condition::all().add(equipment::Column::CodeKey.between(key, last))
}

/// The query's filters as a condition.
pub(super) fn filters<D: ConnectionTrait>(db: &D, query: &EquipmentQuery) -> Condition {
    use equipment::Column as C;
    let mut all = search::holds(db, (C::Id, C::SearchText), "equipment_search", &query.q);
    // Not `is_null`: nearly every row would be found by that index, and sorted.
    all = all.add(if query.retired { C::RetiredAt.is_not_null() } else { C::RetiredAt.is_not_null().not() });
    if !query.site.is_empty() {
        all = all.add(keyset::among((equipment::Entity, C::SiteId), query.site.iter().copied()));
    }
    if !query.line.is_empty() {
        all = all.add(C::LineId.is_in(query.line.iter().copied()));
    }
    if !query.equipment_type.is_empty() {
        all = all.add(C::TypeId.is_in(query.equipment_type.iter().copied()));
    }
    if !query.state.is_empty() {
        all = all.add(C::State.is_in(query.state.iter().copied()));
    }
    if !query.criticality.is_empty() {
        all = all.add(C::Criticality.is_in(query.criticality.iter().copied()));
    }
    all
}

fn ordering(query: &EquipmentQuery) -> Ordering<Listed> {
    use equipment::Column as C;
    let order = match query.sort {
        EquipmentSort::Code => Ordering::by(C::CodeKey, |e: &Listed| (e.code_key.clone(), e.id.0)),
        EquipmentSort::Name => Ordering::by(C::NameKey, |e: &Listed| (e.name_key.clone(), e.id.0)),
        EquipmentSort::State => {
            Ordering::by(C::StateRank, |e: &Listed| (i64::from(state_rank(e.state)), e.id.0))
        }
        EquipmentSort::Criticality => Ordering::by(C::CriticalityRank, |e: &Listed| {
            (i64::from(criticality_rank(e.criticality)), e.id.0)
        }),
        EquipmentSort::InService => Ordering::by(C::InServiceOn, |e: &Listed| (e.in_service_on, e.id.0)),
        EquipmentSort::Interventions => {
            Ordering::by(C::InterventionsCount, |e: &Listed| (e.interventions_count, e.id.0))
        }
        EquipmentSort::Updated => Ordering::by(C::UpdatedAt, |e: &Listed| (e.updated_at, e.id.0)),
    };
    order.descending(query.descending)
}

impl EquipmentService<'_> {
    /// One page of the list. Two statements.
    ///
    /// # Errors
    /// [`Error::Forbidden`]; [`Error::Invalid`] for a cursor that is not of this order.
    pub async fn list(&self, by: &Caller, query: &EquipmentQuery) -> Result<Page<EquipmentRow>> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        let filtered =
            equipment::Entity::find().filter(within(&reader.scope)).filter(filters(reader.db, query));
        let page = keyset::page(reader.db, filtered, listed, &ordering(query), &query.window).await?;
        Ok(keyset::map(page, EquipmentRow::from))
    }

    /// The next rows of an export of the list, and where it goes on. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn export(
        &self,
        by: &Caller,
        query: &EquipmentQuery,
        after: Option<Cursor>,
    ) -> Result<(Vec<EquipmentRow>, Option<Cursor>)> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        let filtered =
            equipment::Entity::find().filter(within(&reader.scope)).filter(filters(reader.db, query));
        let (rows, next) = keyset::batch(reader.db, listed(filtered), &ordering(query), after).await?;
        Ok((rows.into_iter().map(EquipmentRow::from).collect(), next))
    }

    /// The equipments whose label bears this code, one for each site that has it, by site. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn labelled(&self, by: &Caller, code: &str) -> Result<Vec<EquipmentRow>> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        use equipment::Column as C;
        let labelled = equipment::Entity::find()
            .filter(within(&reader.scope))
            .filter(called(code))
            .order_by_asc(C::SiteId)
            .order_by_asc(C::Id);
        let mut rows = listed(labelled).into_model::<Listed>().all(reader.db).await?;
        let exact: Vec<_> = rows.iter().filter(|e| e.code == code).map(|e| e.site_id).collect();
        rows.retain(|e| e.code == code || !exact.contains(&e.site_id));
        Ok(rows.into_iter().map(EquipmentRow::from).collect())
    }

    /// One equipment, whole. Three statements.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it is not there or not in the caller's sites.
    pub async fn get(&self, by: &Caller, id: EquipmentId) -> Result<EquipmentDetail> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        detail(reader.db, &reader.scope, id).await
    }

    /// Everything below an equipment, depth first by code. Two statements.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn components(&self, by: &Caller, id: EquipmentId) -> Result<Vec<EquipmentNode>> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        visible(&reader, id).await?;
        tree::below(reader.db, id, &reader.scope).await
    }

    /// Equipment to choose from, by the words typed; at most 20. For a parent or a report's machine.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn choices(
        &self,
        by: &Caller,
        q: &str,
        site: Option<domain::SiteId>,
    ) -> Result<Vec<EquipmentRef>> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        let query =
            EquipmentQuery { q: q.to_owned(), site: site.into_iter().collect(), ..EquipmentQuery::default() };
        let found = equipment::Entity::find()
            .filter(within(&reader.scope))
            .filter(filters(reader.db, &query))
            .limit(20);
        refs(found, reader.db).await
    }

    /// The equipments of these numbers that the caller sees, by code; at most 50. One statement.
    ///
    /// # Errors
    /// [`Error::Forbidden`].
    pub async fn named(&self, by: &Caller, ids: &[EquipmentId]) -> Result<Vec<EquipmentRef>> {
        let reader = self.0.read(by, Permission::EquipmentRead)?;
        let some = equipment::Entity::find()
            .filter(within(&reader.scope))
            .filter(equipment::Column::Id.is_in(ids.iter().copied().take(50)));
        refs(some, reader.db).await
    }
}

async fn refs<D: ConnectionTrait>(select: Select<equipment::Entity>, db: &D) -> Result<Vec<EquipmentRef>> {
    use equipment::Column as C;
    let rows: Vec<(EquipmentId, String, String)> = select
        .select_only()
        .columns([C::Id, C::Code, C::Name])
        .order_by_asc(C::CodeKey)
        .order_by_asc(C::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|(id, code, name)| EquipmentRef { id, code, name }).collect())
}

/// Refuses what the caller cannot see.
async fn visible(reader: &Reader<'_>, id: EquipmentId) -> Result<()> {
    let found = equipment::Entity::find_by_id(id).filter(within(&reader.scope)).count(reader.db).await?;
    if found == 0 { Err(Error::NotFound(Noun::Equipment)) } else { Ok(()) }
}

/// The stored row, if it is in the scope.
pub(super) async fn find<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: EquipmentId,
) -> Result<equipment::Model> {
    equipment::Entity::find_by_id(id)
        .filter(within(scope))
        .one(db)
        .await?
        .ok_or(Error::NotFound(Noun::Equipment))
}

/// One equipment, whole, as the given connection sees it.
pub(super) async fn detail<C: ConnectionTrait>(
    db: &C,
    scope: &Scope,
    id: EquipmentId,
) -> Result<EquipmentDetail> {
    let not_found = Error::NotFound(Noun::Equipment);
    let (e, site) = equipment::Entity::find_by_id(id)
        .find_also_related(site::Entity)
        .filter(within(scope))
        .one(db)
        .await?
        .ok_or(not_found.clone())?;
    let site = site.ok_or(not_found)?;
    let (line, kind, components_count) = neighbours(db, &e).await?;
    let ancestors = tree::above(db, e.id).await?;
    let zone = local_time::zone(&site.timezone);
    Ok(EquipmentDetail {
        row: EquipmentRow {
            id: e.id,
            code: e.code,
            name: e.name,
            state: e.state,
            criticality: e.criticality,
            site: SiteRef { id: site.id, code: site.code, name: site.name },
            line,
            equipment_type: kind,
            model: e.model,
            serial_number: e.serial_number,
            manufacturer: e.manufacturer,
            in_service_on: e.in_service_on,
            interventions_count: e.interventions_count,
            retired_at: e.retired_at,
            updated_at: e.updated_at,
            updated_local: local_time::local(e.updated_at, &zone),
        },
        state_reason: e.state_reason,
        state_by_hand: e.state_by_hand,
        state_since: e.state_since,
        state_since_local: local_time::local(e.state_since, &zone),
        retired_local: e.retired_at.map(|at| local_time::local(at, &zone)),
        parent: ancestors.last().cloned(),
        ancestors,
        purchased_on: e.purchased_on,
        installed_on: e.installed_on,
        warranty_until: e.warranty_until,
        lifespan_years: e.lifespan_years,
        replacement_value: e
            .replacement_value_minor
            .map(|minor| Money { minor, currency: site.currency.clone() }),
        notes: e.notes,
        specifications: serde_json::from_str(&e.specifications).unwrap_or_default(),
        created_at: e.created_at,
        created_local: local_time::local(e.created_at, &zone),
        components_count,
        version: e.version,
    })
}

/// The line, the type and the number of direct components, in one statement.
async fn neighbours<C: ConnectionTrait>(
    db: &C,
    e: &equipment::Model,
) -> Result<(Option<LineRef>, Option<EquipmentTypeRef>, i64)> {
    let child = Alias::new("child");
    let components = Query::select()
        .expr(Expr::col((child.clone(), Alias::new("id"))).count())
        .from_as(equipment::Entity, child.clone())
        .and_where(Expr::col((child.clone(), Alias::new("parent_id"))).eq(e.id))
        .and_where(Expr::col((child, Alias::new("retired_at"))).is_null())
        .to_owned();
    let row = listed(equipment::Entity::find_by_id(e.id))
        .expr_as(Expr::SubQuery(None, Box::new(components.into())), "components")
        .into_model::<WithComponents>()
        .one(db)
        .await?
        .ok_or(Error::NotFound(Noun::Equipment))?;
    let view = EquipmentRow::from(row.listed);
    Ok((view.line, view.equipment_type, row.components))
}

#[derive(sea_orm::FromQueryResult)]
struct WithComponents {
    #[sea_orm(nested)]
    listed: Listed,
    components: i64,
}

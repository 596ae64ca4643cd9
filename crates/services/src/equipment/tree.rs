//! The tree of components: what stands above an equipment and what stands below it, in one statement each.

use super::read::within;
use crate::access::Scope;
use domain::{
    EquipmentId, Result,
    equipment::{Criticality, EquipmentNode, EquipmentRef, EquipmentState, MAX_LEVELS},
};
use entity::equipment;
use sea_orm::{
    ConnectionTrait, FromQueryResult, Value,
    sea_query::{
        Alias, CommonTableExpression, Expr, ExprTrait, JoinType, Query, SelectStatement, UnionType,
        WithClause,
    },
};
use std::collections::HashMap;

/// Levels that are shown; it also ends a walk should a ring ever stand in the database. No branch grows longer.
const MAX_DEPTH: i32 = MAX_LEVELS as i32;

/// `(id, depth)` of the equipment itself and of everything that the step leads to.
fn walk(start: EquipmentId, from_column: &'static str, to_column: &'static str) -> WithClause {
    let tree = Alias::new("tree");
    let next = Alias::new("next");
    let (id, depth) = (Alias::new("id"), Alias::new("depth"));
    let step = Query::select()
        .column((next.clone(), Alias::new(to_column)))
        .expr(Expr::col((tree.clone(), depth.clone())).add(1))
        .from_as(equipment::Entity, next.clone())
        .join(
            JoinType::InnerJoin,
            tree.clone(),
            Expr::col((next.clone(), Alias::new(from_column))).eq(Expr::col((tree.clone(), id.clone()))),
        )
        .and_where(Expr::col((tree.clone(), depth.clone())).lt(MAX_DEPTH))
        .and_where(Expr::col((next, Alias::new(to_column))).is_not_null())
        .to_owned();
    let mut base: SelectStatement = Query::select()
        .expr_as(Expr::value(Value::BigInt(Some(start.0))).cast_as("bigint"), id.clone())
        .expr_as(Expr::value(0).cast_as("integer"), depth.clone())
        .to_owned();
    base.union(UnionType::All, step);
    let cte = CommonTableExpression::new().query(base).columns([id, depth]).table_name(tree).to_owned();
    WithClause::new().recursive(true).cte(cte).to_owned()
}

fn columns() -> SelectStatement {
    let mut select = Query::select();
    for column in ["id", "parent_id", "code", "code_key", "name", "state", "criticality"] {
        select.column((Alias::new("equipment"), Alias::new(column)));
    }
    select.column((Alias::new("tree"), Alias::new("depth"))).from(Alias::new("tree")).join(
        JoinType::InnerJoin,
        Alias::new("equipment"),
        Expr::col((Alias::new("equipment"), Alias::new("id")))
            .eq(Expr::col((Alias::new("tree"), Alias::new("id")))),
    );
    select.take()
}

async fn nodes<C: ConnectionTrait>(db: &C, select: SelectStatement, with: WithClause) -> Result<Vec<Node>> {
    let query = select.with(with);
    let rows = db.query_all(&query).await?;
    Ok(rows.iter().map(|row| Node::from_query_result(row, "")).collect::<Result<_, _>>()?)
}

#[derive(FromQueryResult)]
struct Node {
    id: EquipmentId,
    parent_id: Option<EquipmentId>,
    code: String,
    code_key: String,
    name: String,
    state: EquipmentState,
    criticality: Criticality,
    depth: i32,
}

/// From the root down to the direct parent.
pub(super) async fn above<C: ConnectionTrait>(db: &C, id: EquipmentId) -> Result<Vec<EquipmentRef>> {
    let mut found = nodes(db, columns(), walk(id, "id", "parent_id")).await?;
    found.retain(|n| n.depth > 0);
    found.sort_by_key(|n| std::cmp::Reverse(n.depth));
    Ok(found.into_iter().map(|n| EquipmentRef { id: n.id, code: n.code, name: n.name }).collect())
}

/// Everything below that is still in service, depth first, siblings by code.
pub(super) async fn below<C: ConnectionTrait>(
    db: &C,
    id: EquipmentId,
    scope: &Scope,
) -> Result<Vec<EquipmentNode>> {
    let mut select = columns();
    select
        .cond_where(within(scope))
        .and_where(Expr::col((Alias::new("equipment"), Alias::new("retired_at"))).is_null());
    let found = nodes(db, select, walk(id, "parent_id", "id")).await?;
    let mut children: HashMap<EquipmentId, Vec<Node>> = HashMap::new();
    for node in found.into_iter().filter(|n| n.depth > 0) {
        children.entry(node.parent_id.unwrap_or(id)).or_default().push(node);
    }
    for siblings in children.values_mut() {
        siblings.sort_by(|a, b| b.code_key.cmp(&a.code_key));
    }
    let mut out = vec![];
    let mut stack = children.remove(&id).unwrap_or_default();
    while let Some(node) = stack.pop() {
        stack.extend(children.remove(&node.id).unwrap_or_default());
        out.push(EquipmentNode {
            id: node.id,
            parent_id: node.parent_id,
            code: node.code,
            name: node.name,
            state: node.state,
            criticality: node.criticality,
            depth: node.depth,
        });
    }
    Ok(out)
}

/// Ids of everything below, retired or not, however deep.
pub(super) async fn ids_below<C: ConnectionTrait>(db: &C, id: EquipmentId) -> Result<Vec<EquipmentId>> {
    reached(db, id, "parent_id", "id").await
}

/// Ids of everything above up to the root, for the rule against rings.
pub(super) async fn ancestor_ids<C: ConnectionTrait>(db: &C, id: EquipmentId) -> Result<Vec<EquipmentId>> {
    reached(db, id, "id", "parent_id").await
}

/// Levels of the tree that begins with this equipment: 1 without components. Counted up to the deepest that may be.
pub(super) async fn levels<C: ConnectionTrait>(db: &C, id: EquipmentId) -> Result<usize> {
    let depth = Expr::col((Alias::new("tree"), Alias::new("depth"))).max();
    let deepest = Query::select().expr(depth).from(Alias::new("tree")).to_owned();
    let row = db.query_one(&deepest.with(walk(id, "parent_id", "id"))).await?;
    let depth: Option<i32> = row.map(|row| row.try_get_by_index(0)).transpose()?.flatten();
    Ok(usize::try_from(depth.unwrap_or(0)).unwrap_or(0) + 1)
}

/// What the step leads to, again and again, each once: `UNION` leaves out what was met, so that this ends even should a
/// ring stand in the database. The start is not among it.
async fn reached<C: ConnectionTrait>(
    db: &C,
    start: EquipmentId,
    from_column: &'static str,
    to_column: &'static str,
) -> Result<Vec<EquipmentId>> {
    let (met, next, id) = (Alias::new("met"), Alias::new("next"), Alias::new("id"));
    let step = Query::select()
        .column((next.clone(), Alias::new(to_column)))
        .from_as(equipment::Entity, next.clone())
        .join(
            JoinType::InnerJoin,
            met.clone(),
            Expr::col((next.clone(), Alias::new(from_column))).eq(Expr::col((met.clone(), id.clone()))),
        )
        .and_where(Expr::col((next, Alias::new(to_column))).is_not_null())
        .to_owned();
    let mut base = Query::select()
        .expr_as(Expr::value(Value::BigInt(Some(start.0))).cast_as("bigint"), id.clone())
        .to_owned();
    base.union(UnionType::Distinct, step);
    let cte =
        CommonTableExpression::new().query(base).columns([id.clone()]).table_name(met.clone()).to_owned();
    let all = Query::select().column(id).from(met).to_owned();
    let with = WithClause::new().recursive(true).cte(cte).to_owned();
    let rows = db.query_all(&all.with(with)).await?;
    let ids = rows.iter().map(|row| row.try_get_by_index::<EquipmentId>(0)).collect::<Result<Vec<_>, _>>()?;
    Ok(ids.into_iter().filter(|id| *id != start).collect())
}

//! What keeps a row from being deleted, asked of `domain::reference` and counted in the database.

use crate::{access::Writer, audit};
use domain::{
    Refusal, Result,
    error::Usage,
    key::sort_by_name,
    reference::{self, Reference},
};
use sea_orm::{
    ConnectionTrait,
    sea_query::{Alias, Condition, Expr, ExprTrait, Order, Query},
};

/// Rows that a refusal names.
const NAMED: u64 = 5;

/// Refuses to delete a row of the table `of` that others refer to. Two statements and one for each kind of row
/// that does: the caller has locked the row, so that nothing new refers to it meanwhile.
///
/// # Errors
/// [`Refusal::InUse`] with how many of each kind, and the first of them in the caller's sites.
pub(crate) async fn refuse_if_used(w: &Writer, of: &str, id: i64) -> Result<()> {
    if reference::refusing(of).next().is_none() {
        return Ok(());
    }
    let mut counts = Query::select();
    for (i, (reference, usage)) in reference::refusing(of).enumerate() {
        let count = Query::select()
            .expr(Expr::col((Alias::new(reference.table), Alias::new("id"))).count())
            .from(Alias::new(reference.table))
            .cond_where(referring(reference, usage, id))
            .take();
        counts.expr_as(Expr::SubQuery(None, Box::new(count.into())), Alias::new(format!("count_{i}")));
    }
    let Some(row) = w.tx().query_one(&counts).await? else { return Ok(()) };
    let mut by: Vec<Usage> = vec![];
    for (i, (reference, usage)) in reference::refusing(of).enumerate() {
        let count: i64 = row.try_get("", &format!("count_{i}"))?;
        if count > 0 {
            let examples = examples(w, reference, usage, id).await?;
            by.push(audit::usage(usage.noun, u64::try_from(count).unwrap_or_default(), examples));
        }
    }
    if by.is_empty() { Ok(()) } else { Err(Refusal::InUse { by }.into()) }
}

fn referring(reference: &Reference, usage: &reference::Usage, id: i64) -> Condition {
    let column = |name| Expr::col((Alias::new(reference.table), Alias::new(name)));
    let mut all = Condition::all().add(column(reference.column).eq(id));
    if let Some(holder) = usage.holder {
        all = all.add(column("entity").eq(holder.as_str())).add(column("deleted_at").is_null());
    }
    all
}

async fn examples(
    w: &Writer,
    reference: &Reference,
    usage: &reference::Usage,
    id: i64,
) -> Result<Vec<String>> {
    let Some(label) = usage.label else { return Ok(vec![]) };
    let table = Alias::new(reference.table);
    let seen = usage
        .site
        .map_or_else(Condition::all, |site| w.scope.filter_by_site((table.clone(), Alias::new(site))));
    let select = Query::select()
        .column((table.clone(), Alias::new(label)))
        .from(table.clone())
        .cond_where(referring(reference, usage, id))
        .cond_where(seen)
        .order_by((table, Alias::new(label)), Order::Asc)
        .limit(NAMED)
        .take();
    let rows = w.tx().query_all(&select).await?;
    let mut names = rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<Vec<String>, _>>()?;
    sort_by_name(&mut names, |name| name);
    Ok(names)
}

//! Keyset paging: the next page starts after the last row seen, by `(column, id)`, so that a deep page costs
//! what the first one costs and nothing is skipped when rows come and go.
//!
//! Nulls count as the smallest value, on both databases.

use domain::{
    Date, Error, FieldCode, Pagination, Result, Timestamp,
    page::{COUNT_CAP, Cursor, Page, Window},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, Select, Value,
    sea_query::{Alias, Condition, DynIden, Expr, ExprTrait, IntoColumnRef, IntoIden, NullOrdering},
};

/// A value that a list can be sorted by: as cursor text, absent where it is null, and back.
pub(crate) trait Sortable {
    /// Whether the column may be null.
    const NULLABLE: bool = false;

    fn text(self) -> Option<String>;

    /// Nothing for what is no such text.
    fn read(text: &str) -> Option<Value>;
}

impl Sortable for String {
    fn text(self) -> Option<String> {
        Some(self)
    }

    fn read(text: &str) -> Option<Value> {
        Some(text.into())
    }
}

macro_rules! sortable {
    ($($of:ty),+) => {$(
        impl Sortable for $of {
            fn text(self) -> Option<String> {
                Some(self.to_string())
            }

            fn read(text: &str) -> Option<Value> {
                text.parse::<$of>().ok().map(Value::from)
            }
        }
    )+};
}

sortable!(i64, Timestamp, Date);

impl<V: Sortable> Sortable for Option<V> {
    const NULLABLE: bool = true;

    fn text(self) -> Option<String> {
        self?.text()
    }

    fn read(text: &str) -> Option<Value> {
        V::read(text)
    }
}

/// A row's value of the sort column as cursor text, absent where it is null, and the row's id.
type Key<R> = Box<dyn Fn(&R) -> (Option<String>, i64) + Send + Sync>;

/// A way of ordering a list: the column, and a row's value of it and its id. How the value is written in a cursor and
/// read back, and whether it may be null, are of its type: none of them can differ from the others.
pub(crate) struct Ordering<R> {
    table: DynIden,
    column: DynIden,
    nullable: bool,
    descending: bool,
    key: Key<R>,
    read: fn(&str) -> Option<Value>,
}

impl<R> Ordering<R> {
    /// Ascending by a column, with a row's value of it and the row's id.
    pub fn by<C, V>(column: C, key: impl Fn(&R) -> (V, i64) + Send + Sync + 'static) -> Self
    where
        C: ColumnTrait,
        V: Sortable,
    {
        Self {
            table: column.entity_name(),
            column: Alias::new(column.as_str()).into_iden(),
            nullable: V::NULLABLE,
            descending: false,
            key: Box::new(move |row| {
                let (value, id) = key(row);
                (value.text(), id)
            }),
            read: V::read,
        }
    }

    pub fn descending(mut self, descending: bool) -> Self {
        self.descending = descending;
        self
    }

    fn col(&self) -> Expr {
        Expr::col((self.table.clone(), self.column.clone()))
    }

    fn id(&self) -> Expr {
        Expr::col((self.table.clone(), Alias::new("id")))
    }

    /// Rows that come after the cursor in reading direction.
    fn after(&self, cursor: &Cursor) -> Result<Condition> {
        let up = self.descending == cursor.back;
        let beyond_id = if up { self.id().gt(cursor.id) } else { self.id().lt(cursor.id) };
        let Some(text) = &cursor.value else {
            let among_nulls = Condition::all().add(self.col().is_null()).add(beyond_id);
            return Ok(if up {
                Condition::any().add(self.col().is_not_null()).add(among_nulls)
            } else {
                among_nulls
            });
        };
        let value = (self.read)(text).ok_or_else(|| Error::field("cursor", FieldCode::UnknownValue))?;
        // The outer bound lets the database seek in the index; the inner one settles equal values.
        let (bound, strict) = if up {
            (self.col().gte(value.clone()), self.col().gt(value.clone()))
        } else {
            (self.col().lte(value.clone()), self.col().lt(value.clone()))
        };
        let tie = Condition::all().add(self.col().eq(value)).add(beyond_id);
        let seek = Condition::all().add(bound).add(Condition::any().add(strict).add(tie));
        Ok(if !up && self.nullable { Condition::any().add(seek).add(self.col().is_null()) } else { seek })
    }
}

/// How many rows there are, one more than the cap at most. One statement.
pub(crate) async fn count<E: EntityTrait, C: ConnectionTrait>(db: &C, filtered: Select<E>) -> Result<i64> {
    let id = Expr::col((E::default(), Alias::new("id")));
    let counted = filtered.select_only().expr_as(id, "id").limit(COUNT_CAP as u64 + 1).into_tuple::<i64>();
    Ok(i64::try_from(counted.count(db).await?).unwrap_or(i64::MAX))
}

/// One page of rows. Two statements: the capped count and the rows.
///
/// `filtered` carries the filters alone and is what is counted; `complete` adds joins and columns to it.
pub(crate) async fn page<E, R, C>(
    db: &C,
    filtered: Select<E>,
    complete: impl FnOnce(Select<E>) -> Select<E>,
    ordering: &Ordering<R>,
    window: &Window,
) -> Result<Page<R>>
where
    E: EntityTrait,
    R: FromQueryResult + Send + Sync,
    C: ConnectionTrait,
{
    let counted = count(db, filtered.clone()).await?;

    let back = window.cursor.as_ref().is_some_and(|c| c.back);
    let (data, more) = rows(db, complete(filtered), ordering, window).await?;
    let started_inside = window.cursor.is_some() || window.offset > 0;
    let (has_next, has_prev) = if back { (true, more) } else { (more, started_inside) };
    let shown = data.len() as u64;
    let offset = offset(window, shown, (has_prev, has_next), u64::try_from(counted).unwrap_or(0));
    let cursor = |row: &R, back: bool| {
        let (value, id) = (ordering.key)(row);
        let before = offset.map(|offset| if back { offset } else { offset + shown });
        Cursor { back, value, id, before }.to_string()
    };
    Ok(Page {
        pagination: Pagination {
            limit: window.limit,
            offset: offset.unwrap_or(0),
            total: Ord::min(counted, COUNT_CAP),
            total_capped: counted > COUNT_CAP,
            next_cursor: data.last().filter(|_| has_next).map(|r| cursor(r, false)),
            prev_cursor: data.first().filter(|_| has_prev).map(|r| cursor(r, true)),
        },
        data,
    })
}

/// How many rows come before the page. The two ends of the list are known for certain; in between it is what the
/// cursor carries, and nothing for a cursor that carries none.
fn offset(window: &Window, shown: u64, (has_prev, has_next): (bool, bool), counted: u64) -> Option<u64> {
    let Some(cursor) = &window.cursor else { return Some(window.offset) };
    if !has_prev {
        return Some(0);
    }
    if !has_next && counted <= COUNT_CAP as u64 {
        return Some(counted.saturating_sub(shown));
    }
    let before = cursor.before?;
    Some(if cursor.back { before.saturating_sub(shown) } else { before })
}

/// The rows of a window in the list's order, and whether there are more in reading direction.
async fn rows<E, R, C>(
    db: &C,
    mut select: Select<E>,
    ordering: &Ordering<R>,
    window: &Window,
) -> Result<(Vec<R>, bool)>
where
    E: EntityTrait,
    R: FromQueryResult + Send + Sync,
    C: ConnectionTrait,
{
    let back = window.cursor.as_ref().is_some_and(|c| c.back);
    let up = ordering.descending == back;
    let (order, nulls) =
        if up { (Order::Asc, NullOrdering::First) } else { (Order::Desc, NullOrdering::Last) };
    if let Some(cursor) = &window.cursor {
        select = select.filter(ordering.after(cursor)?);
    } else if window.offset > 0 {
        select = select.offset(window.offset);
    }
    select = if ordering.nullable {
        select.order_by_with_nulls(ordering.col(), order.clone(), nulls)
    } else {
        select.order_by(ordering.col(), order.clone())
    };
    let mut data: Vec<R> = select
        .order_by(ordering.id(), order)
        .limit(u64::from(window.limit) + 1)
        .into_model::<R>()
        .all(db)
        .await?;
    let more = data.len() > window.limit as usize;
    data.truncate(window.limit as usize);
    if back {
        data.reverse();
    }
    Ok((data, more))
}

/// Rows that an export reads at once.
const BATCH: u32 = 1000;

/// The next rows of an export, and where it goes on. One statement: nothing is counted.
pub(crate) async fn batch<E, R, C>(
    db: &C,
    select: Select<E>,
    ordering: &Ordering<R>,
    after: Option<Cursor>,
) -> Result<(Vec<R>, Option<Cursor>)>
where
    E: EntityTrait,
    R: FromQueryResult + Send + Sync,
    C: ConnectionTrait,
{
    let window = Window { limit: BATCH, offset: 0, cursor: after };
    let (data, more) = rows(db, select, ordering, &window).await?;
    let last = data.last().filter(|_| more).map(|row| {
        let (value, id) = (ordering.key)(row);
        Cursor { back: false, value, id, before: None }
    });
    Ok((data, last))
}

/// The page with its rows turned into what leaves the server.
pub(crate) fn map<R, V>(page: Page<R>, view: impl FnMut(R) -> V) -> Page<V> {
    Page { data: page.data.into_iter().map(view).collect(), pagination: page.pagination }
}

/// The column is one of these values, said so that SQLite reads along the list's order. Told `IN`, it takes the
/// column's index, gathers every row of several sites and sorts them to show the first fifty. One value stays as it
/// is: its index can be in the list's order too. PostgreSQL reads both alike.
pub(crate) fn among<V: Into<Value>>(column: impl IntoColumnRef, values: impl IntoIterator<Item = V>) -> Expr {
    let values: Vec<Value> = values.into_iter().map(Into::into).collect();
    let column = Expr::col(column);
    if values.len() > 1 { column.is_not_in(values).not() } else { column.is_in(values) }
}

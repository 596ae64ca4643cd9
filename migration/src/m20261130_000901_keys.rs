//! Names and codes get keys: lists sort by them, the same on both databases, and codes that look the same are one.

use crate::{
    columns::{index, unique},
    key::{code_key, sort_key},
};
use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, DbBackend, QueryResult},
};
use std::collections::HashSet;

#[derive(DeriveMigrationName)]
pub struct Migration;

/// Rows that are read at once.
const BATCH: u64 = 1000;

/// Follows the key of a row that looks the same as an earlier one, before its id: both stay, and the server names them at
/// each start until one has another code.
const LOOK_ALIKE: char = '\u{2}';

/// A key of a column; codes are one of a kind within `within`.
struct Keyed {
    table: &'static str,
    text: &'static str,
    key: &'static str,
    within: Option<&'static [&'static str]>,
}

const fn code(
    table: &'static str,
    text: &'static str,
    key: &'static str,
    within: &'static [&'static str],
) -> Keyed {
    Keyed { table, text, key, within: Some(within) }
}

const KEYS: &[Keyed] = &[
    code("sites", "code", "code_key", &[]),
    code("production_lines", "code", "code_key", &["site_id"]),
    code("equipment", "code", "code_key", &["site_id"]),
    code("equipment", "serial_number", "serial_key", &[]),
    Keyed { table: "equipment", text: "name", key: "name_key", within: None },
    code("saved_views", "name", "name_key", &["user_id", "list"]),
];

/// What the keys replace.
const BEFORE: &[(&str, &str)] = &[
    ("sites", "sites_code"),
    ("production_lines", "production_lines_code"),
    ("equipment", "equipment_code"),
    ("equipment", "equipment_serial_number"),
    ("equipment", "equipment_by_code"),
    ("equipment", "equipment_by_name"),
    ("saved_views", "saved_views_name"),
];

/// Lists sort by these too. SQLite compares text by its bytes anyway.
const POSTGRES: &[&str] = &[
    "ALTER TABLE users ALTER COLUMN search_text TYPE text COLLATE \"C\"",
    "ALTER TABLE interventions ALTER COLUMN code TYPE text COLLATE \"C\"",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let postgres = manager.get_database_backend() == DbBackend::Postgres;
        for keyed in KEYS {
            let mut column = ColumnDef::new(Alias::new(keyed.key)).text().take();
            if keyed.key != "serial_key" {
                column.not_null().default("");
            }
            if postgres {
                column.extra("COLLATE \"C\"");
            }
            let table = Table::alter().table(Alias::new(keyed.table)).add_column(&mut column).take();
            manager.alter_table(table).await?;
            fill(manager, keyed).await?;
        }
        for (table, name) in BEFORE {
            let mut drop = Index::drop();
            drop.table(Alias::new(*table)).name(*name);
            manager.drop_index(drop).await?;
        }
        let indexes = [
            unique("sites_code", "sites", &["code_key"]),
            unique("production_lines_code", "production_lines", &["site_id", "code_key"]),
            unique("equipment_code", "equipment", &["site_id", "code_key"]),
            unique("equipment_serial_number", "equipment", &["serial_key"]),
            index("equipment_by_code", "equipment", &["code_key", "id"]),
            index("equipment_by_name", "equipment", &["name_key", "id"]),
            unique("saved_views_name", "saved_views", &["user_id", "list", "name_key"]),
        ];
        for index in indexes {
            manager.create_index(index).await?;
        }
        for statement in POSTGRES.iter().filter(|_| postgres) {
            manager.get_connection().execute_unprepared(statement).await?;
        }
        Ok(())
    }
}

/// Writes the key of every row that has the text, a thousand rows read at a time.
async fn fill(manager: &SchemaManager<'_>, keyed: &Keyed) -> Result<(), DbErr> {
    let db = manager.get_connection();
    let (table, id) = (Alias::new(keyed.table), Alias::new("id"));
    let within = keyed.within.unwrap_or_default();
    let mut seen: HashSet<(Vec<String>, String)> = HashSet::new();
    let mut after = 0_i64;
    loop {
        let mut select = Query::select();
        select.column(id.clone()).column(Alias::new(keyed.text)).from(table.clone());
        for column in within {
            select.expr(Expr::col(Alias::new(*column)).cast_as("text"));
        }
        select
            .and_where(Expr::col(id.clone()).gt(after))
            .and_where(Expr::col(Alias::new(keyed.text)).is_not_null())
            .order_by(id.clone(), Order::Asc)
            .limit(BATCH);
        let rows: Vec<QueryResult> = db.query_all(&select).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.try_get_by_index(0)?;
        for row in rows {
            let (number, text): (i64, String) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let mut key = if keyed.within.is_some() { code_key(&text) } else { sort_key(&text) };
            if keyed.within.is_some() {
                let places = (0..within.len()).map(|column| row.try_get_by_index(2 + column));
                if !seen.insert((places.collect::<Result<_, _>>()?, key.clone())) {
                    key.push(LOOK_ALIKE);
                    key.push_str(&number.to_string());
                }
            }
            let update = Query::update()
                .table(table.clone())
                .value(Alias::new(keyed.key), key)
                .and_where(Expr::col(id.clone()).eq(number))
                .take();
            db.execute(&update).await?;
        }
    }
}

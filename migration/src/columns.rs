//! The columns and keys that every table shares.

use sea_orm_migration::prelude::*;

pub fn id() -> ColumnDef {
    ColumnDef::new(Alias::new("id")).big_integer().not_null().auto_increment().primary_key().take()
}

pub fn big(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().not_null().take()
}

pub fn big_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).big_integer().null().take()
}

pub fn int(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().not_null().take()
}

pub fn int_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).integer().null().take()
}

pub fn text(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().not_null().take()
}

pub fn text_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).text().null().take()
}

pub fn flag(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).boolean().not_null().take()
}

pub fn at(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().not_null().take()
}

pub fn at_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).timestamp_with_time_zone().null().take()
}

pub fn day(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().not_null().take()
}

pub fn day_null(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).date().null().take()
}

pub fn bytes(name: &str) -> ColumnDef {
    ColumnDef::new(Alias::new(name)).blob().not_null().take()
}

/// A new table with its columns.
pub fn table(name: &str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut statement = Table::create();
    statement.table(Alias::new(name));
    for mut column in columns {
        statement.col(&mut column);
    }
    statement.take()
}

/// A table that people edit: id, the given columns, version, and who made it when.
pub fn edited_table(name: &str, columns: impl IntoIterator<Item = ColumnDef>) -> TableCreateStatement {
    let mut all = vec![id()];
    all.extend(columns);
    all.extend([big("version"), at("created_at"), at("updated_at"), big_null("created_by")]);
    table(name, all)
}

/// A foreign key to another table's id that forbids deleting what is in use.
pub fn references(column: &str, table: &str) -> ForeignKeyCreateStatement {
    key(column, table, ForeignKeyAction::Restrict)
}

/// A foreign key of a part to its whole: it goes with it.
pub fn part_of(column: &str, table: &str) -> ForeignKeyCreateStatement {
    key(column, table, ForeignKeyAction::Cascade)
}

fn key(column: &str, table: &str, on_delete: ForeignKeyAction) -> ForeignKeyCreateStatement {
    ForeignKey::create()
        .from_col(Alias::new(column))
        .to(Alias::new(table), Alias::new("id"))
        .on_delete(on_delete)
        .take()
}

/// An index over columns; `-name` descends.
pub fn index(name: &str, table: &str, columns: &[&str]) -> IndexCreateStatement {
    let mut statement = Index::create();
    statement.name(name).table(Alias::new(table));
    for column in columns {
        match column.strip_prefix('-') {
            Some(column) => statement.col((Alias::new(column), IndexOrder::Desc)),
            None => statement.col(Alias::new(*column)),
        };
    }
    statement.take()
}

/// A unique index over columns. Rows with a null in them do not collide.
pub fn unique(name: &str, table: &str, columns: &[&str]) -> IndexCreateStatement {
    index(name, table, columns).unique().take()
}

/// Runs table and index statements in order.
pub async fn create(
    manager: &SchemaManager<'_>,
    tables: impl IntoIterator<Item = TableCreateStatement>,
    indexes: impl IntoIterator<Item = IndexCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    for index in indexes {
        manager.create_index(index).await?;
    }
    Ok(())
}

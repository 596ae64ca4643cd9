//! A unique index that says no becomes an error at the right field.

use domain::{Error, FieldCode};
use sea_orm::{DbErr, SqlErr};

/// The index's name (PostgreSQL tells it), its columns (SQLite tells the last one), the field.
pub(crate) type UniqueIndex = (&'static str, &'static [&'static str], &'static str);

/// Turns a violation of one of these indexes into [`FieldCode::Duplicate`] at its field; every other error
/// stays what it is.
pub(crate) fn to_field_error(error: DbErr, indexes: &[UniqueIndex]) -> Error {
    if let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() {
        for (name, columns, field) in indexes {
            let column = columns.last().copied().unwrap_or_default();
            let sqlite = message.ends_with(&format!(".{column}")) || message.contains(&format!(".{column},"));
            if message.contains(&format!("\"{name}\"")) || sqlite {
                return Error::field(field, FieldCode::Duplicate);
            }
        }
    }
    error.into()
}

//! A unique index that says no becomes an error at the right field.

use domain::{Error, FieldCode};
use sea_orm::{DbErr, SqlErr};

/// The index's name (PostgreSQL tells it), its last column (SQLite tells the columns), the field.
pub(crate) type UniqueIndex = (&'static str, &'static str, &'static str);

/// Turns a violation of one of these indexes into [`FieldCode::Duplicate`] at its field; every other error
/// stays what it is.
pub(crate) fn to_field_error(error: DbErr, indexes: &[UniqueIndex]) -> Error {
    if let Some(SqlErr::UniqueConstraintViolation(message)) = error.sql_err() {
        for (index, column, field) in indexes {
            let sqlite = message.ends_with(&format!(".{column}")) || message.contains(&format!(".{column},"));
            if message.contains(&format!("\"{index}\"")) || sqlite {
                return Error::field(field, FieldCode::Duplicate);
            }
        }
    }
    error.into()
}

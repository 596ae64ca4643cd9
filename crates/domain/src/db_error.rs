//! What a failed statement means to a person: the database is away, its disk is full, or it is a defect of ours.

use crate::{Error, FieldCode, Refusal, reference::REFERENCES};
use sea_orm::{DbErr, RuntimeErr, sqlx};

impl From<DbErr> for Error {
    /// The detail goes to the log, inside the request's span; the edge puts the request's number in the answer.
    fn from(error: DbErr) -> Self {
        let meaning = meaning(&error);
        match meaning {
            Error::Internal { .. } => tracing::error!(%error, "database error: {error}"),
            _ => tracing::warn!(%error, "the database cannot do it now: {error}"),
        }
        meaning
    }
}

fn meaning(error: &DbErr) -> Error {
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Error::Unavailable,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            driver(error)
        }
        _ => Error::Internal { incident: String::new() },
    }
}

/// A connection that broke under a statement, or what the database itself says.
fn driver(error: &sqlx::Error) -> Error {
    match error {
        sqlx::Error::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => Error::StorageFull,
        sqlx::Error::Io(_)
        | sqlx::Error::Tls(_)
        | sqlx::Error::PoolTimedOut
        | sqlx::Error::PoolClosed
        | sqlx::Error::WorkerCrashed => Error::Unavailable,
        sqlx::Error::Database(error) => match error.code().unwrap_or_default().as_ref() {
            // A deletion that `ON DELETE RESTRICT` refuses, from PostgreSQL 18 on.
            "23001" => Refusal::InUse { by: vec![] }.into(),
            "23503" => {
                let detail =
                    error.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().and_then(|e| e.detail());
                foreign_key(detail.unwrap_or_default(), error.constraint().unwrap_or_default())
            }
            known => code(known),
        },
        _ => Error::Internal { incident: String::new() },
    }
}

/// What PostgreSQL says of a foreign key, when two writes crossed: what was to be deleted is referred to by now, or what
/// was to be referred to is gone. Its sentence is in the server's language; the key that it quotes is not. SQLite lets one
/// write at a time, so that there it is a defect.
fn foreign_key(detail: &str, constraint: &str) -> Error {
    if detail.contains("(id)=(") {
        return Refusal::InUse { by: vec![] }.into();
    }
    let reference = REFERENCES.iter().find(|r| constraint == format!("{}_{}_fkey", r.table, r.column));
    match reference {
        Some(reference) => Error::field(reference.column, FieldCode::NotFound),
        None => Error::Internal { incident: String::new() },
    }
}

/// By SQLSTATE (PostgreSQL, five characters) or by SQLite's extended result code, of which the low byte is the kind.
fn code(code: &str) -> Error {
    const SQLITE_IOERR: u32 = 10;
    const SQLITE_FULL: u32 = 13;
    match (code.len(), code.parse::<u32>()) {
        (5, _) => match code {
            "53100" => Error::StorageFull,
            // A serialization failure; a deadlock.
            "40001" | "40P01" => Error::Contended,
            // Too many connections or no memory; shut down, crashed or starting; the connection is gone.
            _ if ["53", "57P", "08"].iter().any(|class| code.starts_with(class)) => Error::Unavailable,
            _ => Error::Internal { incident: String::new() },
        },
        (_, Ok(number)) if number & 0xff == SQLITE_FULL => Error::StorageFull,
        (_, Ok(number)) if number & 0xff == SQLITE_IOERR => Error::Unavailable,
        _ => Error::Internal { incident: String::new() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_an_outage_and_a_defect_are_told_apart() {
        for full in ["53100", "13"] {
            assert_eq!(code(full), Error::StorageFull, "{full}");
        }
        // 57P01: shut down by the administrator; 4874: SQLite could not grow its shared memory.
        for away in ["57P01", "57P03", "53300", "08006", "10", "4874"] {
            assert_eq!(code(away), Error::Unavailable, "{away}");
        }
        for ended in ["40001", "40P01"] {
            assert_eq!(code(ended), Error::Contended, "{ended}");
        }
        // 23505 and 2067: a unique index; 25P02: the transaction is aborted already.
        for defect in ["23505", "2067", "25P02", "42601", "1", ""] {
            assert_eq!(code(defect), Error::Internal { incident: String::new() }, "{defect}");
        }
    }

    #[test]
    fn a_crossed_foreign_key_is_an_answer_and_no_defect() {
        // In whatever language: only the key is looked at.
        let deleted = "La clé (id)=(3) est toujours référencée à partir de la table « equipment ».";
        assert_eq!(foreign_key(deleted, "x"), Refusal::InUse { by: vec![] }.into());
        let gone = "La clé (line_id)=(9) n'est pas présente dans la table « production_lines ».";
        let line = foreign_key(gone, "equipment_line_id_fkey");
        assert_eq!(line, Error::field("line_id", FieldCode::NotFound));
        assert_eq!(foreign_key(gone, "unknown"), Error::Internal { incident: String::new() });
    }
}

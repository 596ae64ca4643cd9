//! Search in the folded text of rows: every word, anywhere in it, along the index that each engine has for it.

use domain::text::search_words;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend,
    sea_query::{Alias, Expr, LikeExpr, Query, extension::sqlite::SqliteExpr},
};

/// SQLite's index knows texts by three characters and more.
const INDEXED_LENGTH: usize = 3;

/// The condition that `text` holds every word of a search. `index` is the table's search index on SQLite, by
/// its `id`; on PostgreSQL the column has one of its own.
pub(crate) fn holds<C: ConnectionTrait, T: ColumnTrait>(
    db: &C,
    (id, text): (T, T),
    index: &'static str,
    q: &str,
) -> Condition {
    let words = search_words(q);
    if db.get_database_backend() != DbBackend::Sqlite {
        return like(text, words);
    }
    let (long, short): (Vec<_>, Vec<_>) =
        words.into_iter().partition(|word| word.chars().count() >= INDEXED_LENGTH);
    if long.is_empty() {
        return like(text, short);
    }
    let quoted: Vec<String> = long.iter().map(|word| format!("\"{}\"", word.replace('"', "\"\""))).collect();
    let found = Query::select()
        .column(Alias::new("rowid"))
        .from(Alias::new(index))
        .and_where(Expr::col(Alias::new("search_text")).matches(quoted.join(" ")))
        .to_owned();
    like(text, short).add(id.in_subquery(found))
}

/// The condition that a folded text column without an index holds every word of a search.
pub(crate) fn holds_unindexed(text: impl ColumnTrait, q: &str) -> Condition {
    like(text, search_words(q))
}

/// The condition that `text` holds every word before its first line `end`.
pub(crate) fn holds_before(text: impl ColumnTrait, end: char, q: &str) -> Condition {
    matching(text, search_words(q), |word| format!("%{word}%{end}%"))
}

/// `%` and `_` stand for themselves.
fn like(text: impl ColumnTrait, words: Vec<String>) -> Condition {
    matching(text, words, |word| format!("%{word}%"))
}

fn matching(text: impl ColumnTrait, words: Vec<String>, pattern: impl Fn(&str) -> String) -> Condition {
    words.into_iter().fold(Condition::all(), |all, word| {
        let escaped = word.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
        all.add(text.like(LikeExpr::new(pattern(&escaped)).escape('\\')))
    })
}

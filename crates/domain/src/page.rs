//! Pages of a list: a window of rows, and the way to the next one by cursor.

use serde::{Deserialize, Serialize};

/// Rows a page holds unless asked otherwise, and at most.
pub const DEFAULT_LIMIT: u32 = 50;
pub const MAX_LIMIT: u32 = 200;
/// Rows that a page may skip. Both databases would take more; nobody reads that far.
pub const MAX_OFFSET: u64 = 1_000_000_000;
/// Counting stops here: "more than 2 000" says enough, and costs the same on every size of table.
pub const COUNT_CAP: i64 = 2_000;

/// A page of rows: `{ "data": [...], "pagination": {...} }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Page<T> {
    pub data: Vec<T>,
    pub pagination: Pagination,
}

/// Where the page stands in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pagination {
    pub limit: u32,
    /// Rows of the list before this page. By cursor it is carried along from page to page: rows that came or went
    /// meanwhile are not in it, until the start or the end of the list is reached again.
    pub offset: u64,
    /// Rows in the whole list, counted up to 2 000.
    pub total: i64,
    /// Whether there are more than `total` rows.
    pub total_capped: bool,
    pub next_cursor: Option<String>,
    pub prev_cursor: Option<String>,
}

/// Which rows of the list are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Window {
    pub limit: u32,
    pub offset: u64,
    pub cursor: Option<Cursor>,
}

impl Default for Window {
    fn default() -> Self {
        Self { limit: DEFAULT_LIMIT, offset: 0, cursor: None }
    }
}

/// A place between two rows: the sort value and id of the row next to it, and which way to read on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Towards the start of the list.
    pub back: bool,
    /// The sort column's value as text; absent where it is null.
    pub value: Option<String>,
    pub id: i64,
    /// How many rows of the list came before this place when it was given out; absent where nobody counts.
    pub before: Option<u64>,
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let way = if self.back { 'p' } else { 'n' };
        write!(f, "{way}{}", self.id)?;
        if let Some(before) = self.before {
            write!(f, "~{before}")?;
        }
        match &self.value {
            Some(value) => write!(f, ".{value}"),
            None => Ok(()),
        }
    }
}

impl std::str::FromStr for Cursor {
    type Err = InvalidCursor;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let back = match text.as_bytes().first() {
            Some(b'p') => true,
            Some(b'n') => false,
            _ => return Err(InvalidCursor),
        };
        let (place, value) = match text[1..].split_once('.') {
            Some((place, value)) => (place, Some(value.to_owned())),
            None => (&text[1..], None),
        };
        let (id, before) = match place.split_once('~') {
            Some((id, before)) => (id, Some(before.parse().map_err(|_| InvalidCursor)?)),
            None => (place, None),
        };
        Ok(Self { back, value, id: id.parse().map_err(|_| InvalidCursor)?, before })
    }
}

/// Not a cursor that this server gave out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("invalid cursor")]
pub struct InvalidCursor;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_cursor_is_read_back(back: bool, value in proptest::option::of("\\PC{0,20}"), id: i64, before: Option<u64>) {
            let cursor = Cursor { back, value, id, before };
            prop_assert_eq!(cursor.to_string().parse::<Cursor>(), Ok(cursor));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,20}") {
            let _ = text.parse::<Cursor>();
        }
    }
}

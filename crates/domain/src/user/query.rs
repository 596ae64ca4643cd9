//! Which accounts a list shows.

use crate::{
    FieldError,
    access::Role,
    page::Window,
    url::{QueryReader, QueryWriter},
};

/// Filters and window of a list of accounts, ordered by last name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Words that must all be found in names, username or e-mail address.
    pub q: String,
    pub role: Vec<Role>,
    /// Only active or only disabled accounts.
    pub active: Option<bool>,
    pub window: Window,
}

impl UserQuery {
    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query =
            Self { q: r.text("q"), role: r.list("role"), active: r.one("active"), window: r.window() };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        QueryWriter::default()
            .text("q", &self.q)
            .list("role", &self.role)
            .text("active", &self.active.map(|a| a.to_string()).unwrap_or_default())
            .window(&self.window)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_query_is_its_url(
            q in "[^\\pC\\s]{0,10}",
            role in proptest::sample::subsequence(Role::ALL.to_vec(), 0..=4),
            active: Option<bool>,
            limit in 1u32..=200,
            offset in 0u64..1000,
        ) {
            let query = UserQuery { q, role, active, window: Window { limit, offset, cursor: None } };
            prop_assert_eq!(UserQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

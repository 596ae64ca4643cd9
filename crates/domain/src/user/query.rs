//! Which accounts a list shows.

use crate::{
    FieldError, SiteId,
    access::Role,
    page::{Cursor, Window},
    url::{QueryReader, QueryWriter, href},
};

/// Filters and window of a list of accounts, ordered by last name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UserQuery {
    /// Words that must all be found in names, username or e-mail address.
    pub q: String,
    pub role: Vec<Role>,
    /// Only active or only disabled accounts.
    pub active: Option<bool>,
    /// People who see one of these sites.
    pub site: Vec<SiteId>,
    pub window: Window,
}

impl UserQuery {
    pub const PATH: &'static str = "/admin/users";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query = Self {
            q: r.text("q"),
            role: r.list("role"),
            active: r.one("active"),
            site: r.list("site"),
            window: r.window(),
        };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        QueryWriter::default()
            .text("q", &self.q)
            .list("role", &self.role)
            .text("active", &self.active.map(|a| a.to_string()).unwrap_or_default())
            .list("site", &self.site)
            .window(&self.window)
            .finish()
    }

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// The same list at another place.
    #[must_use]
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        let window = Window { limit: self.window.limit, offset: 0, cursor };
        Self { window, ..self.clone() }
    }

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        Self { window: Window::default(), ..self.clone() } != Self::default()
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
            let site = vec![SiteId(3), SiteId(1)];
            let query = UserQuery { q, role, active, site, window: Window { limit, offset, cursor: None } };
            prop_assert_eq!(UserQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

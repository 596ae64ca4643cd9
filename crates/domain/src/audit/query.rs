//! Which entries of the audit trail a list shows.

use super::Action;
use crate::{
    Date, FieldError, Noun, SiteId, UserId,
    page::{Cursor, Window},
    url::{QueryReader, QueryWriter, href},
};

/// Filters and window of the audit trail, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    /// Words of a person's name, their username, or the name of a part of the program; the last of these whole.
    pub actor: String,
    /// The person, whatever they were called then.
    pub user: Option<UserId>,
    pub action: Vec<Action>,
    pub entity: Vec<Noun>,
    /// Of one row; means something beside one `entity`.
    pub entity_id: Option<i64>,
    pub site: Vec<SiteId>,
    /// On this day of the plant or later.
    pub from: Option<Date>,
    /// On this day of the plant or earlier.
    pub to: Option<Date>,
    pub window: Window,
}

impl AuditQuery {
    pub const PATH: &'static str = "/admin/audit";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query = Self {
            actor: r.text("actor"),
            user: r.one("user"),
            action: r.list("action"),
            entity: r.list("entity"),
            entity_id: r.one("entity_id"),
            site: r.list("site"),
            from: r.one("from"),
            to: r.one("to"),
            window: r.window(),
        };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        self.writer().window(&self.window).finish()
    }

    /// The list's own filter, without the page.
    pub fn filter_url(&self) -> String {
        self.writer().finish()
    }

    fn writer(&self) -> QueryWriter {
        let text = |value: Option<String>| value.unwrap_or_default();
        QueryWriter::default()
            .text("actor", &self.actor)
            .text("user", &text(self.user.map(|u| u.to_string())))
            .list("action", &self.action)
            .list("entity", &self.entity)
            .text("entity_id", &text(self.entity_id.map(|id| id.to_string())))
            .list("site", &self.site)
            .text("from", &text(self.from.map(|d| d.to_string())))
            .text("to", &text(self.to.map(|d| d.to_string())))
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
    use proptest::{option, prelude::*, sample::subsequence};

    proptest! {
        #[test]
        fn a_query_is_its_url(
            actor in "[^\\pC\\s]{0,10}",
            user in option::of(1i64..100),
            action in subsequence(Action::ALL.to_vec(), 0..=4),
            entity in subsequence(Noun::ALL.to_vec(), 0..=4),
            entity_id: Option<i64>,
            sites in subsequence(vec![SiteId(1), SiteId(2), SiteId(7)], 0..=3),
            day in option::of(1i8..=28),
            limit in 1u32..=200,
        ) {
            let from = day.and_then(|d| jiff::civil::Date::new(2026, 2, d).ok()).map(Date);
            let query = AuditQuery {
                actor,
                user: user.map(UserId),
                action,
                entity,
                entity_id,
                site: sites,
                from,
                to: from,
                window: Window { limit, ..Window::default() },
            };
            prop_assert_eq!(AuditQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

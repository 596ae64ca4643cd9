//! Which mails a list shows.

use super::{MailState, MailTemplate};
use crate::{
    FieldError,
    page::{Cursor, Window},
    url::{QueryReader, QueryWriter, href},
};

/// Filters and window of the outbox, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MailQuery {
    /// Words that must all be found in the recipient's name and address and in the subject.
    pub q: String,
    pub state: Vec<MailState>,
    pub template: Vec<MailTemplate>,
    pub window: Window,
}

impl MailQuery {
    /// The page that shows it.
    pub const PATH: &'static str = "/admin/outbox";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query =
            Self { q: r.text("q"), state: r.list("state"), template: r.list("template"), window: r.window() };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        QueryWriter::default()
            .text("q", &self.q)
            .list("state", &self.state)
            .list("template", &self.template)
            .window(&self.window)
            .finish()
    }

    /// Whether the list leaves something out.
    pub fn is_filtered(&self) -> bool {
        !self.q.is_empty() || !self.state.is_empty() || !self.template.is_empty()
    }

    /// The page that shows this list.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// The same filters from the first row on, or from a cursor.
    #[must_use]
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        Self { window: Window { limit: self.window.limit, offset: 0, cursor }, ..self.clone() }
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
            state in proptest::sample::subsequence(MailState::ALL.to_vec(), 0..=5),
            template in proptest::sample::subsequence(MailTemplate::ALL.to_vec(), 0..=2),
            limit in 1u32..=200,
            offset in 0u64..1000,
        ) {
            let query = MailQuery { q, state, template, window: Window { limit, offset, cursor: None } };
            prop_assert_eq!(MailQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

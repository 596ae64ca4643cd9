//! Which jobs a list shows.

use super::{JobKind, JobState};
use crate::{
    FieldError,
    page::{Cursor, Window},
    url::{QueryReader, QueryWriter, href},
};

/// Filters and window of a list of jobs, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct JobQuery {
    pub state: Vec<JobState>,
    pub kind: Vec<JobKind>,
    pub window: Window,
}

impl JobQuery {
    /// The page that shows it.
    pub const PATH: &'static str = "/admin/jobs";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query = Self { state: r.list("state"), kind: r.list("kind"), window: r.window() };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        QueryWriter::default()
            .list("state", &self.state)
            .list("kind", &self.kind)
            .window(&self.window)
            .finish()
    }

    /// Whether the list leaves something out.
    pub fn is_filtered(&self) -> bool {
        !self.state.is_empty() || !self.kind.is_empty()
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
            state in proptest::sample::subsequence(JobState::ALL.to_vec(), 0..=5),
            kind in proptest::sample::subsequence(JobKind::ALL.to_vec(), 0..=3),
            limit in 1u32..=200,
            offset in 0u64..1000,
        ) {
            let query = JobQuery { state, kind, window: Window { limit, offset, cursor: None } };
            prop_assert_eq!(JobQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

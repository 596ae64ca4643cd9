//! Which technicians a list shows.

use crate::{
    FieldError, SiteId, TeamId,
    page::Window,
    url::{QueryReader, QueryWriter, href},
};

/// Filters of the list of technicians, ordered by last name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamQuery {
    /// Words that must all be found in the name.
    pub q: String,
    pub team: Vec<TeamId>,
    /// By name; people who have one of them.
    pub skill: Vec<String>,
    /// People who work in one of these sites.
    pub site: Vec<SiteId>,
    /// Only those who are in a shift now.
    pub present: bool,
}

impl TeamQuery {
    pub const PATH: &'static str = "/team";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let read = Self {
            q: r.text("q"),
            team: r.list("team"),
            skill: r.list("skill"),
            site: r.list("site"),
            present: r.one("present").unwrap_or(false),
        };
        let _: Window = r.window();
        (read, r.errors())
    }

    pub fn to_url(&self) -> String {
        QueryWriter::default()
            .text("q", &self.q)
            .list("team", &self.team)
            .list("skill", &self.skill)
            .list("site", &self.site)
            .text("present", if self.present { "true" } else { "" })
            .finish()
    }

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        *self != Self::default()
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
            // A value that stands twice in the address is one.
            skill in proptest::collection::btree_set("[a-zé]{1,6}( [A-Z]{1,4})?", 0..3),
            present: bool,
        ) {
            let (team, site) = (vec![TeamId(2), TeamId(1)], vec![SiteId(3)]);
            let skill = skill.into_iter().collect();
            let query = TeamQuery { q, team, skill, site, present };
            prop_assert_eq!(TeamQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

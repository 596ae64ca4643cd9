//! Which equipment a list shows: the same value is the page's URL, the API's query and the export's filter.

use super::{Criticality, EquipmentState};
use crate::{
    EquipmentTypeId, FieldError, LineId, SiteId,
    page::{Cursor, Window},
    text_enum,
    url::{QueryReader, QueryWriter, href},
};

text_enum! {
    /// Columns by which the list can be ordered.
    pub enum EquipmentSort {
        Code = "code",
        Name = "name",
        State = "state",
        Criticality = "criticality",
        InService = "in_service",
        Interventions = "interventions",
        Updated = "updated",
    }
}

/// Filters, order and window of an equipment list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EquipmentQuery {
    /// Words that must all be found in code, name, model, serial number or manufacturer.
    pub q: String,
    pub site: Vec<SiteId>,
    pub line: Vec<LineId>,
    pub equipment_type: Vec<EquipmentTypeId>,
    pub state: Vec<EquipmentState>,
    pub criticality: Vec<Criticality>,
    /// Show what is out of service for good, and only that.
    pub retired: bool,
    pub sort: EquipmentSort,
    pub descending: bool,
    pub window: Window,
}

impl Default for EquipmentQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            site: vec![],
            line: vec![],
            equipment_type: vec![],
            state: vec![],
            criticality: vec![],
            retired: false,
            sort: EquipmentSort::Code,
            descending: false,
            window: Window::default(),
        }
    }
}

impl EquipmentQuery {
    pub const PATH: &'static str = "/equipments";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let (sort, descending) = r.sort().unwrap_or((EquipmentSort::Code, false));
        let query = Self {
            q: r.text("q"),
            site: r.list("site"),
            line: r.list("line"),
            equipment_type: r.list("type"),
            state: r.list("state"),
            criticality: r.list("criticality"),
            retired: r.one("retired").unwrap_or(false),
            sort,
            descending,
            window: r.window(),
        };
        (query, r.errors())
    }

    fn writer(&self) -> QueryWriter {
        let w = QueryWriter::default()
            .text("q", &self.q)
            .list("site", &self.site)
            .list("line", &self.line)
            .list("type", &self.equipment_type)
            .list("state", &self.state)
            .list("criticality", &self.criticality)
            .text("retired", if self.retired { "true" } else { "" });
        if self.sort == EquipmentSort::Code && !self.descending {
            w
        } else {
            w.sort(self.sort.as_str(), self.descending)
        }
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        self.writer().window(&self.window).finish()
    }

    /// The list's own filter and order, without the page: what a saved view keeps and an export takes.
    pub fn filter_url(&self) -> String {
        self.writer().finish()
    }

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// The same list by another column, from its first page; the same column again turns the order.
    pub fn with_sort(&self, sort: EquipmentSort) -> Self {
        let descending = sort == self.sort && !self.descending;
        Self { sort, descending, window: self.first_page(), ..self.clone() }
    }

    /// The same list at another place.
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        Self { window: Window { cursor, ..self.first_page() }, ..self.clone() }
    }

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        let Self { q, site, line, equipment_type, state, criticality, retired, .. } = self;
        !(q.is_empty()
            && site.is_empty()
            && line.is_empty()
            && equipment_type.is_empty()
            && state.is_empty()
            && criticality.is_empty()
            && !retired)
    }

    fn first_page(&self) -> Window {
        Window { limit: self.window.limit, offset: 0, cursor: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::MAX_LIMIT;
    use proptest::{prelude::*, sample::subsequence};

    fn queries() -> impl Strategy<Value = EquipmentQuery> {
        let cursor = proptest::option::of(
            ("\\PC{0,12}", any::<(bool, Option<u64>)>(), 1i64..9999)
                .prop_map(|(value, (back, before), id)| Cursor { back, value: Some(value), id, before }),
        );
        (
            "[^\\pC\\s]{0,10}",
            proptest::collection::btree_set(1i64..50, 0..4),
            subsequence(EquipmentState::ALL.to_vec(), 0..=5),
            subsequence(Criticality::ALL.to_vec(), 0..=4),
            proptest::sample::select(EquipmentSort::ALL),
            any::<(bool, bool)>(),
            (1u32..=MAX_LIMIT, 0u64..1000, cursor),
        )
            .prop_map(
                |(q, site, state, criticality, sort, (descending, retired), (limit, offset, cursor))| {
                    EquipmentQuery {
                        q,
                        site: site.into_iter().map(SiteId).collect(),
                        state,
                        criticality,
                        sort,
                        descending,
                        retired,
                        window: Window { limit, offset, cursor },
                        ..Default::default()
                    }
                },
            )
    }

    proptest! {
        #[test]
        fn a_query_is_its_url(query in queries()) {
            prop_assert_eq!(EquipmentQuery::from_url(&query.to_url()), (query, vec![]));
        }

        #[test]
        fn no_url_makes_it_panic(url in "\\PC{0,60}") {
            let _ = EquipmentQuery::from_url(&url);
        }
    }

    #[test]
    fn the_same_column_again_turns_the_order() {
        let by_name = EquipmentQuery::default().with_sort(EquipmentSort::Name);
        assert_eq!(by_name.to_url(), "sort=name");
        assert_eq!(by_name.with_sort(EquipmentSort::Name).to_url(), "sort=-name");
        assert_eq!(EquipmentQuery::default().href(), "/equipments");
    }
}

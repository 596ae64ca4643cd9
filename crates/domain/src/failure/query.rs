//! Which failures a list shows.

use crate::{
    Date, EquipmentId, EquipmentTypeId, FieldError, SiteId, UserId,
    intervention::Priority,
    page::{Cursor, Window},
    text_enum,
    url::{QueryReader, QueryWriter, href},
};

text_enum! {
    /// Where a failure stands.
    pub enum FailureState {
        Open = "open",
        Restored = "restored",
        /// It was none.
        Withdrawn = "withdrawn",
    }
}

text_enum! {
    /// Columns by which the list can be ordered.
    pub enum FailureSort {
        Started = "started",
    }
}

/// Filters, order and window of a list of failures. The newest first unless asked otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureQuery {
    /// All but the withdrawn ones when empty.
    pub state: Vec<FailureState>,
    /// Only those that made the machine stand still, or only the others.
    pub stops: Option<bool>,
    pub site: Vec<SiteId>,
    pub equipment: Vec<EquipmentId>,
    pub equipment_type: Vec<EquipmentTypeId>,
    /// Of an intervention that is to put it right.
    pub priority: Vec<Priority>,
    /// Those to whom such an intervention is assigned.
    pub technician: Vec<UserId>,
    /// Began on this day of the site or later.
    pub from: Option<Date>,
    /// Began on this day of the site or earlier.
    pub to: Option<Date>,
    pub descending: bool,
    pub window: Window,
}

impl Default for FailureQuery {
    fn default() -> Self {
        Self {
            state: vec![],
            stops: None,
            site: vec![],
            equipment: vec![],
            equipment_type: vec![],
            priority: vec![],
            technician: vec![],
            from: None,
            to: None,
            descending: true,
            window: Window::default(),
        }
    }
}

impl FailureQuery {
    pub const PATH: &'static str = "/repairs";

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// The same list at another place.
    #[must_use]
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        Self { window: Window { limit: self.window.limit, offset: 0, cursor }, ..self.clone() }
    }

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let descending = r.sort::<FailureSort>().is_none_or(|(_, descending)| descending);
        let query = Self {
            state: r.list("state"),
            stops: r.one("stops"),
            site: r.list("site"),
            equipment: r.list("equipment"),
            equipment_type: r.list("equipment_type"),
            priority: r.list("priority"),
            technician: r.list("technician"),
            from: r.one("from"),
            to: r.one("to"),
            descending,
            window: r.window(),
        };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        let date = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let w = QueryWriter::default()
            .list("state", &self.state)
            .text("stops", &self.stops.map(|stops| stops.to_string()).unwrap_or_default())
            .list("site", &self.site)
            .list("equipment", &self.equipment)
            .list("equipment_type", &self.equipment_type)
            .list("priority", &self.priority)
            .list("technician", &self.technician)
            .text("from", &date(self.from))
            .text("to", &date(self.to));
        let w = if self.descending { w } else { w.sort(FailureSort::Started.as_str(), false) };
        w.window(&self.window).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::subsequence};

    proptest! {
        #[test]
        fn a_query_is_its_url(
            state in subsequence(FailureState::ALL.to_vec(), 0..=3),
            priority in subsequence(Priority::ALL.to_vec(), 0..=4),
            stops: Option<bool>,
            descending: bool,
            day in 1i8..=28,
        ) {
            let from = jiff::civil::Date::new(2026, 2, day).ok().map(Date);
            let query = FailureQuery { state, priority, stops, descending, from, ..Default::default() };
            prop_assert_eq!(FailureQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

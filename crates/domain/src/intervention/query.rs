//! Which interventions a list shows.

use super::{InterventionKind, InterventionStatus, Priority};
use crate::{
    CampaignId, Date, EquipmentId, FieldError, ImportId, SiteId, UserId,
    page::{Cursor, Window},
    text_enum,
    url::{QueryReader, QueryWriter, href},
};
use serde::{Deserialize, Serialize};

text_enum! {
    /// Columns by which the list can be ordered.
    pub enum InterventionSort {
        Reported = "reported",
        Code = "code",
        Cost = "cost",
        Priority = "priority",
        /// By the deadline.
        Due = "due",
        Planned = "planned",
    }
}

text_enum! {
    /// How soon what is still to be done must be done; what is late already is among it.
    pub enum DueWithin {
        Today = "today",
        /// Seven days, with today.
        Week = "week",
        /// Thirty days, with today.
        Month = "month",
    }
}

impl DueWithin {
    /// Days, today among them.
    pub fn days(self) -> i64 {
        match self {
            Self::Today => 1,
            Self::Week => 7,
            Self::Month => 30,
        }
    }
}

/// How many rows the filters of one press would leave of a list, each beside what is filtered already; at most 2,001.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterventionCounts {
    pub mine: i64,
    pub late: i64,
}

/// Filters, order and window of an intervention list. The newest first unless asked otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterventionQuery {
    /// Words that must all be found in code, title, description, report or the machine’s code, name, model, serial number or manufacturer.
    pub q: String,
    pub site: Vec<SiteId>,
    pub equipment: Vec<EquipmentId>,
    pub kind: Vec<InterventionKind>,
    pub status: Vec<InterventionStatus>,
    pub priority: Vec<Priority>,
    /// Reported on this day of the site or later.
    pub from: Option<Date>,
    /// Reported on this day of the site or earlier.
    pub to: Option<Date>,
    pub import: Option<ImportId>,
    /// Assigned to one of these.
    pub technician: Vec<UserId>,
    /// Assigned to the viewer, or reported by a viewer who sees only their own.
    pub mine: bool,
    /// Still to be done after its deadline.
    pub late: bool,
    /// Still to be done, on the calendar of the site.
    pub due: Option<DueWithin>,
    /// Of this campaign.
    pub campaign: Option<CampaignId>,
    pub sort: InterventionSort,
    pub descending: bool,
    pub window: Window,
}

impl Default for InterventionQuery {
    fn default() -> Self {
        Self {
            q: String::new(),
            site: vec![],
            equipment: vec![],
            kind: vec![],
            status: vec![],
            priority: vec![],
            from: None,
            to: None,
            import: None,
            technician: vec![],
            mine: false,
            late: false,
            due: None,
            campaign: None,
            sort: InterventionSort::Reported,
            descending: true,
            window: Window::default(),
        }
    }
}

impl InterventionQuery {
    pub const PATH: &'static str = "/interventions";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let (sort, descending) = r.sort().unwrap_or((InterventionSort::Reported, true));
        let query = Self {
            q: r.text("q"),
            site: r.list("site"),
            equipment: r.list("equipment"),
            kind: r.list("kind"),
            status: r.list("status"),
            priority: r.list("priority"),
            from: r.one("from"),
            to: r.one("to"),
            import: r.one("import"),
            technician: r.list("technician"),
            mine: r.one("mine").unwrap_or(false),
            late: r.one("late").unwrap_or(false),
            due: r.one("due"),
            campaign: r.one("campaign"),
            sort,
            descending,
            window: r.window(),
        };
        (query, r.errors())
    }

    /// The query string of exactly this list and page.
    pub fn to_url(&self) -> String {
        self.writer().window(&self.window).finish()
    }

    /// The list's own filter and order, without the page.
    pub fn filter_url(&self) -> String {
        self.writer().finish()
    }

    fn writer(&self) -> QueryWriter {
        let date = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
        let w = QueryWriter::default()
            .text("q", &self.q)
            .list("site", &self.site)
            .list("equipment", &self.equipment)
            .list("kind", &self.kind)
            .list("status", &self.status)
            .list("priority", &self.priority)
            .text("from", &date(self.from))
            .text("to", &date(self.to))
            .text("import", &self.import.map(|i| i.to_string()).unwrap_or_default())
            .list("technician", &self.technician)
            .text("mine", if self.mine { "true" } else { "" })
            .text("late", if self.late { "true" } else { "" })
            .text("due", self.due.map(DueWithin::as_str).unwrap_or_default())
            .text("campaign", &self.campaign.map(|c| c.to_string()).unwrap_or_default());
        if self.sort == InterventionSort::Reported && self.descending {
            w
        } else {
            w.sort(self.sort.as_str(), self.descending)
        }
    }

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// The same list by another column, from its first page; the same column again turns the order.
    pub fn with_sort(&self, sort: InterventionSort) -> Self {
        let descending =
            if sort == self.sort { !self.descending } else { sort == InterventionSort::Reported };
        Self { sort, descending, window: self.first_page(), ..self.clone() }
    }

    /// The same list at another place.
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        Self { window: Window { cursor, ..self.first_page() }, ..self.clone() }
    }

    /// Whether any filter is set.
    pub fn is_filtered(&self) -> bool {
        Self { window: Window::default(), sort: InterventionSort::Reported, descending: true, ..self.clone() }
            != Self::default()
    }

    fn first_page(&self) -> Window {
        Window { limit: self.window.limit, offset: 0, cursor: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::subsequence};

    proptest! {
        #[test]
        fn a_query_is_its_url(
            q in "[^\\pC\\s]{0,10}",
            kind in subsequence(InterventionKind::ALL.to_vec(), 0..=5),
            status in subsequence(InterventionStatus::ALL.to_vec(), 0..=8),
            sort in proptest::sample::select(InterventionSort::ALL),
            descending: bool,
            day in 1i8..=28,
            mine: bool,
            late: bool,
            due in proptest::option::of(proptest::sample::select(DueWithin::ALL)),
        ) {
            let from = jiff::civil::Date::new(2026, 2, day).ok().map(Date);
            let query = InterventionQuery { q, kind, status, sort, descending, from, mine, late, due, ..Default::default() };
            prop_assert_eq!(InterventionQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

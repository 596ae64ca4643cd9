//! Which campaigns a list shows, and which machines of one.

use super::{CampaignStatus, MachineState};
use crate::{
    CampaignId, FieldError, SiteId,
    page::{Cursor, Window},
    url::{QueryReader, QueryWriter, href},
};

/// Filters and window of the list of campaigns, by their last days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CampaignQuery {
    pub status: Vec<CampaignStatus>,
    pub site: Vec<SiteId>,
    pub window: Window,
}

impl CampaignQuery {
    pub const PATH: &'static str = "/campaigns";

    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query = Self { status: r.list("status"), site: r.list("site"), window: r.window() };
        (query, r.errors())
    }

    /// What is under way comes by its nearest end, the rest by the latest.
    pub fn descending(&self) -> bool {
        self.status != [CampaignStatus::Open]
    }

    pub fn to_url(&self) -> String {
        let w = QueryWriter::default().list("status", &self.status).list("site", &self.site);
        w.window(&self.window).finish()
    }

    /// The page's address.
    pub fn href(&self) -> String {
        href(Self::PATH, &self.to_url())
    }

    /// The same list at another place.
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        Self { window: Window { limit: self.window.limit, offset: 0, cursor }, ..self.clone() }
    }
}

/// Filters and window of the machines of a campaign, by their codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MachineQuery {
    pub state: Vec<MachineState>,
    pub site: Vec<SiteId>,
    pub window: Window,
}

impl MachineQuery {
    /// Reads a query string; what cannot be read is left out and reported.
    pub fn from_url(query: &str) -> (Self, Vec<FieldError>) {
        let mut r = QueryReader::new(query);
        let query = Self { state: r.list("state"), site: r.list("site"), window: r.window() };
        (query, r.errors())
    }

    pub fn to_url(&self) -> String {
        self.writer().window(&self.window).finish()
    }

    /// The filter without the page: what an export takes.
    pub fn filter_url(&self) -> String {
        self.writer().finish()
    }

    fn writer(&self) -> QueryWriter {
        QueryWriter::default().list("state", &self.state).list("site", &self.site)
    }

    /// The page of a campaign that shows just these.
    pub fn href(&self, campaign: CampaignId) -> String {
        href(&format!("{}/{campaign}", CampaignQuery::PATH), &self.to_url())
    }

    /// The same list at another place.
    pub fn at(&self, cursor: Option<Cursor>) -> Self {
        Self { window: Window { limit: self.window.limit, offset: 0, cursor }, ..self.clone() }
    }

    pub fn is_filtered(&self) -> bool {
        !self.state.is_empty() || !self.site.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{prelude::*, sample::subsequence};

    proptest! {
        #[test]
        fn a_query_is_its_url(
            status in subsequence(CampaignStatus::ALL.to_vec(), 0..=3),
            state in subsequence(MachineState::ALL.to_vec(), 0..=4),
            sites in proptest::collection::btree_set(1_i64..9, 0..3),
        ) {
            let site: Vec<SiteId> = sites.into_iter().map(SiteId).collect();
            let query = CampaignQuery { status, site: site.clone(), ..Default::default() };
            prop_assert_eq!(CampaignQuery::from_url(&query.to_url()), (query, vec![]));
            let query = MachineQuery { state, site, ..Default::default() };
            prop_assert_eq!(MachineQuery::from_url(&query.to_url()), (query, vec![]));
        }
    }
}

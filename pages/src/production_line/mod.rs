//! Production lines: the machines of a site that work one after the other.

mod api;
mod form;
mod list;

pub use form::{edit, new};
pub use list::list;

use domain::{SiteId, url};

/// The list's address, of one site or of all.
pub fn list_href(site: Option<SiteId>) -> String {
    let site = site.map(|id| id.to_string()).unwrap_or_default();
    url::href(api::LIST, &url::QueryWriter::default().text("site", &site).finish())
}

/// The site that an address names, `?site=3`.
fn site_of(query: &str) -> Option<SiteId> {
    url::QueryReader::new(query).one("site")
}

//! Server functions of sites.

use crate::record::record_functions;
use domain::{SiteId, site::SiteDraft};

/// Where the list is.
pub const LIST: &str = "/admin/sites";

record_functions!(save_site "site/save", delete_site "site/delete", SiteDraft, SiteId);

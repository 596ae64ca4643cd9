//! What the audit trail shows.

use crate::{LocalDateTime, Timestamp, UserId, site::SiteRef};
use serde::{Deserialize, Serialize};

/// One entry: who did what, when, to which row, and what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditRow {
    pub id: i64,
    pub at: Timestamp,
    /// On the site's wall clock, or on the plant's where the entry belongs to no site.
    pub at_local: LocalDateTime,
    pub user_id: Option<UserId>,
    /// The username at that time, or the name of a part of the program.
    pub actor: String,
    /// What the person is called now.
    pub person: Option<String>,
    /// An [`super::Action`]; any other text is a forgery, and shown as it is.
    pub action: String,
    /// A [`crate::Noun`].
    pub entity: String,
    pub entity_id: i64,
    /// Code or name of the row, as the entry itself tells it.
    pub label: Option<String>,
    pub site: Option<SiteRef>,
    pub changes: Vec<FieldChange>,
    /// The request in which it was done.
    pub request_id: String,
    /// SHA-256 over the entry and the hash before it.
    pub hash: String,
}

/// A field whose value changed, as text. Absent where the row did not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// `name`, `site_id`, `specifications`.
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

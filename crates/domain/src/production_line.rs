//! A production line: machines of a site that work one after the other.

use crate::{
    LineId, SiteId, Timestamp,
    record::{Field, Kind, draft, record},
    site::SiteRef,
};
use serde::{Deserialize, Serialize};

/// A line as it is named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineRef {
    pub id: LineId,
    pub site_id: SiteId,
    pub code: String,
    pub name: String,
}

/// One line, with how many machines it has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LineView {
    pub id: LineId,
    pub site: SiteRef,
    pub code: String,
    pub name: String,
    pub description: Option<String>,
    pub equipment_count: i64,
    pub updated_at: Timestamp,
    pub version: i64,
}

draft! {
    /// The line form.
    LineDraft of LineView => NewLine {
        /// The site cannot change once the line exists.
        site_id: SiteId = Field::new("site_id", Kind::Reference).required(), |line| line.site.id;
        /// Unique in the site.
        code: String = Field::line("code", 20).required();
        name: String = Field::line("name", 120).required();
        description: Option<String> = Field::text("description", 2000);
    }
}

record! {
    ProductionLine: LineDraft, LineView, LineId, table: "production_lines",
    read: SiteRead, write: StructureWrite, list: "/admin/lines", label: code, site: |line| line.site.id
}

//! A production line: machines of a site that work one after the other.

use crate::{
    FieldCode, FieldErrors, LineId, SiteId, Timestamp,
    draft::{Checker, loose},
    record::{Field, Kind, record},
    site::SiteRef,
};
use serde::{Deserialize, Serialize};

const SITE: Field = Field::new("site_id", Kind::Reference).required();
const CODE: Field = Field::line("code", 20).required();
const NAME: Field = Field::line("name", 120).required();
const DESCRIPTION: Field = Field::text("description", 2000);

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

/// The line form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct LineDraft {
    /// The site cannot change once the line exists.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = i64))]
    pub site_id: String,
    /// Unique in the site.
    pub code: String,
    pub name: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLine {
    pub site_id: SiteId,
    pub code: String,
    pub name: String,
    pub description: Option<String>,
    pub version: Option<i64>,
}

impl LineDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewLine, FieldErrors> {
        let mut c = Checker::default();
        let site_id = c.required(SITE.name, &self.site_id, FieldCode::UnknownValue);
        let code = c.filled(&CODE, &self.code);
        let name = c.filled(&NAME, &self.name);
        let description = c.given(&DESCRIPTION, &self.description);
        let version = c.optional("version", &self.version, FieldCode::NotANumber);
        c.finish(site_id.map(|site_id| NewLine { site_id, code, name, description, version }))
    }
}

record!(LineDraft, LineView, [SITE, CODE, NAME, DESCRIPTION], |line| Some(line.site.id));

impl From<&LineView> for LineDraft {
    fn from(l: &LineView) -> Self {
        Self {
            site_id: l.site.id.to_string(),
            code: l.code.clone(),
            name: l.name.clone(),
            description: l.description.clone().unwrap_or_default(),
            version: l.version.to_string(),
        }
    }
}

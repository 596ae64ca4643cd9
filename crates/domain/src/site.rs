//! A site: one plant, with its own time zone and currency. Every business row belongs to one.

use crate::{
    FieldCode, FieldErrors, SiteId, Timestamp,
    draft::{Checker, loose},
    money,
};
use serde::{Deserialize, Serialize};

/// A site as it is named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteRef {
    pub id: SiteId,
    pub code: String,
    pub name: String,
}

/// One site, with what stands in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SiteView {
    pub id: SiteId,
    pub code: String,
    pub name: String,
    pub location: Option<String>,
    pub description: Option<String>,
    /// IANA name, `Europe/Paris`.
    pub timezone: String,
    /// ISO 4217, `EUR`.
    pub currency: String,
    pub lines_count: i64,
    pub equipment_count: i64,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// The site form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SiteDraft {
    /// Unique, at most 20 characters.
    pub code: String,
    pub name: String,
    #[serde(deserialize_with = "loose")]
    pub location: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    /// `Europe/Paris` when left empty.
    #[serde(deserialize_with = "loose")]
    pub timezone: String,
    /// `EUR` when left empty.
    #[serde(deserialize_with = "loose")]
    pub currency: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked site. Whether the time zone exists is known to the server alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSite {
    pub code: String,
    pub name: String,
    pub location: Option<String>,
    pub description: Option<String>,
    pub timezone: String,
    pub currency: String,
    pub version: Option<i64>,
}

impl SiteDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewSite, FieldErrors> {
        let mut c = Checker::default();
        let new = NewSite {
            code: c.line("code", &self.code, 20),
            name: c.line("name", &self.name, 120),
            location: c.optional_line("location", &self.location, 200),
            description: c.optional_text("description", &self.description, 2000),
            timezone: c
                .optional_text("timezone", &self.timezone, 64)
                .unwrap_or_else(|| "Europe/Paris".into()),
            currency: c.optional_text("currency", &self.currency, 3).unwrap_or_else(|| "EUR".into()),
            version: c.optional("version", &self.version, FieldCode::NotANumber),
        };
        if !money::is_currency_code(&new.currency) {
            c.fail("currency", FieldCode::UnknownValue);
        }
        c.finish(Some(new))
    }
}

impl From<&SiteView> for SiteDraft {
    fn from(s: &SiteView) -> Self {
        Self {
            code: s.code.clone(),
            name: s.name.clone(),
            location: s.location.clone().unwrap_or_default(),
            description: s.description.clone().unwrap_or_default(),
            timezone: s.timezone.clone(),
            currency: s.currency.clone(),
            version: s.version.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zone_and_currency_have_defaults_and_a_form() {
        let draft = SiteDraft { code: "N".into(), name: "Site Nord".into(), ..Default::default() };
        let new = draft.parse().expect("valid");
        assert_eq!((new.timezone.as_str(), new.currency.as_str()), ("Europe/Paris", "EUR"));
        let errors = SiteDraft { currency: "eur".into(), ..draft }.parse().expect_err("lower case");
        assert_eq!(errors.of("currency").map(|e| &e.code), Some(&FieldCode::UnknownValue));
    }
}

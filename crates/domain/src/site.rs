//! A site: one plant, with its own time zone and currency. Every business row belongs to one.

use crate::{
    FieldCode, SiteId, Timestamp,
    draft::Checker,
    money,
    record::{Field, draft, record},
    settings::General,
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

draft! {
    /// The site form.
    SiteDraft of SiteView => NewSite {
        /// Unique.
        code: String = Field::line("code", 20).required();
        name: String = Field::line("name", 120).required();
        location: Option<String> = Field::line("location", 200);
        description: Option<String> = Field::text("description", 2000);
        /// IANA name. That of the settings when a new site leaves it empty; a stored site always has one. Whether it exists
        /// is known to the server alone.
        timezone: String = Field::line("timezone", 64).required();
        /// ISO 4217. That of the settings when a new site leaves it empty; a stored site always has one.
        currency: String = Field::line("currency", 3).required();
    }
    rules check_currency
}

record! {
    Site: SiteDraft, SiteView, SiteId, table: "sites",
    read: SiteRead, write: SiteWrite, list: "/admin/sites", label: code, site: |site| site.id
}

fn check_currency(draft: &SiteDraft, c: &mut Checker) {
    let currency = draft.currency.trim();
    if !currency.is_empty() && !c.has_failed("currency") && !money::is_currency_code(currency) {
        c.fail("currency", FieldCode::UnknownValue);
    }
}

impl SiteDraft {
    /// The draft of a new site, with the time zone and the currency of the settings where it leaves them empty.
    pub fn or_defaults(&self, general: &General) -> Self {
        let or = |text: &str, default: &str| if text.trim().is_empty() { default } else { text }.to_owned();
        Self {
            timezone: or(&self.timezone, &general.timezone),
            currency: or(&self.currency, &general.currency),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(draft: &SiteDraft, field: &str) -> Option<FieldCode> {
        draft.parse().err().and_then(|errors| errors.of(field).map(|e| e.code.clone()))
    }

    #[test]
    fn a_new_site_takes_what_it_leaves_empty_from_the_settings() {
        let general =
            General { timezone: "America/Toronto".into(), currency: "CAD".into(), ..Default::default() };
        let draft = SiteDraft { code: "N".into(), name: "Site Nord".into(), ..Default::default() };
        let new = draft.or_defaults(&general).parse().expect("valid");
        assert_eq!((new.timezone.as_str(), new.currency.as_str()), ("America/Toronto", "CAD"));
        let paris = SiteDraft { timezone: "Europe/Paris".into(), ..draft };
        assert_eq!(paris.or_defaults(&general).timezone, "Europe/Paris");
    }

    #[test]
    fn a_time_zone_and_a_currency_are_never_guessed() {
        let full = SiteDraft {
            code: "N".into(),
            name: "Site Nord".into(),
            timezone: "America/Toronto".into(),
            currency: "CAD".into(),
            ..Default::default()
        };
        let cleared = |timezone: &str, currency: &str| SiteDraft {
            timezone: timezone.into(),
            currency: currency.into(),
            ..full.clone()
        };
        assert_eq!(code(&cleared(" ", "CAD"), "timezone"), Some(FieldCode::Required));
        assert_eq!(code(&cleared("Europe/Paris", ""), "currency"), Some(FieldCode::Required));
        assert_eq!(code(&cleared("Europe/Paris", "eur"), "currency"), Some(FieldCode::UnknownValue));
        assert!(full.parse().is_ok());
    }
}

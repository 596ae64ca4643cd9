//! A site: one plant, with its own time zone and currency. Every business row belongs to one.

use crate::{
    FieldCode, FieldErrors, SiteId, Timestamp,
    draft::{Checker, loose},
    money,
    record::{Field, record},
    settings::General,
};
use serde::{Deserialize, Serialize};

const CODE: Field = Field::line("code", 20).required();
const NAME: Field = Field::line("name", 120).required();
const LOCATION: Field = Field::line("location", 200);
const DESCRIPTION: Field = Field::text("description", 2000);
const TIMEZONE: Field = Field::line("timezone", 64).required();
const CURRENCY: Field = Field::line("currency", 3).required();

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
    /// Unique.
    pub code: String,
    pub name: String,
    #[serde(deserialize_with = "loose")]
    pub location: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    /// IANA name. That of the settings when a new site leaves it empty; a stored site always has one.
    #[serde(deserialize_with = "loose")]
    pub timezone: String,
    /// ISO 4217. That of the settings when a new site leaves it empty; a stored site always has one.
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
    /// The draft of a new site, with the time zone and the currency of the settings where it leaves them empty.
    pub fn or_defaults(&self, general: &General) -> Self {
        let or = |text: &str, default: &str| if text.trim().is_empty() { default } else { text }.to_owned();
        Self {
            timezone: or(&self.timezone, &general.timezone),
            currency: or(&self.currency, &general.currency),
            ..self.clone()
        }
    }

    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewSite, FieldErrors> {
        let mut c = Checker::default();
        let new = NewSite {
            code: c.filled(&CODE, &self.code),
            name: c.filled(&NAME, &self.name),
            location: c.given(&LOCATION, &self.location),
            description: c.given(&DESCRIPTION, &self.description),
            timezone: c.filled(&TIMEZONE, &self.timezone),
            currency: c.filled(&CURRENCY, &self.currency),
            version: c.optional("version", &self.version, FieldCode::NotANumber),
        };
        if !new.currency.is_empty() && !money::is_currency_code(&new.currency) {
            c.fail("currency", FieldCode::UnknownValue);
        }
        c.finish(Some(new))
    }
}

record!(SiteDraft, SiteView, [CODE, NAME, LOCATION, DESCRIPTION, TIMEZONE, CURRENCY], |site| Some(site.id));

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

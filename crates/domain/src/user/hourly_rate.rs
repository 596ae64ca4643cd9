//! What an hour of somebody costs, from a day on.

use crate::{
    Date, FieldCode, FieldErrors,
    draft::{Checker, loose, loose_amount},
};
use serde::{Deserialize, Serialize};

/// A rate as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct HourlyRateDraft {
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Date))]
    pub valid_from: String,
    /// For an hour, in the currency of the plant.
    #[serde(deserialize_with = "loose_amount")]
    pub hourly: String,
}

/// A rate; it holds until the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HourlyRateView {
    pub valid_from: Date,
    /// Minor units.
    pub hourly_minor: i64,
    /// ISO 4217, that of the plant when it was entered; work that is paid in another currency has no rate.
    pub currency: String,
}

impl HourlyRateDraft {
    /// # Errors
    /// One error per wrong field; a rate below zero is out of range.
    pub fn parse(&self, currency: &str) -> Result<(Date, i64), FieldErrors> {
        let mut c = Checker::default();
        let day = c.required("valid_from", &self.valid_from, FieldCode::NotADate);
        let minor = c.amount("hourly", &self.hourly, currency);
        if minor.is_none() && !c.has_failed("hourly") {
            c.fail("hourly", FieldCode::Required);
        }
        c.finish(day.zip(minor))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_a_day_and_an_amount_that_is_not_negative() {
        let draft = HourlyRateDraft { valid_from: "2027-01-01".into(), hourly: "40,50".into() };
        assert_eq!(draft.parse("EUR").map(|(_, minor)| minor), Ok(4_050));
        for wrong in ["", "-1", "viele"] {
            let draft = HourlyRateDraft { hourly: wrong.into(), ..draft.clone() };
            assert!(draft.parse("EUR").is_err_and(|errors| errors.of("hourly").is_some()), "{wrong}");
        }
    }
}

//! The plant as a whole.

use super::{Field, Kind, Section};
use crate::user::Language;
use serde::{Deserialize, Serialize};

/// Name, language, zone and currency of the plant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct General {
    /// In the frame and at sign-in; empty is the product's name.
    pub plant_name: String,
    /// Of visitors whose browser asks for neither language.
    pub language: Language,
    /// Of new sites, and of what belongs to no site.
    pub timezone: String,
    /// Of new sites.
    pub currency: String,
    /// Whether anybody may ask for an account.
    pub registration: bool,
}

impl Default for General {
    fn default() -> Self {
        Self {
            plant_name: String::new(),
            language: Language::Fr,
            timezone: "Europe/Paris".into(),
            currency: "EUR".into(),
            registration: false,
        }
    }
}

impl Section for General {
    const KEY: &'static str = "general";
    const FIELDS: &'static [Field] = &[
        Field::new("plant_name", Kind::Text { max: 60 }),
        Field::new("language", Kind::Choice(&["fr", "en"])),
        Field::new("timezone", Kind::TimeZone).required(),
        Field::new("currency", Kind::Currency).required(),
        Field::new("registration", Kind::Flag),
    ];
}

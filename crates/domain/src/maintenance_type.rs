//! A maintenance type: what kind of work an intervention is to the plant (preventive, regulatory), with its colour.

use crate::{
    FieldCode, FieldErrors, MaintenanceTypeId, Timestamp,
    draft::{Checker, loose},
    record::{Field, Kind, record},
};
use serde::{Deserialize, Serialize};

/// Pictures that a type can have.
pub const ICONS: &[&str] = &["activity", "calendar-check", "lightbulb", "scale", "wrench"];
/// Colours that are offered: those of the types that every plant starts with, and three more.
pub const COLOURS: &[&str] =
    &["#0a5a7d", "#9a3c0c", "#0b6358", "#5c3a9e", "#8c2a62", "#1f7a34", "#b07a00", "#475569"];
/// Places in the list are numbered up to this one.
pub const LAST_POSITION: i64 = 999;

const NAME: Field = Field::line("name", 60).required();
const DESCRIPTION: Field = Field::text("description", 2000);
const COLOUR: Field = Field::new("colour", Kind::Colour).required();
const ICON: Field = Field::new("icon", Kind::Choice(ICONS)).required();
const POSITION: Field = Field::new("position", Kind::Whole { min: 0, max: LAST_POSITION });

/// One type. Types are shared by all sites.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MaintenanceTypeView {
    pub id: MaintenanceTypeId,
    pub name: String,
    pub description: Option<String>,
    /// `#rrggbb`.
    pub colour: String,
    pub icon: String,
    /// Place in the list, from 0.
    pub position: i32,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// The form of a type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct MaintenanceTypeDraft {
    /// Unique, case and accents aside.
    pub name: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    /// `#rrggbb`.
    pub colour: String,
    /// `activity`, `calendar-check`, `lightbulb`, `scale` or `wrench`.
    pub icon: String,
    /// Place in the list, 0 to 999; a new type without one comes last.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i32>))]
    pub position: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewMaintenanceType {
    pub name: String,
    pub description: Option<String>,
    pub colour: String,
    pub icon: String,
    pub position: Option<i64>,
}

impl MaintenanceTypeDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewMaintenanceType, FieldErrors> {
        let mut c = Checker::default();
        let new = NewMaintenanceType {
            name: c.filled(&NAME, &self.name),
            description: c.given(&DESCRIPTION, &self.description),
            colour: c.filled(&COLOUR, &self.colour).to_ascii_lowercase(),
            icon: c.filled(&ICON, &self.icon),
            position: c.whole(POSITION.name, &self.position, 0, LAST_POSITION),
        };
        c.optional::<i64>("version", &self.version, FieldCode::NotANumber);
        c.finish(Some(new))
    }
}

record!(MaintenanceTypeDraft, MaintenanceTypeView, [NAME, DESCRIPTION, COLOUR, ICON, POSITION], |_| None);

impl From<&MaintenanceTypeView> for MaintenanceTypeDraft {
    fn from(t: &MaintenanceTypeView) -> Self {
        Self {
            name: t.name.clone(),
            description: t.description.clone().unwrap_or_default(),
            colour: t.colour.clone(),
            icon: t.icon.clone(),
            position: t.position.to_string(),
            version: t.version.to_string(),
        }
    }
}

/// What reads best on a colour `#rrggbb`, `#ffffff` or `#000000`: the one of higher contrast, after the relative luminance of
/// WCAG 2.2. Black on what is no colour.
pub fn ink_on(colour: &str) -> &'static str {
    let channel = |at: usize| {
        let part = colour.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok())?;
        let part = f64::from(part) / 255.0;
        Some(if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) })
    };
    let luminance = || Some(0.2126 * channel(1)? + 0.7152 * channel(3)? + 0.0722 * channel(5)?);
    // Contrast with white is 1.05 / (l + 0.05), with black (l + 0.05) / 0.05: equal where (l + 0.05)^2 is 0.0525.
    match luminance() {
        Some(l) if (l + 0.05).powi(2) < 0.0525 => "#ffffff",
        _ => "#000000",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_stands_on_dark_colours_and_black_on_light_ones() {
        for dark in
            COLOURS.iter().filter(|colour| **colour != "#b07a00").chain(&["#000000", "#ff0000", "#757575"])
        {
            let ink = if *dark == "#ff0000" { "#000000" } else { "#ffffff" };
            assert_eq!(ink_on(dark), ink, "{dark}");
        }
        for light in ["#ffffff", "#ffd500", "#b07a00", "#767676", "", "#12", "#zzzzzz"] {
            assert_eq!(ink_on(light), "#000000", "{light}");
        }
    }
}

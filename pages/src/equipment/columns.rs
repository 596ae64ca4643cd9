//! Columns of the list. Which are shown is in the address (`cols=`), and remembered by the browser.

use crate::backend;
use domain::{equipment::EquipmentSort, url::QueryReader};
use i18n::{Locale, equipment as text};
use std::str::FromStr;

/// The cookie that remembers the choice.
const COOKIE: &str = "vigie_cols_equipment";

/// A column that may be hidden; the equipment itself is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// A small picture before the code.
    Photo,
    State,
    Criticality,
    Location,
    Type,
    Model,
    Serial,
    Manufacturer,
    InService,
    Interventions,
    Updated,
}

impl Column {
    /// In the order of the table.
    pub const ALL: [Column; 11] = [
        Self::Photo,
        Self::State,
        Self::Criticality,
        Self::Location,
        Self::Type,
        Self::Model,
        Self::Serial,
        Self::Manufacturer,
        Self::InService,
        Self::Interventions,
        Self::Updated,
    ];

    /// What is shown to somebody who never chose.
    pub const USUAL: [Column; 5] =
        [Self::State, Self::Criticality, Self::Location, Self::Type, Self::Interventions];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::State => "state",
            Self::Criticality => "criticality",
            Self::Location => "location",
            Self::Type => "type",
            Self::Model => "model",
            Self::Serial => "serial",
            Self::Manufacturer => "manufacturer",
            Self::InService => "in_service",
            Self::Interventions => "interventions",
            Self::Updated => "updated",
        }
    }

    pub fn label(self, locale: Locale) -> &'static str {
        match self {
            Self::Photo => text::photo(locale),
            Self::State => text::state(locale),
            Self::Criticality => text::criticality(locale),
            Self::Location => text::location(locale),
            Self::Type => text::equipment_type(locale),
            Self::Model => text::model(locale),
            Self::Serial => text::serial_number(locale),
            Self::Manufacturer => text::manufacturer(locale),
            Self::InService => text::in_service_on(locale),
            Self::Interventions => text::interventions(locale),
            Self::Updated => text::updated(locale),
        }
    }

    /// The order that the column's header asks for, if the list can be ordered by it.
    pub const fn sort(self) -> Option<EquipmentSort> {
        match self {
            Self::State => Some(EquipmentSort::State),
            Self::Criticality => Some(EquipmentSort::Criticality),
            Self::InService => Some(EquipmentSort::InService),
            Self::Interventions => Some(EquipmentSort::Interventions),
            Self::Updated => Some(EquipmentSort::Updated),
            Self::Photo | Self::Location | Self::Type | Self::Model | Self::Serial | Self::Manufacturer => {
                None
            }
        }
    }

    /// Left out where the page is narrow: what is left still tells the machine and its state.
    pub const fn narrow(self) -> bool {
        matches!(self, Self::Type | Self::Model | Self::InService)
    }
}

/// Not the name of a column.
#[derive(Debug)]
pub struct UnknownColumn;

impl FromStr for Column {
    type Err = UnknownColumn;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.into_iter().find(|c| c.as_str() == text).ok_or(UnknownColumn)
    }
}

/// The columns that an address asks for: nothing when it does not say, none of them when `cols` is empty.
pub fn asked(query: &str) -> Option<String> {
    let named = domain::url::pairs(query).into_iter().any(|(key, _)| key == "cols");
    named.then(|| joined(&QueryReader::new(query).list("cols")))
}

/// The columns as one text, in the order of the table.
pub fn joined(columns: &[Column]) -> String {
    let shown = Column::ALL.iter().filter(|c| columns.contains(c));
    shown.map(|c| c.as_str()).collect::<Vec<_>>().join(",")
}

/// The columns to show: those that the address asks for, from then on; else those that it asked for last.
pub(super) fn shown(asked: Option<&str>) -> Vec<Column> {
    let columns = of(asked.map(str::to_owned).or_else(|| backend::cookie(COOKIE)).as_deref());
    if asked.is_some() {
        backend::remember(COOKIE, &joined(&columns));
    }
    columns
}

/// The columns of such a text, in the order of the table; the usual ones without it.
fn of(text: Option<&str>) -> Vec<Column> {
    match text {
        None => Column::USUAL.to_vec(),
        Some(text) => {
            let names: Vec<&str> = text.split(',').collect();
            Column::ALL.into_iter().filter(|c| names.contains(&c.as_str())).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_what_the_address_says_else_the_usual() {
        assert_eq!(asked("?q=a"), None);
        assert_eq!(asked("?cols="), Some(String::new()));
        assert_eq!(asked("?cols=&cols=model&cols=state&cols=x").as_deref(), Some("state,model"));
        assert_eq!(of(Some("state,model")), [Column::State, Column::Model]);
        assert_eq!(of(None), Column::USUAL);
    }
}

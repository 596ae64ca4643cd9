//! The identity of an occurrence, which stays when its due date moves.

use crate::{Date, Timestamp};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// The nominal date or counter value of an occurrence; with the plan and the equipment it is unique.
///
/// As text, for the database and the API: `2027-03-01`, `#12500`, `2027-03-01#12500`, `!2027-03-01T06:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Nominal {
    Date(Date),
    /// A total of the meter, in its unit.
    Counter(i64),
    /// The two legs of "whichever first".
    Both(Date, i64),
    /// The reading that crossed the threshold.
    Edge(Timestamp),
}

impl Nominal {
    pub const fn date(self) -> Option<Date> {
        match self {
            Self::Date(date) | Self::Both(date, _) => Some(date),
            Self::Counter(_) | Self::Edge(_) => None,
        }
    }

    pub const fn counter(self) -> Option<i64> {
        match self {
            Self::Counter(value) | Self::Both(_, value) => Some(value),
            Self::Date(_) | Self::Edge(_) => None,
        }
    }
}

impl fmt::Display for Nominal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => write!(f, "{date}"),
            Self::Counter(value) => write!(f, "#{value}"),
            Self::Both(date, value) => write!(f, "{date}#{value}"),
            Self::Edge(at) => write!(f, "!{at}"),
        }
    }
}

/// Not the text of a nominal date or counter value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a nominal date or counter value")]
pub struct InvalidNominal;

impl FromStr for Nominal {
    type Err = InvalidNominal;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(at) = text.strip_prefix('!') {
            return at.parse().map(Self::Edge).map_err(|_| InvalidNominal);
        }
        let date = |text: &str| text.parse::<Date>().map_err(|_| InvalidNominal);
        let counter = |text: &str| text.parse::<i64>().map_err(|_| InvalidNominal);
        match text.split_once('#') {
            None => date(text).map(Self::Date),
            Some(("", value)) => counter(value).map(Self::Counter),
            Some((day, value)) => Ok(Self::Both(date(day)?, counter(value)?)),
        }
    }
}

impl Serialize for Nominal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Nominal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

//! An [`Error`] as JSON: its kind, and beside it the members of that kind.

use super::{Error, FieldDiff, FieldErrors, Noun, Refusal};
use serde::{Deserialize, Serialize};

/// The name of an error's variant.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    SignedOut,
    Forbidden,
    SecondStepDue,
    NotFound,
    Invalid,
    Refused,
    Stale,
    TooManyAttempts,
    Unavailable,
    StorageFull,
    Internal,
    Transport,
}

/// Flat, so that it is read in one go.
#[derive(Serialize, Deserialize)]
pub struct Wire {
    error: Kind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    noun: Option<Noun>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fields: Option<FieldErrors>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refusal: Option<Refusal>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    differences: Vec<FieldDiff>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retry_after_seconds: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    incident: Option<String>,
}

impl Wire {
    fn bare(error: Kind) -> Self {
        Self {
            error,
            noun: None,
            fields: None,
            refusal: None,
            differences: Vec::new(),
            retry_after_seconds: None,
            incident: None,
        }
    }
}

impl From<Error> for Wire {
    fn from(error: Error) -> Self {
        match error {
            Error::SignedOut => Self::bare(Kind::SignedOut),
            Error::Forbidden => Self::bare(Kind::Forbidden),
            Error::SecondStepDue => Self::bare(Kind::SecondStepDue),
            Error::NotFound(noun) => Self { noun: Some(noun), ..Self::bare(Kind::NotFound) },
            Error::Invalid(fields) => Self { fields: Some(fields), ..Self::bare(Kind::Invalid) },
            Error::Refused(refusal) => Self { refusal: Some(refusal), ..Self::bare(Kind::Refused) },
            Error::Stale(differences) => Self { differences, ..Self::bare(Kind::Stale) },
            Error::TooManyAttempts { retry_after_seconds } => {
                Self { retry_after_seconds: Some(retry_after_seconds), ..Self::bare(Kind::TooManyAttempts) }
            }
            Error::Unavailable | Error::Contended => Self::bare(Kind::Unavailable),
            Error::StorageFull => Self::bare(Kind::StorageFull),
            Error::Internal { incident } => Self { incident: Some(incident), ..Self::bare(Kind::Internal) },
            Error::Transport => Self::bare(Kind::Transport),
        }
    }
}

/// The kind is there, and what belongs to it is not.
#[derive(Debug, thiserror::Error)]
#[error("an error without its facts")]
pub struct Incomplete;

impl TryFrom<Wire> for Error {
    type Error = Incomplete;

    fn try_from(wire: Wire) -> Result<Self, Incomplete> {
        Ok(match wire.error {
            Kind::SignedOut => Self::SignedOut,
            Kind::Forbidden => Self::Forbidden,
            Kind::SecondStepDue => Self::SecondStepDue,
            Kind::NotFound => Self::NotFound(wire.noun.ok_or(Incomplete)?),
            Kind::Invalid => Self::Invalid(wire.fields.ok_or(Incomplete)?),
            Kind::Refused => Self::Refused(wire.refusal.ok_or(Incomplete)?),
            Kind::Stale => Self::Stale(wire.differences),
            Kind::TooManyAttempts => {
                Self::TooManyAttempts { retry_after_seconds: wire.retry_after_seconds.ok_or(Incomplete)? }
            }
            Kind::Unavailable => Self::Unavailable,
            Kind::StorageFull => Self::StorageFull,
            Kind::Internal => Self::Internal { incident: wire.incident.unwrap_or_default() },
            Kind::Transport => Self::Transport,
        })
    }
}

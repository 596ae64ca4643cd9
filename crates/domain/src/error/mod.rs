//! One error for both edges. No sentences here: each page language makes its own of the value.

mod field_code;
mod refusal;
mod wire;

pub use field_code::FieldCode;
pub use refusal::Refusal;

use crate::text_enum;
use serde::{Deserialize, Serialize};

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a use case did not happen. The HTTP status beside each is used by both edges.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(into = "wire::Wire", try_from = "wire::Wire")]
pub enum Error {
    /// Nobody is signed in, or the session has ended. 401
    #[error("signed out")]
    SignedOut,
    /// Known, but not allowed. 403
    #[error("forbidden")]
    Forbidden,
    /// The caller's role asks for a second step of sign-in, which is to be set up before anything else. 403
    #[error("a second step of sign-in must be set up")]
    SecondStepDue,
    /// Not there, or not in the caller's sites: the answer does not tell which. 404
    #[error("{0} not found")]
    NotFound(Noun),
    /// Input that cannot be taken, every field at once. 422
    #[error("invalid input: {0}")]
    Invalid(FieldErrors),
    /// A rule says no, with the fact. 409
    #[error("refused: {0:?}")]
    Refused(Refusal),
    /// Somebody else saved meanwhile; these fields differ from what was read. 409
    #[error("stale: {} fields differ", .0.len())]
    Stale(Vec<FieldDiff>),
    /// Too many attempts; try again after so many seconds. 429
    #[error("too many attempts, retry in {retry_after_seconds} s")]
    TooManyAttempts { retry_after_seconds: i64 },
    /// The database or another service does not answer now. 503
    #[error("unavailable")]
    Unavailable,
    /// The database ended this write in favour of another one; the same again works. 503, on the wire as
    /// [`Error::Unavailable`].
    #[error("ended in favour of another write")]
    Contended,
    /// Nothing more fits on the disk of the database or of the documents. 507
    #[error("storage full")]
    StorageFull,
    /// A defect; the log has the detail under this incident number. 500
    #[error("internal error, incident {incident}")]
    Internal { incident: String },
    /// The browser could not reach the server.
    #[error("transport")]
    Transport,
}

/// What a caller is told beside what they asked for: nothing where they may not.
///
/// # Errors
/// Those of the answer but for [`Error::Forbidden`].
pub fn if_allowed<T>(answer: Result<T>) -> Result<Option<T>> {
    match answer {
        Ok(told) => Ok(Some(told)),
        Err(Error::Forbidden) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Error {
    /// The HTTP status of the answer.
    pub fn status(&self) -> u16 {
        match self {
            Self::SignedOut => 401,
            Self::Forbidden | Self::SecondStepDue => 403,
            Self::NotFound(_) => 404,
            Self::Refused(_) | Self::Stale(_) => 409,
            Self::Invalid(_) => 422,
            Self::TooManyAttempts { .. } => 429,
            Self::Internal { .. } => 500,
            Self::Unavailable | Self::Contended | Self::Transport => 503,
            Self::StorageFull => 507,
        }
    }

    /// One field's error, as an [`Error::Invalid`].
    pub fn field(field: &str, code: FieldCode) -> Self {
        Self::Invalid(FieldErrors(vec![FieldError::new(field, code)]))
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

text_enum! {
    /// What a thing is called in errors, audit entries and events.
    pub enum Noun {
        Absence = "absence",
        Campaign = "campaign",
        ChecklistStep = "checklist_step",
        Document = "document",
        Equipment = "equipment",
        EquipmentType = "equipment_type",
        Failure = "failure",
        FailureCode = "failure_code",
        HourlyRate = "hourly_rate",
        Import = "import",
        Intervention = "intervention",
        InterventionPart = "intervention_part",
        InterventionTemplate = "intervention_template",
        Job = "job",
        Mail = "mail",
        MaintenanceType = "maintenance_type",
        Notification = "notification",
        Page = "page",
        ProductionLine = "production_line",
        Registration = "registration",
        SavedView = "saved_view",
        Session = "session",
        Setting = "setting",
        ShiftPattern = "shift_pattern",
        Site = "site",
        Team = "team",
        Technician = "technician",
        Upload = "upload",
        User = "user",
        WorkPeriod = "work_period",
    }
}

/// Every wrong field of an input, in the order of the form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    /// The first error of a field.
    pub fn of(&self, field: &str) -> Option<&FieldError> {
        self.0.iter().find(|e| e.field == field)
    }
}

impl std::fmt::Display for FieldErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (i, e) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{} ({:?})", e.field, e.code)?;
        }
        Ok(())
    }
}

/// A field, by its name in the form and in the API (`specifications[2].unit`), and what is wrong with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    #[serde(flatten)]
    pub code: FieldCode,
}

impl FieldError {
    pub fn new(field: &str, code: FieldCode) -> Self {
        Self { field: field.to_owned(), code }
    }
}

/// How many rows of a kind use a thing, with the codes or names of the first few.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    pub noun: Noun,
    pub count: i64,
    pub examples: Vec<String>,
}

/// A field that differs from what an editor read, with the value stored now, as form text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDiff {
    pub field: String,
    pub current: String,
}

#[cfg(test)]
mod tests;

//! One error for both edges. No sentences here: each page language makes its own of the value.

mod wire;

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

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum FieldCode {
    Required,
    TooShort {
        min: u32,
    },
    TooLong {
        max: u32,
    },
    /// Control characters, or not in the form that the field asks for.
    Malformed,
    NotADate,
    NotANumber,
    NotAnAmount,
    /// An amount such as `1,500`, or a date such as 03/04: both readings, and nothing decides.
    TwoReadings {
        first: String,
        second: String,
    },
    /// Day and month in another order than the rest of their column.
    OtherDateOrder {
        order: String,
    },
    /// A year or a month alone, where a day is needed.
    ImpreciseDate,
    /// `#REF!`: a spreadsheet could not work the cell out.
    SpreadsheetError,
    /// The row has more cells than the header names.
    BeyondHeader,
    /// A row of a file like one that is there: its number, and the line of the import that brought it (0
    /// where none did).
    LooksLike {
        number: String,
        import: i64,
        line: i64,
    },
    NotAnEmail,
    OutOfRange {
        min: i64,
        max: i64,
    },
    /// A date before the one in the other field.
    Before {
        other: String,
    },
    /// Not one of the values of the list.
    UnknownValue,
    /// No such row among those the caller can see.
    NotFound,
    /// Another row has it already.
    Duplicate,
    /// The parent is the thing itself or stands below it.
    Cycle,
    /// A branch of the tree would have more levels.
    TooDeep {
        max: u32,
    },
    /// The parent or the line belongs to another site.
    OtherSite,
    /// A code that is for another type of equipment.
    OtherType,
    /// A code that is offered no more.
    Retired,
    /// A component that would go along has a code that the other site uses already.
    ComponentCodeTaken {
        component: String,
    },
    /// The field is not one that the caller may set, or does not exist.
    NotAllowed,
    WrongPassword,
    /// A kept secret does not follow to another place: it must be typed again.
    TypeAgain,
    /// Of somebody who is signed in already and must prove it once more.
    WrongCurrentPassword,
    /// Not the one that was chosen with the request for an account.
    WrongRequestPassword,
    /// The password is right, and a code of the second step is asked for.
    CodeRequired,
    /// Not the code of this moment, used before, or not one of the recovery codes.
    WrongCode,
    /// Upper and lower case, a digit and a symbol are asked below 15 characters.
    PasswordTooSimple,
    /// Every kind of character is asked, however long it is.
    PasswordNotMixed,
    /// Common, or made of the person's own names.
    PasswordTooCommon,
    PasswordsDiffer,
    UnknownTimeZone,
    TooMany {
        max: u32,
    },
    /// An instant that has not come yet, where only the past can be told.
    InFuture,
    /// A day that has passed, where only what comes can be asked for.
    InPast,
    /// No machine among those that the caller sees is called so.
    NoSuchMachine {
        name: String,
    },
    /// The person's account is disabled.
    AccountDisabled,
    /// These people may not read what they would be told of.
    MayNotSee {
        names: String,
    },
    /// The person is away at that time; `until` is on the clock of their site.
    PersonAway {
        name: String,
        until: String,
    },
    /// The person is away or on call already at that time, on the clock of their site.
    AbsentThen {
        from: String,
        until: String,
    },
    /// Two shifts of a week share time.
    ShiftsOverlap,
    /// Of several, one at least.
    ChooseOne,
    /// Files of this type are not taken in here: the settings say so.
    FileTypeClosed,
    /// The words of a mail use a variable that it has not, in that line.
    TemplateUnknown {
        line: u32,
        name: String,
    },
    /// The words of a mail leave out the variable that it is sent for.
    TemplateMissing {
        name: String,
    },
    /// The words of a mail cannot be read, or use what they may not, in that line.
    TemplateSyntax {
        line: u32,
        what: String,
    },
    /// The file cannot be read as what it claims to be.
    UnreadableFile,
    FileEmpty,
    FileTooLarge {
        max_mb: u32,
    },
    /// Not one of the types that are taken in.
    FileType,
    /// The content is not what the file's name says.
    FileContent,
    /// Carries programs, or unpacks to more than it may.
    FileUnsafe,
    /// A picture of more pixels than are taken in.
    ImageTooLarge {
        max_megapixels: u32,
    },
    /// What arrived has not the SHA-256 that was told.
    WrongChecksum,
    /// The same specification key twice, or the same column mapped twice.
    Repeated,
    /// The upper bound of a range is below the lower one.
    BelowLow,
    /// A choice has two options at least.
    TwoOptions,
}

/// A rule that says no, with the fact that makes it say so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "refusal", rename_all = "snake_case")]
pub enum Refusal {
    /// Cannot be deleted: other rows hang on it.
    InUse { by: Vec<Usage> },
    /// Equipment with history is retired, not deleted.
    HasHistory { interventions: i64 },
    /// The equipment is out of service for good.
    AlreadyRetired,
    /// Only a retired equipment returns to service.
    NotRetired,
    /// The first administrator exists already, or the link was used.
    SetupDone,
    /// The one-time link is not ours, was used, or is too old.
    LinkExpired,
    /// The person was not invited, has accepted already, or is disabled.
    InvitationState,
    /// The second step of sign-in is on already, or is not being set up.
    SecondStepState,
    /// The job is at an end, or running, so this cannot be done with it.
    JobState,
    /// The mail is sent, or being sent.
    MailState,
    /// Nobody would be left to administer the platform.
    LastAdmin,
    /// One's own account is not deactivated nor demoted by oneself.
    OwnAccount,
    /// The import is not in a state in which this can be done.
    ImportNotReady,
    /// Rows of the import have been changed or used since, so it cannot be undone whole.
    ImportInUse { rows: i64 },
    /// The part does not begin where the parts before end.
    UploadOffset { expected: i64 },
    /// So many uploads of this person are under way.
    TooManyUploads { max: u32 },
    /// The same key came with another body, or its first request has not ended.
    IdempotencyConflict,
    /// The request was carried out and its answer was lost with the process that made it.
    AlreadyDone,
    /// Not in this status of an intervention; `allowed` names the actions that are, with commas between.
    IllegalMove { status: String, action: String, allowed: String },
    /// The intervention is assigned to others, or to nobody.
    NotAssigned,
    /// Nobody validates their own work.
    OwnWork,
    /// The clock of the same person still runs on another intervention.
    StillRunning { id: i64, code: String, since: String },
    /// The hours overlap those of the same person on another intervention.
    HoursOverlap { id: i64, code: String },
    /// Steps without which the intervention cannot be finished are not done.
    StepsMissing { missing: i64 },
    /// The answer of the step is not out of tolerance: nothing asks for a corrective intervention.
    NotOutOfTolerance,
    /// The checklist has as many steps as it may have.
    TooManySteps { max: u32 },
    /// The absence was approved or refused already.
    AbsenceDecided { state: String },
    /// One action of a campaign would add more machines than it may.
    CampaignTooLarge { max: u32 },
    /// The campaign is about no machine that is in service.
    CampaignEmpty,
    /// The campaign is about another number of machines than was shown.
    CampaignChanged { machines: i64 },
    /// The campaign is closed or cancelled.
    CampaignEnded { status: String },
    /// The campaign has machines in sites that the caller does not see.
    CampaignElsewhere,
    /// The filters that one person keeps of one list.
    TooManyViews { max: u32 },
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

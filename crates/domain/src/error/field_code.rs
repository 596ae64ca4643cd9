//! What can be wrong with a field.

use serde::{Deserialize, Serialize};

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

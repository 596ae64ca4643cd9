//! An import: one file of history brought in, checked row by row, and undone whole if need be.
//!
//! A file has columns, a mapping says which field each column is, and every row becomes an equipment or an
//! intervention, or is refused with its line, column, value and reason. Reading the file itself (pieces,
//! encodings, workbooks) is the services' work; what a row means is decided here.

mod clock;
mod csv;
mod date;
mod field;
mod form;
mod guess;
mod imported;
mod layout;
mod mapping;
mod names;
mod profile;
mod refusal;
mod row;
mod row_equipment;
mod value;
mod view;

#[cfg(test)]
mod case_tests;
#[cfg(test)]
mod date_tests;
#[cfg(test)]
mod tests;

pub use crate::money::DecimalMark;
pub use csv::{CsvParser, MAX_CELL_BYTES, RawRow, guarded, sniff_delimiter, unguarded};
pub use date::{DateOrder, When};
pub use field::{ImportField, Target};
pub use form::{LayoutForm, MappingForm, ValueChoice};
pub use guess::guess;
pub use imported::{ImportedEquipment, ImportedIntervention, NewRow};
pub use layout::{FileLayout, FirstLine, HEADER_LINES, guess_header};
pub use mapping::{Compiled, ImportMapping, LookAlikes, MappingSite, MissingEquipment};
pub use profile::{ColumnProfile, FileProfile, Profiler, TwoReadings, ValueCount};
pub use refusal::{RefusalGroup, Refusals, Remedy};
pub use row::{ReadRow, RowError};
pub use view::{ImportFailure, ImportRowErrors, ImportView};

use crate::text_enum;

/// Rows that a file may have, its header aside.
pub const MAX_ROWS: i64 = 1_000_000;
/// Columns that a file may have.
pub const MAX_COLUMNS: usize = 200;
/// Bytes that a file may have, inflated.
pub const MAX_BYTES: u64 = 200 * 1024 * 1024;
/// Row errors that are kept to be shown; the refused rows can be downloaded whatever their number.
pub const MAX_ROW_ERRORS: i64 = 5_000;

text_enum! {
    /// What the rows of the file are.
    pub enum ImportKind {
        Equipment = "equipment",
        Interventions = "interventions",
    }
}

text_enum! {
    /// Where an import stands.
    pub enum ImportState {
        /// The file is on its way.
        Receiving = "receiving",
        /// The file is here; its columns are being mapped.
        Uploaded = "uploaded",
        /// Every row is being looked at, nothing is written.
        Checking = "checking",
        /// Checked: counts and row errors are known.
        Checked = "checked",
        /// Rows are being written, in batches.
        Committing = "committing",
        Committed = "committed",
        /// Rows are being taken out again.
        Undoing = "undoing",
        Undone = "undone",
        /// The file could not be read to its end.
        Failed = "failed",
    }
}

impl ImportState {
    /// Whether a task works on it, or did until it was interrupted.
    pub const fn is_running(self) -> bool {
        matches!(self, Self::Checking | Self::Committing | Self::Undoing)
    }
}

text_enum! {
    /// Why a file cannot be taken.
    pub enum FileProblem {
        /// Not a text with columns and not a workbook.
        NotATable = "not_a_table",
        /// A workbook of the old binary kind, or one with a password.
        OldOrLockedWorkbook = "old_or_locked_workbook",
        /// A workbook that is damaged.
        DamagedWorkbook = "damaged_workbook",
        /// No header, or no row after it.
        Empty = "empty",
        TooManyRows = "too_many_rows",
        TooManyColumns = "too_many_columns",
        TooLarge = "too_large",
        CellTooLong = "cell_too_long",
        /// A quote opens a cell and is never closed.
        OpenQuote = "open_quote",
        /// Something went wrong that is not the file's fault; the log tells.
        Internal = "internal",
    }
}

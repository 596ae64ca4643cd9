//! An import: one file of history brought in, checked row by row, and undone whole if need be.

use crate::text_enum;

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

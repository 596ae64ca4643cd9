//! What a good row of a file becomes.

use super::When;
use crate::{
    equipment::NewEquipment,
    intervention::{InterventionKind, InterventionStatus, Priority},
    text,
};

/// A row that can be taken, as far as the file alone tells.
#[derive(Clone, Debug, PartialEq)]
pub enum NewRow {
    Equipment(Box<ImportedEquipment>),
    Intervention(Box<ImportedIntervention>),
}

/// An equipment whose site, line, type and parent are still names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedEquipment {
    /// Everything but the references; its site is not set.
    pub new: NewEquipment,
    /// Code of its site; the import's own when absent.
    pub site: Option<String>,
    pub line: Option<String>,
    pub type_name: Option<String>,
    pub parent: Option<String>,
}

/// An intervention whose equipment is still a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedIntervention {
    pub equipment: String,
    pub title: String,
    pub description: Option<String>,
    pub report: Option<String>,
    pub kind: InterventionKind,
    pub status: InterventionStatus,
    pub priority: Priority,
    pub reported_at: When,
    pub started_at: Option<When>,
    pub ended_at: Option<When>,
    pub cost_minor: Option<i64>,
    pub external_ref: Option<String>,
    /// The texts of its lists as the file has them: part of the fingerprint, because another mapping of
    /// the same row is still the same row.
    pub raw_choices: [String; 3],
}

impl ImportedIntervention {
    /// What tells this row from every other of its site. Two rows with the same text are twins: the
    /// importer adds which of them it is, so that both come in, and the same file again adds nothing.
    ///
    /// A row with a number of its own is known by it and its equipment, whatever else was changed since.
    pub fn fingerprint(&self) -> String {
        let mut out = String::from("intervention");
        let mut part = |text: &str| {
            out.push('\u{1f}');
            out.push_str(text);
        };
        part(&self.equipment);
        if let Some(number) = &self.external_ref {
            part("number");
            part(number);
            return out;
        }
        let when = |w: Option<When>| w.map(|w| w.to_string()).unwrap_or_default();
        part("row");
        part(&self.title);
        part(self.description.as_deref().unwrap_or_default());
        part(self.report.as_deref().unwrap_or_default());
        part(&self.reported_at.to_string());
        part(&when(self.started_at));
        part(&when(self.ended_at));
        part(&self.cost_minor.map(|c| c.to_string()).unwrap_or_default());
        for raw in &self.raw_choices {
            part(&text::fold(raw));
        }
        out
    }
}

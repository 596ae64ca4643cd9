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
    /// Code of its site; the import's own when absent.
    pub site: Option<String>,
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
    /// The texts of its lists as the file or the mapping's defaults have them: part of the fingerprint,
    /// because another translation of the same row is still the same row.
    pub raw_choices: [String; 3],
}

impl ImportedIntervention {
    /// Tells this row from every other of its source, defaults of the mapping included. Two rows with
    /// the same text are twins: the importer adds which of them it is, so that both come in.
    ///
    /// Other sources may have a row with the same fingerprint: whether it is the same event, only a person knows.
    pub fn fingerprint(&self) -> String {
        let when = |w: Option<When>| w.map(|w| w.to_string()).unwrap_or_default();
        let cost = self.cost_minor.map(|c| c.to_string()).unwrap_or_default();
        let mut parts = vec![
            "row".to_owned(),
            self.site.as_deref().map(str::to_lowercase).unwrap_or_default(),
            self.equipment.clone(),
            self.external_ref.clone().unwrap_or_default(),
            self.title.clone(),
            self.description.clone().unwrap_or_default(),
            self.report.clone().unwrap_or_default(),
            self.reported_at.to_string(),
            when(self.started_at),
            when(self.ended_at),
            cost,
        ];
        parts.extend(self.raw_choices.iter().map(|raw| text::fold(raw)));
        parts.join("\u{1f}")
    }
}

//! A saved view: a list's filter that a person kept under a name, shown as a chip above the list.

use crate::{FieldCode, FieldErrors, draft::Checker, text_enum};
use serde::{Deserialize, Serialize};

text_enum! {
    /// The lists that have saved views.
    pub enum ViewedList {
        Equipment = "equipment",
        Intervention = "intervention",
    }
}

/// The form behind "save this filter".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SavedViewDraft {
    pub list: String,
    pub name: String,
    /// The filter, as the list's query string.
    pub query: String,
}

impl SavedViewDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<(ViewedList, String, String), FieldErrors> {
        let mut c = Checker::default();
        let list = c.required("list", &self.list, FieldCode::UnknownValue);
        let name = c.line("name", &self.name, 60);
        let query = c.optional_text("query", &self.query, 2000).unwrap_or_default();
        c.finish(list.map(|list| (list, name, query)))
    }
}

//! A saved view: a list's filter that a person kept under a name, shown as a chip above the list.

use crate::{FieldCode, FieldErrors, Refusal, draft::Checker, text_enum};
use serde::{Deserialize, Serialize};

/// Views of one list that one person may keep.
pub const MAX_VIEWS: u64 = 12;

text_enum! {
    /// The lists that have saved views. A list is here once its page shows them: a view that nothing shows could be
    /// neither used nor deleted.
    pub enum ViewedList {
        Equipment = "equipment",
    }
}

/// Whether one more view may be kept beside `kept` others of the same list.
///
/// # Errors
/// [`Refusal::TooManyViews`].
pub fn may_keep(kept: u64) -> Result<(), Refusal> {
    if kept >= MAX_VIEWS { Err(Refusal::TooManyViews { max: MAX_VIEWS as u32 }) } else { Ok(()) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_keeps_12_views_of_a_list() {
        assert_eq!(may_keep(11), Ok(()));
        assert_eq!(may_keep(12), Err(Refusal::TooManyViews { max: 12 }));
    }

    #[test]
    fn views_are_kept_of_lists_that_show_them() {
        let draft = |list: &str| SavedViewDraft { list: list.into(), name: "A".into(), query: "q=a".into() };
        assert!(draft("equipment").parse().is_ok());
        let errors = draft("intervention").parse().expect_err("no page shows them");
        assert_eq!(errors.of("list").map(|e| &e.code), Some(&FieldCode::UnknownValue));
    }
}

//! The small forms of a checklist: a step, an answer, a corrective intervention.

use super::{Answer, StepPlace, StepSpec, answer};
use crate::{
    FieldCode, FieldErrors,
    draft::{Checker, loose},
    intervention::Priority,
};
use serde::{Deserialize, Serialize};

/// A step as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct StepDraft {
    /// What is to be done or looked at.
    #[serde(deserialize_with = "loose")]
    pub label: String,
    #[cfg_attr(feature = "openapi", schema(value_type = super::StepKind))]
    pub kind: String,
    /// The intervention cannot be finished without it.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub required: String,
    /// Of a number: `bar`, `mm`.
    #[serde(deserialize_with = "loose")]
    pub unit: String,
    /// The lowest number that is in order; none: no bound.
    #[serde(deserialize_with = "loose")]
    pub low: String,
    /// The highest number that is in order; none: no bound.
    #[serde(deserialize_with = "loose")]
    pub high: String,
    /// Words to choose from that are in order, one a line.
    #[serde(deserialize_with = "loose")]
    pub options: String,
    /// Words to choose from that say that something is wrong, one a line.
    #[serde(deserialize_with = "loose")]
    pub faults: String,
}

/// An answer as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AnswerDraft {
    /// By the kind of the step: `true` or `false`, a number, words, one of the options, the id of a document of the
    /// intervention or `noted`.
    #[serde(deserialize_with = "loose")]
    pub value: String,
    #[serde(deserialize_with = "loose")]
    pub note: String,
    /// The version of the answer that was read; empty where there was none.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewAnswer {
    pub answer: Answer,
    pub note: Option<String>,
}

impl AnswerDraft {
    /// The answer to a step. A photo that is no document has a note.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self, step: &StepSpec) -> Result<NewAnswer, FieldErrors> {
        let mut c = Checker::default();
        let answered = answer(step, &self.value).map_err(|code| c.fail("value", code)).ok();
        let note = c.optional_text("note", &self.note, 1000);
        if answered == Some(Answer::Photo(None)) && note.is_none() && !c.has_failed("note") {
            c.fail("note", FieldCode::Required);
        }
        c.finish(answered.map(|answer| NewAnswer { answer, note }))
    }
}

/// Where a step goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PlaceDraft {
    #[cfg_attr(feature = "openapi", schema(value_type = StepPlace))]
    pub to: String,
}

impl PlaceDraft {
    /// # Errors
    /// [`FieldCode::UnknownValue`] at `to`.
    pub fn parse(&self) -> Result<StepPlace, FieldErrors> {
        let mut c = Checker::default();
        let to = c.required("to", &self.to, FieldCode::UnknownValue);
        c.finish(to)
    }
}

/// The corrective intervention that a step out of tolerance asks for. What is empty follows from the step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CorrectiveDraft {
    #[serde(deserialize_with = "loose")]
    pub title: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Priority>))]
    pub priority: String,
}

/// A checked [`CorrectiveDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCorrective {
    pub title: Option<String>,
    pub description: Option<String>,
    pub priority: Option<Priority>,
}

impl CorrectiveDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewCorrective, FieldErrors> {
        let mut c = Checker::default();
        let new = NewCorrective {
            title: c.optional_line("title", &self.title, 200),
            description: c.optional_text("description", &self.description, 2000),
            priority: c.optional("priority", &self.priority, FieldCode::UnknownValue),
        };
        c.finish(Some(new))
    }
}

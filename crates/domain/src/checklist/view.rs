//! What leaves the server about a checklist.

use super::{ChoiceOption, Judged, Measure, Progress, StepKind, StepSpec};
use crate::{
    DocumentId, InterventionId, LocalDateTime, StepId, Timestamp, intervention::InterventionStatus,
    user::UserRef,
};
use serde::{Deserialize, Serialize};

/// The steps of one intervention, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChecklistView {
    pub steps: Vec<ChecklistStep>,
    pub progress: Progress,
    /// Set on a corrective intervention: the step that asked for it.
    pub cause: Option<CauseView>,
}

/// One step with its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChecklistStep {
    pub id: StepId,
    pub label: String,
    pub kind: StepKind,
    pub required: bool,
    pub unit: Option<String>,
    /// Bounds belong to the range: `4.5`.
    pub low: Option<String>,
    pub high: Option<String>,
    pub options: Vec<ChoiceOption>,
    pub answer: Option<AnswerView>,
    /// The corrective intervention that it asked for.
    pub corrective: Option<CorrectiveView>,
}

impl ChecklistStep {
    /// A step without an answer.
    pub fn new(id: StepId, spec: StepSpec) -> Self {
        let bound = |bound: Option<Measure>| bound.map(|bound| bound.to_string());
        Self {
            id,
            label: spec.label,
            kind: spec.kind,
            required: spec.required,
            unit: spec.unit,
            low: bound(spec.low),
            high: bound(spec.high),
            options: spec.options,
            answer: None,
            corrective: None,
        }
    }

    /// Whether it has an answer that counts.
    pub fn is_done(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.done)
    }

    /// Whether its answer says that something is wrong.
    pub fn is_out_of_tolerance(&self) -> bool {
        self.answer.as_ref().is_some_and(|answer| answer.judged == Judged::OutOfTolerance)
    }
}

/// An answer as it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AnswerView {
    /// As it is sent: `6.4`, `true`, the word that was chosen.
    pub value: String,
    pub note: Option<String>,
    /// Whether the step counts as done.
    pub done: bool,
    pub judged: Judged,
    /// The document that answers it.
    pub document: Option<DocumentId>,
    pub by: UserRef,
    pub at: Timestamp,
    pub at_local: LocalDateTime,
    pub version: i64,
}

/// The corrective intervention of a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectiveView {
    pub id: InterventionId,
    pub code: String,
    pub status: InterventionStatus,
    /// The answer has been corrected: nothing is wrong any more.
    pub cause_withdrawn: bool,
}

/// The step that asked for this corrective intervention.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CauseView {
    pub id: InterventionId,
    pub code: String,
    pub step: String,
    /// The answer has been corrected: nothing is wrong any more.
    pub withdrawn: bool,
}

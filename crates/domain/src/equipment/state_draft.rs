//! The small form that says in which state an equipment is now.

use super::EquipmentState;
use crate::{
    FieldCode, FieldErrors,
    draft::{Checker, loose},
};
use serde::{Deserialize, Serialize};

/// A state and why, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct StateDraft {
    #[cfg_attr(feature = "openapi", schema(value_type = EquipmentState))]
    pub state: String,
    /// Why it is in this state; the reason before is forgotten.
    #[serde(deserialize_with = "loose")]
    pub state_reason: String,
}

impl StateDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<(EquipmentState, Option<String>), FieldErrors> {
        let mut c = Checker::default();
        let state = c.required("state", &self.state, FieldCode::UnknownValue);
        let reason = c.optional_text("state_reason", &self.state_reason, 300);
        c.finish(state.map(|state| (state, reason)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_needs_no_reason_but_must_be_one() {
        let draft = StateDraft { state: "broken".into(), state_reason: " ".into() };
        assert_eq!(draft.parse(), Ok((EquipmentState::Broken, None)));
        let errors = StateDraft { state: "gone".into(), ..draft }.parse().expect_err("unknown");
        assert!(errors.of("state").is_some());
    }
}

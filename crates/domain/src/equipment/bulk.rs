//! One change to several rows of the list, as its menu sends it: `state:broken`, `line:3`, or `line:` for none.

use super::EquipmentState;
use crate::{EquipmentId, FieldCode, FieldError, FieldErrors, LineId};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// Equipment changed in one go.
pub const MAX_AT_ONCE: usize = 500;

/// The equipment chosen for one change, each once, in the order of their ids.
///
/// # Errors
/// [`FieldCode::TooMany`] at `ids` for more than [`MAX_AT_ONCE`].
pub fn chosen(ids: &[EquipmentId]) -> Result<BTreeSet<EquipmentId>, FieldErrors> {
    if ids.len() > MAX_AT_ONCE {
        let code = FieldCode::TooMany { max: MAX_AT_ONCE as u32 };
        return Err(FieldErrors(vec![FieldError::new("ids", code)]));
    }
    Ok(ids.iter().copied().collect())
}

/// What is changed on every chosen row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkChange {
    State(EquipmentState),
    /// None takes them off their line.
    Line(Option<LineId>),
}

impl fmt::Display for BulkChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::State(state) => write!(f, "state:{state}"),
            Self::Line(Some(line)) => write!(f, "line:{line}"),
            Self::Line(None) => f.write_str("line:"),
        }
    }
}

/// The text names no change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a change of several equipments")]
pub struct NotAChange;

impl FromStr for BulkChange {
    type Err = NotAChange;

    fn from_str(text: &str) -> Result<Self, NotAChange> {
        match text.split_once(':') {
            Some(("state", state)) => state.parse().map(Self::State).map_err(|_| NotAChange),
            Some(("line", "")) => Ok(Self::Line(None)),
            Some(("line", line)) => line.parse().map(|line| Self::Line(Some(line))).map_err(|_| NotAChange),
            _ => Err(NotAChange),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_change_concerns_500_equipments_at_most() {
        let ids: Vec<_> = (1..=501).map(EquipmentId).collect();
        assert_eq!(chosen(&ids[..500]).map(|c| c.len()), Ok(500));
        let errors = chosen(&ids).expect_err("too many");
        assert_eq!(errors.of("ids").map(|e| &e.code), Some(&FieldCode::TooMany { max: 500 }));
        assert_eq!(chosen(&[EquipmentId(2), EquipmentId(1), EquipmentId(2)]).map(|c| c.len()), Ok(2));
    }

    #[test]
    fn a_change_is_the_text_that_it_writes() {
        let states = EquipmentState::ALL.iter().map(|s| BulkChange::State(*s));
        for change in states.chain([BulkChange::Line(None), BulkChange::Line(Some(LineId(3)))]) {
            assert_eq!(change.to_string().parse(), Ok(change));
        }
    }

    proptest! {
        #[test]
        fn other_text_is_no_change(text in "\\PC{0,20}") {
            if let Ok(change) = text.parse::<BulkChange>() {
                prop_assert_eq!(change.to_string().parse(), Ok(change));
            }
        }
    }
}

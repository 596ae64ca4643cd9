//! Parts that an intervention used, as lines of text and amount.

use crate::{
    FieldErrors, Money,
    draft::{Checker, loose, loose_amount},
};
use serde::{Deserialize, Serialize};

/// A part as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct PartDraft {
    /// What and how many: "2 bearings 6204".
    #[serde(deserialize_with = "loose")]
    pub text: String,
    /// For the whole line, in the currency of the work; empty while it is not known.
    #[serde(deserialize_with = "loose_amount")]
    pub amount: String,
    /// The version that was read, of a line that is changed.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked [`PartDraft`]; the amount in minor units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPart {
    pub text: String,
    pub amount_minor: Option<i64>,
}

impl PartDraft {
    /// # Errors
    /// One error per wrong field; an amount below zero is out of range.
    pub fn parse(&self, currency: &str) -> Result<NewPart, FieldErrors> {
        let mut c = Checker::default();
        let text = c.line("text", &self.text, 200);
        let amount_minor = c.amount("amount", &self.amount, currency);
        c.finish(Some(NewPart { text, amount_minor }))
    }
}

/// A part that was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PartView {
    pub id: i64,
    pub text: String,
    /// Absent while it is not known.
    pub amount: Option<Money>,
    pub version: i64,
}

/// What the parts cost, in minor units, after a line whose amount was `before` has become `after`; a line that is not there
/// has none. The cost may hold more than its lines: that of an imported work order came without any.
#[must_use]
pub fn parts_cost(stored: Option<i64>, before: Option<i64>, after: Option<i64>) -> Option<i64> {
    if before.is_none() && after.is_none() {
        return stored;
    }
    let others = stored.unwrap_or(0).saturating_sub(before.unwrap_or(0));
    Some(others.saturating_add(after.unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldCode;
    use proptest::prelude::*;

    #[test]
    fn a_line_needs_words_and_its_amount_is_not_negative() {
        let draft =
            PartDraft { text: " 2 roulements 6204 ".into(), amount: "38,40".into(), ..Default::default() };
        let new = NewPart { text: "2 roulements 6204".into(), amount_minor: Some(3_840) };
        assert_eq!(draft.parse("EUR"), Ok(new));
        let errors =
            PartDraft { amount: "-1".into(), ..Default::default() }.parse("EUR").expect_err("refused");
        assert_eq!(errors.of("text").map(|e| &e.code), Some(&FieldCode::Required));
        assert!(errors.of("amount").is_some());
    }

    proptest! {
        /// However lines come, change and go: the cost is what came before them and the sum of those that are there.
        #[test]
        fn the_cost_is_that_of_the_lines(
            imported in proptest::option::of(0..10_000_i64),
            steps in proptest::collection::vec((0..4_usize, proptest::option::of(0..10_000_i64)), 0..40),
        ) {
            let mut lines: [Option<i64>; 4] = [None; 4];
            let mut cost = imported;
            for (line, amount) in steps {
                cost = parts_cost(cost, lines[line], amount);
                lines[line] = amount;
            }
            let sum: i64 = lines.iter().flatten().sum();
            prop_assert_eq!(cost.unwrap_or(0), imported.unwrap_or(0) + sum);
        }
    }
}

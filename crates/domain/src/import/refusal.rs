//! Refused rows by their reason, the most frequent first, with what can be done about it.

use super::{ImportField, RowError, Target, ValueCount};
use crate::{FieldCode, text_enum};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Different values of a reason that are counted one by one.
const MAX_VALUES: usize = 200;
/// Of these, the ones that are kept.
const KEPT_VALUES: usize = 12;

text_enum! {
    /// A way to bring the rows of a group in, at once.
    pub enum Remedy {
        /// Make the machines that the rows name.
        CreateEquipment = "create_equipment",
        /// Make the equipment types that the rows name.
        CreateTypes = "create_types",
        /// The rows are others than those they look like.
        AddLookAlikes = "add_look_alikes",
        /// They are the same: leave them out.
        SkipLookAlikes = "skip_look_alikes",
    }
}

/// Rows that were refused for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusalGroup {
    /// The first of them; its value stands for itself alone.
    pub example: RowError,
    /// Rows, those of other groups included where several things are wrong with one.
    pub rows: i64,
    /// The most frequent values.
    pub values: Vec<ValueCount>,
    /// How many different values there are, as far as they were counted.
    pub different: i64,
}

impl RefusalGroup {
    /// The ways to bring its rows in at once.
    pub fn remedies(&self) -> &'static [Remedy] {
        match (&self.example.field, &self.example.code) {
            (Target::Field(ImportField::Equipment), FieldCode::NotFound) => &[Remedy::CreateEquipment],
            (Target::Field(ImportField::Type), FieldCode::NotFound) => &[Remedy::CreateTypes],
            (_, FieldCode::LooksLike { .. }) => &[Remedy::SkipLookAlikes, Remedy::AddLookAlikes],
            _ => &[],
        }
    }
}

/// Groups refused rows as they come; memory does not grow with the file.
#[derive(Default)]
pub struct Refusals {
    groups: Vec<(RefusalGroup, HashMap<String, i64>)>,
}

impl Refusals {
    /// Takes up what is wrong with a row.
    pub fn look(&mut self, errors: &[RowError]) {
        for error in errors {
            let same = |g: &RefusalGroup| {
                let (a, b) = (&g.example, error);
                a.column == b.column
                    && a.field == b.field
                    && a.left_out == b.left_out
                    && std::mem::discriminant(&a.code) == std::mem::discriminant(&b.code)
            };
            let at = self.groups.iter().position(|(g, _)| same(g)).unwrap_or_else(|| {
                let new = RefusalGroup { example: error.clone(), rows: 0, values: vec![], different: 0 };
                self.groups.push((new, HashMap::new()));
                self.groups.len() - 1
            });
            let Some((group, values)) = self.groups.get_mut(at) else { continue };
            group.rows += 1;
            if values.len() < MAX_VALUES || values.contains_key(&error.value) {
                *values.entry(error.value.clone()).or_default() += 1;
            }
        }
    }

    /// The groups, the most frequent first.
    pub fn finish(self) -> Vec<RefusalGroup> {
        let mut groups: Vec<RefusalGroup> = self
            .groups
            .into_iter()
            .map(|(group, values)| {
                let different = values.len() as i64;
                let mut values: Vec<ValueCount> =
                    values.into_iter().map(|(value, count)| ValueCount { value, count }).collect();
                values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
                values.truncate(KEPT_VALUES);
                RefusalGroup { values, different, ..group }
            })
            .collect();
        groups.sort_by_key(|g| std::cmp::Reverse(g.rows));
        groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_grouped_by_reason_the_most_frequent_first() {
        let error = |field, value: &str, code| RowError {
            column: "c".into(),
            field: Target::Field(field),
            value: value.into(),
            code,
            left_out: false,
        };
        let mut refusals = Refusals::default();
        refusals.look(&[error(ImportField::Cost, "x", FieldCode::NotAnAmount)]);
        for code in ["A", "B", "A"] {
            refusals.look(&[error(ImportField::Equipment, code, FieldCode::NotFound)]);
        }
        let groups = refusals.finish();
        let seen: Vec<_> = groups.iter().map(|g| (g.rows, g.different, g.values[0].value.as_str())).collect();
        assert_eq!(seen, [(3, 2, "A"), (1, 1, "x")]);
        assert_eq!(groups[0].remedies(), [Remedy::CreateEquipment]);
    }
}

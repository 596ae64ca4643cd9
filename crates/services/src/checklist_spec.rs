//! What a step asks, to and from the columns that templates and interventions share.

use domain::checklist::{ChoiceOption, StepSpec};
use entity::{checklist_step, template_step};
use sea_orm::ActiveValue::{NotSet, Set};

/// The words to choose from; what was stored is read again.
fn options(stored: Option<&String>) -> Vec<ChoiceOption> {
    stored.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn stored(options: &[ChoiceOption]) -> Option<String> {
    (!options.is_empty()).then(|| crate::audit::json(&options))
}

macro_rules! spec {
    ($of:ident, $row:ident, $entity:ident, $whole:ident: $id:ty) => {
        /// What the step of this row asks.
        pub(crate) fn $of(row: &$entity::Model) -> StepSpec {
            let bound = |bound: &Option<String>| bound.as_ref().and_then(|bound| bound.parse().ok());
            StepSpec {
                label: row.label.clone(),
                kind: row.kind,
                required: row.required,
                unit: row.unit.clone(),
                low: bound(&row.low),
                high: bound(&row.high),
                options: options(row.options.as_ref()),
            }
        }

        /// The row of a step in its place.
        pub(crate) fn $row(whole: $id, position: usize, spec: &StepSpec) -> $entity::ActiveModel {
            $entity::ActiveModel {
                id: NotSet,
                $whole: Set(whole),
                position: Set(i32::try_from(position).unwrap_or(i32::MAX)),
                label: Set(spec.label.clone()),
                kind: Set(spec.kind),
                required: Set(spec.required),
                unit: Set(spec.unit.clone()),
                low: Set(spec.low.map(|bound| bound.to_string())),
                high: Set(spec.high.map(|bound| bound.to_string())),
                options: Set(stored(&spec.options)),
            }
        }
    };
}

spec!(of_template, template_row, template_step, template_id: domain::TemplateId);
spec!(of_intervention, intervention_row, checklist_step, intervention_id: domain::InterventionId);

//! The form of a template.

use super::TemplateView;
use crate::{
    EquipmentTypeId, FieldCode, FieldErrors,
    checklist::{StepDraft, StepSpec, check_steps},
    draft::{Checker, loose},
    intervention::{InterventionKind, MOST_REQUIRED_SKILLS, Priority},
    record::{Field, Kind, record},
    user::check_skills,
};
use serde::{Deserialize, Serialize};

/// The longest estimate, in minutes: sixty days.
const MOST_MINUTES: i64 = 60 * 24 * 60;

const TITLE: Field = Field::line("title", 200).required();
const KIND: Field = Field::new("kind", Kind::Other).required();
const PRIORITY: Field = Field::new("priority", Kind::Other).required();
const MINUTES: Field = Field::new("estimated_minutes", Kind::Whole { min: 1, max: MOST_MINUTES });
const DESCRIPTION: Field = Field::text("description", 2000);
const STOPS: Field = Field::new("stops_equipment", Kind::Flag);
const SKILLS: Field = Field::new("skills", Kind::Other);
const TYPE: Field = Field::new("equipment_type_id", Kind::Reference);
const STEPS: Field = Field::new("steps", Kind::Other);

/// A template as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InterventionTemplateDraft {
    /// Unique, case and accents aside; the title of the interventions that are made from it.
    #[serde(deserialize_with = "loose")]
    pub title: String,
    #[cfg_attr(feature = "openapi", schema(value_type = InterventionKind))]
    pub kind: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Priority))]
    pub priority: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i32>))]
    pub estimated_minutes: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    /// The machine stands still while it is being worked on.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub stops_equipment: String,
    /// Skills that it asks for; several may stand in one text, between commas.
    pub skills: Vec<String>,
    /// The family of machines that it is for; none: any.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<EquipmentTypeId>))]
    pub equipment_type_id: String,
    /// In their order; a row that is left empty is dropped.
    pub steps: Vec<StepDraft>,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTemplate {
    pub title: String,
    pub kind: InterventionKind,
    pub priority: Priority,
    pub estimated_minutes: Option<i32>,
    pub description: Option<String>,
    pub stops_equipment: bool,
    /// Each once, by name.
    pub skills: Vec<String>,
    pub equipment_type_id: Option<EquipmentTypeId>,
    pub steps: Vec<StepSpec>,
}

impl InterventionTemplateDraft {
    /// Every field but the version, in the order of the form.
    pub const FIELDS: &'static [Field] =
        &[TITLE, KIND, PRIORITY, MINUTES, DESCRIPTION, STOPS, SKILLS, TYPE, STEPS];

    /// # Errors
    /// One error per wrong field; that of a step is `steps[2].low`.
    pub fn parse(&self) -> Result<NewTemplate, FieldErrors> {
        let mut c = Checker::default();
        let title = c.filled(&TITLE, &self.title);
        let kind = c.required(KIND.name, &self.kind, FieldCode::UnknownValue);
        let priority = c.required(PRIORITY.name, &self.priority, FieldCode::UnknownValue);
        let minutes = c.whole(MINUTES.name, &self.estimated_minutes, 1, MOST_MINUTES);
        let description = c.given(&DESCRIPTION, &self.description);
        let stops = c.optional(STOPS.name, &self.stops_equipment, FieldCode::UnknownValue);
        let skills = check_skills(&mut c, &self.skills, MOST_REQUIRED_SKILLS);
        let equipment_type_id = c.optional(TYPE.name, &self.equipment_type_id, FieldCode::NotFound);
        let steps = check_steps(&mut c, &self.steps);
        c.optional::<i64>("version", &self.version, FieldCode::NotANumber);
        let new = kind.zip(priority).map(|(kind, priority)| NewTemplate {
            title,
            kind,
            priority,
            estimated_minutes: minutes.and_then(|minutes| i32::try_from(minutes).ok()),
            description,
            stops_equipment: stops.unwrap_or(false),
            skills,
            equipment_type_id,
            steps,
        });
        c.finish(new)
    }
}

record! {
    InterventionTemplate: InterventionTemplateDraft, TemplateView, TemplateId, table: "intervention_templates",
    read: InterventionRead, write: InterventionWrite, list: "/templates", label: title, site: shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let step = StepDraft {
            label: "Mesure".into(),
            kind: "number".into(),
            low: "x".into(),
            ..Default::default()
        };
        let draft = InterventionTemplateDraft {
            estimated_minutes: "0".into(),
            steps: vec![StepDraft::default(), step],
            ..Default::default()
        };
        let fields: Vec<String> =
            draft.parse().expect_err("refused").0.into_iter().map(|error| error.field).collect();
        assert_eq!(fields, ["title", "kind", "priority", "estimated_minutes", "steps[1].low"]);
    }
}

//! An intervention as it is entered or changed by whoever directs the work.

use super::{InterventionKind, MOST_REQUIRED_SKILLS, Priority, TypedTime};
use crate::{
    EquipmentId, FieldCode, FieldErrors, TemplateId, UserId,
    draft::{Checker, loose, loose_amount},
    user::check_skills,
};
use serde::{Deserialize, Serialize};

/// The longest estimate, in minutes: sixty days.
pub(super) const MOST_MINUTES: i64 = 60 * 24 * 60;

/// An intervention as typed. Times are on the site's clock (`2026-11-20T08:12`) or have an offset.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct InterventionDraft {
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = EquipmentId))]
    pub equipment_id: String,
    #[serde(deserialize_with = "loose")]
    pub title: String,
    #[serde(deserialize_with = "loose")]
    pub description: String,
    #[cfg_attr(feature = "openapi", schema(value_type = InterventionKind))]
    pub kind: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Priority))]
    pub priority: String,
    /// Until when it was promised; empty: the target of its priority.
    #[serde(deserialize_with = "loose")]
    pub due: String,
    /// When it is to begin.
    #[serde(deserialize_with = "loose")]
    pub planned: String,
    #[serde(deserialize_with = "loose")]
    pub estimated_minutes: String,
    /// The machine stands still while it is being worked on.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub stops_equipment: String,
    /// Skills that it asks for; several may stand in one text, between commas.
    pub skills: Vec<String>,
    /// Who directs it.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UserId>))]
    pub supervisor_id: String,
    /// What was done.
    #[serde(deserialize_with = "loose")]
    pub report: String,
    /// Why it failed.
    #[serde(deserialize_with = "loose")]
    pub cause: String,
    #[serde(deserialize_with = "loose")]
    pub observations: String,
    /// What it cost beside hours: a contractor, hired tools.
    #[serde(deserialize_with = "loose_amount")]
    pub other_cost: String,
    /// Of a new one: the template that fills what is empty here, and whose steps it gets.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<TemplateId>))]
    pub template_id: String,
    /// The version that was read; not of a new one.
    #[serde(deserialize_with = "loose")]
    pub version: String,
}

/// A checked intervention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewIntervention {
    pub equipment_id: EquipmentId,
    pub title: String,
    pub description: Option<String>,
    pub kind: InterventionKind,
    pub priority: Priority,
    pub due: Option<TypedTime>,
    pub planned: Option<TypedTime>,
    pub estimated_minutes: Option<i32>,
    pub stops_equipment: bool,
    /// Each once, by name.
    pub skills: Vec<String>,
    pub supervisor_id: Option<UserId>,
    pub report: Option<String>,
    pub cause: Option<String>,
    pub observations: Option<String>,
    /// Minor units of the site's currency.
    pub other_minor: Option<i64>,
    pub template_id: Option<TemplateId>,
}

impl InterventionDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self, currency: &str) -> Result<NewIntervention, FieldErrors> {
        let mut c = Checker::default();
        let equipment_id = c.required("equipment_id", &self.equipment_id, FieldCode::NotFound);
        let title = c.line("title", &self.title, 200);
        let description = c.optional_text("description", &self.description, 2000);
        let kind = c.required("kind", &self.kind, FieldCode::UnknownValue);
        let priority = c.required("priority", &self.priority, FieldCode::UnknownValue);
        let due = c.optional("due", &self.due, FieldCode::NotADate);
        let planned = c.optional("planned", &self.planned, FieldCode::NotADate);
        let estimated_minutes = minutes(&mut c, &self.estimated_minutes);
        let stops_equipment = c.optional("stops_equipment", &self.stops_equipment, FieldCode::UnknownValue);
        let skills = check_skills(&mut c, &self.skills, MOST_REQUIRED_SKILLS);
        let supervisor_id = c.optional("supervisor_id", &self.supervisor_id, FieldCode::NotFound);
        let report = c.optional_text("report", &self.report, 10_000);
        let cause = c.optional_text("cause", &self.cause, 500);
        let observations = c.optional_text("observations", &self.observations, 2000);
        let other_minor = c.amount("other_cost", &self.other_cost, currency);
        let template_id = c.optional("template_id", &self.template_id, FieldCode::NotFound);
        let new =
            equipment_id.zip(kind).zip(priority).map(|((equipment_id, kind), priority)| NewIntervention {
                equipment_id,
                title,
                description,
                kind,
                priority,
                due,
                planned,
                estimated_minutes,
                stops_equipment: stops_equipment.unwrap_or(false),
                skills,
                supervisor_id,
                report,
                cause,
                observations,
                other_minor,
                template_id,
            });
        c.finish(new)
    }
}

pub(super) fn minutes(c: &mut Checker, raw: &str) -> Option<i32> {
    c.whole("estimated_minutes", raw, 1, MOST_MINUTES).and_then(|minutes| i32::try_from(minutes).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_one_line_a_machine_a_kind_and_a_priority_are_enough() {
        let draft = InterventionDraft {
            equipment_id: "3".into(),
            title: " Graissage ".into(),
            kind: "preventive".into(),
            priority: "low".into(),
            other_cost: "12,5".into(),
            ..Default::default()
        };
        let new = draft.parse("EUR").expect("valid");
        assert_eq!(
            (new.title.as_str(), new.other_minor, new.stops_equipment),
            ("Graissage", Some(1_250), false)
        );
        let wrong = InterventionDraft { title: "a\nb".into(), estimated_minutes: "0".into(), ..draft };
        let fields: Vec<String> =
            wrong.parse("EUR").expect_err("refused").0.into_iter().map(|e| e.field).collect();
        assert_eq!(fields, ["title", "estimated_minutes"]);
    }
}

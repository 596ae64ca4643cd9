//! What leaves the server about templates, and what an intervention takes from one.

use super::InterventionTemplateDraft;
use crate::{
    EquipmentTypeId, TemplateId, Timestamp,
    checklist::StepDraft,
    intervention::{InterventionDraft, InterventionKind, Priority},
    user::tidy_skills,
};
use serde::{Deserialize, Serialize};

/// One template, whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TemplateView {
    pub id: TemplateId,
    pub title: String,
    pub kind: InterventionKind,
    pub priority: Priority,
    pub estimated_minutes: Option<i32>,
    pub description: Option<String>,
    /// The machine stands still while it is being worked on.
    pub stops_equipment: bool,
    /// Skills that the work asks for, by name.
    pub skills: Vec<String>,
    /// The family of machines that it is for; absent: any.
    pub equipment_type_id: Option<EquipmentTypeId>,
    pub equipment_type: Option<String>,
    /// In their order, as they are typed.
    pub steps: Vec<StepDraft>,
    /// Since when it is not offered any more.
    pub retired_at: Option<Timestamp>,
    pub updated_at: Timestamp,
    pub version: i64,
}

impl TemplateView {
    /// What was typed for an intervention, with what is empty taken from the template.
    #[must_use]
    pub fn fill(&self, typed: &InterventionDraft) -> InterventionDraft {
        let own = self.filled();
        let or = |typed: &String, own: String| if typed.trim().is_empty() { own } else { typed.clone() };
        InterventionDraft {
            title: or(&typed.title, own.title),
            kind: or(&typed.kind, own.kind),
            priority: or(&typed.priority, own.priority),
            estimated_minutes: or(&typed.estimated_minutes, own.estimated_minutes),
            description: or(&typed.description, own.description),
            stops_equipment: or(&typed.stops_equipment, own.stops_equipment),
            // A form that lists them without one asks for none.
            skills: if typed.skills.is_empty() { own.skills } else { typed.skills.clone() },
            template_id: own.template_id,
            ..typed.clone()
        }
    }

    /// What was typed, without what came from this template.
    #[must_use]
    pub fn unfill(&self, typed: &InterventionDraft) -> InterventionDraft {
        let own = self.filled();
        let rid = |typed: &String, own: &String| {
            if typed.replace("\r\n", "\n") == *own { String::new() } else { typed.clone() }
        };
        InterventionDraft {
            title: rid(&typed.title, &own.title),
            kind: rid(&typed.kind, &own.kind),
            priority: rid(&typed.priority, &own.priority),
            estimated_minutes: rid(&typed.estimated_minutes, &own.estimated_minutes),
            description: rid(&typed.description, &own.description),
            stops_equipment: rid(&typed.stops_equipment, &own.stops_equipment),
            skills: Some(tidy_skills(&typed.skills)).filter(|typed| *typed != own.skills).unwrap_or_default(),
            ..typed.clone()
        }
    }

    /// What an intervention made from it says.
    fn filled(&self) -> InterventionDraft {
        let t = self;
        InterventionDraft {
            title: t.title.clone(),
            kind: t.kind.to_string(),
            priority: t.priority.to_string(),
            estimated_minutes: t.estimated_minutes.map(|m| m.to_string()).unwrap_or_default(),
            description: t.description.clone().unwrap_or_default(),
            stops_equipment: t.stops_equipment.to_string(),
            skills: t.skills.clone(),
            template_id: t.id.to_string(),
            ..InterventionDraft::default()
        }
    }
}

impl From<&TemplateView> for InterventionTemplateDraft {
    fn from(t: &TemplateView) -> Self {
        let own = t.filled();
        Self {
            title: own.title,
            kind: own.kind,
            priority: own.priority,
            estimated_minutes: own.estimated_minutes,
            description: own.description,
            stops_equipment: own.stops_equipment,
            skills: own.skills,
            equipment_type_id: t.equipment_type_id.map(|id| id.to_string()).unwrap_or_default(),
            steps: t.steps.clone(),
            version: t.version.to_string(),
        }
    }
}

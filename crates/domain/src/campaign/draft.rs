//! The forms of a campaign.

use super::Scope;
use crate::{
    Date, EquipmentId, FieldCode, FieldErrors, SiteId, TemplateId,
    draft::{Checker, loose},
    intervention::{InterventionDraft, InterventionKind, Priority},
    intervention_template::TemplateView,
};
use serde::{Deserialize, Serialize};

/// The longest estimate, in minutes: sixty days.
const MOST_MINUTES: i64 = 60 * 24 * 60;
/// Machines that are named one by one, at most.
const MOST_NAMED: u32 = super::MOST_MACHINES as u32;

/// A campaign as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CampaignDraft {
    /// Of the campaign and of its interventions.
    #[serde(deserialize_with = "loose")]
    pub title: String,
    /// What is to be done.
    #[serde(deserialize_with = "loose")]
    pub description: String,
    /// The last day: `2026-06-30`.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Date))]
    pub due_on: String,
    #[cfg_attr(feature = "openapi", schema(value_type = InterventionKind))]
    pub kind: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Priority))]
    pub priority: String,
    /// For each machine.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i32>))]
    pub estimated_minutes: String,
    /// Each machine stands still while it is being worked on.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub stops_equipment: String,
    /// Fills what is empty here; its steps are those of each intervention.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<TemplateId>))]
    pub template_id: String,
    /// All machines of this type.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::EquipmentTypeId>))]
    pub equipment_type_id: String,
    /// Where machines of the type stand; none: all sites of whoever starts the campaign.
    pub site_ids: Vec<SiteId>,
    /// Of the type, only the machines of this line.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<crate::LineId>))]
    pub line_id: String,
    /// Machines that are chosen one by one.
    pub equipment_ids: Vec<EquipmentId>,
    /// As many more, by their codes: one to a line, or with commas between.
    #[serde(deserialize_with = "loose")]
    pub codes: String,
    /// Machines that whoever starts it has been shown; with another number nothing is made.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub expected: String,
    /// Of a form: the same one again makes nothing.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>))]
    pub once: String,
}

/// A checked campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewCampaign {
    pub title: String,
    pub description: Option<String>,
    pub due_on: Date,
    pub kind: InterventionKind,
    pub priority: Priority,
    pub estimated_minutes: Option<i32>,
    pub stops_equipment: bool,
    pub template_id: Option<TemplateId>,
    pub named: Named,
    pub expected: Option<i64>,
    pub once: Option<String>,
}

/// What a campaign is about, as it was named.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Sites, type, line, and the machines whose ids are known.
    pub scope: Scope,
    /// The codes of others, folded, each once, in their order.
    pub codes: Vec<String>,
}

impl CampaignDraft {
    /// With what is empty taken from a template.
    #[must_use]
    pub fn filled(&self, template: &TemplateView) -> Self {
        let typed = InterventionDraft {
            title: self.title.clone(),
            description: self.description.clone(),
            kind: self.kind.clone(),
            priority: self.priority.clone(),
            estimated_minutes: self.estimated_minutes.clone(),
            stops_equipment: self.stops_equipment.clone(),
            ..InterventionDraft::default()
        };
        let filled = template.fill(&typed);
        Self {
            title: filled.title,
            description: filled.description,
            kind: filled.kind,
            priority: filled.priority,
            estimated_minutes: filled.estimated_minutes,
            stops_equipment: filled.stops_equipment,
            template_id: filled.template_id,
            ..self.clone()
        }
    }

    /// What it is about, whatever else is still missing.
    ///
    /// # Errors
    /// One error per wrong field.
    pub fn scope(&self) -> Result<Named, FieldErrors> {
        let mut c = Checker::default();
        let named = self.named(&mut c);
        c.finish(Some(named))
    }

    fn named(&self, c: &mut Checker) -> Named {
        let equipment_type = c.optional("equipment_type_id", &self.equipment_type_id, FieldCode::NotFound);
        let line = c.optional("line_id", &self.line_id, FieldCode::NotFound);
        let chosen = chosen(c, &self.equipment_ids);
        let codes = codes(c, &self.codes);
        let sites = self.site_ids.iter().copied().collect();
        if equipment_type.is_none() && chosen.is_empty() && codes.is_empty() {
            for field in ["equipment_type_id", "line_id", "codes"] {
                if c.has_failed(field) {
                    return Named::default();
                }
            }
            c.fail("equipment_type_id", FieldCode::ChooseOne);
        }
        Named { scope: Scope { sites, equipment_type, line, chosen }, codes }
    }

    /// # Errors
    /// One error per wrong field; [`FieldCode::InPast`] for a last day before `today`.
    pub fn parse(&self, today: Date) -> Result<NewCampaign, FieldErrors> {
        let mut c = Checker::default();
        let title = c.line("title", &self.title, 200);
        let description = c.optional_text("description", &self.description, 2000);
        let due_on: Option<Date> = c.required("due_on", &self.due_on, FieldCode::NotADate);
        if due_on.is_some_and(|day| day.0 < today.0) {
            c.fail("due_on", FieldCode::InPast);
        }
        let kind = c.required("kind", &self.kind, FieldCode::UnknownValue);
        let priority = c.required("priority", &self.priority, FieldCode::UnknownValue);
        let minutes = c.whole("estimated_minutes", &self.estimated_minutes, 1, MOST_MINUTES);
        let stops = c.optional("stops_equipment", &self.stops_equipment, FieldCode::UnknownValue);
        let template_id = c.optional("template_id", &self.template_id, FieldCode::NotFound);
        let named = self.named(&mut c);
        let expected = c.whole("expected", &self.expected, 0, i64::MAX);
        let once = c.optional_line("once", &self.once, 64);
        let new = due_on.zip(kind).zip(priority).map(|((due_on, kind), priority)| NewCampaign {
            title,
            description,
            due_on,
            kind,
            priority,
            estimated_minutes: minutes.and_then(|minutes| i32::try_from(minutes).ok()),
            stops_equipment: stops.unwrap_or(false),
            template_id,
            named,
            expected,
            once,
        });
        c.finish(new)
    }
}

fn chosen(c: &mut Checker, ids: &[EquipmentId]) -> std::collections::BTreeSet<EquipmentId> {
    let ids: std::collections::BTreeSet<_> = ids.iter().copied().collect();
    if ids.len() > MOST_NAMED as usize {
        c.fail("equipment_ids", FieldCode::TooMany { max: MOST_NAMED });
    }
    ids
}

fn codes(c: &mut Checker, typed: &str) -> Vec<String> {
    let mut codes: Vec<String> = vec![];
    for code in typed.split(['\n', '\r', ',', ';', '\t']).map(str::trim).filter(|code| !code.is_empty()) {
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
        if codes.len() > MOST_NAMED as usize {
            c.fail("codes", FieldCode::TooMany { max: MOST_NAMED });
            return vec![];
        }
    }
    codes
}

/// What is added to a campaign beside what has joined its type since.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct AddDraft {
    /// Machines that are chosen one by one.
    pub equipment_ids: Vec<EquipmentId>,
    /// As many more, by their codes: one to a line, or with commas between.
    #[serde(deserialize_with = "loose")]
    pub codes: String,
}

impl AddDraft {
    /// The machines that it names.
    ///
    /// # Errors
    /// [`FieldCode::TooMany`].
    pub fn parse(&self) -> Result<Named, FieldErrors> {
        let mut c = Checker::default();
        let chosen = chosen(&mut c, &self.equipment_ids);
        let codes = codes(&mut c, &self.codes);
        c.finish(Some(Named { scope: Scope { chosen, ..Scope::default() }, codes }))
    }
}

/// The end of a campaign.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CloseDraft {
    #[serde(deserialize_with = "loose")]
    pub reason: String,
    /// The version that was read; empty where it does not matter.
    #[serde(deserialize_with = "loose")]
    pub version: String,
}

/// The end of a campaign that comes to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct CancelDraft {
    #[serde(deserialize_with = "loose")]
    pub reason: String,
    /// Its interventions that are not done are called off as well.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub interventions: String,
    /// The version that was read; empty where it does not matter.
    #[serde(deserialize_with = "loose")]
    pub version: String,
}

/// A checked end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CampaignEnd {
    pub reason: Option<String>,
    /// Whether interventions that are not done are called off.
    pub calls_off: bool,
}

impl CloseDraft {
    /// # Errors
    /// [`FieldCode::TooLong`].
    pub fn parse(&self) -> Result<CampaignEnd, FieldErrors> {
        let mut c = Checker::default();
        let reason = c.optional_text("reason", &self.reason, 1000);
        c.finish(Some(CampaignEnd { reason, calls_off: false }))
    }
}

impl CancelDraft {
    /// # Errors
    /// [`FieldCode::Required`] without a reason.
    pub fn parse(&self) -> Result<CampaignEnd, FieldErrors> {
        let mut c = Checker::default();
        let reason = c.text("reason", &self.reason, 1000);
        let calls_off = c.optional("interventions", &self.interventions, FieldCode::UnknownValue);
        c.finish(Some(CampaignEnd { reason: Some(reason), calls_off: calls_off.unwrap_or(false) }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn draft() -> CampaignDraft {
        CampaignDraft {
            title: "Soupapes".into(),
            due_on: "2027-06-30".into(),
            kind: "inspection".into(),
            priority: "high".into(),
            codes: "CMP-1, CMP-2\r\nCMP-1".into(),
            ..Default::default()
        }
    }

    #[test]
    fn codes_are_read_from_lines_and_commas_each_once() {
        let new = draft().parse(day("2027-06-30")).expect("valid on its last day");
        assert_eq!(new.named.codes, ["CMP-1", "CMP-2"]);
        assert_eq!((new.kind, new.stops_equipment), (InterventionKind::Inspection, false));
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let fields = |draft: &CampaignDraft| -> Vec<(String, FieldCode)> {
            let errors = draft.parse(day("2027-07-01")).expect_err("refused").0;
            errors.into_iter().map(|error| (error.field, error.code)).collect()
        };
        assert_eq!(fields(&draft()), [("due_on".into(), FieldCode::InPast)]);
        let empty = CampaignDraft::default();
        let names: Vec<String> = fields(&empty).into_iter().map(|(field, _)| field).collect();
        assert_eq!(names, ["title", "due_on", "kind", "priority", "equipment_type_id"]);
        assert_eq!(empty.scope().expect_err("about nothing").0[0].code, FieldCode::ChooseOne);
    }

    #[test]
    fn a_campaign_that_comes_to_nothing_says_why() {
        let wrong = CancelDraft::default().parse().expect_err("refused");
        assert_eq!(wrong.of("reason").map(|e| &e.code), Some(&FieldCode::Required));
        let end = CancelDraft {
            reason: " Rappel levé ".into(),
            interventions: "true".into(),
            ..Default::default()
        };
        assert_eq!(end.parse(), Ok(CampaignEnd { reason: Some("Rappel levé".into()), calls_off: true }));
        assert_eq!(CloseDraft::default().parse(), Ok(CampaignEnd { reason: None, calls_off: false }));
    }
}

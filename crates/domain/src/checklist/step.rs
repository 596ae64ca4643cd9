//! A checked step: what is to be looked at, and what counts as in order.

use super::{Measure, StepDraft, StepKind};
use crate::{FieldCode, FieldErrors, draft::Checker};
use serde::{Deserialize, Serialize};

/// Options of one step, at most.
const MOST_OPTIONS: usize = 20;

/// One step of a checklist or of a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepSpec {
    pub label: String,
    pub kind: StepKind,
    /// The intervention cannot be finished without it.
    pub required: bool,
    pub unit: Option<String>,
    /// Bounds belong to the range.
    pub low: Option<Measure>,
    pub high: Option<Measure>,
    pub options: Vec<ChoiceOption>,
}

/// One of the words to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChoiceOption {
    pub label: String,
    /// Chosen, it says that something is wrong.
    pub fault: bool,
}

impl StepDraft {
    /// The checked step; errors are named `<prefix>label` and so on.
    pub fn check(&self, c: &mut Checker, prefix: &str) -> Option<StepSpec> {
        let name = |field: &str| format!("{prefix}{field}");
        let label = c.line(&name("label"), &self.label, 200);
        let kind: StepKind = c.required(&name("kind"), &self.kind, FieldCode::UnknownValue)?;
        let required = c.optional(&name("required"), &self.required, FieldCode::UnknownValue);
        let mut spec = StepSpec {
            label,
            kind,
            required: required.unwrap_or(false),
            unit: None,
            low: None,
            high: None,
            options: vec![],
        };
        match kind {
            StepKind::Number => {
                spec.unit = c.optional_line(&name("unit"), &self.unit, 20);
                spec.low = c.optional(&name("low"), &self.low, FieldCode::NotANumber);
                spec.high = c.optional(&name("high"), &self.high, FieldCode::NotANumber);
                if spec.low.zip(spec.high).is_some_and(|(low, high)| low > high) {
                    c.fail(&name("high"), FieldCode::BelowLow);
                }
            }
            StepKind::Choice => spec.options = self.choices(c, &name),
            StepKind::Tick | StepKind::Text | StepKind::Photo => {}
        }
        Some(spec)
    }

    fn choices(&self, c: &mut Checker, name: &impl Fn(&str) -> String) -> Vec<ChoiceOption> {
        let mut found: Vec<ChoiceOption> = vec![];
        for (field, typed, fault) in [("options", &self.options, false), ("faults", &self.faults, true)] {
            for line in typed.lines().map(str::trim).filter(|line| !line.is_empty()) {
                let label = c.line(&name(field), line, 80);
                let again = found.iter().any(|known| known.label == label);
                if again && !c.has_failed(&name(field)) {
                    c.fail(&name(field), FieldCode::Repeated);
                }
                found.push(ChoiceOption { label, fault });
            }
        }
        if found.len() < 2 {
            c.fail(&name("options"), FieldCode::TwoOptions);
        } else if found.len() > MOST_OPTIONS {
            c.fail(&name("options"), FieldCode::TooMany { max: MOST_OPTIONS as u32 });
        }
        found
    }

    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<StepSpec, FieldErrors> {
        let mut c = Checker::default();
        let spec = self.check(&mut c, "");
        c.finish(spec)
    }

    /// Nobody typed anything into it.
    pub fn is_empty(&self) -> bool {
        let typed = [&self.label, &self.unit, &self.low, &self.high, &self.options, &self.faults];
        typed.iter().all(|text| text.trim().is_empty())
    }
}

/// The checked steps of a template. A row that is left empty is dropped.
pub fn check_steps(c: &mut Checker, drafts: &[StepDraft]) -> Vec<StepSpec> {
    if drafts.len() > super::MOST_STEPS as usize {
        c.fail("steps", FieldCode::TooMany { max: super::MOST_STEPS });
        return vec![];
    }
    let typed = drafts.iter().enumerate().filter(|(_, draft)| !draft.is_empty());
    typed.filter_map(|(at, draft)| draft.check(c, &format!("steps[{at}]."))).collect()
}

/// The form of a checked step, as it would be typed again.
impl From<&StepSpec> for StepDraft {
    fn from(s: &StepSpec) -> Self {
        let number = |bound: Option<Measure>| bound.map(|bound| bound.to_string()).unwrap_or_default();
        let lines = |fault: bool| {
            let of_it = s.options.iter().filter(|option| option.fault == fault);
            of_it.map(|option| option.label.as_str()).collect::<Vec<_>>().join("\n")
        };
        Self {
            label: s.label.clone(),
            kind: s.kind.to_string(),
            required: if s.required { "true".into() } else { String::new() },
            unit: s.unit.clone().unwrap_or_default(),
            low: number(s.low),
            high: number(s.high),
            options: lines(false),
            faults: lines(true),
        }
    }
}

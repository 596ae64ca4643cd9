//! Somebody reports a breakdown: which machine, what happened, how urgent, whether it stands still, since when.

use super::{Priority, TypedTime};
use crate::{
    EquipmentId, FieldCode, FieldErrors,
    draft::{Checker, loose},
};
use serde::{Deserialize, Serialize};

/// A report as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ReportDraft {
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = EquipmentId))]
    pub equipment_id: String,
    /// What happened, in one's own words; the first line becomes the title.
    #[serde(deserialize_with = "loose")]
    pub what: String,
    #[cfg_attr(feature = "openapi", schema(value_type = Priority))]
    pub urgency: String,
    /// Whether the machine stands still: `true` or `false`.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub stopped: String,
    /// On the site's clock (`2026-11-20T08:12`) or with an offset; empty is now.
    #[serde(deserialize_with = "loose")]
    pub since: String,
}

/// A checked report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewReport {
    pub equipment_id: EquipmentId,
    pub title: String,
    /// Everything that was typed.
    pub what: String,
    pub priority: Priority,
    pub stops: bool,
    pub since: Option<TypedTime>,
}

/// Characters of a title made of a longer text.
const TITLE: usize = 120;

impl ReportDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewReport, FieldErrors> {
        let mut c = Checker::default();
        let equipment_id = c.required("equipment_id", &self.equipment_id, FieldCode::NotFound);
        let what = c.text("what", &self.what, 2000);
        if !what.is_empty() && what.chars().count() < 3 {
            c.fail("what", FieldCode::TooShort { min: 3 });
        }
        let priority = c.required("urgency", &self.urgency, FieldCode::UnknownValue);
        let stops = c.required("stopped", &self.stopped, FieldCode::UnknownValue);
        let since = c.optional("since", &self.since, FieldCode::NotADate);
        let new = equipment_id.zip(priority).zip(stops).map(|((equipment_id, priority), stops)| NewReport {
            equipment_id,
            title: title_of(&what),
            what,
            priority,
            stops,
            since,
        });
        c.finish(new)
    }
}

/// The first line, cut after a word when it is long.
pub(super) fn title_of(what: &str) -> String {
    let line = what.lines().next().unwrap_or_default().trim();
    let line: String = line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.chars().count() <= TITLE {
        return line;
    }
    let cut: String = line.chars().take(TITLE - 1).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> ReportDraft {
        ReportDraft {
            equipment_id: "3".into(),
            what: " Fuite au vérin\r\nHuile au sol ".into(),
            urgency: "urgent".into(),
            stopped: "true".into(),
            since: "2027-03-10T07:05".into(),
        }
    }

    #[test]
    fn the_first_line_is_the_title_and_nothing_is_lost() {
        let new = draft().parse().expect("valid");
        assert_eq!(
            (new.title.as_str(), new.what.as_str()),
            ("Fuite au vérin", "Fuite au vérin\nHuile au sol")
        );
        assert!(new.stops && new.since.is_some());
        let long = title_of(&"huile ".repeat(40));
        assert!(long.chars().count() <= 120 && long.ends_with("huile…"), "{long}");
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = ReportDraft { what: "?".into(), since: "hier".into(), ..ReportDraft::default() };
        let errors = wrong.parse().expect_err("refused");
        let fields: Vec<&str> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["equipment_id", "what", "urgency", "stopped", "since"]);
    }
}

//! Skills that work asks for, and those that a person lacks.

use crate::{Date, LocalDateTime, Timestamp, text::fold, text_enum, user::UserRef};
use serde::{Deserialize, Serialize};

/// Skills that one intervention asks for, at most.
pub const MOST_REQUIRED_SKILLS: u32 = 10;

text_enum! {
    /// Why somebody does not have a skill.
    pub enum LackReason {
        Missing = "missing",
        /// Their certificate has run out by then.
        Expired = "expired",
    }
}

/// A required skill that somebody does not have on the day of the work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lack {
    pub skill: String,
    pub reason: LackReason,
    /// The last day of the certificate.
    pub expired_on: Option<Date>,
}

/// Somebody to whom an intervention can be given, and what speaks against it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Candidate {
    #[serde(flatten)]
    pub user: UserRef,
    /// Away when the work is to begin, or now where that is not planned: until when.
    pub away_until: Option<Timestamp>,
    pub away_until_local: Option<LocalDateTime>,
    pub lacks: Vec<Lack>,
}

/// Skills as one text, a line each.
pub fn skills_text(skills: &[String]) -> Option<String> {
    (!skills.is_empty()).then(|| skills.join("\n"))
}

/// The skills of such a text.
pub fn skills_of(text: Option<&str>) -> Vec<String> {
    text.map(|text| text.lines().map(str::to_owned).collect()).unwrap_or_default()
}

/// The required skills that somebody does not have on that day, who has `held`: each with the last day of its certificate,
/// which belongs to it.
pub fn lacking(required: &[String], held: &[(String, Option<Date>)], day: Date) -> Vec<Lack> {
    let lack = |skill: &String| {
        let same = held.iter().find(|(name, _)| fold(name) == fold(skill));
        let (reason, expired_on) = match same {
            None => (LackReason::Missing, None),
            Some((_, Some(last))) if *last < day => (LackReason::Expired, Some(*last)),
            Some(_) => return None,
        };
        Some(Lack { skill: skill.clone(), reason, expired_on })
    };
    required.iter().filter_map(lack).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldCode, draft::Checker, user::check_skills};

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    #[test]
    fn a_certificate_holds_on_its_last_day_and_lacks_the_day_after() {
        let required = ["Soudure TIG".to_owned(), "Habilitation BR".to_owned()];
        let held = [("habilitation br".to_owned(), Some(day("2026-12-01"))), ("Froid".to_owned(), None)];
        let missing = Lack { skill: "Soudure TIG".into(), reason: LackReason::Missing, expired_on: None };
        assert_eq!(lacking(&required, &held, day("2026-12-01")), std::slice::from_ref(&missing));
        let expired = Lack {
            skill: "Habilitation BR".into(),
            reason: LackReason::Expired,
            expired_on: Some(day("2026-12-01")),
        };
        assert_eq!(lacking(&required, &held, day("2026-12-02")), [missing, expired]);
    }

    #[test]
    fn required_skills_are_few_and_each_once() {
        let parsed = |typed: &[&str]| {
            let mut c = Checker::default();
            let typed: Vec<String> = typed.iter().map(|&one| one.to_owned()).collect();
            let skills = check_skills(&mut c, &typed, MOST_REQUIRED_SKILLS);
            c.finish(Some(skills))
        };
        assert_eq!(parsed(&["Froid", "", "soudure, froid"]), Ok(vec!["Froid".into(), "soudure".into()]));
        let many: Vec<String> = (0..11).map(|i| format!("s{i}")).collect();
        let refused = parsed(&[&many.join(",")]).expect_err("refused").0.remove(0);
        assert_eq!((refused.field.as_str(), refused.code), ("skills", FieldCode::TooMany { max: 10 }));
        let skills = vec!["Froid".to_owned(), "soudure".to_owned()];
        assert_eq!(skills_of(skills_text(&skills).as_deref()), skills);
        assert_eq!(skills_text(&[]), None);
    }
}

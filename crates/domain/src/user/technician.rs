//! What somebody can do in the workshop: specialty, skills, experience.

use crate::{FieldCode, draft::Checker, text::fold, text_enum};
use serde::{Deserialize, Serialize};

/// Skills of one person, at most.
pub const MOST_SKILLS: u32 = 30;
/// Characters of a specialty or a skill, at most.
pub const LONGEST_SKILL: u32 = 60;

text_enum! {
    /// How far somebody has come in the trade.
    pub enum ExperienceLevel {
        Junior = "junior",
        Intermediate = "intermediate",
        Senior = "senior",
        Expert = "expert",
    }
}

/// What somebody can do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Technician {
    pub specialty: Option<String>,
    /// By name. A skill is the same for everybody, however it is capitalised or accented.
    pub skills: Vec<String>,
    pub experience_level: Option<ExperienceLevel>,
}

/// The fields of a form, checked.
pub(super) fn parse(c: &mut Checker, specialty: &str, skills: &[String], level: &str) -> Technician {
    let skills = check_skills(c, skills, MOST_SKILLS);
    Technician {
        specialty: c.optional_line("specialty", specialty, LONGEST_SKILL),
        skills,
        experience_level: c.optional("experience_level", level, FieldCode::UnknownValue),
    }
}

/// The skills of a form, checked, at the field `skills`: tidied, `most` of them.
pub(crate) fn check_skills(c: &mut Checker, typed: &[String], most: u32) -> Vec<String> {
    let skills = tidy_skills(typed);
    for skill in &skills {
        if !c.has_failed("skills") {
            c.line("skills", skill, LONGEST_SKILL);
        }
    }
    if skills.len() > most as usize {
        c.fail("skills", FieldCode::TooMany { max: most });
    }
    skills
}

/// Skills as they are stored: each once, by name. Several may stand in one text, between commas, semicolons or line
/// breaks.
pub fn tidy_skills(typed: &[String]) -> Vec<String> {
    let each = typed.iter().flat_map(|text| text.split([',', ';', '\n']));
    let words = each.map(|one| one.split_whitespace().collect::<Vec<_>>().join(" "));
    let mut skills: Vec<(String, String)> = words.map(|one| (fold(&one), one)).collect();
    skills.retain(|(folded, _)| !folded.is_empty());
    // Of one skill written twice, the first is kept.
    skills.sort_by(|a, b| a.0.cmp(&b.0));
    skills.dedup_by(|a, b| a.0 == b.0);
    skills.into_iter().map(|(_, skill)| skill).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn parsed(skills: &[&str]) -> Result<Technician, crate::FieldErrors> {
        let mut c = Checker::default();
        let skills: Vec<String> = skills.iter().map(|&s| s.to_owned()).collect();
        let technician = parse(&mut c, "", &skills, "");
        c.finish(Some(technician))
    }

    #[test]
    fn a_skill_is_one_however_it_is_written() {
        let typed =
            ["Soudure TIG, hydraulique", "", " soudure  tig ;Électricité", "Hydraulique"].map(str::to_owned);
        assert_eq!(tidy_skills(&typed), ["Électricité", "hydraulique", "Soudure TIG"]);
        assert_eq!(tidy_skills(&["́".to_owned()]), Vec::<String>::new());
    }

    #[test]
    fn skills_are_few_short_and_in_one_line() {
        let code = |skills: &[&str]| parsed(skills).expect_err("refused").0.remove(0).code;
        assert_eq!(code(&["a\u{202e}b"]), FieldCode::Malformed);
        assert_eq!(code(&[&"a".repeat(61)]), FieldCode::TooLong { max: 60 });
        let many: Vec<String> = (0..31).map(|i| format!("s{i}")).collect();
        assert_eq!(code(&[&many.join(",")]), FieldCode::TooMany { max: 30 });
        assert!(parsed(&[&many[..30].join(",")]).is_ok());
    }

    proptest! {
        #[test]
        fn tidied_twice_is_tidied_once(typed in prop::collection::vec("\\PC{0,40}", 0..5)) {
            let once = tidy_skills(&typed);
            prop_assert_eq!(tidy_skills(&once), once);
        }
    }
}

//! What is said of a technician: where they belong, and what they can do with which certificate.

use super::TeamRef;
use crate::{
    Date, FieldCode, FieldErrors, SiteId, TeamId,
    draft::{Checker, loose},
    site::SiteRef,
    text::fold,
    text_enum,
    user::{ExperienceLevel, LONGEST_SKILL},
};
use jiff::ToSpan;
use serde::{Deserialize, Serialize};

/// Skills of one person, at most.
pub const MOST_TEAM_SKILLS: u32 = 30;
/// A certificate is told to expire so many days before it does.
pub const EXPIRING_DAYS: i64 = 60;

text_enum! {
    /// How well somebody can do a thing.
    pub enum SkillLevel {
        Basic = "basic",
        Confirmed = "confirmed",
        Expert = "expert",
    }
}

text_enum! {
    /// How long a certificate still holds.
    pub enum SkillStanding {
        Valid = "valid",
        /// For 60 days at most.
        Expiring = "expiring",
        Expired = "expired",
    }
}

impl SkillStanding {
    /// The last day of a certificate belongs to it. `None` for one that never ends.
    pub fn of(expires_on: Option<Date>, today: Date) -> Option<Self> {
        let last = expires_on?;
        let soon = Date(today.0.saturating_add(EXPIRING_DAYS.days()));
        Some(match last {
            last if last < today => Self::Expired,
            last if last <= soon => Self::Expiring,
            _ => Self::Valid,
        })
    }
}

/// A skill as it is read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SkillView {
    pub name: String,
    pub level: Option<SkillLevel>,
    /// Its name or number.
    pub certificate: Option<String>,
    /// The last day on which the certificate holds.
    pub expires_on: Option<Date>,
    /// On the day of the site; absent where nothing expires.
    pub standing: Option<SkillStanding>,
}

/// One line of the skills. A line without a name is no skill.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct SkillDraft {
    #[serde(deserialize_with = "loose")]
    pub name: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<SkillLevel>))]
    pub level: String,
    #[serde(deserialize_with = "loose")]
    pub certificate: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Date>))]
    pub expires_on: String,
}

/// What is said of a technician, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TechnicianDraft {
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<TeamId>))]
    pub team_id: String,
    /// Where they work, and whose clock their days follow: one of their sites.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<SiteId>))]
    pub home_site_id: String,
    #[serde(deserialize_with = "loose")]
    pub phone: String,
    #[serde(deserialize_with = "loose")]
    pub specialty: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<ExperienceLevel>))]
    pub experience_level: String,
    pub skills: Vec<SkillDraft>,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked skill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skill {
    pub name: String,
    pub level: Option<SkillLevel>,
    pub certificate: Option<String>,
    pub expires_on: Option<Date>,
}

/// A checked profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTechnician {
    pub team: Option<TeamId>,
    pub home_site: Option<SiteId>,
    pub phone: Option<String>,
    pub specialty: Option<String>,
    pub experience_level: Option<ExperienceLevel>,
    pub skills: Vec<Skill>,
}

impl SkillDraft {
    fn is_empty(&self) -> bool {
        [&self.name, &self.level, &self.certificate, &self.expires_on]
            .iter()
            .all(|text| text.trim().is_empty())
    }
}

impl TechnicianDraft {
    /// # Errors
    /// One error per wrong field; those of a skill are named `skills[0].name`.
    pub fn parse(&self) -> Result<NewTechnician, FieldErrors> {
        let mut c = Checker::default();
        let team = c.optional("team_id", &self.team_id, FieldCode::NotFound);
        let home_site = c.optional("home_site_id", &self.home_site_id, FieldCode::NotFound);
        let phone = c.optional_line("phone", &self.phone, 30);
        if phone.as_deref().is_some_and(|phone| !is_phone(phone)) {
            c.fail("phone", FieldCode::Malformed);
        }
        let specialty = c.optional_line("specialty", &self.specialty, LONGEST_SKILL);
        let experience_level =
            c.optional("experience_level", &self.experience_level, FieldCode::UnknownValue);
        let mut skills: Vec<Skill> = vec![];
        for (at, typed) in self.skills.iter().enumerate().filter(|(_, typed)| !typed.is_empty()) {
            let name = |field: &str| format!("skills[{at}].{field}");
            let words = typed.name.split_whitespace().collect::<Vec<_>>().join(" ");
            let skill = Skill {
                name: c.line(&name("name"), &words, LONGEST_SKILL),
                level: c.optional(&name("level"), &typed.level, FieldCode::UnknownValue),
                certificate: c.optional_line(&name("certificate"), &typed.certificate, 80),
                expires_on: c.optional(&name("expires_on"), &typed.expires_on, FieldCode::NotADate),
            };
            // A list of skills is written with commas elsewhere; one of signs alone is no word.
            let wordless = !skill.name.is_empty() && fold(&skill.name).is_empty();
            if wordless || skill.name.contains([',', ';']) {
                c.fail(&name("name"), FieldCode::Malformed);
            } else if skills.iter().any(|known| fold(&known.name) == fold(&skill.name)) {
                c.fail(&name("name"), FieldCode::Repeated);
            }
            skills.push(skill);
        }
        if skills.len() > MOST_TEAM_SKILLS as usize {
            c.fail("skills", FieldCode::TooMany { max: MOST_TEAM_SKILLS });
        }
        c.optional::<i64>("version", &self.version, FieldCode::NotANumber);
        c.finish(Some(NewTechnician { team, home_site, phone, specialty, experience_level, skills }))
    }

    /// The form of what is stored.
    pub fn of(
        (team, site): (Option<&TeamRef>, Option<&SiteRef>),
        (phone, specialty, level): (Option<&str>, Option<&str>, Option<ExperienceLevel>),
        skills: &[SkillView],
        version: i64,
    ) -> Self {
        let text = |text: Option<&str>| text.unwrap_or_default().to_owned();
        let skill = |skill: &SkillView| SkillDraft {
            name: skill.name.clone(),
            level: skill.level.map(|level| level.to_string()).unwrap_or_default(),
            certificate: skill.certificate.clone().unwrap_or_default(),
            expires_on: skill.expires_on.map(|day| day.to_string()).unwrap_or_default(),
        };
        Self {
            team_id: team.map(|team| team.id.to_string()).unwrap_or_default(),
            home_site_id: site.map(|site| site.id.to_string()).unwrap_or_default(),
            phone: text(phone),
            specialty: text(specialty),
            experience_level: level.map(|level| level.to_string()).unwrap_or_default(),
            skills: skills.iter().map(skill).collect(),
            version: version.to_string(),
        }
    }
}

/// Digits with the signs that stand between them, a plus in front.
fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let rest = text.strip_prefix('+').unwrap_or(text);
    (3..=20).contains(&digits)
        && rest.chars().all(|c| {
            c.is_ascii_digit() || matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '.' | '-' | '/' | '(' | ')')
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn skill(name: &str) -> SkillDraft {
        SkillDraft { name: name.into(), ..Default::default() }
    }

    #[test]
    fn a_certificate_holds_to_the_end_of_its_last_day_and_warns_for_60_days() {
        let day = |text: &str| text.parse::<Date>().expect("a date");
        let today = day("2026-11-30");
        let of = |text: &str| SkillStanding::of(Some(day(text)), today);
        assert_eq!(of("2026-11-29"), Some(SkillStanding::Expired));
        assert_eq!(of("2026-11-30"), Some(SkillStanding::Expiring));
        assert_eq!(of("2027-01-29"), Some(SkillStanding::Expiring));
        assert_eq!(of("2027-01-30"), Some(SkillStanding::Valid));
        assert_eq!(SkillStanding::of(None, today), None);
    }

    #[test]
    fn a_profile_names_each_skill_once() {
        let draft = TechnicianDraft {
            skills: vec![skill("Soudure  TIG"), SkillDraft::default(), skill("soudure tig")],
            ..Default::default()
        };
        let wrong = draft.parse().expect_err("twice").0;
        assert_eq!((wrong[0].field.as_str(), &wrong[0].code), ("skills[2].name", &FieldCode::Repeated));
        let draft =
            TechnicianDraft { skills: vec![skill("a,b"), skill("x")], phone: "06 12".into(), ..draft };
        let wrong = draft.parse().expect_err("a comma").0;
        assert_eq!((wrong.len(), wrong[0].field.as_str()), (1, "skills[0].name"));
        let lone = SkillDraft { level: "expert".into(), ..Default::default() };
        let wrong =
            TechnicianDraft { skills: vec![lone], ..Default::default() }.parse().expect_err("no name").0;
        assert_eq!(wrong[0].code, FieldCode::Required);
    }

    #[test]
    fn a_phone_is_made_of_digits() {
        let phone = |text: &str| TechnicianDraft { phone: text.into(), ..Default::default() }.parse();
        for good in ["", "+33 6 12 34 56 78", "06.12.34.56.78", "4512", "(0)1-23-45"] {
            assert!(phone(good).is_ok(), "{good}");
        }
        for bad in ["mobile", "12", "06 12 34 56 78 poste 3", "++33612"] {
            assert!(phone(bad).is_err(), "{bad}");
        }
    }
}

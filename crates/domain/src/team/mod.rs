//! The people who do the work: their teams, what they can do, their shifts, their absences, and how much is planned for them.
//!
//! A technician is an account; what is said of it here stands beside it, under the account's number.

mod absence;
mod load;
mod profile;
mod query;
mod shifts;
mod view;

pub use absence::{
    Absence, AbsenceDraft, AbsenceKind, AbsenceQuery, AbsenceState, AbsenceView, Decision, RefuseDraft,
    Taken, overlap,
};
pub use load::{Job, Load, Presence, capacity, load, presence, week_of};
pub use profile::{
    EXPIRING_DAYS, MOST_TEAM_SKILLS, NewTechnician, Skill, SkillDraft, SkillLevel, SkillStanding, SkillView,
    TechnicianDraft,
};
pub use query::TeamQuery;
pub use shifts::{DayDraft, NewShifts, ShiftsDraft, ShiftsView, rotas};
pub use view::{TechnicianDetail, TechnicianRow, WorkRef};

use crate::{
    FieldCode, FieldErrors, SiteId, TeamId, Timestamp, UserId,
    draft::{Checker, loose},
    record::{Field, Kind, record},
    site::SiteRef,
    user::UserRef,
};
use serde::{Deserialize, Serialize};

const SITE: Field = Field::new("site_id", Kind::Reference).required();
const NAME: Field = Field::line("name", 60).required();
const SUPERVISOR: Field = Field::new("supervisor_id", Kind::Reference);
const ACTIVE: Field = Field::new("active", Kind::Flag);

/// A team as it is named elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamRef {
    pub id: TeamId,
    pub name: String,
}

/// A team of a site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamView {
    pub id: TeamId,
    pub site: SiteRef,
    pub name: String,
    pub supervisor: Option<UserRef>,
    /// Offered no more when it is not.
    pub active: bool,
    /// People in it.
    pub members: i64,
    pub updated_at: Timestamp,
    pub version: i64,
}

/// The form of a team.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct TeamDraft {
    /// Stays what it was when the team was made.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = SiteId))]
    pub site_id: String,
    /// Unique, case and accents aside.
    #[serde(deserialize_with = "loose")]
    pub name: String,
    /// Who leads it: somebody who directs work.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<UserId>))]
    pub supervisor_id: String,
    /// Whether it is offered.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = bool))]
    pub active: String,
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTeam {
    pub site: SiteId,
    pub name: String,
    pub supervisor: Option<UserId>,
    pub active: bool,
}

impl TeamDraft {
    /// # Errors
    /// One error per wrong field.
    pub fn parse(&self) -> Result<NewTeam, FieldErrors> {
        let mut c = Checker::default();
        let site = c.required(SITE.name, &self.site_id, FieldCode::NotFound);
        let name = c.filled(&NAME, &self.name);
        let supervisor = c.optional(SUPERVISOR.name, &self.supervisor_id, FieldCode::NotFound);
        let active = c.optional(ACTIVE.name, &self.active, FieldCode::UnknownValue).unwrap_or(false);
        c.optional::<i64>("version", &self.version, FieldCode::NotANumber);
        c.finish(site.map(|site| NewTeam { site, name, supervisor, active }))
    }
}

record!(TeamDraft, TeamView, [SITE, NAME, SUPERVISOR, ACTIVE], |team| Some(team.site.id));

impl From<&TeamView> for TeamDraft {
    fn from(team: &TeamView) -> Self {
        Self {
            site_id: team.site.id.to_string(),
            name: team.name.clone(),
            supervisor_id: team.supervisor.as_ref().map(|s| s.id.to_string()).unwrap_or_default(),
            active: team.active.to_string(),
            version: team.version.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_has_a_site_and_a_name() {
        let draft = TeamDraft { site_id: "3".into(), name: " Équipe A ".into(), ..Default::default() };
        let team = draft.parse().expect("valid");
        assert_eq!(
            (team.site, team.name.as_str(), team.supervisor, team.active),
            (SiteId(3), "Équipe A", None, false)
        );
        let wrong =
            TeamDraft { supervisor_id: "x".into(), ..Default::default() }.parse().expect_err("refused");
        let fields: Vec<_> = wrong.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["site_id", "name", "supervisor_id"]);
    }
}

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
    SiteId, TeamId, Timestamp, UserId,
    record::{Field, Kind, draft, record},
    site::SiteRef,
    user::UserRef,
};
use serde::{Deserialize, Serialize};

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

draft! {
    /// The form of a team.
    TeamDraft of TeamView => NewTeam {
        /// Stays what it was when the team was made.
        site_id: SiteId = Field::new("site_id", Kind::Reference).required(), |team| team.site.id;
        /// Unique, case and accents aside.
        name: String = Field::line("name", 60).required();
        /// Who leads it: somebody who directs work.
        supervisor_id: Option<UserId> = Field::new("supervisor_id", Kind::Reference),
            |team| team.supervisor.as_ref().map(|person| person.id);
        /// Whether it is offered.
        active: bool = Field::new("active", Kind::Flag);
    }
}

record! {
    Team: TeamDraft, TeamView, TeamId, table: "teams",
    read: TeamRead, write: TeamWrite, list: "/team/teams", label: name, site: |team| team.site.id
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_team_has_a_site_and_a_name() {
        let draft = TeamDraft { site_id: "3".into(), name: " Équipe A ".into(), ..Default::default() };
        let team = draft.parse().expect("valid");
        assert_eq!(
            (team.site_id, team.name.as_str(), team.supervisor_id, team.active),
            (SiteId(3), "Équipe A", None, false)
        );
        let wrong =
            TeamDraft { supervisor_id: "x".into(), ..Default::default() }.parse().expect_err("refused");
        let fields: Vec<_> = wrong.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["site_id", "name", "supervisor_id"]);
    }
}

//! What may be done with an intervention, by whom, and where it leads: one table.

use super::InterventionStatus::{
    self, Archived, Assigned, Cancelled, Closed, Completed, InProgress, OnHold, Open,
};
use crate::{Caller, Permission, Refusal, text_enum};

text_enum! {
    /// One thing that is done with an intervention.
    pub enum WorkAction {
        Assign = "assign",
        Start = "start",
        Pause = "pause",
        Resume = "resume",
        Finish = "finish",
        Validate = "validate",
        /// Back to work, with a reason.
        Return = "return",
        Cancel = "cancel",
        Archive = "archive",
        Edit = "edit",
        /// Enter or correct hours.
        LogTime = "log_time",
        /// Note a part that was used, or take it back.
        Parts = "parts",
        /// Say what its failures were.
        Diagnose = "diagnose",
        /// Answer a step of its checklist.
        Answer = "answer",
        Comment = "comment",
    }
}

impl WorkAction {
    /// What the person must be allowed to do at all.
    pub const fn permission(self) -> Permission {
        match self {
            Self::Assign | Self::Cancel | Self::Archive | Self::Edit => Permission::InterventionWrite,
            Self::Start
            | Self::Pause
            | Self::Resume
            | Self::Finish
            | Self::LogTime
            | Self::Parts
            | Self::Answer
            | Self::Diagnose => Permission::InterventionWork,
            Self::Validate | Self::Return => Permission::InterventionValidate,
            Self::Comment => Permission::InterventionRead,
        }
    }
}

text_enum! {
    /// What somebody is to one intervention.
    pub enum ActingAs {
        /// Directs the work of the site.
        Supervisor = "supervisor",
        /// It is assigned to them.
        Assigned = "assigned",
        /// Sees it: the person who reported it, or a technician to whom it is not assigned.
        Reader = "reader",
    }
}

/// What the caller is to an intervention that they see. The permissions decide, so that what is granted to or taken
/// from a person counts.
pub fn acting_as(by: &Caller, assigned: bool) -> ActingAs {
    if by.may(Permission::InterventionWrite) {
        ActingAs::Supervisor
    } else if assigned && by.may(Permission::InterventionWork) {
        ActingAs::Assigned
    } else {
        ActingAs::Reader
    }
}

/// One line of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub action: WorkAction,
    pub from: &'static [InterventionStatus],
    /// `None`: the status stays.
    pub to: Option<InterventionStatus>,
    pub who: &'static [ActingAs],
}

const DIRECTS: &[ActingAs] = &[ActingAs::Supervisor];
const WORKS: &[ActingAs] = &[ActingAs::Supervisor, ActingAs::Assigned];
const ANYBODY: &[ActingAs] = ActingAs::ALL;

const fn line(
    action: WorkAction,
    from: &'static [InterventionStatus],
    to: Option<InterventionStatus>,
    who: &'static [ActingAs],
) -> Move {
    Move { action, from, to, who }
}

/// Everything that is possible. What is in no line is refused.
pub const MOVES: &[Move] = &[
    line(WorkAction::Assign, &[Open], Some(Assigned), DIRECTS),
    // Others take over, or one more comes along.
    line(WorkAction::Assign, &[Assigned, InProgress, OnHold], None, DIRECTS),
    line(WorkAction::Start, &[Assigned], Some(InProgress), WORKS),
    // One more of them begins.
    line(WorkAction::Start, &[InProgress], None, WORKS),
    line(WorkAction::Pause, &[InProgress], Some(OnHold), WORKS),
    line(WorkAction::Resume, &[OnHold], Some(InProgress), WORKS),
    line(WorkAction::Finish, &[InProgress], Some(Completed), WORKS),
    // Whoever holds the permission, even if they direct nothing: a quality engineer, say.
    line(WorkAction::Validate, &[Completed], Some(Closed), ANYBODY),
    line(WorkAction::Return, &[Completed], Some(InProgress), ANYBODY),
    line(WorkAction::Cancel, &[Open, Assigned, InProgress, OnHold], Some(Cancelled), DIRECTS),
    line(WorkAction::Archive, &[Closed], Some(Archived), DIRECTS),
    line(WorkAction::Edit, &[Open, Assigned, InProgress, OnHold, Completed], None, DIRECTS),
    line(WorkAction::LogTime, &[InProgress, OnHold], None, WORKS),
    line(WorkAction::LogTime, &[Completed], None, DIRECTS),
    line(WorkAction::Parts, &[InProgress, OnHold], None, WORKS),
    line(WorkAction::Parts, &[Completed], None, DIRECTS),
    line(WorkAction::Diagnose, &[Open, Assigned, InProgress, OnHold], None, WORKS),
    line(WorkAction::Diagnose, &[Completed], None, DIRECTS),
    line(WorkAction::Answer, &[InProgress, OnHold], None, WORKS),
    line(WorkAction::Answer, &[Completed], None, DIRECTS),
    line(WorkAction::Comment, &[Open, Assigned, InProgress, OnHold, Completed], None, ANYBODY),
];

/// Why an action is not possible.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    /// Not in this status; these are possible.
    Status(Vec<WorkAction>),
    /// In this status, but not by this person.
    Person,
}

/// Where the action leads.
///
/// # Errors
/// [`Refused`]: the status is looked at first.
pub fn find_move(
    status: InterventionStatus,
    action: WorkAction,
    acting: ActingAs,
) -> Result<InterventionStatus, Refused> {
    let mut of_status = MOVES.iter().filter(|m| m.action == action && m.from.contains(&status)).peekable();
    if of_status.peek().is_none() {
        return Err(Refused::Status(possible(status, acting)));
    }
    match of_status.find(|m| m.who.contains(&acting)) {
        Some(found) => Ok(found.to.unwrap_or(status)),
        None => Err(Refused::Person),
    }
}

fn possible(status: InterventionStatus, acting: ActingAs) -> Vec<WorkAction> {
    let of_it = |action: &&WorkAction| {
        MOVES.iter().any(|m| m.action == **action && m.from.contains(&status) && m.who.contains(&acting))
    };
    WorkAction::ALL.iter().filter(of_it).copied().collect()
}

/// As [`find_move`], with the refusal that the caller is told.
///
/// # Errors
/// [`Refusal::IllegalMove`], which names what is possible; [`Refusal::NotAssigned`].
pub fn check_move(
    status: InterventionStatus,
    action: WorkAction,
    by: &Caller,
    assigned: bool,
) -> Result<InterventionStatus, Refusal> {
    find_move(status, action, acting_as(by, assigned)).map_err(|refused| match refused {
        Refused::Person => Refusal::NotAssigned,
        Refused::Status(possible) => Refusal::IllegalMove {
            status: status.to_string(),
            action: action.to_string(),
            allowed: possible
                .iter()
                // It leads nowhere, and only work on a failure knows it.
                .filter(|action| **action != WorkAction::Diagnose && by.may_any_or_own(action.permission()))
                .map(|action| action.as_str())
                .collect::<Vec<_>>()
                .join(","),
        },
    })
}

/// Whether the caller may say what a failure was: by the right on one of the interventions that are about it, each given with
/// its status and whether it is assigned to them.
///
/// # Errors
/// [`Refusal::NotAssigned`] while any of them could be worked on, by others; else [`Refusal::IllegalMove`].
pub fn check_diagnosis(work: &[(InterventionStatus, bool)], by: &Caller) -> Result<(), Refusal> {
    let mut refused = Refusal::NotAssigned;
    for (place, (status, assigned)) in work.iter().enumerate() {
        match check_move(*status, WorkAction::Diagnose, by, *assigned) {
            Ok(_) => return Ok(()),
            Err(Refusal::NotAssigned) => refused = Refusal::NotAssigned,
            Err(other) if place == 0 => refused = other,
            Err(_) => {}
        }
    }
    Err(refused)
}

/// What the caller is to an intervention, as far as its buttons depend on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub assigned: bool,
    /// Their clock runs on it.
    pub working: bool,
    /// They did a part of the work.
    pub own_work: bool,
    /// The settings let them validate that.
    pub may_validate_own: bool,
    /// It is about a failure.
    pub of_failure: bool,
}

/// What the caller may do now: exactly the buttons that work. Nobody validates their own work unless the settings let
/// them; work under way is started by one more of those to whom it is assigned.
pub fn allowed_actions(status: InterventionStatus, by: &Caller, standing: Standing) -> Vec<WorkAction> {
    let works = |action: &WorkAction| match action {
        WorkAction::Validate => !standing.own_work || standing.may_validate_own,
        WorkAction::Diagnose => standing.of_failure,
        WorkAction::Start => status != InProgress || (standing.assigned && !standing.working),
        _ => true,
    };
    let may = |action: &WorkAction| by.may_any_or_own(action.permission()) && works(action);
    possible(status, acting_as(by, standing.assigned)).into_iter().filter(may).collect()
}

#[cfg(test)]
#[path = "moves_tests.rs"]
mod tests;

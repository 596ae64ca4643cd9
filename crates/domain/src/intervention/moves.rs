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
                .filter(|action| **action != WorkAction::Diagnose && by.may_somehow(action.permission()))
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
    let may = |action: &WorkAction| by.may_somehow(action.permission()) && works(action);
    possible(status, acting_as(by, standing.assigned)).into_iter().filter(may).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Role, SiteScope, UserId, access::Actor};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn caller(role: Role) -> Caller {
        Caller {
            actor: Actor::User(UserId(1)),
            permissions: role.permissions(),
            role,
            sites: SiteScope::All,
            ..Caller::system("test", &[])
        }
    }

    /// Status × action: where a supervisor, an assigned technician and anybody else get; `-` is refused by the
    /// status, `!` because of the person.
    const TABLE: &str = "
        open        assign   assigned    !           !
        open        cancel   cancelled   !           !
        open        edit     open        !           !
        open        diagnose open        open        !
        open        comment  open        open        open
        assigned    assign   assigned    !           !
        assigned    start    in_progress in_progress !
        assigned    cancel   cancelled   !           !
        assigned    edit     assigned    !           !
        assigned    diagnose assigned    assigned    !
        assigned    comment  assigned    assigned    assigned
        in_progress assign   in_progress !           !
        in_progress start    in_progress in_progress !
        in_progress pause    on_hold     on_hold     !
        in_progress finish   completed   completed   !
        in_progress cancel   cancelled   !           !
        in_progress edit     in_progress !           !
        in_progress log_time in_progress in_progress !
        in_progress diagnose in_progress in_progress !
        in_progress answer   in_progress in_progress !
        in_progress comment  in_progress in_progress in_progress
        on_hold     assign   on_hold     !           !
        on_hold     resume   in_progress in_progress !
        on_hold     cancel   cancelled   !           !
        on_hold     edit     on_hold     !           !
        on_hold     log_time on_hold     on_hold     !
        on_hold     diagnose on_hold     on_hold     !
        on_hold     answer   on_hold     on_hold     !
        on_hold     comment  on_hold     on_hold     on_hold
        completed   validate closed      closed      closed
        completed   return   in_progress in_progress in_progress
        completed   edit     completed   !           !
        completed   log_time completed   !           !
        completed   diagnose completed   !           !
        completed   answer   completed   !           !
        completed   comment  completed   completed   completed
        closed      archive  archived    !           !";

    #[test]
    fn the_table_of_status_action_and_person_holds() {
        let rows: Vec<Vec<&str>> =
            TABLE.lines().map(|l| l.split_whitespace().collect()).filter(|r: &Vec<_>| r.len() == 5).collect();
        assert_eq!(rows.len(), 37);
        for status in InterventionStatus::ALL {
            for action in WorkAction::ALL {
                let row = rows.iter().find(|r| r[0] == status.as_str() && r[1] == action.as_str());
                for (column, acting) in ActingAs::ALL.iter().enumerate() {
                    let found = find_move(*status, *action, *acting);
                    let told = match &found {
                        Ok(to) => to.as_str(),
                        Err(Refused::Person) => "!",
                        Err(Refused::Status(_)) => "-",
                    };
                    let wanted = row.map_or("-", |r| r[2 + column]);
                    assert_eq!(told, wanted, "{status} {action} {acting}");
                }
            }
        }
    }

    #[test]
    fn an_illegal_move_names_what_is_allowed() {
        let supervisor = caller(Role::Supervisor);
        let refusal = check_move(Open, WorkAction::Finish, &supervisor, false).expect_err("refused");
        let (status, action) = ("open".into(), "finish".into());
        let allowed = "assign,cancel,edit,comment".into();
        assert_eq!(refusal, Refusal::IllegalMove { status, action, allowed });
        let locked = check_move(Closed, WorkAction::Edit, &supervisor, false).expect_err("locked");
        assert!(matches!(locked, Refusal::IllegalMove { allowed, .. } if allowed == "archive"));
    }

    #[test]
    fn a_technician_acts_on_what_is_assigned_to_them() {
        let technician = caller(Role::Technician);
        assert_eq!(check_move(Assigned, WorkAction::Start, &technician, true), Ok(InProgress));
        assert_eq!(check_move(Assigned, WorkAction::Start, &technician, false), Err(Refusal::NotAssigned));
        // A client who is on the list of assignees by mistake works on nothing.
        assert_eq!(acting_as(&caller(Role::Client), true), ActingAs::Reader);
    }

    #[test]
    fn nobody_validates_their_own_work_unless_a_setting_allows() {
        let by = caller(Role::Supervisor);
        let validate = |own_work, may_validate_own| {
            let standing = Standing { own_work, may_validate_own, ..Standing::default() };
            allowed_actions(Completed, &by, standing).contains(&WorkAction::Validate)
        };
        assert_eq!(
            [validate(false, false), validate(true, false), validate(true, true)],
            [true, false, true]
        );
    }

    #[test]
    fn whoever_is_granted_validation_alone_validates() {
        let mut by = caller(Role::Technician);
        let offered = |by: &Caller| allowed_actions(Completed, by, Standing::default());
        assert_eq!(offered(&by), [WorkAction::Comment]);
        by.permissions = by.permissions.with(Permission::InterventionValidate, true);
        assert_eq!(offered(&by), [WorkAction::Validate, WorkAction::Return, WorkAction::Comment]);
        assert_eq!(check_move(Completed, WorkAction::Validate, &by, false), Ok(Closed));
    }

    #[test]
    fn a_failure_is_diagnosed_by_whoever_may_work_on_it_and_after_its_end_by_who_directs() {
        let (tech, boss) = (caller(Role::Technician), caller(Role::Supervisor));
        let illegal = |refused: Result<(), Refusal>| matches!(refused, Err(Refusal::IllegalMove { .. }));
        assert_eq!(check_diagnosis(&[(InProgress, true)], &tech), Ok(()));
        assert_eq!(check_diagnosis(&[(InProgress, false)], &tech), Err(Refusal::NotAssigned));
        assert_eq!(check_diagnosis(&[(Completed, true)], &tech), Err(Refusal::NotAssigned));
        assert_eq!(check_diagnosis(&[(Completed, false)], &boss), Ok(()));
        // One that is not locked is enough.
        assert_eq!(check_diagnosis(&[(Closed, true), (OnHold, true)], &tech), Ok(()));
        assert_eq!(check_diagnosis(&[(Closed, true), (OnHold, false)], &tech), Err(Refusal::NotAssigned));
        assert!(illegal(check_diagnosis(&[(Closed, true), (Cancelled, true)], &boss)));
        let with_failure = Standing { of_failure: true, ..Standing::default() };
        assert!(allowed_actions(Completed, &boss, with_failure).contains(&WorkAction::Diagnose));
        assert!(!allowed_actions(Completed, &boss, Standing::default()).contains(&WorkAction::Diagnose));
    }

    #[test]
    fn one_more_of_those_who_have_the_work_starts_it_too() {
        let by = caller(Role::Technician);
        let start = |assigned, working| {
            let standing = Standing { assigned, working, ..Standing::default() };
            allowed_actions(InProgress, &by, standing).contains(&WorkAction::Start)
        };
        assert_eq!([start(true, false), start(true, true), start(false, false)], [true, false, false]);
    }

    proptest! {
        /// Whatever is tried by whomever: what is locked stays locked, nothing is archived that was not closed, and
        /// nothing is closed that was not completed.
        #[test]
        fn no_walk_leaves_the_way(tried in proptest::collection::vec(
            (proptest::sample::select(WorkAction::ALL), proptest::sample::select(ActingAs::ALL)), 0..60)) {
            let (mut status, mut seen) = (Open, BTreeSet::from([Open]));
            for (action, acting) in tried {
                let before = status;
                if let Ok(next) = find_move(status, action, acting) {
                    status = next;
                }
                seen.insert(status);
                prop_assert!(!matches!(before, Archived | Cancelled) || status == before);
                prop_assert!(before != Closed || matches!(status, Closed | Archived));
                prop_assert!(status != Closed || seen.contains(&Completed));
                prop_assert!(status != Archived || seen.contains(&Closed));
                prop_assert!(status != Completed || seen.contains(&InProgress));
            }
        }
    }
}

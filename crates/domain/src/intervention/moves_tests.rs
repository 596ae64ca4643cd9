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
    in_progress parts    in_progress in_progress !
    in_progress diagnose in_progress in_progress !
    in_progress answer   in_progress in_progress !
    in_progress comment  in_progress in_progress in_progress
    on_hold     assign   on_hold     !           !
    on_hold     resume   in_progress in_progress !
    on_hold     cancel   cancelled   !           !
    on_hold     edit     on_hold     !           !
    on_hold     log_time on_hold     on_hold     !
    on_hold     parts    on_hold     on_hold     !
    on_hold     diagnose on_hold     on_hold     !
    on_hold     answer   on_hold     on_hold     !
    on_hold     comment  on_hold     on_hold     on_hold
    completed   validate closed      closed      closed
    completed   return   in_progress in_progress in_progress
    completed   edit     completed   !           !
    completed   log_time completed   !           !
    completed   parts    completed   !           !
    completed   diagnose completed   !           !
    completed   answer   completed   !           !
    completed   comment  completed   completed   completed
    closed      archive  archived    !           !";

#[test]
fn the_table_of_status_action_and_person_holds() {
    let rows: Vec<Vec<&str>> =
        TABLE.lines().map(|l| l.split_whitespace().collect()).filter(|r: &Vec<_>| r.len() == 5).collect();
    assert_eq!(rows.len(), 40);
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
    assert_eq!([validate(false, false), validate(true, false), validate(true, true)], [true, false, true]);
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

//! Words of the work.

use domain::intervention::{HoldReason, MachineAfter, ReturnKind};
use i18n::{Locale, intervention, work as text};

/// How long ago, in the unit that says most.
pub fn ago(locale: Locale, minutes: i64) -> String {
    match minutes {
        ..60 => text::ago_minutes(locale, minutes.max(0)),
        60..2880 => text::ago_hours(locale, minutes / 60),
        _ => text::ago_days(locale, minutes / 1440),
    }
}

pub fn hold(locale: Locale, reason: HoldReason) -> &'static str {
    match reason {
        HoldReason::Part => intervention::hold_part(locale),
        HoldReason::Tool => intervention::hold_tool(locale),
        HoldReason::People => intervention::hold_people(locale),
        HoldReason::Contractor => intervention::hold_contractor(locale),
        HoldReason::Production => intervention::hold_production(locale),
        HoldReason::Requester => intervention::hold_requester(locale),
        HoldReason::Other => intervention::hold_other(locale),
    }
}

pub fn return_kind(locale: Locale, kind: ReturnKind) -> &'static str {
    match kind {
        ReturnKind::Paperwork => intervention::return_paperwork(locale),
        ReturnKind::NeverRepaired => intervention::return_never_repaired(locale),
        ReturnKind::FailedAgain => intervention::return_failed_again(locale),
    }
}

pub fn machine(locale: Locale, after: MachineAfter) -> &'static str {
    match after {
        MachineAfter::Running => text::machine_running(locale),
        MachineAfter::Degraded => text::machine_degraded(locale),
        MachineAfter::Stopped => text::machine_stopped(locale),
    }
}

/// The name of a field of the small forms.
pub fn field(locale: Locale, field: &str) -> String {
    match field {
        "what" => text::what(locale),
        "urgency" => text::urgency(locale),
        "stopped" => text::stopped(locale),
        "since" => text::since(locale),
        "technicians" => text::technicians(locale),
        "lead" => text::lead(locale),
        "planned" => text::planned(locale),
        "estimated_minutes" => text::estimated(locale),
        "remark" => text::remark(locale),
        "running" => text::running(locale),
        "report" => text::report(locale),
        "cause" => text::cause(locale),
        "observations" => text::observations(locale),
        "machine" => text::machine_after(locale),
        "running_since" => text::running_since(locale),
        "other_cost" => text::other(locale),
        "kind" => text::return_kind(locale),
        "failed_at" => text::failed_at(locale),
        "title" => text::title_field(locale),
        "description" => text::description(locale),
        "skills" => text::skills_required(locale),
        "priority" => text::priority(locale),
        "due" => text::promised(locale),
        "user_id" => text::who(locale),
        "started" => text::hours_from(locale),
        "ended" => text::hours_to(locale),
        "text" => text::comment(locale),
        _ => text::reason(locale),
    }
    .to_owned()
}

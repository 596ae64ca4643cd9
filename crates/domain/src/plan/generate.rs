//! The one function that says which occurrences a plan has.

use super::{
    condition, counter,
    draft::{Draft, Timing},
    fixed, floating,
    history::{History, OutOfUse},
    occurrence::{CounterFact, Occurrence},
    record::{Plan, Trigger},
};
use crate::{
    Date, Timestamp,
    recurrence::{Calendar, ClosedDays, civil_day},
};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

/// The site of a plan: its zone and its closed days.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    pub zone: &'a TimeZone,
    pub closed: &'a ClosedDays,
}

/// Occurrences are asked for by their due date, from `from` to `to`, both included; `now` decides where each stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    pub now: Timestamp,
    pub from: Date,
    pub to: Date,
}

/// Why a plan generates nothing on this equipment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Nothing {
    PlanInactive,
    Equipment(OutOfUse),
}

/// A counter occurrence without a date: listed, and in the backlog of plans without a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undated {
    pub counter: CounterFact,
}

/// The answer, in the order of due dates.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Generated {
    pub occurrences: Vec<Occurrence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undated: Option<Undated>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nothing: Option<Nothing>,
    /// A counter passes so many due totals that only the first thousand are given.
    #[serde(default)]
    pub cut: bool,
}

/// Shared by the parts of the generator.
pub(super) struct Context<'a> {
    pub plan: &'a Plan,
    pub history: &'a History,
    pub zone: &'a TimeZone,
    pub calendar: Calendar<'a>,
    pub window: Window,
    pub today: Date,
}

/// Drafts of occurrences that may come, before closed days, rows and the window.
#[derive(Default)]
pub(super) struct Drafts {
    pub drafts: Vec<Draft>,
    pub undated: Option<Undated>,
    pub cut: bool,
}

/// The occurrences of a plan on one equipment that are due in the window.
///
/// Asking twice gives the same answer, and overlapping windows agree where they overlap. Nothing moves because it is
/// looked at: a due date depends on the plan, the history and the calendar, never on `now`.
pub fn occurrences(plan: &Plan, site: Site<'_>, history: &History, window: Window) -> Generated {
    let today = civil_day(window.now, site.zone);
    let calendar = Calendar { closed: site.closed, season: plan.season, rule: plan.closed_rule };
    let context = Context { plan, history, zone: site.zone, calendar, window, today };
    let out_of_use = history.idle.iter().find(|idle| idle.contains(today));
    let nothing = match out_of_use {
        Some(idle) => Some(Nothing::Equipment(idle.why)),
        None => (!plan.active).then_some(Nothing::PlanInactive),
    };
    let Drafts { drafts, undated, cut } = match (&plan.trigger, nothing) {
        (_, Some(_)) => Drafts::default(),
        (Trigger::Fixed { series, shift_percent, .. }, None) => {
            fixed::drafts(&context, series, *shift_percent)
        }
        (Trigger::Floating { first, time, every }, None) => floating::drafts(&context, *first, *time, *every),
        (Trigger::Counter { counter }, None) => counter::drafts(&context, counter),
        (Trigger::First { first, time, every, counter }, None) => counter::first_drafts(
            &context,
            &counter::TwoLegs { first: *first, time: *time, every: *every },
            counter,
        ),
        (Trigger::Condition { condition }, None) => condition::drafts(&context, condition),
    };
    let mut occurrences = Timing::new(&context).finish(drafts);
    fixed::skip_while_open(&context, &mut occurrences);
    occurrences.retain(|o| window.from <= o.due.date && o.due.date <= window.to);
    Generated { occurrences, undated, nothing, cut }
}

//! From a nominal date to an occurrence: closed days, the four dates, and what the rows say.

use super::{
    generate::Context,
    history::{Idle, Row, RowState},
    nominal::Nominal,
    occurrence::{Basis, CounterFact, Cover, Due, Legs, Moved, Occurrence, OnTime, SkipReason, State, Why},
    record::{Plan, Tolerance, Trigger},
};
use crate::{
    Date,
    recurrence::{Placed, TimeOfDay, plus_days_clamped},
};
use std::collections::{BTreeMap, HashMap};

/// An occurrence before closed days, rows and the window.
pub(super) struct Draft {
    pub nominal: Nominal,
    pub date: Date,
    pub time: Option<TimeOfDay>,
    /// Days between two nominal dates.
    pub interval_days: i64,
    pub basis: Basis,
    pub clamped_from: Option<i8>,
    pub shifted_days: i64,
    pub counter: Option<CounterFact>,
    pub legs: Option<Legs>,
    /// The counter says that it is time.
    pub reached: bool,
}

impl Draft {
    pub const fn new(nominal: Nominal, date: Date, interval_days: i64, basis: Basis) -> Self {
        Self {
            nominal,
            date,
            time: None,
            interval_days,
            basis,
            clamped_from: None,
            shifted_days: 0,
            counter: None,
            legs: None,
            reached: false,
        }
    }
}

/// Days on both sides of a due date: those of the plan, or a tenth of the interval for whole days.
pub(super) fn tolerance(plan: &Plan, time: Option<TimeOfDay>, interval_days: i64) -> Tolerance {
    let tenth = if time.is_some() { 0 } else { interval_days.max(0) / 10 };
    let tenth = u32::try_from(tenth).unwrap_or(u32::MAX);
    plan.tolerance.unwrap_or(Tolerance { before: tenth, after: tenth })
}

pub(super) struct Timing<'a> {
    context: &'a Context<'a>,
    rows: HashMap<Nominal, &'a Row>,
}

impl<'a> Timing<'a> {
    pub fn new(context: &'a Context<'a>) -> Self {
        let rows = context.history.rows.iter().map(|row| (row.nominal, row)).collect();
        Self { context, rows }
    }

    /// The occurrences of the drafts, and the rows that no draft leads to, in the order of due dates.
    pub fn finish(mut self, drafts: Vec<Draft>) -> Vec<Occurrence> {
        let mut out: Vec<_> = drafts.into_iter().filter_map(|draft| self.occurrence(draft)).collect();
        self.join_same_days(&mut out);
        let mut left: Vec<_> = self.rows.values().copied().collect();
        left.retain(|row| row.state != RowState::Withdrawn);
        out.extend(left.into_iter().map(|row| self.recorded(row)));
        out.sort_by_key(|o| (o.due.date, o.nominal));
        out
    }

    fn occurrence(&mut self, draft: Draft) -> Option<Occurrence> {
        let row = self.rows.remove(&draft.nominal).filter(|row| row.state != RowState::Withdrawn);
        let plan = self.context.plan;
        // A date that counts from a completion is never left out: nothing would come after it.
        let on_grid = matches!(draft.basis, Basis::Series { .. } | Basis::Grid { .. });
        let is_before = |since| draft.nominal.date().is_some_and(|date| date < since);
        if row.is_none() && on_grid && plan.since.is_some_and(is_before) {
            return None;
        }
        let (mut date, mut time) = (draft.date, draft.time);
        let (mut moved, mut skipped) = (None, None);
        match self.context.calendar.place(draft.date) {
            Placed::Here => {}
            Placed::Moved { to, rule, because } => {
                moved = Some(Moved { from: date, rule, day: because });
                date = to;
            }
            Placed::Skipped { because } => skipped = Some(SkipReason::Closed { day: because }),
            Placed::Nowhere { because } => skipped = Some(SkipReason::NoOpenDay { day: because }),
        }
        // A released due date stays what it was, whatever the calendar has become.
        if let Some(row) = row {
            if row.due != date {
                moved = None;
            }
            (date, time) = (row.due, row.time.or(time));
        }
        if row.is_none() && self.out_of_use(date) {
            return None;
        }
        let release_on = plus_days_clamped(date, -i64::from(plan.lead_days));
        let release = draft.reached || release_on <= self.context.today;
        let state = match (row, self.context.history.done(draft.nominal), skipped) {
            (None, Some(at), _) => State::Done { at },
            (Some(row), _, _) => row_state(row),
            (None, None, Some(why)) => State::Skipped { reason: why },
            (None, None, None) if release => State::Release,
            (None, None, None) => State::Forecast,
        };
        let why = Why {
            basis: draft.basis,
            clamped_from: draft.clamped_from,
            moved,
            shifted_days: draft.shifted_days,
            counter: draft.counter,
            legs: draft.legs,
            back_from: None,
        };
        let days = tolerance(plan, time, draft.interval_days);
        Some(self.with_dates(draft.nominal, date, time, days, state, why))
    }

    fn with_dates(
        &self,
        nominal: Nominal,
        date: Date,
        time: Option<TimeOfDay>,
        tolerance: Tolerance,
        state: State,
        why: Why,
    ) -> Occurrence {
        let plan = self.context.plan;
        let before = |days: u32| plus_days_clamped(date, -i64::from(days));
        Occurrence {
            nominal,
            due: Due::new(date, time, self.context.zone),
            shown_from: before(plan.horizon_days.max(plan.lead_days)),
            release_on: before(plan.lead_days),
            on_time: OnTime {
                from: before(tolerance.before),
                to: plus_days_clamped(date, i64::from(tolerance.after)),
            },
            state,
            why,
        }
    }

    /// A row that the plan as it is now does not lead to.
    fn recorded(&self, row: &Row) -> Occurrence {
        let why = Why {
            basis: Basis::Recorded,
            clamped_from: None,
            moved: None,
            shifted_days: 0,
            counter: None,
            legs: None,
            back_from: None,
        };
        let interval = match &self.context.plan.trigger {
            Trigger::Floating { every, .. } | Trigger::First { every, .. } => {
                every.date(row.due, 1).map_or(0, |next| crate::recurrence::days_between(row.due, next))
            }
            _ => 0,
        };
        let days = tolerance(self.context.plan, row.time, interval);
        self.with_dates(row.nominal, row.due, row.time, days, row_state(row), why)
    }

    /// On the due date the equipment is out of use, or was and nobody is to make up for it.
    fn out_of_use(&self, date: Date) -> bool {
        let fixed = matches!(self.context.plan.trigger, Trigger::Fixed { .. });
        let past = |idle: &Idle| idle.to.is_some_and(|to| to < self.context.today);
        // Dates counted from the last completion wait, and are late when the equipment is back.
        self.context.history.idle.iter().any(|idle| idle.contains(date) && (fixed || !past(idle)))
    }

    /// Several nominal dates that closed days moved onto one day make one intervention: that of the nominal date
    /// nearest to it. The others are covered by it.
    fn join_same_days(&self, occurrences: &mut [Occurrence]) {
        let mut by_day: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for (at, one) in occurrences.iter().enumerate() {
            let joins = matches!(one.state, State::Forecast | State::Release | State::Open | State::Begun)
                || matches!(one.state, State::Done { .. });
            if joins && one.nominal.date().is_some() {
                by_day.entry(one.due.date).or_default().push(at);
            }
        }
        for (day, group) in by_day.into_iter().filter(|(_, group)| group.len() > 1) {
            let far = |at: &usize| {
                let one = &occurrences[*at];
                let nominal = one.why.moved.map_or(day, |moved| moved.from);
                // Work begun or done is the one that stands.
                let touched = matches!(one.state, State::Begun | State::Done { .. });
                (!touched, crate::recurrence::days_between(nominal, day).abs(), one.nominal)
            };
            let Some(keeper) = group.iter().copied().min_by_key(far) else { continue };
            let by = Cover { plan: None, nominal: occurrences[keeper].nominal };
            for at in group.into_iter().filter(|at| *at != keeper) {
                if matches!(occurrences[at].state, State::Forecast | State::Release) {
                    occurrences[at].state = State::Covered { by };
                }
            }
        }
    }
}

const fn row_state(row: &Row) -> State {
    match row.state {
        RowState::Open | RowState::Withdrawn => State::Open,
        RowState::Begun => State::Begun,
        RowState::Done { at, .. } => State::Done { at },
        RowState::Cancelled => State::Cancelled,
        RowState::Skipped { reason: why } => State::Skipped { reason: why },
        RowState::Covered { by } => State::Covered { by },
    }
}

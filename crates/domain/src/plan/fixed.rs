//! Fixed plans: `anchor + k · interval`, whatever is done; optionally not piling up, or shifted by lateness.

use super::{
    check::LONGEST_INTERVAL,
    draft::{Draft, tolerance},
    generate::{Context, Drafts},
    history::RowState,
    nominal::Nominal,
    occurrence::{Basis, Occurrence, Pattern, SkipReason, State},
    record::{Trigger, WhileOpen},
};
use crate::{
    Date,
    recurrence::{Choice, Hit, MonthEnd, Series, civil_day, days_between, plus_days_clamped},
};

pub(super) fn drafts(context: &Context<'_>, series: &Series, shift_percent: u8) -> Drafts {
    let reach = context.calendar.reach(context.window.from..=context.window.to);
    let (from, to) = (*reach.start(), *reach.end());
    let pattern = Pattern::of(series);
    let clamps = matches!(
        pattern,
        Pattern::Choice(
            Choice::Months { month_end: MonthEnd::Clamp, .. }
                | Choice::Years { month_end: MonthEnd::Clamp, .. }
        )
    );
    let draft = |hit: Hit, interval_days, shifted_days| {
        let date = plus_days_clamped(hit.date, shifted_days);
        let basis = Basis::Series { anchor: series.anchor, k: hit.k, pattern: pattern.clone() };
        let clamped_from = (clamps && hit.date.day() < series.anchor.day()).then_some(series.anchor.day());
        Draft {
            time: series.time,
            clamped_from,
            shifted_days,
            ..Draft::new(Nominal::Date(date), date, interval_days, basis)
        }
    };
    let mut drafts = vec![];
    if shift_percent == 0 {
        let from = if skips(context) { from.min(first_unsettled(context, series)) } else { from };
        each_with_interval(series, context, from, to, |hit, days| {
            drafts.push(draft(hit, days, 0));
        });
        return Drafts { drafts, ..Drafts::default() };
    }
    // Each lateness moves the dates that follow it, so the count begins before the first completion.
    let mut shift = 0;
    let first = first_completed(context).map_or(from, |first| first.min(from));
    let begin = first.max(series.anchor);
    // Each earliness brings dates from beyond the window into it.
    let far = plus_days_clamped(to, days_early(context) * i64::from(shift_percent.min(100)) / 100);
    each_with_interval(series, context, begin, far, |hit, days| {
        let one = draft(hit, days, shift);
        let done = context.history.done(one.nominal);
        if let Some(at) = done {
            let due = context.history.rows.iter().find(|row| row.nominal == one.nominal).map(|row| row.due);
            let late = days_between(due.unwrap_or(one.date), civil_day(at, context.zone));
            let allowed = tolerance(context.plan, series.time, days);
            let inside = late <= i64::from(allowed.after) && late >= -i64::from(allowed.before);
            if !inside {
                shift += late * i64::from(shift_percent.min(100)) / 100;
            }
        }
        if from <= one.date && one.date <= to {
            drafts.push(one);
        }
    });
    Drafts { drafts, ..Drafts::default() }
}

/// The days by which work was done before its due date, all added up.
fn days_early(context: &Context<'_>) -> i64 {
    let history = context.history;
    let early = |due: Date, at| days_between(civil_day(at, context.zone), due).max(0);
    let rows = history.rows.iter().filter_map(|row| Some(early(row.due, history.done(row.nominal)?)));
    let services = history.services.iter().filter_map(|one| Some(early(one.uses?.date()?, one.at)));
    rows.chain(services).sum()
}

/// The first nominal date that was done.
fn first_completed(context: &Context<'_>) -> Option<Date> {
    let rows = context.history.rows.iter().filter(|row| matches!(row.state, RowState::Done { .. }));
    let services = context.history.services.iter().filter_map(|service| service.uses);
    rows.map(|row| row.nominal).chain(services).filter_map(Nominal::date).min()
}

impl Pattern {
    fn of(series: &Series) -> Self {
        series.rule.choice(series.anchor).map_or_else(|| Self::Rule(series.rule.clone()), Self::Choice)
    }
}

/// Each date from `from` to `to` with the days to the next one; the last date of a series has the days since the one
/// before.
fn each_with_interval(
    series: &Series,
    context: &Context<'_>,
    from: Date,
    to: Date,
    mut each: impl FnMut(Hit, i64),
) {
    // The next date is needed, too. Most plans have one within a year; the tolerance of the others is asked for again.
    let beyond = plus_days_clamped(to, 370);
    let mut dates = series.dates(context.zone, from, beyond).peekable();
    let mut days = 0;
    while let Some(hit) = dates.next().filter(|hit| hit.date <= to) {
        days = match dates.peek() {
            Some(next) => days_between(hit.date, next.date),
            None => next_after(series, context, hit.date)
                .map(|next| days_between(hit.date, next))
                .or_else(|| before(series, context, hit.date).map(|before| days_between(before, hit.date)))
                .unwrap_or(days),
        };
        each(hit, days);
    }
}

/// The next date within the longest interval.
fn next_after(series: &Series, context: &Context<'_>, date: Date) -> Option<Date> {
    let after = plus_days_clamped(date, 1);
    series.dates(context.zone, after, plus_days_clamped(date, LONGEST_INTERVAL)).next().map(|hit| hit.date)
}

fn before(series: &Series, context: &Context<'_>, date: Date) -> Option<Date> {
    let until = plus_days_clamped(date, -1);
    let from = series.anchor.max(plus_days_clamped(date, -LONGEST_INTERVAL));
    series.dates(context.zone, from, until).last().map(|hit| hit.date)
}

const fn skips(context: &Context<'_>) -> bool {
    matches!(context.plan.trigger, Trigger::Fixed { while_open: WhileOpen::Skip, .. })
}

/// Whether the date before was open decides on each date, so the count begins where the rows end.
fn first_unsettled(context: &Context<'_>, series: &Series) -> Date {
    let last = context.history.rows.iter().filter_map(|row| row.nominal.date()).max();
    let start = context.plan.since.unwrap_or(series.anchor);
    last.map_or(start, |last| last.max(start))
}

/// An occurrence that comes due while the previous one is open is skipped; before that day it waits.
pub(super) fn skip_while_open(context: &Context<'_>, occurrences: &mut [Occurrence]) {
    if !skips(context) {
        return;
    }
    let done_on = |nominal: Nominal| context.history.done(nominal).map(|at| civil_day(at, context.zone));
    let mut previous: Option<Nominal> = None;
    for one in occurrences.iter_mut() {
        let undecided = matches!(one.state, State::Forecast | State::Release);
        if let (Some(nominal), true) = (previous, undecided) {
            let came = one.due.date <= context.today;
            let open_then = done_on(nominal).is_none_or(|day| day >= one.due.date);
            if open_then && came {
                one.state = State::Skipped { reason: SkipReason::WhileOpen { nominal } };
            } else if open_then && one.state == State::Release {
                one.state = State::Waiting { on: nominal };
            }
        }
        if matches!(one.state, State::Open | State::Begun | State::Done { .. } | State::Release) {
            previous = Some(one.nominal);
        }
    }
}

//! Floating plans: one interval after the last completion that still stands.

use super::{
    draft::Draft,
    generate::{Context, Drafts},
    history::Last,
    nominal::Nominal,
    occurrence::Basis,
};
use crate::{
    Date,
    recurrence::{Every, TimeOfDay, days_between},
};

pub(super) fn drafts(context: &Context<'_>, first: Date, time: Option<TimeOfDay>, every: Every) -> Drafts {
    let next = next(context, first, every);
    let next = next.filter(|(date, ..)| may_come(context, Nominal::Date(*date)));
    let draft = next.map(|(date, clamped_from, basis)| Draft {
        time,
        clamped_from,
        ..Draft::new(Nominal::Date(date), date, interval_days(date, every, &basis), basis)
    });
    Drafts { drafts: draft.into_iter().collect(), ..Drafts::default() }
}

/// One at a time: while work is open nothing else comes, because the next one counts from its completion.
pub(super) fn may_come(context: &Context<'_>, nominal: Nominal) -> bool {
    let mut open = context.history.rows.iter().filter(|row| row.is_open()).peekable();
    open.peek().is_none() || open.any(|row| row.nominal == nominal)
}

/// The next date, the day of the month that its month lacks, and from where it counts. `None` beyond the calendar.
pub(super) fn next(context: &Context<'_>, first: Date, every: Every) -> Option<(Date, Option<i8>, Basis)> {
    let Some(last) = context.history.last(context.zone) else { return Some((first, None, Basis::FirstDate)) };
    let day = last.day();
    let clamped_from = every.is_clamped(day, 1).then_some(day.day());
    let basis = match last {
        Last::Done { at, day, .. } => Basis::Completion { at, day, every: Some(every) },
        Last::LetGo { nominal, day } => Basis::LetGo { nominal, day, every: Some(every) },
    };
    Some((every.date(day, 1)?, clamped_from, basis))
}

/// Days of the interval that ends on `date`, or begins there for the first date.
pub(super) fn interval_days(date: Date, every: Every, basis: &Basis) -> i64 {
    match basis {
        Basis::Completion { day, .. } | Basis::LetGo { day, .. } => days_between(*day, date),
        _ => every.date(date, 1).map_or(0, |next| days_between(date, next)),
    }
}

//! Counter plans, and date or counter, whichever comes first.

use super::{
    draft::Draft,
    floating,
    generate::{Context, Drafts, Undated},
    history::{Last, RowState},
    meter::{Meter, Rate, Total},
    nominal::Nominal,
    occurrence::{Basis, CounterFact, Leg, Legs, NoRate},
    record::{CounterRule, Counting},
};
use crate::{
    Date,
    recurrence::{Every, TimeOfDay, civil_day, days_between},
};

/// A misread counter may pass millions of due totals.
const MOST: usize = 1000;

/// The date leg of "whichever first".
pub(super) struct TwoLegs {
    pub first: Date,
    pub time: Option<TimeOfDay>,
    pub every: Every,
}

/// The meter, read once.
struct Reader<'a> {
    context: &'a Context<'a>,
    rule: &'a CounterRule,
    totals: Vec<Total>,
    rate: Result<Rate, NoRate>,
}

impl<'a> Reader<'a> {
    fn new(context: &'a Context<'a>, rule: &'a CounterRule) -> Self {
        let totals = context.history.meter.totals();
        let rate = Meter::rate(&totals);
        Self { context, rule, totals, rate }
    }

    fn fact(&self, value: i64) -> CounterFact {
        let now = self.totals.last().map(|total| total.total);
        let zone = self.context.zone;
        let reached = self.totals.iter().find(|total| total.total >= value);
        let day_of = |value: i64| self.rate.ok().and_then(|rate| rate.day_of(value, zone));
        CounterFact {
            value,
            now,
            to_go: now.map(|now| value.saturating_sub(now)),
            reached_on: reached.map(|total| civil_day(total.at, zone)),
            expected_on: day_of(value),
            release_expected_on: day_of(value.saturating_sub(self.rule.release_ahead)),
            rate: self.rate,
        }
    }

    /// The date of a fact: by the rate or, where there is none, the day of the reading that reached the value.
    const fn date(fact: &CounterFact) -> Option<Date> {
        match (fact.expected_on, fact.reached_on) {
            (Some(expected), _) => Some(expected),
            (None, reached) => reached,
        }
    }

    fn is_time(&self, fact: &CounterFact) -> bool {
        fact.to_go.is_some_and(|to_go| to_go <= self.rule.release_ahead.max(0))
    }

    /// The place of a nominal value on the grid.
    fn k(&self, nominal: Nominal) -> Option<i64> {
        nominal.counter()?.checked_sub(self.rule.anchor)?.checked_div_euclid(self.rule.interval)
    }

    /// The number of the first value on the grid after all that a row or a service stands for.
    fn next_k(&self) -> i64 {
        let history = self.context.history;
        let rows = history.rows.iter().filter(|row| row.state != RowState::Withdrawn).map(|row| row.nominal);
        let used = rows.chain(history.services.iter().filter_map(|service| service.uses));
        used.filter_map(|nominal| self.k(nominal)).max().map_or(0, |k| k.saturating_add(1)).max(0)
    }

    /// The numbers of released work, so that it is explained, too.
    fn open_numbers(&self) -> Vec<i64> {
        let open = self.context.history.rows.iter().filter(|row| row.is_open());
        let mut numbers: Vec<i64> = open.filter_map(|row| self.k(row.nominal)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    fn value(&self, k: i64) -> Option<i64> {
        self.rule.anchor.checked_add(k.checked_mul(self.rule.interval)?)
    }

    /// The value after the last completion, and from where it counts. `None`: nobody knows the total at that time.
    fn floating(&self) -> Option<(i64, Basis)> {
        let interval = self.rule.interval;
        match self.context.history.last(self.context.zone) {
            None => Some((self.rule.anchor, Basis::FirstValue)),
            Some(Last::Done { at, day, counter }) => {
                let done = counter.or_else(|| Meter::total_at(&self.totals, at))?;
                Some((done.checked_add(interval)?, Basis::Completion { at, day, every: None }))
            }
            Some(Last::LetGo { nominal, day }) => {
                let value = nominal.counter()?.checked_add(interval)?;
                Some((value, Basis::LetGo { nominal, day, every: None }))
            }
        }
    }
}

pub(super) fn drafts(context: &Context<'_>, rule: &CounterRule) -> Drafts {
    let reader = Reader::new(context, rule);
    let mut out = Drafts::default();
    let draft = |fact: CounterFact, date: Date, basis: Basis| {
        let interval_days = reader.rate.ok().map_or(0, |rate| {
            let seconds = i128::from(rule.interval) * i128::from(rate.seconds());
            i64::try_from(seconds / (i128::from(rate.gained()) * 86_400)).unwrap_or(i64::MAX)
        });
        Draft {
            counter: Some(fact),
            reached: reader.is_time(&fact),
            ..Draft::new(Nominal::Counter(fact.value), date, interval_days, basis)
        }
    };
    if rule.counting == Counting::Floating {
        let next = reader.floating();
        let next = next.filter(|(value, _)| floating::may_come(context, Nominal::Counter(*value)));
        let Some((value, basis)) = next else { return out };
        let fact = reader.fact(value);
        match Reader::date(&fact) {
            Some(date) => out.drafts.push(draft(fact, date, basis)),
            None => out.undated = Some(Undated { counter: fact }),
        }
        return out;
    }
    let basis = |k: i64| Basis::CounterGrid { anchor: rule.anchor, k, interval: rule.interval };
    for k in reader.open_numbers() {
        let fact = reader.value(k).map(|value| reader.fact(value));
        let dated = fact.and_then(|fact| Some((fact, Reader::date(&fact)?)));
        out.drafts.extend(dated.map(|(fact, date)| draft(fact, date, basis(k))));
    }
    for k in reader.next_k()..i64::MAX {
        let Some(value) = reader.value(k) else { break };
        let fact = reader.fact(value);
        let Some(date) = Reader::date(&fact) else {
            // Only the next one is said to have no date.
            out.undated = Some(Undated { counter: fact });
            break;
        };
        // Values due later than the window are not listed, unless the counter says that it is time.
        if date > context.window.to && !reader.is_time(&fact) {
            break;
        }
        if out.drafts.len() >= MOST {
            out.cut = true;
            break;
        }
        out.drafts.push(draft(fact, date, basis(k)));
    }
    out
}

pub(super) fn first_drafts(context: &Context<'_>, legs: &TwoLegs, rule: &CounterRule) -> Drafts {
    let reader = Reader::new(context, rule);
    let mut out = Drafts::default();
    if rule.counting == Counting::Floating {
        if let Some((date, clamped_from, basis)) = floating::next(context, legs.first, legs.every) {
            let fact = reader.floating().map(|(value, _)| reader.fact(value));
            let days = floating::interval_days(date, legs.every, &basis);
            let draft = two_legs(&reader, legs, date, fact, days, basis, clamped_from);
            out.drafts.extend(floating::may_come(context, draft.nominal).then_some(draft));
        }
        return out;
    }
    let draft = |k: i64| -> Option<Draft> {
        let (value, date) = (reader.value(k)?, legs.every.date(legs.first, k)?);
        let next = legs.every.date(legs.first, k.saturating_add(1));
        let days = next.map_or(0, |next| days_between(date, next));
        let basis = Basis::Grid { anchor: legs.first, k, every: legs.every };
        let clamped_from = legs.every.is_clamped(legs.first, k).then_some(legs.first.day());
        Some(two_legs(&reader, legs, date, Some(reader.fact(value)), days, basis, clamped_from))
    };
    out.drafts.extend(reader.open_numbers().into_iter().filter_map(draft));
    for next in (reader.next_k()..i64::MAX).map_while(draft) {
        if next.date > context.window.to && !next.reached {
            break;
        }
        if out.drafts.len() >= MOST {
            out.cut = true;
            break;
        }
        out.drafts.push(next);
    }
    out
}

/// The leg that comes first decides; on the same day it is the date.
fn two_legs(
    reader: &Reader<'_>,
    legs: &TwoLegs,
    date: Date,
    fact: Option<CounterFact>,
    interval_days: i64,
    basis: Basis,
    clamped_from: Option<i8>,
) -> Draft {
    let by_counter = fact.as_ref().and_then(Reader::date).filter(|day| *day < date);
    let decided = if by_counter.is_some() { Leg::Counter } else { Leg::Date };
    let nominal = fact.map_or(Nominal::Date(date), |fact| Nominal::Both(date, fact.value));
    Draft {
        // A date expected by rate is a whole day.
        time: legs.time.filter(|_| decided == Leg::Date),
        clamped_from: clamped_from.filter(|_| decided == Leg::Date),
        legs: Some(Legs { decided, date: Some(date), counter: fact }),
        reached: fact.is_some_and(|fact| reader.is_time(&fact)),
        ..Draft::new(nominal, by_counter.unwrap_or(date), interval_days, basis)
    }
}

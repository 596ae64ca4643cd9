//! Hours and what they cost: whose, on which day, and an hour that two jobs share counted once.

use super::TypedTime;
use crate::{
    Date, InterventionId, LocalDateTime, Timestamp, UserId,
    span::{Span, Spans},
    worktime::{ClockTime, days},
};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};

/// Longer work than this has no end on the next day: whoever types 07:30 for work that began at 08:00 has mistaken it.
const LONGEST_NIGHT_MINUTES: i64 = 16 * 60;

/// The end that somebody typed for work that began at `start` on the site's clock. A time alone that is before the
/// start means the next day, and `true` says so, if that is no longer than a night; a date with it is taken as it is.
/// `None`: no time.
pub fn end_typed(start: LocalDateTime, typed: &str) -> Option<(TypedTime, bool)> {
    let Ok(clock) = typed.trim().parse::<ClockTime>() else {
        return typed.trim().parse().ok().map(|end| (end, false));
    };
    let (hour, minute) = ((clock.minutes() / 60) as i8, (clock.minutes() % 60) as i8);
    let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
    let earlier = (start.0.time() - time).total(jiff::Unit::Minute).ok()? as i64;
    let next_day = earlier >= 24 * 60 - LONGEST_NIGHT_MINUTES;
    let day = if next_day { start.0.date().tomorrow().ok()? } else { start.0.date() };
    Some((TypedTime::Wall(LocalDateTime(day.to_datetime(time))), next_day))
}

/// Seconds of work of all people together; hours of one person that overlap count once.
pub fn worked_seconds(hours: impl IntoIterator<Item = (UserId, Span)>) -> i64 {
    let mut of_people: BTreeMap<UserId, Vec<Span>> = BTreeMap::new();
    for (person, span) in hours {
        of_people.entry(person).or_default().push(span);
    }
    of_people.into_values().map(|spans| spans.into_iter().collect::<Spans>().seconds()).sum()
}

/// Seconds of work on each day of the site.
pub fn by_day(span: Span, zone: &TimeZone) -> Vec<(Date, i64)> {
    days(span, zone).map(|(day, part)| (day, part.seconds())).collect()
}

/// Hands-on time of one person on one intervention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worked {
    pub work: InterventionId,
    pub person: UserId,
    pub span: Span,
}

/// What an hour of a person costs from an instant on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    pub person: UserId,
    pub from: Timestamp,
    /// Minor units for an hour.
    pub hourly_minor: i64,
}

/// Work on one intervention, and its cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Labour {
    /// Hours of all people together; an hour of one person on two jobs stands in both.
    pub seconds: i64,
    /// Minor units; an hour of one person on two jobs costs each the half.
    pub minor: i64,
    /// Seconds for which no rate is known.
    pub unpriced_seconds: i64,
}

/// Jobs of one person at one moment whose shares are exact; more than ten are cut at a nine-millionth of a minor unit.
const SHARES: i128 = 2520;
const HOUR: i128 = 3600;

/// The work and its cost by intervention. A person's hour is paid once: jobs at the same time share it equally. Rounded half
/// up once, at the end.
pub fn labour_costs(worked: &[Worked], rates: &[Rate]) -> BTreeMap<InterventionId, Labour> {
    let mut sums: BTreeMap<InterventionId, (Labour, i128)> = BTreeMap::new();
    let people: BTreeSet<UserId> = worked.iter().map(|w| w.person).collect();
    for person in people {
        let own: Vec<&Worked> = worked.iter().filter(|w| w.person == person).collect();
        let mut rates: Vec<&Rate> = rates.iter().filter(|r| r.person == person).collect();
        rates.sort_by_key(|rate| rate.from);
        let mut edges: Vec<Timestamp> = own.iter().flat_map(|w| [w.span.start, w.span.end]).collect();
        edges.extend(rates.iter().map(|rate| rate.from));
        edges.sort_unstable();
        edges.dedup();
        for pair in edges.windows(2) {
            let Some(piece) = Span::new(pair[0], pair[1]) else { continue };
            let jobs: BTreeSet<InterventionId> =
                own.iter().filter(|w| w.span.overlaps(piece)).map(|w| w.work).collect();
            let rate = rates.iter().rev().find(|rate| rate.from <= piece.start).map(|rate| rate.hourly_minor);
            for job in &jobs {
                let (labour, cost) = sums.entry(*job).or_default();
                labour.seconds += piece.seconds();
                match rate {
                    Some(rate) => {
                        let whole = i128::from(rate) * i128::from(piece.seconds()) * SHARES;
                        *cost += whole / jobs.len() as i128;
                    }
                    None => labour.unpriced_seconds += piece.seconds(),
                }
            }
        }
    }
    let rounded = |cost: i128| {
        let unit = HOUR * SHARES;
        i64::try_from((cost + unit / 2).div_euclid(unit)).unwrap_or(i64::MAX)
    };
    sums.into_iter().map(|(work, (labour, cost))| (work, Labour { minor: rounded(cost), ..labour })).collect()
}

/// Everything together; absent when no part is known.
pub fn cost_total(parts: &[Option<i64>]) -> Option<i64> {
    let known: Vec<i64> = parts.iter().flatten().copied().collect();
    (!known.is_empty()).then(|| known.iter().fold(0, |sum: i64, part| sum.saturating_add(*part)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn wall(text: &str) -> LocalDateTime {
        text.parse().expect("a local time")
    }

    fn span(from: &str, to: &str) -> Span {
        Span::new(at(from), at(to)).expect("not empty")
    }

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").expect("a zone")
    }

    #[test]
    fn work_02_an_end_after_midnight_is_proposed_on_the_next_day() {
        let start = wall("2027-03-10T22:30");
        let (end, next_day) = end_typed(start, "00:45").expect("a time");
        assert_eq!((end, next_day), (TypedTime::Wall(wall("2027-03-11T00:45")), true));
        let worked = Span::new(TypedTime::Wall(start).at(&paris()), end.at(&paris())).expect("not empty");
        assert_eq!(worked.seconds(), 8_100);
        let of_days: Vec<i64> = by_day(worked, &paris()).into_iter().map(|(_, seconds)| seconds).collect();
        assert_eq!(of_days, [5_400, 2_700]);
    }

    #[test]
    fn work_02_the_night_the_clock_changes_has_seven_hours() {
        let (start, end) = (wall("2027-03-27T22:00"), wall("2027-03-28T06:00"));
        let at = |wall| TypedTime::Wall(wall).at(&paris());
        assert_eq!(Span::new(at(start), at(end)).map(Span::seconds), Some(25_200));
    }

    #[test]
    fn work_02_an_explicit_end_before_the_start_is_no_time_worked() {
        let (end, next_day) = end_typed(wall("2027-03-10T10:00"), "2027-03-10T09:00").expect("a time");
        assert!(!next_day);
        assert_eq!(Span::new(TypedTime::Wall(wall("2027-03-10T10:00")).at(&paris()), end.at(&paris())), None);
        assert_eq!(end_typed(wall("2027-03-10T10:00"), "plus tard"), None);
    }

    #[test]
    fn work_02_a_time_a_little_before_the_start_is_a_mistake_and_not_the_next_day() {
        for typed in ["07:30", "08:00", "00:30"] {
            let (_, next_day) = end_typed(wall("2027-03-10T08:00"), typed).expect("a time");
            assert!(!next_day, "{typed}");
        }
        assert!(end_typed(wall("2027-03-10T16:00"), "08:00").expect("a time").1, "a night of sixteen hours");
    }

    #[test]
    fn hours_of_one_person_that_overlap_count_once() {
        let hours = [
            (T, span("2027-03-10T09:00Z", "2027-03-10T11:00Z")),
            (T, span("2027-03-10T10:00Z", "2027-03-10T12:00Z")),
            (UserId(8), span("2027-03-10T10:00Z", "2027-03-10T11:00Z")),
        ];
        assert_eq!(worked_seconds(hours), 4 * 3_600);
    }

    const A: InterventionId = InterventionId(1);
    const B: InterventionId = InterventionId(2);
    const T: UserId = UserId(7);

    fn forty_euros() -> Rate {
        Rate { person: T, from: at("2027-01-01T00:00Z"), hourly_minor: 4_000 }
    }

    #[test]
    fn work_03_stopped_at_the_start_of_the_next_job_every_hour_stands_once() {
        let worked = [
            Worked { work: A, person: T, span: span("2027-03-10T09:00Z", "2027-03-10T10:00Z") },
            Worked { work: B, person: T, span: span("2027-03-10T10:00Z", "2027-03-10T12:00Z") },
        ];
        let costs = labour_costs(&worked, &[forty_euros()]);
        assert_eq!((costs[&A].seconds, costs[&B].seconds), (3_600, 7_200));
        assert_eq!(costs[&A].minor + costs[&B].minor, 12_000);
    }

    #[test]
    fn work_03_the_shared_hour_costs_once_and_each_job_the_half() {
        let worked = [
            Worked { work: A, person: T, span: span("2027-03-10T09:00Z", "2027-03-10T11:00Z") },
            Worked { work: B, person: T, span: span("2027-03-10T10:00Z", "2027-03-10T12:00Z") },
        ];
        let costs = labour_costs(&worked, &[forty_euros()]);
        assert_eq!((costs[&A].seconds, costs[&B].seconds), (7_200, 7_200));
        assert_eq!((costs[&A].minor, costs[&B].minor), (6_000, 6_000));
    }

    #[test]
    fn a_rate_counts_from_its_day_on_and_without_one_there_is_no_cost() {
        let raise = Rate { person: T, from: at("2027-03-10T10:00Z"), hourly_minor: 5_000 };
        let worked = [Worked { work: A, person: T, span: span("2027-03-10T09:00Z", "2027-03-10T11:00Z") }];
        assert_eq!(labour_costs(&worked, &[forty_euros(), raise])[&A].minor, 9_000);
        let unknown = labour_costs(&worked, &[raise])[&A];
        assert_eq!((unknown.minor, unknown.unpriced_seconds), (5_000, 3_600));
        assert_eq!(cost_total(&[None, Some(5_000), Some(-200)]), Some(4_800));
        assert_eq!(cost_total(&[None, None]), None);
    }

    proptest! {
        /// However the jobs of one person lie, together they cost the hours present, but for the rounding of each.
        #[test]
        fn an_hour_is_paid_once(jobs in proptest::collection::vec((0_i64..5, 0_i64..900, 1_i64..900), 1..9)) {
            let start = at("2027-03-10T09:00Z");
            let worked: Vec<Worked> = jobs
                .iter()
                .filter_map(|(job, from, length)| {
                    let from = start.plus_seconds(from * 60);
                    let span = Span::new(from, from.plus_seconds(length * 60))?;
                    Some(Worked { work: InterventionId(*job), person: T, span })
                })
                .collect();
            let costs = labour_costs(&worked, &[forty_euros()]);
            let presence: crate::span::Spans = worked.iter().map(|w| w.span).collect();
            let paid: i64 = costs.values().map(|labour| labour.minor).sum();
            prop_assert!((paid * 3600 - presence.seconds() * 4_000).abs() <= 1800 * costs.len() as i64);
        }
    }
}

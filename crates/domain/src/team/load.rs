//! How much of somebody's week is planned, and whether they are there.

use super::AbsenceKind;
use crate::{
    Date, Timestamp,
    span::{Span, Spans},
    text_enum,
    worktime::{Rota, WorkCalendar, date_at, first_instant},
};
use jiff::{ToSpan, tz::TimeZone};
use serde::{Deserialize, Serialize};

/// Unfinished work with a planned start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Job {
    pub planned_at: Timestamp,
    /// Absent when nobody has said how long it takes.
    pub minutes: Option<i32>,
}

/// What is planned of a week, over what there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Load {
    /// Of the work that is planned to begin in the week.
    pub planned_minutes: i64,
    /// Of shifts, less approved absences.
    pub capacity_minutes: i64,
    /// Pieces of that work of which nobody has said how long they take.
    pub unestimated: i64,
}

impl Load {
    /// Whole per cent; `None` where there is no time to work in.
    pub fn percent(self) -> Option<i64> {
        (self.capacity_minutes > 0).then(|| self.planned_minutes * 100 / self.capacity_minutes)
    }
}

/// The week of the site, from Monday to Monday, that an instant lies in.
pub fn week_of(now: Timestamp, zone: &TimeZone) -> Span {
    let today = date_at(now, zone).0;
    let monday = today.saturating_sub(i64::from(today.weekday().to_monday_zero_offset()).days());
    let (start, end) = (Date(monday), Date(monday.saturating_add(7.days())));
    let day = || Span { start: now, end: now.plus_seconds(86_400) };
    Span::new(first_instant(start, zone), first_instant(end, zone)).unwrap_or_else(day)
}

/// The time that somebody works: shifts, less what they are away. Absences are those that hold.
pub fn capacity(rotas: &[Rota], away: &Spans, window: Span, zone: &TimeZone) -> Spans {
    let shifts = WorkCalendar { rotas: rotas.to_vec(), ..WorkCalendar::default() };
    shifts.working(window, zone).subtract(away)
}

/// A piece of work counts whole in the week in which it is to begin, and in no other.
pub fn load(week: Span, jobs: &[Job], capacity: &Spans) -> Load {
    let mut load = Load { capacity_minutes: capacity.clip(week).seconds() / 60, ..Load::default() };
    for job in jobs.iter().filter(|job| week.contains(job.planned_at)) {
        match job.minutes {
            Some(minutes) => load.planned_minutes += i64::from(minutes),
            None => load.unestimated += 1,
        }
    }
    load
}

text_enum! {
    /// Whether somebody is there.
    pub enum Presence {
        /// In a shift.
        Present = "present",
        /// Between shifts, and can be called.
        OnCall = "on_call",
        OffShift = "off_shift",
        Away = "away",
        /// No shifts are known.
        Unknown = "unknown",
    }
}

/// Whether somebody is there at an instant, and until when that holds. `shifts` are those around it, absences taken off or
/// not; `absences` those that hold.
pub fn presence(
    now: Timestamp,
    shifts: Option<&Spans>,
    absences: &[(AbsenceKind, Span)],
) -> (Presence, Option<Timestamp>) {
    let at = |away: bool| {
        let mut of_it = absences.iter().filter(|(kind, _)| kind.is_away() == away);
        of_it.find(|(_, span)| span.contains(now)).map(|(_, span)| *span)
    };
    if at(true).is_some() {
        // Two that follow one another are one time away.
        let away: Spans = absences.iter().filter(|(kind, _)| kind.is_away()).map(|(_, span)| *span).collect();
        return (Presence::Away, away.iter().find(|span| span.contains(now)).map(|span| span.end));
    }
    if let Some(shift) = shifts.and_then(|shifts| shifts.iter().find(|span| span.contains(now))) {
        return (Presence::Present, Some(shift.end));
    }
    match (at(false), shifts) {
        (Some(duty), _) => (Presence::OnCall, Some(duty.end)),
        (None, Some(_)) => (Presence::OffShift, None),
        (None, None) => (Presence::Unknown, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worktime::{ClockTime, Shift, Weekday};
    use proptest::prelude::*;

    fn paris() -> TimeZone {
        TimeZone::get("Europe/Paris").expect("bundled")
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect("an instant")
    }

    fn time(hour: u16) -> ClockTime {
        ClockTime::new(hour, 0).expect("a time")
    }

    fn every_day(starts: u16, ends: u16) -> Vec<Rota> {
        let shift = |day: &Weekday| Shift { day: *day, starts: time(starts), ends: time(ends) };
        vec![Rota::weekly(Weekday::ALL.iter().map(shift).collect())]
    }

    #[test]
    fn a_week_begins_on_monday_on_the_clock_of_the_site() {
        // Sunday night in Paris, Monday in Tokyo.
        let week = week_of(at("2026-11-29T22:30:00Z"), &paris());
        assert_eq!((week.start, week.end), (at("2026-11-22T23:00:00Z"), at("2026-11-29T23:00:00Z")));
        let spring = week_of(at("2026-03-25T12:00:00Z"), &paris());
        assert_eq!(spring.seconds(), (7 * 24 - 1) * 3600, "an hour is missing");
    }

    #[test]
    fn without_working_time_a_load_is_no_share() {
        let week = week_of(at("2026-11-25T12:00:00Z"), &paris());
        let job = Job { planned_at: week.start, minutes: Some(90) };
        let none = load(week, &[job], &Spans::default());
        assert_eq!((none.percent(), none.planned_minutes, none.capacity_minutes), (None, 90, 0));
        let some = load(
            week,
            &[job, Job { minutes: None, ..job }],
            &capacity(&every_day(8, 9), &Spans::default(), week, &paris()),
        );
        assert_eq!((some.percent(), some.capacity_minutes, some.unestimated), (Some(21), 420, 1));
    }

    #[test]
    fn away_goes_before_a_shift_and_a_shift_before_duty() {
        let span = |from: &str, to: &str| Span::new(at(from), at(to)).expect("time");
        let shift = Spans::from(span("2026-11-25T08:00:00Z", "2026-11-25T16:00:00Z"));
        let day = span("2026-11-25T00:00:00Z", "2026-11-26T00:00:00Z");
        let next = span("2026-11-26T00:00:00Z", "2026-11-27T00:00:00Z");
        let now = at("2026-11-25T10:00:00Z");
        assert_eq!(presence(now, Some(&shift), &[]), (Presence::Present, Some(at("2026-11-25T16:00:00Z"))));
        let ill = [(AbsenceKind::Sick, day), (AbsenceKind::Leave, next)];
        assert_eq!(
            presence(now, Some(&shift), &ill),
            (Presence::Away, Some(next.end)),
            "one after the other"
        );
        let duty = [(AbsenceKind::OnCall, day)];
        assert_eq!(presence(now, Some(&shift), &duty).0, Presence::Present);
        let evening = at("2026-11-25T20:00:00Z");
        assert_eq!(presence(evening, Some(&shift), &duty), (Presence::OnCall, Some(day.end)));
        assert_eq!(presence(evening, Some(&shift), &[]), (Presence::OffShift, None));
        assert_eq!(presence(evening, None, &[]), (Presence::Unknown, None));
    }

    proptest! {
        #[test]
        fn each_planned_minute_counts_in_one_week(
            jobs in proptest::collection::vec((0_i64..5 * 7 * 24 * 60, proptest::option::of(1_i32..600)), 0..20),
        ) {
            // Five weeks around the change of the clock in autumn.
            let first = week_of(at("2026-10-07T00:00:00Z"), &paris());
            let jobs: Vec<Job> = jobs
                .into_iter()
                .map(|(minute, minutes)| Job { planned_at: first.start.plus_seconds(minute * 60), minutes })
                .collect();
            let mut week = first;
            let (mut planned, mut unestimated) = (0, 0);
            for _ in 0..6 {
                let of_week = load(week, &jobs, &Spans::default());
                planned += of_week.planned_minutes;
                unestimated += of_week.unestimated;
                week = week_of(week.end, &paris());
            }
            prop_assert_eq!(planned, jobs.iter().filter_map(|job| job.minutes).map(i64::from).sum::<i64>());
            prop_assert_eq!(unestimated, jobs.iter().filter(|job| job.minutes.is_none()).count() as i64);
        }

        #[test]
        fn capacity_is_shifts_less_absences_on_both_sides_of_a_change_of_the_clock(
            starts in 0_u16..24,
            ends in 0_u16..24,
            away in proptest::collection::vec((0_i64..14 * 24, 1_i64..72), 0..5),
            autumn: bool,
        ) {
            let change = if autumn { "2026-10-25T12:00:00Z" } else { "2026-03-29T12:00:00Z" };
            let before = week_of(at(change), &paris());
            let after = week_of(before.end, &paris());
            let both = Span::new(before.start, after.end).expect("two weeks");
            let hour = |n: i64| before.start.plus_seconds(n * 3600);
            let away: Spans = away.into_iter().filter_map(|(from, n)| Span::new(hour(from), hour(from + n))).collect();
            let rotas = every_day(starts, ends);
            let of = |week| capacity(&rotas, &away, week, &paris());
            let shifts = WorkCalendar { rotas: rotas.clone(), ..WorkCalendar::default() }.working(both, &paris());
            let lost = shifts.intersect(&away).seconds();
            prop_assert_eq!(of(both).seconds(), shifts.seconds() - lost);
            prop_assert_eq!(of(before).seconds() + of(after).seconds(), of(both).seconds());
            prop_assert!(of(both).intersect(&away).is_empty());
        }
    }
}

//! The shifts of a person: a week that comes back, from a day on.

use crate::{
    Date, FieldCode, FieldErrors,
    draft::{Checker, loose},
    worktime::{ClockTime, Rota, Shift, Weekday},
};
use serde::{Deserialize, Serialize};

const DAY: i32 = 24 * 60;
const WEEK: i32 = 7 * DAY;

/// The shifts of one day as typed: one, two, or none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct DayDraft {
    /// `HH:MM`; empty for a free day.
    #[serde(deserialize_with = "loose")]
    pub starts: String,
    /// `HH:MM`; not after the start, it is on the next day.
    #[serde(deserialize_with = "loose")]
    pub ends: String,
    #[serde(deserialize_with = "loose")]
    pub starts_again: String,
    #[serde(deserialize_with = "loose")]
    pub ends_again: String,
}

/// A week of shifts as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default, deny_unknown_fields)]
pub struct ShiftsDraft {
    /// From this day on; a week that holds from the same day is changed.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Date))]
    pub valid_from: String,
    /// Monday to Sunday; days that are left out are free.
    pub days: Vec<DayDraft>,
    /// The version of the week that holds from this day; empty for a new one.
    #[serde(deserialize_with = "loose")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>))]
    pub version: String,
}

/// A checked week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShifts {
    pub valid_from: Date,
    pub shifts: Vec<Shift>,
}

/// A week as it is read; it holds until the next one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShiftsView {
    pub id: i64,
    pub valid_from: Date,
    /// Monday to Sunday.
    pub days: Vec<DayDraft>,
    pub version: i64,
}

impl ShiftsDraft {
    /// # Errors
    /// One error per wrong field, named `days[0].starts`.
    pub fn parse(&self) -> Result<NewShifts, FieldErrors> {
        let mut c = Checker::default();
        let valid_from = c.required("valid_from", &self.valid_from, FieldCode::NotADate);
        if self.days.len() > Weekday::ALL.len() {
            c.fail("days", FieldCode::TooMany { max: Weekday::ALL.len() as u32 });
        }
        let mut found: Vec<(String, Shift)> = vec![];
        for (at, (day, typed)) in Weekday::ALL.iter().zip(&self.days).enumerate() {
            let first = (("starts", &typed.starts), ("ends", &typed.ends));
            let again = (("starts_again", &typed.starts_again), ("ends_again", &typed.ends_again));
            for ((starts_name, starts), (ends_name, ends)) in [first, again] {
                let (starts_name, ends_name) =
                    (format!("days[{at}].{starts_name}"), format!("days[{at}].{ends_name}"));
                if starts.trim().is_empty() && ends.trim().is_empty() {
                    continue;
                }
                let starts: Option<ClockTime> = c.required(&starts_name, starts, FieldCode::Malformed);
                let ends: Option<ClockTime> = c.required(&ends_name, ends, FieldCode::Malformed);
                let Some((starts, ends)) = starts.zip(ends) else { continue };
                let shift = Shift { day: *day, starts, ends };
                if found.iter().any(|(_, other)| share_time(*other, shift)) {
                    c.fail(&starts_name, FieldCode::ShiftsOverlap);
                }
                found.push((starts_name, shift));
            }
        }
        c.optional::<i64>("version", &self.version, FieldCode::NotANumber);
        let shifts = found.into_iter().map(|(_, shift)| shift).collect();
        c.finish(valid_from.map(|valid_from| NewShifts { valid_from, shifts }))
    }
}

/// Minutes of the week: the start, and the length.
fn minutes(shift: Shift) -> (i32, i32) {
    let day = Weekday::ALL.iter().position(|day| *day == shift.day).unwrap_or_default() as i32;
    let (starts, ends) = (i32::from(shift.starts.minutes()), i32::from(shift.ends.minutes()));
    let length = if ends <= starts { ends + DAY - starts } else { ends - starts };
    (day * DAY + starts, length)
}

/// Whether two shifts of a week share a minute; a night of Sunday reaches into Monday.
fn share_time(one: Shift, other: Shift) -> bool {
    let ((a, n), (b, m)) = (minutes(one), minutes(other));
    (b - a).rem_euclid(WEEK) < n || (a - b).rem_euclid(WEEK) < m
}

/// A week as it would be typed.
impl From<&[Shift]> for ShiftsDraft {
    fn from(shifts: &[Shift]) -> Self {
        let day = |day: &Weekday| {
            let mut of_day = shifts.iter().filter(|shift| shift.day == *day);
            let times = |shift: Option<&Shift>| {
                shift.map(|s| (s.starts.to_string(), s.ends.to_string())).unwrap_or_default()
            };
            let (starts, ends) = times(of_day.next());
            let (starts_again, ends_again) = times(of_day.next());
            DayDraft { starts, ends, starts_again, ends_again }
        };
        Self { days: Weekday::ALL.iter().map(day).collect(), ..Self::default() }
    }
}

/// Weeks that follow one another: each holds until the day before the next one.
pub fn rotas(mut weeks: Vec<(Date, Vec<Shift>)>) -> Vec<Rota> {
    weeks.sort_by_key(|(from, _)| *from);
    let next: Vec<Option<Date>> = weeks.iter().skip(1).map(|(from, _)| Some(*from)).chain([None]).collect();
    let each = weeks.into_iter().zip(next);
    each.map(|((from, shifts), next)| {
        let until = next.and_then(|day| day.0.yesterday().ok()).map(Date);
        Rota { from: Some(from), until, ..Rota::weekly(shifts) }
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn week(days: &[(usize, &str, &str)]) -> ShiftsDraft {
        let mut draft = ShiftsDraft { valid_from: "2026-11-30".into(), ..Default::default() };
        draft.days = vec![DayDraft::default(); 7];
        for (day, starts, ends) in days {
            let typed = &mut draft.days[*day];
            if typed.starts.is_empty() {
                (typed.starts, typed.ends) = ((*starts).into(), (*ends).into());
            } else {
                (typed.starts_again, typed.ends_again) = ((*starts).into(), (*ends).into());
            }
        }
        draft
    }

    fn failed(draft: &ShiftsDraft) -> Vec<(String, FieldCode)> {
        let errors = draft.parse().expect_err("refused").0;
        errors.into_iter().map(|error| (error.field, error.code)).collect()
    }

    #[test]
    fn a_day_has_up_to_two_shifts_and_a_night_passes_midnight() {
        let typed = week(&[(0, "06:00", "10:00"), (0, "12:00", "16:00"), (4, "22:00", "06:00")]);
        let new = typed.parse().expect("valid");
        assert_eq!(new.shifts.len(), 3);
        let again = ShiftsDraft::from(new.shifts.as_slice());
        assert_eq!(again.days, typed.days);
        assert!(week(&[]).parse().expect("a week without work").shifts.is_empty());
    }

    #[test]
    fn shifts_share_no_minute_also_across_midnight_and_the_end_of_the_week() {
        let overlap = |field: &str| [(field.to_owned(), FieldCode::ShiftsOverlap)];
        assert_eq!(
            failed(&week(&[(0, "06:00", "14:00"), (0, "13:00", "16:00")])),
            overlap("days[0].starts_again")
        );
        assert_eq!(failed(&week(&[(0, "22:00", "06:00"), (1, "05:00", "13:00")])), overlap("days[1].starts"));
        assert_eq!(failed(&week(&[(0, "05:00", "13:00"), (6, "22:00", "06:00")])), overlap("days[6].starts"));
        assert!(week(&[(0, "06:00", "14:00"), (6, "22:00", "06:00")]).parse().is_ok());
    }

    #[test]
    fn a_shift_has_both_ends() {
        assert_eq!(failed(&week(&[(2, "06:00", "")])), [("days[2].ends".into(), FieldCode::Required)]);
        assert_eq!(failed(&week(&[(2, "6h", "14:00")])), [("days[2].starts".into(), FieldCode::Malformed)]);
        let eight = ShiftsDraft { days: vec![DayDraft::default(); 8], ..week(&[]) };
        assert_eq!(failed(&eight)[0].0, "days");
    }

    #[test]
    fn a_week_holds_until_the_next_one() {
        let day = |day| Date(jiff::civil::date(2026, 12, day));
        let rotas = rotas(vec![(day(14), vec![]), (day(1), vec![])]);
        let held: Vec<_> = rotas.iter().map(|rota| (rota.from, rota.until)).collect();
        assert_eq!(held, [(Some(day(1)), Some(day(13))), (Some(day(14)), None)]);
    }
}

//! Shared by the tests of both halves.

mod deadline;
mod escalation;

use super::*;
use crate::worktime::{Rota, Shift, Weekday, WorkCalendar, instant_of};
use jiff::tz::TimeZone;
use proptest::prelude::*;

fn paris() -> TimeZone {
    TimeZone::get("Europe/Paris").expect("a zone")
}

/// A time of Wednesday 2027-03-10, or a whole civil time, in Paris.
fn at(text: &str) -> Timestamp {
    let whole = if text.contains('T') { text.to_owned() } else { format!("2027-03-10T{text}") };
    instant_of(whole.parse().expect("a civil time"), &paris())
}

fn office() -> WorkCalendar {
    let hours = [("08:00", "12:00"), ("13:00", "17:00")];
    let shift = |day: Weekday, (starts, ends): (&str, &str)| Shift {
        day,
        starts: starts.parse().expect("a time"),
        ends: ends.parse().expect("a time"),
    };
    let week = Weekday::ALL[..5].iter().flat_map(|day| hours.map(|hours| shift(*day, hours)));
    WorkCalendar { rotas: vec![Rota::weekly(week.collect())], ..Default::default() }
}

fn hold(from: &str, until: Option<&str>, kind: HoldKind) -> Hold {
    Hold { from: at(from), until: until.map(at), kind }
}

fn holds() -> impl Strategy<Value = Vec<Hold>> {
    let hold = (0_i64..600, 1_i64..300, any::<bool>()).prop_map(|(from, length, ours)| Hold {
        from: at("08:00").plus_seconds(from * 60),
        until: Some(at("08:00").plus_seconds((from + length) * 60)),
        kind: if ours { HoldKind::Ours } else { HoldKind::NotOurs },
    });
    prop::collection::vec(hold, 0..5)
}

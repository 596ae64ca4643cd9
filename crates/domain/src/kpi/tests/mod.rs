//! The cases of KPIs, their edges, and what holds for every plant.

mod cases;
mod deadlines;
mod edges;
mod evidence;
mod properties;
mod work;

use super::*;
use crate::{
    Date, DowntimeId, EquipmentId, FailureId, InterventionId, SiteId, Timestamp, UserId, span::Span,
};
use std::collections::BTreeMap;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

/// Seconds after 2027-01-01T00:00:00Z.
fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(1_798_761_600_000).plus_seconds(second)
}

fn hours(hours: i64) -> Timestamp {
    at(hours * HOUR)
}

fn utc(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

fn span(from: Timestamp, to: Timestamp) -> Span {
    Span::new(from, to).expect("not empty")
}

fn week() -> Span {
    span(hours(0), hours(168))
}

fn machine(id: i64) -> Item {
    Item {
        id: EquipmentId(id),
        site: SiteId(1),
        line: None,
        parent: None,
        stops_parent: false,
        in_service: None,
        retired: None,
        replacement_minor: None,
    }
}

fn component(id: i64, parent: i64, stops_parent: bool) -> Item {
    Item { parent: Some(EquipmentId(parent)), stops_parent, ..machine(id) }
}

/// A failure of machine 1 that stops it.
fn failure(id: i64, started: Timestamp, restored: Timestamp) -> Failure {
    Failure {
        id: FailureId(id),
        item: EquipmentId(1),
        started,
        restored: End::At(restored),
        stops: true,
        external: false,
        mode: None,
    }
}

fn stop(id: i64, kind: DowntimeKind, started: Timestamp, ended: Timestamp) -> Downtime {
    let (id, item) = (DowntimeId(id), EquipmentId(1));
    Downtime { id, item, kind, started, ended: End::At(ended), failure: None }
}

fn plant(failures: Vec<Failure>, downtimes: Vec<Downtime>) -> Plant {
    Plant { items: vec![machine(1)], failures, downtimes, ..Plant::default() }
}

/// Asks one question of machine 1 over a window of instants, around the clock, long after it.
fn ask<T>(plant: Plant, window: Span, question: impl Fn(&Scope) -> T) -> T {
    ask_at(plant, window, window.end.plus_seconds(1000 * DAY), &[1], question)
}

fn ask_at<T>(plant: Plant, window: Span, now: Timestamp, items: &[i64], question: impl Fn(&Scope) -> T) -> T {
    let book = Book::new(plant, now).expect("a plant");
    let frames = Frames::of_window(window);
    let items: Vec<EquipmentId> = items.iter().copied().map(EquipmentId).collect();
    question(&book.measure(&items, &frames).expect("a scope"))
}

#[track_caller]
fn close(answer: &Answer, want: f64) {
    let got = answer.value.exact().unwrap_or_else(|| panic!("no value: {:?}", answer.value));
    assert!((got - want).abs() <= 1.0e-9 * want.abs(), "{got} is not {want}");
}

fn absent(answer: &Answer) -> Option<Absent> {
    match answer.value {
        Value::Absent(reason) => Some(reason),
        _ => None,
    }
}

fn counted(answer: &Answer) -> Vec<EventId> {
    answer.evidence.iter().filter(|row| row.is_counted()).map(|row| row.event).collect()
}

fn left_out(answer: &Answer) -> Vec<(EventId, Reason)> {
    answer.evidence.iter().filter_map(|row| Some((row.event, row.excluded?))).collect()
}

fn fault(id: i64) -> EventId {
    EventId::Failure(FailureId(id))
}

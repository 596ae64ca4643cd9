//! A plant made ready to be measured: checked, sorted, with the down time of every item over all time.

use super::{
    DowntimeKind, EventId, Failure, Item, Plant, Reading,
    ledger::{HandsOn, Ledger},
    record::second,
    timeline::{Down, Timeline},
};
use crate::{EquipmentId, FailureId, InterventionId, Timestamp};
use serde::{Deserialize, Serialize};
use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasherDefault, Hasher},
};

/// Records that contradict each other: nothing is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BadPlant {
    #[error("two items have this id")]
    SameItem(EquipmentId),
    #[error("two events have this id")]
    SameEvent(EventId),
    #[error("no item has this id")]
    NoItem(EquipmentId),
    #[error("no failure has this id")]
    NoFailure(FailureId),
    #[error("no intervention has this id")]
    NoWork(InterventionId),
    #[error("an item is its own ancestor")]
    Cycle(EquipmentId),
    #[error("no window for this item's site or line")]
    NoFrame(EquipmentId),
}

/// Spreads ids over a table. They come from the database's own counters, so no guard against chosen ones is needed.
#[derive(Default)]
pub struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_i64(&mut self, id: i64) {
        self.write_u64(id as u64);
    }

    fn write_u64(&mut self, part: u64) {
        // The high bits choose the group: fold them down.
        let product = (self.0 ^ part).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        self.0 = product ^ (product >> 32);
    }
}

/// A table by ids.
pub type ById<K, V> = HashMap<K, V, BuildHasherDefault<IdHasher>>;

/// A set of ids.
pub type SetOf<K> = HashSet<K, BuildHasherDefault<IdHasher>>;

/// All that is known of a plant now.
pub struct Book {
    pub(super) plant: Plant,
    pub(super) now: Timestamp,
    items: ById<EquipmentId, usize>,
    failures: ById<FailureId, usize>,
    /// By the place of the item in the plant.
    pub(super) timelines: Vec<Timeline>,
    /// Likewise: places of the failures that count at the item, in the order of their starts.
    pub(super) counted_at: Vec<Vec<usize>>,
    pub(super) ledger: Ledger,
    /// Places of the items of which each is the parent.
    children: Vec<Vec<usize>>,
    measured_by_rows: SetOf<FailureId>,
}

impl Book {
    /// # Errors
    /// [`BadPlant`]: ids that are used twice or lead nowhere, or a loop of parents.
    pub fn new(plant: Plant, now: Timestamp) -> Result<Self, BadPlant> {
        let (plant, now) = (plant.in_order(), second(now));
        let items = index(plant.items.iter().map(|item| item.id)).map_err(BadPlant::SameItem)?;
        let failures = index(plant.failures.iter().map(|failure| failure.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Failure(id)))?;
        let works = index(plant.works.iter().map(|work| work.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Work(id)))?;
        index(plant.downtimes.iter().map(|downtime| downtime.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Downtime(id)))?;
        index(plant.periods.iter().map(|period| period.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Period(id)))?;
        index(plant.costs.iter().map(|cost| cost.id)).map_err(|id| BadPlant::SameEvent(EventId::Cost(id)))?;
        check(&plant, &items, &failures, &works)?;
        let mut book = Self {
            timelines: vec![],
            counted_at: vec![vec![]; plant.items.len()],
            children: children(&plant, &items),
            measured_by_rows: plant.downtimes.iter().filter_map(|downtime| downtime.failure).collect(),
            ledger: Ledger::new(&plant, now, &items, &works),
            plant,
            now,
            items,
            failures,
        };
        book.check_parents()?;
        book.draw_timelines();
        Ok(book)
    }

    fn check_parents(&self) -> Result<(), BadPlant> {
        for item in &self.plant.items {
            if self.ancestors(item).take(self.plant.items.len()).any(|above| above.id == item.id) {
                return Err(BadPlant::Cycle(item.id));
            }
        }
        Ok(())
    }

    /// The item of an id, with its place.
    pub(super) fn item(&self, id: EquipmentId) -> Option<(usize, &Item)> {
        self.items.get(&id).map(|place| (*place, &self.plant.items[*place]))
    }

    pub(super) fn failure(&self, id: FailureId) -> Option<&Failure> {
        self.failures.get(&id).map(|place| &self.plant.failures[*place])
    }

    /// The places of an item and of everything below it, in no order.
    pub(super) fn with_all_below(&self, place: usize) -> Vec<usize> {
        let mut found = vec![place];
        let mut next = 0;
        while let Some(place) = found.get(next) {
            found.extend_from_slice(&self.children[*place]);
            next += 1;
        }
        found
    }

    /// Parents, from the nearest upwards.
    pub(super) fn ancestors<'a>(&'a self, item: &'a Item) -> impl Iterator<Item = &'a Item> {
        std::iter::successors(Some(item), |item| {
            item.parent.and_then(|id| self.item(id)).map(|(_, item)| item)
        })
        .skip(1)
    }

    /// The item, and the ancestors that it stops: as long as every link up says so.
    fn stopped_by(&self, id: EquipmentId) -> Vec<usize> {
        let Some((place, mut item)) = self.item(id) else { return vec![] };
        let mut stopped = vec![place];
        while item.stops_parent {
            let Some((place, above)) = item.parent.and_then(|id| self.item(id)) else { break };
            stopped.push(place);
            item = above;
        }
        stopped
    }

    fn draw_timelines(&mut self) {
        let mut downs: Vec<Vec<Down>> = vec![vec![]; self.plant.items.len()];
        let stopped: ById<EquipmentId, Vec<usize>> =
            self.plant.items.iter().map(|item| (item.id, self.stopped_by(item.id))).collect();
        for (place, failure) in self.plant.failures.iter().enumerate() {
            for at in &stopped[&failure.item] {
                self.counted_at[*at].push(place);
                if failure.stops && !self.measured_by_rows.contains(&failure.id) {
                    downs[*at].push(down_of_failure(failure));
                }
            }
        }
        for downtime in &self.plant.downtimes {
            let external = downtime.failure.and_then(|id| self.failure(id)).is_some_and(|f| f.external);
            let kind = match downtime.kind {
                DowntimeKind::Unplanned if external => DowntimeKind::External,
                kind => kind,
            };
            for at in &stopped[&downtime.item] {
                downs[*at].push(Down {
                    event: EventId::Downtime(downtime.id),
                    item: downtime.item,
                    failure: downtime.failure,
                    kind,
                    started: downtime.started,
                    end: downtime.ended,
                    span: None,
                    piece: None,
                    merged_into: None,
                });
            }
        }
        self.timelines = downs.into_iter().map(|downs| Timeline::new(downs, self.now)).collect();
    }

    pub(super) fn hands_on(&self, id: FailureId) -> Option<HandsOn> {
        self.ledger.hands_on.get(&id).copied()
    }

    /// Whether the failure makes the item stand still: it says so, or has downtime rows.
    pub(super) fn stops(&self, failure: &Failure) -> bool {
        failure.stops || self.measured_by_rows.contains(&failure.id)
    }

    /// The readings of one item, in the order of time.
    pub(super) fn readings(&self, id: EquipmentId) -> &[Reading] {
        let all = &self.plant.readings;
        let (from, to) = (
            all.partition_point(|reading| reading.item < id),
            all.partition_point(|reading| reading.item <= id),
        );
        &all[from..to]
    }
}

fn down_of_failure(failure: &Failure) -> Down {
    Down {
        event: EventId::Failure(failure.id),
        item: failure.item,
        failure: Some(failure.id),
        kind: if failure.external { DowntimeKind::External } else { DowntimeKind::Unplanned },
        started: failure.started,
        end: failure.restored,
        span: None,
        piece: None,
        merged_into: None,
    }
}

fn children(plant: &Plant, items: &ById<EquipmentId, usize>) -> Vec<Vec<usize>> {
    let mut children = vec![vec![]; plant.items.len()];
    for (place, item) in plant.items.iter().enumerate() {
        if let Some(above) = item.parent.and_then(|id| items.get(&id)) {
            children[*above].push(place);
        }
    }
    children
}

/// The place of each id; the one that is there twice, otherwise.
fn index<T: Copy + Eq + std::hash::Hash>(ids: impl Iterator<Item = T>) -> Result<ById<T, usize>, T> {
    let mut places = ById::with_capacity_and_hasher(ids.size_hint().0, Default::default());
    for (place, id) in ids.enumerate() {
        if places.insert(id, place).is_some() {
            return Err(id);
        }
    }
    Ok(places)
}

/// Every id that a record names must be there.
fn check(
    plant: &Plant,
    known_items: &ById<EquipmentId, usize>,
    known_failures: &ById<FailureId, usize>,
    known_works: &ById<InterventionId, usize>,
) -> Result<(), BadPlant> {
    let items = plant.failures.iter().map(|failure| failure.item);
    let items = items.chain(plant.downtimes.iter().map(|downtime| downtime.item));
    let items = items.chain(plant.readings.iter().map(|reading| reading.item));
    let items = items.chain(plant.works.iter().map(|work| work.item));
    let items = items.chain(plant.costs.iter().map(|cost| cost.item));
    let mut items = items.chain(plant.items.iter().filter_map(|item| item.parent));
    if let Some(id) = items.find(|id| !known_items.contains_key(id)) {
        return Err(BadPlant::NoItem(id));
    }
    let failures = plant.downtimes.iter().filter_map(|downtime| downtime.failure);
    let failures = failures.chain(plant.works.iter().flat_map(|work| work.failures.iter().copied()));
    let mut failures = failures.chain(plant.costs.iter().filter_map(|cost| cost.failure));
    if let Some(id) = failures.find(|id| !known_failures.contains_key(id)) {
        return Err(BadPlant::NoFailure(id));
    }
    if let Some(period) = plant.periods.iter().find(|period| !known_works.contains_key(&period.work)) {
        return Err(BadPlant::NoWork(period.work));
    }
    Ok(())
}

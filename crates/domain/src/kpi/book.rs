//! A plant made ready to be measured: checked, sorted, with the down time of every item over all time.

use super::{
    Downtime, DowntimeKind, EventId, Failure, Item, Plant, Reading,
    ledger::Ledger,
    places::{Places, PlacesOf, once},
    record::second,
    timeline::{Down, Timeline},
};
use crate::{EquipmentId, FailureId, InterventionId, Timestamp};
use serde::{Deserialize, Serialize};

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

/// All that is known of a plant now.
pub struct Book {
    pub(super) plant: Plant,
    pub(super) now: Timestamp,
    places: Places,
    /// By the place of the item in the plant.
    pub(super) timelines: Vec<Timeline>,
    /// Likewise: places of the failures that count at the item, in the order of their starts.
    pub(super) counted_at: Vec<Vec<usize>>,
    pub(super) ledger: Ledger,
    /// Places of the items of which each is the parent.
    children: Vec<Vec<usize>>,
    /// By the place of the failure: whether downtime rows tell when it made its item stand still.
    measured_by_rows: Vec<bool>,
}

impl Book {
    /// # Errors
    /// [`BadPlant`]: ids that are used twice or lead nowhere, or a loop of parents.
    pub fn new(plant: Plant, now: Timestamp) -> Result<Self, BadPlant> {
        once(plant.downtimes.iter().map(|downtime| downtime.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Downtime(id)))?;
        once(plant.periods.iter().map(|period| period.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Period(id)))?;
        once(plant.costs.iter().map(|cost| cost.id)).map_err(|id| BadPlant::SameEvent(EventId::Cost(id)))?;
        let (plant, now) = (plant.in_order(), second(now));
        let items = PlacesOf::new(plant.items.iter().map(|item| item.id)).map_err(BadPlant::SameItem)?;
        let failures = PlacesOf::new(plant.failures.iter().map(|failure| failure.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Failure(id)))?;
        let works = PlacesOf::new(plant.works.iter().map(|work| work.id))
            .map_err(|id| BadPlant::SameEvent(EventId::Work(id)))?;
        let places = Places { items, failures, works };
        check(&plant, &places)?;
        let mut measured_by_rows = vec![false; plant.failures.len()];
        for id in plant.downtimes.iter().filter_map(|downtime| downtime.failure) {
            measured_by_rows[places.failures.of(id)] = true;
        }
        let mut book = Self {
            timelines: vec![],
            counted_at: vec![],
            children: children(&plant, &places.items),
            measured_by_rows,
            ledger: Ledger::new(&plant, now, &places),
            plant,
            now,
            places,
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
        self.places.items.get(id).map(|place| (place, &self.plant.items[place]))
    }

    pub(super) fn failure(&self, id: FailureId) -> Option<&Failure> {
        self.places.failures.get(id).map(|place| &self.plant.failures[place])
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

    /// Item by item: what happened there and at the components that stop it.
    fn draw_timelines(&mut self) {
        let plant = &self.plant;
        let mut sources = vec![vec![]; plant.items.len()];
        for (place, item) in plant.items.iter().enumerate() {
            self.stopped_by(item.id).into_iter().for_each(|stopped| sources[stopped].push(place));
        }
        let failures = self.places.runs(plant, &plant.failures, |failure| failure.item);
        let downtimes = self.places.runs(plant, &plant.downtimes, |downtime| downtime.item);
        let (mut timelines, mut counted_at) = (vec![], vec![]);
        for sources in &sources {
            let mut counted: Vec<usize> = sources.iter().flat_map(|at| failures[*at].clone()).collect();
            // Those of one item are in order already.
            counted.sort_by_key(|place| (plant.failures[*place].started, plant.failures[*place].id));
            let stops = sources.iter().flat_map(|at| &plant.downtimes[downtimes[*at].clone()]);
            let mut downs = Vec::with_capacity(counted.len() + stops.clone().count());
            for place in counted.iter().copied() {
                let failure = &plant.failures[place];
                if failure.stops && !self.measured_by_rows[place] {
                    downs.push(down_of_failure(failure, place));
                }
            }
            downs.extend(stops.map(|downtime| self.down_of(downtime)));
            timelines.push(Timeline::new(downs, self.now));
            counted_at.push(counted);
        }
        (self.timelines, self.counted_at) = (timelines, counted_at);
    }

    fn down_of(&self, downtime: &Downtime) -> Down {
        let failure = downtime.failure.map(|id| self.places.failures.of(id));
        let external = failure.is_some_and(|place| self.plant.failures[place].external);
        let kind = match downtime.kind {
            DowntimeKind::Unplanned if external => DowntimeKind::External,
            kind => kind,
        };
        Down {
            event: EventId::Downtime(downtime.id),
            item: downtime.item,
            failure,
            kind,
            started: downtime.started,
            end: downtime.ended,
            span: None,
            piece: None,
            merged_into: None,
        }
    }

    /// Whether the failure in this place makes its item stand still: it says so, or has downtime rows.
    pub(super) fn stops(&self, failure: usize) -> bool {
        self.plant.failures[failure].stops || self.measured_by_rows[failure]
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

fn down_of_failure(failure: &Failure, place: usize) -> Down {
    Down {
        event: EventId::Failure(failure.id),
        item: failure.item,
        failure: Some(place),
        kind: if failure.external { DowntimeKind::External } else { DowntimeKind::Unplanned },
        started: failure.started,
        end: failure.restored,
        span: None,
        piece: None,
        merged_into: None,
    }
}

fn children(plant: &Plant, items: &PlacesOf<EquipmentId>) -> Vec<Vec<usize>> {
    let mut children = vec![vec![]; plant.items.len()];
    for (place, item) in plant.items.iter().enumerate() {
        if let Some(above) = item.parent.and_then(|id| items.get(id)) {
            children[above].push(place);
        }
    }
    children
}

/// Every id that a record names must be there.
fn check(plant: &Plant, known: &Places) -> Result<(), BadPlant> {
    let items = plant.failures.iter().map(|failure| failure.item);
    let items = items.chain(plant.downtimes.iter().map(|downtime| downtime.item));
    let items = items.chain(plant.readings.iter().map(|reading| reading.item));
    let items = items.chain(plant.works.iter().map(|work| work.item));
    let items = items.chain(plant.costs.iter().map(|cost| cost.item));
    let mut items = items.chain(plant.items.iter().filter_map(|item| item.parent));
    if let Some(id) = items.find(|id| known.items.get(*id).is_none()) {
        return Err(BadPlant::NoItem(id));
    }
    let failures = plant.downtimes.iter().filter_map(|downtime| downtime.failure);
    let failures = failures.chain(plant.works.iter().flat_map(|work| work.failures.iter().copied()));
    let mut failures = failures.chain(plant.costs.iter().filter_map(|cost| cost.failure));
    if let Some(id) = failures.find(|id| known.failures.get(*id).is_none()) {
        return Err(BadPlant::NoFailure(id));
    }
    if let Some(period) = plant.periods.iter().find(|period| known.works.get(period.work).is_none()) {
        return Err(BadPlant::NoWork(period.work));
    }
    Ok(())
}

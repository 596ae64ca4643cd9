//! Everything that a verdict looks at, indexed once.

use super::{Equipment, Settings, Task, Technician};
use crate::{EquipmentId, InterventionId, LineId, SiteId, Timestamp, UserId, span::Span};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// One piece of work in somebody's lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Booked {
    pub span: Span,
    pub task: InterventionId,
    pub site: SiteId,
    pub line: Option<LineId>,
}

/// The work, people and machines of a planning, in the zone of its site. Days are that site's.
pub struct Board<'a> {
    pub zone: &'a TimeZone,
    pub settings: &'a Settings,
    pub technicians: &'a [Technician],
    pub tasks: &'a [Task],
    by_technician: HashMap<UserId, usize>,
    by_task: HashMap<InterventionId, usize>,
    equipment: HashMap<EquipmentId, &'a Equipment>,
    lanes: HashMap<UserId, Vec<Booked>>,
}

impl<'a> Board<'a> {
    pub fn new(
        zone: &'a TimeZone,
        settings: &'a Settings,
        technicians: &'a [Technician],
        equipment: &'a [Equipment],
        tasks: &'a [Task],
    ) -> Self {
        let mut lanes: HashMap<UserId, Vec<Booked>> = HashMap::new();
        for task in tasks {
            let Some(placement) = task.busy() else { continue };
            let booked =
                Booked { span: placement.span, task: task.id, site: task.needs.site, line: task.needs.line };
            for technician in distinct(&placement.technicians) {
                lanes.entry(technician).or_default().push(booked);
            }
        }
        lanes.values_mut().for_each(|lane| lane.sort_unstable());
        Self {
            zone,
            settings,
            technicians,
            tasks,
            by_technician: technicians.iter().enumerate().map(|(index, t)| (t.id, index)).collect(),
            by_task: tasks.iter().enumerate().map(|(index, task)| (task.id, index)).collect(),
            equipment: equipment.iter().map(|e| (e.id, e)).collect(),
            lanes,
        }
    }

    pub fn technician(&self, id: UserId) -> Option<&'a Technician> {
        self.by_technician.get(&id).map(|index| &self.technicians[*index])
    }

    pub fn task(&self, id: InterventionId) -> Option<&'a Task> {
        self.by_task.get(&id).map(|index| &self.tasks[*index])
    }

    pub(super) fn equipment(&self, id: EquipmentId) -> Option<&'a Equipment> {
        self.equipment.get(&id).copied()
    }

    /// The work of a technician by its start, without one piece of it.
    pub(super) fn lane(
        &self,
        technician: UserId,
        without: Option<InterventionId>,
    ) -> impl Iterator<Item = &Booked> {
        let lane = self.lanes.get(&technician).map_or(&[][..], Vec::as_slice);
        lane.iter().filter(move |booked| Some(booked.task) != without)
    }

    /// The span that begins here and takes so many minutes.
    pub(super) fn span(start: Timestamp, minutes: u32) -> Option<Span> {
        Span::new(start, start.plus_seconds(i64::from(minutes) * 60))
    }
}

/// Each person once, in the order given.
pub(super) fn distinct(people: &[UserId]) -> impl Iterator<Item = UserId> {
    let first = |(index, id): (usize, &UserId)| (!people[..index].contains(id)).then_some(*id);
    people.iter().enumerate().filter_map(first)
}

//! From an order of work to a plan: each piece in turn takes the earliest place that is left.

use super::{
    cost::Cost,
    problem::{Able, Job, Lane, Problem, is_today},
};
use crate::planning::{
    Board, Placement,
    free_time::{Slot, Wanted},
};
use std::cmp::Reverse;

/// In which order pieces are placed, and whom some of them are given to.
#[derive(Clone)]
pub(super) struct Order {
    /// Indices of jobs.
    pub sequence: Vec<usize>,
    /// For each job, the place in its list of able technicians to try first.
    pub preferred: Vec<Option<usize>>,
}

impl Order {
    /// As the work is listed.
    pub fn list(jobs: usize) -> Self {
        Self { sequence: (0..jobs).collect(), preferred: vec![None; jobs] }
    }

    /// By priority, then due date, then the longest first; the list decides the rest.
    pub fn greedy(problem: &Problem<'_>) -> Self {
        let mut order = Self::list(problem.jobs.len());
        order.sequence.sort_by_key(|index| {
            let job = &problem.jobs[*index];
            (job.task.priority, job.due.unwrap_or(i64::MAX), Reverse(job.length), *index)
        });
        order
    }
}

/// Where a piece goes, and the lanes it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub place: Slot,
    pub lanes: Vec<usize>,
}

#[derive(Clone)]
pub(super) struct Schedule {
    /// One per job.
    pub spots: Vec<Option<Spot>>,
    pub cost: Cost,
}

impl Problem<'_> {
    pub fn decode(&self, order: &Order) -> Schedule {
        let mut lanes = self.lanes.clone();
        let mut spots: Vec<Option<Spot>> = vec![None; self.jobs.len()];
        for index in &order.sequence {
            let job = &self.jobs[*index];
            let spot = self.spot(job, order.preferred[*index], &lanes);
            if let Some(spot) = &spot {
                self.take(job, spot, &mut lanes);
            }
            spots[*index] = spot;
        }
        self.schedule(spots, &lanes)
    }

    /// Today's plan as far as nothing blocks it; the rest of it is unplaced.
    pub fn today(&self, board: &Board<'_>) -> Schedule {
        let mut lanes = self.lanes.clone();
        let mut stands = |job: &Job<'_>| {
            let today = job.task.placement.as_ref()?;
            let place = Slot::new(today.span);
            let inside = self.start <= place.start && place.end <= self.end && !today.technicians.is_empty();
            if !inside || board.verdict(job.task, today).is_blocked() {
                return None;
            }
            let at = |id| self.technicians.iter().position(|technician| technician.id == id);
            let mut people: Vec<usize> = today.technicians.iter().filter_map(|id| at(*id)).collect();
            people.sort_unstable();
            people.dedup();
            let spot = Spot { place, lanes: people };
            self.take(job, &spot, &mut lanes);
            Some(spot)
        };
        let spots = self.jobs.iter().map(&mut stands).collect();
        self.schedule(spots, &lanes)
    }

    fn schedule(&self, spots: Vec<Option<Spot>>, lanes: &[Lane]) -> Schedule {
        let mut cost = Cost::default();
        for (job, spot) in self.jobs.iter().zip(&spots) {
            cost.add(match spot {
                None => Cost::of_unplaced(job),
                Some(spot) => {
                    let moved = job.task.placement.is_some()
                        && self.placement(spot).is_some_and(|place| !is_today(job.task, &place));
                    Cost::of_placed(self, job, spot.place.end, moved)
                }
            });
        }
        lanes.iter().for_each(|lane| cost.add(Cost::of_ways(self.settings, &lane.stops)));
        Schedule { spots, cost }
    }

    /// A spot as it is written down.
    pub fn placement(&self, spot: &Spot) -> Option<Placement> {
        let technicians = spot.lanes.iter().map(|lane| self.technicians[*lane].id).collect();
        Some(Placement { span: spot.place.span()?, technicians })
    }

    fn take(&self, job: &Job<'_>, spot: &Spot, lanes: &mut [Lane]) {
        let stop = self.stop(spot.place, job.task.needs.site, job.task.needs.line);
        for lane in &spot.lanes {
            let lane = &mut lanes[*lane];
            lane.free.take(spot.place);
            lane.load += job.length;
            let at = lane.stops.partition_point(|before| *before < stop);
            lane.stops.insert(at, stop);
        }
    }

    /// The earliest time at which enough of those who can do it are free together; of more than enough, those who are
    /// on the line already, know the machine, and have the least to do.
    fn spot(&self, job: &Job<'_>, preferred: Option<usize>, lanes: &[Lane]) -> Option<Spot> {
        if job.length == 0 || job.able.len() < job.people {
            return None;
        }
        let earliest = |able: &Able, from: i64| {
            let wanted = Wanted { length: job.length, from, within: &able.within, closed: &job.closed };
            lanes[able.lane].free.earliest(&wanted)
        };
        let mut from = job.from?;
        let first = preferred.filter(|_| job.people == 1).and_then(|index| job.able.get(index));
        if let Some((able, start)) = first.and_then(|able| Some((able, earliest(able, from)?))) {
            return Some(Spot { place: Slot { start, end: start + job.length }, lanes: vec![able.lane] });
        }
        loop {
            let mut starts: Vec<(i64, &Able)> =
                job.able.iter().filter_map(|able| Some((earliest(able, from)?, able))).collect();
            if starts.len() < job.people {
                return None;
            }
            starts.sort_by_key(|(start, able)| (*start, able.lane));
            let together = starts[job.people - 1].0;
            if starts[0].0 == together {
                starts.retain(|(start, _)| *start == together);
                starts.sort_by_cached_key(|(start, able)| {
                    self.preference(job, *start, able, &lanes[able.lane])
                });
                let mut chosen: Vec<usize> = starts[..job.people].iter().map(|(_, able)| able.lane).collect();
                chosen.sort_unstable();
                return Some(Spot {
                    place: Slot { start: together, end: together + job.length },
                    lanes: chosen,
                });
            }
            // Those who were free before may not be at the later time: ask again from there.
            from = together;
        }
    }

    /// Smaller is better.
    fn preference(
        &self,
        job: &Job<'_>,
        start: i64,
        able: &Able,
        lane: &Lane,
    ) -> (u32, bool, Reverse<i64>, i64, usize) {
        let needs = &job.task.needs;
        let before = &lane.stops[..lane.stops.partition_point(|stop| stop.place.start < start)];
        let here = self.stop(Slot { start, end: start + job.length }, needs.site, needs.line);
        let last = before.last().filter(|stop| stop.day == here.day);
        let from = last.map_or(self.technicians[able.lane].home, |stop| stop.site);
        let other_line = last.is_some_and(|stop| stop.line != needs.line);
        (
            self.settings.travel_minutes(from, needs.site),
            other_line,
            Reverse(able.affinity),
            lane.load,
            able.lane,
        )
    }
}

//! Work, hours and money by item: looked up once for all scopes.

use super::{
    End, Failure, Period, Plant,
    places::{ById, Places},
    scope::why_not_counted,
    share::{Shares, Shift, share},
};
use crate::{EquipmentId, Timestamp, intervention::InterventionKind, span::Span};
use std::{collections::HashMap, ops::Range};

/// A failure within so many seconds of the last restoration of the same one is a repeat: 30 days.
const REPEAT: i64 = 30 * 86_400;

/// Hands-on time spent on one failure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HandsOn {
    /// Union across technicians.
    pub active: i64,
    /// Sum across technicians.
    pub labour: i64,
}

/// A period of hands-on time, with what is asked of its job, so that nothing has to be looked up again for each window.
pub struct Worked {
    pub id: i64,
    pub item: EquipmentId,
    pub kind: InterventionKind,
    pub span: Span,
    pub is_open: bool,
    /// Its place in the shares.
    pub place: usize,
}

/// Places are those of the plant.
pub struct Ledger {
    /// By the place of the item: places of its works, in their order.
    pub works: Vec<Vec<usize>>,
    /// Likewise: its costs, which are in one run.
    pub costs: Vec<Range<usize>>,
    pub worked: Vec<Vec<Worked>>,
    /// The seconds of each period that its job has.
    pub shares: Shares,
    /// By the place of the work.
    pub first_work: Vec<Option<Timestamp>>,
    /// By the place of the failure.
    pub hands_on: Vec<Option<HandsOn>>,
    /// Likewise: whether one of the same item and mode was restored in the 30 days before.
    pub repeats: Vec<bool>,
}

impl Ledger {
    pub fn new(plant: &Plant, now: Timestamp, places: &Places) -> Self {
        let mut works_at = vec![vec![]; plant.items.len()];
        for (place, work) in plant.works.iter().enumerate() {
            works_at[places.items.of(work.item)].push(place);
        }
        let mut first_work = vec![None; plant.works.len()];
        let mut worked_at: Vec<Vec<Worked>> = plant.items.iter().map(|_| vec![]).collect();
        let mut shifts: Vec<Shift> = Vec::with_capacity(plant.periods.len());
        let mut hands_on: Vec<Option<HandsOn>> = vec![None; plant.failures.len()];
        let mut reached = vec![None; plant.failures.len()];
        // Periods are in the order of their starts.
        for period in &plant.periods {
            let place = places.works.of(period.work);
            first_work[place].get_or_insert(period.started);
            let Some(span) = worked(period, now) else { continue };
            let (work, place) = (&plant.works[place], shifts.len());
            shifts.push(Shift { owner: period.technician.0, span });
            let (id, item, kind, is_open) = (period.id, work.item, work.kind, period.ended == End::Open);
            worked_at[places.items.of(item)].push(Worked { id, item, kind, span, is_open, place });
            if kind != InterventionKind::Corrective {
                continue;
            }
            for id in &work.failures {
                let failure = places.failures.of(*id);
                let spent = hands_on[failure].get_or_insert_default();
                let end = reached[failure].map_or(span.end, |end| span.end.max(end));
                let start = reached[failure].map_or(span.start, |end| span.start.max(end));
                spent.labour += span.seconds();
                spent.active += Span::new(start, end).map_or(0, Span::seconds);
                reached[failure] = Some(end);
            }
        }
        Self {
            works: works_at,
            costs: places.runs(plant, &plant.costs, |cost| cost.item),
            worked: worked_at,
            // Shared before anything is left out: neither the window nor the scope changes who has a second.
            shares: share(&shifts),
            first_work,
            hands_on,
            repeats: repeats(&plant.failures),
        }
    }
}

/// The time of a period until now; `None` when nothing has passed or the end is not known.
fn worked(period: &Period, now: Timestamp) -> Option<Span> {
    match period.ended {
        End::At(end) => Span::new(period.started, end.min(now)),
        End::Open => Span::new(period.started, now),
        End::Unknown => None,
    }
}

/// `failures` by item, each in the order of their starts. One that is not coded is never the same as another.
fn repeats(failures: &[Failure]) -> Vec<bool> {
    // Until when each counts, by machine and mode.
    let mut known: ById<(EquipmentId, i64), Vec<(Timestamp, Timestamp)>> = HashMap::default();
    let mut is_repeat = |failure: &Failure| {
        let (None, Some(mode)) = (why_not_counted(failure), failure.mode) else { return false };
        let before = known.entry((failure.item, mode)).or_default();
        before.retain(|(_, until)| failure.started < *until);
        let repeats = before.iter().any(|(from, _)| *from <= failure.started);
        if let End::At(restored) = failure.restored {
            before.push((restored, restored.plus_seconds(REPEAT)));
        }
        repeats
    };
    failures.iter().map(&mut is_repeat).collect()
}

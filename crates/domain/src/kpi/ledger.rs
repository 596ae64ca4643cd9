//! Work, hours and money by item: looked up once for all scopes.

use super::{
    End, Failure, Period, Plant, Work,
    book::{ById, IdHasher, SetOf},
    scope::why_not_counted,
    share::{Shared, Shift, share},
};
use crate::{
    EquipmentId, FailureId, InterventionId, Timestamp,
    intervention::InterventionKind,
    span::{Span, Spans},
};
use std::{collections::HashMap, hash::BuildHasherDefault};

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

/// A period of hands-on time, and the seconds of it that its job has. With what is asked of its job, so that nothing has to
/// be looked up again for each window.
pub struct Worked {
    pub id: i64,
    pub item: EquipmentId,
    pub kind: InterventionKind,
    pub span: Span,
    pub is_open: bool,
    pub shares: Vec<Shared>,
}

/// By the place of the item in the plant: places of its records, in their order.
pub struct Ledger {
    pub works: Vec<Vec<usize>>,
    pub costs: Vec<Vec<usize>>,
    pub worked: Vec<Vec<Worked>>,
    /// By the place of the work in the plant.
    pub first_work: Vec<Option<Timestamp>>,
    pub hands_on: ById<FailureId, HandsOn>,
    /// Failures of the same item and mode as one restored in the 30 days before.
    pub repeats: SetOf<FailureId>,
}

impl Ledger {
    pub fn new(
        plant: &Plant,
        now: Timestamp,
        items: &ById<EquipmentId, usize>,
        works: &ById<InterventionId, usize>,
    ) -> Self {
        let lists = || vec![vec![]; plant.items.len()];
        let (mut works_at, mut costs_at) = (lists(), lists());
        for (place, work) in plant.works.iter().enumerate() {
            works_at[items[&work.item]].push(place);
        }
        for (place, cost) in plant.costs.iter().enumerate() {
            costs_at[items[&cost.item]].push(place);
        }
        let mut first_work = vec![None; plant.works.len()];
        let mut periods: Vec<(usize, &Period, Span)> = Vec::with_capacity(plant.periods.len());
        for period in &plant.periods {
            let work = works[&period.work];
            // Periods are in the order of their starts.
            first_work[work].get_or_insert(period.started);
            periods.extend(worked(period, now).map(|span| (work, period, span)));
        }
        let shifts =
            periods.iter().map(|(_, period, span)| Shift { owner: period.technician.0, span: *span });
        // Shared before anything is left out: neither the window nor the scope changes who has a second.
        let shares = share(&shifts.collect::<Vec<_>>());
        let mut worked_at: Vec<Vec<Worked>> = plant.items.iter().map(|_| vec![]).collect();
        let mut spans: Vec<(FailureId, Span)> = Vec::with_capacity(periods.len());
        for ((work, period, span), shares) in periods.into_iter().zip(shares) {
            let (work, is_open) = (&plant.works[work], period.ended == End::Open);
            let (id, item, kind) = (period.id, work.item, work.kind);
            worked_at[items[&item]].push(Worked { id, item, kind, span, is_open, shares });
            spans.extend(hands_on_of(work).into_iter().map(|id| (id, span)));
        }
        spans.sort_unstable();
        let hands_on = |of_one: &[(FailureId, Span)]| {
            let labour = of_one.iter().map(|(_, span)| span.seconds()).sum();
            let active = of_one.iter().map(|(_, span)| *span).collect::<Spans>().seconds();
            (of_one[0].0, HandsOn { active, labour })
        };
        Self {
            works: works_at,
            costs: costs_at,
            worked: worked_at,
            first_work,
            hands_on: spans.chunk_by(|a, b| a.0 == b.0).map(hands_on).collect(),
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

/// The failures that corrective work puts right, each once.
fn hands_on_of(work: &Work) -> Vec<FailureId> {
    if work.kind != InterventionKind::Corrective {
        return vec![];
    }
    let mut failures = work.failures.clone();
    failures.sort_unstable();
    failures.dedup();
    failures
}

/// `failures` in the order of their starts. One that is not coded is never the same as another.
fn repeats(failures: &[Failure]) -> SetOf<FailureId> {
    type OfMode = (EquipmentId, i64);
    let mut known: HashMap<OfMode, Vec<(Timestamp, Timestamp)>, BuildHasherDefault<IdHasher>> =
        HashMap::default();
    let mut repeats = SetOf::default();
    for failure in failures.iter().filter(|failure| why_not_counted(failure).is_none()) {
        let Some(mode) = failure.mode else { continue };
        let before = known.entry((failure.item, mode)).or_default();
        before.retain(|(_, until)| failure.started < *until);
        if before.iter().any(|(from, _)| *from <= failure.started) {
            repeats.insert(failure.id);
        }
        if let End::At(restored) = failure.restored {
            before.push((restored, restored.plus_seconds(REPEAT)));
        }
    }
    repeats
}

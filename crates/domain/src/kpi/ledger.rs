//! Work, hours and money by item: looked up once for all scopes.

use super::{
    End, Failure, Period, Plant, Work,
    book::ById,
    scope::why_not_counted,
    share::{Shared, Shift, share},
};
use crate::{
    EquipmentId, FailureId, InterventionId, Timestamp,
    intervention::InterventionKind,
    span::{Span, Spans},
};
use std::collections::{HashMap, HashSet};

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

/// A period of hands-on time, and the seconds of it that its job has.
pub struct Worked {
    /// Its place in the plant.
    pub period: usize,
    pub span: Span,
    pub shares: Vec<Shared>,
}

/// By the place of the item in the plant: places of its records, in their order.
pub struct Ledger {
    pub works: Vec<Vec<usize>>,
    pub costs: Vec<Vec<usize>>,
    pub worked: Vec<Vec<Worked>>,
    pub first_work: ById<InterventionId, Timestamp>,
    pub hands_on: ById<FailureId, HandsOn>,
    /// Failures of the same item and mode as one restored in the 30 days before.
    pub repeats: HashSet<FailureId>,
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
        let mut first_work = ById::default();
        for period in &plant.periods {
            // Periods are in the order of their starts.
            first_work.entry(period.work).or_insert(period.started);
        }
        let periods: Vec<(usize, &Period, Span)> = plant
            .periods
            .iter()
            .enumerate()
            .filter_map(|(place, period)| Some((place, period, worked(period, now)?)))
            .collect();
        let shifts =
            periods.iter().map(|(_, period, span)| Shift { owner: period.technician.0, span: *span });
        // Shared before anything is left out: neither the window nor the scope changes who has a second.
        let shares = share(&shifts.collect::<Vec<_>>());
        let mut worked_at: Vec<Vec<Worked>> = plant.items.iter().map(|_| vec![]).collect();
        let mut spans: ById<FailureId, Vec<Span>> = ById::default();
        for ((place, period, span), shares) in periods.into_iter().zip(shares) {
            let work = &plant.works[works[&period.work]];
            worked_at[items[&work.item]].push(Worked { period: place, span, shares });
            hands_on_of(work).for_each(|id| spans.entry(id).or_default().push(span));
        }
        let hands_on = |(id, spans): (FailureId, Vec<Span>)| {
            let labour = spans.iter().map(|span| span.seconds()).sum();
            (id, HandsOn { active: spans.into_iter().collect::<Spans>().seconds(), labour })
        };
        Self {
            works: works_at,
            costs: costs_at,
            worked: worked_at,
            first_work,
            hands_on: spans.into_iter().map(hands_on).collect(),
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
fn hands_on_of(work: &Work) -> impl Iterator<Item = FailureId> {
    let corrective = work.kind == InterventionKind::Corrective;
    let failures: HashSet<FailureId> = work.failures.iter().copied().filter(|_| corrective).collect();
    failures.into_iter()
}

/// `failures` in the order of their starts. One that is not coded is never the same as another.
fn repeats(failures: &[Failure]) -> HashSet<FailureId> {
    let mut known: HashMap<(EquipmentId, i64), Vec<(Timestamp, Timestamp)>> = HashMap::new();
    let mut repeats = HashSet::new();
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

//! All KPIs of a thousand machines with their evidence, and the fit of five thousand lives.

use criterion::Criterion;
use domain::{
    DowntimeId, EquipmentId, FailureId, InterventionId, SiteId, Timestamp, UserId,
    intervention::InterventionKind,
    kpi::{
        Book, Cost, CostKind, Downtime, DowntimeKind, End, Failure, Frames, Item, ParetoBy, ParetoOf, Period,
        Plant, Work,
    },
    reliability::{Life, weibull},
    span::Span,
};
use std::hint::black_box;

const MACHINES: i64 = 1_000;
const FAILURES: i64 = 200_000;
/// Five years.
const WINDOW: i64 = 5 * 365 * 86_400;

/// A small generator, the same numbers every time.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: i64) -> i64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as i64 % end
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_millis(1_640_995_200_000).plus_seconds(second)
}

fn plant() -> Plant {
    let mut draw = Draw(7);
    let items = (1..=MACHINES).map(|id| Item {
        id: EquipmentId(id),
        site: SiteId(id % 4),
        line: None,
        parent: (id % 5 == 0).then_some(EquipmentId(id - 1)),
        stops_parent: id % 10 == 0,
        in_service: Some(at(-86_400)),
        retired: None,
        replacement_minor: Some(1_000_000),
    });
    let mut plant = Plant { items: items.collect(), ..Plant::default() };
    for id in 1..=FAILURES {
        let (item, start) = (EquipmentId(1 + draw.below(MACHINES)), draw.below(WINDOW));
        let (started, restored) = (at(start), at(start + draw.below(30_000)));
        let (failure, work) = (FailureId(id), InterventionId(id));
        let mode = Some(draw.below(20)).filter(|mode| *mode > 0);
        let external = draw.below(20) == 0;
        let end = End::At(restored);
        plant.failures.push(Failure {
            id: failure,
            item,
            started,
            restored: end,
            stops: true,
            external,
            mode,
        });
        plant.works.push(Work {
            id: work,
            item,
            kind: InterventionKind::ALL[draw.below(5) as usize],
            failures: vec![failure],
            reported: started,
            reacted: Some(at(start + draw.below(4_000))),
            started: None,
            completed: Some(restored),
            cancelled: false,
        });
        let technician = UserId(draw.below(50));
        plant.periods.push(Period { id, work, technician, started, ended: end });
        let (kind, currency) = (CostKind::ALL[draw.below(3) as usize], "EUR".to_owned());
        let minor = draw.below(100_000);
        plant.costs.push(Cost { id, item, failure: Some(failure), kind, minor, currency, at: restored });
    }
    for id in 1..=20 * MACHINES {
        let (item, start) = (EquipmentId(1 + draw.below(MACHINES)), draw.below(WINDOW));
        let (kind, started, ended) = (DowntimeKind::Planned, at(start), End::At(at(start + 14_400)));
        plant.downtimes.push(Downtime { id: DowntimeId(id), item, kind, started, ended, failure: None });
    }
    plant
}

/// Every KPI of each scope, from the records on: answers and rows of evidence.
fn everything(plant: Plant, at_once: usize) -> (usize, usize) {
    let book = Book::new(plant, at(WINDOW)).expect("a plant");
    let frames = Frames::of_window(Span::new(at(0), at(WINDOW)).expect("not empty"));
    let all: Vec<EquipmentId> = (1..=MACHINES).map(EquipmentId).collect();
    let (mut answers, mut rows) = (0, 0);
    for scope in all.chunks(at_once) {
        let scope = book.measure(scope, &frames).expect("a scope");
        for answer in scope.answers() {
            answers += 1;
            rows += black_box(answer).evidence.len();
        }
        black_box(scope.pareto(ParetoOf::Downtime, ParetoBy::Mode));
    }
    (answers, rows)
}

fn lives(count: i64, late: bool) -> Vec<Life> {
    let mut draw = Draw(3);
    let mut life = |_| {
        let share = (draw.below(1_000_000) as f64 + 0.5) / 1_000_000.0;
        let age = 1_000.0 * (-share.ln()).powf(0.5);
        let entry = if late { draw.below(300) as f64 } else { 0.0 };
        Life { entry, exit: age.min(1_200.0), failed: age < 1_200.0 }
    };
    (0..count).map(&mut life).filter(|life| life.exit > life.entry).collect()
}

pub fn benches(c: &mut Criterion) {
    let whole = plant();
    for (name, at_once) in [("each_of_1000_machines", 1), ("1000_machines_together", MACHINES as usize)] {
        let copy = whole.clone();
        crate::cpu::once(
            || everything(copy, at_once),
            |(answers, rows)| {
                format!("kpi: {name}, {FAILURES} failures, {answers} answers with {rows} rows of evidence")
            },
        );
        c.bench_function(&format!("kpi/{name}_with_200000_failures"), |b| {
            let run = |plant| everything(plant, at_once);
            b.iter_batched(|| whole.clone(), run, criterion::BatchSize::PerIteration);
        });
    }
    for (name, late) in [("kpi/weibull_of_5000_lives", false), ("kpi/weibull_of_5000_lives_late", true)] {
        let lives = lives(5_000, late);
        let fits = || (0..50).filter(|_| weibull(black_box(&lives), 0.9).is_ok()).count();
        crate::cpu::once(fits, |found| format!("{name}, {found} fits"));
        c.bench_function(name, |b| b.iter(|| weibull(black_box(&lives), 0.9).expect("a fit")));
    }
}

use domain::Date;
use domain::stock::{AheadInput, Delivery, Need, ReservedQuantity, WorkId, look_ahead};
use std::hint::black_box;

const PARTS: i64 = 20_000;

/// Looks a year ahead of 20,000 parts: a work a week, a delivery a month, a few reservations each.
pub fn benches(c: &mut criterion::Criterion) {
    let parts: Vec<AheadInput> = (0..PARTS).map(part).collect();
    let is_short = |part: &&AheadInput| look_ahead(part).is_ok_and(|ahead| ahead.shortage.is_some());
    crate::cpu::once(
        || parts.iter().filter(is_short).count(),
        |short| format!("look ahead of {PARTS} parts over a year, {short} short"),
    );
    c.bench_function("look ahead of one part over a year", |b| b.iter(|| look_ahead(black_box(&parts[7]))));
}

/// Different for every part, the same at every run.
fn part(number: i64) -> AheadInput {
    let today = Date(jiff::civil::date(2027, 4, 20));
    let mut seed = number.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut pick = move |below: i64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33).rem_euclid(below)
    };
    let day = |offset: i64| Date(today.saturating_add(jiff::Span::new().days(offset)));
    AheadInput {
        today,
        horizon: day(365),
        on_hand: pick(40),
        minimum: Some(pick(10)),
        lead_days: Some(5 + pick(60)),
        reservations: (0..3).map(|n| ReservedQuantity { work: WorkId(n * 7), quantity: pick(3) }).collect(),
        needs: (0..52)
            .map(|n| Need {
                work: WorkId(n),
                date: day(pick(366)),
                quantity: 1 + pick(4),
                released: n % 7 == 0,
            })
            .collect(),
        deliveries: (0..12)
            .map(|_| Delivery { date: Some(day(pick(366))), quantity: 5 + pick(10) })
            .collect(),
    }
}

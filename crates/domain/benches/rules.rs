//! What the pure rules cost: `cargo bench -p domain --bench rules`, or `make bench`.

use criterion::{criterion_group, criterion_main};

mod kpi;
mod plan;
mod planning;
mod stock;

criterion_group! {
    name = rules;
    config = criterion::Criterion::default().sample_size(10);
    targets = kpi::benches, plan::benches, planning::benches, stock::benches
}
criterion_main!(rules);

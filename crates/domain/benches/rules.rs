//! What the pure rules cost: `cargo bench -p domain --bench rules`, or `make bench`.
//!
//! First each rule runs once and tells its processor time; with a filter that nothing bears the name of
//! (`-- once`) that is all.

use criterion::{criterion_group, criterion_main};

mod cpu;
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

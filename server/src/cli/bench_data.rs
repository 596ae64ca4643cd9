//! `vigie bench-data`: fills an empty database with many machines and work orders, to measure on.

use super::{Common, Failure};
use clap::Args;
use services::{BenchSize, DEMO_ACCOUNTS, DEMO_PASSWORD};

#[derive(Debug, Args)]
pub struct Arguments {
    /// S: 1,000 equipments and 50,000 interventions; M: 20,000 and 1,000,000
    #[arg(long, value_name = "S|M", default_value = "S")]
    size: BenchSize,
    #[command(flatten)]
    common: Common,
}

/// Makes the data, telling how far it is.
///
/// # Errors
/// When the database cannot be opened or written, or is in use already.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let config = arguments.common.load()?;
    let services = crate::serve::open(&config).await?;
    let told = |done: usize, total: usize| {
        // Ten lines in all: a log file is as good a reader as a terminal.
        if done.is_multiple_of(total / 10) {
            eprintln!("{done} of {total} interventions");
        }
    };
    let Some(made) = services.demo().bench(arguments.size, told).await? else {
        let place = services::redacted(&config.database.url);
        return Err(Failure(format!(
            "the database {place} has accounts already: give an empty one with --data-dir or --database-url"
        )));
    };
    println!(
        "{} equipments and {} interventions; sign in as {} with {DEMO_PASSWORD}",
        made.equipment, made.interventions, DEMO_ACCOUNTS[0].0
    );
    Ok(())
}

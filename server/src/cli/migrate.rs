//! `vigie migrate`.

use super::{Common, Failure};

/// Opens the database, which migrates it.
///
/// # Errors
/// Why it cannot be opened.
pub async fn run(common: Common) -> Result<(), Failure> {
    let config = common.load()?;
    crate::serve::open(&config).await?;
    println!("The database {} is up to date.", services::redacted(&config.database.url));
    Ok(())
}

//! `vigie worker`.

use super::{Common, Failure};

/// Does jobs until a signal ends it.
///
/// # Errors
/// Why it could not start.
pub async fn run(common: Common) -> Result<(), Failure> {
    crate::serve::work(common.load()?).await
}

//! `vigie openapi`.

use super::Failure;
use std::io::{ErrorKind, Write};

/// Prints the OpenAPI document.
///
/// # Errors
/// When it cannot be written.
pub fn run() -> Result<(), Failure> {
    let document = serde_json::to_string_pretty(&crate::rest::openapi())?;
    match writeln!(std::io::stdout(), "{document}") {
        // The reader has seen enough: `vigie openapi | head`.
        Err(e) if e.kind() == ErrorKind::BrokenPipe => Ok(()),
        done => Ok(done?),
    }
}

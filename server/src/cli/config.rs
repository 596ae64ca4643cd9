//! `vigie config check`.

use super::{Common, Failure};
use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Say everything that is wrong, or print what would be used, secrets left out
    Check(Common),
}

/// # Errors
/// Every problem of the configuration.
pub fn run(command: &Command) -> Result<(), Failure> {
    let Command::Check(common) = command;
    print!("{}", common.load()?);
    Ok(())
}

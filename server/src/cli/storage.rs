//! `vigie storage`: is every document as it was written, and new keys for them.

use super::{Common, Failure};
use crate::config::document_keys;
use clap::Subcommand;
use domain::{Caller, Permission};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read every document and compare it with its SHA-256; fails when one is missing or changed
    Verify(Common),
    /// Encrypt every document's key with the newest key, making one if the configuration names none
    RotateKeys(Common),
}

/// # Errors
/// What is damaged, one line each, or why it could not be looked at.
pub async fn run(command: Command) -> Result<(), Failure> {
    let by = Caller::system("command-line", &[Permission::Operate]);
    match command {
        Command::Verify(common) => {
            let services = crate::serve::open(&common.load()?).await?;
            let found = services.documents().verify(&by).await?;
            println!("{} documents are as they were written ({} bytes).", found.good, found.bytes);
            if found.orphans > 0 {
                println!("{} files belong to no document; `serve` removes them after a day.", found.orphans);
            }
            if found.damaged.is_empty() {
                return Ok(());
            }
            let lines = found.damaged.iter().map(|d| format!("\n  {}: {}", d.id, d.file_name));
            let lines: String = lines.collect();
            Err(Failure(format!("missing, changed or without their key:{lines}")))
        }
        Command::RotateKeys(common) => {
            let config = common.load()?;
            let services = crate::serve::open(&config).await?;
            if config.storage.keys.is_none() {
                services.storage()?.set_keys(document_keys::add(&config.server.data_dir)?);
            }
            let done = services.documents().rotate_keys(&by).await?;
            let newest = services.storage()?.keys().newest().to_owned();
            println!("The key '{newest}' now seals {} documents.", done.sealed_anew + done.kept);
            match done.unreadable.as_slice() {
                [] => Ok(()),
                some => {
                    let ids: Vec<String> = some.iter().map(ToString::to_string).collect();
                    Err(Failure(format!(
                        "the key of these documents is not among those given: {}",
                        ids.join(", ")
                    )))
                }
            }
        }
    }
}

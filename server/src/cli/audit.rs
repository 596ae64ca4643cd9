//! `vigie audit verify`: whether the audit trail is still what was written.

use super::{Common, Failure};
use clap::Subcommand;
use domain::{Caller, Permission};
use services::{Defect, Fault};

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read the whole audit trail and say whether anything was changed, deleted, added or moved
    Verify(Common),
}

/// # Errors
/// The first bad entry; or why the database cannot be opened.
pub async fn run(command: Command) -> Result<(), Failure> {
    let Command::Verify(common) = command;
    let services = crate::serve::open(&common.load()?).await?;
    let by = Caller::system("verify", &[Permission::AuditRead]);
    let found = services.audit().verify(&by).await?;
    if let Some(fault) = found.fault {
        return Err(Failure(explained(&fault)));
    }
    println!("The audit trail is whole: {} entries in {} chains.", found.entries, found.chains);
    println!("Seal: {}", found.seal);
    println!("Keep the seal elsewhere: a trail that was written anew as a whole would have another one.");
    Ok(())
}

fn explained(fault: &Fault) -> String {
    let chain = match fault.site {
        0 => "the chain of what belongs to no site".to_owned(),
        site => format!("the chain of site {site}"),
    };
    let entry = fault.entry.map_or_else(|| "no entry".to_owned(), |id| format!("entry {id}"));
    let what = match fault.what {
        Defect::Changed => format!("{entry} was changed"),
        Defect::Unreadable => format!("{entry} cannot be read"),
        Defect::OutOfOrder => {
            format!("{entry} does not follow the one before it: something was deleted, added or moved there")
        }
        Defect::WrongEnd => {
            format!("its head does not fit its end ({entry}): the last entries were deleted, or some added")
        }
        Defect::Stray => format!("{entry} belongs to a chain that was never begun"),
        Defect::ChainGone => format!("it was begun ({entry} says so), but is gone"),
        Defect::HeadChanged => "its head is not the one that was written".to_owned(),
    };
    format!("the audit trail was tampered with, in {chain}: {what}")
}

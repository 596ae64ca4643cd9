//! `vigie serve`.

use super::{Common, Failure, checked};
use clap::Args;

#[derive(Debug, Args)]
pub struct Arguments {
    /// Address and port to listen on [default: 127.0.0.1:3000]
    #[arg(long, value_name = "ADDR")]
    listen: Option<String>,
    /// Load the demonstration plant and its four accounts into an empty database
    #[arg(long)]
    demo: bool,
    /// Leave the jobs to `vigie worker`
    #[arg(long)]
    no_worker: bool,
    #[command(flatten)]
    common: Common,
}

/// Serves until a signal ends it.
///
/// # Errors
/// Why it could not start.
pub async fn run(arguments: Arguments) -> Result<(), Failure> {
    let mut sources = arguments.common.sources();
    sources.flags.extend(arguments.listen.map(|listen| ("server.listen", listen)));
    crate::serve::serve(checked(&sources)?, arguments.demo, !arguments.no_worker).await
}

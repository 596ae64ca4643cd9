//! The command line: one file per command.

mod audit;
mod bench_data;
mod config;
mod import;
mod migrate;
mod openapi;
mod serve;
mod storage;
mod user;
mod worker;

use crate::config::{Config, Sources, load};
use clap::{Args, Parser, Subcommand};
use std::{path::PathBuf, process::ExitCode};

/// Industrial maintenance, in one program.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the pages and the API
    Serve(serve::Arguments),
    /// Do jobs (mails, clean-up) without serving pages
    Worker(Common),
    /// Bring the database's schema up to date and stop
    Migrate(Common),
    /// Fill an empty database with made-up data, to measure on
    BenchData(bench_data::Arguments),
    /// Manage accounts
    #[command(subcommand)]
    User(user::Command),
    /// Print the OpenAPI document of the REST API
    Openapi,
    /// Bring in history from a file, or take it out again
    #[command(subcommand)]
    Import(import::Command),
    /// Check the audit trail
    #[command(subcommand)]
    Audit(audit::Command),
    /// Look after the documents' contents and keys
    #[command(subcommand)]
    Storage(storage::Command),
    /// Look at the configuration
    #[command(subcommand)]
    Config(config::Command),
}

/// What every command that touches the data can be told.
#[derive(Clone, Debug, Default, Args)]
pub struct Common {
    /// Configuration file [default: vigie.toml in the current folder, if there is one]
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Folder of the database file and of the generated secret [default: data]
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/NAME [default: sqlite:DATA_DIR/vigie.db; env: DATABASE_URL]
    #[arg(long, value_name = "URL")]
    database_url: Option<String>,
}

impl Common {
    fn sources(&self) -> Sources {
        let data_dir = self.data_dir.as_ref().map(|d| ("server.data_dir", d.display().to_string()));
        let url = self.database_url.clone().map(|u| ("database.url", u));
        Sources::of_process(self.config.clone(), data_dir.into_iter().chain(url).collect())
    }

    /// The configuration of this run.
    ///
    /// # Errors
    /// Everything that is wrong with it.
    pub fn load(&self) -> Result<Config, Failure> {
        checked(&self.sources())
    }
}

fn checked(sources: &Sources) -> Result<Config, Failure> {
    load(sources).map_err(|problems| {
        Failure(format!("the configuration cannot be used:\n  {}", problems.join("\n  ")))
    })
}

/// Why a command ended without doing its work: a line that says what to do.
#[derive(Debug)]
pub struct Failure(pub String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    crate::private::from_now_on();
    let cli = Cli::parse();
    let done = match cli.command {
        Command::Serve(arguments) => block_on(serve::run(arguments)),
        Command::Worker(common) => block_on(worker::run(common)),
        Command::Migrate(common) => block_on(migrate::run(common)),
        Command::BenchData(arguments) => block_on(bench_data::run(arguments)),
        Command::User(command) => block_on(user::run(command)),
        Command::Openapi => openapi::run(),
        Command::Import(command) => block_on(import::run(command)),
        Command::Audit(command) => block_on(audit::run(command)),
        Command::Storage(command) => block_on(storage::run(command)),
        Command::Config(command) => config::run(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(why)) => {
            eprintln!("error: {why}");
            ExitCode::FAILURE
        }
    }
}

fn block_on(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

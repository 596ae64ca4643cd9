//! `vigie`: the server and its tools, one program.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}

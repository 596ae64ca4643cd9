//! `vigie`: the server and its tools, one program.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A page is made of thousands of small strings; with the system's allocator they took a quarter of its time.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}

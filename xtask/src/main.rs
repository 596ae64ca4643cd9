//! `cargo xtask site`: turns the `browser` crate, the style sheet and the fonts into the folder that the server carries.
//! Run from anywhere in the project; everything it writes is under `target/`.

mod assets;
mod compress;
mod css;
mod fsx;
mod parallel;
mod progress;
mod site;
mod tools;
mod wasm;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask site [--release]

  Builds the site: WASM, style sheet, fonts and icons.
  Without --release    quick build, target/site-dev, read from disk by the debug server
  With --release       small and compressed, target/site, embedded by the release server
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let release = match args.as_slice() {
        ["site"] => false,
        ["site", "--release"] => true,
        ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        _ => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match site::build(release) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

//! Vigie's rules for outsiders: JSON in, JSON out, to compare another implementation or a spreadsheet with ours.
//!
//! `cargo run -p domain --example oracle -- kpi|plan|planning|stock|target < in.json`
//!
//! `docs/oracle.md` describes the records; `docs/oracle/` has examples.

use std::{
    io::{self, Read, Write},
    process::ExitCode,
};

mod kpi;
mod plan;
mod planning;
mod stock;
mod target;

/// JSON text in, JSON text out; the error is a sentence.
type Answer = Result<String, String>;

fn run() -> Answer {
    let topic = std::env::args().nth(1).unwrap_or_default();
    let answer: fn(&str) -> Answer = match topic.as_str() {
        "kpi" => kpi::answer,
        "plan" => plan::answer,
        "planning" => planning::answer,
        "stock" => stock::answer,
        "target" => target::answer,
        _ => return Err("usage: oracle kpi|plan|planning|stock|target < in.json".into()),
    };
    let mut input = String::new();
    io::stdin().read_to_string(&mut input).map_err(|e| format!("standard input: {e}"))?;
    answer(&input)
}

fn main() -> ExitCode {
    match run().and_then(|text| writeln!(io::stdout(), "{text}").map_err(|e| e.to_string())) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("error: {sentence}");
            ExitCode::FAILURE
        }
    }
}

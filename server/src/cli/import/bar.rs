//! The progress of a task in a terminal.

use i18n::{Locale, format::whole};
use services::Progress;
use std::io::IsTerminal;

/// How far it is, on the error output: a bar in a terminal, ten lines in all elsewhere.
pub(super) struct Bar {
    what: &'static str,
    terminal: bool,
    told: i64,
}

impl Bar {
    pub fn new(what: &'static str) -> Self {
        Self { what, terminal: std::io::stderr().is_terminal(), told: 0 }
    }

    pub fn show(&mut self, p: Progress) {
        let total = p.rows_total.max(1);
        let percent = (p.rows_done * 100 / total).min(100);
        let rows = format!("{} of {}", whole(Locale::En, p.rows_done), whole(Locale::En, p.rows_total));
        if self.terminal {
            let full = usize::try_from(percent / 4).unwrap_or(0);
            let (done, left) = ("█".repeat(full), "░".repeat(25 - full));
            eprint!("\r{:<9} {done}{left} {percent:>3} %  {rows} ", self.what);
        } else if percent / 10 > self.told {
            self.told = percent / 10;
            eprintln!("{}: {percent} %, {rows}", self.what);
        }
    }

    pub fn end(&self) {
        if self.terminal {
            eprintln!();
        }
    }
}

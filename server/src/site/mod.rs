//! The site that belongs to this program: WASM, style sheet, fonts, icons. The release program carries it
//! inside, compressed; the debug program reads `target/site-dev`.

mod owner;
mod pages;
mod serve;

pub use pages::{fallback, router};

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// One file inside the program, with its compressed copies.
pub struct Embedded {
    path: &'static str,
    tag: &'static str,
    plain: &'static [u8],
    br: Option<&'static [u8]>,
    gz: Option<&'static [u8]>,
}

/// Where `cargo xtask site` puts the quick build; a debug program is run from its checkout.
const DEV: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site-dev");

/// The site's files and the names that change with every build.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    /// Absent: the files inside the program.
    folder: Option<PathBuf>,
    /// `pkg/<hash>`
    pkg: String,
    css: String,
}

impl Site {
    /// The site in the folder, else the one inside the program, else the quick build of the checkout.
    pub fn open(folder: Option<&Path>) -> Self {
        let folder = match (folder, embedded::NAMES) {
            (Some(folder), _) => Some(folder.to_owned()),
            (None, Some(_)) => None,
            (None, None) => Some(PathBuf::from(DEV)),
        };
        let name = |file: &str, inside: Option<&str>| match &folder {
            Some(folder) => std::fs::read_to_string(folder.join(file)).map(|t| t.trim().to_owned()).ok(),
            None => inside.map(str::to_owned),
        };
        let pkg = name("pkg-dir", embedded::NAMES.map(|n| n.0)).unwrap_or_else(|| "pkg".into());
        let css = name("css-file", embedded::NAMES.map(|n| n.1)).unwrap_or_else(|| "css/main.css".into());
        Self(Arc::new(Inner { folder, pkg, css }))
    }

    /// The style sheet's address.
    pub fn css(&self) -> String {
        format!("/{}", self.0.css)
    }

    /// The folder of the browser's program, `pkg/<hash>`.
    pub fn pkg(&self) -> &str {
        &self.0.pkg
    }
}

//! The site that belongs to this program: WASM, style sheet, fonts, icons. The release program carries it
//! inside, compressed; the debug program reads `target/site-dev`.

mod owner;
mod pages;
mod serve;

pub use pages::{fallback, router};

use leptos::{WasmSplitManifest, config::LeptosOptions, prelude::ArcStoredValue};
use std::{
    collections::HashMap,
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
const MANIFEST: &str = "__wasm_split_manifest.json";
/// The loader of lazy chunks; its name is fixed in the framework.
const LOADER: &str = "__wasm_split.______________________.js";

/// The site's files and the names that change with every build.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

struct Inner {
    /// Absent: the files inside the program.
    folder: Option<PathBuf>,
    /// `pkg/<hash>`
    pkg: String,
    css: String,
    chunks: Option<WasmSplitManifest>,
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
        let chunks = chunks(folder.as_deref(), &pkg);
        Self(Arc::new(Inner { folder, pkg, css, chunks }))
    }

    /// The style sheet's address.
    pub fn css(&self) -> String {
        format!("/{}", self.0.css)
    }

    /// The folder of the browser's program, `pkg/<hash>`.
    pub fn pkg(&self) -> &str {
        &self.0.pkg
    }

    /// What the framework needs to know to write the tags that load the WASM.
    pub fn leptos_options(&self) -> LeptosOptions {
        let root = self.0.folder.as_deref().and_then(Path::to_str).unwrap_or_default();
        LeptosOptions::builder()
            .output_name("vigie")
            .site_root(root)
            .site_pkg_dir(self.0.pkg.as_str())
            .build()
    }

    /// Which chunks a lazy route needs. The framework would look for it on the disk, where an installed
    /// program has none.
    pub fn chunks(&self) -> Option<WasmSplitManifest> {
        self.0.chunks.clone()
    }
}

fn chunks(folder: Option<&Path>, pkg: &str) -> Option<WasmSplitManifest> {
    let name = format!("{pkg}/{MANIFEST}");
    let json = match folder {
        Some(folder) => std::fs::read(folder.join(&name)).ok()?,
        None => embedded::FILES.iter().find(|f| f.path == name)?.plain.to_vec(),
    };
    let by_route: HashMap<String, Vec<String>> = serde_json::from_slice(&json).ok()?;
    Some(WasmSplitManifest(ArcStoredValue::new((format!("/{pkg}"), by_route, LOADER.to_owned()))))
}

//! One repair to the JavaScript that loads chunks.

use crate::fsx;
use anyhow::{Result, ensure};
use std::path::Path;

/// The name that Leptos asks for when files are not renamed one by one.
pub const NAME: &str = "__wasm_split.______________________.js";

const AFTER: &str = "            success = false;\n";

/// A chunk that cannot be fetched (a new version was installed under an open tab) would end in a panic and a dead page.
/// Instead: load the page again, once in ten seconds, and let the callback wait for ever. Offline there is nothing to
/// load again, so the page stays as it is.
const RELOAD_ONCE: &str = r#"            const key = "chunk-reload", now = Date.now();
            if (navigator.onLine !== false && now - (Number(sessionStorage.getItem(key)) || 0) > 10000) {
                sessionStorage.setItem(key, now);
                location.reload();
            }
            await new Promise(() => {});
"#;

/// Rewrites the loader in a package folder. Fails when the splitter's text is no longer the one this was tried on.
pub fn repair(pkg: &Path) -> Result<()> {
    let path = pkg.join(NAME);
    let text = String::from_utf8(fsx::read(&path)?)?;
    ensure!(
        text.matches(AFTER).count() == 1,
        "the chunk loader has changed: look at xtask/src/loader.rs before taking another wasm_split_cli_support"
    );
    fsx::write(&path, text.replace(AFTER, &format!("{AFTER}{RELOAD_ONCE}")).as_bytes())
}

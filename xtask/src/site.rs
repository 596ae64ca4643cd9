//! The order of the steps and where they read and write.

use crate::{assets, css, fsx, progress, tools, wasm};
use anyhow::{Context, Result};
use std::{
    env,
    path::{Path, PathBuf},
};

/// Everything a step has to know about the build it belongs to.
pub struct Build {
    /// The checkout.
    pub root: PathBuf,
    /// Small and compressed, or quick.
    pub release: bool,
    /// What the server serves: `target/site` or `target/site-dev`.
    pub site: PathBuf,
    /// Where the site grows until it is whole; on the same disk as `site`, so that it can be moved there.
    pub draft: PathBuf,
    /// Cargo's target folder of the WASM, and the place of our stamps.
    pub work: PathBuf,
}

impl Build {
    /// The stamp of a step of this build: what its input was when it last succeeded.
    pub fn stamp(&self, step: &str) -> PathBuf {
        let kind = if self.release { "release" } else { "dev" };
        self.work.join(format!("{step}-{kind}.stamp"))
    }
}

/// Builds the whole site; a step whose input has not changed does nothing.
pub fn build(release: bool) -> Result<()> {
    // xtask/ lies directly in the checkout.
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("xtask has no parent folder")?.to_owned();
    let target = root.join("target");
    // Compiled code may live elsewhere; the site stays in the checkout, where the server looks for it.
    let compiled = env::var_os("CARGO_TARGET_DIR").map_or(target.clone(), PathBuf::from);
    let build = Build {
        site: target.join(if release { "site" } else { "site-dev" }),
        draft: target.join(if release { "site-draft" } else { "site-dev-draft" }),
        work: std::path::absolute(compiled)?.join("front"),
        release,
        root,
    };
    fsx::create_dir(&build.site)?;
    fsx::create_dir(&build.work)?;
    // Two builds at once would write into each other's draft: the second waits.
    let lock = std::fs::File::create(build.work.join("site.lock")).context("the lock of the site's build")?;
    lock.lock().context("waiting for another build of the site")?;
    tools::require_wasm_target()?;

    let total = progress::Step::begin("site");
    let pkg = wasm::build(&build)?;
    fsx::write_if_changed(&build.site.join("pkg-dir"), pkg.as_bytes())?;
    let sheet = css::build(&build)?;
    fsx::write_if_changed(&build.site.join("css-file"), sheet.as_bytes())?;
    assets::copy(&build)?;
    total.done(&format!("{} ({pkg}, {sheet})", build.site.display()));
    Ok(())
}

//! `browser` to WASM: bound to JavaScript, made small.
//!
//! Every build has a folder of its own, `pkg/<hash of the linked module>`, which can be cached for ever: the program and the
//! JavaScript around it are never of two builds, so nothing inside is renamed.

use crate::{
    compress, fsx, parallel,
    progress::{Step, kb},
    site::Build,
    tools,
};
use anyhow::{Context, Result, ensure};
use std::{
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

/// The page asks for `islands.js` and `islands_bg.wasm`.
const NAME: &str = "islands";

/// Bytes of the program and its JavaScript, as a browser gets them: every page but those before sign-in loads them.
const MOST: u64 = 180_000;

/// A change of the recipe changes the folder's name as a change of the program does.
const RECIPE: [&[u8]; 2] = [include_bytes!("wasm.rs"), include_bytes!("compress.rs")];

/// Builds what has changed; returns the folder relative to the site, `pkg/<hash>`.
pub fn build(build: &Build) -> Result<String> {
    let linked = fsx::read(&compile(build)?)?;
    let hash = fsx::Hash::new().add(&linked);
    let name = RECIPE.iter().fold(hash, |hash, part| hash.add(part)).hex();
    let packages = build.site.join("pkg");
    let pkg = packages.join(&name);
    if pkg.is_dir() {
        Step::begin("package").done("unchanged");
    } else {
        // Built aside and moved when whole: a folder with this name is a finished one.
        fsx::remove_dir(&build.draft)?;
        fsx::create_dir(&build.draft)?;
        package(build, linked, &build.draft)?;
        fsx::create_dir(&packages)?;
        fsx::rename(&build.draft, &pkg)?;
    }
    remove_others(&packages, &name, build.release)?;
    Ok(format!("pkg/{name}"))
}

/// Cargo, in a target folder of its own: the browser's features never meet the server's. Returns where the module is.
fn compile(build: &Build) -> Result<PathBuf> {
    let step = Step::begin("compile");
    let profile = if build.release { "wasm-release" } else { "wasm-dev" };
    tools::run(
        Command::new("cargo")
            .current_dir(&build.root)
            .args(["build", "--lib", "--package", "browser"])
            .args(["--target", tools::WASM_TARGET, "--profile", profile, "--target-dir"])
            .arg(&build.work),
    )?;
    step.done(profile);
    Ok(build.work.join(tools::WASM_TARGET).join(profile).join("browser.wasm"))
}

fn package(build: &Build, linked: Vec<u8>, pkg: &Path) -> Result<()> {
    let step = Step::begin("bindgen");
    let mut bindgen = Bindgen::new();
    bindgen
        .input_bytes(NAME, linked)
        .web(true)?
        .typescript(false)
        .out_name(NAME)
        .demangle(false)
        .remove_producers_section(build.release)
        .remove_name_section(build.release);
    bindgen.generate(pkg).context("wasm-bindgen")?;
    let program = pkg.join(format!("{NAME}_bg.wasm"));
    step.done(&kb(program.metadata()?.len()));

    if build.release {
        let step = Step::begin("wasm-opt");
        optimise(&build.root, &program)?;
        step.done(&kb(program.metadata()?.len()));

        let step = Step::begin("compress");
        let sizes = parallel::each(fsx::files_below(pkg)?, compress::beside)?;
        let bytes: u64 = sizes.iter().sum();
        ensure!(bytes > 0, "the program was not compressed");
        ensure!(bytes <= MOST, "the program and its JavaScript have {}, {} are allowed", kb(bytes), kb(MOST));
        step.done(&format!("brotli: program and its JavaScript {}", kb(bytes)));
    }
    Ok(())
}

/// Binaryen does not read the features from the module, so they are named: what rustc enables by default.
fn optimise(root: &Path, module: &Path) -> Result<()> {
    tools::run_quiet(
        Command::new(tools::npm_bin(root, "wasm-opt")?)
            // `-Oz` makes a smaller module that compresses less well. The second round finds what the first laid open.
            .args(["-Os", "-Os"])
            .args(["--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext"])
            .args(["--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue"])
            .args(["--strip-producers", "--strip-target-features"])
            .arg(module)
            .arg("-o")
            .arg(module),
    )
}

/// The release carries one build. In development a server that still runs may serve the build before.
fn remove_others(packages: &Path, name: &str, release: bool) -> Result<()> {
    let mut others: Vec<PathBuf> = fsx::entries(packages)?;
    others.retain(|path| !path.ends_with(name));
    others.sort_by_key(|path| path.metadata().and_then(|meta| meta.modified()).ok());
    let keep = usize::from(!release);
    for path in others.iter().rev().skip(keep) {
        fsx::remove_dir(path)?;
    }
    Ok(())
}

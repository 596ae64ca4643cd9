//! `frontend` to WASM, cut into a main chunk and one per lazy route, and `browser`, whole: bound to JavaScript, made small.
//!
//! Every build has a folder of its own, `pkg/<hash of the linked module>`, which can be cached for ever:
//! chunks of two builds can never be mixed, so nothing inside is renamed.

use crate::{
    compress, fsx, loader, parallel,
    progress::{Step, kb},
    site::Build,
    tools,
};
use anyhow::{Context, Result, anyhow, ensure};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::Command,
};
use wasm_bindgen_cli_support::Bindgen;

/// `output-name` in the workspace's metadata; the page asks for `vigie.js` and `vigie_bg.wasm`.
const NAME: &str = "vigie";
/// The program of the pages that the server alone draws.
const ISLANDS: &str = "islands";

/// A change of the recipe changes the folder's name as a change of the program does.
const RECIPE: [&[u8]; 3] =
    [include_bytes!("wasm.rs"), include_bytes!("loader.rs"), include_bytes!("compress.rs")];

/// Builds what has changed; returns the folder relative to the site, `pkg/<hash>`.
pub fn build(build: &Build) -> Result<String> {
    let folder = compile(build)?;
    let (linked, islands) =
        (fsx::read(&folder.join("frontend.wasm"))?, fsx::read(&folder.join("browser.wasm"))?);
    let hash = fsx::Hash::new().add(&linked).add(&islands);
    let name = RECIPE.iter().fold(hash, |hash, part| hash.add(part)).hex();
    let packages = build.site.join("pkg");
    let pkg = packages.join(&name);
    if pkg.is_dir() {
        Step::begin("package").done("unchanged");
    } else {
        // Built aside and moved when whole: a folder with this name is a finished one.
        fsx::remove_dir(&build.draft)?;
        fsx::create_dir(&build.draft)?;
        package(build, linked, islands, &build.draft)?;
        fsx::create_dir(&packages)?;
        fsx::rename(&build.draft, &pkg)?;
    }
    remove_others(&packages, &name, build.release)?;
    Ok(format!("pkg/{name}"))
}

/// Cargo, in a target folder of its own: the browser's features never meet the server's. Returns where the modules are.
fn compile(build: &Build) -> Result<PathBuf> {
    let step = Step::begin("compile");
    let profile = if build.release { "wasm-release" } else { "wasm-dev" };
    // One by one: what islands are made of is in the program of `browser` alone.
    for (package, features) in [("frontend", "split"), ("browser", "")] {
        tools::run(
            Command::new("cargo")
                .current_dir(&build.root)
                .args(["build", "--lib", "--package", package, "--features", features])
                .args(["--target", tools::WASM_TARGET, "--profile", profile, "--target-dir"])
                .arg(&build.work),
        )?;
    }
    step.done(profile);
    Ok(build.work.join(tools::WASM_TARGET).join(profile))
}

fn package(build: &Build, linked: Vec<u8>, islands: Vec<u8>, pkg: &Path) -> Result<()> {
    let step = Step::begin("split");
    let main = build.work.join("split-main.wasm");
    let main_js = format!("./{NAME}.js");
    let link = format!("./{}", loader::NAME);
    let mut options = wasm_split_cli_support::Options::new(&linked);
    options.output_dir = pkg;
    options.main_out_path = &main;
    options.main_module = &main_js;
    options.link_name = &link;
    let split =
        wasm_split_cli_support::transform(options).map_err(|error| anyhow!("wasm split: {error:#}"))?;
    // Which chunks a route needs: the server turns it into preload links. Sorted, so that equal builds are equal.
    let prefetch: BTreeMap<_, _> = split.prefetch_map.into_iter().collect();
    fsx::write(&pkg.join("__wasm_split_manifest.json"), serde_json::to_string(&prefetch)?.as_bytes())?;
    if pkg.join(loader::NAME).exists() {
        loader::repair(pkg)?;
    }
    step.done(&format!("{} chunks", split.split_modules.len()));

    let step = Step::begin("bindgen");
    for (name, module) in [(NAME, fsx::read(&main)?), (ISLANDS, islands)] {
        let mut bindgen = Bindgen::new();
        bindgen
            .input_bytes(name, module)
            .web(true)?
            .typescript(false)
            .out_name(name)
            .keep_lld_exports(name == NAME)
            .demangle(false)
            .remove_producers_section(build.release)
            .remove_name_section(build.release);
        bindgen.generate(pkg).context("wasm-bindgen")?;
    }
    let (main, islands) = (pkg.join(format!("{NAME}_bg.wasm")), pkg.join(format!("{ISLANDS}_bg.wasm")));
    step.done(&format!("{} and {}", kb(main.metadata()?.len()), kb(islands.metadata()?.len())));

    if build.release {
        let step = Step::begin("wasm-opt");
        // Last in, first out: the main chunk takes longest, so it begins first.
        let modules = split.split_modules.into_iter().chain([islands.clone(), main.clone()]).collect();
        parallel::each(modules, |module| optimise(&build.root, module))?;
        step.done(&kb(main.metadata()?.len()));

        let step = Step::begin("compress");
        let first_load = [main, pkg.join(format!("{NAME}.js"))];
        let of_islands = [islands, pkg.join(format!("{ISLANDS}.js"))];
        let sizes = parallel::each(fsx::files_below(pkg)?, |file| {
            let size = compress::beside(file)?;
            let of = |files: &[PathBuf]| if files.iter().any(|path| path == file) { size } else { 0 };
            Ok((of(&first_load), of(&of_islands)))
        })?;
        let bytes: u64 = sizes.iter().map(|(main, _)| main).sum();
        let islands: u64 = sizes.iter().map(|(_, islands)| islands).sum();
        ensure!(bytes > 0 && islands > 0, "the programs were not compressed");
        step.done(&format!("brotli: main chunk and its JavaScript {}, islands {}", kb(bytes), kb(islands)));
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

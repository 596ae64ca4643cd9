//! `style/main.css` through Tailwind, to `css/main.<hash of the output>.css`.

use crate::{
    compress, fsx,
    progress::{Step, kb},
    site::Build,
    tools,
};
use anyhow::Result;
use std::{fs, path::Path, process::Command};

/// Builds the sheet when a style sheet, a source that may name a class, or Tailwind itself has changed; returns its
/// path relative to the site.
pub fn build(build: &Build) -> Result<String> {
    let step = Step::begin("css");
    let stamp = build.stamp("css");
    let inputs = fingerprint(&build.root)?;
    if let Ok(text) = fs::read_to_string(&stamp)
        && let Some((seen, sheet)) = text.split_once(' ')
        && seen == inputs
        && build.site.join(sheet).exists()
    {
        step.done("unchanged");
        return Ok(sheet.to_owned());
    }

    let output = build.work.join("main.css");
    let mut tailwind = Command::new(tools::npm_bin(&build.root, "tailwindcss")?);
    tailwind.current_dir(&build.root).args(["--input", "style/main.css", "--output"]).arg(&output);
    if build.release {
        tailwind.arg("--minify");
    }
    tools::run_quiet(&mut tailwind)?;

    let css = fsx::read(&output)?;
    let sheet = format!("css/main.{}.css", fsx::Hash::new().add(&css).hex());
    let path = build.site.join(&sheet);
    let folder = build.site.join("css");
    fsx::create_dir(&folder)?;
    fsx::write_if_changed(&path, &css)?;
    let mut size = css.len() as u64;
    if build.release {
        size = compress::beside(&path)?;
    }
    for old in fsx::entries(&folder)? {
        if !old.starts_with(&path) && !compress::is_copy_of(&old, &path) {
            fsx::remove_file(&old)?;
        }
    }
    fsx::write(&stamp, format!("{inputs} {sheet}").as_bytes())?;
    step.done(&kb(size));
    Ok(sheet)
}

fn fingerprint(root: &Path) -> Result<String> {
    let mut hash = fsx::Hash::new().add(include_bytes!("css.rs"));
    for folder in ["style", "islands/src", "pages/src", "crates/ui/src"] {
        for file in fsx::files_below(&root.join(folder))? {
            if matches!(fsx::extension(&file), "css" | "rs") {
                hash = hash.add(file.as_os_str().as_encoded_bytes()).add(&fsx::read(&file)?);
            }
        }
    }
    Ok(hash.add(&fsx::read(&root.join("package-lock.json"))?).hex())
}

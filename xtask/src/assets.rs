//! Files that are served as they are: `style/fonts/*` under `/fonts/`, `style/static/*` (icons) at the root.

use crate::{compress, fsx, progress::Step, site::Build};
use anyhow::Result;
use std::path::{Path, PathBuf};

const FOLDERS: [(&str, &str); 2] = [("style/fonts", "fonts"), ("style/static", "")];

/// Copies what differs, compresses what shrinks, and removes what the sources no longer have.
pub fn copy(build: &Build) -> Result<()> {
    let step = Step::begin("assets");
    let mut wanted: Vec<PathBuf> = Vec::new();
    let mut copied = 0;
    for (from, to) in FOLDERS {
        let from = build.root.join(from);
        for file in fsx::files_below(&from)? {
            let target = build.site.join(to).join(file.strip_prefix(&from)?);
            if let Some(folder) = target.parent() {
                fsx::create_dir(folder)?;
            }
            if fsx::write_if_changed(&target, &fsx::read(&file)?)? {
                copied += 1;
                if build.release && compress::shrinks(&target) {
                    compress::beside(&target)?;
                }
            }
            wanted.push(target);
        }
    }
    remove_strays(&build.site, &wanted)?;
    step.done(&if copied == 0 { "unchanged".to_owned() } else { format!("{copied} files") });
    Ok(())
}

fn remove_strays(site: &Path, wanted: &[PathBuf]) -> Result<()> {
    let ours = ["pkg", "css"].map(|folder| site.join(folder));
    let names = ["pkg-dir", "css-file"].map(|file| site.join(file));
    for file in fsx::files_below(site)? {
        let keep = ours.iter().any(|folder| file.starts_with(folder))
            || names.contains(&file)
            || wanted.iter().any(|path| *path == file || compress::is_copy_of(&file, path));
        if !keep {
            fsx::remove_file(&file)?;
        }
    }
    Ok(())
}

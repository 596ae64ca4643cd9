//! Lists the built site so that the release program carries it: `target/site`, made by `cargo xtask site
//! --release`. The debug program reads the folder at run time instead and needs nothing here.

use std::{
    env,
    fmt::Write,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

fn main() {
    let site = Path::new(&env::var("CARGO_MANIFEST_DIR").expect("set by cargo")).join("../target/site");
    let out = Path::new(&env::var("OUT_DIR").expect("set by cargo")).join("embedded.rs");
    println!("cargo::rerun-if-changed=build.rs");
    let code = if env::var("PROFILE").as_deref() == Ok("release") {
        println!("cargo::rerun-if-changed={}", site.display());
        embedded(&site).unwrap_or_else(|| MISSING.to_owned())
    } else {
        "pub const NAMES: Option<(&str, &str)> = None;\npub static FILES: &[super::Embedded] = &[];\n"
            .to_owned()
    };
    fs::write(out, code).expect("the build folder can be written");
}

const MISSING: &str = r#"compile_error!("the site is not built: run `make build`, or `cargo xtask site --release` first");
pub const NAMES: Option<(&str, &str)> = None;
pub static FILES: &[super::Embedded] = &[];
"#;

/// The code that carries every file, or nothing when the site is not there.
fn embedded(site: &Path) -> Option<String> {
    let site = site.canonicalize().ok()?;
    let pkg = fs::read_to_string(site.join("pkg-dir")).ok()?;
    let css = fs::read_to_string(site.join("css-file")).ok()?;
    let mut files = vec![];
    collect(&site, &mut files);
    // In the order of the names as text, in which the server looks them up.
    files.sort_by_cached_key(|f| f.to_string_lossy().into_owned());
    let mut code = String::new();
    writeln!(code, "pub const NAMES: Option<(&str, &str)> = Some(({:?}, {:?}));", pkg.trim(), css.trim())
        .ok()?;
    writeln!(code, "pub static FILES: &[super::Embedded] = &[").ok()?;
    for file in files.iter().filter(|f| !is_copy(f)) {
        let name = file.strip_prefix(&site).ok()?.to_str()?.replace('\\', "/");
        if name == "pkg-dir" || name == "css-file" {
            continue;
        }
        let copy = |extension: &str| {
            let path = PathBuf::from(format!("{}.{extension}", file.display()));
            if path.is_file() { format!("Some(include_bytes!({path:?}))") } else { "None".to_owned() }
        };
        let mut hasher = DefaultHasher::new();
        fs::read(file).ok()?.hash(&mut hasher);
        writeln!(
            code,
            "    super::Embedded {{ path: {name:?}, tag: {:?}, plain: include_bytes!({file:?}), br: {}, gz: {} }},",
            format!("\"{:016x}\"", hasher.finish()),
            copy("br"),
            copy("gz"),
        )
        .ok()?;
    }
    code.push_str("];\n");
    Some(code)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { collect(&path, files) } else { files.push(path) }
    }
}

/// A compressed copy stands beside its original.
fn is_copy(file: &Path) -> bool {
    matches!(file.extension().and_then(|e| e.to_str()), Some("br" | "gz"))
}

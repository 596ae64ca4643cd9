//! Compressed copies beside a file, made once so that the server never has to: brotli 11 is a sixth smaller than what
//! it could afford to do for each answer.

use crate::fsx;
use anyhow::{Context, Result};
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// Text and WASM shrink; fonts and pictures are compressed already.
pub fn shrinks(file: &Path) -> bool {
    matches!(
        fsx::extension(file),
        "wasm" | "js" | "json" | "css" | "svg" | "ico" | "webmanifest" | "txt" | "html"
    )
}

/// Writes `file.br` and `file.gz`; returns the size of the first, in bytes.
pub fn beside(file: &Path) -> Result<u64> {
    let bytes = fsx::read(file)?;
    let copies = [("br", brotli(&bytes)), ("gz", gzip(&bytes))];
    let mut size = 0;
    for (extension, copy) in copies {
        let copy = copy.with_context(|| format!("cannot compress {}", file.display()))?;
        fsx::write(&copy_path(file, extension), &copy)?;
        if extension == "br" {
            size = copy.len() as u64;
        }
    }
    Ok(size)
}

/// Whether `path` is the brotli or gzip copy of `file`.
pub fn is_copy_of(path: &Path, file: &Path) -> bool {
    ["br", "gz"].iter().any(|extension| path == copy_path(file, extension))
}

fn copy_path(file: &Path, extension: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut output = Vec::new();
    let mut writer = brotli::CompressorWriter::new(&mut output, 1 << 16, 11, 22);
    writer.write_all(bytes)?;
    writer.flush()?;
    drop(writer);
    Ok(output)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    writer.write_all(bytes)?;
    writer.finish()
}

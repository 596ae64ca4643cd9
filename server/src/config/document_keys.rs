//! The keys that documents are encrypted with: from the configuration, or in a file of the data folder that
//! is made at the first start.

use services::Keys;
use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

const FILE: &str = "documents.keys";

/// Where generated keys are.
pub fn file(data_dir: &Path) -> PathBuf {
    data_dir.join(FILE)
}

/// The keys of the data folder; the first is made when there is none.
///
/// # Errors
/// When the file can be neither read nor written, or holds no keys.
pub fn generated(data_dir: &Path) -> io::Result<Keys> {
    match fs::read_to_string(file(data_dir)) {
        Ok(text) => Keys::parse(&text).map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            match write(data_dir, "", true) {
                // Another process was faster: its key is ours.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => generated(data_dir),
                other => other,
            }
        }
        Err(error) => Err(error),
    }
}

/// Adds a new key, which seals from now on; the older ones stay readable.
///
/// # Errors
/// When the file cannot be written.
pub fn add(data_dir: &Path) -> io::Result<Keys> {
    generated(data_dir)?;
    write(data_dir, &fs::read_to_string(file(data_dir))?, false)
}

/// Writes the file whole and beside, then puts it in its place: a crash leaves the old one or the new one.
fn write(data_dir: &Path, before: &str, is_first: bool) -> io::Result<Keys> {
    let number = before.lines().filter(|l| !l.trim().is_empty()).count() + 1;
    let mut random = [0; 3];
    getrandom::fill(&mut random).map_err(io::Error::other)?;
    let name = format!("key{number}-{:02x}{:02x}{:02x}", random[0], random[1], random[2]);
    let text = format!("{}{}\n", before, Keys::generate(&name)?);
    let keys = Keys::parse(&text).map_err(|why| io::Error::new(io::ErrorKind::InvalidData, why))?;
    let (path, beside) = (file(data_dir), data_dir.join(format!("{FILE}.{name}")));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut new = options.open(&beside)?;
    new.write_all(text.as_bytes())?;
    new.sync_all()?;
    let placed = if is_first { fs::hard_link(&beside, &path) } else { fs::rename(&beside, &path) };
    if is_first || placed.is_err() {
        fs::remove_file(&beside)?;
    }
    placed?;
    fs::File::open(data_dir)?.sync_all()?;
    Ok(keys)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_stays_and_a_new_one_comes_after_it() {
        let dir = std::env::temp_dir().join(format!("vigie-keys-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder");
        let first = generated(&dir).expect("made");
        assert_eq!(generated(&dir).expect("read").newest(), first.newest());
        let both = add(&dir).expect("added");
        assert_eq!((both.len(), generated(&dir).expect("read").newest()), (2, both.newest()));
        assert_ne!(both.newest(), first.newest());
        assert_eq!(fs::read_dir(&dir).expect("a folder").count(), 1, "nothing lies beside");
        fs::remove_dir_all(&dir).expect("removed");
    }
}

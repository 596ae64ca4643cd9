//! The key that signs tokens: a known or short one is refused, a missing one is made.

use std::{
    fs::{self, OpenOptions},
    io::{self, Write},
    path::Path,
};

const FILE: &str = "jwt.secret";
const MIN_BYTES: usize = 32;
/// Parts of secrets that stand in examples all over the world.
const KNOWN: &[&str] = &[
    "secret",
    "changeme",
    "change-me",
    "change_me",
    "change me",
    "password",
    "example",
    "default",
    "your-",
    "your_",
    "vigie-dev",
    "placeholder",
];

/// Why a secret cannot be used, if it cannot.
pub fn weakness(secret: &str) -> Option<&'static str> {
    let folded = secret.to_ascii_lowercase();
    let distinct = folded.bytes().collect::<std::collections::BTreeSet<_>>().len();
    if KNOWN.iter().any(|known| folded.contains(known)) {
        Some("is a well-known example: leave it out and one is generated, or use `openssl rand -base64 48`")
    } else if secret.len() < MIN_BYTES || distinct < 10 {
        Some("is too weak, at least 32 random characters are needed: leave it out and one is generated")
    } else {
        None
    }
}

/// The secret in the data folder, made at the first start and readable by its owner alone.
///
/// # Errors
/// When it can be neither read nor written.
pub fn generated(data_dir: &Path) -> io::Result<Vec<u8>> {
    let path = data_dir.join(FILE);
    match fs::read_to_string(&path) {
        Ok(text) if text.trim().len() >= MIN_BYTES => return Ok(text.trim().as_bytes().to_vec()),
        Ok(_) => {
            let why = format!("{} is too short: delete it and start again", path.display());
            return Err(io::Error::new(io::ErrorKind::InvalidData, why));
        }
        Err(e) if e.kind() == io::ErrorKind::NotFound => {}
        Err(e) => return Err(e),
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(&path) {
        Ok(mut file) => {
            let secret = random()?;
            file.write_all(secret.as_bytes())?;
            file.sync_all()?;
            Ok(secret.into_bytes())
        }
        // Another process was faster: its secret is ours.
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => generated(data_dir),
        Err(e) => Err(e),
    }
}

/// 48 random bytes as hexadecimal text.
fn random() -> io::Result<String> {
    let mut bytes = [0u8; 48];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|b| format!("{b:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_known_or_short_secret_is_refused() {
        for bad in ["", "secret", "changeme-changeme-changeme-changeme", &"ab".repeat(40)] {
            assert!(weakness(bad).is_some(), "{bad}");
        }
        assert_eq!(weakness("kPz7w0Qm3vTn8RyB5xUe1LcHs9DfJgA2"), None);
    }

    #[test]
    fn the_generated_secret_stays_the_same() {
        let dir = std::env::temp_dir().join(format!("vigie-secret-{}", std::process::id()));
        fs::create_dir_all(&dir).expect("a folder");
        let first = generated(&dir).expect("made");
        assert_eq!(generated(&dir).expect("read"), first);
        assert_eq!(weakness(std::str::from_utf8(&first).expect("text")), None);
        fs::remove_dir_all(&dir).expect("removed");
    }
}

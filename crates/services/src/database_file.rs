//! The SQLite file that is open, and whether its path still leads to it. A file that is deleted or replaced under a
//! running server goes on taking writes, and all of them are gone when the process ends.

use std::{
    fs::Metadata,
    os::unix::fs::MetadataExt,
    path::PathBuf,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

pub(crate) struct DatabaseFile {
    path: PathBuf,
    /// Device and inode: what a file is, whatever it is called.
    id: (u64, u64),
    is_lost: AtomicBool,
}

impl DatabaseFile {
    /// The file of a database that was just opened.
    pub fn opened(path: &str) -> Option<Self> {
        let path = PathBuf::from(path);
        let id = id(&path.metadata().ok()?);
        Some(Self { path, id, is_lost: AtomicBool::new(false) })
    }

    /// Whether the path still leads to the file that is open. One look at the folder, some microseconds.
    pub fn is_there(&self) -> bool {
        let is_there = self.path.metadata().is_ok_and(|file| id(&file) == self.id);
        let was_lost = self.is_lost.swap(!is_there, Relaxed);
        let path = self.path.display();
        match (was_lost, is_there) {
            (false, false) => tracing::error!(
                "the database {path} was deleted or replaced while the server runs: requests are refused; \
                 bring the file back, or restart the server with the one that is there"
            ),
            (true, true) => tracing::info!("the database {path} is back"),
            _ => {}
        }
        is_there
    }
}

fn id(file: &Metadata) -> (u64, u64) {
    (file.dev(), file.ino())
}

/// The path in a SQLite address, `sqlite:data/vigie.db?mode=rwc`.
pub(crate) fn path_of(url: &str) -> Option<&str> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    let path = path.split('?').next()?;
    (!path.is_empty() && path != ":memory:").then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_path_is_what_the_address_names() {
        assert_eq!(path_of("sqlite:data/vigie.db"), Some("data/vigie.db"));
        assert_eq!(path_of("sqlite:///var/lib/vigie.db?mode=rwc"), Some("/var/lib/vigie.db"));
        assert_eq!(path_of("sqlite::memory:"), None);
        assert_eq!(path_of("postgres://db/vigie"), None);
    }

    #[test]
    fn another_file_at_the_same_path_is_not_the_one_that_is_open() {
        let folder = std::env::temp_dir().join(format!("vigie-file-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let path = folder.join("vigie.db");
        std::fs::write(&path, "one").unwrap();
        let file = DatabaseFile::opened(path.to_str().unwrap()).unwrap();
        assert!(file.is_there());
        std::fs::rename(&path, folder.join("moved.db")).unwrap();
        assert!(!file.is_there());
        std::fs::write(&path, "another").unwrap();
        assert!(!file.is_there());
        std::fs::rename(folder.join("moved.db"), &path).unwrap();
        assert!(file.is_there());
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

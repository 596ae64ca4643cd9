//! How much room is left where this server keeps data.

use crate::config::Config;
use services::Services;
use std::path::{Path, PathBuf};

/// Watches the disks on which something grows: the embedded database, documents in a folder.
pub fn watch(services: &Services, config: &Config) {
    let folders = folders(config);
    if !folders.is_empty() {
        services.watch_disk(Box::new(move || folders.iter().filter_map(|folder| free_bytes(folder)).min()));
    }
}

fn folders(config: &Config) -> Vec<PathBuf> {
    let (data, storage) = (&config.server.data_dir, &config.storage);
    let in_folder = storage.s3_bucket.is_none();
    let mut folders = vec![];
    if config.database.url.starts_with("sqlite") || (in_folder && storage.dir.is_none()) {
        folders.push(data.clone());
    }
    folders.extend(storage.dir.clone().filter(|_| in_folder));
    folders
}

/// Bytes that an unprivileged process may still write on the disk of a folder.
fn free_bytes(folder: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(folder).ok()?;
    Some(disk.f_bavail.saturating_mul(disk.f_frsize))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Sources, load};

    fn of(flags: &[(&'static str, &str)]) -> Vec<PathBuf> {
        let mut sources = Sources::default();
        sources.flags.extend(flags.iter().map(|(key, value)| (*key, (*value).to_owned())));
        folders(&load(&sources).expect("a valid configuration"))
    }

    #[test]
    fn a_disk_says_how_much_room_it_has() {
        assert!(free_bytes(&std::env::temp_dir()).is_some_and(|free| free > 0));
        assert_eq!(free_bytes(Path::new("/there/is/no/such/folder")), None);
    }

    #[test]
    fn the_disks_are_those_on_which_something_grows() {
        let data = ("server.data_dir", "/srv/vigie");
        let elsewhere = ("database.url", "postgres://vigie@db/vigie");
        assert_eq!(of(&[data]), [PathBuf::from("/srv/vigie")]);
        assert_eq!(of(&[data, elsewhere]), [PathBuf::from("/srv/vigie")], "the documents");
        let dir = ("storage.dir", "/mnt/documents");
        assert_eq!(of(&[data, elsewhere, dir]), [PathBuf::from("/mnt/documents")]);
        assert_eq!(of(&[data, dir]).len(), 2);
    }
}

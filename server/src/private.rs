//! Files that nobody else on the machine may read: what is made from now on, and what an earlier version left open.

use crate::{cli::Failure, config::Config};
use std::{fs, io, path::Path};

/// From now on what this process makes is its owner's alone. First of all, before there are other threads.
pub fn from_now_on() {
    #[cfg(unix)]
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(0o077));
}

/// Makes the folder, its owner's alone, unless it is there.
///
/// # Errors
/// When it cannot be made.
pub fn folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.recursive(true).create(path)
}

/// Takes from everybody else the files of the data folder that all of the machine may read, and tells of folders that
/// they may look into: these may hold other things, so they are left as they are. What only a group may read was
/// somebody's decision.
#[cfg(unix)]
pub fn mend(config: &Config) -> Result<(), Failure> {
    use std::os::unix::fs::PermissionsExt;
    for file in files(config) {
        let Ok(found) = fs::metadata(&file) else { continue };
        let mode = found.permissions().mode();
        if mode & 0o007 == 0 {
            continue;
        }
        let shown = file.display();
        match fs::set_permissions(&file, fs::Permissions::from_mode(mode & 0o700)) {
            Ok(()) => tracing::info!(
                "{shown} could be read by every account of this machine: now by its owner alone"
            ),
            Err(error) => tracing::warn!(
                %error,
                "{shown} can be read by every account of this machine, and that cannot be changed ({error}): chmod 600 {shown}"
            ),
        }
    }
    let folder = &config.server.data_dir;
    if fs::metadata(folder)?.permissions().mode() & 0o005 != 0 {
        let shown = folder.display();
        tracing::warn!("every account of this machine may look into the data folder: chmod 700 {shown}");
    }
    Ok(())
}

/// Nothing: rights are the system's own there.
#[cfg(not(unix))]
pub fn mend(_: &Config) -> Result<(), Failure> {
    Ok(())
}

/// The database with its journal, and the generated secrets. Contents of documents are encrypted.
#[cfg(unix)]
fn files(config: &Config) -> Vec<std::path::PathBuf> {
    let dir = &config.server.data_dir;
    let mut files = vec![dir.join("jwt.secret"), crate::config::document_keys::file(dir)];
    if let Some(database) = config.database.url.strip_prefix("sqlite:") {
        let path = database.split('?').next().unwrap_or_default().trim_start_matches("//");
        files.extend(["", "-wal", "-shm"].map(|end| format!("{path}{end}").into()));
    }
    files
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::config::{Sources, load};
    use std::path::PathBuf;

    #[test]
    fn the_database_is_looked_for_where_it_is() {
        let with = |url: &str| {
            let flags = vec![("server.data_dir", "/srv/vigie".to_owned()), ("database.url", url.to_owned())];
            files(&load(&Sources { flags, ..Default::default() }).expect("valid"))
        };
        let own = with("postgres://vigie@db/vigie");
        assert_eq!(own, ["/srv/vigie/jwt.secret", "/srv/vigie/documents.keys"].map(PathBuf::from));
        for url in ["sqlite:/srv/a.db", "sqlite:///srv/a.db?mode=rwc"] {
            assert_eq!(with(url)[2..], ["/srv/a.db", "/srv/a.db-wal", "/srv/a.db-shm"].map(PathBuf::from));
        }
    }
}

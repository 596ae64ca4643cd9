//! The store behind: encryption, keys, damage and what an interruption leaves; in a folder and on a server
//! that speaks S3.

use super::{
    draft,
    files::{PDF, jpeg},
};
use domain::{Caller, Permission};
use services::{Keys, Part, Storage};
use std::path::Path;
use testkit::{World, each_database};

/// Names of the files in the store, but for the marks of those whose it is.
pub fn objects(folder: &Path) -> Vec<String> {
    let mut found = vec![];
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.ends_with("installations") {
            continue;
        }
        if path.is_dir() {
            found.extend(objects(&path));
        } else {
            found.push(path.display().to_string());
        }
    }
    found.sort();
    found
}

fn keeper() -> Caller {
    Caller::system("storage", &[Permission::Operate])
}

async fn with_documents(w: &World) -> domain::DocumentId {
    let site = w.site("LYON").await;
    let equipment = w.equipment(site, "PH-001").await;
    let documents = w.services.documents();
    documents.upload_bytes(&w.admin, &draft(equipment, "a.jpg"), &jpeg(30, 20)).await.expect("taken in");
    documents.upload_bytes(&w.admin, &draft(equipment, "a.pdf"), PDF).await.expect("taken in").id
}

#[tokio::test]
async fn nothing_is_readable_in_the_folder() {
    each_database(|w| async move {
        with_documents(&w).await;
        let files = objects(&w.documents);
        assert_eq!(files.len(), 3, "a picture, its thumbnail and a PDF");
        for file in files {
            let bytes = std::fs::read(&file).expect("a file");
            assert!(!bytes.windows(5).any(|b| b == b"%PDF-") && !bytes.starts_with(&[0xff, 0xd8]), "{file}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_changed_bit_is_found_before_it_is_read() {
    each_database(|w| async move {
        let id = with_documents(&w).await;
        let documents = w.services.documents();
        assert_eq!(documents.verify(&keeper()).await.expect("looked at").good, 2);
        for file in objects(&w.documents) {
            let mut bytes = std::fs::read(&file).expect("a file");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            std::fs::write(&file, &bytes).expect("written");
        }
        let found = documents.verify(&keeper()).await.expect("looked at");
        assert_eq!((found.good, found.damaged.len()), (0, 2));
        let content = documents.content(&w.admin, id, Part::Whole).await.expect("a row");
        assert!(content.read().await.is_err());
    })
    .await;
}

#[tokio::test]
async fn what_is_missing_or_cut_short_is_damage() {
    each_database(|w| async move {
        with_documents(&w).await;
        let files = objects(&w.documents);
        std::fs::remove_file(&files[0]).expect("a file");
        for file in &files[1..] {
            let bytes = std::fs::read(file).expect("a file");
            std::fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
        }
        let found = w.services.documents().verify(&keeper()).await.expect("looked at");
        assert_eq!((found.good, found.damaged.len()), (0, 2));
    })
    .await;
}

#[tokio::test]
async fn after_a_change_of_keys_the_old_one_is_needed_no_more() {
    each_database(|w| async move {
        let id = with_documents(&w).await;
        let storage = w.services.storage().expect("a store").clone();
        let newest = Keys::generate("newest").expect("random");
        assert_eq!(storage.keys().newest(), "test");
        // Sealed by a key that is not given: said, and left as it is.
        storage.set_keys(Keys::parse(&newest).expect("a key"));
        let done = w.services.documents().rotate_keys(&keeper()).await.expect("gone through");
        assert_eq!((done.sealed_anew, done.unreadable.len()), (0, 2));
        assert!(w.services.documents().content(&w.admin, id, Part::Whole).await.is_err());
    })
    .await;
}

#[tokio::test]
async fn a_rotation_seals_everything_with_the_newest_key() {
    each_database(|w| async move {
        let folder = w.documents.with_extension("rotated");
        let (old, new) = (Keys::generate("old").expect("random"), Keys::generate("new").expect("random"));
        let services =
            second(&w, Storage::local(&folder, Keys::parse(&old).expect("a key")).expect("a store")).await;
        let site = w.site("LYON").await;
        let equipment = w.equipment(site, "PH-001").await;
        let documents = services.documents();
        let sent = documents.upload_bytes(&w.admin, &draft(equipment, "a.pdf"), PDF).await.expect("taken in");
        services.storage().expect("a store").set_keys(Keys::parse(&format!("{old},{new}")).expect("keys"));
        let done = documents.rotate_keys(&keeper()).await.expect("rotated");
        assert_eq!((done.sealed_anew, done.kept), (1, 0));
        assert_eq!(documents.rotate_keys(&keeper()).await.expect("again").kept, 1);
        services.storage().expect("a store").set_keys(Keys::parse(&new).expect("a key"));
        let content = documents.content(&w.admin, sent.id, Part::Whole).await.expect("opened");
        assert_eq!(content.read().await.expect("read"), PDF);
    })
    .await;
}

#[tokio::test]
async fn of_two_installations_in_one_store_neither_deletes_what_it_does_not_know() {
    each_database(|w| async move {
        with_documents(&w).await;
        let documents = w.services.documents();
        assert_eq!(documents.mark_store().await, Ok(true));
        assert_eq!(documents.mark_store().await, Ok(true), "its own mark");
        w.clock.advance_seconds(20_000 * 86_400);
        let marks = w.documents.join("installations");
        std::fs::write(marks.join("0123456789abcdef0123456789abcdef"), b"").expect("another's mark");
        let folder = w.documents.join("00");
        std::fs::create_dir_all(&folder).expect("a folder");
        let theirs = folder.join(format!("00{}", "f".repeat(30)));
        std::fs::write(&theirs, b"sent to the other installation").expect("written");
        assert_eq!(documents.mark_store().await, Ok(false));
        assert_eq!(documents.clean_up().await, Ok(0));
        assert!(theirs.exists());
        std::fs::remove_file(marks.join("0123456789abcdef0123456789abcdef")).expect("it is gone");
        assert_eq!(documents.clean_up().await, Ok(1));
        assert!(!theirs.exists());
    })
    .await;
}

#[tokio::test]
async fn what_an_interruption_left_goes_after_a_day() {
    each_database(|w| async move {
        with_documents(&w).await;
        let orphan = w.documents.join("00");
        std::fs::create_dir_all(&orphan).expect("a folder");
        let name = format!("00{}", "f".repeat(30));
        std::fs::write(orphan.join(name), b"left by an upload that was cut off").expect("written");
        // What somebody else keeps there is none of our business.
        for name in ["plan.dwg", "documents.keys", "00/notes.txt"] {
            std::fs::write(w.documents.join(name), b"not ours").expect("written");
        }
        let documents = w.services.documents();
        // The clock of the tests stands still; the files' is the machine's.
        let young = -1_000 * 86_400;
        w.clock.advance_seconds(young);
        assert_eq!(documents.clean_up().await.expect("cleaned"), 0, "it may be of an upload under way");
        w.clock.advance_seconds(-young + 20_000 * 86_400);
        assert_eq!(documents.verify(&keeper()).await.expect("looked at").orphans, 1);
        assert_eq!(documents.clean_up().await.expect("cleaned"), 1);
        assert_eq!(objects(&w.documents).len(), 6, "what belongs to a document or to somebody else stays");
    })
    .await;
}

/// The same database with another store.
pub async fn second(w: &World, storage: Storage) -> services::Services {
    let auth = services::AuthOptions::hs256(b"a secret of the tests, long enough to be one");
    let services = services::Services::open(&w.url, w.clock.clock(), auth).await.expect("opened again");
    services.set_storage(storage);
    services
}

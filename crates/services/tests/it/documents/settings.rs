//! What an administrator says of documents holds for those that come after; the store can be looked at.

use super::{
    code_at, content, draft,
    files::{PDF, jpeg},
    machine, sent,
    store::objects,
};
use domain::{
    Error, FieldCode, Noun, Role,
    audit::AuditQuery,
    document::{Holder, Place, UploadDraft},
    job::JobState,
    settings::{SettingsDraft, Storage},
};
use services::{Keys, Part};
use testkit::{World, each_database};

const DAY: i64 = 86_400;

async fn set(w: &World, changes: &[(&str, &str)]) {
    let view = w.services.settings().section(&w.admin, "storage").await.expect("a section");
    let mut draft = SettingsDraft::from(&view);
    draft.values.extend(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    w.services.settings().update(&w.admin, "storage", &draft).await.expect("saved");
}

fn announced(equipment: domain::EquipmentId, name: &str, size: u64) -> UploadDraft {
    UploadDraft { document: draft(equipment, name), size: size.to_string(), ..Default::default() }
}

#[tokio::test]
async fn the_largest_size_holds_for_whole_files_and_for_parts() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        set(&w, &[("max_mb", "2")]).await;
        let too_large = FieldCode::FileTooLarge { max_mb: 2 };
        let mut upload =
            w.services.documents().upload(&w.admin, &draft(equipment, "a.pdf")).await.expect("begun");
        upload.write(PDF).await.expect("small");
        let error = upload.write(&vec![b' '; 2 << 20]).await.expect_err("too large");
        assert_eq!(code_at(error, "file"), too_large);
        let uploads = w.services.uploads();
        let error = uploads.create(&w.admin, &announced(equipment, "a.pdf", (2 << 20) + 1)).await;
        assert_eq!(code_at(error.expect_err("too large"), "size"), too_large);
        // Raised again, it holds at once.
        set(&w, &[("max_mb", "3")]).await;
        uploads.create(&w.admin, &announced(equipment, "a.pdf", (2 << 20) + 1)).await.expect("begun");
        let view = w.services.settings().reset(&w.admin, "storage").await.expect("reset");
        assert_eq!((view.text("max_mb").as_str(), view.changed), ("25", false));
    })
    .await;
}

#[tokio::test]
async fn a_type_that_is_switched_off_is_refused_and_what_is_there_stays() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let picture = sent(&w, &w.admin, &draft(equipment, "a.jpg"), &jpeg(30, 20)).await;
        set(&w, &[("pictures", "false"), ("texts", "false")]).await;
        let documents = w.services.documents();
        for name in ["b.jpg", "b.PNG", "b.webp", "b.txt", "b.csv"] {
            let error = documents.upload_bytes(&w.admin, &draft(equipment, name), b"x").await;
            assert_eq!(code_at(error.expect_err(name), "file"), FieldCode::FileTypeClosed, "{name}");
            let error = w.services.uploads().create(&w.admin, &announced(equipment, name, 1)).await;
            assert_eq!(code_at(error.expect_err(name), "file"), FieldCode::FileTypeClosed, "{name}");
        }
        sent(&w, &w.admin, &draft(equipment, "b.pdf"), PDF).await;
        assert!(!content(&w, &w.admin, picture.id, Part::Whole).await.expect("still there").is_empty());
        // What was asked for is in the trail, field by field.
        let trail = w.services.audit().list(&w.admin, &AuditQuery::default()).await.expect("listed");
        let told = trail.data.iter().find(|row| row.label.as_deref() == Some("storage")).expect("an entry");
        let fields: Vec<&str> = told.changes.iter().map(|change| change.field.as_str()).collect();
        assert!(fields.contains(&"pictures") && fields.contains(&"texts"), "{fields:?}");
        assert!(!fields.contains(&"pdf"), "{fields:?}");
    })
    .await;
}

#[tokio::test]
async fn with_0_days_a_deleted_document_is_kept_for_ever() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        set(&w, &[("deleted_days", "0")]).await;
        let gone = sent(&w, &w.admin, &draft(equipment, "a.pdf"), PDF).await;
        documents.delete(&w.admin, gone.id).await.expect("deleted");
        w.clock.advance_seconds(4_000 * DAY);
        assert_eq!(documents.purge().await, Ok(0));
        documents.clean_up().await.expect("cleaned up");
        documents.restore(&w.admin, gone.id).await.expect("still there");
    })
    .await;
}

#[tokio::test]
async fn a_deleted_document_is_kept_for_as_long_as_it_is_said() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        set(&w, &[("deleted_days", "30")]).await;
        let kept = sent(&w, &w.admin, &draft(equipment, "kept.pdf"), PDF).await;
        let first = sent(&w, &w.admin, &draft(equipment, "a.jpg"), &jpeg(30, 20)).await;
        let mut newer = draft(equipment, "a.jpg");
        newer.replaces = first.id.to_string();
        let second = sent(&w, &w.admin, &newer, &jpeg(40, 20)).await;
        assert_eq!(objects(&w.documents).len(), 5, "a PDF, and two versions of a picture");
        documents.delete(&w.admin, second.id).await.expect("deleted");
        w.clock.advance_seconds(29 * DAY);
        assert_eq!(documents.purge().await, Ok(0));
        documents.restore(&w.admin, second.id).await.expect("still there");
        documents.delete(&w.admin, second.id).await.expect("deleted again");
        w.clock.advance_seconds(29 * DAY);
        assert_eq!(documents.purge().await, Ok(0), "counted from the last time that it was deleted");
        w.clock.advance_seconds(2 * DAY);
        // The hourly cleaning does it.
        documents.clean_up().await.expect("cleaned up");
        assert_eq!(objects(&w.documents).len(), 1, "both versions and their small pictures are gone");
        for id in [first.id, second.id] {
            let gone = documents.restore(&w.admin, id).await.map(|_| ());
            assert_eq!(gone, Err(Error::NotFound(Noun::Document)));
        }
        assert!(!content(&w, &w.admin, kept.id, Part::Whole).await.expect("untouched").is_empty());
        let trail = w.services.audit().list(&w.admin, &AuditQuery::default()).await.expect("listed");
        let purged = trail.data.iter().filter(|row| row.action == "purged").count();
        assert_eq!(purged, 2, "each version that is gone is in the trail");
        assert_eq!(
            documents.list(&w.admin, Holder::Equipment, equipment.0, None).await.expect("listed").len(),
            1
        );
    })
    .await;
}

#[tokio::test]
async fn an_interrupted_upload_waits_for_as_long_as_it_is_said() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        set(&w, &[("upload_hours", "48")]).await;
        let uploads = w.services.uploads();
        let upload = uploads.create(&w.admin, &announced(equipment, "a.pdf", 9)).await.expect("begun");
        w.clock.advance_seconds(DAY + 3_600);
        assert_eq!(uploads.clean_up().await, Ok(0));
        assert!(uploads.get(&w.admin, upload.id).await.is_ok());
        // Each part gives it as long again.
        let mut part = uploads.part(&w.admin, upload.id, 0).await.expect("begun");
        part.write(b"%PDF").await.expect("written");
        part.finish().await.expect("a part");
        w.clock.advance_seconds(47 * 3_600);
        assert!(uploads.get(&w.admin, upload.id).await.is_ok());
        w.clock.advance_seconds(2 * 3_600);
        assert_eq!(uploads.clean_up().await, Ok(1));
    })
    .await;
}

#[tokio::test]
async fn the_store_tells_where_it_is_and_what_lies_in_it() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let empty = documents.store(&w.admin).await.expect("a store");
        assert_eq!((empty.files, empty.bytes, empty.deleted, empty.check), (0, 0, 0, None));
        let pdf = sent(&w, &w.admin, &draft(equipment, "a.pdf"), PDF).await;
        let mut newer = draft(equipment, "a.pdf");
        newer.replaces = pdf.id.to_string();
        sent(&w, &w.admin, &newer, PDF).await;
        let gone = sent(&w, &w.admin, &draft(equipment, "b.pdf"), PDF).await;
        documents.delete(&w.admin, gone.id).await.expect("deleted");
        w.statements.take();
        let store = documents.store(&w.admin).await.expect("a store");
        assert_eq!(w.statements.take(), 3);
        assert_eq!(store.place, Place::Folder { path: w.documents.display().to_string() });
        assert_eq!((store.documents, store.files, store.deleted), (1, 3, 1));
        let one = PDF.len() as i64;
        assert_eq!((store.bytes, store.deleted_bytes), (3 * one, one));
        assert_eq!((store.key_id.as_str(), store.older_key), ("test", 0));
        // A new key seals what comes from now on.
        let both = format!(
            "{},{}",
            "old:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            Keys::generate("next").expect("random")
        );
        w.services.storage().expect("a store").set_keys(Keys::parse(&both).expect("keys"));
        let store = documents.store(&w.admin).await.expect("a store");
        assert_eq!((store.key_id.as_str(), store.older_key), ("next", 3));
        let sam = w.person("sam", Role::Supervisor, &[]).await;
        assert_eq!(documents.store(&sam).await.map(|_| ()), Err(Error::Forbidden));
        assert_eq!(documents.ask_check(&sam).await, Err(Error::Forbidden));
    })
    .await;
}

#[tokio::test]
async fn a_look_at_every_file_is_a_job_and_says_what_it_found() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        sent(&w, &w.admin, &draft(equipment, "good.pdf"), PDF).await;
        let bad = sent(&w, &w.admin, &draft(equipment, "bad.pdf"), PDF).await;
        documents.ask_check(&w.admin).await.expect("asked");
        // Asked for twice, it is done once.
        documents.ask_check(&w.admin).await.expect("asked");
        assert_eq!(documents.store(&w.admin).await.expect("a store").checking, Some(JobState::Queued));
        let trail = w.services.audit().list(&w.admin, &AuditQuery::default()).await.expect("listed");
        assert_eq!(
            (trail.data[0].action.as_str(), trail.data[0].label.as_deref()),
            ("check_asked", Some("storage"))
        );
        assert_eq!(w.services.jobs().work_off().await, Ok(1));
        let store = documents.store(&w.admin).await.expect("a store");
        let check = store.check.expect("an answer");
        assert_eq!((store.checking, check.good, check.damaged, check.orphans), (None, 2, 0, 0));
        assert_eq!(check.bytes, 2 * PDF.len() as u64);
        // The object that came last is the second document's.
        let files = objects(&w.documents);
        for file in &files {
            let mut bytes = std::fs::read(file).expect("a file");
            bytes[9] ^= 1;
            std::fs::write(file, &bytes).expect("written");
            documents.ask_check(&w.admin).await.expect("asked");
            w.services.jobs().work_off().await.expect("worked");
            let check = documents.store(&w.admin).await.expect("a store").check.expect("an answer");
            if check.named.iter().any(|damaged| damaged.id == bad.id) {
                let found = check.named.iter().find(|damaged| damaged.id == bad.id).expect("named");
                assert_eq!((found.file_name.as_str(), found.entity_id), ("bad.pdf", equipment.0));
                assert_eq!(check.damaged as usize, check.named.len());
                return;
            }
        }
        panic!("the changed file was not found");
    })
    .await;
}

#[tokio::test]
async fn what_the_configuration_says_is_the_default() {
    each_database(|w| async move {
        let auth = services::AuthOptions::hs256(b"a secret of the tests, long enough to be one");
        let other = services::Services::open(&w.url, w.clock.clock(), auth).await.expect("opens");
        let keys = Keys::parse(&Keys::generate("test").expect("random")).expect("a key");
        let store = services::Storage::local(&w.documents, keys).expect("a folder");
        other.set_storage(store.with_max_bytes(7 << 20));
        assert_eq!(other.settings().get::<Storage>().max_mb, 7);
        let view = other.settings().section(&w.admin, "storage").await.expect("a section");
        assert_eq!((view.text("max_mb").as_str(), view.default_text("max_mb").as_str()), ("7", "7"));
        assert!(!view.changed);
    })
    .await;
}

//! Files sent in parts: in order, by their sender alone, never more than announced, and one document at most.

use super::{
    code_at, draft,
    files::{PDF, jpeg_with_place, png},
    machine, store,
};
use domain::{
    Caller, Error, FieldCode, Noun, Refusal, Result, Role, UploadId,
    document::{Holder, MAX_UPLOADS, UPLOAD_SECONDS, UploadDraft, UploadView},
};
use services::Part;
use testkit::{World, each_database};

fn announced(equipment: domain::EquipmentId, name: &str, size: usize) -> UploadDraft {
    UploadDraft { document: draft(equipment, name), size: size.to_string(), ..Default::default() }
}

async fn add(w: &World, by: &Caller, id: UploadId, offset: usize, bytes: &[u8]) -> Result<UploadView> {
    let mut part = w.services.uploads().part(by, id, offset as i64).await?;
    part.write(bytes).await?;
    part.finish().await
}

fn expected(error: Result<UploadView>) -> i64 {
    match error {
        Err(Error::Refused(Refusal::UploadOffset { expected })) => expected,
        other => panic!("not a wrong offset: {other:?}"),
    }
}

#[tokio::test]
async fn parts_become_the_document_that_the_whole_file_would_be() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let uploads = w.services.uploads();
        let mut large = PDF.to_vec();
        let end = large.split_off(large.len() - 6);
        large.extend((0..300_000_u32).map(|n| (n % 251) as u8));
        large.extend(end);
        let upload =
            uploads.create(&w.admin, &announced(equipment, "a.pdf", large.len())).await.expect("begun");
        assert_eq!((upload.offset, upload.document), (0, None));
        let mut at = 0;
        for size in [1, 70_000, 65_536, 3] {
            let view = add(&w, &w.admin, upload.id, at, &large[at..at + size]).await.expect("a part");
            at += size;
            assert_eq!((view.offset, view.document), (at as i64, None));
            assert_eq!(uploads.get(&w.admin, upload.id).await.expect("there").offset, at as i64);
        }
        // What lies in the store meanwhile tells nothing.
        for object in store::objects(&w.documents) {
            let bytes = std::fs::read(&object).expect("an object");
            assert!(!bytes.windows(8).any(|some| some == &large[..8]), "{object} is readable");
        }
        let done = add(&w, &w.admin, upload.id, at, &large[at..]).await.expect("the last part");
        let document = done.document.expect("a document");
        let content =
            w.services.documents().content(&w.admin, document.id, Part::Whole).await.expect("a row");
        assert!(content.read().await.expect("read") == large);
        assert_eq!(store::objects(&w.documents).len(), 1, "the parts are gone");
    })
    .await;
}

#[tokio::test]
async fn a_picture_sent_in_parts_says_no_more_where_it_was_taken() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let picture = jpeg_with_place(40, 30);
        let upload = announced(equipment, "a.jpg", picture.len());
        let upload = w.services.uploads().create(&w.admin, &upload).await.expect("begun");
        let half = picture.len() / 2;
        add(&w, &w.admin, upload.id, 0, &picture[..half]).await.expect("a part");
        let done = add(&w, &w.admin, upload.id, half, &picture[half..]).await.expect("the last part");
        let document = done.document.expect("a document");
        assert_eq!((document.width, document.height), (Some(30), Some(40)), "turned as the camera was held");
        let content =
            w.services.documents().content(&w.admin, document.id, Part::Whole).await.expect("a row");
        let content = content.read().await.expect("read");
        assert!(!content.windows(4).any(|some| some == b"Exif" || some == b"Lyon"));
    })
    .await;
}

#[tokio::test]
async fn the_same_upload_never_makes_two_documents() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let upload = announced(equipment, "a.pdf", PDF.len());
        let upload = w.services.uploads().create(&w.admin, &upload).await.expect("begun");
        let last = async || add(&w, &w.admin, upload.id, 0, PDF).await;
        let (one, two, three) = tokio::join!(last(), last(), last());
        let made: Vec<_> = [one, two, three].into_iter().flatten().filter_map(|v| v.document).collect();
        assert!(!made.is_empty());
        // Asked again, as one does whose connection broke before the answer.
        let (one, two) = tokio::join!(
            add(&w, &w.admin, upload.id, PDF.len(), b""),
            add(&w, &w.admin, upload.id, PDF.len(), b"")
        );
        for again in [one, two] {
            assert_eq!(again.expect("done").document.expect("the document").id, made[0].id);
        }
        let listed = w.services.documents().list(&w.admin, Holder::Equipment, equipment.0, None).await;
        assert_eq!(listed.expect("a list").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn two_parts_at_once_do_not_both_count() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let uploads = w.services.uploads();
        let upload = uploads.create(&w.admin, &announced(equipment, "a.txt", 100)).await.expect("begun");
        let (one, two) = tokio::join!(
            add(&w, &w.admin, upload.id, 0, &[b'a'; 60]),
            add(&w, &w.admin, upload.id, 0, &[b'b'; 70])
        );
        let (counted, refused) = if one.is_ok() { (one, two) } else { (two, one) };
        let offset = counted.expect("one of them").offset;
        assert!([60, 70].contains(&offset));
        assert_eq!(expected(refused), offset);
        assert_eq!(store::objects(&w.documents).len(), 1, "nothing of the other stays");
    })
    .await;
}

#[tokio::test]
async fn a_part_begins_where_the_parts_before_end() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let uploads = w.services.uploads();
        let upload = uploads.create(&w.admin, &announced(equipment, "a.txt", 10)).await.expect("begun");
        add(&w, &w.admin, upload.id, 0, b"abcd").await.expect("a part");
        for wrong in [0, 3, 5, 10, 99] {
            assert_eq!(expected(add(&w, &w.admin, upload.id, wrong, b"x").await), 4, "{wrong}");
        }
        let more = add(&w, &w.admin, upload.id, 4, b"more than six").await.expect_err("too much");
        assert_eq!(code_at(more, "size"), FieldCode::OutOfRange { min: 0, max: 6 });
        assert_eq!(uploads.get(&w.admin, upload.id).await.expect("there").offset, 4, "as before");
        assert_eq!(store::objects(&w.documents).len(), 1);
        let done = add(&w, &w.admin, upload.id, 4, b"efghij").await.expect("the rest");
        assert_eq!(done.document.expect("a document").size, 10);
    })
    .await;
}

#[tokio::test]
async fn what_would_be_refused_whole_is_refused_at_the_end_and_leaves_nothing() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let uploads = w.services.uploads();
        let page = b"<html><script>alert(1)</script></html>".as_slice();
        for (name, content) in [("a.pdf", page), ("a.png", page), ("a.docx", page), ("a.jpg", &png(4, 4))] {
            let upload = announced(equipment, name, content.len());
            let upload = uploads.create(&w.admin, &upload).await.expect("begun");
            let error = add(&w, &w.admin, upload.id, 0, content).await.expect_err(name);
            assert_eq!(code_at(error, "file"), FieldCode::FileContent, "{name}");
            assert_eq!(uploads.get(&w.admin, upload.id).await, Err(Error::NotFound(Noun::Upload)));
        }
        let sum = UploadDraft { sha256: "0".repeat(64), ..announced(equipment, "a.pdf", PDF.len()) };
        let upload = uploads.create(&w.admin, &sum).await.expect("begun");
        let error = add(&w, &w.admin, upload.id, 0, PDF).await.expect_err("another content");
        assert_eq!(code_at(error, "sha256"), FieldCode::WrongChecksum);
        assert_eq!(store::objects(&w.documents), Vec::<String>::new());
        for (name, size, field) in [("a.exe", 9, "file"), ("a.pdf", 0, "size"), ("a.pdf", 26 << 20, "size")] {
            let error = uploads.create(&w.admin, &announced(equipment, name, size)).await.expect_err(name);
            assert!(matches!(&error, Error::Invalid(errors) if errors.of(field).is_some()), "{error}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_upload_is_its_senders_alone_and_of_what_they_see() {
    each_database(|w| async move {
        let (site, equipment) = machine(&w).await;
        let uploads = w.services.uploads();
        let sender = w.person("sender", Role::Technician, &[site]).await;
        let colleague = w.person("colleague", Role::Supervisor, &[site]).await;
        let stranger = w.person("stranger", Role::Technician, &[w.site("PARIS").await]).await;
        let nowhere = w.person("nowhere", Role::Technician, &[]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        let new = announced(equipment, "a.txt", 3);
        let upload = uploads.create(&sender, &new).await.expect("begun");
        let not_found = Err(Error::NotFound(Noun::Upload));
        for other in [&colleague, &stranger, &nowhere, &w.admin] {
            assert_eq!(uploads.get(other, upload.id).await, not_found, "{}", other.name);
            assert_eq!(add(&w, other, upload.id, 0, b"abc").await, not_found, "{}", other.name);
            assert_eq!(uploads.cancel(other, upload.id).await.err(), not_found.clone().err());
        }
        assert_eq!(uploads.get(&client, upload.id).await, Err(Error::Forbidden));
        assert_eq!(uploads.create(&client, &new).await, Err(Error::Forbidden));
        for elsewhere in [&stranger, &nowhere] {
            assert_eq!(uploads.create(elsewhere, &new).await, Err(Error::NotFound(Noun::Equipment)));
        }
        // Sent away from the site, the sender sends nothing more to it.
        let moved = Caller { sites: stranger.sites.clone(), ..sender.clone() };
        assert_eq!(add(&w, &moved, upload.id, 0, b"abc").await, not_found);
        add(&w, &sender, upload.id, 0, b"abc").await.expect("the sender's own").document.expect("a document");
    })
    .await;
}

#[tokio::test]
async fn what_is_given_up_or_left_for_a_day_is_thrown_away() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let uploads = w.services.uploads();
        let new = announced(equipment, "a.txt", 10);
        let given_up = uploads.create(&w.admin, &new).await.expect("begun");
        add(&w, &w.admin, given_up.id, 0, b"abc").await.expect("a part");
        uploads.cancel(&w.admin, given_up.id).await.expect("given up");
        assert_eq!(store::objects(&w.documents), Vec::<String>::new());

        let left = uploads.create(&w.admin, &new).await.expect("begun");
        w.clock.advance_seconds(UPLOAD_SECONDS - 1);
        add(&w, &w.admin, left.id, 0, b"abc").await.expect("in time");
        w.clock.advance_seconds(UPLOAD_SECONDS - 1);
        // An older object that belongs to an upload under way is no orphan.
        w.services.documents().clean_up().await.expect("cleaned up");
        assert_eq!(uploads.get(&w.admin, left.id).await.expect("each part gives a day").offset, 3);
        assert_eq!(store::objects(&w.documents).len(), 1);
        w.clock.advance_seconds(1);
        assert_eq!(add(&w, &w.admin, left.id, 3, b"d").await, Err(Error::NotFound(Noun::Upload)));
        w.services.documents().clean_up().await.expect("cleaned up");
        assert_eq!(store::objects(&w.documents), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn nobody_has_more_uploads_under_way_than_they_may() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let uploads = w.services.uploads();
        let new = announced(equipment, "a.txt", 3);
        let mut first = None;
        for _ in 0..MAX_UPLOADS {
            first.get_or_insert(uploads.create(&w.admin, &new).await.expect("begun").id);
        }
        let max = MAX_UPLOADS as u32;
        let refused = Err(Error::Refused(Refusal::TooManyUploads { max }));
        assert_eq!(uploads.create(&w.admin, &new).await, refused);
        // What has become a document counts no more.
        add(&w, &w.admin, first.expect("the first"), 0, b"abc").await.expect("whole");
        uploads.create(&w.admin, &new).await.expect("room for one");
        assert_eq!(uploads.create(&w.admin, &new).await, refused);
    })
    .await;
}

#[tokio::test]
async fn a_new_version_comes_in_parts_too() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let first = documents.upload_bytes(&w.admin, &draft(equipment, "v1.pdf"), PDF).await.expect("sent");
        let mut new = announced(equipment, "v2.pdf", PDF.len());
        new.document.replaces = first.id.to_string();
        let (one, two) = (
            w.services.uploads().create(&w.admin, &new).await.expect("begun"),
            w.services.uploads().create(&w.admin, &new).await.expect("begun"),
        );
        let done = add(&w, &w.admin, one.id, 0, PDF).await.expect("whole").document.expect("a document");
        assert_eq!((done.version, done.version_of), (2, Some(first.id)));
        let late = add(&w, &w.admin, two.id, 0, PDF).await.expect_err("replaced meanwhile");
        assert_eq!(code_at(late, "replaces"), FieldCode::NotFound);
    })
    .await;
}

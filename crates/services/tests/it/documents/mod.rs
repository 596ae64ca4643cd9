//! Documents, on both databases.

mod corpus;
mod files;
mod resumable;
mod s3;
mod settings;
mod store;
mod video;

use domain::{
    Caller, DocumentId, Error, FieldCode, Noun, SiteId,
    access::Role,
    audit::{Action, AuditQuery},
    document::{DocumentDraft, DocumentEdit, DocumentKind, DocumentView, Holder, Media},
};
use entity::{audit_entry, document};
use files::{PDF, jpeg, jpeg_with_place};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use services::Part;
use testkit::{World, each_database};

/// What comes with a file on an equipment.
pub fn draft(equipment: domain::EquipmentId, name: &str) -> DocumentDraft {
    DocumentDraft {
        entity: "equipment".into(),
        entity_id: equipment.to_string(),
        file_name: name.into(),
        ..Default::default()
    }
}

async fn machine(w: &World) -> (SiteId, domain::EquipmentId) {
    let site = w.site("LYON").await;
    (site, w.equipment(site, "PH-001").await)
}

async fn sent(w: &World, by: &Caller, draft: &DocumentDraft, content: &[u8]) -> DocumentView {
    w.services.documents().upload_bytes(by, draft, content).await.expect("taken in")
}

async fn content(w: &World, by: &Caller, id: DocumentId, part: Part) -> Result<Vec<u8>, Error> {
    w.services.documents().content(by, id, part).await?.read().await
}

fn code_at(error: Error, field: &str) -> FieldCode {
    match error {
        Error::Invalid(errors) => errors.of(field).unwrap_or_else(|| panic!("{errors}")).code.clone(),
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn what_is_sent_is_what_is_read() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        // Three and a half pieces of encryption, sent in crumbs.
        let mut pdf = PDF.to_vec();
        let end = pdf.split_off(pdf.len() - 6);
        pdf.extend((0..230_000u32).map(|n| (n % 251) as u8));
        pdf.extend(end);
        let documents = w.services.documents();
        let mut upload = documents.upload(&w.admin, &draft(equipment, "Manuel.pdf")).await.expect("begun");
        for crumb in pdf.chunks(997) {
            upload.write(crumb).await.expect("written");
        }
        let view = upload.finish().await.expect("taken in");
        assert_eq!((view.size, view.media_type, view.version), (pdf.len() as i64, Media::Pdf, 1));
        assert_eq!(content(&w, &w.admin, view.id, Part::Whole).await.expect("read"), pdf);
        for range in [0..1, 65_530..65_540, 65_536..131_072, 200_000..230_000, 230_000..999_999] {
            let end = range.end.min(pdf.len() as u64);
            let part = documents.content(&w.admin, view.id, Part::Whole).await.expect("there");
            let read = part.only(range.clone()).read().await.expect("read");
            assert_eq!(read, pdf[range.start as usize..end as usize], "{range:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn reading_costs_two_statements_however_many_there_are() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        for n in 0..5 {
            sent(&w, &w.admin, &draft(equipment, &format!("{n}.pdf")), PDF).await;
        }
        let last = sent(&w, &w.admin, &draft(equipment, "a.jpg"), &jpeg(40, 30)).await;
        w.statements.take();
        let documents = w.services.documents();
        let all = documents.list(&w.admin, Holder::Equipment, equipment.0, None).await.expect("a list");
        assert_eq!((all.len(), w.statements.take()), (6, 2));
        let photos = documents.list(&w.admin, Holder::Equipment, equipment.0, Some(DocumentKind::Photo));
        assert_eq!(photos.await.expect("a list"), std::slice::from_ref(&last));
        w.statements.take();
        assert_eq!(documents.get(&w.admin, last.id).await.expect("one"), last);
        assert_eq!(w.statements.take(), 2);
        content(&w, &w.admin, last.id, Part::Whole).await.expect("read");
        assert_eq!(w.statements.take(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_picture_keeps_its_pixels_and_loses_everything_else() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let taken = jpeg_with_place(60, 40);
        assert!(taken.windows(4).any(|b| b == b"Lyon"), "the test's picture says where it was taken");
        let view = sent(&w, &w.admin, &draft(equipment, "photo.jpg"), &taken).await;
        // The camera was held upright: the picture is turned, and says so no more.
        assert_eq!((view.width, view.height), (Some(40), Some(60)));
        assert_eq!(view.kind, DocumentKind::Photo);
        let stored = content(&w, &w.admin, view.id, Part::Whole).await.expect("read");
        assert!(!stored.windows(4).any(|b| b == b"Lyon" || b == b"Exif"), "the place is gone");
        let small = content(&w, &w.admin, view.id, Part::Thumbnail).await.expect("a thumbnail");
        assert!(small.starts_with(&[0xff, 0xd8]));
    })
    .await;
}

#[tokio::test]
async fn a_new_version_takes_the_place_of_the_one_before() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let manual = DocumentDraft { kind: "manual".into(), ..draft(equipment, "v1.pdf") };
        let first = sent(&w, &w.admin, &manual, PDF).await;
        let again = DocumentDraft { replaces: first.id.to_string(), ..draft(equipment, "v2.pdf") };
        let second = sent(&w, &w.admin, &again, PDF).await;
        assert_eq!(
            (second.version, second.version_of, second.kind),
            (2, Some(first.id), DocumentKind::Manual)
        );
        let listed = documents.list(&w.admin, Holder::Equipment, equipment.0, None).await.expect("a list");
        assert_eq!(listed, std::slice::from_ref(&second));
        let versions = documents.versions(&w.admin, second.id).await.expect("versions");
        assert_eq!(versions.iter().map(|v| v.version).collect::<Vec<_>>(), [2, 1]);
        let late = documents.upload_bytes(&w.admin, &again, PDF).await.expect_err("replaced already");
        assert_eq!(code_at(late, "replaces"), FieldCode::NotFound);
        // All of them go, and all come back.
        documents.delete(&w.admin, second.id).await.expect("deleted");
        for id in [first.id, second.id] {
            assert!(content(&w, &w.admin, id, Part::Whole).await.is_err(), "{id}");
        }
        documents.restore(&w.admin, second.id).await.expect("back");
        assert_eq!(content(&w, &w.admin, first.id, Part::Whole).await.expect("read"), PDF);
    })
    .await;
}

#[tokio::test]
async fn an_earlier_version_is_current_again_and_the_next_one_has_a_new_number() {
    each_database(|w| async move {
        let (site, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let one = sent(&w, &w.admin, &draft(equipment, "1.jpg"), &jpeg(20, 20)).await;
        documents.set_cover(&w.admin, one.id).await.expect("a picture");
        let again = |id: DocumentId| DocumentDraft { replaces: id.to_string(), ..draft(equipment, "2.jpg") };
        let two = sent(&w, &w.admin, &again(one.id), &jpeg(30, 20)).await;
        let back = documents.make_current(&w.admin, one.id).await.expect("current again");
        assert_eq!((back.id, back.is_current, back.is_cover, back.version), (one.id, true, true, 1));
        assert!(back.revision > one.revision, "the list shows the way to the others");
        let listed = documents.list(&w.admin, Holder::Equipment, equipment.0, None).await.expect("a list");
        assert_eq!(listed, std::slice::from_ref(&back));
        assert_eq!(documents.make_current(&w.admin, one.id).await.expect("as it is"), back);
        let covers = documents.covers(&w.admin, &[equipment]).await.expect("covers");
        assert_eq!(covers.get(&equipment), Some(&one.id));
        let three = sent(&w, &w.admin, &again(one.id), &jpeg(40, 20)).await;
        assert_eq!((three.version, three.version_of), (3, Some(one.id)));
        let versions = documents.versions(&w.admin, two.id).await.expect("versions");
        let current: Vec<_> = versions.iter().map(|v| (v.version, v.is_current)).collect();
        assert_eq!(current, [(3, true), (2, false), (1, false)]);

        let stranger = w.person("stranger", Role::Technician, &[w.site("PARIS").await]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        let not_found = Err(Error::NotFound(Noun::Document));
        assert_eq!(documents.make_current(&stranger, two.id).await, not_found);
        assert_eq!(documents.make_current(&client, two.id).await, Err(Error::Forbidden));
        documents.delete(&w.admin, three.id).await.expect("deleted");
        assert_eq!(documents.make_current(&w.admin, two.id).await, not_found, "the whole document is gone");
    })
    .await;
}

#[tokio::test]
async fn a_name_and_a_kind_change_unless_somebody_else_changed_them_meanwhile() {
    each_database(|w| async move {
        let (site, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let sent = sent(&w, &w.admin, &draft(equipment, "IMG_1.jpg"), &jpeg(20, 20)).await;
        assert_eq!(sent.revision, 1);
        let edit = |name: &str, kind: &str, revision: i64| DocumentEdit {
            file_name: name.into(),
            kind: kind.into(),
            revision: revision.to_string(),
        };
        let named = edit("Plaque", "certificate", 1);
        let saved = documents.update(&w.admin, sent.id, &named).await.expect("saved");
        assert_eq!((saved.file_name.as_str(), saved.kind), ("Plaque.jpg", DocumentKind::Certificate));
        assert_eq!((saved.revision, saved.version, &saved.sha256), (2, 1, &sent.sha256));

        let late = documents.update(&w.admin, sent.id, &edit("Autre.jpg", "certificate", 1)).await;
        let Err(Error::Stale(fields)) = late else { panic!("{late:?}") };
        let fields: Vec<_> = fields.iter().map(|f| (f.field.as_str(), f.current.as_str())).collect();
        assert_eq!(fields, [("file_name", "Plaque.jpg")]);
        let wrong = documents.update(&w.admin, sent.id, &edit(" ", "song", 2)).await;
        let Err(Error::Invalid(errors)) = wrong else { panic!("{wrong:?}") };
        assert_eq!(errors.0.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["kind", "file_name"]);

        let stranger = w.person("stranger", Role::Technician, &[w.site("PARIS").await]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        let again = edit("Plaque 2", "photo", 2);
        let not_found = Err(Error::NotFound(Noun::Document));
        assert_eq!(documents.update(&stranger, sent.id, &again).await, not_found);
        assert_eq!(documents.update(&client, sent.id, &again).await, Err(Error::Forbidden));
        let trail = w.services.audit().list(&w.admin, &AuditQuery::default()).await.expect("a trail");
        let entry = trail.data.iter().find(|e| e.entity_id == sent.id.0 && e.action == "updated");
        let changed: Vec<_> = entry.expect("kept").changes.iter().map(|c| c.field.clone()).collect();
        assert_eq!(changed, ["file_name", "kind"]);
    })
    .await;
}

#[tokio::test]
async fn a_deleted_document_is_gone_until_it_is_brought_back() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let view = sent(&w, &w.admin, &draft(equipment, "a.pdf"), PDF).await;
        documents.delete(&w.admin, view.id).await.expect("deleted");
        assert_eq!(documents.get(&w.admin, view.id).await, Err(Error::NotFound(Noun::Document)));
        assert!(content(&w, &w.admin, view.id, Part::Whole).await.is_err());
        assert_eq!(documents.delete(&w.admin, view.id).await, Err(Error::NotFound(Noun::Document)));
        assert_eq!(documents.restore(&w.admin, view.id).await.expect("back"), view);
        assert_eq!(content(&w, &w.admin, view.id, Part::Whole).await.expect("read"), PDF);
    })
    .await;
}

#[tokio::test]
async fn documents_are_seen_by_those_who_see_what_they_hang_on() {
    each_database(|w| async move {
        let (site, equipment) = machine(&w).await;
        let elsewhere = w.site("PARIS").await;
        let technician = w.person("tech", Role::Technician, &[site]).await;
        let stranger = w.person("stranger", Role::Technician, &[elsewhere]).await;
        let client = w.person("client", Role::Client, &[site]).await;
        let documents = w.services.documents();
        let view = sent(&w, &technician, &draft(equipment, "a.pdf"), PDF).await;
        assert!(documents.get(&technician, view.id).await.is_ok());
        for nobody in [&stranger, &client] {
            assert_eq!(documents.get(nobody, view.id).await, Err(Error::NotFound(Noun::Document)));
            let listed = documents.list(nobody, Holder::Equipment, equipment.0, None).await;
            assert_eq!(listed, Err(Error::NotFound(Noun::Equipment)));
        }
        let refused = documents.upload_bytes(&stranger, &draft(equipment, "b.pdf"), PDF).await;
        assert_eq!(refused, Err(Error::NotFound(Noun::Equipment)));
        let refused = documents.upload_bytes(&client, &draft(equipment, "b.pdf"), PDF).await;
        assert_eq!(refused, Err(Error::Forbidden));
        // The client sees the machine once they have asked for work on it.
        let who = client.user_id();
        w.intervention_with(equipment, "Fuite", w.clock.now(), |i| {
            i.requested_by = sea_orm::ActiveValue::Set(who);
        })
        .await;
        assert!(documents.get(&client, view.id).await.is_ok());
    })
    .await;
}

#[tokio::test]
async fn an_equipment_has_one_cover_and_is_not_deleted_with_documents() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let one = sent(&w, &w.admin, &draft(equipment, "1.jpg"), &jpeg(20, 20)).await;
        let two = sent(&w, &w.admin, &draft(equipment, "2.jpg"), &jpeg(20, 20)).await;
        let pdf = sent(&w, &w.admin, &draft(equipment, "3.pdf"), PDF).await;
        documents.set_cover(&w.admin, one.id).await.expect("a picture");
        documents.set_cover(&w.admin, two.id).await.expect("a picture");
        let error = documents.set_cover(&w.admin, pdf.id).await.expect_err("no picture");
        assert_eq!(code_at(error, "id"), FieldCode::NotAllowed);
        let covers = documents.covers(&w.admin, &[equipment]).await.expect("covers");
        assert_eq!(covers.get(&equipment), Some(&two.id));
        let listed = documents.list(&w.admin, Holder::Equipment, equipment.0, None).await.expect("a list");
        assert_eq!(listed.iter().filter(|d| d.is_cover).count(), 1);
        assert!(matches!(w.services.equipment().delete(&w.admin, equipment).await, Err(Error::Refused(_))));
    })
    .await;
}

#[tokio::test]
async fn a_file_over_the_limit_is_refused_while_it_arrives() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let mut upload = documents.upload(&w.admin, &draft(equipment, "a.pdf")).await.expect("begun");
        let mut result = upload.write(b"%PDF-1.7\n").await;
        let mut sent = 0;
        while result.is_ok() {
            sent += 1;
            result = upload.write(&vec![b' '; 1 << 20]).await;
        }
        assert_eq!(code_at(result.expect_err("too large"), "file"), FieldCode::FileTooLarge { max_mb: 25 });
        assert_eq!(sent, 25);
        assert_eq!(store::objects(&w.documents), Vec::<String>::new(), "nothing of it stays");
    })
    .await;
}

#[tokio::test]
async fn of_several_writers_of_one_document_none_makes_a_second_current_version() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        for round in 0..6 {
            let documents = w.services.documents();
            let one = sent(&w, &w.admin, &draft(equipment, "1.pdf"), PDF).await;
            let newer = DocumentDraft { replaces: one.id.to_string(), ..draft(equipment, "2.pdf") };
            let two = sent(&w, &w.admin, &newer, PDF).await;
            let next = DocumentDraft { replaces: two.id.to_string(), ..draft(equipment, "3.pdf") };
            let _ = tokio::join!(
                documents.upload_bytes(&w.admin, &next, PDF),
                documents.make_current(&w.admin, one.id),
                async {
                    if round % 2 == 0 { documents.delete(&w.admin, two.id).await.map(drop) } else { Ok(()) }
                },
            );
            let series =
                document::Entity::find_by_id(one.id).one(&w.db).await.expect("read").expect("there").series;
            let versions =
                document::Entity::find().filter(document::Column::Series.eq(&series)).all(&w.db).await;
            let versions = versions.expect("read");
            assert_eq!(versions.iter().filter(|v| v.is_current).count(), 1, "{versions:?}");
            let deleted = versions.iter().filter(|v| v.deleted_at.is_some()).count();
            assert!(deleted == 0 || deleted == versions.len(), "all or none: {versions:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn bringing_back_what_is_there_changes_nothing() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let one = sent(&w, &w.admin, &draft(equipment, "1.pdf"), PDF).await;
        let entries = || audit_entry::Entity::find().filter(audit_entry::Column::Action.eq(Action::Restored));
        assert_eq!(w.services.documents().restore(&w.admin, one.id).await.as_ref(), Ok(&one));
        assert_eq!(entries().count(&w.db).await.ok(), Some(0));
    })
    .await;
}

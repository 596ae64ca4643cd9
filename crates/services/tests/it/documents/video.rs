//! Videos: kept as they were filmed, read in parts, and only where an administrator wants them.

use super::{
    code_at, content, draft,
    files::{mp4, webm},
    machine, sent,
    store::objects,
};
use domain::{
    FieldCode,
    document::{DocumentDraft, DocumentKind, Media, UploadDraft},
    settings::Storage,
};
use entity::setting;
use sea_orm::{ActiveValue::NotSet, ActiveValue::Set, EntityTrait};
use services::Part;
use testkit::{World, each_database};

/// Bytes of an encrypted piece.
const PIECE: usize = 64 * 1024;

#[tokio::test]
async fn what_a_phone_films_is_kept_as_it_is_and_read_in_part() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let films = [
            ("Fuite.MP4", Media::Mp4, mp4(b"mp42", 300_000)),
            ("IMG_0042.MOV", Media::QuickTime, mp4(b"qt  ", 200_000)),
            ("essai.webm", Media::Webm, webm(70_000)),
        ];
        for (name, media, film) in films {
            let view = sent(&w, &w.admin, &draft(equipment, name), &film).await;
            assert_eq!(
                (view.media_type, view.kind, view.width),
                (media, DocumentKind::Photo, None),
                "{name}"
            );
            assert_eq!(view.size as usize, film.len());
            assert!(content(&w, &w.admin, view.id, Part::Whole).await.expect("read") == film, "{name}");
            assert!(content(&w, &w.admin, view.id, Part::Thumbnail).await.is_err(), "nothing small of it");
            for range in [0..2, 65_530..65_540, 65_536..65_537, 60_000..film.len() as u64] {
                let part =
                    w.services.documents().content(&w.admin, view.id, Part::Whole).await.expect("there");
                let read = part.only(range.clone()).read().await.expect("read");
                assert!(read == film[range.start as usize..range.end as usize], "{name} {range:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_part_reads_only_its_own_pieces_and_each_proves_itself() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        let film = mp4(b"isom", 5 * PIECE);
        let view = sent(&w, &w.admin, &draft(equipment, "a.mp4"), &film).await;
        let object = objects(&w.documents).pop().expect("one object");
        let mut sealed = std::fs::read(&object).expect("an object");
        sealed[3 * (PIECE + 16) + 9] ^= 1;
        std::fs::write(&object, &sealed).expect("written");
        let read = |range: std::ops::Range<usize>| {
            let w = &w;
            async move {
                let whole =
                    w.services.documents().content(&w.admin, view.id, Part::Whole).await.expect("a row");
                whole.only(range.start as u64..range.end as u64).read().await
            }
        };
        for good in [0..100, PIECE..3 * PIECE, 4 * PIECE..film.len()] {
            assert!(read(good.clone()).await.expect("untouched") == film[good.clone()], "{good:?}");
        }
        for bad in [3 * PIECE..3 * PIECE + 1, 4 * PIECE - 1..4 * PIECE, 0..film.len()] {
            assert!(read(bad.clone()).await.is_err(), "{bad:?} goes through the changed piece");
        }
    })
    .await;
}

#[tokio::test]
async fn a_repair_shows_what_was_broken_before_and_after() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        for (kind, wanted) in [
            ("failure", DocumentKind::Failure),
            ("before", DocumentKind::Before),
            ("after", DocumentKind::After),
        ] {
            let draft = DocumentDraft { kind: kind.into(), ..draft(equipment, "a.webm") };
            let view = sent(&w, &w.admin, &draft, &webm(900)).await;
            assert_eq!(view.kind, wanted);
            let listed = w.services.documents();
            let listed =
                listed.list(&w.admin, view.entity, view.entity_id, Some(wanted)).await.expect("a list");
            assert_eq!(listed, [view]);
        }
    })
    .await;
}

async fn set(w: &World, changes: &[(&str, &str)]) {
    let view = w.services.settings().section(&w.admin, "storage").await.expect("a section");
    let mut draft = domain::settings::SettingsDraft::from(&view);
    draft.values.extend(changes.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())));
    w.services.settings().update(&w.admin, "storage", &draft).await.expect("saved");
}

#[tokio::test]
async fn videos_have_a_limit_of_their_own() {
    each_database(|w| async move {
        let (_, equipment) = machine(&w).await;
        set(&w, &[("max_mb", "1"), ("video_mb", "2")]).await;
        let large = mp4(b"isom", 3 << 19);
        let view = sent(&w, &w.admin, &draft(equipment, "a.mp4"), &large).await;
        assert_eq!(view.size as usize, large.len(), "a larger one than a PDF may be");
        let too_large = FieldCode::FileTooLarge { max_mb: 2 };
        let documents = w.services.documents();
        let refused =
            documents.upload_bytes(&w.admin, &draft(equipment, "b.mp4"), &mp4(b"isom", 2 << 20)).await;
        assert_eq!(code_at(refused.expect_err("too large"), "file"), too_large);
        let announced = |name: &str, size: usize| UploadDraft {
            document: draft(equipment, name),
            size: size.to_string(),
            ..Default::default()
        };
        let uploads = w.services.uploads();
        let refused = uploads.create(&w.admin, &announced("b.mov", (2 << 20) + 1)).await;
        assert_eq!(code_at(refused.expect_err("too large"), "size"), too_large);
        let refused = uploads.create(&w.admin, &announced("b.pdf", (1 << 20) + 1)).await;
        assert_eq!(code_at(refused.expect_err("too large"), "size"), FieldCode::FileTooLarge { max_mb: 1 });
        // In parts, it becomes the same film.
        let upload = uploads.create(&w.admin, &announced("c.mp4", large.len())).await.expect("begun");
        let mut done = None;
        for (at, piece) in large.chunks(700_000).enumerate() {
            let mut part = uploads.part(&w.admin, upload.id, at as i64 * 700_000).await.expect("a part");
            part.write(piece).await.expect("written");
            done = part.finish().await.expect("kept").document;
        }
        assert_eq!(done.expect("a document").sha256, view.sha256);
    })
    .await;
}

#[tokio::test]
async fn who_had_said_what_is_taken_in_before_there_were_videos_still_takes_none() {
    each_database(|w| async move {
        let settings = w.services.settings();
        assert!(settings.get::<Storage>().videos, "a fresh installation takes them");
        let old = r#"{"max_mb":30,"deleted_days":365,"upload_hours":24,
            "pdf":true,"pictures":true,"office":false,"texts":true}"#;
        let row = setting::ActiveModel {
            id: NotSet,
            key: Set("storage".into()),
            value: Set(old.into()),
            version: Set(1),
            updated_at: Set(w.clock.now()),
            updated_by: Set(None),
        };
        setting::Entity::insert(row).exec(&w.db).await.expect("stored");
        settings.refresh().await.expect("read");
        let rules = settings.get::<Storage>();
        assert_eq!((rules.max_mb, rules.office, rules.videos, rules.video_mb), (30, false, false, 250));
        let view = settings.section(&w.admin, "storage").await.expect("a section");
        assert_eq!((view.text("videos").as_str(), view.text("pictures").as_str()), ("false", "true"));
        let (_, equipment) = machine(&w).await;
        let documents = w.services.documents();
        let refused = documents.upload_bytes(&w.admin, &draft(equipment, "a.mp4"), &mp4(b"isom", 9)).await;
        assert_eq!(code_at(refused.expect_err("switched off"), "file"), FieldCode::FileTypeClosed);
        // Once somebody says so, they are taken in; and what was never saved has the defaults.
        set(&w, &[("videos", "true")]).await;
        sent(&w, &w.admin, &draft(equipment, "a.mp4"), &mp4(b"isom", 9)).await;
        settings.reset(&w.admin, "storage").await.expect("reset");
        assert!(settings.get::<Storage>().videos);
    })
    .await;
}

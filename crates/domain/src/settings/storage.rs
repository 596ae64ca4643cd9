//! What is taken in as a document, and for how long what was deleted can be brought back.

use super::{Field, Kind, Section};
use crate::{
    FieldCode,
    document::{Limits, MAX_BYTES, MAX_MB, MAX_VIDEO_MB, Media, UPLOAD_SECONDS},
    draft::Checker,
};
use serde::{Deserialize, Serialize};

const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// What holds for documents. What was taken in before stays, whatever is changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Storage {
    /// Megabytes of the largest file.
    pub max_mb: i64,
    /// Megabytes of the largest video.
    pub video_mb: i64,
    /// Whether files of these types are taken in.
    pub pdf: bool,
    pub pictures: bool,
    pub videos: bool,
    pub office: bool,
    pub texts: bool,
    /// Days for which a deleted document can be brought back; then its content is thrown away. 0 is for ever.
    pub deleted_days: i64,
    /// Hours for which a file that is sent in parts waits for its next part.
    pub upload_hours: i64,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            max_mb: (MAX_BYTES >> 20) as i64,
            video_mb: MAX_VIDEO_MB,
            pdf: true,
            pictures: true,
            videos: true,
            office: true,
            texts: true,
            deleted_days: 365,
            upload_hours: UPLOAD_SECONDS / HOUR,
        }
    }
}

impl Section for Storage {
    const KEY: &'static str = "storage";
    const FIELDS: &'static [Field] = &[
        Field::new("max_mb", Kind::Whole { min: 1, max: MAX_MB }),
        Field::new("video_mb", Kind::Whole { min: 1, max: MAX_MB }),
        Field::new("deleted_days", Kind::Whole { min: 0, max: 3_650 }),
        Field::new("upload_hours", Kind::Whole { min: 1, max: 168 }),
        Field::new("pdf", Kind::Flag),
        Field::new("pictures", Kind::Flag),
        // Who had said what is taken in before videos were asked about had not said them.
        Field::new("videos", Kind::Flag).default_off(),
        Field::new("office", Kind::Flag),
        Field::new("texts", Kind::Flag),
    ];

    fn check(&self, c: &mut Checker) {
        if self.accepted().next().is_none() {
            c.fail("pdf", FieldCode::ChooseOne);
        }
    }
}

impl Storage {
    /// The largest files.
    pub fn limits(&self) -> Limits {
        let mb = |mb: i64| u32::try_from(mb.clamp(1, MAX_MB)).unwrap_or(1);
        Limits { max_mb: mb(self.max_mb), video_mb: mb(self.video_mb) }
    }

    /// Whether files of that type are taken in.
    pub const fn accepts(&self, media: Media) -> bool {
        match media {
            Media::Pdf => self.pdf,
            Media::Jpeg | Media::Png | Media::Webp => self.pictures,
            Media::Mp4 | Media::QuickTime | Media::Webm => self.videos,
            Media::Docx | Media::Xlsx | Media::Odt | Media::Ods => self.office,
            Media::Text | Media::Csv => self.texts,
        }
    }

    /// The types that are taken in.
    pub fn accepted(&self) -> impl Iterator<Item = Media> {
        Media::ALL.iter().copied().filter(|media| self.accepts(*media))
    }

    /// What a file input offers: the extensions that are taken in.
    pub fn accept(&self) -> String {
        let extensions = Media::ACCEPT.split(',');
        let taken = extensions.filter(|extension| {
            Media::of_extension(extension.trim_start_matches('.')).is_some_and(|media| self.accepts(media))
        });
        taken.collect::<Vec<_>>().join(",")
    }

    /// Seconds for which a deleted document can be brought back; nothing for ever.
    pub const fn deleted_seconds(&self) -> Option<i64> {
        if self.deleted_days > 0 { Some(self.deleted_days * DAY) } else { None }
    }

    /// Seconds for which an upload waits for its next part.
    pub const fn upload_seconds(&self) -> i64 {
        self.upload_hours * HOUR
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::{Registered, SectionView, SettingsDraft};

    #[test]
    fn what_is_switched_off_is_neither_offered_nor_taken() {
        let all = Storage::default();
        assert_eq!(all.accept(), Media::ACCEPT);
        assert_eq!(all.accepted().count(), Media::ALL.len());
        let few = Storage { videos: false, office: false, texts: false, ..all };
        assert_eq!(few.accept(), ".pdf,.jpg,.jpeg,.png,.webp");
        assert!(few.accepts(Media::Pdf) && !few.accepts(Media::Csv) && !few.accepts(Media::Docx));
        assert!(!few.accepts(Media::Mp4) && !few.accepts(Media::QuickTime) && !few.accepts(Media::Webm));
        let limits = Storage { max_mb: 2, video_mb: 900, ..few }.limits();
        assert_eq!((limits.of(Media::Pdf), limits.of(Media::Webm)), (2, 500));
    }

    #[test]
    fn one_type_at_least_is_taken_in() {
        let section = Registered::of(Storage::KEY).expect("a section");
        let mut draft = SettingsDraft::from(&SectionView::new(section, None, 0));
        for name in ["pdf", "pictures", "videos", "office", "texts"] {
            assert!(draft.parse(section).is_ok(), "{name}");
            draft.values.insert(name.into(), "false".into());
        }
        let errors = draft.parse(section).expect_err("nothing is taken in");
        assert_eq!(errors.of("pdf").map(|e| &e.code), Some(&FieldCode::ChooseOne));
    }

    #[test]
    fn with_0_days_nothing_is_ever_thrown_away() {
        let section = Registered::of(Storage::KEY).expect("a section");
        let mut draft = SettingsDraft::from(&SectionView::new(section, None, 0));
        draft.values.insert("deleted_days".into(), "0".into());
        assert!(draft.parse(section).is_ok());
        assert_eq!(Storage { deleted_days: 0, ..Storage::default() }.deleted_seconds(), None);
        assert_eq!(Storage { deleted_days: 2, ..Storage::default() }.deleted_seconds(), Some(172_800));
    }

    #[test]
    fn a_size_beyond_what_a_request_may_have_is_refused() {
        let section = Registered::of(Storage::KEY).expect("a section");
        let mut draft = SettingsDraft::from(&SectionView::new(section, None, 0));
        for bad in ["0", "501", "-1", "x", ""] {
            draft.values.insert("max_mb".into(), bad.into());
            assert!(draft.parse(section).is_err(), "{bad}");
        }
    }
}

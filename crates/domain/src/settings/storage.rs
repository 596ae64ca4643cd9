//! What is taken in as a document, and for how long what was deleted can be brought back.

use super::{Field, Kind, Section};
use crate::{
    FieldCode,
    document::{MAX_BYTES, MAX_MB, Media, UPLOAD_SECONDS},
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
    /// Whether files of these types are taken in.
    pub pdf: bool,
    pub pictures: bool,
    pub office: bool,
    pub texts: bool,
    /// Days for which a deleted document can be brought back; then its content is thrown away.
    pub deleted_days: i64,
    /// Hours for which a file that is sent in parts waits for its next part.
    pub upload_hours: i64,
}

impl Default for Storage {
    fn default() -> Self {
        Self {
            max_mb: (MAX_BYTES >> 20) as i64,
            pdf: true,
            pictures: true,
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
        Field::new("deleted_days", Kind::Whole { min: 1, max: 3_650 }),
        Field::new("upload_hours", Kind::Whole { min: 1, max: 168 }),
        Field::new("pdf", Kind::Flag),
        Field::new("pictures", Kind::Flag),
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
    /// Bytes of the largest file.
    pub fn max_bytes(&self) -> u64 {
        self.max_mb.clamp(1, MAX_MB).unsigned_abs() << 20
    }

    /// Whether files of that type are taken in.
    pub const fn accepts(&self, media: Media) -> bool {
        match media {
            Media::Pdf => self.pdf,
            Media::Jpeg | Media::Png | Media::Webp => self.pictures,
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

    /// Seconds for which a deleted document can be brought back.
    pub const fn deleted_seconds(&self) -> i64 {
        self.deleted_days * DAY
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
        let few = Storage { office: false, texts: false, ..all };
        assert_eq!(few.accept(), ".pdf,.jpg,.jpeg,.png,.webp");
        assert!(few.accepts(Media::Pdf) && !few.accepts(Media::Csv) && !few.accepts(Media::Docx));
        assert_eq!(Storage { max_mb: 2, ..few }.max_bytes(), 2 << 20);
    }

    #[test]
    fn one_type_at_least_is_taken_in() {
        let section = Registered::of(Storage::KEY).expect("a section");
        let mut draft = SettingsDraft::from(&SectionView::new(section, None, 0));
        for name in ["pdf", "pictures", "office", "texts"] {
            assert!(draft.parse(section).is_ok(), "{name}");
            draft.values.insert(name.into(), "false".into());
        }
        let errors = draft.parse(section).expect_err("nothing is taken in");
        assert_eq!(errors.of("pdf").map(|e| &e.code), Some(&FieldCode::ChooseOne));
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

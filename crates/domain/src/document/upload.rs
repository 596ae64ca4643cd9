//! A file that is sent in parts, so that a broken connection costs one part and not the whole.

use super::{DocumentDraft, DocumentView, Media, NewDocument, clean};
use crate::{
    FieldCode, FieldErrors, Timestamp, UploadId,
    draft::{Checker, loose},
};
use serde::{Deserialize, Serialize};

/// Seconds after its last part for which an upload waits for the next, unless the settings say otherwise.
pub const UPLOAD_SECONDS: i64 = 86_400;
/// Uploads of one person that may be under way.
pub const MAX_UPLOADS: u64 = 40;
/// Parts of one upload.
pub const MAX_PARTS: i32 = 1_000;
/// Bytes that a browser sends as one part.
pub const PART_BYTES: u64 = 2 << 20;

/// What a file is to be, before any of it is sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UploadDraft {
    #[serde(flatten)]
    pub document: DocumentDraft,
    /// Bytes of the whole file.
    #[serde(deserialize_with = "loose")]
    pub size: String,
    /// SHA-256 of the whole file in hexadecimal, to be compared at the end; may be empty.
    #[serde(deserialize_with = "loose")]
    pub sha256: String,
}

/// Checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewUpload {
    pub document: NewDocument,
    pub size: u64,
    pub sha256: Option<String>,
}

/// Megabytes of the largest file taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    pub max_mb: u32,
    /// Of the largest video.
    pub video_mb: u32,
}

impl Limits {
    /// What holds for files of that type.
    pub const fn of(self, media: Media) -> u32 {
        if media.is_video() { self.video_mb } else { self.max_mb }
    }

    /// What can be said against a file of that many bytes.
    pub fn refuses(self, media: Media, size: u64) -> Option<FieldCode> {
        let max_mb = self.of(media);
        (size > u64::from(max_mb) << 20).then_some(FieldCode::FileTooLarge { max_mb })
    }
}

impl UploadDraft {
    /// # Errors
    /// Every wrong field.
    pub fn parse(&self, limits: Limits) -> Result<NewUpload, FieldErrors> {
        let document = self.document.parse();
        let mut c = Checker::default();
        let size = c.required::<u64>("size", &self.size, FieldCode::NotANumber);
        // Of a file whose type is refused, its size says nothing more.
        let media = document.as_ref().map(|new| new.media).ok();
        match (size, media) {
            (Some(0), _) => c.fail("size", FieldCode::FileEmpty),
            (Some(size), Some(media)) => {
                if let Some(code) = limits.refuses(media, size) {
                    c.fail("size", code);
                }
            }
            _ => {}
        }
        let sha256 = self.sha256.trim().to_ascii_lowercase();
        if !sha256.is_empty() && (sha256.len() != 64 || !sha256.bytes().all(|b| b.is_ascii_hexdigit())) {
            c.fail("sha256", FieldCode::Malformed);
        }
        let rest = c.finish(size);
        match (document, rest) {
            (Ok(document), Ok(size)) => {
                Ok(NewUpload { document, size, sha256: Some(sha256).filter(|sum| !sum.is_empty()) })
            }
            (document, rest) => {
                let wrong = [document.err(), rest.err()].into_iter().flatten();
                Err(FieldErrors(wrong.flat_map(|errors| errors.0).collect()))
            }
        }
    }
}

/// What can be said against a file before any of it is sent: `accept` holds the extensions that are taken in, each with
/// its dot.
pub fn refused_early(name: &str, size: u64, accept: &str, limits: Limits) -> Option<FieldCode> {
    let extension = match clean(name) {
        Ok(file) => file.extension,
        Err(code) => return Some(code),
    };
    let Some(media) = Media::of_extension(&extension) else { return Some(FieldCode::FileType) };
    if !accept.split(',').any(|taken| taken.strip_prefix('.') == Some(&extension)) {
        return Some(FieldCode::FileTypeClosed);
    }
    if size == 0 { Some(FieldCode::FileEmpty) } else { limits.refuses(media, size) }
}

/// How far an upload is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UploadView {
    pub id: UploadId,
    /// Bytes that have arrived: where the next part begins.
    pub offset: i64,
    /// Bytes of the whole file.
    pub size: i64,
    /// Thrown away then, unless a part comes before.
    pub expires_at: Timestamp,
    /// What it has become, once it is whole.
    pub document: Option<DocumentView>,
}

/// Milliseconds to wait before a part is sent again, after so many tries without progress: 1, 2, 4… up to 30
/// seconds. `chance`, from 0 to 1, spreads those who were cut off together.
pub fn retry_millis(tries: u32, chance: f64) -> u32 {
    let whole = 1_000_u32.saturating_mul(1 << tries.min(5)).min(30_000);
    let spread = f64::from(whole) * 0.25 * chance.clamp(0.0, 1.0);
    whole - spread as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const LIMITS: Limits = Limits { max_mb: 2, video_mb: 9 };

    fn draft(size: &str, sha256: &str) -> UploadDraft {
        let document = DocumentDraft {
            entity: "equipment".into(),
            entity_id: "3".into(),
            file_name: "a.pdf".into(),
            ..Default::default()
        };
        UploadDraft { document, size: size.into(), sha256: sha256.into() }
    }

    #[test]
    fn a_size_is_at_least_one_byte_and_at_most_what_is_taken_in() {
        let code = |size: &str| draft(size, "").parse(LIMITS).err().map(|e| e.0[0].code.clone());
        assert_eq!(code("1"), None);
        assert_eq!(code("2097152"), None);
        assert_eq!(code("0"), Some(FieldCode::FileEmpty));
        assert_eq!(code("2097153"), Some(FieldCode::FileTooLarge { max_mb: 2 }));
        assert_eq!(code("-1"), Some(FieldCode::NotANumber));
        assert_eq!(code(""), Some(FieldCode::Required));
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let wrong = UploadDraft { size: "x".into(), sha256: "abc".into(), ..Default::default() };
        let errors = wrong.parse(LIMITS).expect_err("nothing is right");
        let fields: Vec<&str> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["entity", "entity_id", "file", "size", "sha256"]);
        let good = draft("1", &"AB".repeat(32)).parse(LIMITS).expect("valid");
        assert_eq!(good.sha256, Some("ab".repeat(32)));
    }

    #[test]
    fn what_would_be_refused_is_not_even_sent() {
        let code = |name: &str, size: u64| refused_early(name, size, ".pdf,.jpg,.jpeg,.mp4", LIMITS);
        assert_eq!(code("Plan.PDF", 2 << 20), None);
        assert_eq!(code("a.jpeg", 1), None);
        assert_eq!(code("a.pdf", (2 << 20) + 1), Some(FieldCode::FileTooLarge { max_mb: 2 }));
        assert_eq!(code("a.mp4", 9 << 20), None);
        assert_eq!(code("a.mp4", (9 << 20) + 1), Some(FieldCode::FileTooLarge { max_mb: 9 }));
        assert_eq!(code("a.pdf", 0), Some(FieldCode::FileEmpty));
        assert_eq!(code("a.txt", 1), Some(FieldCode::FileTypeClosed));
        assert_eq!(code("a.exe", 1), Some(FieldCode::FileType));
        assert_eq!(code("plan", 1), Some(FieldCode::FileType));
    }

    proptest! {
        #[test]
        fn waits_grow_and_end(tries in 0_u32..100, chance in 0.0..=1.0_f64) {
            let wait = retry_millis(tries, chance);
            prop_assert!((750..=30_000).contains(&wait));
            prop_assert!(retry_millis(tries + 1, chance) >= wait);
        }
    }
}

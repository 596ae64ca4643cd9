//! What comes in beside a file, and what leaves the server about it.

use super::{DocumentKind, FileName, Holder, Media, clean};
use crate::{
    DocumentId, FieldCode, FieldErrors, LocalDateTime, Timestamp, UserId,
    draft::{Checker, loose},
    text,
};
use serde::{Deserialize, Serialize};

/// What comes with a file, as a form or a program sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentDraft {
    #[serde(deserialize_with = "loose")]
    pub entity: String,
    #[serde(deserialize_with = "loose")]
    pub entity_id: String,
    /// Guessed from the file's type when empty.
    #[serde(deserialize_with = "loose")]
    pub kind: String,
    /// The document that this one replaces; empty for a new one.
    #[serde(deserialize_with = "loose")]
    pub replaces: String,
    #[serde(deserialize_with = "loose")]
    pub file_name: String,
}

/// Checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDocument {
    pub holder: Holder,
    pub holder_id: i64,
    /// Absent: that of the document it replaces, or what its type suggests.
    pub kind: Option<DocumentKind>,
    pub replaces: Option<DocumentId>,
    pub file: FileName,
    pub media: Media,
}

impl NewDocument {
    /// What a new document is for when nobody said it.
    pub fn suggested_kind(&self) -> DocumentKind {
        let is_seen = self.media.is_image() || self.media.is_video();
        if is_seen { DocumentKind::Photo } else { kind_of_name(&self.file.name) }
    }
}

/// What the name of a file says that it is.
fn kind_of_name(name: &str) -> DocumentKind {
    const SAID: &[(DocumentKind, &[&str])] = &[
        (DocumentKind::Manual, &["manuel", "manual", "notice"]),
        (DocumentKind::Certificate, &["certificat", "attestation"]),
        (DocumentKind::Report, &["rapport", "report"]),
        (DocumentKind::Drawing, &["plan", "plans", "schema", "drawing"]),
    ];
    let name = text::fold(name);
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let says =
        |said: &&str| words.iter().any(|word| word == said || (said.len() > 5 && word.starts_with(*said)));
    SAID.iter().find(|(_, said)| said.iter().any(&says)).map_or(DocumentKind::Other, |(kind, _)| *kind)
}

impl DocumentDraft {
    /// # Errors
    /// Every wrong field; `file` for the name.
    pub fn parse(&self) -> Result<NewDocument, FieldErrors> {
        let mut c = Checker::default();
        let holder = c.required::<Holder>("entity", &self.entity, FieldCode::UnknownValue);
        let holder_id = c.required::<i64>("entity_id", &self.entity_id, FieldCode::NotANumber);
        let kind = c.optional::<DocumentKind>("kind", &self.kind, FieldCode::UnknownValue);
        let replaces = c.optional::<DocumentId>("replaces", &self.replaces, FieldCode::NotFound);
        let file = clean(&self.file_name).and_then(|file| match Media::of_extension(&file.extension) {
            Some(media) => Ok((file, media)),
            None => Err(FieldCode::FileType),
        });
        let file = match file {
            Ok(file) => Some(file),
            Err(code) => {
                c.fail("file", code);
                None
            }
        };
        let whole = holder.zip(holder_id).zip(file).map(|((holder, holder_id), (file, media))| NewDocument {
            holder,
            holder_id,
            kind,
            replaces,
            file,
            media,
        });
        c.finish(whole)
    }
}

/// A document, as lists and pages show it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DocumentView {
    pub id: DocumentId,
    pub entity: Holder,
    pub entity_id: i64,
    pub kind: DocumentKind,
    pub file_name: String,
    pub media_type: Media,
    /// Bytes of the content. A picture is stored anew, so it has another size than the file that was sent.
    pub size: i64,
    /// SHA-256 of the content, lower-case hexadecimal.
    pub sha256: String,
    /// 1 for the first.
    pub version: i32,
    /// The version that this one replaced.
    pub version_of: Option<DocumentId>,
    /// No later version has replaced it.
    pub is_current: bool,
    /// Shown at the head of the equipment.
    pub is_cover: bool,
    /// Pixels of a picture.
    pub width: Option<i32>,
    pub height: Option<i32>,
    pub uploaded_by: Option<UserId>,
    pub uploader: String,
    pub uploaded_at: Timestamp,
    pub uploaded_local: LocalDateTime,
    pub deleted_at: Option<Timestamp>,
    /// Goes up with each change of the name or the kind.
    pub revision: i64,
    /// Where the content is.
    pub url: String,
}

impl DocumentView {
    /// Whether there is a thumbnail.
    pub fn is_picture(&self) -> bool {
        self.media_type.is_image()
    }

    pub fn is_video(&self) -> bool {
        self.media_type.is_video()
    }

    /// The content, to be shown in a page.
    pub fn inline_url(&self) -> String {
        format!("{}?inline=1", self.url)
    }

    /// A small picture of it.
    pub fn thumbnail_url(&self) -> String {
        format!("/api/v1/documents/{}/thumbnail", self.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let draft = DocumentDraft {
            entity: "moon".into(),
            entity_id: "x".into(),
            kind: "song".into(),
            replaces: String::new(),
            file_name: "a.exe".into(),
        };
        let errors = draft.parse().expect_err("nothing is right");
        let fields: Vec<&str> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(fields, ["entity", "entity_id", "kind", "file"]);
    }

    #[test]
    fn a_picture_is_a_photo_unless_it_is_said_otherwise() {
        let draft = |name: &str, kind: &str| DocumentDraft {
            entity: "equipment".into(),
            entity_id: "3".into(),
            kind: kind.into(),
            file_name: name.into(),
            ..Default::default()
        };
        let kind = |name, kind| {
            let new = draft(name, kind).parse().expect("valid");
            new.kind.unwrap_or(new.suggested_kind())
        };
        assert_eq!(kind("a.jpg", ""), DocumentKind::Photo);
        assert_eq!(kind("a.mov", ""), DocumentKind::Photo);
        assert_eq!(kind("a.mov", "before"), DocumentKind::Before);
        assert_eq!(kind("a.pdf", ""), DocumentKind::Other);
        assert_eq!(kind("Manuel presse PH-001.pdf", ""), DocumentKind::Manual);
        assert_eq!(kind("Certificat_étalonnage.pdf", ""), DocumentKind::Certificate);
        assert_eq!(kind("schéma-hydraulique.pdf", ""), DocumentKind::Drawing);
        assert_eq!(kind("planning.pdf", ""), DocumentKind::Other);
        assert_eq!(kind("Manuel.pdf", "report"), DocumentKind::Report);
        assert_eq!(kind("a.jpg", "drawing"), DocumentKind::Drawing);
    }
}

//! Documents: the manuals, drawings, photos and reports that hang on an equipment or an intervention. Here
//! are the rules of what is taken in; what is stored, and how, is `services::document`.

mod edit;
mod file_name;
mod media;
mod office;
mod range;
mod store;
mod upload;
mod video;
mod view;

pub use edit::{DocumentChange, DocumentEdit};
pub use file_name::{FileName, clean, content_disposition};
pub use media::{Media, Scan, scan, short_names};
pub use office::check_entries;
pub use range::{ByteRange, byte_range};
pub use store::{DamagedDocument, MAX_NAMED, Place, StoreCheck, StoreView};
pub use upload::{
    Limits, MAX_PARTS, MAX_UPLOADS, NewUpload, PART_BYTES, UPLOAD_SECONDS, UploadDraft, UploadView,
    refused_early, retry_millis,
};
pub use view::{DocumentDraft, DocumentView, NewDocument};

use crate::{Noun, Permission, text_enum};

/// Bytes of the largest file, unless the configuration or the settings say otherwise.
pub const MAX_BYTES: u64 = 25 << 20;
/// Megabytes of the largest video, unless the settings say otherwise: two minutes or more, as phones film them.
pub const MAX_VIDEO_MB: i64 = 250;
/// Megabytes that the largest file may have at the most.
pub const MAX_MB: i64 = 500;
/// Pixels of the largest picture: 50 million, as the larger phones make them.
pub const MAX_PIXELS: u64 = 50_000_000;
/// Bytes that an office file may have once it is unpacked.
pub const MAX_INFLATED: u64 = 200 << 20;
/// Files sent at once by a browser.
pub const MAX_AT_ONCE: usize = 20;

text_enum! {
    /// What a document is for.
    pub enum DocumentKind {
        Manual = "manual",
        Drawing = "drawing",
        /// A picture or a video.
        Photo = "photo",
        /// What is broken, as it was found.
        Failure = "failure",
        /// A repair: how it was, and how it is.
        Before = "before",
        After = "after",
        Report = "report",
        Certificate = "certificate",
        Other = "other",
    }
}

impl DocumentKind {
    /// Where a picture stands in the story of a repair: what was broken, how it was before, how it is after.
    pub const fn step(self) -> Option<u8> {
        match self {
            Self::Failure => Some(0),
            Self::Before => Some(1),
            Self::After => Some(2),
            _ => None,
        }
    }
}

text_enum! {
    /// What a document hangs on.
    pub enum Holder {
        Equipment = "equipment",
        Intervention = "intervention",
    }
}

impl Holder {
    /// Who may read the holder may read its documents.
    pub const fn read(self) -> Permission {
        match self {
            Self::Equipment => Permission::EquipmentRead,
            Self::Intervention => Permission::InterventionRead,
        }
    }

    pub const fn noun(self) -> Noun {
        match self {
            Self::Equipment => Noun::Equipment,
            Self::Intervention => Noun::Intervention,
        }
    }

    /// The page of one, where its documents are shown.
    pub fn page(self, id: i64) -> String {
        match self {
            Self::Equipment => format!("/equipments/{id}?tab=documents"),
            Self::Intervention => format!("/interventions/{id}"),
        }
    }
}

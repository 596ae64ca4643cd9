//! Words for documents.

use domain::document::DocumentKind;
use i18n::{Locale, document as text};

/// What a document is for, in words.
pub fn kind(locale: Locale, kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::Manual => text::kind_manual(locale),
        DocumentKind::Drawing => text::kind_drawing(locale),
        DocumentKind::Photo => text::kind_photo(locale),
        DocumentKind::Failure => text::kind_failure(locale),
        DocumentKind::Before => text::kind_before(locale),
        DocumentKind::After => text::kind_after(locale),
        DocumentKind::Report => text::kind_report(locale),
        DocumentKind::Certificate => text::kind_certificate(locale),
        DocumentKind::Other => text::kind_other(locale),
    }
}

//! What the document says of its reader: the language and the number of the person, as attributes of `<html>`.

use i18n::Locale;
use leptos::prelude::*;

/// The attribute of `<html>` that holds the number of the person.
pub const PERSON: &str = "data-person";

/// The language of the page: in the browser that of the document, on the server that of the request.
pub fn use_locale() -> Locale {
    #[cfg(feature = "hydrate")]
    return on_page("lang").and_then(|lang| lang.parse().ok()).unwrap_or(Locale::Fr);
    #[cfg(not(feature = "hydrate"))]
    use_context::<Locale>().unwrap_or(Locale::Fr)
}

/// The number of the person who looks at the page, in the browser.
#[cfg(feature = "hydrate")]
pub fn person() -> Option<String> {
    on_page(PERSON)
}

#[cfg(feature = "hydrate")]
fn on_page(attribute: &str) -> Option<String> {
    document().document_element()?.get_attribute(attribute)
}

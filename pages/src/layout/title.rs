//! The document's title.

/// The title of the document on a page, made of the page's own. The framework writes it into the HTML as it is, so what stands
/// for markup is escaped here.
pub fn title(page: String) -> String {
    let whole = if page.is_empty() { "Vigie".to_owned() } else { format!("{page} · Vigie") };
    whole.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

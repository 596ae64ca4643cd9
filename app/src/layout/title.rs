//! The document's title.

/// The title of the document on a page, made of the page's own. On the server the framework writes it into the HTML as
/// it is, so what stands for markup is escaped here; the browser sets it as plain text.
pub fn title(page: String) -> String {
    let whole = if page.is_empty() { "Vigie".to_owned() } else { format!("{page} · Vigie") };
    written(whole)
}

#[cfg(feature = "ssr")]
fn written(title: String) -> String {
    title.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(not(feature = "ssr"))]
fn written(title: String) -> String {
    title
}

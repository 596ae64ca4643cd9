//! The status of a page's answer.

/// Answers the page with this status; nothing in the browser.
pub fn respond_with(status: u16) {
    #[cfg(feature = "ssr")]
    crate::backend::respond_with(status);
    #[cfg(not(feature = "ssr"))]
    let _ = status;
}

//! `/`: on to the page of one's role.

use crate::{ApiResult, backend, page::Asked, session::use_viewer};
use leptos::prelude::*;

/// Draws nothing: the browser goes on.
pub async fn home(_: Asked) -> ApiResult<AnyView> {
    backend::redirect(use_viewer().map_or("/login", |viewer| viewer.role.home()));
    Ok(().into_any())
}

//! Server functions of production lines.

use crate::ApiError;
use domain::{
    LineId, SiteId,
    production_line::{LineDraft, LineView},
    site::SiteRef,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// Where the list is.
pub const LIST: &str = "/admin/lines";

/// The list and the sites that it can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineList {
    pub sites: Vec<SiteRef>,
    pub lines: Vec<LineView>,
}

/// What the form needs: the line, absent for a new one, and the sites to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EditedLine {
    pub line: Option<LineView>,
    pub sites: Vec<SiteRef>,
}

/// Lines of the caller's sites, or of one of them.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "production-line/list", input = GetUrl, output = crate::Json)]
pub async fn list_lines(#[server(default)] site: Option<SiteId>) -> Result<LineList, ApiError> {
    crate::backend::call(|s, by| async move {
        let lines = s.lines().list(&by, site).await?;
        Ok(LineList { sites: s.sites().choices(&by).await?, lines })
    })
    .await
}

/// One line, or none for a new one, with the sites.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "production-line/form", input = GetUrl, output = crate::Json)]
pub async fn line_form(#[server(default)] id: Option<LineId>) -> Result<EditedLine, ApiError> {
    crate::backend::call(|s, by| async move {
        let line = match id {
            Some(id) => Some(s.lines().get(&by, id).await?),
            None => None,
        };
        Ok(EditedLine { line, sites: s.sites().choices(&by).await? })
    })
    .await
}

/// Creates a line, or changes the one with that id; then back to its site's lines.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "production-line/save", output = crate::Json)]
pub async fn save_line(#[server(default)] id: Option<LineId>, draft: LineDraft) -> Result<(), ApiError> {
    let saved = crate::backend::call(|s, by| async move {
        match id {
            Some(id) => s.lines().update(&by, id, &draft).await,
            None => s.lines().create(&by, &draft).await,
        }
    })
    .await?;
    crate::backend::redirect(&format!("{}&done=saved", super::list_href(Some(saved.site.id))));
    Ok(())
}

/// Deletes a line without equipment; then back to the list.
///
/// # Errors
/// [`domain::Refusal::InUse`] with the equipment on it.
#[server(prefix = "/rpc", endpoint = "production-line/delete", output = crate::Json)]
pub async fn delete_line(id: LineId) -> Result<(), ApiError> {
    let notice = crate::backend::call(|s, by| async move {
        s.lines().delete(&by, id).await?;
        Ok(crate::backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    crate::backend::redirect(&format!("/admin/lines?{notice}"));
    Ok(())
}

//! Server functions of imports. The file itself is sent by a plain form.

use super::LIST;
use crate::{ApiError, backend};
use domain::{
    ImportId,
    import::{LayoutForm, MappingForm, Remedy, Target, ValueChoice},
};
use leptos::prelude::*;

pub const CHECK: &str = "/rpc/import/check";
pub const COMMIT: &str = "/rpc/import/commit";
pub const UNDO: &str = "/rpc/import/undo";

/// Sets which column is which field; then on to the values.
///
/// # Errors
/// [`domain::Error::Invalid`] with every wrong column and missing field.
#[server(prefix = "/rpc", endpoint = "import/columns", output = crate::Json)]
pub async fn set_import_columns(id: ImportId, draft: MappingForm) -> Result<(), ApiError> {
    let view = backend::call(|s, by| async move { s.imports().set_columns(&by, id, &draft).await }).await?;
    let choices = view.mapping.iter().flat_map(|m| m.columns.values());
    let any = choices.into_iter().any(|t| matches!(t, Target::Field(f) if f.is_choice()));
    let step = if any { "values" } else { "check" };
    backend::redirect(&format!("{LIST}/{id}?step={step}"));
    Ok(())
}

/// Reads the file again with another sheet, header line, separator or encoding.
///
/// # Errors
/// [`domain::Error::Invalid`] with what the file has not.
#[server(prefix = "/rpc", endpoint = "import/layout", output = crate::Json)]
pub async fn set_import_layout(id: ImportId, draft: LayoutForm) -> Result<(), ApiError> {
    backend::call(|s, by| async move {
        let layout = draft.parse()?;
        let done = s.imports().set_layout(&by, id, &layout).await;
        // The form knows its fields without the group that they are in.
        done.map_err(LayoutForm::own_names)
    })
    .await?;
    backend::redirect(&format!("{LIST}/{id}?step=columns"));
    Ok(())
}

/// Does what brings refused rows in, and checks again.
///
/// # Errors
/// [`domain::Refusal::ImportNotReady`].
#[server(prefix = "/rpc", endpoint = "import/remedy", output = crate::Json)]
pub async fn remedy_import(id: ImportId, remedy: Remedy) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.imports().remedy(&by, id, remedy).await }).await?;
    backend::redirect(&format!("{LIST}/{id}"));
    Ok(())
}

/// Sets what the texts of lists stand for; then on to the check.
///
/// # Errors
/// [`domain::Error::Invalid`].
#[server(prefix = "/rpc", endpoint = "import/values", output = crate::Json)]
pub async fn set_import_values(
    id: ImportId,
    #[server(default)] draft: Vec<ValueChoice>,
) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.imports().set_values(&by, id, &draft).await }).await?;
    backend::redirect(&format!("{LIST}/{id}?step=check"));
    Ok(())
}

/// Begins the dry run, or goes on with one that was interrupted.
///
/// # Errors
/// [`domain::Refusal::ImportNotReady`], [`domain::Error::Invalid`] when the mapping is incomplete.
#[server(prefix = "/rpc", endpoint = "import/check", output = crate::Json)]
pub async fn check_import(id: ImportId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.imports().check(&by, id).await }).await?;
    backend::redirect(&format!("{LIST}/{id}"));
    Ok(())
}

/// Begins to write the good rows, or goes on.
///
/// # Errors
/// [`domain::Refusal::ImportNotReady`].
#[server(prefix = "/rpc", endpoint = "import/commit", output = crate::Json)]
pub async fn commit_import(id: ImportId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.imports().commit(&by, id).await }).await?;
    backend::redirect(&format!("{LIST}/{id}"));
    Ok(())
}

/// Begins to take the import out again, or goes on.
///
/// # Errors
/// [`domain::Refusal::ImportInUse`] when what it made is used from elsewhere.
#[server(prefix = "/rpc", endpoint = "import/undo", output = crate::Json)]
pub async fn undo_import(id: ImportId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.imports().undo(&by, id).await }).await?;
    backend::redirect(&format!("{LIST}/{id}"));
    Ok(())
}

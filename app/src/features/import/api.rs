//! Server functions of imports. The file itself is sent by a plain form.

use crate::ApiError;
use domain::{
    ImportId, Page,
    import::{
        FileProfile, ImportMapping, ImportRowErrors, ImportView, LayoutForm, MappingForm, Remedy, ValueChoice,
    },
    site::SiteRef,
};
use leptos::{prelude::*, server_fn::codec::GetUrl};
use serde::{Deserialize, Serialize};

/// Everything that the page of an import shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSheet {
    pub view: ImportView,
    /// The file's columns and the mapping that was set, or that they suggest; absent once they do not matter.
    pub columns: Option<(FileProfile, ImportMapping)>,
    /// The first refused rows.
    pub errors: Vec<ImportRowErrors>,
}

/// The imports of a query string: the page's own.
///
/// # Errors
/// [`domain::Error::Forbidden`].
#[server(prefix = "/rpc", endpoint = "import/list", input = GetUrl, output = crate::Json)]
pub async fn list_imports(query: String) -> Result<Page<ImportView>, ApiError> {
    crate::backend::call(|s, by| async move {
        let window = domain::url::QueryReader::new(&query).window();
        s.imports().list(&by, &window).await
    })
    .await
}

/// The sites in which an import can be made.
///
/// # Errors
/// [`domain::Error::SignedOut`].
#[server(prefix = "/rpc", endpoint = "import/sites", input = GetUrl, output = crate::Json)]
pub async fn import_sites() -> Result<Vec<SiteRef>, ApiError> {
    crate::backend::call(|s, by| async move { s.sites().choices(&by).await }).await
}

/// One import with what its page shows.
///
/// # Errors
/// [`domain::Error::NotFound`], also for what somebody else uploaded.
#[server(prefix = "/rpc", endpoint = "import/get", input = GetUrl, output = crate::Json)]
pub async fn get_import(id: ImportId) -> Result<ImportSheet, ApiError> {
    crate::backend::call(|s, by| async move {
        use domain::import::ImportState::{Checked, Checking, Committed, Uploaded};
        let imports = s.imports();
        let view = imports.get(&by, id).await?;
        let columns = match view.state {
            Uploaded | Checking | Checked => {
                let (profile, suggested) = imports.columns(&by, id).await?;
                let mapping = view.mapping.clone().unwrap_or(suggested);
                Some((profile, mapping))
            }
            _ => None,
        };
        let errors = match view.state {
            Checked | Committed => imports.row_errors(&by, id, &Default::default()).await?.data,
            _ => vec![],
        };
        Ok(ImportSheet { view, columns, errors })
    })
    .await
}

/// How far an import is.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "import/progress", input = GetUrl, output = crate::Json)]
pub async fn import_progress(id: ImportId) -> Result<ImportView, ApiError> {
    crate::backend::call(|s, by| async move { s.imports().get(&by, id).await }).await
}

/// Sets which column is which field; then on to the values.
///
/// # Errors
/// [`domain::Error::Invalid`] with every wrong column and missing field.
#[server(prefix = "/rpc", endpoint = "import/columns", output = crate::Json)]
pub async fn set_import_columns(id: ImportId, draft: MappingForm) -> Result<(), ApiError> {
    let view =
        crate::backend::call(|s, by| async move { s.imports().set_columns(&by, id, &draft).await }).await?;
    let choices = view.mapping.iter().flat_map(|m| m.columns.values());
    let any = choices.into_iter().any(|t| matches!(t, domain::import::Target::Field(f) if f.is_choice()));
    let step = if any { "values" } else { "check" };
    crate::backend::redirect(&format!("/admin/import/{id}?step={step}"));
    Ok(())
}

/// Reads the file again with another sheet, header line, separator or encoding.
///
/// # Errors
/// [`domain::Error::Invalid`] with what the file has not.
#[server(prefix = "/rpc", endpoint = "import/layout", output = crate::Json)]
pub async fn set_import_layout(id: ImportId, draft: LayoutForm) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move {
        let layout = draft.parse()?;
        let done = s.imports().set_layout(&by, id, &layout).await;
        // The form knows its fields without the group that they are in.
        done.map_err(LayoutForm::own_names)
    })
    .await?;
    crate::backend::redirect(&format!("/admin/import/{id}?step=columns"));
    Ok(())
}

/// Does what brings refused rows in, and checks again.
///
/// # Errors
/// [`domain::Refusal::ImportNotReady`].
#[server(prefix = "/rpc", endpoint = "import/remedy", output = crate::Json)]
pub async fn remedy_import(id: ImportId, remedy: Remedy) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.imports().remedy(&by, id, remedy).await }).await?;
    crate::backend::redirect(&format!("/admin/import/{id}"));
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
    crate::backend::call(|s, by| async move { s.imports().set_values(&by, id, &draft).await }).await?;
    crate::backend::redirect(&format!("/admin/import/{id}?step=check"));
    Ok(())
}

/// Begins the dry run, or goes on with one that was interrupted.
///
/// # Errors
/// [`domain::Refusal::ImportNotReady`], [`domain::Error::Invalid`] when the mapping is incomplete.
#[server(prefix = "/rpc", endpoint = "import/check", output = crate::Json)]
pub async fn check_import(id: ImportId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.imports().check(&by, id).await }).await?;
    crate::backend::redirect(&format!("/admin/import/{id}"));
    Ok(())
}

/// Begins to write the good rows, or goes on.
///
/// # Errors
/// [`domain::Refusal::ImportNotReady`].
#[server(prefix = "/rpc", endpoint = "import/commit", output = crate::Json)]
pub async fn commit_import(id: ImportId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.imports().commit(&by, id).await }).await?;
    crate::backend::redirect(&format!("/admin/import/{id}"));
    Ok(())
}

/// Begins to take the import out again, or goes on.
///
/// # Errors
/// [`domain::Refusal::ImportInUse`] when what it made is used from elsewhere.
#[server(prefix = "/rpc", endpoint = "import/undo", output = crate::Json)]
pub async fn undo_import(id: ImportId) -> Result<(), ApiError> {
    crate::backend::call(|s, by| async move { s.imports().undo(&by, id).await }).await?;
    crate::backend::redirect(&format!("/admin/import/{id}"));
    Ok(())
}

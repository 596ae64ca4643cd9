//! The server functions of a record: saving and deleting. Leptos asks for one function each, so that they are a macro.

use crate::{ApiError, backend};
use services::Stored;

/// Declares a record's server functions: `record_functions!(save_site "site/save", delete_site "site/delete", SiteDraft,
/// SiteId);`. Both lead back to the list.
macro_rules! record_functions {
    ($save:ident $save_at:literal, $delete:ident $delete_at:literal, $draft:ident, $id:ident) => {
        /// Creates a record, or changes the one with that id; then back to the list.
        ///
        /// # Errors
        /// [`domain::Error::Invalid`], [`domain::Error::Stale`].
        #[leptos::prelude::server(prefix = "/rpc", endpoint = $save_at, output = crate::Json)]
        pub async fn $save(#[server(default)] id: Option<$id>, draft: $draft) -> Result<(), crate::ApiError> {
            $crate::record::save(id, draft).await
        }

        /// Deletes a record that nothing refers to; then back to the list.
        ///
        /// # Errors
        /// [`domain::Refusal::InUse`] with what refers to it.
        #[leptos::prelude::server(prefix = "/rpc", endpoint = $delete_at, output = crate::Json)]
        pub async fn $delete(id: $id) -> Result<(), crate::ApiError> {
            $crate::record::delete::<$draft>(id).await
        }

        // Both are called by their addresses alone.
        const _: () = {
            let _ = ($save, $delete);
        };
    };
}

pub(crate) use record_functions;

/// Creates a record, or changes the one with that id; then back to the list.
pub async fn save<D: Stored>(id: Option<D::Id>, draft: D) -> Result<(), ApiError> {
    write(id, draft).await?;
    backend::redirect(&format!("{}?done=saved", D::LIST));
    Ok(())
}

/// Creates a record, or changes the one with that id.
pub async fn write<D: Stored>(id: Option<D::Id>, draft: D) -> Result<D::View, ApiError> {
    backend::call(|s, by| async move {
        match id {
            Some(id) => draft.update(&s, &by, id).await,
            None => draft.create(&s, &by).await,
        }
    })
    .await
}

/// Deletes a record that nothing refers to; then back to the list.
pub async fn delete<D: Stored>(id: D::Id) -> Result<(), ApiError> {
    let notice = backend::call(|s, by| async move {
        D::delete(&s, &by, id).await?;
        Ok(backend::notice(&s, &by, "deleted").await)
    })
    .await?;
    backend::redirect(&format!("{}?{notice}", D::LIST));
    Ok(())
}

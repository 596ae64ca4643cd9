//! Server functions of templates.

use crate::{ApiError, backend, record};
use domain::{
    Error, FieldErrors, TemplateId, checklist::Press, intervention_template::InterventionTemplateDraft,
};
use leptos::prelude::*;

/// Saves a template, the one with that id or a new one. A button of the step editor saves nothing: the form comes back as it
/// is, for the page to show it with the rows changed.
///
/// # Errors
/// [`domain::Error::Invalid`], [`domain::Error::Stale`].
#[server(prefix = "/rpc", endpoint = "work-template/save", output = crate::Json)]
pub async fn save_template(
    #[server(default)] id: Option<TemplateId>,
    draft: InterventionTemplateDraft,
    #[server(default)] press: String,
) -> Result<(), ApiError> {
    let pressed = Press::of(&press).is_some();
    backend::call(|s, by| async move {
        if pressed {
            return Err(Error::Invalid(FieldErrors::default()));
        }
        match id {
            Some(id) => s.intervention_templates().update(&by, id, &draft).await,
            None => s.intervention_templates().create(&by, &draft).await,
        }
    })
    .await?;
    backend::redirect("/templates?done=saved");
    Ok(())
}

/// Copies a template, and opens the copy.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "work-template/copy", output = crate::Json)]
pub async fn copy_template(id: TemplateId) -> Result<(), ApiError> {
    let copy = backend::call(|s, by| async move { s.intervention_templates().copy(&by, id).await }).await?;
    backend::redirect(&format!("/templates/{}/edit?done=saved", copy.id));
    Ok(())
}

/// Takes a template out of use.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "work-template/retire", output = crate::Json)]
pub async fn retire_template(id: TemplateId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.intervention_templates().retire(&by, id).await }).await?;
    backend::redirect(&format!("/templates/{id}/edit?done=saved"));
    Ok(())
}

/// Offers a template again.
///
/// # Errors
/// [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "work-template/restore", output = crate::Json)]
pub async fn restore_template(id: TemplateId) -> Result<(), ApiError> {
    backend::call(|s, by| async move { s.intervention_templates().restore(&by, id).await }).await?;
    backend::redirect(&format!("/templates/{id}/edit?done=saved"));
    Ok(())
}

/// Deletes a template from which nothing was made.
///
/// # Errors
/// [`domain::Refusal::InUse`], [`domain::Error::NotFound`].
#[server(prefix = "/rpc", endpoint = "work-template/delete", output = crate::Json)]
pub async fn delete_template(id: TemplateId) -> Result<(), ApiError> {
    record::delete::<InterventionTemplateDraft>(id).await
}

//! Intervention templates over REST.

use super::{
    input::{self, Created, Id},
    params::WindowParams,
    record::record_routes,
};
use crate::{
    AppState,
    error::{By, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    EquipmentTypeId, Page, TemplateId,
    intervention::InterventionKind,
    intervention_template::{InterventionTemplateDraft, TemplateQuery, TemplateView},
};
use services::Services;
use utoipa_axum::{router::OpenApiRouter, routes as documented};

record_routes!(
    intervention_templates,
    TemplateId,
    InterventionTemplateDraft,
    TemplateView,
    "intervention templates",
    "/intervention-templates",
    "/intervention-templates/{id}",
    "intervention template",
    "an intervention template"
);

/// What is done with a template beside changing it.
pub fn steps() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(documented!(copy)).routes(documented!(retire)).routes(documented!(restore))
}

/// Which templates are listed.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "describes what `TemplateQuery` reads")]
struct TemplateParams {
    kind: Option<InterventionKind>,
    /// Those for this family of machines, and those for any.
    r#type: Option<EquipmentTypeId>,
    /// Also those that are not offered any more.
    retired: Option<bool>,
}

/// Intervention templates
///
/// By title. They are shared by all sites.
#[utoipa::path(get, path = "/intervention-templates", tag = "intervention templates",
    params(TemplateParams, WindowParams), responses((status = OK, body = Page<TemplateView>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<TemplateView>>> {
    let wanted = TemplateQuery::from_url(query.as_deref().unwrap_or_default());
    Ok(Json(input::page(s.intervention_templates().list(&by, &wanted).await?, query)?))
}

/// Copy an intervention template
///
/// With a number behind its title.
#[utoipa::path(post, path = "/intervention-templates/{id}/copy", tag = "intervention templates",
    params(("id" = TemplateId, Path)),
    responses((status = CREATED, body = TemplateView, headers(("location" = String)))))]
async fn copy(
    By(by): By,
    Id(id): Id<TemplateId>,
    State(s): State<Services>,
) -> RestResult<Created<TemplateView>> {
    let copied = s.intervention_templates().copy(&by, id).await?;
    Ok(input::created(format!("/api/v1/intervention-templates/{}", copied.id), copied))
}

/// Take an intervention template out of use
///
/// It is not offered any more; what was made from it stays.
#[utoipa::path(post, path = "/intervention-templates/{id}/retire", tag = "intervention templates",
    params(("id" = TemplateId, Path)), responses((status = OK, body = TemplateView)))]
async fn retire(
    By(by): By,
    Id(id): Id<TemplateId>,
    State(s): State<Services>,
) -> RestResult<Json<TemplateView>> {
    Ok(Json(s.intervention_templates().retire(&by, id).await?))
}

/// Offer an intervention template again
#[utoipa::path(post, path = "/intervention-templates/{id}/restore", tag = "intervention templates",
    params(("id" = TemplateId, Path)), responses((status = OK, body = TemplateView)))]
async fn restore(
    By(by): By,
    Id(id): Id<TemplateId>,
    State(s): State<Services>,
) -> RestResult<Json<TemplateView>> {
    Ok(Json(s.intervention_templates().restore(&by, id).await?))
}

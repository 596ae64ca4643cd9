//! Campaigns over REST.

use super::{
    input::{self, Created, Fields, Id},
    params::WindowParams,
};
use crate::{
    AppState,
    error::{By, RestError, RestResult},
};
use axum::{
    Json,
    extract::{RawQuery, State},
};
use domain::{
    CampaignId, Page,
    campaign::{
        AddDraft, CampaignDraft, CampaignMachine, CampaignPreview, CampaignQuery, CampaignRow,
        CampaignStatus, CampaignView, CancelDraft, CloseDraft, MachineQuery, MachineState,
    },
};
use serde::Serialize;
use services::Services;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::{router::OpenApiRouter, routes};

pub fn routes() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(list, create))
        .routes(routes!(preview))
        .routes(routes!(get))
        .routes(routes!(machines, add))
        .routes(routes!(what_is_new))
        .routes(routes!(close))
        .routes(routes!(cancel))
}

/// Which campaigns are listed. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
struct CampaignParams {
    #[param(style = Form, explode = false)]
    status: Option<Vec<CampaignStatus>>,
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Which machines of a campaign are listed. Several values are separated by commas.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub struct CampaignMachineParams {
    #[param(style = Form, explode = false)]
    state: Option<Vec<MachineState>>,
    #[param(style = Form, explode = false)]
    site: Option<Vec<i64>>,
    /// `next_cursor` or `prev_cursor` of another page of the same list.
    cursor: Option<String>,
}

/// Campaigns of the caller’s sites
///
/// By their last days: the latest first, but those under way (`status=open`) by the nearest. Their numbers are those of the
/// caller's sites.
#[utoipa::path(get, path = "/campaigns", tag = "campaigns", params(CampaignParams, WindowParams),
    responses((status = OK, body = Page<CampaignRow>)))]
async fn list(
    By(by): By,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<CampaignRow>>> {
    let query = RestError::unless_read(CampaignQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.campaigns().list(&by, &query).await?))
}

/// Start a campaign
///
/// Each machine that it is about and that is in service gets an intervention, all or none; 2,000 at most.
#[utoipa::path(post, path = "/campaigns", tag = "campaigns", request_body = CampaignDraft,
    responses((status = CREATED, body = CampaignView, headers(("location" = String)))))]
async fn create(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Created<CampaignView>> {
    let made = s.campaigns().create(&by, &fields.draft()?).await?;
    Ok(input::created(format!("/api/v1/campaigns/{}", made.row.id), made))
}

/// What starting a campaign would do
///
/// Nothing is made: how many machines would get an intervention, and which. Only what the campaign is about is looked at.
#[utoipa::path(post, path = "/campaigns/preview", tag = "campaigns", request_body = CampaignDraft,
    responses((status = OK, body = CampaignPreview)))]
async fn preview(By(by): By, State(s): State<Services>, fields: Fields) -> RestResult<Json<CampaignPreview>> {
    Ok(Json(s.campaigns().preview(&by, &fields.draft()?).await?))
}

/// One campaign, whole
#[utoipa::path(get, path = "/campaigns/{id}", tag = "campaigns",
    params(("id" = CampaignId, Path)), responses((status = OK, body = CampaignView)))]
async fn get(
    By(by): By,
    Id(id): Id<CampaignId>,
    State(s): State<Services>,
) -> RestResult<Json<CampaignView>> {
    Ok(Json(s.campaigns().get(&by, id).await?))
}

/// The machines of a campaign
///
/// By their codes, each with what has become of it.
#[utoipa::path(get, path = "/campaigns/{id}/machines", tag = "campaigns",
    params(("id" = CampaignId, Path), CampaignMachineParams, WindowParams),
    responses((status = OK, body = Page<CampaignMachine>)))]
async fn machines(
    By(by): By,
    Id(id): Id<CampaignId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Json<Page<CampaignMachine>>> {
    let query = RestError::unless_read(MachineQuery::from_url(query.as_deref().unwrap_or_default()))?;
    Ok(Json(s.campaigns().machines(&by, id, &query).await?))
}

/// How many machines were added.
#[derive(Serialize, ToSchema)]
struct Added {
    added: i64,
}

/// Add what is new to a campaign
///
/// Machines that have joined its type since, and those that are named. Machines that it has already stay as they are.
#[utoipa::path(post, path = "/campaigns/{id}/machines", tag = "campaigns",
    params(("id" = CampaignId, Path)), request_body = AddDraft, responses((status = OK, body = Added)))]
async fn add(
    By(by): By,
    Id(id): Id<CampaignId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<Added>> {
    Ok(Json(Added { added: s.campaigns().add(&by, id, &fields.draft()?).await? }))
}

/// What adding to a campaign would do
///
/// Nothing is made.
#[utoipa::path(post, path = "/campaigns/{id}/preview", tag = "campaigns",
    params(("id" = CampaignId, Path)), request_body = AddDraft,
    responses((status = OK, body = CampaignPreview)))]
async fn what_is_new(
    By(by): By,
    Id(id): Id<CampaignId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<CampaignPreview>> {
    Ok(Json(s.campaigns().what_is_new(&by, id, &fields.draft()?).await?))
}

/// Close a campaign
///
/// Nothing is added any more; its interventions go on. Only who sees all of its sites closes it.
#[utoipa::path(post, path = "/campaigns/{id}/close", tag = "campaigns",
    params(("id" = CampaignId, Path)), request_body = CloseDraft,
    responses((status = OK, body = CampaignView)))]
async fn close(
    By(by): By,
    Id(id): Id<CampaignId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<CampaignView>> {
    Ok(Json(s.campaigns().close(&by, id, &fields.draft()?).await?))
}

/// Cancel a campaign
///
/// With a reason. With `interventions`, those that are not done are called off as well.
#[utoipa::path(post, path = "/campaigns/{id}/cancel", tag = "campaigns",
    params(("id" = CampaignId, Path)), request_body = CancelDraft,
    responses((status = OK, body = CampaignView)))]
async fn cancel(
    By(by): By,
    Id(id): Id<CampaignId>,
    State(s): State<Services>,
    fields: Fields,
) -> RestResult<Json<CampaignView>> {
    Ok(Json(s.campaigns().cancel(&by, id, &fields.draft()?).await?))
}

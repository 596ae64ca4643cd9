//! The machines of a campaign as a file.

use super::{Asked, Column, file, optional, plain, plain_if, text};
use crate::{
    error::RestResult,
    rest::{CampaignMachineParams, input::Id},
};
use axum::response::Response;
use domain::{
    CampaignId,
    campaign::{CampaignMachine, MachineQuery},
};
use i18n::export as name;

/// The machines of a campaign as CSV
///
/// The same filters as the list, and every row. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/campaigns/{id}/machines.csv", tag = "campaigns",
    params(("id" = CampaignId, Path), CampaignMachineParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(asked: Asked, Id(id): Id<CampaignId>) -> RestResult<Response> {
    let name = format!("campaign-{id}.csv");
    file(&name, COLUMNS, asked, MachineQuery::from_url, move |s, by, query, after| async move {
        s.campaigns().export(&by, id, &query, after).await
    })
    .await
}

/// States as the API names them.
const COLUMNS: &[Column<CampaignMachine>] = &[
    (name::equipment, |m| text(&m.equipment.code)),
    (name::equipment_name, |m| text(&m.equipment.name)),
    (name::site, |m| text(&m.site.code)),
    (name::progress, |m| plain(m.state)),
    (name::intervention, |m| text(&m.intervention.code)),
    (name::status, |m| plain(m.intervention.status)),
    (name::technician, |m| optional(m.intervention.lead.as_ref().map(|lead| lead.name.as_str()))),
    (name::due, |m| plain_if(m.intervention.due_local.map(|at| at.0))),
    (name::completed, |m| plain_if(m.intervention.completed_local.map(|at| at.0))),
    (name::excluded, |m| plain_if(m.excluded.as_ref().map(|out| out.why))),
    (name::excluded_since, |m| plain_if(m.excluded.as_ref().and_then(|out| out.at_local).map(|at| at.0))),
    (name::reason, |m| optional(m.excluded.as_ref().and_then(|out| out.reason.as_deref()))),
];

//! The machines of a campaign as a file.

use super::{Table, file};
use crate::{
    edge::language::Language,
    error::{By, RestError, RestResult},
    rest::{CampaignMachineParams, input::Id},
};
use axum::{
    extract::{RawQuery, State},
    response::Response,
};
use domain::{
    CampaignId,
    campaign::{CampaignMachine, MachineQuery},
};
use i18n::{Locale, export as text};
use services::Services;

/// The machines of a campaign as CSV
///
/// The same filters as the list, and every row. The column names are in the language of the request, which
/// also decides the separator: `;` in French, `,` in English. UTF-8 with a byte order mark.
#[utoipa::path(get, path = "/campaigns/{id}/machines.csv", tag = "campaigns",
    params(("id" = CampaignId, Path), CampaignMachineParams),
    responses((status = OK, body = String, content_type = "text/csv")))]
pub(super) async fn export(
    By(by): By,
    Language(locale): Language,
    Id(id): Id<CampaignId>,
    RawQuery(query): RawQuery,
    State(s): State<Services>,
) -> RestResult<Response> {
    let query = RestError::unless_read(MachineQuery::from_url(query.as_deref().unwrap_or_default()))?;
    file(&format!("campaign-{id}.csv"), header(locale), move |after| {
        let (s, by, query) = (s.clone(), by.clone(), query.clone());
        async move {
            let (rows, next) = s.campaigns().export(&by, id, &query, after).await?;
            let mut table = Table::new(locale);
            rows.iter().for_each(|row| write(&mut table, row));
            Ok((table, next))
        }
    })
    .await
}

fn header(l: Locale) -> Table {
    let names = [
        text::equipment(l),
        text::equipment_name(l),
        text::site(l),
        text::progress(l),
        text::intervention(l),
        text::status(l),
        text::technician(l),
        text::due(l),
        text::completed(l),
        text::excluded(l),
        text::excluded_since(l),
        text::reason(l),
    ];
    Table::header(l, &names)
}

/// States as the API names them.
fn write(table: &mut Table, m: &CampaignMachine) {
    let work = &m.intervention;
    let out = m.excluded.as_ref();
    table
        .text(&m.equipment.code)
        .text(&m.equipment.name)
        .text(&m.site.code)
        .plain(m.state)
        .text(&work.code)
        .plain(work.status)
        .optional(work.lead.as_ref().map(|lead| lead.name.as_str()))
        .plain(work.due_local.map(|at| at.0.to_string()).unwrap_or_default())
        .plain(work.completed_local.map(|at| at.0.to_string()).unwrap_or_default())
        .plain(out.map(|out| out.why.to_string()).unwrap_or_default())
        .plain(out.and_then(|out| out.at_local).map(|at| at.0.to_string()).unwrap_or_default())
        .optional(out.and_then(|out| out.reason.as_deref()))
        .end();
}

//! The demonstration's equipment and work orders as rows of the database.

use super::{
    history::{DAYS, Work},
    plant::{Item, SEED},
    rng::Rng,
};
use crate::{
    equipment::{searched, values},
    intervention,
};
use domain::{
    Date, EquipmentId, EquipmentTypeId, LineId, SiteId, Timestamp, UserId,
    equipment::{Criticality, EquipmentState, NewEquipment},
};
use entity::{equipment, intervention as work_order};
use jiff::Span;
use sea_orm::ActiveValue::{NotSet, Set};

/// Where an equipment's row points to.
pub(super) struct Places {
    pub site: SiteId,
    pub line: Option<LineId>,
    pub kind: EquipmentTypeId,
    pub parent: Option<EquipmentId>,
}

/// An equipment's row. `since` is when it came into its state.
pub(super) fn equipment_row(
    item: &Item,
    at: Places,
    since: Timestamp,
    now: Timestamp,
    by: UserId,
) -> equipment::ActiveModel {
    let mut rng = Rng::of(SEED, &format!("dates of {}", item.code));
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    let before = |day: jiff::civil::Date, days: i64| day.saturating_sub(Span::new().days(days));
    let in_service = before(today.saturating_sub(Span::new().months(item.age)), rng.between(0, 24));
    let installed = before(in_service, rng.between(4, 30));
    let purchased = before(installed, rng.between(30, 160));
    let stops_the_line = item.criticality == Criticality::Critical && item.line.is_some();
    let new = NewEquipment {
        code: item.code.clone(),
        name: item.name.clone(),
        site_id: at.site,
        line_id: at.line,
        type_id: Some(at.kind),
        parent_id: at.parent,
        model: Some(item.model.clone()),
        serial_number: Some(item.serial.clone()),
        manufacturer: Some(item.maker.clone()),
        purchased_on: Some(Date(purchased)),
        installed_on: Some(Date(installed)),
        in_service_on: Some(Date(in_service)),
        warranty_until: Some(Date(in_service.saturating_add(Span::new().months(24)))),
        lifespan_years: Some(item.years),
        replacement_value_minor: Some(item.value_minor),
        state: item.state,
        state_reason: item.trouble.as_ref().map(|t| t.reason.clone()),
        criticality: item.criticality,
        notes: stops_the_line.then(|| {
            "Une panne arrête la ligne\u{a0}: prévenir la production avant toute intervention.".to_owned()
        }),
        specifications: item.specs.clone(),
        version: None,
    };
    let mut row = values(&new, since);
    row.interventions_count = Set(0);
    row.state_since = Set(since);
    // The other states follow from failures and work.
    row.state_by_hand = Set(item.state == EquipmentState::Inactive);
    row.created_at = Set(since.min(now.plus_seconds(-DAYS * 86_400)));
    row.created_by = Set(Some(by));
    row.retired_at = Set(None);
    row.import_id = Set(None);
    row.version = Set(1);
    row
}

/// The folded text of an item's machine.
pub(super) fn machine_text(item: &Item) -> String {
    searched([Some(&item.code), Some(&item.name), Some(&item.model), Some(&item.serial), Some(&item.maker)])
}

/// A work order's row under its number. `machine` is what its machine is searched by.
pub(super) fn work_row(
    work: &Work,
    number: i64,
    site: SiteId,
    (equipment, machine): (EquipmentId, &str),
    requested_by: Option<UserId>,
    created_by: Option<UserId>,
) -> work_order::ActiveModel {
    let code = intervention::code(work.year, number);
    let done = work.ended.is_some();
    let report = done.then(|| work.job.report.clone());
    let own = [Some(&code), Some(&work.job.title), work.job.description.as_ref(), report.as_ref()];
    work_order::ActiveModel {
        id: NotSet,
        site_id: Set(site),
        equipment_id: Set(equipment),
        search_text: Set(intervention::searched(&own, machine)),
        code: Set(code),
        kind: Set(work.job.kind),
        status: Set(work.status),
        priority: Set(work.job.priority),
        priority_rank: Set(work.job.priority as i32),
        title: Set(work.job.title.clone()),
        description: Set(work.job.description.clone()),
        report: Set(report),
        reported_at: Set(work.reported),
        started_at: Set(work.started),
        ended_at: Set(work.ended),
        cost_minor: Set(done.then_some(work.job.cost_minor)),
        currency: Set("EUR".to_owned()),
        requested_by: Set(requested_by),
        external_ref: Set(None),
        import_id: Set(None),
        import_key: Set(None),
        import_line: Set(None),
        import_print: Set(None),
        version: Set(1),
        created_at: Set(work.reported),
        updated_at: Set(work.ended.or(work.started).unwrap_or(work.reported)),
        created_by: Set(created_by),
        ..Default::default()
    }
}

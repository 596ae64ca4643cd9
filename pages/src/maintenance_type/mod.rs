//! Maintenance types: what kind of work an intervention is to the plant, with its colour. Shared by all sites.

mod mark;

use crate::record::{Column, RecordPages, Style, record_functions};
use domain::{
    MaintenanceTypeId, colour,
    maintenance_type::{ICONS, MaintenanceTypeDraft},
};
use i18n::{format, maintenance_type as text};
use leptos::prelude::*;
use ui::Icon;

record_functions!(
    save_maintenance_type "maintenance-type/save",
    delete_maintenance_type "maintenance-type/delete",
    MaintenanceTypeDraft,
    MaintenanceTypeId
);

/// The list and the forms.
pub static PAGES: RecordPages<MaintenanceTypeDraft> = RecordPages {
    save: "/rpc/maintenance-type/save",
    delete: "/rpc/maintenance-type/delete",
    texts: text::find,
    icon: Icon::CalendarCheck,
    mark: Some(|kind| mark::mark(&kind.colour, &kind.icon)),
    columns: &[
        Column {
            title: "description",
            style: Style::Prose,
            cell: |_, kind| kind.description.clone().into_any(),
        },
        Column {
            title: "position",
            style: Style::Number,
            cell: |locale, kind| format::whole(locale, kind.position.into()).into_any(),
        },
    ],
    start: || MaintenanceTypeDraft {
        colour: colour::SUGGESTED[0].to_owned(),
        icon: ICONS[0].to_owned(),
        ..MaintenanceTypeDraft::default()
    },
};

//! Equipment types: the families that machines belong to, shared by all sites.

use crate::record::{Column, RecordPages, Style, record_functions};
use domain::{EquipmentTypeId, equipment::EquipmentQuery, equipment_type::EquipmentTypeDraft};
use i18n::{equipment_type as text, format};
use leptos::prelude::*;
use ui::Icon;

record_functions!(
    save_equipment_type "equipment-type/save",
    delete_equipment_type "equipment-type/delete",
    EquipmentTypeDraft,
    EquipmentTypeId
);

/// The list and the forms.
pub static PAGES: RecordPages<EquipmentTypeDraft> = RecordPages {
    save: "/rpc/equipment-type/save",
    delete: "/rpc/equipment-type/delete",
    texts: text::find,
    icon: Icon::Shapes,
    mark: None,
    columns: &[
        Column {
            title: "description",
            style: Style::Prose,
            cell: |_, kind| kind.description.clone().into_any(),
        },
        Column {
            title: "equipment",
            style: Style::Number,
            cell: |locale, kind| {
                let list = EquipmentQuery { equipment_type: vec![kind.id], ..EquipmentQuery::default() };
                view! {
                    <a
                        class="link relative z-1"
                        href=list.href()
                        aria-label=text::see_equipment(locale, &kind.name)
                    >
                        {format::whole(locale, kind.equipment_count)}
                    </a>
                }
                .into_any()
            },
        },
    ],
    start: EquipmentTypeDraft::default,
};

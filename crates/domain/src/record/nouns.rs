//! The nouns of [`RecordDraft`], for whoever has a [`Noun`] and not its type: events, undo, the audit trail, the API's limits.

use super::{Field, RecordDraft};
use crate::{
    Noun, Permission, equipment_type::EquipmentTypeDraft, failure_code::FailureCodeDraft,
    intervention_template::InterventionTemplateDraft, maintenance_type::MaintenanceTypeDraft,
    production_line::LineDraft, site::SiteDraft, team::TeamDraft,
};

/// What a noun says of itself by [`RecordDraft`].
#[derive(Clone, Copy, Debug)]
pub struct RecordNoun {
    pub noun: Noun,
    pub read: Permission,
    pub write: Permission,
    /// Whether all sites share its rows.
    pub shared: bool,
    /// The address of its list.
    pub list: &'static str,
    /// Its draft's name in the API's document.
    pub schema: &'static str,
    pub fields: &'static [Field],
}

const fn of<D: RecordDraft>() -> RecordNoun {
    RecordNoun {
        noun: D::NOUN,
        read: D::READ,
        write: D::WRITE,
        shared: D::SHARED,
        list: D::LIST,
        schema: D::SCHEMA,
        fields: D::FIELDS,
    }
}

/// All of them.
pub const RECORDS: &[RecordNoun] = &[
    of::<EquipmentTypeDraft>(),
    of::<FailureCodeDraft>(),
    of::<InterventionTemplateDraft>(),
    of::<LineDraft>(),
    of::<MaintenanceTypeDraft>(),
    of::<SiteDraft>(),
    of::<TeamDraft>(),
];

/// What a noun says of itself, where it is one of them.
pub fn record_noun(noun: Noun) -> Option<&'static RecordNoun> {
    RECORDS.iter().find(|record| record.noun == noun)
}

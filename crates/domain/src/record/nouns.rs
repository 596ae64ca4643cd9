//! The nouns of [`RecordDraft`], for whoever has a [`Noun`] and not its type: events, undo, the audit trail, the API's limits.

use super::{Field, RecordDraft};
use crate::{
    FieldErrors, Noun, Permission, equipment_type::EquipmentTypeDraft, failure_code::FailureCodeDraft,
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
    /// What is wrong with a draft that was sent; nothing is told of what is no draft.
    pub errors: fn(serde_json::Value) -> Option<FieldErrors>,
    /// An empty draft.
    pub empty: fn() -> serde_json::Value,
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
        errors: |sent| serde_json::from_value::<D>(sent).ok().map(|draft| draft.errors()),
        empty: || serde_json::to_value(D::default()).unwrap_or_default(),
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_drafts_fields_are_those_that_it_lists() {
        for record in RECORDS {
            let draft = (record.empty)();
            let sent = draft.as_object().expect("an object").keys().map(String::as_str);
            let sent: BTreeSet<&str> = sent.filter(|name| *name != "version").collect();
            assert_eq!(sent, record.fields.iter().map(|field| field.name).collect(), "{}", record.schema);
        }
    }

    #[test]
    fn an_empty_draft_lacks_what_is_required() {
        for record in RECORDS {
            let errors = (record.errors)((record.empty)()).expect("a draft");
            let required = record.fields.iter().filter(|field| field.required).map(|field| field.name);
            assert_eq!(
                errors.0.iter().map(|error| error.field.as_str()).collect::<BTreeSet<_>>(),
                required.collect(),
                "{}",
                record.schema
            );
        }
    }
}

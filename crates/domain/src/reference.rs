//! Which rows refer to which: the one table that deleting asks, and that the page's "used by" links come from.
//!
//! It lists every foreign key that forbids deleting what it refers to; a test compares it with the foreign keys of
//! both databases. Parts that go with their whole (`ON DELETE CASCADE`) need no entry.

use crate::{
    EquipmentId, EquipmentTypeId, LineId, Noun, SiteId, TeamId, document::Holder, equipment::EquipmentQuery,
    failure_code::FailureCodeQuery, intervention::InterventionQuery, team::TeamQuery, url,
};

/// Tables that are referred to.
pub const SITES: &str = "sites";
pub const LINES: &str = "production_lines";
pub const TYPES: &str = "equipment_types";
pub const EQUIPMENT: &str = "equipment";
pub const INTERVENTIONS: &str = "interventions";
pub const TEMPLATES: &str = "intervention_templates";
pub const FAILURES: &str = "failures";
pub const FAILURE_CODES: &str = "failure_codes";
pub const TEAMS: &str = "teams";
pub const USERS: &str = "users";
pub const SKILLS: &str = "skills";

/// Rows of `table` refer with `column` to rows of `of`, by their id.
#[derive(Clone, Copy, Debug)]
pub struct Reference {
    pub of: &'static str,
    pub table: &'static str,
    pub column: &'static str,
    pub on_delete: OnDelete,
}

/// What a reference means for deleting the row that it refers to.
#[derive(Clone, Copy, Debug)]
pub enum OnDelete {
    /// The row stays as long as it is referred to.
    Refused(Usage),
    /// The referring row is deleted with it.
    Follows,
    /// Such rows are never deleted.
    Never,
}

/// How the referring rows are named to the person who deletes.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    pub noun: Noun,
    /// The column that names a row; without it only their number is given.
    pub label: Option<&'static str>,
    /// The column with a row's site: names of rows in other sites than the caller's are not given. Absent where all sites
    /// share the rows.
    pub site: Option<&'static str>,
    /// The address of the list of the rows that refer to this id.
    pub list: fn(i64) -> Option<String>,
    /// Set where the rows hang on rows of several tables: those of this holder that are not deleted are meant. There is
    /// no foreign key then.
    pub holder: Option<Holder>,
}

impl Usage {
    const fn of(noun: Noun, label: Option<&'static str>, list: fn(i64) -> Option<String>) -> OnDelete {
        OnDelete::Refused(Self { noun, label, site: Some("site_id"), list, holder: None })
    }

    const fn shared(noun: Noun, label: &'static str, list: fn(i64) -> Option<String>) -> OnDelete {
        OnDelete::Refused(Self { noun, label: Some(label), site: None, list, holder: None })
    }

    /// Only their number is told.
    const fn counted(noun: Noun, list: fn(i64) -> Option<String>) -> OnDelete {
        OnDelete::Refused(Self { noun, label: None, site: None, list, holder: None })
    }

    const fn held(holder: Holder, list: fn(i64) -> Option<String>) -> OnDelete {
        let (noun, label) = (Noun::Document, Some("file_name"));
        OnDelete::Refused(Self { noun, label, site: Some("site_id"), list, holder: Some(holder) })
    }
}

const fn entry(
    of: &'static str,
    table: &'static str,
    column: &'static str,
    on_delete: OnDelete,
) -> Reference {
    Reference { of, table, column, on_delete }
}

/// Every reference, in the order in which they are told.
pub const REFERENCES: &[Reference] = &[
    entry(
        SITES,
        LINES,
        "site_id",
        Usage::of(Noun::ProductionLine, Some("code"), |site| {
            Some(url::href(
                "/admin/lines",
                &url::QueryWriter::default().text("site", &site.to_string()).finish(),
            ))
        }),
    ),
    entry(
        SITES,
        EQUIPMENT,
        "site_id",
        Usage::of(Noun::Equipment, Some("code"), |site| {
            Some(EquipmentQuery { site: vec![SiteId(site)], ..Default::default() }.href())
        }),
    ),
    entry(
        SITES,
        INTERVENTIONS,
        "site_id",
        Usage::of(Noun::Intervention, Some("code"), |site| {
            Some(InterventionQuery { site: vec![SiteId(site)], ..Default::default() }.href())
        }),
    ),
    entry(
        SITES,
        "imports",
        "site_id",
        Usage::of(Noun::Import, Some("file_name"), |_| Some("/admin/import".into())),
    ),
    entry(SITES, "documents", "site_id", Usage::of(Noun::Document, Some("file_name"), |_| None)),
    entry(SITES, TEAMS, "site_id", Usage::of(Noun::Team, Some("name"), |_| Some("/team/teams".into()))),
    entry(
        SITES,
        "technicians",
        "home_site_id",
        Usage::counted(Noun::Technician, |site| {
            Some(TeamQuery { site: vec![SiteId(site)], ..Default::default() }.href())
        }),
    ),
    entry(SITES, "absences", "site_id", Usage::counted(Noun::Absence, |_| None)),
    entry(
        TEAMS,
        "technicians",
        "team_id",
        Usage::counted(Noun::Technician, |team| {
            Some(TeamQuery { team: vec![TeamId(team)], ..Default::default() }.href())
        }),
    ),
    entry(SITES, "counters", "site_id", OnDelete::Follows),
    entry(
        LINES,
        EQUIPMENT,
        "line_id",
        Usage::of(Noun::Equipment, Some("code"), |line| {
            Some(EquipmentQuery { line: vec![LineId(line)], ..Default::default() }.href())
        }),
    ),
    entry(
        TYPES,
        EQUIPMENT,
        "type_id",
        Usage::of(Noun::Equipment, Some("code"), |kind| {
            Some(EquipmentQuery { equipment_type: vec![EquipmentTypeId(kind)], ..Default::default() }.href())
        }),
    ),
    entry(
        TYPES,
        FAILURE_CODES,
        "equipment_type_id",
        Usage::shared(Noun::FailureCode, "code", |kind| {
            Some(
                FailureCodeQuery { equipment_type: vec![EquipmentTypeId(kind)], ..Default::default() }.href(),
            )
        }),
    ),
    // A code answers one question, and stands in one of these columns only.
    entry(FAILURE_CODES, FAILURES, "mode_id", Usage::of(Noun::Failure, Some("title"), |_| None)),
    entry(FAILURE_CODES, FAILURES, "mechanism_id", Usage::of(Noun::Failure, Some("title"), |_| None)),
    entry(FAILURE_CODES, FAILURES, "cause_id", Usage::of(Noun::Failure, Some("title"), |_| None)),
    entry(
        EQUIPMENT,
        EQUIPMENT,
        "parent_id",
        Usage::of(Noun::Equipment, Some("code"), |machine| {
            Some(format!("/equipments/{machine}?tab=components"))
        }),
    ),
    entry(
        EQUIPMENT,
        INTERVENTIONS,
        "equipment_id",
        Usage::of(Noun::Intervention, Some("code"), |machine| {
            Some(InterventionQuery { equipment: vec![EquipmentId(machine)], ..Default::default() }.href())
        }),
    ),
    entry(
        EQUIPMENT,
        "documents",
        "entity_id",
        Usage::held(Holder::Equipment, |machine| Some(Holder::Equipment.page(machine))),
    ),
    entry(
        INTERVENTIONS,
        "documents",
        "entity_id",
        Usage::held(Holder::Intervention, |id| Some(Holder::Intervention.page(id))),
    ),
    entry(TEMPLATES, "checklists", "template_id", Usage::of(Noun::Intervention, None, |_| None)),
    // Accounts are disabled, never deleted.
    entry(USERS, INTERVENTIONS, "requested_by", OnDelete::Never),
    entry(USERS, "failures", "reported_by", OnDelete::Never),
    entry(USERS, "intervention_assignees", "user_id", OnDelete::Never),
    entry(USERS, "intervention_followers", "user_id", OnDelete::Never),
    entry(USERS, "work_periods", "user_id", OnDelete::Never),
    entry(USERS, "intervention_history", "user_id", OnDelete::Never),
    entry(USERS, "intervention_comments", "user_id", OnDelete::Never),
    entry(USERS, "checklist_answers", "user_id", OnDelete::Never),
    entry(USERS, "hourly_rates", "user_id", OnDelete::Never),
    entry(USERS, TEAMS, "supervisor_id", OnDelete::Never),
    entry(USERS, "absences", "user_id", OnDelete::Never),
    entry(USERS, "absences", "decided_by", OnDelete::Never),
    // A failure has an intervention, which keeps its site and its machine already.
    entry(SITES, FAILURES, "site_id", OnDelete::Never),
    entry(EQUIPMENT, FAILURES, "equipment_id", OnDelete::Never),
    entry(FAILURES, FAILURES, "duplicate_of", OnDelete::Never),
    entry(USERS, "documents", "uploaded_by", OnDelete::Never),
    entry(SKILLS, "technician_skills", "skill_id", OnDelete::Never),
];

/// The references that keep a row of this table from being deleted.
pub fn refusing(of: &str) -> impl Iterator<Item = (&'static Reference, &'static Usage)> {
    REFERENCES.iter().filter(move |r| r.of == of).filter_map(|r| match &r.on_delete {
        OnDelete::Refused(usage) => Some((r, usage)),
        OnDelete::Follows | OnDelete::Never => None,
    })
}

/// The address of the list of what refers to a row, if there is such a list.
pub fn list(of: &str, id: i64, noun: Noun) -> Option<String> {
    let (_, usage) = refusing(of).find(|(_, usage)| usage.noun == noun)?;
    (usage.list)(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_usage_leads_to_its_list() {
        assert_eq!(list(SITES, 3, Noun::ProductionLine).as_deref(), Some("/admin/lines?site=3"));
        assert_eq!(list(SITES, 3, Noun::Equipment).as_deref(), Some("/equipments?site=3"));
        assert_eq!(list(EQUIPMENT, 3, Noun::Document).as_deref(), Some("/equipments/3?tab=documents"));
        assert_eq!(list(LINES, 3, Noun::Intervention), None);
    }

    #[test]
    fn one_noun_stands_once_among_what_keeps_a_row() {
        for of in [SITES, TEAMS, LINES, TYPES, EQUIPMENT, INTERVENTIONS] {
            let mut nouns: Vec<_> = refusing(of).map(|(_, usage)| usage.noun).collect();
            let all = nouns.len();
            nouns.sort_by_key(|noun| noun.as_str());
            nouns.dedup();
            assert_eq!(nouns.len(), all, "{of}");
        }
    }
}

//! What somebody else saved meanwhile, in words: the names behind ids, days as people write them.

use super::form::FormData;
use crate::{form::Form, shared::labels};
use domain::{
    Date, FieldDiff,
    equipment::{Criticality, EquipmentState, SpecificationDraft},
};
use i18n::{Locale, format};

/// The form, whose stored values can be read.
pub(super) fn readable<'a>(form: Form<'a>, data: &FormData) -> Form<'a> {
    let data = data.clone();
    form.with_stored_text(move |locale, diff| text(locale, &data, diff))
}

fn text(locale: Locale, data: &FormData, diff: &FieldDiff) -> String {
    let current = diff.current.as_str();
    let facets = &data.facets;
    let parent =
        || data.stored.as_ref().and_then(|e| e.parent.as_ref()).filter(|p| p.id.to_string() == current);
    let known = match diff.field.as_str() {
        "parent_id" => parent().map(|p| format!("{} {}", p.code, p.name)),
        "site_id" => facets.sites.iter().find(|s| s.id.to_string() == current).map(|s| s.name.clone()),
        "line_id" => facets.lines.iter().find(|l| l.id.to_string() == current).map(|l| l.name.clone()),
        "type_id" => facets.types.iter().find(|t| t.id.to_string() == current).map(|t| t.name.clone()),
        "state" => current.parse::<EquipmentState>().ok().map(|s| labels::state(locale, s).to_owned()),
        "criticality" => {
            current.parse::<Criticality>().ok().map(|c| labels::criticality(locale, c).to_owned())
        }
        "purchased_on" | "installed_on" | "in_service_on" | "warranty_until" => {
            current.parse::<Date>().ok().map(|d| format::date(locale, d))
        }
        "specifications" => Some(rows(current)),
        _ => None,
    };
    known.unwrap_or_else(|| current.to_owned())
}

/// `Force = 250 t ; Course = 600 mm`.
fn rows(json: &str) -> String {
    let rows: Vec<SpecificationDraft> = leptos::serde_json::from_str(json).unwrap_or_default();
    let row = |r: &SpecificationDraft| {
        let unit = if r.unit.is_empty() { String::new() } else { format!("\u{a0}{}", r.unit) };
        format!("{} = {}{unit}", r.key, r.value)
    };
    rows.iter().map(row).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_specifications_are_read_from_what_the_server_says() {
        let json = r#"[{"key":"Force","value":"250","unit":"t"},{"key":"Couleur","value":"gris","unit":""}]"#;
        assert_eq!(rows(json), "Force = 250\u{a0}t, Couleur = gris");
        assert_eq!(rows("[]"), "");
    }
}

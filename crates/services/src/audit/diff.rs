//! What changed between two states of a row, field by field, as text that a person can read.

use domain::audit::FieldChange;
use serde_json::{Map, Value};

/// Fields that change with every save and say nothing.
const NOISE: &[&str] =
    &["version", "revision", "updated_at", "updated_local", "created_local", "uploaded_local"];
/// What names a row, best first.
const NAMES: &[&str] = &["code", "username", "name", "title", "file", "file_name", "key", "email"];

/// The fields that differ between the two JSON texts, in alphabetical order.
pub(super) fn changes(before: Option<&str>, after: Option<&str>) -> Vec<FieldChange> {
    let (before, after) = (before.map(fields), after.map(fields));
    let mut names: Vec<&String> = before.iter().chain(after.iter()).flat_map(Map::keys).collect();
    names.sort_unstable();
    names.dedup();
    let value = |of: &Option<Map<String, Value>>, name: &str| of.as_ref().and_then(|f| f.get(name)).map(text);
    names
        .into_iter()
        .filter(|name| !NOISE.contains(&name.as_str()))
        .map(|name| FieldChange {
            field: name.clone(),
            before: value(&before, name),
            after: value(&after, name),
        })
        // A field that was not filled in and is not is no change; nor is one that only one side tells, empty.
        .filter(|c| c.before.as_deref().unwrap_or_default() != c.after.as_deref().unwrap_or_default())
        .collect()
}

/// Code or name of the row, from its newest state.
pub(super) fn label(before: Option<&str>, after: Option<&str>) -> Option<String> {
    [after, before].into_iter().flatten().find_map(|json| {
        let fields = fields(json);
        let name = NAMES.iter().find_map(|name| fields.get(*name).map(text).filter(|t| !t.is_empty()))?;
        Some(name)
    })
}

/// The fields of a state. A list of pairs counts as fields; anything else is one field without a name.
fn fields(json: &str) -> Map<String, Value> {
    match serde_json::from_str(json) {
        Ok(Value::Object(fields)) => fields,
        Ok(Value::Array(pairs)) => pairs
            .into_iter()
            .filter_map(|pair| match pair {
                Value::Array(mut pair) if pair.len() == 2 => {
                    let value = pair.pop()?;
                    Some((pair.pop()?.as_str()?.to_owned(), value))
                }
                _ => None,
            })
            .collect(),
        _ => Map::from_iter([(String::new(), Value::String(json.to_owned()))]),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(", "),
        Value::Object(fields) => {
            let filled =
                fields.iter().map(|(name, value)| (name, text(value))).filter(|(_, v)| !v.is_empty());
            filled.map(|(name, value)| format!("{name} {value}")).collect::<Vec<_>>().join(" ")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(before: Option<&str>, after: Option<&str>) -> Vec<(String, Option<String>, Option<String>)> {
        changes(before, after).into_iter().map(|c| (c.field, c.before, c.after)).collect()
    }

    #[test]
    fn only_what_differs_is_told() {
        let before = r#"{"name":"Presse","notes":"","version":1,"tags":["a"]}"#;
        let after = r#"{"name":"Presse 2","notes":null,"version":2,"tags":["a","b"]}"#;
        let some = |t: &str| Some(t.to_owned());
        let wanted = vec![
            ("name".to_owned(), some("Presse"), some("Presse 2")),
            ("tags".to_owned(), some("a"), some("a, b")),
        ];
        assert_eq!(told(Some(before), Some(after)), wanted);
        assert_eq!(told(None, Some(r#"[["address","::1"]]"#)), [("address".into(), None, some("::1"))]);
        assert_eq!(told(None, Some("not json")), [(String::new(), None, some("not json"))]);
        assert!(told(None, None).is_empty());
    }

    #[test]
    fn a_row_is_called_by_its_code_or_its_name() {
        assert_eq!(label(Some(r#"{"code":"A"}"#), Some(r#"{"name":"B","code":"C"}"#)).as_deref(), Some("C"));
        assert_eq!(label(Some(r#"{"name":"B"}"#), None).as_deref(), Some("B"));
        assert_eq!(label(None, Some("[]")), None);
    }
}

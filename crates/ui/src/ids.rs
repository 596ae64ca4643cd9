//! Ids of form controls, derived from the field name so that server and browser agree without a counter.

/// The id of the control called `name`: `draft[serial_no]` becomes `f-draft-serial_no`.
/// An error summary links to it, and the hint and error of the field hang on it.
#[must_use]
pub fn field_id(name: &str) -> String {
    let mut id = String::with_capacity(name.len() + 2);
    id.push_str("f-");
    for c in name.chars() {
        match c {
            c if c.is_ascii_alphanumeric() || c == '_' || c == '-' => id.push(c),
            ']' => {}
            _ => id.push('-'),
        }
    }
    id
}

/// `aria-describedby` of a control: the ids that exist at the moment, or nothing.
pub(crate) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    match (hint, error) {
        (false, false) => None,
        (true, false) => Some(format!("{id}-hint")),
        (false, true) => Some(format!("{id}-error")),
        (true, true) => Some(format!("{id}-hint {id}-error")),
    }
}

/// Joins the base class of a component with those the caller adds.
pub(crate) fn classes(base: &str, more: &str) -> String {
    if more.is_empty() { base.to_owned() } else { format!("{base} {more}") }
}

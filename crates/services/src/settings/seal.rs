//! Secrets among the settings, sealed before they are stored, each bound to its section and field.

use crate::seal::Seal;
use domain::{
    Result,
    settings::{Registered, Values},
};
use serde_json::Value;

/// What the key is derived for.
pub(super) const PURPOSE: &str = "vigie settings secrets v1";
/// What a sealed text begins with.
const MARK: &str = "sealed:1:";

fn bound_to(section: &Registered, field: &str) -> String {
    format!("{}.{field}", section.key)
}

/// The values as they are stored.
pub(super) fn seal(with: &Seal, section: &Registered, values: &Values) -> Result<Values> {
    let mut sealed = values.clone();
    for field in section.secrets() {
        let Some(Value::String(text)) = values.get(field.name) else { continue };
        if text.is_empty() {
            continue;
        }
        let hidden = with.close(text.as_bytes(), &bound_to(section, field.name))?;
        let text = format!("{MARK}{hidden}");
        sealed.insert(field.name.to_owned(), text.into());
    }
    Ok(sealed)
}

/// The values as they hold. A secret that was sealed under another key is as good as absent.
pub(super) fn open(with: &Seal, section: &Registered, stored: &Values) -> Values {
    let mut opened = stored.clone();
    for field in section.secrets() {
        let Some(Value::String(text)) = stored.get(field.name) else { continue };
        let clear = match text.is_empty() {
            true => Some(String::new()),
            false => unseal(with, text, &bound_to(section, field.name)),
        };
        match clear {
            Some(clear) => opened.insert(field.name.to_owned(), clear.into()),
            None => {
                tracing::debug!(
                    setting = field.name,
                    "a stored secret is sealed under another key and must be typed again"
                );
                opened.remove(field.name)
            }
        };
    }
    opened
}

fn unseal(with: &Seal, text: &str, bound_to: &str) -> Option<String> {
    String::from_utf8(with.open(text.strip_prefix(MARK)?, bound_to)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::{Mail, Section};

    #[test]
    fn a_secret_opens_with_its_key_at_its_place_alone() {
        let section = Registered::of(Mail::KEY).expect("a section");
        let ours = Seal::new([1; 32]);
        let field = "smtp_password";
        let values = Values::from_iter([
            ("host".to_owned(), Value::from("mail")),
            (field.to_owned(), Value::from("hunter2")),
        ]);
        let sealed = seal(&ours, section, &values).expect("sealed");
        let text = sealed.get(field).and_then(Value::as_str).expect("a text");
        assert!(text.starts_with(MARK) && !text.contains("hunter2"));
        assert_ne!(seal(&ours, section, &values).expect("sealed").get(field), sealed.get(field));
        assert_eq!(open(&ours, section, &sealed), values);
        assert_eq!(open(&Seal::new([2; 32]), section, &sealed).get(field), None);
        assert_eq!(unseal(&ours, text, "mail.host"), None);
        let clear = Values::from_iter([(field.to_owned(), Value::from("hunter2"))]);
        assert_eq!(open(&ours, section, &clear).get(field), None, "what is not sealed is not ours");
    }
}

//! Words of the sections, looked up by the names that the registry gives.

use domain::{settings::SECTIONS, text::search_words};
use i18n::{Locale, settings as text};

/// The name of a section.
pub fn section(locale: Locale, key: &str) -> String {
    text::find(locale, key).map_or_else(|| key.to_owned(), str::to_owned)
}

/// The label of a field.
pub fn label(locale: Locale, section: &str, field: &str) -> String {
    text::find(locale, &format!("{section}_{field}")).map_or_else(|| field.replace('_', " "), str::to_owned)
}

/// What stands under a field.
pub fn hint(locale: Locale, section: &str, field: &str) -> Option<&'static str> {
    text::find(locale, &format!("{section}_{field}_hint"))
}

/// The settings that a search finds: section and field.
pub fn found(locale: Locale, q: &str) -> Vec<(&'static str, &'static str)> {
    let words = search_words(q);
    let mut all = vec![];
    for s in SECTIONS {
        for field in s.fields {
            let said = format!(
                "{} {} {}",
                section(locale, s.key),
                label(locale, s.key, field.name),
                hint(locale, s.key, field.name).unwrap_or_default()
            );
            let said = domain::text::fold(&said);
            if words.iter().all(|word| said.contains(word.as_str())) {
                all.push((s.key, field.name));
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::settings::Kind;

    #[test]
    fn every_section_and_field_has_its_words_in_both_languages() {
        for locale in [Locale::Fr, Locale::En] {
            for s in SECTIONS {
                assert!(text::find(locale, s.key).is_some(), "{}", s.key);
                assert!(text::find(locale, &format!("{}_what", s.key)).is_some(), "{}_what", s.key);
                for field in s.fields {
                    let key = format!("{}_{}", s.key, field.name);
                    assert!(text::find(locale, &key).is_some(), "{key}");
                    if let Kind::Choice(choices) = field.kind {
                        for choice in choices {
                            assert!(text::find(locale, &format!("choice_{choice}")).is_some(), "{choice}");
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_setting_is_found_by_its_words() {
        assert_eq!(found(Locale::Fr, "DEVISE"), [("general", "currency")]);
        assert_eq!(found(Locale::En, "currency"), [("general", "currency")]);
        assert!(found(Locale::Fr, "zzz").is_empty());
    }
}

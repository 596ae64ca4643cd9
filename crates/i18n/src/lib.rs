//! French and English. `i18n::equipment::title(locale)`: one function per key of
//! `locales/{fr,en}/<namespace>.json`, checked when it is compiled.

pub mod format;

pub use domain::user::Language as Locale;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// Which plural form a count takes: French says "0 panne", English "0 failures".
const fn is_one(locale: Locale, count: i64) -> bool {
    match locale {
        Locale::Fr => count == 0 || count == 1 || count == -1,
        Locale::En => count == 1 || count == -1,
    }
}

/// The language that an `Accept-Language` header asks for first among ours; French otherwise.
pub fn accepted(header: &str) -> Locale {
    asked(header).unwrap_or(Locale::Fr)
}

/// The same, and nothing when it asks for neither.
pub fn asked(header: &str) -> Option<Locale> {
    let mut best: Option<(f32, Locale)> = None;
    for part in header.split(',') {
        let mut fields = part.trim().split(';');
        let tag = fields.next().unwrap_or_default().trim().to_ascii_lowercase();
        let locale = match tag.split('-').next() {
            Some("fr") => Locale::Fr,
            Some("en") => Locale::En,
            _ => continue,
        };
        let weight = fields.find_map(|f| f.trim().strip_prefix("q=")?.parse().ok()).unwrap_or(1.0);
        if weight > 0.0 && best.is_none_or(|(w, _)| weight > w) {
            best = Some((weight, locale));
        }
    }
    best.map(|(_, locale)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_says_which_language() {
        assert_eq!(accepted("en-GB,en;q=0.9,fr;q=0.8"), Locale::En);
        assert_eq!(accepted("de-DE,fr;q=0.7,en;q=0.3"), Locale::Fr);
        assert_eq!(accepted("de"), Locale::Fr);
        assert_eq!(accepted("fr;q=0,en;q=0.1"), Locale::En);
    }
    #[test]
    fn no_french_sign_is_torn_from_its_word() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/fr");
        let mut torn = vec![];
        for file in std::fs::read_dir(folder).expect("a folder") {
            let path = file.expect("a file").path();
            let text = std::fs::read_to_string(&path).expect("a text");
            for (number, line) in text.lines().enumerate() {
                // Behind the key.
                let said = line.split_once("\": ").map_or(line, |(_, said)| said);
                if [" :", " ;", " !", " ?", " »", "« "].iter().any(|sign| said.contains(sign)) {
                    torn.push(format!("{}:{}", path.display(), number + 1));
                }
            }
        }
        assert!(torn.is_empty(), "a no-break space belongs there: {torn:?}");
    }
}

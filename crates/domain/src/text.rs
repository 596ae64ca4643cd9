//! Folding of text for search, where case and accents do not matter, and text as it is kept.

/// Lower case, Latin accents removed, white space collapsed: what is stored in `search_text` and what a
/// search is compared with. Deterministic, so both databases find the same rows.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(folded) => out.push_str(folded),
            None if is_unseen(c) => {}
            None if c.is_whitespace() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            // Combining marks: what remains of a decomposed accent.
            None if ('\u{300}'..='\u{36f}').contains(&c) => {}
            None => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Characters that take no room: of two texts that differ by them nobody can tell which is which.
pub fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

/// Text as it is kept: composed, without white space and unseen characters at its ends. In the browser it is not
/// composed: the server does that to what it is sent.
pub fn tidy(raw: &str) -> String {
    // What may stand at the end of a sign, as with ❤️, stays.
    let at_end = |c: char| c.is_whitespace() || is_unseen(c) && !('\u{fe00}'..='\u{fe0f}').contains(&c);
    composed(raw.trim_matches(at_end))
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn composed(text: &str) -> String {
    unicode_normalization::UnicodeNormalization::nfc(text).collect()
}

#[cfg(target_arch = "wasm32")]
pub(crate) fn composed(text: &str) -> String {
    text.to_owned()
}

pub(crate) fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'į' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' => "o",
        'ř' => "r",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ț' => "t",
        'ù' | 'ú' | 'û' | 'ü' | 'ū' | 'ů' => "u",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'œ' => "oe",
        'æ' => "ae",
        'ß' => "ss",
        '’' | 'ʼ' => "'",
        _ => return None,
    })
}

/// The words of a search, folded; every one of them must be found. Control characters stand between words.
pub fn search_words(text: &str) -> Vec<String> {
    fold(text)
        .split(|c: char| c == ' ' || c.is_control())
        .filter(|w| !w.is_empty())
        .take(8)
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_case_and_spaces_do_not_matter() {
        assert_eq!(fold("  Étuve   de SÉCHAGE\tn° 2 "), "etuve de sechage n° 2");
        assert_eq!(fold("E\u{301}tuve"), "etuve");
        assert_eq!(search_words("Œil-de-bœuf  L’axe"), ["oeil-de-boeuf", "l'axe"]);
        assert_eq!(search_words("a\0b"), ["a", "b"]);
        assert_eq!(fold("\u{200b}KX\u{ad}-01"), fold("kx-01"));
    }

    #[test]
    fn text_is_kept_composed_and_without_what_nobody_sees_at_its_ends() {
        assert_eq!(tidy("\u{200b} E\u{301}tuve\u{a0}\u{feff}"), "Étuve");
        assert_eq!(tidy("\u{200b}"), "");
        assert_eq!(tidy("j’aime ❤\u{fe0f} "), "j’aime ❤\u{fe0f}");
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}

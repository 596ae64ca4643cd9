//! Which result comes first: the one whose number was typed, then what begins as typed, then the rest.

use crate::text::{fold, search_words};

/// How a result answers the search; the better is the smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Its code, or its whole name, was typed.
    Whole,
    /// Its code begins as typed.
    CodeStart,
    /// Its name begins as typed.
    NameStart,
    /// Every word typed begins a word of its code or name.
    WordStarts,
    /// Every word typed is somewhere in its code or name.
    Inside,
    /// It was found by something else: a serial number, a report.
    Elsewhere,
}

/// How `code` and `name` answer the search `q`, whatever the case and the accents. Without words in `q`,
/// everything answers alike.
pub fn fit(q: &str, code: &str, name: &str) -> Fit {
    let words = search_words(q);
    let (typed, code, name) = (words.join(" "), fold(code), fold(name));
    if typed.is_empty() {
        return Fit::Inside;
    }
    if code == typed || name == typed {
        return Fit::Whole;
    }
    if !code.is_empty() && code.starts_with(&typed) {
        return Fit::CodeStart;
    }
    if name.starts_with(&typed) {
        return Fit::NameStart;
    }
    let text = format!("{code} {name}");
    if words.iter().all(|word| begins_a_word(&text, word)) {
        return Fit::WordStarts;
    }
    if words.iter().all(|word| text.contains(word.as_str())) { Fit::Inside } else { Fit::Elsewhere }
}

/// Whether the word stands in the text right after something that is neither letter nor figure.
fn begins_a_word(text: &str, word: &str) -> bool {
    text.match_indices(word)
        .any(|(at, _)| text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric()))
}

/// The best of `all`, at most `limit`; among equals the order stays. `words` gives code and name.
pub fn best<T>(q: &str, all: Vec<T>, limit: usize, words: impl Fn(&T) -> (&str, &str)) -> Vec<T> {
    let mut ranked: Vec<(Fit, T)> = all
        .into_iter()
        .map(|item| {
            let (code, name) = words(&item);
            (fit(q, code, name), item)
        })
        .collect();
    ranked.sort_by_key(|(fit, _)| *fit);
    ranked.into_iter().take(limit).map(|(_, item)| item).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_number_typed_comes_before_what_begins_like_it() {
        let all = vec![
            ("CV-104", "Convoyeur de la presse PH-001"),
            ("PH-0010", "Presse à froid"),
            ("ph-001", "Presse hydraulique"),
        ];
        let found = best("PH-001", all, 9, |(code, name)| (code, name));
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), ["ph-001", "PH-0010", "CV-104"]);
    }

    #[test]
    fn each_way_to_answer_has_its_place() {
        for (q, expected) in [
            ("ph-001", Fit::Whole),
            ("ETUVE DE SECHAGE", Fit::Whole),
            ("ph-0", Fit::CodeStart),
            ("étuve", Fit::NameStart),
            ("séchage", Fit::WordStarts),
            ("sech etu", Fit::WordStarts),
            ("001 ét", Fit::WordStarts),
            ("tuve", Fit::Inside),
            ("sn-4711", Fit::Elsewhere),
            ("", Fit::Inside),
        ] {
            assert_eq!(fit(q, "PH-001", "Étuve de séchage"), expected, "{q:?}");
        }
    }

    proptest! {
        #[test]
        fn case_and_accents_change_nothing(code in "[A-Z]{1,3}-[0-9]{1,3}", name in "[a-zéà ]{0,12}", q in "[a-zé0-9 -]{0,6}") {
            let expected = fit(&q, &code, &name);
            prop_assert_eq!(fit(&q.to_uppercase(), &code.to_lowercase(), &name.to_uppercase()), expected);
            prop_assert_eq!(fit(&fold(&q), &code, &fold(&name)), expected);
        }

        #[test]
        fn what_is_typed_whole_is_never_beaten(code in "[A-Z]{2}-[0-9]{3}", others in prop::collection::vec("[A-Za-z0-9 -]{0,12}", 0..20)) {
            let mut all: Vec<(String, String)> = others.into_iter().map(|o| (o.clone(), o)).collect();
            all.push((code.clone(), "Presse".into()));
            let first = best(&code, all, 1, |(code, name)| (code, name));
            prop_assert_eq!(fold(&first[0].0), fold(&code));
        }

        #[test]
        fn one_more_word_never_answers_better(code in "[a-c]{0,4}", name in "[a-c ]{0,8}", q in "[a-c]{1,2}", more in "[a-c]{1,2}") {
            let (one, two) = (fit(&q, &code, &name), fit(&format!("{q} {more}"), &code, &name));
            // Unless they are now the whole of it, or the beginning of it.
            prop_assert!(two >= one || two <= Fit::NameStart);
        }

        #[test]
        fn nothing_is_lost_doubled_or_turned_round(names in prop::collection::vec("[ab]{0,3}", 0..20), q in "[ab]{0,2}", limit in 0_usize..30) {
            let all: Vec<(usize, String)> = names.into_iter().enumerate().collect();
            let ranked = best(&q, all.clone(), limit, |(_, name)| ("", name.as_str()));
            prop_assert_eq!(ranked.len(), all.len().min(limit));
            for pair in ranked.windows(2) {
                let (one, two) = (fit(&q, "", &pair[0].1), fit(&q, "", &pair[1].1));
                prop_assert!(one < two || one == two && pair[0].0 < pair[1].0);
            }
        }
    }
}

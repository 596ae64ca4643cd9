//! The keys under which names and codes are sorted and told apart, on every database alike.
//!
//! They are stored beside the text, which stays as it was typed, and are compared byte by byte. Only the server makes them:
//! the browser would load Unicode's tables for nothing. A change here needs a migration that makes the stored keys anew.

use crate::text::{is_unseen, plain};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Bytes of a text that decide its place in a list, and those of a code that tell it from others: PostgreSQL indexes no
/// value of more than 2,700.
const SORTED: usize = 200;
const TOLD_APART: usize = 1_000;

/// Stands between the two halves of a code's key, and before every sign of the first one: spaces are written otherwise there.
/// A cursor with it can stand in an address as it is.
const BETWEEN: char = '!';
/// Stands before the number of a row whose code looks like another's.
pub const LOOK_ALIKE: char = '\u{2}';

/// Where a name stands in a list: by its letters without case and accents, numbers by their value.
pub fn sort_key(text: &str) -> String {
    let mut key = String::with_capacity(text.len() + 8);
    let mut number: Option<String> = None;
    for c in text.chars().flat_map(char::to_lowercase).nfkd() {
        if c.is_ascii_digit() {
            let digits = number.get_or_insert_default();
            if c != '0' || !digits.is_empty() {
                digits.push(c);
            }
            continue;
        }
        if is_combining_mark(c) || is_unseen(c) {
            continue;
        }
        push_number(&mut key, number.take());
        match plain(c) {
            Some(letters) => key.push_str(letters),
            None if c.is_whitespace() => push_space(&mut key),
            None => key.push(one_sign(c)),
        }
    }
    push_number(&mut key, number);
    key.truncate(key.trim_end().len());
    cut(key, SORTED)
}

/// What a code is sorted by and known by: two codes that look the same have one key, and it sorts as [`sort_key`] does.
/// Case, invisible characters, kinds of spaces, dashes and full-width letters make no difference; accents and leading
/// zeros do.
pub fn code_key(code: &str) -> String {
    let mut same = String::with_capacity(code.len());
    for c in code.chars().map(half_width).flat_map(char::to_lowercase).nfc() {
        if c.is_whitespace() {
            push_space(&mut same);
        } else if !is_unseen(c) {
            same.push(one_sign(c));
        }
    }
    same.truncate(same.trim_end().len());
    let place = sort_key(code).replace([' ', BETWEEN], "$");
    format!("{place}{BETWEEN}{}", cut(same, TOLD_APART))
}

/// Whether a stored key is that of a code which looks like an older one of its kind: both were there before codes had keys.
/// The row's number follows its key, and whoever changes the row is asked for another code.
pub fn is_look_alike(stored: &str) -> bool {
    stored.contains(LOOK_ALIKE)
}

/// The end of the stored keys that begin with the key of a code: its own, and those that look like it.
pub fn last_alike(key: &str) -> String {
    format!("{key}{LOOK_ALIKE}\u{ffff}")
}

/// Sorts what is read as a whole by its name.
pub fn sort_by_name<T>(all: &mut [T], name: impl Fn(&T) -> &str) {
    all.sort_by_cached_key(|one| sort_key(name(one)));
}

/// A number sorts by its value: how many digits it has, leading zeros apart, then the digits.
fn push_number(key: &mut String, number: Option<String>) {
    let Some(digits) = number else { return };
    let mut length = digits.len();
    while length > 8 {
        key.push('9');
        length -= 8;
    }
    key.push(char::from(b'0' + length as u8));
    key.push_str(&digits);
}

fn push_space(key: &mut String) {
    if !key.is_empty() && !key.ends_with(' ') {
        key.push(' ');
    }
}

fn one_sign(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => '-',
        // Greek writes it so at the end of a word.
        'ς' => 'σ',
        c => c,
    }
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        c => c,
    }
}

fn cut(mut text: String, most: usize) -> String {
    text.truncate(text.floor_char_boundary(most));
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_stand_in_the_readers_order() {
        let right = ["alpha", "Ävar", "Echelle", "école", "Étuve", "Zeta", "Zone"];
        let mut names: Vec<&str> = right.iter().rev().copied().collect();
        sort_by_name(&mut names, |name| name);
        assert_eq!(names, right);
    }

    #[test]
    fn numbers_stand_by_their_value() {
        let right = [
            "SRT-0",
            "SRT-2",
            "SRT-02b",
            "SRT-10",
            "SRT-10-1",
            "SRT-99999999",
            "SRT-100000000",
            "SRT-12345678901234567",
            "SRT-A",
        ];
        let mut codes: Vec<&str> = right.iter().rev().copied().collect();
        codes.sort_by_cached_key(|code| code_key(code));
        assert_eq!(codes, right);
        assert!(sort_key("Pompe 9") < sort_key("pompe 10") && sort_key("Pompe") < sort_key("pompe 1"));
        let ascending = ["Pompe", "pompe 1", "Pompe 1-a", "pompe 10", "Pompe-1", "pompes"];
        assert!(ascending.is_sorted_by_key(|code| code_key(code)));
    }

    #[test]
    fn codes_that_look_the_same_have_one_key() {
        let same = ["KX-01", "kx-01", "\u{200b}KX-01", "KX-01\u{feff}", "\u{a0}KX\u{2011}01", "ＫＸ－０１"];
        for code in same {
            assert_eq!(code_key(code), code_key("KX-01"), "{code:?}");
        }
        assert_eq!(code_key("ÉT-01"), code_key("E\u{301}T-01"));
        assert_eq!(code_key("A\u{a0}1"), code_key("a  1"));
        assert_eq!(code_key("ΟΔΟΣ"), code_key("οδος"));
        for (one, other) in
            [("ÉT-01", "ET-01"), ("SRT-2", "SRT-02"), ("A 1", "A1"), ("A-1", "A1"), ("X²", "X2")]
        {
            assert_ne!(code_key(one), code_key(other), "{one} {other}");
            assert_eq!(sort_key(one) == sort_key(other), !matches!(one, "A 1" | "A-1"), "{one} {other}");
        }
    }

    #[test]
    fn the_longest_code_can_be_indexed() {
        assert!(code_key(&"\u{fdfa}".repeat(2_000)).len() < 1_300);
        assert!(sort_key(&"9".repeat(5_000)).len() <= SORTED);
    }

    proptest! {
        #[test]
        fn a_key_depends_on_neither_case_nor_composition(text in "\\PC{0,20}") {
            let decomposed: String = text.nfd().collect();
            prop_assert_eq!(code_key(&decomposed), code_key(&text));
            prop_assert_eq!(sort_key(&decomposed), sort_key(&text));
        }

        #[test]
        fn whole_numbers_sort_as_numbers(a: u32, b: u64, zeros in 0_usize..4) {
            let name = |number: u64, zeros: usize| sort_key(&format!("P{}{number}x", "0".repeat(zeros)));
            prop_assert_eq!(name(a.into(), zeros).cmp(&name(b, 0)), u64::from(a).cmp(&b));
        }
    }
}

//! The keys of names and codes (`domain::key`) as they are when the columns for them are made. Other keys need a migration
//! that makes the stored ones anew.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Bytes of a text that decide its place in a list, and those of a code that tell it from others: PostgreSQL indexes no
/// value of more than 2,700.
const SORTED: usize = 200;
const TOLD_APART: usize = 1_000;

/// Stands between the two halves of a code's key, and before every sign of the first one: spaces are written otherwise there.
/// A cursor with it can stand in an address as it is.
const BETWEEN: char = '!';

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

/// Characters that take no room: of two texts that differ by them nobody can tell which is which.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e0fff}')
}

fn plain(c: char) -> Option<&'static str> {
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

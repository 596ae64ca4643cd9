//! The two fonts that every PDF reader has, Helvetica and Helvetica-Bold: their encoding and the widths of their
//! letters, so that a text can be broken into lines.

use domain::text::fold;
use std::fmt::Write;

/// One of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    Plain,
    Bold,
}

impl Font {
    /// Its name in a page's resources.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "F1",
            Self::Bold => "F2",
        }
    }

    /// Width of an encoded letter in thousandths of the size.
    fn width_of(self, byte: u8) -> u16 {
        let ascii = match self {
            Self::Plain => &PLAIN,
            Self::Bold => &BOLD,
        };
        match byte {
            0x20..=0x7e => ascii[usize::from(byte - 0x20)],
            0xc0..=0xff => match base(byte) {
                Some(letter) => self.width_of(letter),
                None => match byte {
                    0xc6 => 1000,
                    0xd7 | 0xf7 => 584,
                    0xd8 => 778,
                    0xe6 => 889,
                    _ => 611,
                },
            },
            0xa0 => ascii[0],
            0x85 | 0x89 | 0x8c | 0x97 | 0x99 => 1000,
            0x9c => 944,
            0xbc..=0xbe => 834,
            0xa9 | 0xae => 737,
            0xac | 0xb1 => 584,
            0x95 | 0xb0 | 0xb7 => 400,
            0x82 | 0x91 | 0x92 => 278,
            0x84 | 0x93 | 0x94 => 500,
            0xb2..=0xb4 | 0xb9 | 0x88 | 0x98 | 0x8b | 0x9b | 0xa6 | 0xa8 | 0xad | 0xaf | 0xb8 => 350,
            0x8a | 0x9f => 667,
            _ => 611,
        }
    }

    /// Points that a text takes at that size.
    pub fn width(self, text: &str, size: f64) -> f64 {
        let thousandths: u32 = bytes(text).into_iter().map(|byte| u32::from(self.width_of(byte))).sum();
        f64::from(thousandths) * size / 1000.0
    }

    /// A text in lines no wider than so many points. Line breaks of the text stay; a word that is wider than a line is
    /// cut.
    pub fn wrapped(self, text: &str, size: f64, width: f64) -> Vec<String> {
        let mut out = vec![];
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        for paragraph in text.split('\n') {
            let mut line = String::new();
            let mut taken = 0.0;
            for word in paragraph.split_ascii_whitespace() {
                let wide = self.width(word, size);
                let space = if line.is_empty() { 0.0 } else { self.width(" ", size) };
                if taken + space + wide <= width {
                    if !line.is_empty() {
                        line.push(' ');
                    }
                    line.push_str(word);
                    taken += space + wide;
                    continue;
                }
                if !line.is_empty() {
                    out.push(std::mem::take(&mut line));
                    taken = 0.0;
                }
                for c in word.chars() {
                    let wide = self.width(c.encode_utf8(&mut [0; 4]), size);
                    if taken + wide > width && !line.is_empty() {
                        out.push(std::mem::take(&mut line));
                        taken = 0.0;
                    }
                    line.push(c);
                    taken += wide;
                }
            }
            out.push(line);
        }
        out
    }

    /// A text in one line; what does not fit ends in an ellipsis.
    pub fn fitted(self, text: &str, size: f64, width: f64) -> String {
        if self.width(text, size) <= width {
            return text.to_owned();
        }
        let mut out = String::new();
        let mut left = width - self.width("…", size);
        for c in text.chars() {
            left -= self.width(c.encode_utf8(&mut [0; 4]), size);
            if left < 0.0 {
                break;
            }
            out.push(c);
        }
        out + "…"
    }
}

/// A text as a string of a content stream: hexadecimal, so that no letter of it is a command.
pub fn encoded(text: &str) -> String {
    bytes(text).into_iter().fold(String::with_capacity(2 * text.len()), |mut out, byte| {
        let _ = write!(out, "{byte:02X}");
        out
    })
}

/// A text in the encoding of the fonts (Windows-1252): accents put together, what is not seen left out, what has no
/// letter there in plainer ones, or as a question mark.
fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        if let Some(composed) = out.last().and_then(|last| composed(*last, c)) {
            out.pop();
            out.push(composed);
        } else if let Some(byte) = byte(c) {
            out.push(byte);
        } else {
            plainer(c, &mut out);
        }
    }
    out
}

fn byte(c: char) -> Option<u8> {
    if let ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{ff}' = c {
        return u8::try_from(u32::from(c)).ok();
    }
    let high = HIGH.iter().position(|known| *known == c)?;
    u8::try_from(0x80 + high).ok()
}

/// What stands for a letter that the fonts do not have.
fn plainer(c: char, out: &mut Vec<u8>) {
    let text = match c {
        '\t' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{3000}' => " ",
        '\u{202f}' | '\u{2007}' => return out.push(0xa0),
        '\u{3bc}' => return out.push(0xb5),
        '\u{2010}'..='\u{2012}' | '\u{2212}' => "-",
        '\u{2032}' => "'",
        '\u{2033}' => "\"",
        '→' => "->",
        '←' => "<-",
        '≤' => "<=",
        '≥' => ">=",
        '≠' => "<>",
        '≈' => "~",
        'Ω' | '\u{2126}' => "Ohm",
        '✓' | '✔' | '☑' => "[x]",
        '☐' => "[ ]",
        c if is_hidden(c) => "",
        c => {
            let plain = fold(c.encode_utf8(&mut [0; 4]));
            if !plain.is_empty() && plain.is_ascii() {
                let upper = c.is_uppercase();
                out.extend(plain.bytes().map(|b| if upper { b.to_ascii_uppercase() } else { b }));
            } else {
                out.push(b'?');
            }
            return;
        }
    };
    out.extend(text.bytes());
}

/// Control characters, marks of direction, joiners, and accents that stand on nothing.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// A letter with the accent that follows it, as file names of some systems have it.
fn composed(letter: u8, accent: char) -> Option<u8> {
    let row = match accent {
        '\u{300}' => "AÀEÈIÌOÒUÙaàeèiìoòuù",
        '\u{301}' => "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyý",
        '\u{302}' => "AÂEÊIÎOÔUÛaâeêiîoôuû",
        '\u{303}' => "AÃNÑOÕaãnñoõ",
        '\u{308}' => "AÄEËIÏOÖUÜaäeëiïoöuüyÿ",
        '\u{30a}' => "AÅaå",
        '\u{327}' => "CÇcç",
        _ => return None,
    };
    let mut pairs = row.chars();
    while let (Some(plain), Some(with)) = (pairs.next(), pairs.next()) {
        if plain == char::from(letter) {
            return byte(with);
        }
    }
    None
}

/// The letter below an accent.
fn base(byte: u8) -> Option<u8> {
    Some(match byte {
        0xc0..=0xc5 => b'A',
        0xc7 => b'C',
        0xc8..=0xcb => b'E',
        0xcc..=0xcf | 0xec..=0xef => b'I',
        0xd0 => b'D',
        0xd1 => b'N',
        0xd2..=0xd6 => b'O',
        0xd9..=0xdc => b'U',
        0xdd | 0xde => b'Y',
        0xe0..=0xe5 => b'a',
        0xe7 => b'c',
        0xe8..=0xeb => b'e',
        0xf0 | 0xf2..=0xf6 => b'o',
        0xf1 => b'n',
        0xf9..=0xfc => b'u',
        0xfd..=0xff => b'y',
        _ => return None,
    })
}

/// Letters from 0x80 on; the control characters there stand for none.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// Widths from the space to the tilde.
const PLAIN: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
const BOLD: [u16; 95] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_never_a_command() {
        assert_eq!(encoded("a) Tj é’漢"), "61292054 6A20E9923F".replace(' ', ""));
        assert_eq!(encoded("\r\n\0\u{202e}"), "");
    }

    #[test]
    fn every_letter_of_french_and_english_has_its_own_place() {
        let letters = "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»‘’“”–—…€°²³µ%‰ ";
        for c in letters.chars() {
            assert!(byte(c).is_some(), "{c:?} has no letter");
        }
        assert_eq!(encoded("e\u{301}c\u{327}U\u{308}"), encoded("éçÜ"), "accents that follow their letter");
        assert_eq!(encoded("5 µm, 5 \u{3bc}m → 10\u{202f}€"), encoded("5 µm, 5 µm -> 10\u{a0}€"));
        assert_eq!(encoded("Łódź"), encoded("Lódz"));
    }

    #[test]
    fn lines_are_no_wider_than_they_may_be_and_lose_nothing() {
        let text = "Remplacement du vérin hydraulique, référence ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.\n\nPuis essais.";
        let lines = Font::Plain.wrapped(text, 9.0, 80.0);
        assert!(lines.iter().all(|line| Font::Plain.width(line, 9.0) <= 80.0), "{lines:?}");
        let kept: String = lines.concat().split_whitespace().collect();
        assert_eq!(kept, text.split_whitespace().collect::<String>());
        assert!(lines.contains(&String::new()), "the empty line stays");
        assert_eq!(Font::Bold.fitted("court", 9.0, 80.0), "court");
        let cut = Font::Bold.fitted("un nom de fichier beaucoup trop long.pdf", 9.0, 80.0);
        assert!(cut.ends_with('…') && Font::Bold.width(&cut, 9.0) <= 80.0, "{cut}");
    }
}

//! The fonts of the files, which carry the glyphs that they use. Atkinson Hyperlegible Next, the product's own, has the
//! letters of most languages written in Latin ones; Noto Sans stands in with the rest of them, Greek, Cyrillic, Georgian,
//! Armenian, arrows and signs of measurement. What neither has (Arabic, Chinese, emoji…) is drawn as `□`, and is still
//! itself to those who copy the text or have it read out.

use super::MM;
use krilla::text::{GlyphId, KrillaGlyph};
use skrifa::{
    MetadataProvider,
    instance::{LocationRef, Size},
};
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A weight.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    Plain,
    Bold,
}

/// How a text looks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    pub font: Font,
    /// In points.
    pub size: f64,
    /// How dark, 0 for black.
    pub grey: f64,
}

/// What stands for a letter that no font has.
const UNKNOWN: char = '□';

/// A font as it was bundled.
struct Face {
    krilla: krilla::text::Font,
    /// The glyph of each letter and its width, in parts of the size.
    glyphs: HashMap<char, (u32, f32)>,
}

impl Face {
    fn new(data: &'static [u8]) -> Option<Self> {
        let font = skrifa::FontRef::new(data).ok()?;
        let krilla = krilla::text::Font::new(data.into(), 0)?;
        let metrics = font.glyph_metrics(Size::unscaled(), LocationRef::default());
        let letter = |(c, glyph): (u32, skrifa::GlyphId)| {
            let width = metrics.advance_width(glyph)? / krilla.units_per_em();
            Some((char::from_u32(c)?, (glyph.to_u32(), width)))
        };
        let glyphs = font.charmap().mappings().filter_map(letter).collect();
        Some(Self { krilla, glyphs })
    }
}

macro_rules! faces {
    ($($file:literal),+) => {
        LazyLock::new(|| [$(Face::new(include_bytes!(concat!("../../assets/fonts/", $file))).expect($file)),+])
    };
}

/// Each weight's own font, and the one that stands in.
static PLAIN: LazyLock<[Face; 2]> =
    faces!("AtkinsonHyperlegibleNext-Regular.otf", "NotoSans-Regular-subset.ttf");
static BOLD: LazyLock<[Face; 2]> = faces!("AtkinsonHyperlegibleNext-Bold.otf", "NotoSans-Bold-subset.ttf");

/// Letters of one font that follow each other.
pub(super) struct Run {
    pub font: krilla::text::Font,
    pub glyphs: Vec<KrillaGlyph>,
    /// In parts of the size.
    pub width: f32,
}

impl Font {
    fn faces(self) -> &'static [Face; 2] {
        match self {
            Self::Plain => &PLAIN,
            Self::Bold => &BOLD,
        }
    }

    /// Which of the two fonts has a letter, its glyph and its width in parts of the size.
    fn find(self, c: char) -> Option<(usize, u32, f32)> {
        let has = |i: usize| self.faces()[i].glyphs.get(&c).map(|(glyph, width)| (i, *glyph, *width));
        // An accent that no letter took in stands above the one before: only the second font draws it there.
        if is_combining_mark(c) { has(1) } else { has(0).or_else(|| has(1)) }
    }

    fn width_of(self, c: char) -> f32 {
        self.find(c).or_else(|| self.find(UNKNOWN)).map_or(0.0, |(.., width)| width)
    }

    /// A text as it is drawn: letters that no font has are boxes.
    pub(super) fn drawn(self, text: &str) -> String {
        text.chars().map(|c| if self.find(c).is_some() { c } else { UNKNOWN }).collect()
    }

    /// The glyphs of a drawn text, in order.
    pub(super) fn runs(self, drawn: &str) -> Vec<Run> {
        let mut runs: Vec<(usize, Run)> = vec![];
        for (at, c) in drawn.char_indices() {
            let Some((face, glyph, width)) = self.find(c) else { continue };
            if runs.last().is_none_or(|(last, _)| *last != face) {
                let font = self.faces()[face].krilla.clone();
                runs.push((face, Run { font, glyphs: vec![], width: 0.0 }));
            }
            if let Some((_, run)) = runs.last_mut() {
                let letter = at..at + c.len_utf8();
                run.glyphs.push(KrillaGlyph::new(GlyphId::new(glyph), width, 0.0, 0.0, 0.0, letter, None));
                run.width += width;
            }
        }
        runs.into_iter().map(|(_, run)| run).collect()
    }
}

impl Style {
    pub const fn new(font: Font, size: f64, grey: f64) -> Self {
        Self { font, size, grey }
    }

    /// Millimetres that a text takes in one line.
    pub fn width(self, text: &str) -> f64 {
        self.taken(&clean(text))
    }

    /// The same of a cleaned text.
    fn taken(self, text: &str) -> f64 {
        text.chars().map(|c| self.width_of(c)).sum()
    }

    fn width_of(self, c: char) -> f64 {
        f64::from(self.font.width_of(c)) * self.size / MM
    }

    /// A text in lines no wider than so many millimetres. Its line breaks stay; a word that is wider than a line is cut.
    /// A line that was broken between words ends in a space, which is not counted.
    pub fn wrapped(self, text: &str, width: f64) -> Vec<String> {
        let text = text.replace("\r\n", "\n").replace('\r', "\n");
        text.split('\n').flat_map(|paragraph| self.paragraph(&clean(paragraph), width)).collect()
    }

    fn paragraph(self, text: &str, width: f64) -> Vec<String> {
        let mut lines = vec![];
        let mut line = String::new();
        let mut taken = 0.0;
        for word in text.split_ascii_whitespace() {
            if !line.is_empty() {
                line.push(' ');
                let space = self.width_of(' ');
                if taken + space + self.taken(word) > width {
                    lines.push(std::mem::take(&mut line));
                    taken = 0.0;
                } else {
                    taken += space;
                }
            }
            for c in word.chars() {
                let wide = self.width_of(c);
                if taken + wide > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    taken = 0.0;
                }
                line.push(c);
                taken += wide;
            }
        }
        lines.push(line);
        lines
    }

    /// The same in so many lines at the most; what does not fit ends in an ellipsis.
    pub fn shortened(self, text: &str, width: f64, lines: usize) -> Vec<String> {
        let mut out = self.wrapped(text, width);
        if out.len() > lines {
            out.truncate(lines);
            if let Some(last) = out.last_mut() {
                *last = self.cut(last.trim_end(), width);
            }
        }
        out
    }

    /// A text in one line; what does not fit ends in an ellipsis.
    pub fn fitted(self, text: &str, width: f64) -> String {
        let text = clean(text);
        if self.taken(&text) <= width { text } else { self.cut(&text, width) }
    }

    /// As much of a text as fits, and an ellipsis.
    fn cut(self, text: &str, width: f64) -> String {
        let mut left = width - self.width_of('…');
        let fits = |c: &char| {
            left -= self.width_of(*c);
            left >= 0.0
        };
        text.chars().take_while(fits).chain(['…']).collect()
    }
}

/// A text in one line: accents put together with their letters, what is not seen left out.
pub(super) fn clean(text: &str) -> String {
    text.nfc()
        .filter_map(|c| match c {
            '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' => Some(' '),
            c if is_hidden(c) => None,
            c => Some(c),
        })
        .collect()
}

/// Control characters, marks of direction, joiners, soft hyphens, and what chooses between forms of a letter.
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BODY: Style = Style::new(Font::Plain, 9.0, 0.0);
    const TITLE: Style = Style::new(Font::Bold, 9.0, 0.0);

    #[test]
    fn every_letter_of_europe_has_its_glyph_in_both_weights() {
        let letters = "àâäçéèêëîïôöùûüÿœæÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸŒÆ«»‘’“”–—…€°²³µ%‰\u{a0}\u{202f}\u{2011} \
            ąćęłńóśźżĄĆĘŁŃÓŚŹŻ čďěňřšťůžČĎĚŇŘŠŤŮŽ őűŐŰ ăâîșțĂÂÎȘȚ åøÅØðþÐÞ ßẞ ñ¿¡ ãõ ġħĠĦ ėįųĖĮŲ āēīūģķļņĀĒĪŪĢĶĻŅ \
            ıİğĞ ŵŷŴŶ ŀĿ ĉĝĥĵŝŭ ŧŋŦŊ ḃċḋḟṁṗṡṫ \
            αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏΪΫ \
            абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁ іїєґІЇЄҐ ўЎ ђћџљњјЂЋЏЉЊЈ ѓќѕЃЌЅ \
            აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև \
            Ω Ω ≤ ≥ ≠ ≈ ± × ÷ − ∅ ∞ √ → ← ↑ ↓ ✓ ✔ ☐ ☑ □ № ′ ″ ℃ ½ • ™ ©";
        for font in [Font::Plain, Font::Bold] {
            for c in clean(letters).chars() {
                assert!(font.find(c).is_some(), "{c:?} has no glyph in {font:?}");
                let width = font.width_of(c);
                assert!(width > 0.0 && width < 1.6, "{c:?} is {width} wide");
            }
            assert_eq!(font.find('漢'), None, "what the documentation says");
        }
    }

    #[test]
    fn what_is_not_seen_is_left_out_and_accents_join_their_letters() {
        assert_eq!(clean("a\r\n\0\tb\u{202e}\u{200d}\u{fe0f}\u{ad}c"), "a   bc");
        assert_eq!(clean("e\u{301}c\u{327}U\u{308} Z\u{307}"), "éçÜ Ż");
        assert_eq!(Font::Plain.drawn("Łódź 漢 🔧"), "Łódź □ □");
        let stressed = Font::Plain.runs("а\u{301}");
        assert_eq!(stressed.len(), 1, "an accent without a composed letter stays with it");
        assert_eq!(Font::Plain.width_of('\u{301}'), 0.0);
    }

    #[test]
    fn a_text_goes_from_font_to_font_and_keeps_its_letters() {
        let text = "Pompe Αντλία № 2, Łódź";
        let runs = Font::Bold.runs(text);
        let letters: String =
            runs.iter().flat_map(|run| &run.glyphs).map(|glyph| &text[glyph.text_range.clone()]).collect();
        assert_eq!(letters, text);
        assert!(runs.len() > 2, "{}", runs.len());
        let width: f32 = runs.iter().map(|run| run.width).sum();
        assert!((f64::from(width) * 9.0 / MM - TITLE.width(text)).abs() < 1e-3);
    }

    #[test]
    fn lines_keep_breaks_and_end_in_an_ellipsis_where_they_are_cut() {
        let text = "Remplacement du vérin hydraulique, référence ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.\n\nPuis essais.";
        let lines = BODY.wrapped(text, 28.0);
        assert!(lines.contains(&String::new()), "the empty line stays");
        assert!(lines[0].ends_with(' '), "a word does not run into the next line's: {lines:?}");
        assert_eq!(TITLE.fitted("court", 28.0), "court");
        assert_eq!(TITLE.shortened("un deux", 28.0, 1), ["un deux"]);
        let short = TITLE.shortened(text, 28.0, 2);
        assert!(short.len() == 2 && short[1].ends_with('…') && TITLE.width(&short[1]) <= 28.0, "{short:?}");
    }

    proptest! {
        #[test]
        fn lines_are_no_wider_than_they_may_be_and_lose_nothing(
            text in "([a-zA-Zéłß ]|[α-ωа-я]|漢|🔧|\\PC|\n){0,120}", width in 8.0..120.0f64,
        ) {
            let lines = BODY.wrapped(&text, width);
            for line in &lines {
                prop_assert!(BODY.width(line.trim_end()) <= width + 1e-9, "{line:?}");
            }
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            let kept: String = lines.concat();
            let wanted: Vec<String> = text.split('\n').map(clean).collect();
            prop_assert_eq!(letters(&kept), letters(&wanted.concat()));
            prop_assert!(BODY.width(&BODY.fitted(&text, width)) <= width + 1e-9);
        }
    }
}

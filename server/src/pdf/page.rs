//! What stands on a page, measured in millimetres from its upper left corner; text in points.

use super::{A4, Font, MM, Picture, encoded};
use std::fmt::Write;

/// Points of ink and paper: how dark something is, 0 for black.
pub const INK: f64 = 0.1;
pub const FAINT: f64 = 0.42;
pub const LINE: f64 = 0.8;

/// A page's content stream in the making.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub content: String,
}

impl Page {
    /// A line of text, its base line at `y`.
    pub fn text(&mut self, (x, y): (f64, f64), font: Font, size: f64, grey: f64, text: &str) {
        let _ = writeln!(
            self.content,
            "{grey} g BT /{} {size} Tf {:.2} {:.2} Td <{}> Tj ET",
            font.name(),
            x * MM,
            (A4.1 - y) * MM,
            encoded(text)
        );
    }

    /// The same, ending at `x`.
    pub fn text_before(&mut self, (x, y): (f64, f64), font: Font, size: f64, grey: f64, text: &str) {
        self.text((x - font.width(text, size) / MM, y), font, size, grey, text);
    }

    /// A filled box, its upper left corner at `x` and `y`.
    pub fn fill(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), grey: f64) {
        let _ = writeln!(
            self.content,
            "{grey} g {:.3} {:.3} {:.3} {:.3} re f",
            x * MM,
            (A4.1 - y - height) * MM,
            width * MM,
            height * MM
        );
    }

    /// A thin line across.
    pub fn rule(&mut self, (x, y): (f64, f64), width: f64) {
        self.fill((x, y), (width, 0.2), LINE);
    }

    /// A picture within a box, as large as it fits, in its middle.
    pub fn picture(&mut self, (x, y): (f64, f64), (width, height): (f64, f64), picture: Picture) {
        let scale = (width / f64::from(picture.width)).min(height / f64::from(picture.height));
        let (w, h) = (f64::from(picture.width) * scale, f64::from(picture.height) * scale);
        let (left, top) = (x + (width - w) / 2.0, y + (height - h) / 2.0);
        let _ = writeln!(
            self.content,
            "q {:.2} 0 0 {:.2} {:.2} {:.2} cm /I{} Do Q",
            w * MM,
            h * MM,
            left * MM,
            (A4.1 - top - h) * MM,
            picture.object
        );
    }
}

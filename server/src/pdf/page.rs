//! What stands on a page, measured in millimetres from its upper left corner.

use super::{LINE, Part, Style};
use krilla::image::Image;

/// A JPEG that can be shown.
#[derive(Clone)]
pub struct Picture(Image);

impl Picture {
    /// Nothing when it is no JPEG that readers of PDF files show. Its bytes go into the file as they are.
    pub fn jpeg(jpeg: Vec<u8>) -> Option<Self> {
        let image = Image::from_jpeg(jpeg.into(), false).ok()?;
        let (width, height) = image.size();
        (width > 0 && height > 0).then_some(Self(image))
    }
}

/// From the left, from the top, width, height.
pub(super) type Area = (f64, f64, f64, f64);

/// Something drawn.
pub(super) enum Drawing {
    /// A line of text, its base line at this place.
    Text(f64, f64, Style, String),
    /// Areas filled with one grey.
    Areas(f64, Vec<Area>),
    Picture(Image, Area),
}

/// A page in the making. What belongs to no part of the document is ornament, or repeats what is said elsewhere: a screen
/// reader leaves it out.
#[derive(Default)]
pub struct Page {
    pub(super) drawings: Vec<(Option<Part>, Drawing)>,
}

impl Page {
    /// A line of text, its base line at `y`.
    pub fn text(&mut self, part: Option<Part>, (x, y): (f64, f64), style: Style, text: &str) {
        self.drawings.push((part, Drawing::Text(x, y, style, text.to_owned())));
    }

    /// The same, ending at `x`.
    pub fn text_before(&mut self, part: Option<Part>, (x, y): (f64, f64), style: Style, text: &str) {
        self.text(part, (x - style.width(text), y), style, text);
    }

    /// Filled areas.
    pub fn fill(&mut self, part: Option<Part>, grey: f64, areas: Vec<Area>) {
        self.drawings.push((part, Drawing::Areas(grey, areas)));
    }

    /// A thin line across.
    pub fn rule(&mut self, (x, y): (f64, f64), width: f64) {
        self.fill(None, LINE, vec![(x, y, width, 0.2)]);
    }

    /// A picture within an area, as large as it fits, in its middle.
    pub fn picture(&mut self, part: Part, (x, y, width, height): Area, Picture(image): &Picture) {
        let (w, h) = (f64::from(image.size().0), f64::from(image.size().1));
        let scale = (width / w).min(height / h);
        let (w, h) = (w * scale, h * scale);
        let area = (x + (width - w) / 2.0, y + (height - h) / 2.0, w, h);
        self.drawings.push((Some(part), Drawing::Picture(image.clone(), area)));
    }
}

//! Pages that fill from top to bottom: what does not fit goes to the next one.

use crate::pdf::{
    A4, Font, MM,
    page::{FAINT, INK, Page},
};

pub const LEFT: f64 = 18.0;
pub const WIDTH: f64 = A4.0 - 2.0 * LEFT;
/// Where a page begins that is not the first, below its running title.
const TOP: f64 = 26.0;
const BOTTOM: f64 = A4.1 - 22.0;
/// Size of the text and height of its lines.
pub const SIZE: f64 = 9.5;
pub const LEADING: f64 = 4.7;

/// Pages in the making.
pub struct Sheet {
    pages: Vec<Page>,
    /// Where the next thing begins.
    pub y: f64,
    /// At the head of every page but the first.
    title: String,
}

impl Sheet {
    pub fn new(title: String) -> Self {
        Self { pages: vec![Page::default()], y: 18.0, title }
    }

    /// The page that is being filled.
    pub fn page(&mut self) -> &mut Page {
        if self.pages.is_empty() {
            self.pages.push(Page::default());
        }
        let last = self.pages.len() - 1;
        &mut self.pages[last]
    }

    /// Makes sure that so many millimetres are left, if need be on a new page; says whether it is a new one.
    pub fn room(&mut self, height: f64) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        let mut page = Page::default();
        let title = Font::Plain.fitted(&self.title, 8.0, WIDTH * MM);
        page.text((LEFT, 16.0), Font::Plain, 8.0, FAINT, &title);
        page.rule((LEFT, 18.5), WIDTH);
        self.pages.push(page);
        self.y = TOP;
        true
    }

    /// A title, which never stands alone at the end of a page: so many millimetres of what follows stay with it.
    pub fn heading(&mut self, title: &str, follows: f64) {
        self.y += 4.0;
        self.room(9.5 + follows);
        let y = self.y;
        let page = self.page();
        page.text((LEFT, y + 4.0), Font::Bold, 11.5, INK, title);
        page.rule((LEFT, y + 6.0), WIDTH);
        self.y += 9.5;
    }

    /// A text of any length, its line breaks kept.
    pub fn prose(&mut self, text: &str) {
        for line in Font::Plain.wrapped(text, SIZE, WIDTH * MM) {
            self.room(LEADING);
            let y = self.y + 3.4;
            self.page().text((LEFT, y), Font::Plain, SIZE, INK, &line);
            self.y += LEADING;
        }
    }

    /// A short line in grey.
    pub fn note(&mut self, text: &str) {
        for line in Font::Plain.wrapped(text, 8.0, WIDTH * MM) {
            self.room(LEADING);
            let y = self.y + 3.4;
            self.page().text((LEFT, y), Font::Plain, 8.0, FAINT, &line);
            self.y += LEADING;
        }
    }

    /// The pages, each with its foot: what stands on the left, and its number among all.
    pub fn footed(mut self, left: &str, number: impl Fn(usize, usize) -> String) -> Vec<Page> {
        let total = self.pages.len();
        for (i, page) in self.pages.iter_mut().enumerate() {
            let y = A4.1 - 12.0;
            page.rule((LEFT, y - 4.5), WIDTH);
            page.text((LEFT, y), Font::Plain, 8.0, FAINT, &Font::Plain.fitted(left, 8.0, 140.0 * MM));
            page.text_before((LEFT + WIDTH, y), Font::Plain, 8.0, FAINT, &number(i + 1, total));
        }
        self.pages
    }
}

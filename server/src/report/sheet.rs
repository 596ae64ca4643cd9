//! Pages that fill from top to bottom: what does not fit goes to the next one.

use crate::pdf::{A4, FAINT, Font, INK, Page, Part, Pdf, Role, Style};

pub const LEFT: f64 = 18.0;
pub const WIDTH: f64 = A4.0 - 2.0 * LEFT;
/// Where a page begins that is not the first, below its running title.
const TOP: f64 = 26.0;
const BOTTOM: f64 = A4.1 - 22.0;
/// The text, and the height of its lines.
pub const TEXT: Style = Style::new(Font::Plain, 9.5, INK);
pub const LEADING: f64 = 4.7;
/// Smaller texts: what is said, and what only helps.
pub const SMALL: Style = Style::new(Font::Plain, 8.0, INK);
pub const NOTE: Style = Style::new(Font::Plain, 8.0, FAINT);
const HEADING: Style = Style::new(Font::Bold, 11.5, INK);

/// Pages in the making.
pub struct Sheet {
    pub pdf: Pdf,
    /// Where the next thing begins.
    pub y: f64,
    /// At the head of every page but the first.
    title: String,
}

impl Sheet {
    pub fn new(title: String) -> Self {
        Self { pdf: Pdf::default(), y: 18.0, title }
    }

    /// The page that is being filled.
    pub fn page(&mut self) -> &mut Page {
        if self.pdf.pages.is_empty() {
            self.pdf.pages.push(Page::default());
        }
        let last = self.pdf.pages.len() - 1;
        &mut self.pdf.pages[last]
    }

    /// Adds a part of the document, read after those before.
    pub fn part(&mut self, role: Role) -> Part {
        self.pdf.structure.add(role)
    }

    /// Adds a part of another one.
    pub fn part_of(&mut self, outer: Part, role: Role) -> Part {
        self.pdf.structure.add_to(outer, role)
    }

    /// Makes sure that so many millimetres are left, if need be on a new page; says whether it is a new one.
    pub fn room(&mut self, height: f64) -> bool {
        if self.y + height <= BOTTOM {
            return false;
        }
        let mut page = Page::default();
        page.text(None, (LEFT, 16.0), NOTE, &NOTE.fitted(&self.title, WIDTH));
        page.rule((LEFT, 18.5), WIDTH);
        self.pdf.pages.push(page);
        self.y = TOP;
        true
    }

    /// A title, which never stands alone at the end of a page: so many millimetres of what follows stay with it.
    pub fn heading(&mut self, title: &str, follows: f64) {
        self.y += 4.0;
        self.room(9.5 + follows);
        let y = self.y;
        let part = self.part(Role::Heading { level: 2, title: title.to_owned() });
        let page = self.page();
        page.text(Some(part), (LEFT, y + 4.0), HEADING, title);
        page.rule((LEFT, y + 6.0), WIDTH);
        self.y += 9.5;
    }

    /// A text of any length, its line breaks kept.
    pub fn prose(&mut self, text: &str) {
        self.lines(TEXT, text);
    }

    /// A short line in grey.
    pub fn note(&mut self, text: &str) {
        self.lines(NOTE, text);
    }

    /// An empty line parts two paragraphs.
    fn lines(&mut self, style: Style, text: &str) {
        let mut paragraph = None;
        for line in style.wrapped(text, WIDTH) {
            self.room(LEADING);
            let y = self.y + 3.4;
            if line.trim().is_empty() {
                paragraph = None;
            } else {
                let part = match paragraph {
                    Some(part) => part,
                    None => self.part(Role::Paragraph),
                };
                paragraph = Some(part);
                self.page().text(Some(part), (LEFT, y), style, &line);
            }
            self.y += LEADING;
        }
    }

    /// The pages, each with its foot: what stands on the left, and its number among all.
    pub fn footed(mut self, left: &str, number: impl Fn(usize, usize) -> String) -> Pdf {
        let total = self.pdf.pages.len();
        // Said once to who has the document read out.
        let made = self.part(Role::Paragraph);
        for (i, page) in self.pdf.pages.iter_mut().enumerate() {
            let y = A4.1 - 12.0;
            page.rule((LEFT, y - 4.5), WIDTH);
            let part = (i + 1 == total).then_some(made);
            page.text(part, (LEFT, y), NOTE, &NOTE.fitted(left, 140.0));
            page.text_before(None, (LEFT + WIDTH, y), NOTE, &number(i + 1, total));
        }
        self.pdf
    }
}

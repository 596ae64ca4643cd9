//! What the things on the pages are: headings, paragraphs, tables. Screen readers go by it, as does whoever copies text.

/// What a part of the document is.
#[derive(Clone, Debug, PartialEq)]
pub enum Role {
    /// Of a level, 1 for the document's own; it is a line of the outline too.
    Heading {
        level: u16,
        title: String,
    },
    Paragraph,
    /// A picture, with what is said in its place.
    Figure(String),
    /// A list of items, each of a label and a body.
    List,
    Item,
    Label,
    Body,
    /// A table of rows, each of titles and cells.
    Table,
    Row,
    /// Title of a column.
    ColumnTitle,
    /// Title of the rows that follow, over so many columns.
    RowTitle(u32),
    Cell,
}

/// A part of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part(pub(super) usize);

/// The parts, in the order in which they are read.
#[derive(Clone, Debug, Default)]
pub struct Structure {
    pub(super) roles: Vec<Role>,
    /// Parts within each part.
    pub(super) within: Vec<Vec<usize>>,
    /// Parts that stand in no other.
    pub(super) top: Vec<usize>,
}

impl Structure {
    /// Adds a part, read after all that are there.
    pub fn add(&mut self, role: Role) -> Part {
        let part = self.push(role);
        self.top.push(part.0);
        part
    }

    /// Adds a part of another one.
    pub fn add_to(&mut self, outer: Part, role: Role) -> Part {
        let part = self.push(role);
        self.within[outer.0].push(part.0);
        part
    }

    fn push(&mut self, role: Role) -> Part {
        self.roles.push(role);
        self.within.push(vec![]);
        Part(self.roles.len() - 1)
    }
}

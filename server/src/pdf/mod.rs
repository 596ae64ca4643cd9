//! PDF files: what stands where on A4 pages, in millimetres, and what each thing is for somebody who does not see them.
//! krilla makes the file of it.

mod font;
mod page;
mod structure;
mod write;

pub use font::{Font, Style};
pub use page::{Page, Picture};
pub use structure::{Part, Role, Structure};

/// Points of a millimetre.
pub const MM: f64 = 72.0 / 25.4;
/// A4, in millimetres.
pub const A4: (f64, f64) = (210.0, 297.0);

/// How dark something is, 0 for black and 1 for paper.
pub const INK: f64 = 0.1;
pub const FAINT: f64 = 0.42;
pub const LINE: f64 = 0.8;

/// A file in the making.
#[derive(Default)]
pub struct Pdf {
    pub pages: Vec<Page>,
    pub structure: Structure,
}

/// What a file says about itself.
pub struct About<'a> {
    pub title: &'a str,
    /// `fr` or `en`.
    pub language: &'a str,
    pub author: &'a str,
}

//! From the pages and their structure to a file, by krilla.

use super::{
    A4, About, MM, Page, Pdf, Role, Structure,
    font::clean,
    page::{Area, Drawing},
};
use domain::Error;
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, Configuration, ConfigurationBuilder},
    destination::XyzDestination,
    error::KrillaResult,
    geom::{PathBuilder, Point, Rect, Size, Transform},
    metadata::Metadata,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::Fill,
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag,
        TagGroup, TagKind, TagTree,
    },
};
use std::num::{NonZeroU16, NonZeroU32};

/// Where a part was drawn.
#[derive(Default)]
struct Drawn {
    contents: Vec<Identifier>,
    /// The page and place of its first drawing.
    begins: Option<(usize, Rect)>,
}

impl Pdf {
    /// The file. It says that it keeps to PDF/UA-1 (accessible documents), as far as krilla can check that.
    pub fn finish(&self, about: &About<'_>) -> Result<Vec<u8>, Error> {
        let accessible =
            ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        let accessible = accessible.ok().map(|configuration| self.written(about, configuration));
        if let Some(Err(error)) = &accessible {
            tracing::warn!(%error, "a PDF file is not as accessible as it should be");
        }
        let file = match accessible {
            Some(Ok(file)) => return Ok(file),
            _ => self.written(about, Configuration::default()),
        };
        file.map_err(|error| {
            tracing::error!(%error, "a PDF file could not be written");
            Error::Internal { incident: String::new() }
        })
    }

    pub(super) fn written(&self, about: &About<'_>, configuration: Configuration) -> KrillaResult<Vec<u8>> {
        let mut file = Document::new_with(SerializeSettings { configuration, ..Default::default() });
        let mut parts: Vec<Drawn> = self.structure.roles.iter().map(|_| Drawn::default()).collect();
        for (number, page) in self.pages.iter().enumerate() {
            draw(&mut file, page, number, &mut parts);
        }
        file.set_metadata(
            Metadata::new()
                .title(clean(about.title))
                .language(about.language.to_owned())
                .authors(vec![clean(about.author)])
                .creator("Vigie".to_owned())
                .producer("Vigie".to_owned()),
        );
        file.set_outline(outline(&self.structure, &parts));
        let mut tree = TagTree::new().with_lang(Some(about.language.to_owned()));
        self.structure.top.iter().for_each(|part| tree.push(group(&self.structure, *part, &mut parts)));
        file.set_tag_tree(tree);
        file.finish()
    }
}

fn points(millimetres: f64) -> f32 {
    (millimetres * MM) as f32
}

fn rect((x, y, width, height): Area) -> Option<Rect> {
    Rect::from_xywh(points(x), points(y), points(width), points(height))
}

fn draw(file: &mut Document, page: &Page, number: usize, parts: &mut [Drawn]) {
    let Some(settings) = PageSettings::from_wh(points(A4.0), points(A4.1)) else { return };
    let mut sheet = file.start_page_with(settings);
    let mut surface = sheet.surface();
    for (part, drawing) in &page.drawings {
        // What a screen reader says where a letter has no glyph, or nothing when the text says it itself.
        let mut said = None;
        let mut drawn = String::new();
        if let Drawing::Text(.., style, text) = drawing {
            let text = clean(text);
            drawn = style.font.drawn(&text);
            said = (drawn != text).then_some(text);
        }
        let tag = match (part, drawing) {
            (Some(_), Drawing::Text(..)) => {
                ContentTag::Span(SpanTag::empty().with_actual_text(said.as_deref()))
            }
            (Some(_), _) => ContentTag::Other,
            (None, Drawing::Text(..)) => {
                ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther))
            }
            (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
        };
        let content = surface.start_tagged(tag);
        let place = put(&mut surface, drawing, &drawn);
        surface.end_tagged();
        if let Some(part) = part {
            let part = &mut parts[part.0];
            part.contents.push(content);
            part.begins = part.begins.or_else(|| Some((number, place?)));
        }
    }
}

/// Draws something and says where it is.
fn put(surface: &mut Surface<'_>, drawing: &Drawing, drawn: &str) -> Option<Rect> {
    let ink = |grey: f64| {
        let paint = luma::Color::new((grey * 255.0).round() as u8).into();
        Some(Fill { paint, ..Default::default() })
    };
    match drawing {
        Drawing::Text(x, y, style, _) => {
            surface.set_fill(ink(style.grey));
            let size = style.size as f32;
            let mut left = points(*x);
            for run in style.font.runs(drawn) {
                surface.draw_glyphs(
                    Point::from_xy(left, points(*y)),
                    &run.glyphs,
                    run.font,
                    drawn,
                    size,
                    false,
                );
                left += run.width * size;
            }
            Rect::from_ltrb(points(*x), points(*y) - size, left.max(points(*x) + 1.0), points(*y))
        }
        Drawing::Areas(grey, areas) => {
            surface.set_fill(ink(*grey));
            let mut path = PathBuilder::new();
            areas.iter().filter_map(|area| rect(*area)).for_each(|area| path.push_rect(area));
            surface.draw_path(&path.finish()?);
            let edge =
                |of: fn(&Area) -> f64, better: fn(f64, f64) -> f64| areas.iter().map(of).reduce(better);
            let (left, top) = (edge(|a| a.0, f64::min)?, edge(|a| a.1, f64::min)?);
            let (right, bottom) = (edge(|a| a.0 + a.2, f64::max)?, edge(|a| a.1 + a.3, f64::max)?);
            rect((left, top, right - left, bottom - top))
        }
        Drawing::Picture(image, area) => {
            let size = Size::from_wh(points(area.2), points(area.3))?;
            surface.push_transform(&Transform::from_translate(points(area.0), points(area.1)));
            surface.draw_image(image.clone(), size);
            surface.pop();
            rect(*area)
        }
    }
}

/// A part with all that is in it.
fn group(structure: &Structure, part: usize, parts: &mut [Drawn]) -> TagGroup {
    let drawn = std::mem::take(&mut parts[part]);
    let tag: TagKind = match &structure.roles[part] {
        Role::Heading { level, title } => {
            Tag::Hn(NonZeroU16::new(*level).unwrap_or(NonZeroU16::MIN), Some(clean(title))).into()
        }
        Role::Paragraph => Tag::P.into(),
        Role::Figure(alt) => {
            let area = drawn.begins.map(|(page, area)| BBox::new(page, area));
            Tag::Figure(Some(clean(alt))).with_bbox(area).into()
        }
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::Item => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::Body => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::Row => Tag::TR.into(),
        Role::ColumnTitle => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowTitle(columns) => {
            Tag::TH(TableHeaderScope::Row).with_col_span(NonZeroU32::new(*columns)).into()
        }
        Role::Cell => Tag::TD.into(),
    };
    let mut group = TagGroup::new(tag);
    drawn.contents.into_iter().for_each(|content| group.push(content));
    structure.within[part].iter().for_each(|inner| group.push(self::group(structure, *inner, parts)));
    group
}

/// The headings, for the reader's list of them.
fn outline(structure: &Structure, parts: &[Drawn]) -> Outline {
    let mut outline = Outline::new();
    for (role, drawn) in structure.roles.iter().zip(parts) {
        if let (Role::Heading { title, .. }, Some((page, area))) = (role, drawn.begins) {
            let there = XyzDestination::new(page, Point::from_xy(0.0, area.top()));
            outline.push_child(OutlineNode::new(clean(title), there));
        }
    }
    outline
}

#[cfg(test)]
mod tests {
    use super::super::{Font, INK, Picture, Style};
    use super::*;
    use testkit::PdfText;

    const BODY: Style = Style::new(Font::Plain, 9.0, INK);
    const ABOUT: About<'_> = About { title: "Relevé d’essai", language: "fr", author: "Żaneta Wójcik" };

    /// Sixteen grey pixels by eight.
    fn jpeg() -> Vec<u8> {
        let parts: [&[u8]; 5] = [
            b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xdb\x00\x43\x00",
            &[0xff; 64],
            b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x10\x01\x01\x11\x00",
            b"\xff\xc4\x00\x14\x00\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xc4\x00\x14\x10\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
            b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x0f\xff\xd9",
        ];
        parts.concat()
    }

    fn sample() -> Pdf {
        let mut pdf = Pdf::default();
        let mut page = Page::default();
        let heading = pdf.structure.add(Role::Heading { level: 1, title: "Łódź".into() });
        page.text(Some(heading), (20.0, 20.0), BODY, "Łódź");
        let list = pdf.structure.add(Role::List);
        for (i, text) in
            ["Příliš žluťoučký kůň", "Αντλία λαδιού", "Насос № 2", "漢字 🔧 ok", "\u{202e}fdp.exe\u{7}"]
                .into_iter()
                .enumerate()
        {
            let item = pdf.structure.add_to(list, Role::Item);
            let body = pdf.structure.add_to(item, Role::Body);
            page.text(Some(body), (20.0, 30.0 + 5.0 * i as f64), BODY, text);
        }
        let figure = pdf.structure.add(Role::Figure("Après – łożysko.jpg".into()));
        page.picture(figure, (20.0, 80.0, 40.0, 40.0), &Picture::jpeg(jpeg()).expect("a picture"));
        page.rule((20.0, 140.0), 100.0);
        page.text_before(None, (190.0, 280.0), BODY, "1 / 1");
        pdf.pages.push(page);
        pdf
    }

    #[test]
    fn names_of_every_european_script_come_out_as_they_were_written() {
        let read = PdfText::of(&sample().finish(&ABOUT).expect("a file"));
        let lines =
            ["Łódź", "Příliš žluťoučký kůň", "Αντλία λαδιού", "Насос № 2", "漢字 🔧 ok", "fdp.exe", "1 / 1"];
        assert_eq!(read.lines(), lines);
        assert_eq!(read.shown[0][4], "□□ □ ok", "what no font has is seen to be there");
        assert_eq!((read.title.as_str(), read.language.as_str()), ("Relevé d’essai", "fr"));
        assert_eq!(read.author, "Żaneta Wójcik");
        assert_eq!(
            (read.figures, read.pictures, read.acts),
            (vec!["Après – łożysko.jpg".to_owned()], 1, false)
        );
        for part in ["H1", "L", "LI", "LBody", "Figure"] {
            assert!(read.parts.iter().any(|p| p == part), "{part} in {:?}", read.parts);
        }
    }

    #[test]
    fn a_file_passes_the_checks_of_accessible_documents_and_is_the_same_each_time() {
        let configuration =
            ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
        let file = sample().written(&ABOUT, configuration.expect("a configuration"));
        let file = file.unwrap_or_else(|error| panic!("{error:?}"));
        assert!(file == sample().finish(&ABOUT).expect("a file"), "byte for byte");
    }

    #[test]
    fn what_is_no_jpeg_is_no_picture() {
        let cut = jpeg()[..60].to_vec();
        for bad in
            [vec![], b"\xff\xd8".to_vec(), b"\x89PNG\r\n".to_vec(), b"\xff\xd8\xff\xda\0\x04ok".to_vec(), cut]
        {
            assert!(Picture::jpeg(bad).is_none());
        }
    }
}

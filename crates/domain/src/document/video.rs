//! What a video's container says of itself. It is looked at as it passes by and kept in no memory: a box after the
//! other (ISO base media file format: MP4, QuickTime), or the head of a WebM.

use super::Media;

/// Brands of MP4 files that phones, cameras and programs write.
const MP4: [&[u8; 4]; 20] = [
    b"isom", b"iso2", b"iso3", b"iso4", b"iso5", b"iso6", b"iso7", b"iso8", b"iso9", b"mp41", b"mp42",
    b"mp71", b"avc1", b"dash", b"M4V ", b"M4VH", b"M4VP", b"MSNV", b"3gp4", b"3gp5",
];
/// QuickTime's own.
const QUICKTIME: &[u8; 4] = b"qt  ";
/// Brands of pictures in the same container (HEIF, AVIF): they are no videos, whatever stands before them.
const PICTURES: [&[u8; 4]; 10] =
    [b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif", b"avis"];
/// Bytes of the longest `ftyp`.
const MAX_FTYP: usize = 256;

const EBML: [u8; 4] = [0x1a, 0x45, 0xdf, 0xa3];
const SEGMENT: [u8; 4] = [0x18, 0x53, 0x80, 0x67];
const DOC_TYPE: u64 = 0x4282;

/// Whether a file's first bytes are those of a video of that type.
pub(super) fn begins(media: Media, first: &[u8]) -> bool {
    match media {
        Media::Mp4 => brand(first).is_some_and(|brand| MP4.contains(&brand)),
        Media::QuickTime => brand(first) == Some(QUICKTIME),
        Media::Webm => webm_end(first).is_some(),
        _ => false,
    }
}

/// The major brand of a whole `ftyp` that names no picture.
fn brand(first: &[u8]) -> Option<&[u8; 4]> {
    let (size, rest) = first.split_first_chunk::<4>()?;
    let size = usize::try_from(u32::from_be_bytes(*size)).ok()?;
    if !(16..=MAX_FTYP).contains(&size) || size % 4 != 0 || !rest.starts_with(b"ftyp") {
        return None;
    }
    let (brands, _) = first.get(8..size)?.as_chunks::<4>();
    let picture = brands.iter().any(|brand| PICTURES.contains(&brand));
    brands.first().filter(|_| !picture)
}

/// Where a WebM ends by its own words; `Some(None)` when it does not say.
fn webm_end(first: &[u8]) -> Option<Option<u64>> {
    let (size, at) = vint(first.strip_prefix(&EBML)?)?;
    let head = EBML.len() + at;
    let inside = first.get(head..head.checked_add(usize::try_from(size?).ok()?)?)?;
    if !says_webm(inside) {
        return None;
    }
    let segment = head + inside.len();
    let (size, at) = vint(first.get(segment..)?.strip_prefix(&SEGMENT)?)?;
    let begins = (segment + SEGMENT.len() + at) as u64;
    match size {
        None => Some(None),
        Some(size) => Some(Some(begins.checked_add(size)?)),
    }
}

fn says_webm(mut head: &[u8]) -> bool {
    while !head.is_empty() {
        let Some((id, after)) = element_id(head) else { return false };
        let Some((Some(size), at)) = vint(&head[after..]) else { return false };
        let Ok(size) = usize::try_from(size) else { return false };
        let Some(content) = head.get(after + at..).and_then(|rest| rest.get(..size)) else { return false };
        if id == DOC_TYPE {
            return content.strip_suffix(b"\0").unwrap_or(content) == b"webm";
        }
        head = &head[after + at + size..];
    }
    false
}

/// An element's name with its marker, and how many bytes it takes.
fn element_id(bytes: &[u8]) -> Option<(u64, usize)> {
    let length = bytes.first()?.leading_zeros() as usize + 1;
    let id = bytes.get(..length).filter(|_| length <= 4)?;
    Some((id.iter().fold(0, |id, byte| id << 8 | u64::from(*byte)), length))
}

/// A length, absent when it is left open, and how many bytes it takes.
fn vint(bytes: &[u8]) -> Option<(Option<u64>, usize)> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    let all = bytes.get(..length).filter(|_| length <= 8)?;
    let value = all[1..]
        .iter()
        .fold(u64::from(first) & ((1 << (8 - length)) - 1), |n, byte| n << 8 | u64::from(*byte));
    Some(((value != (1 << (7 * length)) - 1).then_some(value), length))
}

/// Follows a video to its end.
#[derive(Clone, Debug)]
pub(super) enum Walk {
    Boxes(Boxes),
    /// Bytes that have passed, and where it says that it ends.
    Webm(u64, Option<u64>),
}

/// A box after the other.
#[derive(Clone, Debug, Default)]
pub(super) struct Boxes {
    /// The head of the next box, as far as it has come.
    head: Vec<u8>,
    /// Bytes of the present box that are still to come.
    left: u64,
    /// The present box goes on to the end of the file.
    open: bool,
    described: bool,
    filled: bool,
    broken: bool,
}

impl Walk {
    /// `first` is what [`begins`] has let through.
    pub fn new(media: Media, first: &[u8]) -> Option<Self> {
        match media {
            Media::Mp4 | Media::QuickTime => Some(Self::Boxes(Boxes::default())),
            Media::Webm => Some(Self::Webm(0, webm_end(first)?)),
            _ => None,
        }
    }

    pub fn look(&mut self, bytes: &[u8]) {
        match self {
            Self::Boxes(boxes) => boxes.look(bytes),
            Self::Webm(passed, _) => *passed += bytes.len() as u64,
        }
    }

    /// Whether it ended where it had to.
    pub fn is_whole(&self) -> bool {
        match self {
            Self::Boxes(boxes) => boxes.is_whole(),
            Self::Webm(passed, end) => end.is_none_or(|end| end == *passed),
        }
    }
}

impl Boxes {
    fn look(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() && !self.open && !self.broken {
            let skipped = self.left.min(bytes.len() as u64);
            self.left -= skipped;
            bytes = &bytes[usize::try_from(skipped).unwrap_or(bytes.len())..];
            if self.left > 0 || bytes.is_empty() {
                return;
            }
            let wanted = if self.is_long() { 16 } else { 8 };
            let taken = bytes.len().min(wanted - self.head.len());
            self.head.extend_from_slice(&bytes[..taken]);
            bytes = &bytes[taken..];
            if self.head.len() == 16 || self.head.len() == 8 && !self.is_long() {
                self.enter();
            }
        }
    }

    /// A size of 1 stands for eight more bytes.
    fn is_long(&self) -> bool {
        self.head.len() >= 8 && self.head[..4] == [0, 0, 0, 1]
    }

    /// The head is whole: what it announces is skipped.
    fn enter(&mut self) {
        let head = std::mem::take(&mut self.head);
        let (name, length) = (&head[4..8], head.len() as u64);
        let number = |bytes: &[u8]| bytes.iter().fold(0, |n: u64, byte| n << 8 | u64::from(*byte));
        let size = if length == 16 { number(&head[8..]) } else { number(&head[..4]) };
        self.described |= name == b"moov";
        self.filled |= name == b"mdat" || name == b"moof";
        if !name.iter().all(|b| b.is_ascii_alphanumeric() || *b == b' ') {
            self.broken = true;
        } else if length == 8 && size == 0 {
            self.open = true;
        } else if size < length {
            self.broken = true;
        } else {
            self.left = size - length;
        }
    }

    fn is_whole(&self) -> bool {
        let ended = self.open || self.left == 0 && self.head.is_empty();
        ended && !self.broken && self.described && self.filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{FieldCode, document::scan};
    use proptest::prelude::*;

    fn boxed(name: &[u8; 4], content: &[u8]) -> Vec<u8> {
        let size = u32::try_from(content.len() + 8).expect("small");
        [&size.to_be_bytes(), name.as_slice(), content].concat()
    }

    fn film(brands: &[u8]) -> Vec<u8> {
        let ftyp = [&brands[..4], &[0, 0, 2, 0], &brands[4..]].concat();
        [boxed(b"ftyp", &ftyp), boxed(b"moov", &[0; 30]), boxed(b"mdat", &[7; 700])].concat()
    }

    fn webm(doc_type: &[u8], size: &[u8], content: &[u8]) -> Vec<u8> {
        let mut inside = vec![0x42, 0x86, 0x81, 1, 0x42, 0x82, 0x80 | doc_type.len() as u8];
        inside.extend(doc_type);
        let head = [&EBML, [0x80 | inside.len() as u8].as_slice(), &inside].concat();
        [&head, SEGMENT.as_slice(), size, content].concat()
    }

    fn taken(extension: &str, content: &[u8], piece: usize) -> Result<Media, FieldCode> {
        let mut scan = scan(extension, &content[..content.len().min(512)])?;
        for piece in content.chunks(piece) {
            scan.look(piece)?;
        }
        scan.end()
    }

    #[test]
    fn what_phones_film_is_known_by_its_brand_and_its_name() {
        for brand in MP4 {
            assert_eq!(taken("mp4", &film(brand), 9), Ok(Media::Mp4), "{brand:?}");
            assert_eq!(taken("mov", &film(brand), 9), Err(FieldCode::FileContent), "{brand:?}");
        }
        assert_eq!(taken("m4v", &film(b"M4V isom"), 9), Ok(Media::Mp4));
        assert_eq!(taken("mov", &film(QUICKTIME), 9), Ok(Media::QuickTime));
        assert_eq!(taken("mp4", &film(QUICKTIME), 9), Err(FieldCode::FileContent));
        assert_eq!(taken("webm", &film(b"isom"), 9), Err(FieldCode::FileContent));
    }

    #[test]
    fn a_picture_or_a_sound_in_the_same_container_is_no_video() {
        for brand in PICTURES {
            assert_eq!(taken("mp4", &film(brand), 9), Err(FieldCode::FileContent), "{brand:?}");
            let hidden = film(&[b"isom".as_slice(), brand].concat());
            assert_eq!(taken("mp4", &hidden, 9), Err(FieldCode::FileContent), "{brand:?} second");
        }
        assert_eq!(taken("mp4", &film(b"M4A "), 9), Err(FieldCode::FileContent));
        assert_eq!(taken("mov", &film(b"crx "), 9), Err(FieldCode::FileContent));
    }

    #[test]
    fn a_film_that_is_cut_off_or_goes_on_as_something_else_is_refused() {
        let whole = film(b"isomavc1");
        for end in [30, 40, whole.len() - 1] {
            assert_eq!(taken("mp4", &whole[..end], 9), Err(FieldCode::UnreadableFile), "{end}");
        }
        for end in [1, 8, 12, 19] {
            assert_eq!(taken("mp4", &whole[..end], 9), Err(FieldCode::FileContent), "{end}");
        }
        let longer = [whole.as_slice(), b"<!doctype html><script>alert(1)</script>"].concat();
        assert_eq!(taken("mp4", &longer, 9), Err(FieldCode::UnreadableFile));
        let archive = [whole.as_slice(), b"PK\x03\x04........"].concat();
        assert_eq!(taken("mp4", &archive, 9), Err(FieldCode::UnreadableFile));
        let empty = [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"free", &[0; 9])].concat();
        assert_eq!(taken("mp4", &empty, 9), Err(FieldCode::UnreadableFile), "nothing to play");
    }

    #[test]
    fn a_box_may_be_long_or_last_to_the_end() {
        let start = [boxed(b"ftyp", b"isom\0\0\0\0"), boxed(b"moov", &[0; 30])].concat();
        let long = [start.as_slice(), &[0, 0, 0, 1], b"mdat", &[0, 0, 0, 0, 0, 0, 0, 26], &[1; 10]].concat();
        assert_eq!(taken("mp4", &long, 3), Ok(Media::Mp4));
        assert_eq!(taken("mp4", &long[..long.len() - 1], 3), Err(FieldCode::UnreadableFile));
        let open = [start.as_slice(), &[0; 4], b"mdat", &[1; 99]].concat();
        assert_eq!(taken("mp4", &open, 3), Ok(Media::Mp4));
        let beyond = [start.as_slice(), &[0, 0, 0, 1], b"mdat", &[0xff; 8], &[1; 9]].concat();
        assert_eq!(taken("mp4", &beyond, 3), Err(FieldCode::UnreadableFile));
        let small = [start.as_slice(), &[0, 0, 0, 7], b"mdat", &[1; 9]].concat();
        assert_eq!(taken("mp4", &small, 3), Err(FieldCode::UnreadableFile));
    }

    #[test]
    fn a_webm_is_one_by_its_own_words() {
        assert_eq!(taken("webm", &webm(b"webm", &[0x85], b"12345"), 2), Ok(Media::Webm));
        let open = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
        assert_eq!(
            taken("webm", &webm(b"webm", &open, b"12345"), 2),
            Ok(Media::Webm),
            "recorded by a browser"
        );
        assert_eq!(taken("webm", &webm(b"matroska", &[0x85], b"12345"), 2), Err(FieldCode::FileContent));
        assert_eq!(taken("webm", &webm(b"webm", &[0x86], b"12345"), 2), Err(FieldCode::UnreadableFile));
        assert_eq!(taken("webm", &webm(b"webm", &[0x84], b"12345"), 2), Err(FieldCode::UnreadableFile));
        assert_eq!(taken("webm", &EBML, 2), Err(FieldCode::FileContent));
        assert_eq!(taken("mp4", &webm(b"webm", &[0x85], b"12345"), 2), Err(FieldCode::FileContent));
    }

    proptest! {
        #[test]
        fn how_it_arrives_changes_nothing(
            contents in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..80), 0..5),
            rest in prop::collection::vec(any::<u8>(), 0..20),
            piece in 1_usize..60,
        ) {
            let mut content = film(b"mp42");
            contents.iter().for_each(|c| content.extend(boxed(b"free", c)));
            prop_assert_eq!(taken("mp4", &content, piece), Ok(Media::Mp4));
            content.extend(rest);
            prop_assert_eq!(taken("mp4", &content, piece), taken("mp4", &content, content.len()));
        }

        #[test]
        fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            for (extension, start) in [("mp4", film(b"isom")), ("webm", EBML.to_vec()), ("mov", vec![])] {
                let _ = taken(extension, &[start, bytes.clone()].concat(), 5);
            }
        }
    }
}

//! Which bytes of a content a `Range` header asks for (RFC 9110).

use std::ops::Range;

/// What is to be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ByteRange {
    /// The whole content: several ranges at once, or what cannot be read, count as nothing asked.
    Whole,
    /// These bytes, at least one.
    Part(Range<u64>),
    /// None of those asked for is there.
    Nothing,
}

/// What a header's value asks of a content of `size` bytes.
pub fn byte_range(header: &str, size: u64) -> ByteRange {
    let part = |(unit, range)| str::eq_ignore_ascii_case(unit, "bytes").then_some(range);
    let Some((first, last)) =
        header.split_once('=').and_then(part).and_then(|r: &str| r.trim().split_once('-'))
    else {
        return ByteRange::Whole;
    };
    let (first, last) = (first.trim(), last.trim());
    let range = match (number(first), number(last)) {
        (Some(first), Some(last)) if first <= last => first..last.saturating_add(1).min(size),
        (Some(first), None) if last.is_empty() => first..size,
        (None, Some(last)) if first.is_empty() => size.saturating_sub(last)..size,
        _ => return ByteRange::Whole,
    };
    if range.is_empty() { ByteRange::Nothing } else { ByteRange::Part(range) }
}

/// Digits alone; what no content could have is as good as the largest.
fn number(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().unwrap_or(u64::MAX))
}

#[cfg(test)]
mod tests {
    use super::{ByteRange::*, *};
    use proptest::prelude::*;

    #[test]
    fn a_range_is_a_part_of_what_is_there() {
        let cases = [
            ("bytes=0-0", Part(0..1)),
            ("bytes=5-", Part(5..10)),
            ("Bytes= 5 - ", Part(5..10)),
            ("bytes=-3", Part(7..10)),
            ("bytes=-30", Part(0..10)),
            ("bytes=8-99", Part(8..10)),
            ("bytes=8-99999999999999999999999", Part(8..10)),
            ("bytes=10-", Nothing),
            ("bytes=99999999999999999999999-", Nothing),
            ("bytes=-0", Nothing),
            ("bytes=3-1", Whole),
            ("bytes=0-1,4-5", Whole),
            ("bytes=+1-5", Whole),
            ("bytes=-", Whole),
            ("bytes", Whole),
            ("lines=0-1", Whole),
            ("bytes=x-y", Whole),
        ];
        for (header, part) in cases {
            assert_eq!(byte_range(header, 10), part, "{header}");
        }
    }

    proptest! {
        #[test]
        fn a_part_lies_within_and_begins_where_it_was_asked(
            first in any::<u64>(), last in any::<u64>(), size in 1..=u64::MAX
        ) {
            match byte_range(&format!("bytes={first}-{last}"), size) {
                Part(part) => {
                    prop_assert!(first <= last && part.start == first);
                    prop_assert!(part.start < part.end && part.end <= size);
                    prop_assert!(part.end == size || part.end == last + 1);
                }
                Nothing => prop_assert!(first <= last && first >= size),
                Whole => prop_assert!(first > last),
            }
            match byte_range(&format!("bytes=-{last}"), size) {
                Part(part) => prop_assert_eq!((part.end, part.end - part.start), (size, last.min(size))),
                other => prop_assert_eq!((other, last), (Nothing, 0)),
            }
        }

        #[test]
        fn the_parts_of_a_content_make_it_whole(size in 1..5_000_u64, step in 1..700_u64) {
            let mut at = 0;
            while let Part(part) = byte_range(&format!("bytes={at}-{}", at + step - 1), size) {
                prop_assert_eq!(part.start, at);
                at = part.end;
            }
            prop_assert_eq!(at, size);
        }

        #[test]
        fn no_text_makes_it_panic(text in "(bytes=)?[-0-9, x]{0,30}", size in any::<u64>()) {
            if let Part(part) = byte_range(&text, size) {
                prop_assert!(part.start < part.end && part.end <= size);
            }
        }
    }
}

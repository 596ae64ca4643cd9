//! What comes from outside is read without panic, hang or surprise, whatever is in it: tables, videos, recurrences, labels.
//! Pictures, workbooks and archives are looked at beside their readers.

use domain::{
    document::{Scan, scan},
    import::{CsvParser, MAX_CELL_BYTES, sniff_delimiter},
    key,
    recurrence::{Rule, Series},
    url::segment,
};
use jiff::tz::TimeZone;
use testkit::hostile;

/// Where a file is cut: pieces of many lengths, none of them empty.
fn pieces(file: &[u8]) -> Vec<&[u8]> {
    let mut rest = file;
    let mut out = vec![];
    let mut length = 1;
    while !rest.is_empty() {
        let (piece, more) = rest.split_at(length.min(rest.len()));
        out.push(piece);
        rest = more;
        length = length * 3 % 97 + 1;
    }
    out
}

#[test]
fn a_table_is_read_alike_in_any_pieces() {
    let seeds: [&[u8]; 4] = [
        b"code;name\r\nA;\"Press; \"\"250 t\"\"\"\r\n\r\nB;Pump\r\n",
        b"a,b,c\n1,\"2\n3\",4\n\"\",,\n",
        "\u{feff}Équipement\tDésignation\nP1\t‘œuvre’\n".as_bytes(),
        b"sep=|\n'a'|b\r'c'|d\r",
    ];
    hostile(&seeds, |file| {
        let text = String::from_utf8_lossy(file);
        let read = |pieces: &[&str]| {
            let mut parser = CsvParser::new(sniff_delimiter(&text));
            let mut rows = vec![];
            for piece in pieces {
                parser.feed(piece, &mut rows).ok()?;
            }
            parser.finish(&mut rows).ok()?;
            Some(rows)
        };
        let whole = read(&[&text]);
        let letters: Vec<String> = text.chars().map(String::from).collect();
        let letters: Vec<&str> = letters.iter().map(String::as_str).collect();
        assert_eq!(read(&letters), whole);
        let cells = whole.iter().flatten().flat_map(|row| &row.cells);
        assert!(cells.map(String::len).all(|length| length < MAX_CELL_BYTES + 4));
    });
}

/// The smallest videos: boxes of a type and a length, and EBML.
fn videos() -> [Vec<u8>; 2] {
    let boxed = |kind: &[u8; 4], content: &[u8]| {
        let length = (content.len() as u32 + 8).to_be_bytes();
        [&length[..], kind, content].concat()
    };
    let mp4 = [
        boxed(b"ftyp", b"isom\0\0\x02\0isomiso2"),
        boxed(b"moov", &boxed(b"mvhd", &[0; 100])),
        boxed(b"mdat", &[7; 64]),
    ];
    let webm = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x84\xec\x82\0\0";
    [mp4.concat(), webm.to_vec()]
}

#[test]
fn a_file_is_judged_alike_in_any_pieces() {
    let [mp4, webm] = videos();
    let pdf = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n%%EOF\n";
    for (extension, seed) in
        [("mp4", &mp4[..]), ("mov", &mp4), ("webm", &webm), ("pdf", pdf), ("csv", b"a;b\n"), ("txt", b"text")]
    {
        hostile(&[seed], |file| {
            let Ok(mut whole) = scan(extension, file) else { return };
            let judged = |scan: &mut Scan, pieces: &[&[u8]]| {
                pieces.iter().try_for_each(|piece| scan.look(piece))?;
                scan.end()
            };
            let mut cut = whole.clone();
            assert_eq!(judged(&mut cut, &pieces(file)), judged(&mut whole, &[file]));
        });
    }
}

#[test]
fn a_recurrence_that_is_read_is_written_as_it_was_meant() {
    let seeds: [&[u8]; 4] = [
        b"RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO,-1FR;COUNT=10",
        b"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20400101T000000Z",
        b"FREQ=WEEKLY;WKST=SU;BYDAY=TU,TH;BYSETPOS=-1",
        b"DTSTART;TZID=Europe/Paris:20260329T023000\r\nRRULE:FREQ=DAILY;INTERVAL=2\r\nEXDATE:20260331T023000\r\n",
    ];
    let zone = TimeZone::get("Europe/Paris").expect("bundled");
    hostile(&seeds, |file| {
        let text = String::from_utf8_lossy(file);
        if let Ok(rule) = Rule::from_text(&text) {
            assert_eq!(Rule::from_text(&rule.to_text()).as_ref(), Ok(&rule), "{text:?}");
        }
        if let Ok(series) = Series::from_text(&text, &zone) {
            let (from, to) =
                (domain::Date(jiff::civil::date(2026, 1, 1)), domain::Date(jiff::civil::date(2027, 1, 1)));
            assert!(series.dates(&zone, from, to).take(1_000).count() <= 1_000);
        }
    });
}

#[test]
fn any_text_on_a_label_has_a_key_and_an_address() {
    let seeds: [&[u8]; 3] =
        ["ÉT-01".as_bytes(), b"KX-01/../%2f?#", "\u{200b}ＫＸ\u{202e}０１\u{1}".as_bytes()];
    hostile(&seeds, |file| {
        let code = String::from_utf8_lossy(file);
        let once = key::code_key(&code);
        assert!(once.len() < 1_300 && !once.contains('\0') || code.contains('\0'));
        assert_eq!(key::code_key(&code.to_lowercase()), once, "{code:?}");
        assert!(!segment(&code).contains(['/', '?', '#']), "{code:?}");
    });
}

//! Dates in the ways systems write them.

use super::{
    DateOrder,
    date::{DateProblem, evidence, parse, two_readings},
};
use proptest::prelude::*;

fn read(raw: &str, order: DateOrder) -> Option<String> {
    parse(raw, order).ok().map(|w| w.to_string())
}

#[test]
fn dates_are_read_in_the_ways_systems_write_them() {
    use DateOrder::{Auto, Dmy, Mdy, Ymd};
    for (raw, order, expected) in [
        ("2004-07-01", Ymd, "2004-07-01T00:00:00"),
        ("2004/7/1 8:15", Dmy, "2004-07-01T08:15:00"),
        ("20040701", Mdy, "2004-07-01T00:00:00"),
        ("20040701081530", Auto, "2004-07-01T08:15:30"),
        ("03/04/2020", Dmy, "2020-04-03T00:00:00"),
        ("03/04/2020", Auto, "2020-04-03T00:00:00"),
        ("03/04/2020", Mdy, "2020-03-04T00:00:00"),
        ("12/31/2020", Auto, "2020-12-31T00:00:00"),
        ("04/07/01", Ymd, "2004-07-01T00:00:00"),
        ("1er août 2004", Dmy, "2004-08-01T00:00:00"),
        ("July 1st, 2004", Dmy, "2004-07-01T00:00:00"),
        ("Jul 1 2004 8:15", Dmy, "2004-07-01T08:15:00"),
        ("lundi 5 févr. 2024", Mdy, "2024-02-05T00:00:00"),
        ("45296", Auto, "2024-01-05T00:00:00"),
        ("45296,5", Dmy, "2024-01-05T12:00:00"),
        ("31.12.99 23h05", Dmy, "1999-12-31T23:05:00"),
        ("01-JUL-04", Dmy, "2004-07-01T00:00:00"),
        ("1 août 2004", Dmy, "2004-08-01T00:00:00"),
        ("3/4/2020 12:30 AM", Mdy, "2020-03-04T00:30:00"),
        ("3/4/2020 1:05:09 PM", Mdy, "2020-03-04T13:05:09"),
        ("2024-03-31T10:00:00.123+02:00", Ymd, "2024-03-31T08:00:00Z"),
        ("2024-03-31T10:00:00Z", Ymd, "2024-03-31T10:00:00Z"),
    ] {
        assert_eq!(read(raw, order).as_deref(), Some(expected), "{raw}");
    }
    for bad in [
        "",
        "PM01",
        "2004-13-01",
        "31/31/2020",
        "2023-02-29",
        "12",
        "2004-07-01 25:00",
        "1/2/3",
        "9999-01-01",
    ] {
        assert_eq!(read(bad, Dmy), None, "{bad}");
    }
}

#[test]
fn imp_06_an_order_is_not_overruled_by_a_cell() {
    use DateOrder::{Dmy, Mdy, Ymd};
    for (raw, order) in [("13/04/2024", Mdy), ("04/13/2024", Dmy), ("03/04/2020", Ymd)] {
        assert_eq!(parse(raw, order), Err(DateProblem::OtherOrder), "{raw}");
    }
    let two = two_readings("03/04/2020");
    assert_eq!(two, Some(("2020-04-03".into(), "2020-03-04".into())));
    assert_eq!((two_readings("13/04/2020"), two_readings("04/04/2020")), (None, None));
}

#[test]
fn imp_06_a_year_or_a_month_alone_is_no_day() {
    for raw in ["2024", "03/2024", "2024-03", "mars 2024", "Mar-24", "2024 mars"] {
        assert_eq!(parse(raw, DateOrder::Dmy), Err(DateProblem::Imprecise), "{raw}");
    }
    for raw in ["margin 2024", "jui 2024", "15/2024", "123456", "19999", "12345.6.7"] {
        assert_eq!(parse(raw, DateOrder::Dmy), Err(DateProblem::NotADate), "{raw}");
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(raw in "\\PC{0,30}", numbers in "[0-9:/.+ TZhAPM-]{0,30}") {
        for order in DateOrder::ALL {
            let _ = parse(&raw, *order);
            let _ = parse(&numbers, *order);
        }
        let _ = evidence(&raw);
    }

    #[test]
    fn an_iso_date_is_read_back(days in 0i64..50_000) {
        let day = jiff::civil::date(1950, 1, 1) + jiff::ToSpan::days(days);
        prop_assert_eq!(read(&day.to_string(), DateOrder::Auto), Some(format!("{day}T00:00:00")));
    }
}

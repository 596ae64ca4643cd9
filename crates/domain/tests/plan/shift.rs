//! The share between fixed and floating.

use crate::support::*;
use domain::{
    plan::{Plan, Trigger, WhileOpen},
    recurrence::MonthEnd,
};

#[test]
fn plan_11_a_shift_factor_passes_on_half_of_a_lateness_beyond_the_tolerance() {
    for (completed, percent, next) in [
        ("1998-06-15", 50, "1998-09-08"),
        ("1998-06-10", 50, "1998-09-01"),
        ("1998-05-23", 50, "1998-09-01"),
        ("1998-05-22", 50, "1998-08-27"),
        ("1998-06-15", 0, "1998-09-01"),
        ("1998-06-15", 100, "1998-09-15"),
    ] {
        let plan = Plan::new(Trigger::Fixed {
            series: series("1998-03-01", &months(3, MonthEnd::Clamp)),
            while_open: WhileOpen::Create,
            shift_percent: percent,
        });
        let rows = vec![
            row("1998-03-01", done("1998-03-01T10:00:00Z")),
            row("1998-06-01", done(&format!("{completed}T10:00:00Z"))),
        ];
        let world = World::with(rows);
        let found = world.list(&plan, "1998-06-16T08:00:00Z", "1998-06-16", "1998-09-30");
        assert_eq!(dues(&found), [next], "{completed} {percent} %");
    }
}

#[test]
fn plan_11_shifts_add_up_and_earliness_shifts_back() {
    let plan = Plan::new(Trigger::Fixed {
        series: series("1998-03-01", &months(3, MonthEnd::Clamp)),
        while_open: WhileOpen::Create,
        shift_percent: 50,
    });
    // 14 days late, then 20 days early: 7 days on, 10 days back.
    let rows = vec![
        row("1998-06-01", done("1998-06-15T10:00:00Z")),
        row("1998-09-08", done("1998-08-19T10:00:00Z")),
    ];
    let found = World::with(rows).list(&plan, "1998-09-01T08:00:00Z", "1998-06-01", "1999-03-31");
    assert_eq!(dues(&found), list("1998-06-01 09-08 11-28 1999-02-26"));
    let shifts: Vec<_> = found.iter().map(|o| o.why.shifted_days).collect();
    assert_eq!(shifts, [0, 7, -3, -3]);
}

#[test]
fn dates_come_from_however_far_when_work_is_done_early_again_and_again() {
    let plan = Plan::new(Trigger::Fixed {
        series: series("2020-01-01", &months(12, MonthEnd::Clamp)),
        while_open: WhileOpen::Create,
        shift_percent: 100,
    });
    // Half a year early three times: the dates of 2024 and 2025 come a year and a half before their time.
    let rows = vec![
        row("2021-01-01", done("2020-07-05T10:00:00Z")),
        row("2021-07-05", done("2021-01-06T10:00:00Z")),
        row("2022-01-06", done("2021-07-10T10:00:00Z")),
    ];
    let found = World::with(rows).list(&plan, "2021-08-01T08:00:00Z", "2022-01-01", "2023-12-31");
    assert_eq!(dues(&found), list("2022-01-06 07-10 2023-07-11"));
    let shifts: Vec<_> = found.iter().map(|o| o.why.shifted_days).collect();
    assert_eq!(shifts, [-360, -540, -540]);
}

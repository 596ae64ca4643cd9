//! Nested plans: monthly, quarterly and yearly of one machine.

use crate::support::*;
use domain::plan::{Cover, Layer, Plan, Row, RowState, State, cover};
use domain::recurrence::MonthEnd;

const MONTHLY: i64 = 1;
const QUARTERLY: i64 = 2;
const YEARLY: i64 = 3;

/// The three plans, each with its anchor and its rows.
fn layers(within_days: u32, now: &str, anchors: [&str; 3], rows: [Vec<Row>; 3]) -> Vec<Layer> {
    let parents = [(MONTHLY, Some(QUARTERLY), 1), (QUARTERLY, Some(YEARLY), 3), (YEARLY, None, 12)];
    let made = parents.into_iter().zip(anchors).zip(rows).map(|(((plan, parent, every), anchor), rows)| {
        let rule = Plan::fixed(series(anchor, &months(every, MonthEnd::Clamp)));
        let generated = World::with(rows).generate(&rule, now, "2027-03-15", "2028-02-15");
        Layer::new(plan, parent, within_days, generated)
    });
    let mut made: Vec<_> = made.collect();
    cover(&mut made, d(&now[..10]));
    made
}

fn none() -> [Vec<Row>; 3] {
    [vec![], vec![], vec![]]
}

fn state(layers: &[Layer], plan: i64, nominal_text: &str) -> State {
    let layer = layers.iter().find(|layer| layer.plan == plan).expect("a layer");
    layer.occurrences.iter().find(|o| o.nominal == nominal(nominal_text)).expect("an occurrence").state
}

fn covered(plan: i64, nominal_text: &str) -> State {
    State::Covered { by: Cover { plan: Some(plan), nominal: nominal(nominal_text) } }
}

const FROM_NEW_YEAR: [&str; 3] = ["2027-01-01"; 3];
const YEARLY_IN_APRIL: [&str; 3] = ["2027-01-01", "2027-01-01", "2027-04-10"];

#[test]
fn plan_15_the_bigger_service_covers_the_smaller_ones() {
    let found = layers(7, "2027-03-01T08:00:00Z", FROM_NEW_YEAR, none());
    assert_eq!(state(&found, QUARTERLY, "2027-04-01"), State::Forecast);
    assert_eq!(state(&found, MONTHLY, "2027-04-01"), covered(QUARTERLY, "2027-04-01"));
    assert_eq!(state(&found, MONTHLY, "2027-05-01"), State::Forecast);
    assert_eq!(state(&found, YEARLY, "2028-01-01"), State::Forecast);
    assert_eq!(state(&found, QUARTERLY, "2028-01-01"), covered(YEARLY, "2028-01-01"));
    assert_eq!(state(&found, MONTHLY, "2028-01-01"), covered(YEARLY, "2028-01-01"));
}

#[test]
fn plan_15_nine_days_are_covered_within_ten_not_within_seven() {
    let seven = layers(7, "2027-03-01T08:00:00Z", YEARLY_IN_APRIL, none());
    assert_eq!(state(&seven, QUARTERLY, "2027-04-01"), State::Forecast);
    assert_eq!(state(&seven, MONTHLY, "2027-04-01"), covered(QUARTERLY, "2027-04-01"));
    let ten = layers(10, "2027-03-01T08:00:00Z", YEARLY_IN_APRIL, none());
    assert_eq!(state(&ten, QUARTERLY, "2027-04-01"), covered(YEARLY, "2027-04-10"));
    assert_eq!(state(&ten, MONTHLY, "2027-04-01"), covered(YEARLY, "2027-04-10"));
    let nine = layers(9, "2027-03-01T08:00:00Z", YEARLY_IN_APRIL, none());
    assert_eq!(state(&nine, MONTHLY, "2027-04-01"), covered(YEARLY, "2027-04-10"));
}

#[test]
fn plan_15_a_cancelled_cover_brings_the_covered_ones_back() {
    let by = Cover { plan: Some(YEARLY), nominal: nominal("2028-01-01") };
    let was_covered = || vec![row("2028-01-01", RowState::Covered { by })];
    let rows = |yearly| [was_covered(), was_covered(), vec![row("2028-01-01", yearly)]];
    let now = "2028-01-01T08:00:00Z";
    let released = layers(7, now, FROM_NEW_YEAR, rows(RowState::Open));
    assert_eq!(state(&released, QUARTERLY, "2028-01-01"), covered(YEARLY, "2028-01-01"));
    let cancelled = layers(7, now, FROM_NEW_YEAR, rows(RowState::Cancelled));
    assert_eq!(state(&cancelled, YEARLY, "2028-01-01"), State::Cancelled);
    assert_eq!(state(&cancelled, QUARTERLY, "2028-01-01"), State::Release);
    let quarterly = cancelled[1].occurrences.iter().find(|o| o.nominal == by.nominal).expect("it is back");
    assert_eq!((quarterly.due.date, quarterly.why.back_from), (d("2028-01-01"), Some(by)));
    assert_eq!(
        state(&cancelled, MONTHLY, "2028-01-01"),
        covered(QUARTERLY, "2028-01-01"),
        "now by the quarterly"
    );
    let early = layers(7, "2027-12-01T08:00:00Z", FROM_NEW_YEAR, rows(RowState::Cancelled));
    assert_eq!(state(&early, QUARTERLY, "2028-01-01"), State::Forecast, "not before its time");
    // The cover's date is none of the smaller plans'.
    let by = Cover { plan: Some(YEARLY), nominal: nominal("2027-04-10") };
    let rows = [
        vec![],
        vec![row("2027-04-01", RowState::Covered { by })],
        vec![row("2027-04-10", RowState::Cancelled)],
    ];
    let found = layers(10, "2027-04-01T08:00:00Z", YEARLY_IN_APRIL, rows);
    assert_eq!(state(&found, QUARTERLY, "2027-04-01"), State::Release);
}

#[test]
fn plan_15_work_in_progress_or_done_is_never_covered() {
    for (own, expected) in [
        (RowState::Begun, State::Begun),
        (done("2028-01-01T07:00:00Z"), State::Done { at: t("2028-01-01T07:00:00Z") }),
    ] {
        let rows = [vec![row("2028-01-01", own)], vec![], vec![row("2028-01-01", RowState::Open)]];
        let found = layers(7, "2028-01-01T08:00:00Z", FROM_NEW_YEAR, rows);
        assert_eq!(state(&found, MONTHLY, "2028-01-01"), expected);
    }
    let rows = [vec![row("2028-01-01", RowState::Open)], vec![], vec![row("2028-01-01", RowState::Open)]];
    let found = layers(7, "2028-01-01T08:00:00Z", FROM_NEW_YEAR, rows);
    assert_eq!(state(&found, MONTHLY, "2028-01-01"), covered(YEARLY, "2028-01-01"), "nobody had touched it");
}

#[test]
fn plan_15_covered_occurrences_do_not_count_in_compliance() {
    let found = layers(7, "2027-04-01T08:00:00Z", FROM_NEW_YEAR, none());
    let monthly = &found[0].occurrences[0];
    assert_eq!((monthly.nominal, monthly.judged_on()), (nominal("2027-04-01"), None));
    let State::Covered { by } = monthly.state else { panic!("{:?}", monthly.state) };
    assert_eq!(by.plan, Some(QUARTERLY), "listed with what covers them");
}

#[test]
fn plans_that_are_each_others_parent_end_where_the_loop_closes() {
    let plan = Plan::fixed(series("2027-04-01", &months(1, MonthEnd::Clamp)));
    let generated = World::default().generate(&plan, "2027-03-01T08:00:00Z", "2027-04-01", "2027-04-30");
    let mut loop_of_two =
        [Layer::new(1, Some(2), 0, generated.clone()), Layer::new(2, Some(1), 0, generated)];
    cover(&mut loop_of_two, d("2027-03-01"));
    let standing =
        loop_of_two.iter().flat_map(|layer| &layer.occurrences).filter(|o| o.is_standing()).count();
    assert_eq!(standing, 1);
}

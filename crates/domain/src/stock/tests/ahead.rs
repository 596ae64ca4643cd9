use super::day;
use crate::Date;
use crate::stock::{
    Ahead, AheadEvent, AheadInput, Delivery, Need, ReservedQuantity, StockRefusal, WorkId, look_ahead,
};

fn need(work: i64, date: &str, quantity: i64) -> Need {
    Need { work: WorkId(work), date: day(date), quantity, released: false }
}

fn delivery(date: &str, quantity: i64) -> Delivery {
    Delivery { date: Some(day(date)), quantity }
}

fn part() -> AheadInput {
    AheadInput {
        today: day("2027-04-20"),
        horizon: day("2027-12-31"),
        on_hand: 6,
        minimum: Some(2),
        lead_days: Some(21),
        reservations: vec![ReservedQuantity { work: WorkId(90), quantity: 1 }],
        needs: vec![
            need(4, "2027-06-15", 2),
            need(1, "2027-05-03", 2),
            need(2, "2027-05-17", 2),
            need(3, "2027-06-01", 2),
        ],
        deliveries: vec![delivery("2027-05-20", 4)],
    }
}

fn seen(ahead: &Ahead) -> Vec<(String, i64)> {
    ahead.days.iter().map(|day| (day.date.to_string()[5..].to_owned(), day.free)).collect()
}

fn expected(days: &[(&str, i64)]) -> Vec<(String, i64)> {
    days.iter().map(|(date, free)| ((*date).to_owned(), *free)).collect()
}

fn works(ids: &[i64]) -> Vec<WorkId> {
    ids.iter().copied().map(WorkId).collect()
}

#[test]
fn stock_11_the_minimum_is_missed_first_because_of_named_work() {
    let ahead = look_ahead(&part()).expect("fair");
    assert_eq!(ahead.free, 5);
    let days = [("05-03", 3), ("05-17", 1), ("05-20", 5), ("06-01", 3), ("06-15", 1)];
    assert_eq!(seen(&ahead), expected(&days));
    assert_eq!(ahead.shortage, None);
    let below = AheadEvent {
        date: day("2027-05-17"),
        free: 1,
        work: Some(WorkId(2)),
        because: works(&[1, 2]),
        until: Some(day("2027-05-20")),
        order_by: Some(day("2027-04-26")),
        too_late: false,
    };
    assert_eq!(ahead.below_minimum, Some(below));
    assert_eq!(ahead.order_by(), Some(day("2027-04-26")));
    assert_eq!(ahead.lowest, (day("2027-05-17"), 1));
}

#[test]
fn stock_11_a_late_delivery_makes_a_shortage_for_one_occurrence() {
    let mut late = part();
    late.deliveries = vec![delivery("2027-06-10", 4)];
    let ahead = look_ahead(&late).expect("fair");
    let days = [("05-03", 3), ("05-17", 1), ("06-01", -1), ("06-10", 3), ("06-15", 1)];
    assert_eq!(seen(&ahead), expected(&days));
    let shortage = ahead.shortage.clone().expect("06-01");
    assert_eq!((shortage.date, shortage.free, shortage.work), (day("2027-06-01"), -1, Some(WorkId(3))));
    assert_eq!((shortage.order_by, shortage.until), (Some(day("2027-05-11")), Some(day("2027-06-10"))));
    assert_eq!(ahead.order_by(), Some(day("2027-05-11")));

    late.needs.retain(|need| need.work != WorkId(3));
    let paused = look_ahead(&late).expect("fair");
    assert_eq!(paused.shortage, None, "the paused plan needs nothing");
}

#[test]
fn stock_11_forecast_work_counts_to_the_horizon_only() {
    let ahead = look_ahead(&AheadInput { horizon: day("2027-05-17"), ..part() }).expect("fair");
    assert_eq!(seen(&ahead), expected(&[("05-03", 3), ("05-17", 1)]));
    assert_eq!(ahead.below_minimum.map(|event| event.until), Some(None));
}

#[test]
fn stock_11_a_released_occurrence_counts_through_its_reservation() {
    let mut input = part();
    input.reservations.push(ReservedQuantity { work: WorkId(1), quantity: 2 });
    let released = look_ahead(&input).expect("fair");
    assert_eq!(released.free, 3);
    assert_eq!(seen(&released)[0], ("05-17".to_owned(), 1), "not once more on 05-03");

    // The intervention asks for 3, of which 2 could be reserved; what the plan foresaw is no longer of interest.
    input.needs.push(Need { released: true, ..need(1, "2027-05-04", 3) });
    let short = look_ahead(&input).expect("fair");
    assert_eq!(short.days[0].needed, 1);
    assert_eq!(seen(&short)[0], ("05-04".to_owned(), 2));
}

#[test]
fn what_has_passed_counts_as_today_and_what_has_no_date_not_at_all() {
    let mut input = part();
    input.needs = vec![need(1, "2027-04-01", 9)];
    input.deliveries = vec![delivery("2027-04-10", 3), Delivery { date: None, quantity: 7 }];
    let ahead = look_ahead(&input).expect("fair");
    assert_eq!((ahead.overdue, ahead.undated), (3, 7));
    assert_eq!(seen(&ahead), expected(&[("04-20", -1)]));
    let shortage = ahead.shortage.expect("today");
    assert_eq!((shortage.work, shortage.too_late, shortage.until), (Some(WorkId(1)), true, None));
    assert_eq!(ahead.lowest, (day("2027-04-20"), -1));
}

#[test]
fn a_delivery_is_in_time_for_the_work_of_its_day() {
    let mut input = part();
    input.needs = vec![need(1, "2027-05-20", 6), need(2, "2027-05-20", 3), need(3, "2027-05-20", 1)];
    let ahead = look_ahead(&input).expect("fair");
    assert_eq!(seen(&ahead), expected(&[("05-20", -1)]));
    assert_eq!(ahead.below_minimum.and_then(|event| event.work), Some(WorkId(2)));
    let shortage = ahead.shortage.expect("one is missing");
    assert_eq!((shortage.work, shortage.because), (Some(WorkId(3)), works(&[1, 2, 3])));
}

#[test]
fn what_is_below_already_is_below_today_because_of_nothing() {
    let mut input = part();
    input.on_hand = 2;
    let ahead = look_ahead(&input).expect("fair");
    let below = ahead.below_minimum.expect("1 is below 2");
    assert_eq!((below.date, below.free, below.work), (input.today, 1, None));
    assert_eq!((below.because, below.until), (vec![], None));
    assert_eq!(ahead.lowest, (day("2027-05-17"), -3));
    let idle = look_ahead(&AheadInput { needs: vec![], ..input.clone() }).expect("fair");
    assert_eq!(idle.below_minimum.map(|event| event.until), Some(Some(day("2027-05-20"))));
    input.deliveries = vec![delivery("2027-04-20", 8)];
    let filled = look_ahead(&input).expect("fair");
    assert_eq!(filled.below_minimum.map(|event| event.date), Some(day("2027-06-15")));
    (input.on_hand, input.needs) = (-4, vec![need(1, "2027-04-20", 1)]);
    input.deliveries = vec![delivery("2027-04-20", 2)];
    let still = look_ahead(&input).expect("fair").shortage.expect("-4");
    assert_eq!((still.free, still.work, still.because), (-4, None, works(&[1])));
}

#[test]
fn without_minimum_or_lead_time_there_is_nothing_to_say_about_them() {
    let ahead =
        look_ahead(&AheadInput { minimum: None, lead_days: None, on_hand: 0, ..part() }).expect("fair");
    assert_eq!(ahead.below_minimum, None);
    assert_eq!(ahead.shortage.as_ref().and_then(|event| event.order_by), None);
    assert_eq!(ahead.order_by(), None);
    let calm = look_ahead(&AheadInput { needs: vec![], ..part() }).expect("fair");
    assert_eq!((calm.order_by(), calm.lowest), (None, (day("2027-04-20"), 5)));
}

#[test]
fn the_ends_of_the_calendar_and_of_numbers_are_no_panic() {
    let first = Date(jiff::civil::Date::MIN);
    let input = AheadInput { today: first, on_hand: 0, needs: vec![], ..part() };
    assert_eq!(look_ahead(&input).expect("fair").shortage.and_then(|event| event.order_by), None);
    let far = AheadInput { lead_days: Some(i64::MAX), on_hand: 0, ..part() };
    assert_eq!(look_ahead(&far).expect("fair").order_by(), None);
    let bad = |quantity| AheadInput { needs: vec![need(1, "2027-05-03", quantity)], ..part() };
    assert_eq!(look_ahead(&bad(-1)), Err(StockRefusal::Quantity { quantity: -1 }));
    assert!(look_ahead(&bad(i64::MAX)).is_err());
    let low = AheadInput { on_hand: i64::MIN, ..part() };
    assert_eq!(look_ahead(&low), Err(StockRefusal::TooLarge));
    let beyond = AheadInput { deliveries: vec![delivery("2028-01-01", -1)], ..part() };
    assert_eq!(look_ahead(&beyond), Err(StockRefusal::Quantity { quantity: -1 }));
}

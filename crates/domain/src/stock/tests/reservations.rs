use super::{at, day};
use crate::InterventionId;
use crate::stock::{
    Beyond, Exception, Level, Loss, Reservation, Shortage, StockRefusal, issue, release, reserve, uncovered,
};

const OT1: InterventionId = InterventionId(1);
const OT2: InterventionId = InterventionId(2);
const OT3: InterventionId = InterventionId(3);

fn held(intervention: InterventionId, quantity: i64) -> Reservation {
    Reservation { intervention, quantity, needed_on: day("2027-05-03"), made_at: at("2027-04-20T08:00:00Z") }
}

const ALLOWED: Exception<'static> =
    Exception { has_right: true, store_allows: true, reason: "the line stands still" };

#[test]
fn stock_06_what_was_reserved_and_not_used_is_free_again() {
    let stock = Level { on_hand: 25, reserved: 0 };
    let reserved = reserve(stock, 20, None).expect("enough").after;
    assert_eq!((reserved.reserved, reserved.available()), (20, 5));
    let mut reservations = vec![held(OT1, 20)];
    let used = issue(25, &reservations, Some(OT1), 12, Beyond::Refuse).expect("reserved");
    assert_eq!((used.from_reservation, used.from_free), (12, 0));
    assert_eq!(used.after, Level { on_hand: 13, reserved: 8 });
    reservations[0].quantity -= used.from_reservation;
    assert_eq!(release(&mut reservations, OT1), 8);
    assert!(reservations.is_empty());

    let stock = Level { on_hand: 13, reserved: 0 };
    assert_eq!(stock.available(), 13);
    assert_eq!(reserve(stock, 10, None).expect("enough").after.reserved, 10);
    let mut reservations = vec![held(OT2, 10), held(OT3, 1)];
    assert_eq!((release(&mut reservations, OT2), reservations), (10, vec![held(OT3, 1)]));
}

#[test]
fn stock_06_an_issue_takes_its_reservation_first_and_then_what_is_free() {
    let own = [held(OT3, 5)];
    let nine = issue(13, &own, Some(OT3), 9, Beyond::Refuse).expect("free");
    assert_eq!((nine.quantity, nine.from_reservation, nine.from_free), (9, 5, 4));
    assert_eq!(nine.after, Level { on_hand: 4, reserved: 0 });

    let none_free = [held(OT3, 5), held(OT1, 8)];
    let refused = issue(13, &none_free, Some(OT3), 9, Beyond::Refuse);
    let others = vec![Loss { intervention: OT1, quantity: 8 }];
    assert_eq!(refused, Err(StockRefusal::ReservedForOthers { wanted: 9, possible: 5, others }));
    let part = issue(13, &none_free, Some(OT3), 9, Beyond::PartOfIt).expect("five of it");
    assert_eq!((part.quantity, part.after), (5, Level { on_hand: 8, reserved: 8 }));
}

#[test]
fn stock_06_more_than_on_hand_is_refused_or_flagged() {
    let refused = issue(4, &[], None, 6, Beyond::Refuse);
    assert_eq!(refused, Err(StockRefusal::NotAvailable { wanted: 6, possible: 4 }));
    let from_others = issue(4, &[], None, 6, Beyond::FromOthers(ALLOWED));
    assert_eq!(from_others, refused, "others have nothing either");
    let below = issue(4, &[held(OT1, 3)], None, 6, Beyond::BelowZero(ALLOWED)).expect("allowed");
    assert_eq!((below.quantity, below.flagged), (6, true));
    assert_eq!(below.from_others, [Loss { intervention: OT1, quantity: 3 }]);
    assert_eq!(below.after, Level { on_hand: -2, reserved: 0 });
    let unexplained = Exception { reason: " ", ..ALLOWED };
    assert_eq!(issue(4, &[], None, 6, Beyond::BelowZero(unexplained)), Err(StockRefusal::ReasonMissing));
    for exception in [Exception { has_right: false, ..ALLOWED }, Exception { store_allows: false, ..ALLOWED }]
    {
        assert_eq!(issue(4, &[], None, 6, Beyond::BelowZero(exception)), refused);
    }
    let empty = issue(0, &[], None, 6, Beyond::PartOfIt);
    assert_eq!(empty, Err(StockRefusal::NotAvailable { wanted: 6, possible: 0 }));
}

#[test]
fn stock_07_of_twenty_wishes_for_ten_parts_ten_are_refused() {
    let mut level = Level { on_hand: 10, reserved: 0 };
    let mut refused = 0;
    for _ in 0..20 {
        match reserve(level, 1, None) {
            Ok(reserved) => level = reserved.after,
            Err(StockRefusal::NotAvailable { wanted: 1, possible: 0 }) => refused += 1,
            Err(other) => panic!("{other}"),
        }
    }
    assert_eq!((level, refused), (Level { on_hand: 10, reserved: 10 }, 10));
}

#[test]
fn stock_07_reserved_parts_are_taken_only_with_right_and_reason_and_the_loser_is_told() {
    let all = [held(OT1, 7), Reservation { needed_on: day("2027-06-01"), ..held(OT2, 3) }];
    let others = vec![Loss { intervention: OT2, quantity: 3 }, Loss { intervention: OT1, quantity: 7 }];
    let refused = issue(10, &all, None, 1, Beyond::Refuse);
    assert_eq!(refused, Err(StockRefusal::ReservedForOthers { wanted: 1, possible: 0, others }));
    let no_right = Exception { has_right: false, ..ALLOWED };
    assert_eq!(issue(10, &all, None, 1, Beyond::FromOthers(no_right)), refused);
    let store_forbids_negatives = Exception { store_allows: false, ..ALLOWED };
    let taken = issue(10, &all, None, 4, Beyond::FromOthers(store_forbids_negatives)).expect("allowed");
    let lost = [Loss { intervention: OT2, quantity: 3 }, Loss { intervention: OT1, quantity: 1 }];
    assert_eq!(taken.from_others, lost, "the one needed last loses first");
    assert_eq!(taken.after, Level { on_hand: 6, reserved: 6 });
}

#[test]
fn what_is_wanted_beyond_the_stock_is_a_shortage_with_its_date() {
    let on = day("2027-05-17");
    let part = reserve(Level { on_hand: 10, reserved: 7 }, 5, Some(on)).expect("with a date");
    assert_eq!((part.firm, part.shortage), (3, Some(Shortage { quantity: 2, on })));
    assert_eq!(part.after.reserved, 10);
    let all = reserve(Level { on_hand: 10, reserved: 5 }, 5, Some(on)).expect("enough");
    assert_eq!((all.firm, all.shortage), (5, None));
    let below = reserve(Level { on_hand: -2, reserved: 0 }, 5, Some(on)).expect("with a date");
    assert_eq!((below.firm, below.after.reserved), (0, 0));
    assert_eq!(reserve(Level::default(), 0, None), Err(StockRefusal::Quantity { quantity: 0 }));
}

#[test]
fn a_count_that_finds_less_than_is_reserved_takes_from_the_latest() {
    let later = Reservation { made_at: at("2027-04-21T08:00:00Z"), ..held(OT2, 4) };
    let all = [later, held(OT1, 4)];
    assert_eq!(uncovered(8, &all), Ok(vec![]));
    assert_eq!(uncovered(7, &all), Ok(vec![Loss { intervention: OT2, quantity: 1 }]));
    let both = vec![Loss { intervention: OT2, quantity: 4 }, Loss { intervention: OT1, quantity: 4 }];
    assert_eq!(uncovered(-1, &all), Ok(both));
}

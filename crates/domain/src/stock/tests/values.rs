use crate::stock::{StockRefusal, StockValue, ValuedMovement};

/// After each step: quantity and value.
fn seen(value: &StockValue) -> (i64, i64) {
    (value.quantity, value.value_minor)
}

#[test]
fn an_issue_carries_the_average_of_its_moment() {
    let (stock, _) = StockValue::default().receive(10, 10_00).expect("fair");
    let (stock, first) = stock.issue(4).expect("enough");
    assert_eq!((first.quantity, first.value_minor, seen(&stock)), (-4, -4_00, (6, 6_00)));
    let (stock, _) = stock.receive(6, 12_00).expect("fair");
    assert_eq!((stock.average_minor(), seen(&stock)), (Some(1_50), (12, 18_00)));
    let (stock, second) = stock.issue(2).expect("enough");
    assert_eq!((second.value_minor, first.value_minor, seen(&stock)), (-3_00, -4_00, (10, 15_00)));
}

#[test]
fn the_remainder_of_rounding_goes_with_the_last_piece() {
    let (mut stock, _) = StockValue::default().receive(3, 1_00).expect("fair");
    let mut issued = vec![];
    for _ in 0..3 {
        let (after, moved) = stock.issue(1).expect("enough");
        issued.push(moved.value_minor);
        stock = after;
    }
    assert_eq!((issued, seen(&stock)), (vec![-33, -34, -33], (0, 0)));
    assert_eq!(stock.average_minor(), Some(33), "the last average is still known");
}

#[test]
fn a_count_difference_and_a_return_are_valued_without_a_price() {
    let (stock, _) = StockValue::default().receive(4, 2_00).expect("fair");
    let (stock, issued) = stock.issue(4).expect("enough");
    let (found, moved) = stock.adjust(1).expect("the last average");
    assert_eq!((moved.value_minor, seen(&found)), (50, (1, 50)));
    let (lost, moved) = found.adjust(-1).expect("enough");
    assert_eq!((moved.value_minor, seen(&lost)), (-50, (0, 0)));
    let (back, moved) = stock.reverse(&issued).expect("given back");
    assert_eq!((moved.quantity, moved.value_minor, seen(&back)), (4, 2_00, (4, 2_00)));
    assert_eq!(StockValue::default().issue(1), Err(StockRefusal::PriceNeeded));
    assert_eq!(StockValue::default().adjust(1), Err(StockRefusal::PriceNeeded));
    assert_eq!(found.adjust(0), Err(StockRefusal::Quantity { quantity: 0 }));
}

#[test]
fn pieces_issued_beyond_the_stock_are_settled_by_the_next_receipt() {
    let (stock, _) = StockValue::default().receive(1, 1_00).expect("fair");
    let (stock, out) = stock.issue(6).expect("by exception");
    assert_eq!((out.value_minor, seen(&stock), stock.average_minor()), (-6_00, (-5, -5_00), Some(1_00)));
    // Five of the six that come had gone out at 1.00 and cost 10.00 each.
    let (after, came) = stock.receive(6, 60_00).expect("fair");
    assert_eq!((came.value_minor, came.correction_minor, seen(&after)), (60_00, -45_00, (1, 10_00)));
    let (part, came) = stock.receive(2, 20_00).expect("fair");
    assert_eq!((came.correction_minor, seen(&part), part.average_minor()), (-18_00, (-3, -3_00), Some(1_00)));
    let (level, came) = stock.receive(5, 2_50).expect("fair");
    assert_eq!((came.correction_minor, seen(&level), level.average_minor()), (2_50, (0, 0), Some(50)));
}

#[test]
fn a_reversed_receipt_leaves_at_its_own_price() {
    let (stock, _) = StockValue::default().receive(10, 10_00).expect("fair");
    let (stock, dear) = stock.receive(10, 30_00).expect("fair");
    let (back, moved) = stock.reverse(&dear).expect("undone");
    assert_eq!((moved.value_minor, moved.correction_minor, seen(&back)), (-30_00, 0, (10, 10_00)));
    // Some of both were issued at the average; what the reversal cannot find is the correction.
    let (stock, _) = stock.issue(10).expect("enough");
    let (empty, moved) = stock.reverse(&dear).expect("undone");
    assert_eq!((moved.correction_minor, seen(&empty)), (10_00, (0, 0)));
    let (left, _) = stock.receive(5, 0).expect("fair");
    let (left, moved) = left.reverse(&dear).expect("undone");
    assert_eq!((moved.correction_minor, seen(&left)), (10_00, (5, 0)));
    let (stock, _) = stock.issue(5).expect("enough");
    let (short, moved) = stock.reverse(&dear).expect("by exception");
    assert_eq!((moved.correction_minor, seen(&short)), (10_00, (-5, -10_00)));
}

#[test]
fn impossible_amounts_are_refused() {
    let empty = StockValue::default();
    assert_eq!(empty.receive(0, 1), Err(StockRefusal::Quantity { quantity: 0 }));
    assert_eq!(empty.receive(1, -1), Err(StockRefusal::Quantity { quantity: -1 }));
    assert_eq!(empty.average_minor(), None);
    let (rich, _) = empty.receive(1, i64::MAX).expect("fits");
    assert_eq!(rich.receive(1, 1), Err(StockRefusal::TooLarge));
    assert_eq!(rich.issue(2), Err(StockRefusal::TooLarge));
    let nothing = ValuedMovement { quantity: 0, value_minor: 0, correction_minor: 0 };
    assert_eq!(rich.reverse(&nothing), Err(StockRefusal::Quantity { quantity: 0 }));
}

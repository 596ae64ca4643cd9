use super::at;
use crate::stock::{CountLine, Movement, MovementKind, StockRefusal, close_line};
use crate::{BinId, MovementId, PartId, Timestamp};

fn moved(quantity: i64, clock: &str) -> Movement {
    let at = time(clock);
    let kind = if quantity < 0 { MovementKind::Out } else { MovementKind::In };
    Movement {
        id: MovementId(1),
        part: PartId(1),
        bin: BinId(1),
        kind,
        quantity,
        at,
        posted_at: at,
        reversal_of: None,
    }
}

fn time(clock: &str) -> Timestamp {
    at(&format!("2027-04-20T{clock}:00Z"))
}

fn counted(counted: i64, clock: &str, book_then: i64) -> CountLine {
    CountLine { counted, counted_at: time(clock), book_then }
}

#[test]
fn stock_08_a_line_is_compared_with_the_book_of_its_own_instant() {
    let ledger = [moved(100, "07:00"), moved(-30, "09:00")];
    let close = |line: CountLine| {
        let closing = close_line(&line, &ledger, None).expect("closes");
        (closing.adjustment, closing.out_since, closing.on_hand)
    };
    assert_eq!(close(counted(70, "10:00", 70)), (0, 0, 70));
    assert_eq!(close(counted(100, "08:30", 100)), (0, 30, 70));
    assert_eq!(close(counted(98, "08:30", 100)), (-2, 30, 68));
    let line = counted(98, "08:30", 100);
    let posting = close_line(&line, &ledger, None).expect("closes").posting(&line).expect("differs");
    assert_eq!((posting.kind, posting.quantity, posting.at), (MovementKind::Adjustment, -2, line.counted_at));
    let same = counted(100, "08:30", 100);
    assert_eq!(close_line(&same, &ledger, None).expect("closes").posting(&same), None);
}

#[test]
fn an_issue_written_down_late_is_not_counted_twice() {
    let late = Movement { posted_at: time("10:30"), ..moved(-30, "08:20") };
    let ledger = [moved(100, "07:00"), late, moved(5, "09:00")];
    let closing = close_line(&counted(70, "08:30", 100), &ledger, None).expect("closes");
    assert_eq!((closing.book, closing.late, closing.adjustment), (70, -30, 0));
    assert_eq!((closing.in_since, closing.on_hand), (5, 75));
}

#[test]
fn a_movement_at_the_instant_of_the_count_is_in_the_book() {
    let ledger = [moved(100, "07:00"), moved(-30, "09:00")];
    let closing = close_line(&counted(70, "09:00", 70), &ledger, None).expect("closes");
    assert_eq!((closing.adjustment, closing.out_since), (0, 0));
}

#[test]
fn what_cannot_be_true_is_not_closed() {
    let ledger = [moved(100, "07:00"), moved(-30, "09:00")];
    let few = close_line(&counted(20, "08:30", 100), &ledger, None);
    assert_eq!(few, Err(StockRefusal::BelowZero { on_hand: 20, wanted: 30 }));
    let just = close_line(&counted(30, "08:30", 100), &ledger, None);
    assert_eq!(just.map(|closing| closing.on_hand), Ok(0));
    let negative = close_line(&counted(-1, "08:30", 100), &ledger, None);
    assert_eq!(negative, Err(StockRefusal::Quantity { quantity: -1 }));
    for closed in ["08:30", "10:00"] {
        let overtaken = close_line(&counted(98, "08:30", 100), &ledger, Some(time(closed)));
        assert_eq!(overtaken, Err(StockRefusal::AlreadyCounted { counted_at: time(closed) }));
    }
    assert!(close_line(&counted(98, "08:30", 100), &ledger, Some(time("08:29"))).is_ok());
}

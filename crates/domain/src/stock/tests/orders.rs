use crate::BinId;
use crate::stock::{
    Offer, OrderLine, OrderStatus, Packed, Receipt, StockRefusal, give_back_to_supplier, order_status,
    price_difference, quote, receive,
};

fn line(pieces: i64) -> OrderLine {
    OrderLine::new(Packed { pieces, size: 1 }).expect("a fair line")
}

fn into(bins: &[(BinId, i64)], seen: i64) -> Receipt<'_> {
    Receipt { quantity: bins.iter().map(|(_, n)| n).sum(), bins, seen, over_reason: None }
}

const A: BinId = BinId(1);
const B: BinId = BinId(2);

#[test]
fn stock_04_the_second_clerk_learns_that_the_line_is_received() {
    let first = receive(&line(100), &into(&[(A, 100)], 0)).expect("open").line;
    assert_eq!((first.received, first.on_order()), (100, 0));
    for seen in [0, 100] {
        let second = receive(&first, &into(&[(A, 100)], seen));
        assert_eq!(second, Err(StockRefusal::AlreadyReceived { ordered: 100, received: 100 }), "{seen}");
    }
    let part = receive(&line(100), &into(&[(A, 40)], 0)).expect("open").line;
    let twice = receive(&part, &into(&[(A, 40)], 0));
    assert_eq!(twice, Err(StockRefusal::ReceivedMeanwhile { seen: 0, received: 40, ordered: 100 }));
}

#[test]
fn stock_04_a_receipt_may_go_to_several_bins_and_the_last_piece_completes_the_line() {
    let both = receive(&line(100), &into(&[(A, 70), (B, 30)], 0)).expect("open");
    assert_eq!((both.line.received, both.line.on_order(), both.over), (100, 0, 0));
    let most = receive(&line(100), &into(&[(A, 99)], 0)).expect("open").line;
    assert_eq!(order_status(true, &[most]), OrderStatus::PartlyReceived);
    let all = receive(&most, &into(&[(A, 1)], 99)).expect("one is open").line;
    assert_eq!(order_status(true, &[all]), OrderStatus::Received);
    let split = Receipt { quantity: 100, bins: &[(A, 70), (B, 29)], seen: 0, over_reason: None };
    assert_eq!(receive(&line(100), &split), Err(StockRefusal::SplitDiffers { quantity: 100, split: 99 }));
    let none = Receipt { bins: &[(A, 100), (B, 0)], ..split };
    assert_eq!(receive(&line(100), &none), Err(StockRefusal::Quantity { quantity: 0 }));
}

#[test]
fn stock_04_more_than_ordered_needs_a_reason_and_is_never_on_order_below_zero() {
    let bins = [(A, 103)];
    let more = into(&bins, 0);
    let refused = receive(&line(100), &more);
    assert_eq!(refused, Err(StockRefusal::OverReceipt { ordered: 100, received: 0, wanted: 103 }));
    let blank = receive(&line(100), &Receipt { over_reason: Some(" "), ..more });
    assert_eq!(blank, Err(StockRefusal::ReasonMissing));
    let taken =
        receive(&line(100), &Receipt { over_reason: Some("a full pallet"), ..more }).expect("explained");
    assert_eq!((taken.line.received, taken.line.on_order(), taken.over), (103, 0, 3));
}

#[test]
fn stock_05_packs_and_pieces_are_both_said() {
    let a = Offer { pack_size: 10, pack_price_minor: 12_00, minimum_order: 0 };
    let b = Offer { pack_size: 1, pack_price_minor: 1_30, minimum_order: 0 };
    let of = |need, offer| {
        let q = quote(need, offer).expect("fair");
        (q.packs, q.pieces, q.left_over, q.total_minor, q.per_piece_minor)
    };
    assert_eq!(of(40, &a), (4, 40, 0, 48_00, 1_20));
    assert_eq!(of(40, &b), (40, 40, 0, 52_00, 1_30));
    assert_eq!(of(41, &a), (5, 50, 9, 60_00, 1_20));
    assert_eq!(of(12, &Offer { minimum_order: 25, ..a }), (3, 30, 18, 36_00, 1_20));

    let ordered = OrderLine::new(Packed::of_packs(4, 10).expect("fair")).expect("fair");
    let came = receive(&ordered, &into(&[(A, 30)], 0)).expect("open");
    assert_eq!((came.packed.packs(), came.packed.pieces, came.packed.loose()), (3, 30, 0));
    let left = came.line.on_order_packed();
    assert_eq!((left.packs(), left.pieces), (1, 10));
    // The supplier sells packs of 12 from now on: a new line says so, the old one does not change.
    let later = OrderLine::new(Packed::of_packs(4, 12).expect("fair")).expect("fair");
    assert_eq!((later.on_order(), came.line.on_order_packed().packs(), came.packed.packs()), (48, 1, 3));
}

#[test]
fn loose_pieces_are_said_beside_whole_packs() {
    let received = Packed::new(37, 10).expect("fair");
    assert_eq!((received.packs(), received.loose()), (3, 7));
    assert_eq!(Packed::enough_for(40, 10).map(Packed::packs), Ok(4));
    assert_eq!(Packed::enough_for(0, 10).map(Packed::packs), Ok(0));
    assert_eq!(Packed::new(-1, 10), Err(StockRefusal::Quantity { quantity: -1 }));
    assert_eq!(Packed::new(1, 0), Err(StockRefusal::PackSize { size: 0 }));
    assert_eq!(Packed::of_packs(i64::MAX, 2), Err(StockRefusal::TooLarge));
}

#[test]
fn a_line_is_not_reduced_below_what_came() {
    let came = receive(&line(100), &into(&[(A, 60)], 0)).expect("open").line;
    assert_eq!(came.set_ordered(59), Err(StockRefusal::BelowReceived { received: 60 }));
    assert_eq!(came.set_ordered(60).map(|line| line.on_order()), Ok(0));
    assert_eq!(came.set_ordered(140).map(|line| line.on_order()), Ok(80));
    assert_eq!(line(100).set_ordered(0), Err(StockRefusal::Quantity { quantity: 0 }));
    let ended = came.cancel_rest();
    assert_eq!((ended.cancelled, ended.on_order()), (40, 0));
    assert_eq!(ended.set_ordered(100), Err(StockRefusal::LineClosed));
    assert_eq!(order_status(true, &[ended]), OrderStatus::Received);
}

#[test]
fn the_state_of_an_order_follows_from_its_lines() {
    let (open, done) = (line(10), receive(&line(10), &into(&[(A, 10)], 0)).expect("open").line);
    assert_eq!(order_status(false, &[open]), OrderStatus::Draft);
    assert_eq!(order_status(false, &[]), OrderStatus::Draft);
    assert_eq!(order_status(true, &[open, open]), OrderStatus::Ordered);
    assert_eq!(order_status(true, &[open, done]), OrderStatus::PartlyReceived);
    assert_eq!(order_status(true, &[open.cancel_rest(), done]), OrderStatus::Received);
    assert_eq!(order_status(true, &[open.cancel_rest()]), OrderStatus::Cancelled);
    assert_eq!(order_status(true, &[open.cancel_rest(), open]), OrderStatus::Ordered);
    let accepting: Vec<_> = OrderStatus::ALL.iter().filter(|status| status.accepts_receipts()).collect();
    assert_eq!(accepting, [&OrderStatus::Ordered, &OrderStatus::PartlyReceived, &OrderStatus::Received]);
}

#[test]
fn what_goes_back_to_the_supplier_opens_the_line_only_if_asked() {
    let came = receive(&line(10), &into(&[(A, 10)], 0)).expect("open").line;
    let kept = give_back_to_supplier(&came, 4, false).expect("came");
    assert_eq!((kept.received, kept.on_order()), (10, 0));
    let again = give_back_to_supplier(&came, 4, true).expect("came");
    assert_eq!((again.received, again.on_order()), (10, 4));
    let too_many = give_back_to_supplier(&kept, 7, true);
    assert_eq!(too_many, Err(StockRefusal::NotAvailable { wanted: 7, possible: 6 }));
    let replaced = receive(&again, &into(&[(A, 4)], 10)).expect("opened again").line;
    assert_eq!((replaced.received, replaced.on_order()), (14, 0));
}

#[test]
fn receipts_of_a_pack_cost_the_pack_however_it_is_split() {
    let came = |pieces| Packed { pieces, size: 3 };
    let first = price_difference(0, came(1), 100, 110).expect("fair");
    let second = price_difference(1, came(1), 100, 110).expect("fair");
    let third = price_difference(2, came(1), 100, 110).expect("fair");
    let ordered = [first, second, third].map(|d| d.ordered_minor);
    assert_eq!((ordered, ordered.iter().sum::<i64>()), ([33, 34, 33], 100));
    let differences = [first, second, third].map(|d| d.difference_minor);
    assert_eq!(differences.iter().sum::<i64>(), 10);
}

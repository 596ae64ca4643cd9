use super::at;
use crate::stock::{
    BeforeCount, Exception, LevelDifference, MAX_QUANTITY, Movement, MovementKind, Posting, PostingRules,
    StockRefusal, StoredLevel, levels, on_hand, post, reverse, transfer, verify,
};
use crate::{BinId, MovementId, PartId};

const FREE: PostingRules<'static> =
    PostingRules { counted_at: None, before_count: BeforeCount::Refuse, below_zero: None };

fn posting(kind: MovementKind, quantity: i64) -> Posting {
    Posting { kind, quantity, at: at("2027-04-20T09:00:00Z"), reversal_of: None }
}

fn movement(id: i64, bin: i64, quantity: i64) -> Movement {
    Movement {
        id: MovementId(id),
        part: PartId(1),
        bin: BinId(bin),
        kind: MovementKind::In,
        quantity,
        at: at("2027-04-20T09:00:00Z"),
        posted_at: at("2027-04-20T09:05:00Z"),
        reversal_of: None,
    }
}

#[test]
fn the_sign_of_a_movement_fits_its_kind() {
    use MovementKind::{Adjustment, In, Out, Return, SupplierReturn, Transfer};
    for (kind, plus, minus) in [
        (In, true, false),
        (Return, true, false),
        (Out, false, true),
        (SupplierReturn, false, true),
        (Adjustment, true, true),
        (Transfer, true, true),
    ] {
        for (quantity, fits) in [(3, plus), (-3, minus), (0, false)] {
            let posted = post(10, &posting(kind, quantity), &FREE);
            assert_eq!(posted.is_ok(), fits, "{kind} {quantity}");
            let undoing =
                Posting { quantity: -quantity, reversal_of: Some(MovementId(1)), ..posting(kind, 1) };
            assert_eq!(post(10, &undoing, &FREE).is_ok(), fits, "reversal of {kind} {quantity}");
        }
    }
    assert!(post(0, &posting(In, MAX_QUANTITY), &FREE).is_ok());
    assert!(post(0, &posting(In, MAX_QUANTITY + 1), &FREE).is_err());
    assert_eq!(post(i64::MAX, &posting(In, 1), &FREE), Err(StockRefusal::TooLarge));
}

#[test]
fn on_hand_goes_below_zero_only_by_a_flagged_exception() {
    let out = posting(MovementKind::Out, -4);
    assert_eq!(post(4, &out, &FREE).map(|p| (p.on_hand, p.flagged)), Ok((0, false)));
    let refused = Err(StockRefusal::BelowZero { on_hand: 3, wanted: 4 });
    assert_eq!(post(3, &out, &FREE), refused);
    let exception = Exception { has_right: true, store_allows: true, reason: "delivery note to follow" };
    let with = |exception| PostingRules { below_zero: Some(exception), ..FREE };
    assert_eq!(post(3, &out, &with(exception)).map(|p| (p.on_hand, p.flagged)), Ok((-1, true)));
    assert_eq!(post(3, &out, &with(Exception { store_allows: false, ..exception })), refused);
    assert_eq!(post(3, &out, &with(Exception { has_right: false, ..exception })), refused);
    let silent = with(Exception { reason: "", ..exception });
    assert_eq!(post(3, &out, &silent), Err(StockRefusal::ReasonMissing));
    let filling = post(-5, &posting(MovementKind::In, 3), &FREE);
    assert_eq!(filling.map(|p| (p.on_hand, p.flagged)), Ok((-2, true)), "flagged until corrected");
}

#[test]
fn a_movement_before_the_last_count_is_refused_or_paired() {
    let counted_at = at("2027-04-20T09:00:00Z");
    let rules = |before_count| PostingRules { counted_at: Some(counted_at), before_count, below_zero: None };
    let out = posting(MovementKind::Out, -4);
    let refused = post(10, &out, &rules(BeforeCount::Refuse));
    assert_eq!(refused, Err(StockRefusal::AlreadyCounted { counted_at }));
    let paired = post(10, &out, &rules(BeforeCount::AlreadyInCount)).expect("paired");
    assert_eq!((paired.on_hand, paired.flagged), (10, false));
    let opposite = paired.opposite.expect("a pair");
    assert_eq!((opposite.kind, opposite.quantity, opposite.at), (MovementKind::Adjustment, 4, counted_at));
    let after = Posting { at: at("2027-04-20T09:00:00.001Z"), ..out };
    let posted = post(10, &after, &rules(BeforeCount::AlreadyInCount)).expect("after the count");
    assert_eq!((posted.on_hand, posted.opposite), (6, None));
}

#[test]
fn a_mistake_is_reversed_once_by_a_movement_that_names_it() {
    let wrong = movement(7, 1, 5);
    let undo = reverse(&wrong, None).expect("not reversed yet");
    assert_eq!((undo.quantity, undo.at, undo.reversal_of), (-5, wrong.at, Some(MovementId(7))));
    assert_eq!(post(5, &undo, &FREE).map(|p| p.on_hand), Ok(0));
    let by = MovementId(8);
    assert_eq!(reverse(&wrong, Some(by)), Err(StockRefusal::AlreadyReversed { by }));
    let reversal = Movement { reversal_of: Some(wrong.id), ..movement(8, 1, -5) };
    assert_eq!(reverse(&reversal, None), Err(StockRefusal::IsReversal));
}

#[test]
fn a_transfer_is_two_movements_that_add_up_to_zero() {
    let (from, to) = transfer(5, at("2027-04-20T09:00:00Z")).expect("fair");
    assert_eq!((from.quantity, to.quantity), (-5, 5));
    assert_eq!((from.kind, to.kind), (MovementKind::Transfer, MovementKind::Transfer));
    assert!(transfer(0, from.at).is_err());
}

#[test]
fn stored_levels_are_compared_with_the_ledger() {
    let ledger = [movement(1, 1, 5), movement(2, 1, -2), movement(3, 2, 4)];
    let stored = |bin, on_hand| StoredLevel { part: PartId(1), bin: BinId(bin), on_hand };
    assert_eq!(verify(&[stored(1, 3), stored(2, 4)], &ledger), Ok(vec![]));
    let differs = |bin, stored, ledger| LevelDifference { part: PartId(1), bin: BinId(bin), stored, ledger };
    let found = verify(&[stored(1, 2), stored(3, 1)], &ledger);
    assert_eq!(found, Ok(vec![differs(1, 2, 3), differs(2, 0, 4), differs(3, 1, 0)]));
    assert_eq!(levels(&ledger).expect("fits")[&(PartId(1), BinId(1))], 3);
    let far = [movement(1, 1, i64::MAX), movement(2, 1, i64::MAX)];
    assert_eq!(on_hand(&far), Err(StockRefusal::TooLarge));
    assert_eq!(levels(&far), Err(StockRefusal::TooLarge));
}

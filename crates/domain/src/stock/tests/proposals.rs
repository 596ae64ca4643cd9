use super::day;
use crate::StoreId;
use crate::stock::{
    Badge, Check, DecidedBy, Followup, OpenOrder, PackRule, Position, SourceStore, Step, StockRefusal,
    Transfer, follow_up, purchase, standing,
};

fn part(position: Position) -> Check {
    Check {
        active: true,
        position,
        minimum: Some(100),
        maximum: Some(210),
        packs: PackRule::default(),
        other_stores: vec![],
        orders: vec![],
        open: None,
        today: day("2027-04-19"),
    }
}

fn checked(check: &mut Check) -> Followup {
    let answer = follow_up(check).expect("a fair check");
    check.open = answer.open;
    answer
}

fn bought(answer: &Followup) -> Option<i64> {
    answer.purchase.map(|purchase| purchase.quantity)
}

#[test]
fn stock_01_one_shortage_makes_one_proposal_and_one_alert() {
    let mut check = part(Position { on_hand: 11, reserved: 20, on_order: 0 });
    let first = checked(&mut check);
    assert_eq!((first.standing.projected, first.step, first.raise_alert), (-9, Step::Open, true));
    assert_eq!(bought(&first), Some(219));
    for (later, date) in (1..).zip(["2027-04-20", "2027-04-21", "2027-04-22", "2027-04-23"]) {
        check.today = day(date);
        let again = checked(&mut check);
        assert_eq!((again.step, again.raise_alert, again.age_days), (Step::Keep, false, later));
        assert_eq!(bought(&again), Some(219));
    }

    check.position.on_order = 219;
    let order = OpenOrder { ordered_on: day("2027-04-23"), ordered: 219, outstanding: 219 };
    check.orders = vec![order];
    let ordered = checked(&mut check);
    assert_eq!((ordered.standing.projected, ordered.step, ordered.raise_alert), (210, Step::Close, false));
    assert_eq!((ordered.ordered, ordered.purchase, ordered.open), (vec![order], None, None));

    check.position = Position { on_hand: 71, reserved: 20, on_order: 159 };
    check.orders[0].outstanding = 159;
    let received = checked(&mut check);
    assert_eq!(
        (received.standing.projected, received.step, received.raise_alert),
        (210, Step::Nothing, false)
    );
    assert_eq!(received.ordered[0].outstanding, 159);

    check.position.on_order = 0;
    check.orders.clear();
    let cancelled = checked(&mut check);
    assert_eq!((cancelled.standing.projected, cancelled.step, cancelled.raise_alert), (51, Step::Open, true));
    assert_eq!((bought(&cancelled), cancelled.age_days), (Some(159), 0));

    check.active = false;
    let inactive = checked(&mut check);
    assert_eq!((inactive.step, inactive.raise_alert, inactive.purchase), (Step::Close, false, None));
    assert_eq!(inactive.standing.badge, Some(Badge::BelowMinimum), "the list still says so");
    assert_eq!(checked(&mut check).step, Step::Nothing);
}

#[test]
fn a_further_fall_changes_the_open_proposal_without_a_second_alert() {
    let mut check = part(Position { on_hand: 90, ..Position::default() });
    assert_eq!(bought(&checked(&mut check)), Some(120));
    check.position.on_hand = 80;
    check.today = day("2027-04-21");
    let changed = checked(&mut check);
    assert_eq!((changed.step, changed.raise_alert, changed.age_days), (Step::Change, false, 2));
    assert_eq!(bought(&changed), Some(130));
}

#[test]
fn an_order_that_reaches_the_minimum_is_enough_until_it_came() {
    let mut check = part(Position::default());
    check.maximum = None;
    assert_eq!(bought(&checked(&mut check)), Some(100));
    check.position.on_order = 100;
    check.orders = vec![OpenOrder { ordered_on: check.today, ordered: 100, outstanding: 100 }];
    let ordered = checked(&mut check);
    assert_eq!((ordered.step, ordered.raise_alert, ordered.ordered.len()), (Step::Close, false, 1));
    assert!(ordered.open.is_some(), "it has not risen above the minimum");
    check.position = Position { on_hand: 100, ..Position::default() };
    check.orders.clear();
    check.today = day("2027-05-02");
    let came = checked(&mut check);
    assert_eq!((bought(&came), came.raise_alert, came.age_days), (Some(1), false, 0), "a proposal of today");
    check.today = day("2027-05-05");
    assert_eq!(checked(&mut check).age_days, 3);
}

#[test]
fn an_order_that_does_not_suffice_leaves_the_rest_proposed() {
    let mut check = part(Position::default());
    checked(&mut check);
    check.position.on_order = 50;
    check.orders = vec![
        OpenOrder { ordered_on: day("2027-04-18"), ordered: 20, outstanding: 20 },
        OpenOrder { ordered_on: day("2027-04-12"), ordered: 30, outstanding: 30 },
        OpenOrder { ordered_on: day("2027-04-01"), ordered: 30, outstanding: 0 },
    ];
    let rest = checked(&mut check);
    assert_eq!((rest.step, rest.raise_alert, bought(&rest)), (Step::Change, false, Some(160)));
    assert_eq!(rest.ordered.iter().map(|o| o.ordered).collect::<Vec<_>>(), [30, 20], "oldest first");
}

#[test]
fn an_order_is_said_only_where_a_proposal_would_stand() {
    let order = OpenOrder { ordered_on: day("2027-04-18"), ordered: 20, outstanding: 20 };
    let mut check = part(Position { on_hand: 101, reserved: 0, on_order: 20 });
    check.orders = vec![order];
    assert_eq!(checked(&mut check).ordered, []);
    check.position.reserved = 1;
    assert_eq!(checked(&mut check).ordered, [order]);
    check.active = false;
    assert_eq!(checked(&mut check).ordered, []);
}

#[test]
fn stock_02_the_minimum_is_reached_at_it_not_only_below() {
    let of = |projected, minimum| {
        let seen = standing(Position { on_hand: projected, ..Position::default() }, minimum);
        (seen.reached, seen.badge)
    };
    assert_eq!(of(6, Some(5)), (false, None));
    assert_eq!(of(5, Some(5)), (true, Some(Badge::AtMinimum)));
    assert_eq!(of(4, Some(5)), (true, Some(Badge::BelowMinimum)));
    assert_eq!(of(0, Some(0)), (true, Some(Badge::OutOfStock)));
    assert_eq!(of(0, None), (false, None));
    assert_eq!(of(-3, None), (false, None));
    for (on_hand, proposed) in [(6, None), (5, Some(1)), (4, Some(1))] {
        let mut check = part(Position { on_hand, ..Position::default() });
        (check.minimum, check.maximum) = (Some(5), None);
        assert_eq!(bought(&checked(&mut check)), proposed, "{on_hand}");
    }
    let mut check = part(Position::default());
    (check.minimum, check.maximum) = (Some(0), None);
    assert_eq!(bought(&checked(&mut check)), Some(1));
    check.minimum = None;
    assert_eq!(checked(&mut check).purchase, None);
}

#[test]
fn an_empty_bin_is_out_of_stock_also_while_an_order_covers_the_minimum() {
    let seen = standing(Position { on_hand: 0, reserved: 0, on_order: 20 }, Some(5));
    assert_eq!((seen.projected, seen.reached, seen.badge), (20, false, Some(Badge::OutOfStock)));
}

#[test]
fn stock_03_whole_packs_under_the_maximum_and_the_minimum_comes_first() {
    let packs = |maximum, pack_size| {
        let rule = PackRule { pack_size, minimum_order: 0 };
        purchase(0, 120, maximum, &rule).expect("fair").expect("reached")
    };
    let fifty = packs(Some(220), 50);
    assert_eq!((fifty.packs, fifty.quantity, fifty.after, fifty.over_maximum), (4, 200, 200, 0));
    assert_eq!((fifty.missing, fifty.room), (120, Some(220)));
    assert_eq!((fifty.packs_to_minimum, fifty.packs_to_maximum), (3, Some(4)));
    assert_eq!(fifty.decided_by, DecidedBy::Maximum);
    let one = packs(Some(220), 150);
    assert_eq!((one.packs, one.quantity, one.over_maximum), (1, 150, 0));
    let over = packs(Some(220), 250);
    assert_eq!((over.packs, over.quantity, over.over_maximum), (1, 250, 30));
    assert_eq!(over.decided_by, DecidedBy::Minimum);
    let no_maximum = packs(None, 50);
    assert_eq!((no_maximum.packs, no_maximum.quantity, no_maximum.room), (3, 150, None));
    assert_eq!(no_maximum.decided_by, DecidedBy::Minimum);
}

#[test]
fn the_minimum_order_comes_before_the_maximum() {
    let rule = PackRule { pack_size: 10, minimum_order: 95 };
    let asked = purchase(3, 5, Some(20), &rule).expect("fair").expect("reached");
    assert_eq!((asked.packs, asked.quantity, asked.over_maximum), (10, 100, 83));
    assert_eq!((asked.packs_of_minimum_order, asked.decided_by), (10, DecidedBy::MinimumOrder));
}

#[test]
fn at_the_minimum_without_a_maximum_one_pack_is_bought() {
    let rule = PackRule { pack_size: 5, minimum_order: 0 };
    let asked = purchase(7, 7, None, &rule).expect("fair").expect("reached");
    assert_eq!((asked.packs, asked.decided_by, asked.stays_at_minimum()), (1, DecidedBy::OnePack, false));
    let below = purchase(2, 7, None, &rule).expect("fair").expect("reached");
    assert_eq!((below.after, below.stays_at_minimum()), (7, true));
    assert_eq!(purchase(8, 7, None, &rule), Ok(None));
}

#[test]
fn a_pack_of_nothing_and_sums_that_do_not_fit_are_refused() {
    let rule = PackRule { pack_size: 0, minimum_order: 0 };
    assert_eq!(purchase(0, 1, None, &rule), Err(StockRefusal::PackSize { size: 0 }));
    let far = purchase(i64::MIN, i64::MAX, None, &PackRule::default());
    assert_eq!(far, Err(StockRefusal::TooLarge));
}

#[test]
fn a_transfer_from_another_store_comes_before_buying() {
    let source = |store, on_hand, reserved, minimum| SourceStore {
        store: StoreId(store),
        position: Position { on_hand, reserved, on_order: 0 },
        minimum,
    };
    let mut check = part(Position { on_hand: 60, ..Position::default() });
    check.other_stores = vec![source(1, 30, 10, Some(5)), source(2, 80, 0, Some(10)), source(3, 5, 5, None)];
    let asked = checked(&mut check);
    let from = |from, quantity| Transfer { from: StoreId(from), quantity };
    assert_eq!(asked.transfers, [from(2, 69), from(1, 14)], "no source reaches its own minimum");
    assert_eq!(
        (asked.purchase, asked.step),
        (None, Step::Open),
        "143 is above the minimum: nothing is bought"
    );

    check.other_stores.truncate(1);
    let asked = checked(&mut check);
    assert_eq!((asked.transfers.clone(), asked.step), (vec![from(1, 14)], Step::Change));
    assert_eq!(bought(&asked), Some(136), "60 + 14 is below 100: the rest up to 210 is bought");
}

//! The look ahead and proposals against a simulation and against their own definitions.

use super::day;
use crate::stock::{
    AheadInput, Beyond, Check, Delivery, Level, Need, PackRule, Position, Reservation, ReservedQuantity,
    SourceStore, StockValue, WorkId, follow_up, issue, look_ahead, purchase, reserve, standing,
};
use crate::{Date, InterventionId, StoreId, Timestamp};
use proptest::{collection::vec, option, prelude::*};

const TODAY: &str = "2027-04-20";

fn after(days: i64) -> Date {
    let span = jiff::Span::new().days(days);
    Date(day(TODAY).checked_add(span).expect("in the calendar"))
}

fn ahead_input() -> impl Strategy<Value = AheadInput> {
    let needs = vec((0_i64..5, -3_i64..40, 0_i64..6, any::<bool>()), 0..12);
    let reservations = vec((0_i64..7, 0_i64..4), 0..4);
    let deliveries = vec((option::weighted(0.9, -5_i64..45), 0_i64..9), 0..6);
    (-2_i64..12, option::of(0_i64..6), needs, reservations, deliveries).prop_map(
        |(on_hand, minimum, n, h, d)| AheadInput {
            today: day(TODAY),
            horizon: after(30),
            on_hand,
            minimum,
            lead_days: Some(10),
            reservations: h
                .into_iter()
                .map(|(work, quantity)| ReservedQuantity { work: WorkId(work), quantity })
                .collect(),
            needs: n
                .into_iter()
                .map(|(work, at, quantity, released)| Need {
                    work: WorkId(work),
                    date: after(at),
                    quantity,
                    released,
                })
                .collect(),
            deliveries: d
                .into_iter()
                .map(|(at, quantity)| Delivery { date: at.map(after), quantity })
                .collect(),
        },
    )
}

/// Free quantity at the end of each day from today to the horizon, piece by piece.
fn simulated(input: &AheadInput) -> Vec<i64> {
    let mut kept: Vec<i64> = (0..7)
        .map(|work| input.reservations.iter().filter(|h| h.work == WorkId(work)).map(|h| h.quantity).sum())
        .collect();
    let mut free = input.on_hand - kept.iter().sum::<i64>();
    let on = |date: Date, offset: i64| date == after(offset) || (offset == 0 && date < input.today);
    (0..=30)
        .map(|offset| {
            let came = input.deliveries.iter().filter(|d| d.date.is_some_and(|date| on(date, offset)));
            free += came.map(|d| d.quantity).sum::<i64>();
            // Passed needs stand before those of today, the oldest first.
            let mut needs: Vec<&Need> = input.needs.iter().filter(|n| on(n.date, offset)).collect();
            needs.retain(|n| n.released || !input.needs.iter().any(|o| o.work == n.work && o.released));
            for need in needs {
                for _ in 0..need.quantity {
                    let own = &mut kept[need.work.0 as usize];
                    if *own > 0 { *own -= 1 } else { free -= 1 }
                }
            }
            free
        })
        .collect()
}

fn check() -> impl Strategy<Value = Check> {
    let position = || {
        (0_i64..300, 0_i64..300, 0_i64..300).prop_map(|(on_hand, reserved, on_order)| Position {
            on_hand,
            reserved: reserved.min(on_hand),
            on_order,
        })
    };
    let other_stores = vec((position(), option::of(0_i64..50)), 0..4);
    let limits = (option::weighted(0.9, 0_i64..200), option::of(0_i64..400), 1_i64..60);
    (position(), limits, other_stores).prop_map(|(position, (minimum, maximum, pack_size), other_stores)| {
        Check {
            active: true,
            position,
            minimum,
            maximum,
            packs: PackRule { pack_size, minimum_order: 0 },
            other_stores: other_stores
                .into_iter()
                .zip(1..)
                .map(|((position, minimum), id)| SourceStore { store: StoreId(id), position, minimum })
                .collect(),
            orders: vec![],
            open: None,
            today: day(TODAY),
        }
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn the_look_ahead_equals_a_simulation_day_by_day(input in ahead_input()) {
        let ahead = look_ahead(&input).expect("small numbers");
        let free = simulated(&input);
        let mut last = ahead.free;
        for (offset, want) in (0..).zip(&free) {
            let moved = ahead.days.iter().find(|d| d.date == after(offset));
            last = moved.map_or(last, |d| d.free);
            prop_assert_eq!(last, *want, "day {}", offset);
        }
        let first = |bound: i64| (0..).zip(&free).find(|(_, n)| **n < bound).map(|(offset, _)| after(offset));
        prop_assert_eq!(ahead.shortage.as_ref().map(|e| e.date), first(0));
        prop_assert_eq!(ahead.below_minimum.as_ref().map(|e| e.date), input.minimum.and_then(first));
        prop_assert_eq!(Some(&ahead.lowest.1), free.iter().min());
        for event in ahead.shortage.iter().chain(&ahead.below_minimum) {
            prop_assert!(event.work.is_none_or(|work| event.because.contains(&work)));
            prop_assert_eq!(event.order_by.map(|by| by.saturating_add(jiff::Span::new().days(10))), Some(event.date.0));
        }
    }

    #[test]
    fn proposals_never_exceed_what_is_missing_by_more_than_a_pack(check in check()) {
        let answer = follow_up(&check).expect("small numbers");
        let moved: i64 = answer.transfers.iter().map(|t| t.quantity).sum();
        let bought = answer.purchase.map_or(0, |p| p.quantity);
        match check.minimum {
            Some(minimum) if answer.standing.reached => {
                let projected = answer.standing.projected;
                let goal = check.maximum.unwrap_or(minimum).max(minimum);
                prop_assert!(moved + bought > 0);
                prop_assert!(moved + bought <= goal - projected + check.packs.pack_size);
                prop_assert!(projected + moved + bought >= minimum);
                if let Some(purchase) = answer.purchase {
                    let without_one = purchase.after - purchase.pack_size;
                    prop_assert!(without_one < minimum || purchase.over_maximum == 0 || purchase.packs == 1);
                }
            }
            _ => prop_assert_eq!(moved + bought, 0),
        }
        for transfer in &answer.transfers {
            let source = check.other_stores.iter().find(|s| s.store == transfer.from).expect("a store of the site");
            let left = Position { on_hand: source.position.on_hand - transfer.quantity, ..source.position };
            prop_assert!(left.on_hand >= left.reserved, "what is reserved stays");
            prop_assert!(!standing(left, source.minimum).reached, "no source gets a shortage of its own");
        }
        let again = follow_up(&Check { open: answer.open, ..check }).expect("small numbers");
        prop_assert!(!again.raise_alert && again.open == answer.open, "checking again changes nothing");
    }

    #[test]
    fn no_number_makes_the_sums_panic(a in any::<i64>(), b in any::<i64>(), c in any::<i64>(), d in any::<i64>()) {
        let rule = PackRule { pack_size: b, minimum_order: c };
        let position = Position { on_hand: a, reserved: b, on_order: c };
        let _ = (purchase(a, d, Some(c), &rule), standing(position, Some(d)));
        let other_stores = vec![SourceStore { store: StoreId(1), position, minimum: Some(d) }];
        let (minimum, maximum) = (Some(a), Some(d));
        let _ = follow_up(&Check { position, minimum, maximum, packs: rule, other_stores, ..empty() });
        let value = StockValue { quantity: a, value_minor: b, last: None };
        let _ = (value.receive(c, d), value.issue(c), value.adjust(d), value.average_minor());
        let (needed_on, made_at) = (after(0), Timestamp::from_millis(0));
        let reservation = Reservation { intervention: InterventionId(1), quantity: b, needed_on, made_at };
        let _ = issue(a, &[reservation], None, c, Beyond::PartOfIt);
        let _ = reserve(Level { on_hand: a, reserved: b }, c, None);
        let _ = look_ahead(&AheadInput {
            today: after(0),
            horizon: after(9),
            on_hand: a,
            minimum: Some(b),
            lead_days: Some(c),
            reservations: vec![],
            needs: vec![Need { work: WorkId(d), date: after(1), quantity: d, released: false }],
            deliveries: vec![],
        });
    }
}

fn empty() -> Check {
    let (position, packs) = (Position::default(), PackRule::default());
    let (other_stores, orders) = (vec![], vec![]);
    Check {
        active: true,
        position,
        minimum: None,
        maximum: None,
        packs,
        other_stores,
        orders,
        open: None,
        today: after(0),
    }
}

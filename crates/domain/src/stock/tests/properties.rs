use super::day;
use crate::stock::{
    AheadInput, BeforeCount, Beyond, Check, CountLine, Delivery, Donor, Exception, Hold, Level, Loss,
    Movement, MovementKind, Need, PackRule, Position, Posting, PostingRules, Reservation, StockValue, WorkId,
    close_line, follow_up, issue, look_ahead, on_hand, post, purchase, release, reserve, shed, standing,
};
use crate::{BinId, Date, InterventionId, MovementId, PartId, StoreId, Timestamp};
use proptest::{collection::vec, option, prelude::*};

const TODAY: &str = "2027-04-20";

fn after(days: i64) -> Date {
    let span = jiff::Span::new().days(days);
    Date(day(TODAY).checked_add(span).expect("in the calendar"))
}

fn ahead_input() -> impl Strategy<Value = AheadInput> {
    let needs = vec((0_i64..5, -3_i64..40, 0_i64..6, any::<bool>()), 0..12);
    let holds = vec((0_i64..7, 0_i64..4), 0..4);
    let deliveries = vec((option::weighted(0.9, -5_i64..45), 0_i64..9), 0..6);
    (-2_i64..12, option::of(0_i64..6), needs, holds, deliveries).prop_map(|(on_hand, minimum, n, h, d)| {
        AheadInput {
            today: day(TODAY),
            horizon: after(30),
            on_hand,
            minimum,
            lead_days: Some(10),
            holds: h.into_iter().map(|(work, quantity)| Hold { work: WorkId(work), quantity }).collect(),
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
        }
    })
}

/// Free quantity at the end of each day from today to the horizon, piece by piece.
fn simulated(input: &AheadInput) -> Vec<i64> {
    let mut kept: Vec<i64> = (0..7)
        .map(|work| input.holds.iter().filter(|h| h.work == WorkId(work)).map(|h| h.quantity).sum())
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
    let donors = vec((position(), option::of(0_i64..50)), 0..4);
    let limits = (option::weighted(0.9, 0_i64..200), option::of(0_i64..400), 1_i64..60);
    (position(), limits, donors).prop_map(|(position, (minimum, maximum, pack_size), donors)| Check {
        active: true,
        position,
        minimum,
        maximum,
        packs: PackRule { pack_size, minimum_order: 0 },
        donors: donors
            .into_iter()
            .zip(1..)
            .map(|((position, minimum), id)| Donor { store: StoreId(id), position, minimum })
            .collect(),
        orders: vec![],
        open: None,
        today: day(TODAY),
    })
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Move { quantity: i64, minutes_back: i64 },
    Reverse { nth: usize },
    Count { found: i64, minutes_back: i64 },
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let moved =
        (-9_i64..10, 0_i64..6).prop_map(|(quantity, minutes_back)| Step::Move { quantity, minutes_back });
    let reversed = (0_usize..20).prop_map(|nth| Step::Reverse { nth });
    let counted = (0_i64..20, 0_i64..4).prop_map(|(found, minutes_back)| Step::Count { found, minutes_back });
    vec(prop_oneof![6 => moved, 1 => reversed, 1 => counted], 1..40)
}

fn minute(minute: i64) -> Timestamp {
    Timestamp::from_millis(minute * 60_000)
}

/// A ledger that only grows by what the rules allow, and the level that its one writer keeps.
#[derive(Default)]
struct Walk {
    ledger: Vec<Movement>,
    level: i64,
    counted_at: Option<Timestamp>,
}

impl Walk {
    fn write(&mut self, posting: &Posting, now: i64) {
        self.ledger.push(Movement {
            id: MovementId(self.ledger.len() as i64),
            part: PartId(1),
            bin: BinId(1),
            kind: posting.kind,
            quantity: posting.quantity,
            at: posting.at,
            posted_at: minute(now),
            reversal_of: posting.reversal_of,
        });
    }

    fn post(&mut self, posting: &Posting, now: i64) {
        let rules = PostingRules {
            counted_at: self.counted_at,
            before_count: if now % 2 == 0 { BeforeCount::Refuse } else { BeforeCount::AlreadyInCount },
            below_zero: None,
        };
        if let Ok(posted) = post(self.level, posting, &rules) {
            self.write(posting, now);
            if let Some(opposite) = posted.opposite {
                self.write(&opposite, now);
            }
            self.level = posted.on_hand;
        }
    }

    fn step(&mut self, step: Step, now: i64) {
        match step {
            Step::Move { quantity, minutes_back } => {
                let at = minute(now - minutes_back);
                let kind = if quantity < 0 { MovementKind::Out } else { MovementKind::In };
                self.post(&Posting { kind, quantity, at, reversal_of: None }, now);
            }
            Step::Reverse { nth } => {
                let Some(movement) = self.ledger.get(nth).copied() else { return };
                let by = self.ledger.iter().find(|m| m.reversal_of == Some(movement.id)).map(|m| m.id);
                if let Ok(posting) = crate::stock::reverse(&movement, by) {
                    self.post(&posting, now);
                }
            }
            Step::Count { found, minutes_back } => {
                let line = CountLine { counted: found, counted_at: minute(now - minutes_back), book_then: 0 };
                let Ok(closing) = close_line(&line, &self.ledger, self.counted_at) else { return };
                if let Some(posting) = closing.posting(&line) {
                    self.write(&posting, now);
                }
                (self.level, self.counted_at) = (closing.on_hand, Some(line.counted_at));
            }
        }
    }
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
        let first = |bound: i64| (0..).zip(&free).find(|(_, free)| **free < bound).map(|(offset, _)| after(offset));
        prop_assert_eq!(ahead.shortage.as_ref().map(|e| e.date), first(0));
        prop_assert_eq!(ahead.below_minimum.as_ref().map(|e| e.date), input.minimum.and_then(first));
        prop_assert_eq!(Some(&ahead.lowest.1), free.iter().min());
        for event in ahead.shortage.iter().chain(&ahead.below_minimum) {
            prop_assert!(event.work.is_none_or(|work| event.because.contains(&work)));
            prop_assert_eq!(event.order_by, Some(Date(event.date.checked_sub(jiff::Span::new().days(10)).expect("near"))));
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
        for (transfer, donor) in answer.transfers.iter().filter_map(|t| Some((t, check.donors.iter().find(|d| d.store == t.from)?))) {
            let left = Position { on_hand: donor.position.on_hand - transfer.quantity, ..donor.position };
            prop_assert!(left.on_hand >= left.reserved, "what is reserved stays");
            prop_assert!(!standing(left, donor.minimum).reached, "no donor gets a shortage of its own");
        }
        let again = follow_up(&Check { open: answer.open, ..check }).expect("small numbers");
        prop_assert!(!again.alert && again.open == answer.open, "checking again changes nothing");
    }

    #[test]
    fn a_level_equals_the_sum_of_its_movements_and_is_never_below_zero(steps in steps()) {
        let mut walk = Walk::default();
        for (now, step) in (10..).zip(steps) {
            walk.step(step, now);
            prop_assert_eq!(on_hand(&walk.ledger), Ok(walk.level), "after {:?}", step);
            prop_assert!(walk.level >= 0);
        }
    }

    #[test]
    fn nothing_of_the_value_is_lost(steps in vec((0_u8..5, 1_i64..50, 0_i64..10_000), 1..40)) {
        let (mut stock, mut done) = (StockValue::default(), vec![]);
        let (mut quantity, mut value) = (0, 0);
        for (kind, n, cost) in steps {
            let stepped = match kind {
                0 | 1 => stock.receive(n, cost),
                2 => stock.issue(n),
                3 => stock.adjust(if cost % 2 == 0 { n } else { -n }),
                _ => done.get(n as usize % done.len().max(1)).map_or(stock.issue(1), |moved| stock.reverse(moved)),
            };
            let Ok((after, moved)) = stepped else { continue };
            quantity += moved.quantity;
            value += moved.value_minor + moved.correction_minor;
            (stock, _) = (after, done.push(moved));
            prop_assert_eq!((stock.quantity, stock.value_minor), (quantity, value));
            prop_assert!(stock.quantity.signum() * stock.value_minor.signum() >= 0, "{:?}", stock);
            prop_assert!(stock.quantity != 0 || stock.value_minor == 0, "no value lies on no piece");
        }
    }

    #[test]
    fn reserved_is_never_above_on_hand(steps in vec((0_u8..6, 0_i64..6, 1_i64..12), 1..60)) {
        let (mut on_hand, mut reservations) = (10_i64, Vec::<Reservation>::new());
        let exception = Exception { has_right: true, store_allows: true, reason: "tried" };
        for (kind, who, n) in steps {
            let who = InterventionId(who);
            let reserved: i64 = reservations.iter().map(|r| r.quantity).sum();
            match kind {
                0 | 1 => if let Ok(made) = reserve(Level { on_hand, reserved }, n, Some(after(n))) {
                    let (needed_on, made_at) = (after(n), minute(n));
                    reservations.push(Reservation { intervention: who, quantity: made.firm, needed_on, made_at });
                },
                2 => { release(&mut reservations, who); }
                3 => {
                    on_hand = (on_hand + n - 6).max(0);
                    let lost = shed(on_hand, &reservations).expect("small numbers");
                    lose(&mut reservations, &lost);
                }
                4 => on_hand += n,
                _ => {
                    let how = [Beyond::Refuse, Beyond::PartOfIt, Beyond::FromOthers(exception), Beyond::BelowZero(exception)];
                    let Ok(out) = issue(on_hand, &reservations, Some(who), n, how[n as usize % 4]) else { continue };
                    let lost: i64 = out.from_others.iter().map(|l| l.quantity).sum();
                    prop_assert!(out.flagged || out.quantity == out.from_reservation + out.from_free + lost);
                    lose(&mut reservations, &out.from_others);
                    lose(&mut reservations, &[Loss { intervention: who, quantity: out.from_reservation }]);
                    on_hand -= out.quantity;
                    let left: i64 = reservations.iter().map(|r| r.quantity).sum();
                    prop_assert_eq!(out.after, Level { on_hand, reserved: left });
                }
            }
            let reserved: i64 = reservations.iter().map(|r| r.quantity).sum();
            prop_assert!(reserved <= on_hand.max(0), "{} of {}", reserved, on_hand);
        }
    }

    #[test]
    fn no_number_makes_the_sums_panic(a in any::<i64>(), b in any::<i64>(), c in any::<i64>(), d in any::<i64>()) {
        let rule = PackRule { pack_size: b, minimum_order: c };
        let position = Position { on_hand: a, reserved: b, on_order: c };
        let _ = (purchase(a, d, Some(c), &rule), standing(position, Some(d)));
        let donors = vec![Donor { store: StoreId(1), position, minimum: Some(d) }];
        let _ = follow_up(&Check { position, minimum: Some(a), maximum: Some(d), packs: rule, donors, ..empty() });
        let value = StockValue { quantity: a, value_minor: b, last: None };
        let _ = (value.receive(c, d), value.issue(c), value.adjust(d), value.average_minor());
        let reservation = Reservation { intervention: InterventionId(1), quantity: b, needed_on: after(0), made_at: minute(0) };
        let _ = (issue(a, &[reservation], None, c, Beyond::PartOfIt), reserve(Level { on_hand: a, reserved: b }, c, None));
        let _ = look_ahead(&AheadInput { on_hand: a, minimum: Some(b), lead_days: Some(c), today: after(0), horizon: after(9),
            holds: vec![], needs: vec![Need { work: WorkId(d), date: after(1), quantity: d, released: false }], deliveries: vec![] });
    }
}

fn empty() -> Check {
    let (position, packs) = (Position::default(), PackRule::default());
    let (donors, orders) = (vec![], vec![]);
    Check {
        active: true,
        position,
        minimum: None,
        maximum: None,
        packs,
        donors,
        orders,
        open: None,
        today: after(0),
    }
}

/// Takes from reservations what their interventions lost.
fn lose(reservations: &mut Vec<Reservation>, losses: &[Loss]) {
    for loss in losses {
        let mut rest = loss.quantity;
        for reservation in reservations.iter_mut().rev().filter(|r| r.intervention == loss.intervention) {
            let taken = reservation.quantity.min(rest);
            (reservation.quantity, rest) = (reservation.quantity - taken, rest - taken);
        }
    }
    reservations.retain(|r| r.quantity > 0);
}
